"""The program's own files in the user's folders: written and removed whole, and only if they carry its mark."""

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dreamscape.errors import DreamscapeError
from dreamscape.system.interrupts import Deferred

MARK = b"made by dreamscape"  # each of these files contains it


def install(files: Mapping[Path, bytes]) -> list[str]:
    """Write files that do not exist or are out of date.

    Returns:
        A sentence for each file about what was done.

    Raises:
        DreamscapeError: one of them is not the program's, and nothing was changed; or it cannot be read or written.
    """
    stored = {path: _read(path) for path in files}
    for path, data in stored.items():
        if data is not None and MARK not in data:
            raise DreamscapeError(
                f"{path}: does not say that it was {MARK.decode()}, and nothing was changed; move it away and try again"
            )
    messages = []
    for path, data in files.items():
        if stored[path] == data:
            messages.append(f"{path}: is up to date; nothing was changed")
            continue
        with reporting_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace(path.resolve(), data)  # a link stays a link
        messages.append(f"{path}: {'written' if stored[path] is None else 'updated'}")
    return messages


def remove(paths: Iterable[Path]) -> list[str]:
    """Remove those of these files that exist and are the program's; returns and errors as of `install`."""
    messages = []
    for path in paths:
        data = _read(path)
        if data is None:
            messages.append(f"{path}: does not exist; nothing was changed")
        elif MARK not in data:
            messages.append(f"{path}: left alone, as it does not say that it was {MARK.decode()}")
        else:
            with reporting_errors(path):
                path.unlink()
            messages.append(f"{path}: removed")
    return messages


def replace(file: Path, data: bytes) -> None:
    """Replace a file whole, or not at all; its permissions stay.

    Raises:
        OSError: it cannot be written.
    """
    with Deferred():
        number, name = tempfile.mkstemp(prefix=file.name, dir=file.parent)
        try:
            with Deferred(wait=False), os.fdopen(number, "wb") as to:
                to.write(data)
                to.flush()
                os.fsync(to.fileno())
            os.chmod(name, file.stat().st_mode & 0o7777 if file.exists() else 0o644)
            os.replace(name, file)
        except BaseException:  # Ctrl-C too
            Path(name).unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def reporting_errors(file: Path) -> Iterator[None]:
    """Convert an OSError about a file to a DreamscapeError."""
    try:
        yield
    except OSError as error:
        raise DreamscapeError(
            f"{file}: {error.strerror or error}; nothing was changed, make it readable and writable and try again"
        ) from None


def _read(path: Path) -> bytes | None:
    """The bytes of a file; None if it does not exist."""
    with reporting_errors(path):
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
