"""Opens files that users name: only regular ones, since a pipe or a device may never end."""

import errno
import os
import stat
from io import BufferedReader, FileIO
from pathlib import Path

from dreamscape.errors import InputError
from dreamscape.text import LONGEST_WORD, short

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def open_regular(path: Path) -> FileIO:
    """Open a regular file for reading; never blocks, as opening a pipe would.

    Raises:
        OSError: it cannot be opened, or is a folder, a pipe or a device, as its `strerror` says.
        ValueError: the name is impossible.
    """
    handle = os.open(path, _FLAGS)
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        return FileIO(handle)
    except BaseException:
        os.close(handle)
        raise


def read(path: Path, most: int) -> bytes:
    """The bytes of a regular file, up to `most + 1` of them, so that the caller sees when there are too many.

    Raises:
        OSError, ValueError: as of `open_regular`.
    """
    with BufferedReader(open_regular(path)) as file:
        return file.read(most + 1)


def read_document(path: Path, most: int, kind: str) -> bytes:
    """The bytes of a file that is to be of a kind, such as "a dream file".

    Raises:
        FileNotFoundError, ValueError: as of `open_regular`.
        InputError: it cannot be read, or has more than `most` bytes, a multiple of 1024.
    """
    try:
        data = read(path, most)
    except FileNotFoundError:
        raise
    except OSError as error:
        where = short(path, LONGEST_WORD)
        raise InputError(f"{where}: cannot be read ({error.strerror}), expected {kind} in TOML") from None
    if len(data) > most:
        raise InputError(f"{path}: too large for {kind}, expected at most {most >> 10} KiB of TOML")
    return data
