"""Songs that a listener marked, in a list that any player can read, in the user's folder of states."""

from pathlib import Path

import platformdirs

from dreamscape.errors import DreamscapeError, InputError
from dreamscape.files import placing
from dreamscape.songs import m3u
from dreamscape.songs.m3u import ListedSong

MOST = 10_000
NAME = "favourite-songs.m3u8"


def path() -> Path:
    """Where they are kept."""
    return platformdirs.user_state_path("dreamscape", appauthor=False) / NAME


def load(path: Path) -> tuple[ListedSong, ...]:
    """The songs that were marked, oldest first; none if there is no file.

    Raises:
        InputError: the file cannot be read; says what was expected.
    """
    return m3u.read(path).songs if path.exists() else ()


def toggle(path: Path, song: ListedSong) -> bool:
    """Mark a song, or take the mark back; returns whether it is marked now.

    Raises:
        InputError: the file cannot be read, or the song's name cannot be kept in it.
        DreamscapeError: the file cannot be written.
    """
    known, song = load(path), ListedSong(song.path.absolute(), song.title)
    others = tuple(other for other in known if other.path != song.path)
    added = len(others) == len(known)
    if added and len(known) >= MOST:
        raise InputError(f"there can be at most {MOST} favourite songs; take one back first")
    data = m3u.encode((*others, song) if added else others)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DreamscapeError(f"{path}: cannot be written ({error.strerror}); the song was not marked") from None
    placing.write(path, data, overwrite=True)
    return added
