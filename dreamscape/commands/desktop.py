"""The command that installs a menu entry for the desktop."""

import os
from pathlib import Path

import click

from dreamscape.system.standard_streams import say


@click.group()
def desktop() -> None:
    """Put the program into the desktop's menus, with its icon, or take it out."""


@desktop.command()
def install() -> None:
    """Write an entry and icons into your own folders, nobody else's."""
    from dreamscape.commands import desktop_entry as entry

    for sentence in entry.install(os.environ, Path.home()):
        say(sentence)


@desktop.command()
def uninstall() -> None:
    """Remove them again."""
    from dreamscape.commands import desktop_entry as entry

    for sentence in entry.uninstall(os.environ, Path.home()):
        say(sentence)
