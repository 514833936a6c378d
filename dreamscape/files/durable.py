"""Files that last: put in their place whole, safe from a power cut, and never over what is somebody else's."""

import errno
import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from dreamscape.errors import DreamscapeError

CHUNK = 1 << 20  # bytes hashed at a time
LONGEST_NAME = 255  # bytes, of a file on almost all file systems
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class InTheWay(DreamscapeError):
    """Something lies where a file was to go, and may not be replaced."""


def settle(made: Path, place: Path, overwrite: bool) -> None:
    """Rename a whole file to its place, on the same file system.

    Args:
        made: the file.
        place: where it goes.
        overwrite: whether a file that is there may be replaced; nothing but files ever is.

    Raises:
        InTheWay: something is there that may not be replaced; both are as they were.
        OSError: it cannot be renamed.
    """
    if kind := odd_kind(place):
        raise InTheWay(f"{place}: has become {kind} meanwhile, and was left as it is; move it away")
    if overwrite:
        made.replace(place)
        return
    try:
        _rename_new(made, place)
    except FileExistsError:
        raise InTheWay(
            f"{place}: has appeared meanwhile, and was left as it is; move it away or give --overwrite"
        ) from None


def odd_kind(path: Path) -> str:
    """What lies at a path, through links, if it is neither nothing nor a plain file: `a folder`, `a pipe`.

    Raises:
        OSError: it cannot be known.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return ""
    return "" if stat.S_ISREG(mode) else next((name for test, name in _KINDS if test(mode)), "no file of data")


def is_plain(path: Path, largest: int) -> bool:
    """Whether this is a file of its own, not a link to one nor a device, of at most `largest` bytes."""
    return path.is_file() and not path.is_symlink() and path.stat().st_size <= largest


def holds(path: Path, data: bytes) -> bool:
    """Whether a file with these very bytes lies at `path`."""
    with suppress(OSError):
        return is_plain(path, len(data)) and path.read_bytes() == data
    return False


def digest(file: Path) -> str:
    """The BLAKE2b digest, 128 bits, of a file."""
    hashed = hashlib.blake2b(digest_size=16)
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()


def sync(path: Path) -> None:
    """Make a file, or the names in a folder, last through a power cut."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags if path.is_dir() else os.O_RDWR | getattr(os, "O_BINARY", 0))
    except PermissionError:  # a folder on Windows, which has no such thing
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def shortened(name: str, most: int) -> str:
    """As many letters of a name, from its beginning, as fit into `most` bytes of UTF-8."""
    return name.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")


def _rename_new(made: Path, place: Path) -> None:
    """Rename; FileExistsError if the place is taken."""
    if os.name == "nt":
        made.rename(place)  # which replaces nothing there
        return
    try:
        os.link(made, place)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(place):  # a file system without links: the best that can be done
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place)) from None
        made.rename(place)
        return
    made.unlink()
