"""Installs the screensaver into XScreenSaver for the user, and uninstalls it."""

import os
import shlex
import shutil
from collections.abc import Iterable
from pathlib import Path

from dreamscape.files.owned import replace, reporting_errors
from dreamscape.resources import folder
from dreamscape.saver import xscreensaver_programs
from dreamscape.system.child_processes import own_command

FILE = ".xscreensaver"
BACKUP = ".xscreensaver.before-dreamscape"
MADE = "# Made by `dreamscape screensaver install`, with the list of programs of the system.\n"
SETTINGS = Path("/usr/share/xscreensaver/config")  # each program's description for the settings dialog
DEFAULTS = tuple(
    Path(path) / "app-defaults" / "XScreenSaver" for path in ("/etc/X11", "/usr/share/X11", "/usr/lib/X11")
)


def program() -> str:
    """The command that starts the screensaver from any folder, quoted for a shell."""
    return shlex.join([*own_command(), "screensaver"])


def install(
    home: Path, only: bool = False, settings: Path = SETTINGS, defaults: Iterable[Path] = DEFAULTS
) -> list[str]:
    """Add the screensaver to the user's XScreenSaver list, unless it is there already.

    Args:
        home: the user's folder.
        only: also select it as the only one to show.
        settings: the folder of the descriptions for the settings dialog.
        defaults: where the system's own preferences may be.

    Returns:
        What was done and what could not be, one sentence each.

    Raises:
        DreamscapeError: the file cannot be read or written; it is unchanged then.
    """
    file = home / FILE
    old = _read(file) if file.exists() else MADE
    new = xscreensaver_programs.add(old, program(), _first(defaults))
    if only:
        new = xscreensaver_programs.select(new)
    return [_change(file, old, new, "is in the list", "was there already"), *_describe(settings)]


def uninstall(home: Path, settings: Path = SETTINGS, defaults: Iterable[Path] = DEFAULTS) -> list[str]:
    """Remove the screensaver from the user's list; arguments, returns and errors as of `install`."""
    file = home / FILE
    messages = [f"{file}: dreamscape is not in the list; nothing was changed"]
    if file.exists():
        old = _read(file)
        new = xscreensaver_programs.remove(old)
        if old != new and new == xscreensaver_programs.remove(
            xscreensaver_programs.add(MADE, program(), _first(defaults))
        ):
            with reporting_errors(file):
                file.unlink()
            messages = [f"{file}: removed, as it was made by install and holds nothing else"]
        elif old != new:
            messages = [_change(file, old, new, "is no longer in the list", "was not there")]
    description = settings / _description().name
    if description.exists():
        if os.access(settings, os.W_OK):
            description.unlink()
            messages.append(f"{description}: removed")
        else:
            messages.append(f"{description}: left there, as this folder may only be written by root")
    return messages


def _describe(settings: Path) -> list[str]:
    """Install our description for the settings dialog, if permitted."""
    source, target = _description(), settings / _description().name
    if not settings.is_dir():
        return []  # no settings dialog on this system
    if target.exists() and target.read_bytes() == source.read_bytes():
        return []
    if not os.access(settings, os.W_OK):
        copy = f"sudo cp {shlex.quote(str(source))} {target}"
        return [f"{settings}: may only be written by root; for options in XScreenSaver's dialog run:  {copy}"]
    with reporting_errors(target):
        shutil.copyfile(source, target)
    return [f"{target}: written, for the settings dialog"]


def _description() -> Path:
    return folder("assets") / "dreamscape.xml"


def _first(paths: Iterable[Path]) -> str:
    """The text of the first file that exists; empty if there is none."""
    return next((_read(path) for path in paths if path.is_file()), "")


def _change(file: Path, old: str, new: str, done: str, unchanged: str) -> str:
    if old == new and file.exists():
        return f"{file}: dreamscape {unchanged}; nothing was changed"
    real = file.resolve()  # a symbolic link, as into a folder of dotfiles, stays one
    backup = file.with_name(BACKUP)
    note = ""
    with reporting_errors(file):
        if file.exists() and not backup.exists():
            shutil.copy2(real, backup)
            note = f"; the file as it was is {backup}"
        replace(real, new.encode("utf-8", "surrogateescape"))
    return f"{file}: dreamscape {done}{note}"


def _read(file: Path) -> str:
    with reporting_errors(file):
        return file.read_bytes().decode("utf-8", "surrogateescape")
