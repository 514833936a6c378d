"""Files of the program's own in its user's folders: written and removed whole, and only as long as they are its own."""

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dreamscape.errors import DreamscapeError

MARK = b"made by dreamscape"  # stands in each of them


def place(files: Mapping[Path, bytes]) -> list[str]:
    """Write these files where they are not there yet, or are of an earlier time.

    Returns:
        What was done, one sentence each.

    Raises:
        DreamscapeError: one of them is somebody else's, and nothing was changed; or it cannot be read or written.
    """
    before = {path: _read(path) for path in files}
    for path, old in before.items():
        if old is not None and MARK not in old:
            raise DreamscapeError(
                f"{path}: does not say that it was {MARK.decode()}, and nothing was changed; move it away and try again"
            )
    told = []
    for path, data in files.items():
        if before[path] == data:
            told.append(f"{path}: was there already; nothing was changed")
            continue
        with said(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace(path.resolve(), data)  # a link into a folder of settings stays one
        told.append(f"{path}: {'written' if before[path] is None else 'written anew'}")
    return told


def remove(paths: Iterable[Path]) -> list[str]:
    """Remove those of these files that are there and the program's own; returns and errors as of `place`."""
    told = []
    for path in paths:
        old = _read(path)
        if old is None:
            told.append(f"{path}: was not there; nothing was changed")
        elif MARK not in old:
            told.append(f"{path}: left there, as it does not say that it was {MARK.decode()}")
        else:
            with said(path):
                path.unlink()
            told.append(f"{path}: removed")
    return told


def replace(file: Path, data: bytes) -> None:
    """Replace a file whole, or not at all; who may read it stays as it was.

    Raises:
        OSError: it cannot be written.
    """
    number, name = tempfile.mkstemp(prefix=file.name, dir=file.parent)
    try:
        with os.fdopen(number, "wb") as to:
            to.write(data)
            to.flush()
            os.fsync(to.fileno())
        os.chmod(name, file.stat().st_mode & 0o7777 if file.exists() else 0o644)
        os.replace(name, file)
    except BaseException:  # Ctrl-C too
        Path(name).unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def said(file: Path) -> Iterator[None]:
    """Whatever the system refuses about a file becomes a sentence."""
    try:
        yield
    except OSError as error:
        raise DreamscapeError(
            f"{file}: {error.strerror or error}; nothing was changed, make it readable and writable and try again"
        ) from None


def _read(path: Path) -> bytes | None:
    """What a file holds; None if it is not there."""
    with said(path):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
