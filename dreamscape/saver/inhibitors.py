"""Who asks that no screensaver comes: what covers the screen, such as a film, or a program that has told the system."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress

from dreamscape.devices.x11 import X11
from dreamscape.errors import DreamscapeError

IDLE = 8  # of GNOME's session manager: who asks that the session is not taken for idle
PATIENCE = 2.0  # s that a service has for its answer
_LOGIND = "busctl --system get-property org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager"
_GNOME = "gdbus call --session --dest org.gnome.SessionManager --object-path /org/gnome/SessionManager --method"
_POWER = "gdbus call --session --dest org.freedesktop.PowerManagement --object-path"
# Who is asked, by which command, and what in its answer says that somebody asks for no screensaver.
SERVICES = (
    ("a program, by systemd-inhibit", f"{_LOGIND} BlockInhibited", r"\bidle\b"),
    ("a program, by GNOME's session", f"{_GNOME} org.gnome.SessionManager.IsInhibited {IDLE}", r"\(true,\)"),
    (
        "a program, by the desktop's power manager",
        f"{_POWER} /org/freedesktop/PowerManagement/Inhibit --method "
        "org.freedesktop.PowerManagement.Inhibit.HasInhibit",
        r"\(true,\)",
    ),
)


def inhibitor(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str | None:
    """Who asks that no screensaver comes now, for people to read; None if nobody does, or nobody knows."""
    if platform != "linux":
        return None  # Windows and macOS count a film that plays as a hand that moves
    if (display := environment.get("DISPLAY")) and _covered(display):
        return "a window that covers the screen"
    return next((name for name, question, yes in SERVICES if re.search(yes, _answer(question))), None)


def _covered(display: str) -> bool:
    with suppress(DreamscapeError):
        server = X11(display)
        try:
            return server.full_screen()
        finally:
            server.close()
    return False


def _answer(question: str) -> str:
    """What a service says; nothing where there is none, or nobody to ask it."""
    try:
        told = subprocess.run(question.split(), capture_output=True, text=True, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout if told.returncode == 0 else ""
