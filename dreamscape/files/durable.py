"""Durable files: moved into place whole, flushed to disk, and never over somebody else's file."""

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
    """Something exists at a file's path, and may not be replaced."""


def settle(source: Path, target: Path, overwrite: bool) -> None:
    """Rename a complete file to its final path, on the same file system.

    Args:
        source: the file.
        target: the final path.
        overwrite: whether an existing file may be replaced; nothing but plain files ever is.

    Raises:
        InTheWay: something exists there that may not be replaced; nothing was changed.
        OSError: it cannot be renamed.
    """
    if kind := odd_kind(target):
        raise InTheWay(f"{target}: has become {kind} meanwhile, and was left as it is; move it away")
    if overwrite:
        source.replace(target)
        return
    try:
        _rename_new(source, target)
    except FileExistsError:
        raise InTheWay(
            f"{target}: has appeared meanwhile, and was left as it is; move it away or give --overwrite"
        ) from None


def odd_kind(path: Path) -> str:
    """What exists at a path, through links, unless it is a plain file: `a folder`, `a pipe`; empty for nothing.

    Raises:
        OSError: the path cannot be examined.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return ""
    return "" if stat.S_ISREG(mode) else next((name for test, name in _KINDS if test(mode)), "no file of data")


def is_plain(path: Path, largest: int) -> bool:
    """Whether this is a regular file, not a link, of at most `largest` bytes."""
    return path.is_file() and not path.is_symlink() and path.stat().st_size <= largest


def holds(path: Path, data: bytes) -> bool:
    """Whether a plain file with exactly these bytes exists at `path`."""
    with suppress(OSError):
        return is_plain(path, len(data)) and path.read_bytes() == data
    return False


def digest(file: Path) -> str:
    """The 128-bit BLAKE2b digest of a file."""
    blake = hashlib.blake2b(digest_size=16)
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            blake.update(chunk)
    return blake.hexdigest()


def sync(path: Path) -> None:
    """Flush a file, or a folder's entries, to disk."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags if path.is_dir() else os.O_RDWR | getattr(os, "O_BINARY", 0))
    except PermissionError:  # a folder on Windows, which cannot be flushed
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def shortened(name: str, most: int) -> str:
    """As many leading characters of a name as fit into `most` bytes of UTF-8."""
    return name.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")


def _rename_new(source: Path, target: Path) -> None:
    """Rename; FileExistsError if the target exists."""
    if os.name == "nt":
        source.rename(target)  # never replaces anything on Windows
        return
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(target):  # without hard links, this check is the best that can be done
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        source.rename(target)
        return
    source.unlink()
