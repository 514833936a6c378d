"""The beats of a whole song, and its bars.

Tempo: the autocorrelation of the onset strength around every second, and the path through all of them that changes
least. Beats: the series of moments with the strongest onsets that keep to that tempo (Ellis, Beat tracking by dynamic
programming, 2007). Bars: the series of beats, three or four apart, on which basses, strokes and new chords fall.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.structure.song_features import SPECTRA_PER_SECOND, SongFeatures

SLOWEST, FASTEST = 50.0, 200.0  # beats a minute
MIDDLE, SPREAD = 115.0, 0.9  # beats a minute and octaves: tempi that are preferred
LAGS = np.unique(np.round(60.0 * TICKS_PER_SECOND / np.geomspace(SLOWEST, FASTEST, 90))).astype(np.intp)  # ticks
LOW = 0.3  # weight of low strokes besides all
AROUND = 5 * TICKS_PER_SECOND  # ticks before and after a moment that tell its tempo
CHANGES = 30.0  # penalty of a change of tempo by an octave
TIGHT = 160.0  # penalty of a beat that is early or late, times the square of the log of its lag over the period
WEAK = 0.12  # of the autocorrelation: where it is less, there is no beat
METERS = 4, 3
MISSED = 3.0  # penalty of a bar with a beat too few or too many, in standard deviations of the accents
FOUR = 1.08  # how much more often music has four beats in a bar than three


@dataclass(frozen=True, slots=True)
class SongBeats:
    """The beats of a song.

    Attributes:
        times: (n,) float64, s, of beats; empty if it has none.
        downbeats: (n,) bool, which of them begin a bar.
        meter: beats in a bar.
        clear: (n,) bool, which of them are heard clearly; others are guessed from their neighbours.
    """

    times: F64
    downbeats: NDArray[np.bool_]
    meter: int
    clear: NDArray[np.bool_]

    @property
    def bars(self) -> F64:
        """The times of downbeats, s."""
        return self.times[self.downbeats]


def find_beats(features: SongFeatures) -> SongBeats:
    """The beats and bars of a song."""
    flux = _sharpened(features.flux) + LOW * _sharpened(features.deep_flux)
    periods, clear = _tempo(flux)
    if not clear.any():
        return SongBeats(np.zeros(0), np.zeros(0, bool), 4, np.zeros(0, bool))
    ticks = _series(flux, periods)
    first, last = _sounding(features)
    ticks = ticks[(ticks >= first - 6) & (ticks <= last + 6)]
    if len(ticks) < 8:
        return SongBeats(np.zeros(0), np.zeros(0, bool), 4, np.zeros(0, bool))
    meter, downbeats = _bars(_accents(features, ticks))
    seconds = np.minimum(ticks // TICKS_PER_SECOND, len(clear) - 1)
    return SongBeats(ticks / TICKS_PER_SECOND, downbeats, meter, clear[seconds])


def _sounding(features: SongFeatures) -> tuple[int, int]:
    """The first and the last tick at which anything sounds."""
    heard = np.flatnonzero(features.loudness > -65.0) * (TICKS_PER_SECOND // SPECTRA_PER_SECOND)
    return (int(heard[0]), int(heard[-1]) + 6) if len(heard) else (0, 0)


def _sharpened(flux: NDArray[np.float32]) -> F64:
    """The onset strength above its mean of a second, smoothed a little, in standard deviations of its neighbourhood."""
    smooth = np.convolve(flux, (0.25, 0.5, 0.25), "same")
    above = np.maximum(smooth - _mean(smooth, TICKS_PER_SECOND), 0.0)
    return np.asarray(above / (np.sqrt(_mean(above**2, 8 * TICKS_PER_SECOND)) + 0.05))


def _mean(values: F64, width: int) -> F64:
    """The mean of `width` values around each."""
    total = np.concatenate([[0.0], np.cumsum(np.pad(values, (width // 2, width - width // 2), "edge"))])
    return np.asarray((total[width:] - total[:-width])[: len(values)] / width)


def _tempo(flux: F64) -> tuple[F64, NDArray[np.bool_]]:
    """The period around every second, ticks, and whether there is a beat."""
    count = -(-len(flux) // TICKS_PER_SECOND)
    padded = np.pad(flux, (AROUND, AROUND + TICKS_PER_SECOND))
    rows = np.lib.stride_tricks.sliding_window_view(padded, 2 * AROUND)[::TICKS_PER_SECOND][:count]
    strength, salience = np.zeros((count, len(LAGS))), np.zeros((count, len(LAGS)))
    prior = np.exp(-0.5 * (np.log2(60.0 * TICKS_PER_SECOND / LAGS / MIDDLE) / SPREAD) ** 2)
    for start in range(0, count, 256):
        part = rows[start : start + 256] * np.hanning(2 * AROUND)
        power = np.abs(np.fft.rfft(part - part.mean(axis=1, keepdims=True), 4 * AROUND)) ** 2
        repeats = np.fft.irfft(power)[:, : 2 * AROUND]
        repeats /= np.maximum(repeats[:, :1], 1e-6)
        comb = sum(w * _near(repeats, LAGS * k) for k, w in ((1, 0.5), (2, 0.25), (3, 0.1), (4, 0.15)))
        salience[start : start + 256] = np.maximum(comb, 0.0)
        strength[start : start + 256] = np.maximum(comb, 0.0) * prior
    path = _smoothest(strength / (strength.max(axis=1, keepdims=True) + 1e-6))
    periods = LAGS[path].astype(float)
    chosen = salience[np.arange(count), path]
    return periods, _mean(chosen, 5) > WEAK


def _near(repeats: F64, lags: NDArray[np.intp]) -> F64:
    """The greatest of the values at each lag and beside it."""
    return np.maximum(np.maximum(repeats[:, lags - 1], repeats[:, lags]), repeats[:, lags + 1])


def _smoothest(strength: F64) -> NDArray[np.intp]:
    """The path through the columns with the greatest sum that changes little (Viterbi)."""
    octaves = np.log2(LAGS)
    cost = np.minimum(CHANGES * np.abs(octaves[:, None] - octaves), CHANGES)
    best, back = strength[0].copy(), np.zeros(strength.shape, np.intp)
    for row in range(1, len(strength)):
        total = best[:, None] - cost
        back[row] = total.argmax(axis=0)
        best = total.max(axis=0) + strength[row]
    path = np.zeros(len(strength), np.intp)
    path[-1] = best.argmax()
    for row in range(len(strength) - 1, 0, -1):
        path[row - 1] = back[row, path[row]]
    return path


def _series(flux: F64, periods: F64) -> NDArray[np.intp]:
    """The ticks of the series of beats with the greatest sum of onset strength less the penalty of their lags."""
    count = len(flux)
    total, back = flux.copy(), np.full(count, -1)
    penalties = {}
    for tick in range(count):
        period = periods[min(tick // TICKS_PER_SECOND, len(periods) - 1)]
        if period not in penalties:
            lags = np.arange(round(2.0 * period), round(0.5 * period) - 1, -1)
            penalties[period] = lags, -TIGHT * np.log(lags / period) ** 2 / 4.0
        lags, penalty = penalties[period]
        first = tick - lags[0]
        if tick - lags[-1] < 0:
            continue
        cut = max(0, -first)
        values = total[first + cut : tick - lags[-1] + 1] + penalty[cut:]
        best = values.argmax()
        if values[best] > 0.0:
            total[tick] += values[best]
            back[tick] = first + cut + best
    tail = count - round(2.0 * periods[-1])
    tick = max(tail, 0) + int(total[max(tail, 0) :].argmax())
    out = []
    while tick >= 0:
        out.append(tick)
        tick = back[tick]
    return np.array(out[::-1])


def _accents(features: SongFeatures, ticks: NDArray[np.intp]) -> F64:
    """How much each beat is accented: by low strokes, by any, and by a chord that changes; in standard deviations."""
    deep = np.array([features.deep_flux[max(t - 3, 0) : t + 5].max(initial=0.0) for t in ticks])
    any_ = np.array([features.flux[max(t - 3, 0) : t + 5].max(initial=0.0) for t in ticks])
    frames = ticks * SPECTRA_PER_SECOND // TICKS_PER_SECOND
    chords = np.array([features.chroma[a:b].mean(axis=0) for a, b in zip(frames, _next(frames), strict=True)])
    chords /= np.linalg.norm(chords, axis=1, keepdims=True) + 1e-6
    change = 1.0 - np.concatenate([[1.0], (chords[1:] * chords[:-1]).sum(axis=1)])
    level = np.array([features.loudness[a:b].mean() for a, b in zip(frames, _next(frames), strict=True)])
    rise = np.concatenate([[0.0], np.maximum(np.diff(level), 0.0)])
    return _standard(deep) + 0.3 * _standard(any_) + 1.5 * _standard(change) + 0.5 * _standard(rise)


def _next(frames: NDArray[np.intp]) -> NDArray[np.intp]:
    return np.asarray(np.maximum(np.append(frames[1:], frames[-1] + 5), frames + 1))


def _standard(values: F64) -> F64:
    """The values in standard deviations from their mean, none beyond 3."""
    return np.asarray(np.clip((values - values.mean()) / (values.std() + 1e-6), -3.0, 3.0))


def _bars(accents: F64) -> tuple[int, NDArray[np.bool_]]:
    """The beats in a bar, and which beats begin one."""
    found = {meter: _downbeats(accents, meter) for meter in METERS}
    worth = {meter: accents[at].mean() - accents[~at].mean() for meter, at in found.items()}
    meter = 4 if worth[4] * FOUR >= worth[3] or worth[3] <= 0.0 else 3
    return meter, found[meter]


def _downbeats(accents: F64, meter: int) -> NDArray[np.bool_]:
    """Which beats begin a bar: the best path through places in a bar, which may skip or repeat one at a penalty."""
    count = len(accents)
    best, back = np.zeros(meter), np.zeros((count, meter), np.intp)
    best[0] += accents[0]
    cost = np.full((meter, meter), -MISSED * 2.0)
    cost[np.arange(meter), (np.arange(meter) + 1) % meter] = 0.0
    for beat in range(1, count):
        total = best[:, None] + cost
        back[beat] = total.argmax(axis=0)
        best = total.max(axis=0)
        best[0] += accents[beat]
    place, out = int(best.argmax()), np.zeros(count, bool)
    for beat in range(count - 1, -1, -1):
        out[beat] = place == 0
        place = back[beat, place]
    return out
