"""Who inhibits screensavers: a window that covers the screen, such as a film, or a program that told the system."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress

from dreamscape.devices.x11 import X11
from dreamscape.errors import DreamscapeError

IDLE = 8  # flag of GNOME's session manager for inhibitors of idleness
PATIENCE = 2.0  # s that a service has to answer
_LOGIND = "busctl --system get-property org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager"
_GNOME = "gdbus call --session --dest org.gnome.SessionManager --object-path /org/gnome/SessionManager --method"
_POWER = "gdbus call --session --dest org.freedesktop.PowerManagement --object-path"
# Name, command, and what in the command's output means that somebody inhibits screensavers.
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
    """Who inhibits screensavers now, for people to read; None if nobody does, or it is not known."""
    if platform != "linux":
        return None  # Windows and macOS count a playing film as input
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
    """A service's answer; empty if there is no such service, or no tool to ask it."""
    try:
        result = subprocess.run(question.split(), capture_output=True, text=True, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout if result.returncode == 0 else ""
