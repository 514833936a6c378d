"""The songs that files, folders and lists stand for: found by their names, and opened only when they are played."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dreamscape.errors import InputError
from dreamscape.songs import m3u
from dreamscape.songs.m3u import ListedSong
from dreamscape.text import LONGEST_WORD, natural_order, short

SUFFIXES = (
    *(".aac", ".ac3", ".aif", ".aifc", ".aiff", ".alac", ".amr", ".ape", ".au", ".caf", ".dsf", ".flac", ".m4a"),
    *(".m4b", ".mka", ".mp2", ".mp3", ".mpc", ".oga", ".ogg", ".opus", ".tta", ".wav", ".wma", ".wv"),
)  # of files in folders that are songs
MOST = 100_000  # songs: more are no evening, and their names would fill the memory


@dataclass(frozen=True, slots=True)
class FoundSongs:
    """The songs that were found, and what was not.

    Attributes:
        songs: in their order.
        notes: sentences on what was left out.
    """

    songs: tuple[ListedSong, ...]
    notes: tuple[str, ...]


def find(paths: Iterable[Path]) -> FoundSongs:
    """The songs of files, of folders with all in them, and of lists.

    Raises:
        InputError: one of them is not there or cannot be read, or there is no song in any.
    """
    songs, notes = list[ListedSong](), list[str]()
    for path in paths:
        where = short(path, LONGEST_WORD)
        try:
            if path.is_dir():
                songs += islice((ListedSong(song) for song in in_folder(path, notes)), MOST + 1)
            elif not path.is_file():
                raise InputError(f"{where}: no such file, expected a song, a folder of songs, or a list of them")
            elif m3u.is_list(path):
                listed = m3u.read(path)
                songs += listed.songs
                if listed.addresses:
                    count = f"{listed.addresses} entries name" if listed.addresses > 1 else "one entry names"
                    notes.append(f"{where}: {count} another machine, which is not asked; left out")
            else:
                songs.append(ListedSong(path))
        except ValueError as error:  # an impossible name
            raise InputError(f"{where}: {error}, expected a song, a folder of songs, or a list of them") from None
    if not songs:
        raise InputError(
            "; ".join([*notes, f"{', '.join(short(path) for path in paths)}: no song in it"])
            + ", expected files such as MP3, FLAC, OGG, M4A or WAV"
        )
    if len(songs) > MOST:
        notes.append(f"more than {MOST} songs; those after them are left out")
    return FoundSongs(tuple(songs[:MOST]), tuple(notes))


def in_folder(folder: Path, notes: list[str]) -> Iterator[Path]:
    """The songs in a folder and the folders in it, by name, with numbers in their order; links to folders are not
    followed. What cannot be read is noted."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: natural_order(entry.name))
    except OSError as error:
        notes.append(f"{short(folder, LONGEST_WORD)}: cannot be read ({error.strerror}); left out")
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from in_folder(Path(entry.path), notes)
        elif os.path.splitext(entry.name)[1].lower() in SUFFIXES and not entry.name.startswith("."):
            yield Path(entry.path)
