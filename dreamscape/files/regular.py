"""Files that people name, opened to be read: regular ones alone, since a pipe or a device may never come to an end."""

import errno
import os
import stat
from io import BufferedReader, FileIO
from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def opened(path: Path) -> FileIO:
    """Open a regular file to be read; never waits, as it would for somebody to write to a pipe.

    Raises:
        OSError: it cannot be, or is a folder, a pipe or a device; its `strerror` says so.
        ValueError: a name that no file can have.
    """
    handle = os.open(path, _FLAGS)
    try:
        kind = os.fstat(handle).st_mode
        if stat.S_ISDIR(kind):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(kind):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        return FileIO(handle)
    except BaseException:
        os.close(handle)
        raise


def read(path: Path, most: int) -> bytes:
    """The bytes of a regular file, `most + 1` of them where there are more.

    Raises:
        OSError, ValueError: as of `opened`.
    """
    with BufferedReader(opened(path)) as file:
        return file.read(most + 1)
