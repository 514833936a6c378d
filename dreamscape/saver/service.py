"""The watch as a service of the user's systemd: it shows the screensaver whenever nobody is there, from login on."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from dreamscape.errors import InputError
from dreamscape.files import owned

NAME = "dreamscape-screensaver.service"
TARGET = "graphical-session.target"  # there while somebody is logged in to a desktop
UNIT = """\
# {mark}: `dreamscape screensaver install --service` writes it anew, unless this line is gone.
[Unit]
Description=Dreamscape, a quiet dream while nobody is there
PartOf={target}
After={target}

[Service]
ExecStart={command}
Restart=on-failure
RestartSec=10
RestartPreventExitStatus=2

[Install]
WantedBy={target}
"""


def install(program: Sequence[str], seconds: float, environment: Mapping[str, str], home: Path) -> list[str]:
    """Write the service, and say how it is enabled: that is the user's to do.

    Args:
        program: the command that starts the program.
        seconds: that nobody must have moved for.
        environment: of the process; XDG_CONFIG_HOME says where.
        home: the user's folder.

    Returns:
        What was done and what is left to do, one sentence each.

    Raises:
        DreamscapeError: the file is somebody else's, or cannot be written.
    """
    command = " ".join(_quoted(word) for word in (*program, "screensaver", "--after", f"{seconds:g}"))
    unit = UNIT.format(mark=owned.MARK.decode(), target=TARGET, command=command)
    told = owned.place({_file(environment, home): unit.encode()})
    return [*told, f"to have it now and from each login on, run:  systemctl --user enable --now {NAME}"]


def uninstall(environment: Mapping[str, str], home: Path) -> list[str]:
    """Remove the service if it is there, with what enables it; arguments, returns and errors as of `install`."""
    file = _file(environment, home)
    if not file.exists():
        return []
    told = owned.remove([file])
    link = file.parent / f"{TARGET}.wants" / NAME
    if not file.exists() and link.is_symlink():
        with owned.said(link):
            link.unlink()
        told.append(f"{link}: removed; if it runs, end it by:  systemctl --user stop {NAME}")
    return told


def _file(environment: Mapping[str, str], home: Path) -> Path:
    asked = environment.get("XDG_CONFIG_HOME", "")
    settings = Path(asked) if os.path.isabs(asked) else home / ".config"
    return settings / "systemd" / "user" / NAME


def _quoted(word: str) -> str:
    """A word of a command in a unit."""
    if not word.isprintable():
        raise InputError(f"{word!r}: a service expects a path without control characters; move the program")
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return escaped if escaped.isascii() and not set(escaped) & set(" '\"\\;") else f'"{escaped}"'
