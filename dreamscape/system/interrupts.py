"""Requests to end: Ctrl-C, a terminal that is closed, a service that is stopped. All are met in the same way.

The first one is a wish: what is under way is completed or removed. Further ones change nothing, since many come twice:
from the terminal and from whoever started the program. Only Ctrl-C, pressed again and again, ends it as it stands.
"""

import os
import signal

TYPE_CHECKING = False  # as of `typing`, which is not there yet when this is imported first
if TYPE_CHECKING:
    from types import FrameType
    from typing import ClassVar

# Those that the terminal sends, to all processes that it holds; and with the one that ends services, all.
TERMINAL = tuple(getattr(signal, name) for name in ("SIGINT", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
SIGNALS = (*TERMINAL, signal.SIGTERM)
_heard = int(signal.SIGINT)


def code() -> int:
    """The exit code after the last request, 128 and the signal's number, as shells have it."""
    return 128 + _heard


def end_at_once() -> None:
    """Nothing has to be tidied up, so that a request ends the program where it stands; until an `Interrupt` begins."""
    for number in _ours():
        signal.signal(number, signal.SIG_DFL)


def _ours() -> list[signal.Signals]:
    """The signals that are for us: not those that whoever started us has us ignore, as `nohup` does."""
    return [number for number in SIGNALS if signal.getsignal(number) not in (None, signal.SIG_IGN)]


class Interrupt:
    """While active, the first request to end raises KeyboardInterrupt, or if `gently` only sets a flag.

    Ctrl-C after a flag raises; the next one after that is no news, and another ends the program as it stands.

    Args:
        gently: whether somebody asks `asked` again and again.
    """

    _active: "ClassVar[Interrupt | None]" = None

    def __init__(self, gently: bool = True) -> None:
        self._gently = gently
        self._asked = False
        self._pressed = 0  # times, the one that raised among them

    def asked(self) -> bool:
        """Whether there was a request."""
        return self._asked

    def __enter__(self) -> "Interrupt":
        self._outer, Interrupt._active = Interrupt._active, self
        self._before = {number: signal.signal(number, self._hear) for number in _ours()}
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)
        if self._outer and self._asked:
            self._outer._asked, self._outer._pressed = True, max(self._pressed, 1)
        Interrupt._active = self._outer

    def _hear(self, number: int, frame: "FrameType | None") -> None:
        global _heard
        if self._asked and number != signal.SIGINT:
            return
        if not self._asked:
            self._asked, _heard = True, number
            if self._gently:
                return
        self._pressed += 1
        if self._pressed == 1:
            raise KeyboardInterrupt
        if self._pressed > 2:
            os._exit(code())
