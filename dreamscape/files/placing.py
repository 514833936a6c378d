"""Output files: checked before any work is done, written beside their path, moved into place whole or not at all."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dreamscape.errors import DreamscapeError, InputError, one_of
from dreamscape.files.durable import InTheWay, odd_kind, settle, shortened
from dreamscape.system.interrupts import Deferred


def check_kind(path: Path, suffixes: tuple[str, ...]) -> None:
    """Raise InputError unless the name ends in one of `suffixes`."""
    if path.suffix.lower() not in suffixes:
        raise InputError(f"{path}: cannot tell what to write by the name, expected one that ends in {one_of(suffixes)}")


def check_apart(outputs: Iterable[Path], inputs: Iterable[tuple[str, Path]]) -> None:
    """Raise InputError if an input file would also be written, by whatever name.

    Args:
        outputs: files to write.
        inputs: files to read, each with its option, such as `--music`.
    """
    input_files = {}
    for option, path in inputs:
        with suppress(OSError, ValueError):
            status = path.stat()
            input_files[status.st_dev, status.st_ino] = option, path
    for output in outputs if input_files else ():
        with suppress(OSError, ValueError):
            status = output.stat()
            if match := input_files.get((status.st_dev, status.st_ino)):
                raise InputError(f"{match[0]} {match[1]}: would be overwritten; choose another name for the output")


def check(path: Path, suffixes: tuple[str, ...], overwrite: bool) -> None:
    """Raise InputError unless a file with one of the suffixes may be written at `path`."""
    check_kind(path, suffixes)
    check_parent(path)
    check_free(path, overwrite)


def check_parent(path: Path) -> None:
    """Raise InputError unless the folder of a file exists."""
    try:
        if not path.parent.is_dir():
            raise InputError(f"{path}: the folder {path.parent} does not exist; make it first or choose another")
    except OSError as error:
        raise _unwritable(path, error) from None


def check_free(path: Path, overwrite: bool) -> None:
    """Raise InputError if something exists at `path` that may not be replaced: only plain files ever are."""
    try:
        if kind := odd_kind(path):
            raise InputError(f"{path}: is {kind}, expected the name of a file")
        if path.exists() and not overwrite:
            raise InputError(f"{path}: exists already; choose another name or give --overwrite")
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path}: cannot be written ({error.strerror}); choose another place")


@contextmanager
def placing(path: Path, overwrite: bool = False) -> Iterator[Path]:
    """A temporary file beside `path` to write to; moved into place at the end, removed if the body fails.

    Args:
        path: of the finished file.
        overwrite: whether a file that exists at the end may be replaced.

    Raises:
        InputError: the folder cannot be written to.
        DreamscapeError: the file cannot be completed, for example because the disk is full.
    """
    path = Path(os.path.realpath(path))  # replace what a link points to, not the link
    with Deferred():
        try:
            handle, name = tempfile.mkstemp(
                prefix=f".{shortened(path.stem, 64)}-", suffix=f".part{path.suffix}", dir=path.parent
            )
        except OSError as error:
            raise _unwritable(path, error) from None
        temporary = Path(name)
        try:
            with Deferred(wait=False):
                yield temporary
                _complete(temporary, handle, path, overwrite)
        finally:
            os.close(handle)
            temporary.unlink(missing_ok=True)


def _complete(temporary: Path, handle: int, path: Path, overwrite: bool) -> None:
    with suppress(OSError):  # some file systems know no permissions
        temporary.chmod(0o666 & ~_umask())
    try:
        os.fsync(handle)
        settle(temporary, path, overwrite)
    except OSError as error:
        raise DreamscapeError(f"{path}: cannot be completed ({error.strerror}); nothing was kept") from None
    except InTheWay as error:
        raise DreamscapeError(f"{error}; nothing was kept") from None


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder in the system's place for temporary files; removed with its content at the end, whatever happens."""
    with Deferred(), tempfile.TemporaryDirectory(prefix="dreamscape-") as folder, Deferred(wait=False):
        yield Path(folder)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def write(path: Path, data: bytes, overwrite: bool = False) -> None:
    """Write a small file whole, replacing an existing one only if `overwrite` is true.

    Raises:
        DreamscapeError: it cannot be written; nothing is left behind.
    """
    write_pieces(path, [data], overwrite)


def write_pieces(path: Path, pieces: Iterable[bytes], overwrite: bool = False) -> None:
    """As `write`, a large file as its pieces come."""
    with placing(path, overwrite) as temporary:
        try:
            with temporary.open("wb") as file:
                file.writelines(pieces)
        except OSError as error:
            raise DreamscapeError(f"{path}: writing failed ({error.strerror}); nothing was kept") from None
