"""Standard output and standard error, which may be closed, full, or a pipe without a reader."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from dreamscape.errors import DreamscapeError
from dreamscape.text import printable


class OutputLost(DreamscapeError):
    """Writing to standard output failed; the message is empty if the reader has closed the pipe."""


class _Output(io.TextIOWrapper):
    """Standard output, which reports its own failures as OutputLost."""

    def write(self, text: str, /) -> int:
        with self._said():
            return super().write(text)

    def flush(self) -> None:
        with self._said():
            super().flush()

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            let_go(self)
            gone = isinstance(error, BrokenPipeError)
            raise OutputLost("" if gone else f"standard output: cannot be written ({error.strerror})") from None


class _Errors(io.TextIOWrapper):
    """Standard error: if it cannot be written, messages are lost, but no work is."""

    def write(self, text: str, /) -> int:
        with self._suppressed():
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with self._suppressed():
            super().flush()

    @contextmanager
    def _suppressed(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            let_go(self)


def prepare() -> None:
    """Make sure that the standard streams exist, and can write every character.

    A closed descriptor would be reused by the next file that is opened, and a library's messages would go into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # it gets the lowest free number
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # lives as long as we do
            setattr(sys, name, nowhere)
            setattr(sys, f"__{name}__", nowhere)
    out, err = sys.stdout, sys.stderr  # they stay alive as sys.__stdout__ and sys.__stderr__, with shared buffers
    sys.stdout = _Output(out.buffer, out.encoding, "backslashreplace", line_buffering=out.isatty())
    sys.stderr = _Errors(err.buffer, err.encoding, "backslashreplace", line_buffering=True)


def say(line: str) -> None:
    """Write a line to standard output.

    Raises:
        OutputLost: it cannot be written.
    """
    print(printable(line), flush=True)


def tell(stream: TextIO, text: str) -> bool:
    """Write and flush a text; returns whether that succeeded, as a lost message is no failure of the work."""
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError, OutputLost):  # ValueError: it is closed
        let_go(stream)
        return False
    return True


def let_go(stream: TextIO) -> None:
    """Redirect a stream without a reader to nowhere, so that flushing it at exit raises no error."""
    with suppress(OSError, ValueError):  # it has no descriptor
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
