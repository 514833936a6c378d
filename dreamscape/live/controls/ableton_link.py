"""Ableton Link: the tempo and the beat that programs on a network agree on, in place of those that are tracked.

The package is under the GPL, and is used only if it is installed.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Event
from dreamscape.errors import DreamscapeError
from dreamscape.hearing.backbeat import CountedBeat
from dreamscape.hearing.beat import BeatSource
from dreamscape.hearing.listener import LATE, Listener
from dreamscape.synthesis.voice import SAMPLES_PER_TICK

QUANTUM = 4.0  # beats of a bar
USUAL = 120.0  # beats a minute, until others are there
FOLLOWS = 0.2  # of a difference, a tick: several ticks are heard at once
JUMPS = 0.25  # beats, from which on the session has jumped
MINUTE = 60.0 * TICKS_PER_SECOND  # ticks


class LinkBeat:
    """The beat of a session, or the tracked one while nobody else is there; attributes as of `Beat`.

    Args:
        link: the session.
    """

    period: float
    phase: float
    certainty: float
    falls: bool
    number: int | None

    def __init__(self, link: Any) -> None:
        self._link, self._tracked = link, CountedBeat()
        self._at: float | None = None  # beats of the session, followed smoothly
        self._take(self._tracked)

    def step(self, flux: float, drums: F64) -> None:
        """As of `BeatSource`."""
        self._tracked.step(flux, drums)
        if not self._link.numPeers():
            self._at = None
            self._take(self._tracked)
            return
        state = self._link.captureSessionState()
        now = state.beatAtTime(self._link.clock().micros(), QUANTUM)
        before, self.period = self._at, MINUTE / state.tempo()
        at = now if before is None else before + 1.0 / self.period
        off = now - at
        self._at = now if abs(off) > JUMPS else at + FOLLOWS * off
        self.phase = (self._at - LATE / self.period) % 1.0
        self.falls = before is not None and bool(np.floor(self._at) > np.floor(before))
        self.number, self.certainty = int(self._at % QUANTUM), 1.0

    def _take(self, beat: BeatSource) -> None:
        self.period, self.phase, self.certainty = beat.period, beat.phase, beat.certainty
        self.falls, self.number = beat.falls, beat.number


class LinkInput:
    """A source that joins a session; while nothing is listened to, it tells of its beat itself.

    Args:
        link: the session.

    Attributes:
        beat: of the session, for whoever listens.
        is_alone: whether nothing is listened to.
    """

    name = "link"

    def __init__(self, link: Any) -> None:
        self._link, self.is_alone = link, True
        self.beat = LinkBeat(link)
        self._listener = Listener(beat=self.beat)
        link.enabled = True

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """As in `InputSource`."""
        if not self.is_alone or last < first:
            return ()
        self._listener.tick = first - 1
        return self._listener.hear(np.zeros((last - first + 1) * SAMPLES_PER_TICK, np.float32))

    def jump(self, tick: int) -> None:
        """As in `InputSource`."""

    def status(self) -> str:
        """As in `InputSource`."""
        others = self._link.numPeers()
        if not others:
            return "nobody else is there"
        return f"{self._link.captureSessionState().tempo():.1f} a minute   with {others}"

    def close(self) -> None:
        """As in `InputSource`."""
        self._link.enabled = False


def join() -> LinkInput:
    """Join the session of this network.

    Raises:
        DreamscapeError: the package is not installed; says how to install it.
    """
    try:
        from link import Link
    except ImportError:
        raise DreamscapeError(
            "--link: needs the package LinkPython-extern (GPL); install it with  pip install 'dreamscape[link]'"
        ) from None
    return LinkInput(Link(USUAL))
