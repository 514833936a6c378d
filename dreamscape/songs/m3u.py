"""Lists of songs in M3U and M3U8, as most players write them.

A list is somebody's file: entries that name another machine are left out, so that nothing is ever fetched from one, and
no Windows shares are asked for either.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dreamscape.errors import InputError
from dreamscape.files import regular
from dreamscape.text import LONGEST_WORD, short

SUFFIXES = (".m3u", ".m3u8")
LARGEST_FILE = 16 << 20  # bytes: 100,000 songs with long paths
HEAD = "#EXTM3U"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")  # of two letters at least: `c:` is a drive


@dataclass(frozen=True, slots=True)
class ListedSong:
    """A song as a list has it.

    Attributes:
        path: of its file, whether that is there or not.
        title: what the list calls it; empty if it does not.
    """

    path: Path
    title: str = ""


@dataclass(frozen=True, slots=True)
class SongList:
    """What a list holds.

    Attributes:
        songs: in their order.
        addresses: how many entries name another machine, and are left out.
    """

    songs: tuple[ListedSong, ...]
    addresses: int


def is_list(path: Path) -> bool:
    """Whether a file's name is that of a list."""
    return path.suffix.lower() in SUFFIXES


def read(path: Path) -> SongList:
    """Read a list.

    Raises:
        InputError: it cannot be read, or is too large; says what was expected.
    """
    where = short(path, LONGEST_WORD)
    try:
        data = regular.read(path, LARGEST_FILE)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{where}: cannot be read ({reason}), expected a list of songs") from None
    if len(data) > LARGEST_FILE:
        raise InputError(f"{where}: too large for a list of songs, expected at most {LARGEST_FILE >> 20} MiB")
    return decode(data, path.parent, path.suffix.lower() == ".m3u8")


def decode(data: bytes, folder: Path, is_utf8: bool = True) -> SongList:
    """Decode a list whose relative paths begin at `folder`.

    Names that are no UTF-8 are taken as bytes in an M3U8, and as Latin-1 in an M3U, which may be either.
    """
    songs, addresses, title = list[ListedSong](), 0, ""
    for line in _text(data, is_utf8).splitlines():
        entry = line.strip(" \t\0")
        if entry.startswith("#"):
            title = _title(entry) or title
        elif entry:
            if path := _path(entry, folder):
                songs.append(ListedSong(path, title))
            else:
                addresses += 1
            title = ""
    return SongList(tuple(songs), addresses)


def encode(songs: Iterable[ListedSong]) -> bytes:
    """A list as M3U8.

    Raises:
        InputError: a path has a line break in it, which a list cannot hold.
    """
    lines = [HEAD]
    for song in songs:
        if len(str(song.path).splitlines()) != 1:
            raise InputError(f"{short(song.path, LONGEST_WORD)}: its name has a line break, which no list can hold")
        lines += [f"#EXTINF:-1,{' '.join(song.title.split())}"] if song.title else []
        lines.append(str(song.path))
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")


def _text(data: bytes, is_utf8: bool) -> str:
    data = data.removeprefix(b"\xef\xbb\xbf")
    if is_utf8:
        return data.decode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _title(comment: str) -> str:
    """The title in a comment `#EXTINF:123,Artist - Title`; empty in any other."""
    return comment.partition(",")[2].strip() if comment.upper().startswith("#EXTINF:") else ""


def _path(entry: str, folder: Path) -> Path | None:
    """The path of an entry; None if it names another machine."""
    if entry.lower().startswith("file:"):
        try:
            address = urlsplit(entry)
        except ValueError:  # a bracket that does not close
            return None
        if address.netloc.lower() not in ("", "localhost") or address.path.startswith("//"):
            return None
        named = unquote(address.path, errors="surrogateescape")
        return Path(re.sub(r"^/([A-Za-z]:)", r"\1", named))
    if _ADDRESS.match(entry) or entry.replace("\\", "/").startswith("//"):
        return None
    if os.name != "nt" and "\\" in entry and not (folder / entry).exists():
        entry = entry.replace("\\", "/")  # written on Windows
    return folder / entry
