"""Novelty: how much a song changes at each moment, from how it resembles itself.

It is the mean of three: a checkerboard moved along the self-similarity matrix finds where one homogeneous stretch gives
way to another (Foote, Automatic audio segmentation using a measure of audio novelty, 2000), with a short and with a
long memory; and structure features find where what is repeated begins and ends (Serrà et al., Unsupervised music
structure annotation by time series structure features and segment similarity, 2014).
"""

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.spectrum import NARROW
from dreamscape.structure.song_beats import SongBeats
from dreamscape.structure.song_features import SPECTRA_PER_SECOND, SongFeatures

MOST = 1500  # units; a longer song has longer ones, so that an hour takes no more memory than a quarter of one
LEAST = 0.35  # s, a unit
UNBEATEN = 0.5  # s, a unit where there is no beat
CEPSTRA = 14  # of the narrow bands: their level, and the coarse shape of the spectrum
RANGE = 60.0  # dB below the loudest: less counts as silence
SMOOTH = 2.0  # s, over which units are averaged, so that a note is no change
SHORT, LONG = 8.0, 16.0  # s, memories of the checkerboard
EMBEDDED = 4.0  # s of units that are compared at once to find repetitions
NEAREST = 0.03  # of all units: those that count as repetitions of one
ALONG, ACROSS = 5.0, 2  # s and units by which repetitions are smeared
BASS = 0.5  # weight of the deepest narrow band, which leaves before a drop and comes with it
WEIGHTS = 0.25, 0.5, 0.25  # of the short and the long checkerboard, and of structure


def unit_edges(seconds: float, beats: SongBeats) -> F64:
    """The edges of the units in which a song is compared with itself, s: beats, if most of it has some."""
    if len(beats.times) > 8 and beats.clear.mean() > 0.5:
        period = float(np.median(np.diff(beats.times)))
        step = max(1, int(np.ceil(LEAST / period)), int(np.ceil(len(beats.times) / MOST)))
        times, period = beats.times[::step], period * step
        times = np.concatenate(
            [np.arange(times[0] - period, 0.0, -period)[::-1], times, np.arange(times[-1] + period, seconds, period)]
        )
    else:
        times = np.arange(0.0, seconds, max(UNBEATEN, seconds / MOST))
    return np.unique(np.concatenate([[0.0], times[(times > 0.05) & (times < seconds - 0.05)], [seconds]]))


def unit_means(values: NDArray[np.float32], edges: F64, rate: float) -> F64:
    """The means of values, `(frames, n)` at `rate` frames a second, over each unit, `(units, n)`."""
    starts = np.minimum((edges * rate).astype(np.intp), len(values) - 1)
    stops = np.minimum(np.maximum(starts[1:], starts[:-1] + 1), len(values))
    sums = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0, dtype=np.float64)])
    return np.asarray((sums[stops] - sums[starts[:-1]]) / (stops - starts[:-1])[:, None])


def unit_features(features: SongFeatures, edges: F64) -> dict[str, F64]:
    """Timbre, chroma, loudness and rhythm of each unit, `(units, n)`, in standard deviations."""
    loud = np.maximum(features.spectrum, features.spectrum.max() - RANGE)
    cosines = np.cos(np.pi * (np.arange(NARROW) + 0.5)[:, None] * np.arange(CEPSTRA) / NARROW)
    strokes = np.stack([features.flux, features.deep_flux], axis=1)
    return {
        "timbre": _standard(unit_means(loud, edges, SPECTRA_PER_SECOND) @ cosines),
        "chroma": _standard(unit_means(features.chroma, edges, SPECTRA_PER_SECOND)),
        "loudness": _standard(unit_means(np.maximum(features.loudness, -60.0)[:, None], edges, SPECTRA_PER_SECOND)),
        "rhythm": _standard(unit_means(strokes, edges, TICKS_PER_SECOND)),
        "bass": _standard(unit_means(loud[:, :1], edges, SPECTRA_PER_SECOND)),
    }


def _standard(values: F64) -> F64:
    return np.asarray((values - values.mean(axis=0)) / (values.std(axis=0) + 1e-6))


def novelty(units: dict[str, F64], edges: F64) -> F64:
    """How much the song changes at each edge, `(units + 1,)`; about 1 at the clearest changes."""
    period = float(np.median(np.diff(edges)))
    timbre, chroma = units["timbre"], units["chroma"] / np.sqrt(12.0)
    heard = np.concatenate(
        [timbre / np.sqrt(CEPSTRA), 0.8 * chroma, 0.8 * units["loudness"], 0.4 * units["rhythm"], BASS * units["bass"]],
        axis=1,
    )
    heard = smoothed(heard, max(2, round(SMOOTH / period)))
    distances = _distances(heard)
    alike = np.exp(-distances / max(float(np.median(distances)), 1e-9))
    named = np.concatenate([timbre[:, 1:] / np.sqrt(CEPSTRA - 1.0), chroma], axis=1)
    curves = (
        _checkerboard(alike, max(4, round(SHORT / period))),
        _checkerboard(alike, max(6, round(LONG / period))),
        _structure(named, max(4, round(EMBEDDED / period)), max(3, round(ALONG / period))),
    )
    return np.asarray(sum(w * c / (np.quantile(c, 0.99) + 1e-9) for w, c in zip(WEIGHTS, curves, strict=True)))


def smoothed(values: F64, width: int) -> F64:
    """The columns of `(units, n)`, averaged over about half of `width` units."""
    shape = np.hanning(width + 2)[1:-1]
    padded = np.pad(values, ((width // 2, width - 1 - width // 2), (0, 0)), "edge")
    return np.stack([np.convolve(column, shape / shape.sum(), "valid") for column in padded.T], axis=1)


def _distances(values: F64) -> F64:
    """The squares of the distances of all rows, `(n, n)`."""
    squares = (values**2).sum(axis=1)
    return np.asarray(np.maximum(squares[:, None] + squares - 2.0 * values @ values.T, 0.0))


def _checkerboard(alike: F64, half: int) -> F64:
    """The sum of similarities before and after each edge, less those across it, weighted by how near they are."""
    place = np.arange(-half, half) + 0.5
    weight = np.exp(-0.5 * (place / (0.5 * half)) ** 2) * np.sign(place)
    kernel = np.outer(weight, weight) / np.abs(np.outer(weight, weight)).sum()
    padded, count = np.pad(alike, half), len(alike)
    blocks = (padded[k : k + 2 * half, k : k + 2 * half] for k in range(count + 1))
    return np.asarray(np.maximum([float((block * kernel).sum()) for block in blocks], 0.0))


def _structure(values: F64, embedded: int, along: int) -> F64:
    """How much the repetitions of what is heard change at each edge."""
    count = len(values)
    rows = np.arange(count)
    together = np.concatenate(
        [values[np.clip(rows + k - embedded // 2, 0, count - 1)] for k in range(embedded)], axis=1
    )
    distances = _distances(together)
    nearest = min(max(3, int(NEAREST * count)), count - 1)
    near = distances <= np.partition(distances, nearest, axis=1)[:, nearest : nearest + 1]
    near &= near.T
    lags = near[(rows[:, None] + rows) % count, rows].astype(np.float64)  # (lag, unit), as a circle
    smeared = smoothed(smoothed(lags, 4 * ACROSS).T, 4 * along).T
    return np.concatenate([[0.0], (np.diff(smeared, axis=1) ** 2).sum(axis=0), [0.0]])
