"""Beat tracking: how likely each tempo is with each place within the beat, frame by frame.

A hidden Markov model whose states are a period and a position in it (Whiteley, Cemgil and Godsill, Bayesian modelling
of temporal structure in musical audio, 2006; Krebs, Böck and Widmer, An efficient state-space model for joint tempo and
meter tracking, 2015). Each frame moves all positions on by one; from beat to beat the period may change a little. Flux
is expected near beats, less so midway between them and two thirds on, where swing has it, and not elsewhere. Only past
frames are used: the next beat is where the positions lead, so it is told as it sounds. What is right in all other
respects may be twice or half the tempo, or three halves of it: four times a second the tempi are weighed by how the
flux repeats itself, with a preference for moderate ones (Ellis, Beat tracking by dynamic programming, 2007). There the
snare counts most, and the kick somewhat: sixteenth hats repeat at any tempo.
"""

from collections import deque
from typing import Protocol

import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND

SLOWEST, FASTEST = 56.0, 215.0  # beats a minute
MINUTE = 60.0 * TICKS_PER_SECOND  # frames
MIDDLE, SPREAD = 132.0, 0.7  # beats a minute, the preferred tempo; octaves, standard deviation of the preference
STEADY = 40.0  # how unlikely another period is at the next beat: 1 / (relative change of e times less)
DRAWS = 0.5  # exponent of how much the preference counts at each beat
ZONE = 12  # a beat, and each place between two, is 1 / ZONE of the period long
MIDWAY, SWING = 0.6, 0.2  # how far flux is expected midway between beats and two thirds on, where it is 1 on them
ELSEWHERE = 1.5  # how much the flux elsewhere counts
LEAST, MOST = 0.02, 0.92  # likelihoods of a beat without flux and with the strongest
FORGETS = 0.5 ** (1.0 / (4 * TICKS_PER_SECOND))  # a frame: the strongest flux of late decays by half in 4 s
PRESENT = 0.3  # dB of flux below which nothing is strong
LOOSE = 1e-3  # of the probability is spread over all states at each frame
MEMORY = 360  # frames that repetition is looked for in
KICK, SNARE = 2.6, 10.5  # dB of a stroke of strength 1, beside the flux, where repetition is looked for
EVERY = TICKS_PER_SECOND // 4  # frames between two looks at it
COMB = 0.3, 0.25, 0.2, 0.25  # weights of one to four periods
BETWEEN = 0.1  # weight against what repeats after one and a half and after half of a period
TRUST = 0.4  # exponent of how much repetition counts
NEAR = 2  # periods on either side of the likeliest that belong to the same tempo
FOLLOWS, CATCHES = 0.2, 0.5  # of a difference of phase, a frame: small, and of a quarter of a beat or more
REACH = 0.1  # of a period, on either side of a beat, in which its flux is looked for
LEARNS = 0.25  # of a difference, a beat: how far the flux is from where the states have it
MEANS = 4 * TICKS_PER_SECOND  # frames that the flux on expected beats is averaged over
NO_BEAT, BEAT = 1.5, 2.2  # how many times more flux than by chance is there: noise stays below, songs above
SURE, UNSURE = 0.3, 0.2  # certainty: from here on there is a beat; below here it is lost
KEPT = 5  # beats that the period is measured between
SETTLES = 0.03  # of a difference of certainty, a frame


class BeatSource(Protocol):
    """Tells the beat, frame by frame; attributes as of `Beat`."""

    period: float
    phase: float
    certainty: float
    falls: bool
    number: int | None

    def step(self, flux: float, drums: F64) -> None:
        """Take in one more frame: its flux, dB, and its strokes of kick, snare and hat, `(3,)`, 0 to 1."""


class Beat:
    """Tracks the beat of a flux, frame by frame.

    Attributes:
        period: frames from beat to beat; 0 while there is no beat.
        phase: turns since the last beat, 0 to 1.
        certainty: of period and phase, 0 to 1.
        falls: whether a beat falls into this frame.
        number: of the beat in its bar of four, from 0; None, as the flux does not tell it.
    """

    number: int | None = None

    def __init__(self) -> None:
        self.period = self.phase = self.certainty = 0.0
        self.falls = False
        self._grid = _States()
        self._likely = np.repeat(self._grid.preference / self._grid.periods, self._grid.periods)
        self._likely /= self._likely.sum()
        self._accents = np.zeros(MEMORY)  # flux and strokes, dB
        self._strongest, self._count = 1.0, 0
        self._length = MINUTE / MIDDLE  # frames, the period whether there is a beat or not
        self._place = 0.0  # turns, the phase by the states, which may have the beat anywhere in its zone
        self._flux_near = self._moment = (
            0.0  # of the root of the flux around the last beat, and times frames from there
        )
        self._on_beat = np.array(
            [0.01, 0.1, 0.1]
        )  # means: of flux times how far a beat is expected, and of each of them
        self._beats = deque[float](maxlen=KEPT)  # frames at which the last ones fell
        self._early = 0.0  # frames by which the states have the beat before its flux

    def step(self, flux: float, drums: F64) -> None:
        """As in `BeatSource`."""
        kick, snare, hat = drums
        self._accents[:-1] = self._accents[1:]
        self._accents[-1] = flux + KICK * kick + SNARE * snare * (hat > 0.0)  # a snare's noise reaches above 6 kHz
        self._count += 1
        self._strongest = max(flux, self._strongest * FORGETS)
        self._filter(flux / (self._strongest + PRESENT))
        period, phase, sure = self._estimate()
        on_beat, strength, expected = self._on_beat
        stands_out = (on_beat / (strength * expected) - NO_BEAT) / (BEAT - NO_BEAT)
        self.certainty += (sure * min(max(stands_out, 0.0), 1.0) - self.certainty) * SETTLES
        self._follow(period, phase)
        self._learn(flux)
        now = self._place - self._early / self._length
        self.falls, self.phase = now % 1.0 < self.phase - 0.5, now % 1.0
        has_beat = self.certainty > (UNSURE if self.period else SURE)
        self.falls = self.falls and has_beat
        if self.falls:
            self._measure(self._count - self.phase * self._length)
        between = np.diff(self._beats).mean() if len(self._beats) > 2 else self._length
        self.period = float(between) if has_beat else 0.0

    def _measure(self, frame: float) -> None:
        """Take in when a beat fell: from beat to beat the period is known to a fraction of a frame."""
        if self._beats and not 0.9 < (frame - self._beats[-1]) / self._length < 1.1:
            self._beats.clear()
        self._beats.append(frame)

    def _filter(self, strength: float) -> None:
        """Move all states on by a frame, and weigh them by its flux, 0 to 1."""
        grid, before = self._grid, self._likely
        likely = np.empty_like(before)
        likely[1:] = before[:-1]
        likely[grid.first] = before[grid.last] @ grid.changes
        expected = float(likely @ grid.is_beat)
        self._on_beat += (np.array((strength * expected, strength, expected)) - self._on_beat) / MEANS
        beat = LEAST + (MOST - LEAST) * strength
        likely *= grid.expects * beat + (1.0 - grid.expects) * (1.0 - beat) * (ELSEWHERE / (ZONE - 1))
        if self._count % EVERY == 0 and self._count >= MEMORY // 4:
            likely *= np.repeat(self._repetition() ** TRUST, grid.periods)
        likely *= (1.0 - LOOSE) / likely.sum()
        self._likely = likely + LOOSE / len(likely)

    def _estimate(self) -> tuple[float, float, float]:
        """The likeliest period, frames, the mean phase at it, and how sure both are, 0 to 1."""
        grid = self._grid
        tempi = np.add.reduceat(self._likely, grid.first)
        best = int(np.convolve(tempi, np.ones(2 * NEAR + 1), "same").argmax())
        first, last = max(0, best - NEAR), min(len(tempi), best + NEAR + 1)
        share = float(tempi[first:last].sum())
        part = slice(grid.first[first], grid.last[last - 1] + 1)
        turn = complex(self._likely[part] @ grid.turns[part]) / share
        period = float(tempi[first:last] @ grid.periods[first:last]) / share
        return period, float(np.angle(turn)) / (2.0 * np.pi) % 1.0, share * abs(turn)

    def _follow(self, period: float, phase: float) -> None:
        """Let the phase follow smoothly, and never back over a beat."""
        is_other = abs(period / self._length - 1.0) > 0.08
        self._length = period if is_other else 0.7 * self._length + 0.3 * period
        expected = self._place + 1.0 / self._length
        off = (phase - expected + 0.5) % 1.0 - 0.5
        self._place = max(expected + off * (FOLLOWS if abs(off) < 0.25 else CATCHES), 0.0) % 1.0

    def _learn(self, flux: float) -> None:
        """Learn how far from the states' beat the flux lies."""
        off = (self._place + 0.5) % 1.0 - 0.5
        if abs(off) <= REACH:
            weight = flux**0.5  # all frames of a stroke count, not its strongest alone
            self._flux_near += weight
            self._moment += weight * off * self._length
            return
        if self._flux_near > PRESENT:
            self._early += (self._moment / self._flux_near - self._early) * LEARNS
        self._flux_near = self._moment = 0.0

    def _repetition(self) -> F64:
        """How well each period repeats in the accents of late, with the preference; the best is 1."""
        accents = np.convolve(self._accents, (0.25, 0.5, 0.25), "same")
        accents = np.maximum(accents - _around(accents), 0.0) * np.linspace(0.4, 1.0, MEMORY)
        power = float(accents @ accents)
        if power <= 1e-9:
            return np.ones(len(self._grid.periods))
        spectrum = np.fft.rfft(accents, 2 * MEMORY)
        again = np.fft.irfft(spectrum * spectrum.conj())[:MEMORY] / power
        again *= MEMORY / (MEMORY - 0.75 * np.arange(MEMORY))  # longer lags overlap less
        return self._grid.comb(again)


class _States:
    """The states, and what does not change.

    Attributes:
        periods: `(p,)`, whole frames.
        first, last: `(p,)`, the index of each period's first and last state.
        preference: `(p,)`, of each period's tempo.
        changes: `(p, p)`, how likely each period follows each at a beat.
        expects: `(n,)`, how far flux is expected in each state, 0 to 1.
        is_beat: `(n,)`, 1 where a beat is expected, else 0.
        turns: `(n,)`, the position of each state on the unit circle.
    """

    def __init__(self) -> None:
        self.periods = np.arange(int(MINUTE / FASTEST), int(np.ceil(MINUTE / SLOWEST)) + 1)
        ends = np.cumsum(self.periods)
        self.first, self.last = ends - self.periods, ends - 1
        self.preference = np.exp(-0.5 * (np.log2(MINUTE / self.periods / MIDDLE) / SPREAD) ** 2)
        change = np.exp(-STEADY * np.abs(self.periods / self.periods[:, None] - 1.0)) * self.preference**DRAWS
        self.changes = change / change.sum(axis=1, keepdims=True)
        phase = np.concatenate([np.arange(period) / period for period in self.periods])
        self.expects = np.zeros(len(phase))
        for place, expected in ((2.0 / 3.0, SWING), (0.5, MIDWAY), (0.0, 1.0)):
            self.expects[(phase >= place) & (phase < place + 1.0 / ZONE)] = expected
        self.is_beat = (phase < 1.0 / ZONE).astype(np.float64)
        self.turns = np.exp(2j * np.pi * phase)
        self._lags = [self.periods[:, None] * k + k * np.array([-0.33, 0.0, 0.33]) for k in range(1, len(COMB) + 1)]

    def comb(self, again: F64) -> F64:
        """The periods' scores, `(p,)`, from how the accents repeat after each lag, `(MEMORY,)`."""
        lags = np.arange(len(again))
        found = [np.interp(lag, lags, again, right=0.0).max(axis=1) for lag in self._lags]
        between = np.interp(self.periods * 1.5, lags, again) + np.interp(self.periods * 0.5, lags, again)
        score = np.maximum(np.asarray(COMB) @ np.array(found) - BETWEEN * between, 0.02) * self.preference
        return np.asarray(score / score.max())


def _around(values: F64) -> F64:
    """The mean over half a second around each value."""
    wide = TICKS_PER_SECOND // 2
    return np.convolve(values, np.full(wide, 1.0 / wide), "same")
