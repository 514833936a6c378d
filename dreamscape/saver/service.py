"""The idle watch as a systemd user service: it shows the screensaver whenever nobody is there, from login on."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from dreamscape.errors import InputError
from dreamscape.files import owned

NAME = "dreamscape-screensaver.service"
TARGET = "graphical-session.target"  # active while somebody is logged in to a desktop
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
    """Write the service, and say how to enable it.

    Args:
        program: the command that starts the program.
        seconds: of idleness after which the screensaver is shown.
        environment: of the process; XDG_CONFIG_HOME gives the folder.
        home: the user's folder.

    Returns:
        What was done and what is left to do, one sentence each.

    Raises:
        DreamscapeError: the file is not ours, or cannot be written.
    """
    command = " ".join(_quoted(word) for word in (*program, "screensaver", "--after", f"{seconds:g}"))
    unit = UNIT.format(mark=owned.MARK.decode(), target=TARGET, command=command)
    messages = owned.install({_file(environment, home): unit.encode()})
    return [*messages, f"to have it now and from each login on, run:  systemctl --user enable --now {NAME}"]


def uninstall(environment: Mapping[str, str], home: Path) -> list[str]:
    """Remove the service and its link, if they exist; arguments, returns and errors as of `install`."""
    file = _file(environment, home)
    if not file.exists():
        return []
    messages = owned.remove([file])
    link = file.parent / f"{TARGET}.wants" / NAME
    if not file.exists() and link.is_symlink():
        with owned.reporting_errors(link):
            link.unlink()
        messages.append(f"{link}: removed; if it runs, end it by:  systemctl --user stop {NAME}")
    return messages


def _file(environment: Mapping[str, str], home: Path) -> Path:
    configured = environment.get("XDG_CONFIG_HOME", "")
    settings = Path(configured) if os.path.isabs(configured) else home / ".config"
    return settings / "systemd" / "user" / NAME


def _quoted(word: str) -> str:
    """A word of a command, quoted for a unit file."""
    if not word.isprintable():
        raise InputError(f"{word!r}: a service expects a path without control characters; move the program")
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return escaped if escaped.isascii() and not set(escaped) & set(" '\"\\;") else f'"{escaped}"'
