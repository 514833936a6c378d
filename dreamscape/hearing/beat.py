"""Beat tracking: the tempo from how the onset strength repeats itself, the phase from where tapping would fit best.

Tempo: the autocorrelation of the last seconds, summed over multiples of each lag, with a preference for moderate tempi.
Phase: each frame's score is its own flux plus the best score about a beat before; the next beat is predicted half a
beat ahead, where the scores lead (Ellis, Beat tracking by dynamic programming, 2007; made causal as by Stark, 2011).
"""

import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND

SLOWEST, FASTEST = 50.0, 200.0  # beats a minute
MEMORY = 8 * TICKS_PER_SECOND  # frames that the tempo is estimated from
EVERY = TICKS_PER_SECOND // 4  # frames between two estimates of the tempo
MIDDLE = 115.0  # beats a minute, the preferred tempo
SPREAD = 1.0  # octaves, standard deviation of the preference
LAGS = np.arange(60.0 * TICKS_PER_SECOND / FASTEST, 60.0 * TICKS_PER_SECOND / SLOWEST, 0.25)  # frames
TIGHT = 5.0  # how closely beats keep to the period: 1 / (relative deviation) of the weight
KEEP = 0.9  # fraction of a score that comes from the beats before
SURE, UNSURE = 0.45, 0.33  # of the autocorrelation: from here on there is a beat; below here it is lost
STAY = 0.15  # by which another tempo must be better than the present one


class Beat:
    """Tracks the beat of a flux, frame by frame.

    Attributes:
        period: frames from beat to beat; 0 while there is no beat.
        last: frames since the last beat; the next one comes after `period - last`.
    """

    def __init__(self) -> None:
        self.period, self.last = 0.0, 0.0
        self._flux = np.zeros(MEMORY)
        self._score = np.zeros(MEMORY)
        self._count = 0
        self._next = 0.0  # frames until the next beat
        self._predicts = False  # whether the next beat has yet to be predicted
        self._lag = 0.0

    def step(self, flux: float) -> None:
        """Take in one more frame's flux."""
        self._flux[:-1] = self._flux[1:]
        self._flux[-1] = flux
        self._count += 1
        if self._count % EVERY == 0:
            self._find_tempo()
        self._update_score(flux)
        if not self.period:
            return
        self.last += 1.0
        self._next -= 1.0
        if self._next <= 0.0:
            self.last, self._next, self._predicts = -self._next, self._next + self.period, True
        if self._predicts and self.last >= 0.5 * self.period:
            self._predict()

    def _find_tempo(self) -> None:
        """Estimate the tempo from how the flux repeats itself."""
        flux = np.convolve(self._flux, (0.25, 0.5, 0.25), "same")
        flux = np.maximum(flux - _around(flux), 0.0) * np.linspace(0.4, 1.0, MEMORY)
        power = float(flux @ flux)
        if power <= 1e-9 or self._count < MEMORY // 4:
            self.period = self._lag = 0.0
            return
        size = 2 * MEMORY
        spectrum = np.fft.rfft(flux, size)
        autocorrelation = np.fft.irfft(spectrum * spectrum.conj(), size)[:MEMORY] / power
        autocorrelation *= MEMORY / (MEMORY - 0.75 * np.arange(MEMORY))  # longer lags overlap less
        lags = np.arange(MEMORY)
        comb = np.zeros(len(LAGS))
        for k, weight in ((1, 0.5), (2, 0.25), (3, 0.15), (4, 0.1)):
            comb += weight * np.interp(LAGS * k, lags, autocorrelation, right=0.0)
        between = np.interp(LAGS * 1.5, lags, autocorrelation) + np.interp(LAGS * 0.5, lags, autocorrelation)
        tempo = 60.0 * TICKS_PER_SECOND / LAGS
        preference = np.exp(-0.5 * (np.log2(tempo / MIDDLE) / SPREAD) ** 2)
        score = (comb - 0.10 * between) * preference
        if self._lag:
            score *= 1.0 + STAY * np.exp(-0.5 * ((LAGS / self._lag - 1.0) / 0.03) ** 2)
        best = int(score.argmax())
        if comb[best] < (UNSURE if self.period else SURE):  # noise stays below 0.4
            self.period = self._lag = 0.0
            return
        lag = float(LAGS[best])
        if 0 < best < len(LAGS) - 1:
            left, top, right = score[best - 1 : best + 2]
            lag += 0.25 * 0.5 * (left - right) / min(left - 2.0 * top + right, -1e-12)
        begins = not self.period
        self._lag = lag
        self.period = lag if begins or abs(lag / self.period - 1.0) > 0.1 else 0.7 * self.period + 0.3 * lag
        if begins:
            self._start()

    def _update_score(self, flux: float) -> None:
        period = self.period or 30.0
        before = np.arange(round(0.5 * period), round(2.0 * period) + 1)
        weight = np.exp(-0.5 * (TIGHT * np.log(before / period)) ** 2)
        best = float((self._score[-before] * weight).max())
        self._score[:-1] = self._score[1:]
        self._score[-1] = (1.0 - KEEP) * flux + KEEP * best

    def _start(self) -> None:
        """Start a beat that was found: it fell where the score was highest in the last period."""
        count = round(self.period)
        self.last = float(count - 1 - int(self._score[-count:].argmax()))
        self._next, self._predicts = self.period - self.last, True

    def _predict(self) -> None:
        """Predict the next beat: continue the scores without flux, and take the highest one near the expected time."""
        self._predicts = False
        count = round(self.period)
        ahead = np.concatenate([self._score, np.zeros(count)])
        before = np.arange(round(0.5 * self.period), round(2.0 * self.period) + 1)
        weight = np.exp(-0.5 * (TIGHT * np.log(before / self.period)) ** 2)
        for index in range(MEMORY, MEMORY + count):
            ahead[index] = (ahead[index - before] * weight).max()
        frames = np.arange(1, count + 1)
        prior = np.exp(-0.5 * ((frames - self._next) / (0.25 * self.period)) ** 2)
        weighted = ahead[MEMORY:] * prior
        best = int(weighted.argmax())
        next_beat = float(frames[best])
        if 0 < best < count - 1:
            left, top, right = weighted[best - 1 : best + 2]
            next_beat += 0.5 * (left - right) / min(left - 2.0 * top + right, -1e-12)
        self._next = next_beat


def _around(values: F64) -> F64:
    """The mean over half a second around each value."""
    wide = TICKS_PER_SECOND // 2
    return np.convolve(values, np.full(wide, 1.0 / wide), "same")
