"""Where an output goes: checked before any work is done, written beside its place, put there whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dreamscape.errors import DreamscapeError, InputError, one_of


def check_kind(path: Path, suffixes: tuple[str, ...]) -> None:
    """Raise InputError unless the name ends in one of `suffixes`."""
    if path.suffix.lower() not in suffixes:
        raise InputError(f"{path}: cannot tell what to write by the name, expected one that ends in {one_of(suffixes)}")


def check(path: Path, suffixes: tuple[str, ...], overwrite: bool) -> None:
    """Raise InputError unless a file of one of the kinds `suffixes` may be written at `path`."""
    check_kind(path, suffixes)
    try:
        if not path.parent.is_dir():
            raise InputError(f"{path}: the folder {path.parent} does not exist; make it first or choose another")
        if path.is_dir():
            raise InputError(f"{path}: is a folder, expected the name of a file")
        if path.exists() and not overwrite:
            raise InputError(f"{path}: exists already; choose another name or give --overwrite")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); choose another place") from None


@contextmanager
def placing(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` to write to; put in its place at the end, removed if the body fails.

    Raises:
        InputError: the folder cannot be written to.
        DreamscapeError: the file cannot be completed, because the disk is full for one.
    """
    path = Path(os.path.realpath(path))  # through a link, so that what it points at is replaced and not the link
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem[:64]}-", suffix=f".part{path.suffix}", dir=path.parent)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); choose another place") from None
    temporary = Path(name)
    try:
        yield temporary
        with suppress(OSError):  # some file systems know no permissions
            temporary.chmod(0o666 & ~_umask())
        try:
            os.fsync(handle)
            temporary.replace(path)
        except OSError as error:
            raise DreamscapeError(f"{path}: cannot be completed ({error.strerror}); nothing was kept") from None
    finally:
        os.close(handle)
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def write(path: Path, data: bytes) -> None:
    """Write a whole small file.

    Raises:
        DreamscapeError: it cannot be written; nothing is left behind.
    """
    with placing(path) as temporary:
        try:
            temporary.write_bytes(data)
        except OSError as error:
            raise DreamscapeError(f"{path}: writing failed ({error.strerror}); nothing was kept") from None
