"""Requests to end the program, all handled alike: Ctrl-C, a closed terminal, a stopped service.

The first request ends it gracefully: work in progress is completed or removed. Further ones change nothing, since many
arrive twice, from the terminal and from the parent process. Only repeated Ctrl-C ends it at once.
"""

import os
import signal
import threading

TYPE_CHECKING = False  # as in `typing`, which this module is too early to import
if TYPE_CHECKING:
    from types import FrameType
    from typing import ClassVar

# The signals that a terminal sends to all its processes; and all, with the one that stops services.
TERMINAL = tuple(getattr(signal, name) for name in ("SIGINT", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
SIGNALS = (*TERMINAL, signal.SIGTERM)
_heard = int(signal.SIGINT)
_deferred = False  # whether KeyboardInterrupt waits
_pending = False  # whether one does


def exit_code() -> int:
    """The exit code after the last request: 128 plus the signal's number, as in shells."""
    return 128 + _heard


def end_at_once() -> None:
    """Let a request end the program at once, as there is nothing to clean up, until an `Interrupt` begins."""
    for number in _handled_signals():
        signal.signal(number, signal.SIG_DFL)


def _handled_signals() -> list[signal.Signals]:
    """The signals to handle: not those that the parent process has set to be ignored, as `nohup` does."""
    return [number for number in SIGNALS if signal.getsignal(number) not in (None, signal.SIG_IGN)]


class Deferred:
    """Let KeyboardInterrupt wait for the end of the block, where files are made or removed that must not be left over.

    In other threads than the main one, which are never interrupted, it does nothing.

    Args:
        wait: false for the work between the two, where it may be raised again.
    """

    def __init__(self, wait: bool = True) -> None:
        self._wait = wait

    def __enter__(self) -> None:
        self._main = threading.current_thread() is threading.main_thread()
        if self._main:
            self._before = _deferred
            _defer(self._wait)

    def __exit__(self, *_: object) -> None:
        if self._main:
            _defer(self._before)


def _defer(wait: bool) -> None:
    """Begin to defer; or end it, and raise what has waited."""
    global _deferred, _pending
    _deferred = wait
    if _pending and not wait:
        _pending = False
        raise KeyboardInterrupt


class Interrupt:
    """While active, the first request to end raises KeyboardInterrupt, or if `gently`, only sets a flag.

    After a flag, Ctrl-C raises; the next one is ignored, and another ends the program at once.

    Args:
        gently: set a flag, because `asked` is polled.
    """

    _active: "ClassVar[Interrupt | None]" = None

    def __init__(self, gently: bool = True) -> None:
        self._gently = gently
        self._asked = False
        self._pressed = 0  # times, including the one that raised

    def asked(self) -> bool:
        """Whether there was a request."""
        return self._asked

    def __enter__(self) -> "Interrupt":
        self._outer, Interrupt._active = Interrupt._active, self
        self._before = {number: signal.signal(number, self._hear) for number in _handled_signals()}
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)
        if self._outer and self._asked:
            self._outer._asked, self._outer._pressed = True, max(self._pressed, 1)
        Interrupt._active = self._outer

    def _hear(self, number: int, frame: "FrameType | None") -> None:
        global _heard, _pending
        if self._asked and number != signal.SIGINT:
            return
        if not self._asked:
            self._asked, _heard = True, number
            if self._gently:
                return
        self._pressed += 1
        if self._pressed == 1:
            if _deferred:
                _pending = True
                return
            raise KeyboardInterrupt
        if self._pressed > 2:
            os._exit(exit_code())
