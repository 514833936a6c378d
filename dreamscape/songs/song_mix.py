"""The mix: songs that pass into each other, as one stream of samples without a gap.

Its samples are counted from its beginning and only ever go forward: a jump within a song, or to another one, is a
passage as well. Songs that fade share constant power (a quarter of a sine and of a cosine), which keeps the loudness of
songs that have nothing to do with each other.
"""

from collections import deque
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dreamscape.errors import DreamscapeError
from dreamscape.hearing.song import Song
from dreamscape.synthesis.voice import Samples

SWITCH = 7_200  # samples, 0.15 s, that a jump takes to pass


@dataclass(frozen=True, slots=True)
class Passage:
    """A song's part in the mix; all in samples of the mix.

    Attributes:
        song: the song.
        begin: where its first sample would be.
        first: where it begins to sound.
        rises: how long it takes to be there.
        falls: where it begins to go, and how long that takes; of several, all hold.
    """

    song: Song
    begin: int
    first: int
    rises: int = 0
    falls: tuple[tuple[int, int], ...] = ()

    @property
    def last(self) -> int | None:
        """Where it has gone; None while that is not known."""
        return min((start + length for start, length in self.falls), default=None)

    def add_to(self, out: Samples, start: int) -> None:
        """Add its part to samples of the mix from `start` on, `(n, 2)`."""
        stop = start + len(out)
        first, last = max(start, self.first), stop if self.last is None else min(stop, self.last)
        if first < last:
            samples = self.song.read(first - self.begin, last - first)
            out[first - start : last - start] += samples * self._gains(first, last)[:, None]

    def _gains(self, first: int, last: int) -> NDArray[np.float32]:
        at = np.arange(first, last)
        gains = np.ones(len(at))
        if first < self.first + self.rises:
            gains *= np.sin(0.5 * np.pi * np.minimum((at - self.first + 0.5) / self.rises, 1.0))
        for start, length in self.falls:
            if last > start and length:
                gains *= np.cos(0.5 * np.pi * np.clip((at - start + 0.5) / length, 0.0, 1.0))
        return gains.astype(np.float32)


class SongMix:
    """The mix, a source of a `Speaker`; any thread may read it, and one changes it.

    Attributes:
        passages: what sounds, and what will.
        mistakes: sentences on songs that broke off.
    """

    def __init__(self) -> None:
        self.mistakes: deque[str] = deque(maxlen=4)
        self.passages: tuple[Passage, ...] = ()  # replaced as a whole, so that a reader sees one state of it

    def read(self, start: int, count: int) -> Samples:
        """As in `SampleSource`."""
        out = np.zeros((count, 2), np.float32)
        for passage in self.passages:
            try:
                passage.add_to(out, start)
            except DreamscapeError as error:  # it is broken from here on, and over
                self.mistakes.append(str(error))
        return out

    def pass_to(self, song: Song, begin: int, at: int, length: int = SWITCH) -> None:
        """Pass from whatever sounds to a song.

        Args:
            song: the song.
            begin: where its first sample would be in the mix.
            at: where the passage begins.
            length: of the passage.
        """
        before = [passage for passage in self.passages if passage.first < at]
        sounds = [passage.last is None or passage.last > at for passage in before]
        leaving = (
            replace(passage, falls=(*passage.falls, (at, length))) if still else passage
            for passage, still in zip(before, sounds, strict=True)
        )
        self.passages = (*leaving, Passage(song, begin, at, length if any(sounds) or begin < at else 0))

    def drop_before(self, sample: int) -> None:
        """Drop what has gone before a sample."""
        if any(passage.last is not None and passage.last < sample for passage in self.passages):
            self.passages = tuple(one for one in self.passages if one.last is None or one.last >= sample)
