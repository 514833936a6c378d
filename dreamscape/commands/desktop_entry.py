"""The desktop's menu entry and icons, installed for the user alone (freedesktop.org)."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from dreamscape import resources
from dreamscape.errors import DreamscapeError
from dreamscape.files import owned
from dreamscape.system.child_processes import own_command

NAME = "dreamscape"  # of the files, and of the windows' class
SIZES = (64, 256)  # px, of the icons that ship
ENTRY = """\
# {mark}: `dreamscape desktop install` writes it anew, unless this line is gone.
[Desktop Entry]
Type=Application
Version=1.4
Name=Dreamscape
GenericName=Generative art
Comment=A dream in a window that answers to a hand, to a heart, to music
Exec={play}
Icon={name}
Terminal=false
Categories=Graphics;Art;
Keywords=dream;ambient;visualizer;screensaver;music;
StartupNotify=true
StartupWMClass={name}
Actions=ambient;listen;

[Desktop Action ambient]
Name=A dream without an end, full screen
Exec={ambient}

[Desktop Action listen]
Name=To the microphone
Exec={listen}
"""


def install(environment: Mapping[str, str], home: Path) -> list[str]:
    """Write the entry and the icons into the user's folders, if they are missing or out of date.

    Args:
        environment: of the process; XDG_DATA_HOME gives the folder.
        home: the user's home folder.

    Returns:
        A sentence for each file about what was done.

    Raises:
        DreamscapeError: this system has no such folders, a file there is somebody else's, or it cannot be written.
    """
    entry, *icons = _files(environment, home)
    icon_files = {
        path: resources.asset(f"icon/{size}.png").read_bytes() for path, size in zip(icons, SIZES, strict=True)
    }
    return owned.install({entry: _entry(own_command()).encode(), **icon_files})


def uninstall(environment: Mapping[str, str], home: Path) -> list[str]:
    """Remove what `install` has written; arguments, returns and errors are the same."""
    return owned.remove(_files(environment, home))


def quote_command(command: Sequence[str]) -> str:
    """Quote a command as the value of an entry's Exec."""
    return " ".join(_quote(word) for word in command)


def _quote(word: str) -> str:
    if not word.isprintable():
        raise DreamscapeError(f"{word!r}: desktop entries expect a path without control characters; move the program")
    inside = "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in word)
    plain = all(sign.isalnum() or sign in "/._-+:=@," for sign in word)
    whole = word if plain and word else f'"{inside}"'
    return whole.replace("%", "%%").replace("\\", "\\\\")  # escapes for field codes, and for values in general


def _entry(program: Sequence[str]) -> str:
    asked = {"play": ("play",), "ambient": ("play", "ambient", "--fullscreen"), "listen": ("play", "--listen")}
    commands = {name: quote_command([*program, *words]) for name, words in asked.items()}
    return ENTRY.format(mark=owned.MARK.decode(), name=NAME, **commands)


def _files(environment: Mapping[str, str], home: Path) -> list[Path]:
    """The paths of the entry and the icons."""
    if sys.platform in ("win32", "darwin"):
        raise DreamscapeError(f"desktop: expected Linux or another system with XDG folders, this is {sys.platform}")
    asked = environment.get("XDG_DATA_HOME", "")
    data = Path(asked) if os.path.isabs(asked) else home / ".local" / "share"
    icons = [data / "icons" / "hicolor" / f"{size}x{size}" / "apps" / f"{NAME}.png" for size in SIZES]
    return [data / "applications" / f"{NAME}.desktop", *icons]
