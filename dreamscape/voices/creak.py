"""The creak of a door: its hinge sticks and slips, and the whole leaf resonates."""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, finish, pan_gains, sample_count, sample_times
from dreamscape.synthesis.modal import ring
from dreamscape.synthesis.voice import RATE, Samples

# Modes of a heavy leaf, Hz, and the seconds in which each falls by 60 dB; wood below, hinge of metal above.
_MODES = np.array([62.5, 118.0, 176.0, 262.0, 395.0, 560.0, 790.0, 1180.0, 1730.0, 2600.0])
_T60 = np.array([0.55, 0.45, 0.40, 0.34, 0.30, 0.24, 0.20, 0.15, 0.10, 0.07])
_SHARE = np.array([0.5, 0.8, 1.0, 1.0, 0.9, 0.8, 0.55, 0.4, 0.25, 0.14])
_ANSWER = 0.6  # s, of the leaf's resonance
_TEETH = 7.0  # slips per millimetre
_APART = 0.002  # s, by which one leaf slips after the other, the same at every slip: a creak is a tone
_UNEVEN = 0.03  # of the rate of slips, its drift; at three times as much no pitch is left


@dataclass(frozen=True)
class Creak:
    """A door with two leaves that opens in several moves; stereo.

    In each move the hinge slips several times per millimetre, so the pitch of the creak follows the speed of the leaf:
    it rises and falls, and is heard as a pitch, since slips are even but for a slow drift. A slip after a longer wait
    is louder. Each one strikes the leaf, whose modes ring briefly; the two leaves are tuned a little apart, one to the
    left, the other to the right.
    Source: Farnell 2010, "Designing Sound", practical "Creaking door" (stick-slip and a square panel).

    Args:
        streams: of the dream.
        moves: when each begins, s after the first sound, how long it takes, s, and how far it goes, mm.
    """

    streams: Streams
    moves: tuple[tuple[float, float, float], ...] = ((0.0, 0.6, 3.0),)

    def render(self) -> Samples:
        """`(n, 2) float32`, until the last slip has rung out."""
        random = self.streams.at("voice creak")
        count = sample_count(max(at + lasts for at, lasts, _ in self.moves) + 0.9)
        size = 1 << (count + sample_count(_ANSWER) - 1).bit_length()
        slips = np.zeros((2, size))
        apart = random.uniform(0.0, _APART, 2)
        for begin, loud in self._slips(random):
            for leaf, late in zip(slips, apart, strict=True):
                leaf[sample_count(begin + late)] += loud * random.uniform(0.9, 1.0)
        total = np.zeros((count, 2))
        for side, leaf in zip((-0.35, 0.35), slips, strict=True):
            modes = _MODES * (1.0 + 0.05 * random.standard_normal(len(_MODES)))
            body = ring(modes, _T60, _SHARE * random.uniform(0.7, 1.3, len(_MODES)), sample_count(_ANSWER))
            body *= fades(len(body), 0.0003, 0.1)
            heard = np.fft.irfft(np.fft.rfft(leaf) * np.fft.rfft(body, size), size)[:count]
            total += heard[:, None] * pan_gains(side)
        level = 6.0 * float(np.sqrt((total * total).mean()))
        return finish(np.tanh(total / level), 0.002, 0.4, 0.8)

    def _slips(self, random: np.random.Generator) -> list[tuple[float, float]]:
        """When each slip comes, s, and how loud it is."""
        slips: list[tuple[float, float]] = []
        for at, duration, travel in self.moves:
            t = sample_times(sample_count(duration))
            x = t / duration
            rate = _TEETH * travel / duration * 6.0 * x * (1.0 - x)  # a second; the leaf's way is 3 x^2 - 2 x^3
            turns = np.cumsum(_limit_rate(rate) * np.exp(_UNEVEN * _jitter(random, len(t)))) / RATE
            begins = np.flatnonzero(np.diff(np.floor(turns)) > 0.0) / RATE
            waits = np.diff(begins, prepend=-0.05)
            slips += [(at + float(b), float(min(wait, 0.08) ** 0.6)) for b, wait in zip(begins, waits, strict=True)]
        return slips


def _limit_rate(rate: F64) -> F64:
    """Limit the rate of slips, 1/s, softly below 420."""
    return np.asarray(rate / (1.0 + rate / 420.0))


def _jitter(random: np.random.Generator, count: int) -> F64:
    """A rough drift, about -1 to 1, of some 9 Hz."""
    knots = random.standard_normal(count * 9 // RATE + 3)
    return np.interp(np.arange(count) * 9.0 / RATE, np.arange(len(knots)), knots)
