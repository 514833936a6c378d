"""Standard output and standard error, which may be closed, full, or lead to somebody who has gone."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from dreamscape.errors import DreamscapeError
from dreamscape.text import printable


class OutputLost(DreamscapeError):
    """What was to be said on standard output has not arrived; without words where its reader has seen enough."""


class _Output(io.TextIOWrapper):
    """Standard output, which tells its own failures from those of files."""

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
    """Standard error: once it cannot be written, what is told there is lost, but no work is."""

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
    """See to it that there are standard streams, and that no letter is beyond them.

    A number that is closed would be given to the next file that is opened, and what a library has to say would go
    into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # it gets the lowest number that is free
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # lives as long as we do
            setattr(sys, name, nowhere)
            setattr(sys, f"__{name}__", nowhere)
    out, err = sys.stdout, sys.stderr  # which live on as sys.__stdout__ and sys.__stderr__: their buffers are shared
    sys.stdout = _Output(out.buffer, out.encoding, "backslashreplace", line_buffering=out.isatty())
    sys.stderr = _Errors(err.buffer, err.encoding, "backslashreplace", line_buffering=True)


def say(line: str) -> None:
    """Write a line to standard output, where it may be shown.

    Raises:
        Lost: it cannot be written.
    """
    print(printable(line), flush=True)


def tell(stream: TextIO, text: str) -> bool:
    """Write a text at once; false, and nothing more, if it cannot be written: what is told is not the work itself."""
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError, OutputLost):  # ValueError: it is closed
        let_go(stream)
        return False
    return True


def let_go(stream: TextIO) -> None:
    """Nobody reads a stream any more: what is left in it goes nowhere, without a word when the program ends."""
    with suppress(OSError, ValueError):  # it is no file
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
