"""Murmuring: voice notes of one's own, a sentence here and one there, as through water or a door."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from dreamscape.memories import album as albums
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, pan_gains
from dreamscape.synthesis.grains import Grains
from dreamscape.synthesis.voice import BLOCK, RATE, Samples

_SHORTEST, _LONGEST = 1.8, 4.0  # s of a note that are heard at a time
_HALO = 0.25  # s before and after such a piece that are filtered with it
_LOWEST = 110.0  # Hz
_LEVEL = 0.11  # rms of a note, and of each piece, which is made up to 6 dB louder or softer


@dataclass(frozen=True)
class Murmuring(Grains):
    """Pieces of voice notes, each from another direction; stereo, an rms of about 0.1. Silent without any.

    Args:
        streams: of the dream.
        album: digest of the memories that the notes are part of.
        talkers: how many are heard at once on average, up to 8.
        muffled: Hz above which little is heard, 300 to 8,000.
    """

    HOP: ClassVar[int] = 64
    SPAN: ClassVar[int] = 256
    NAME: ClassVar[str] = "voice notes"

    streams: Streams
    album: str
    talkers: float = 1.0
    muffled: float = 900.0

    def grains(self, random: np.random.Generator, cell: int) -> Iterator[tuple[float, NDArray[np.floating]]]:
        """The pieces that begin within 1.4 s."""
        own = albums.album(self.album)
        if own is None or not own.heard:
            return
        mean = 0.5 * (_SHORTEST + _LONGEST)
        for _ in range(int(self.talkers * self.HOP * BLOCK / RATE / mean + random.random())):
            number = int(random.integers(len(own.heard)))
            where, lasts = random.random(), random.uniform(_SHORTEST, _LONGEST)
            begin, far, pan = random.random(), random.uniform(0.45, 1.0), random.uniform(-0.8, 0.8)
            piece = _piece(_muffled(self.album, number, self.muffled), where, lasts)
            yield begin, far * piece[:, None] * pan_gains(pan)


@lru_cache(maxsize=16)
def _muffled(album: str, number: int, muffled: float) -> Samples:
    """All of a note without what water or a door takes away, `(n,) float32`."""
    own = albums.album(album)
    assert own is not None
    sound = np.pad(albums.sound(own.heard[number]), round(_HALO * RATE))
    f = np.maximum(np.fft.rfftfreq(len(sound), 1.0 / RATE), 1.0)
    gain = 1.0 / np.sqrt((1.0 + (f / muffled) ** 6) * (1.0 + (_LOWEST / f) ** 4))
    heard = np.fft.irfft(np.fft.rfft(sound) * gain, len(sound))
    rms = float(np.sqrt((heard * heard).mean()))
    return np.asarray(heard * (_LEVEL / max(rms, 1e-4)), np.float32)


def _piece(sound: Samples, where: float, lasts: float) -> NDArray[np.floating]:
    """A piece of a note, `where` of the way through it, as loud as others, faded in and out."""
    count = min(round(lasts * RATE), len(sound))
    start = int(where * (len(sound) - count))
    piece = sound[start : start + count]
    rms = float(np.sqrt((piece * piece).mean()))
    return piece * min(max(_LEVEL / max(rms, 1e-4), 0.5), 2.0) * fades(count, 0.35, 0.7)
