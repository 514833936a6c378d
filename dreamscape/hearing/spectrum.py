"""The spectrum, a frame each tick: energy in three bands, and the spectral flux.

The spectral flux is how much louder, in decibels, each of many narrow bands is than shortly before (Bello et al., A
tutorial on onset detection in music signals, 2005). Only past samples are used, so that a song heard live and one read
from a file give the same.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.synthesis.voice import RATE, SAMPLES_PER_TICK

HOP = SAMPLES_PER_TICK  # samples from frame to frame
WINDOW = 2048  # samples, 43 ms: short enough for a drum, long enough to separate the bass from what is above it
BORDERS = (20.0, 160.0, 2000.0, 12_000.0)  # Hz, of the low, middle and high band
NARROW = 40  # bands of the flux, evenly spaced on the mel scale from 30 Hz to 16 kHz
QUIET = 1e-9  # power of a full band at -90 dBFS: anything below is silence
FLOOR = 5e-3  # of the loudest: what rises from less than 23 dB below it counts less, and a hi-hat less than a drum
BASS, WEIGHT = 5, 0.4  # the lowest narrow bands, below 250 Hz, and their share of the flux
TREBLE, SOFT = 24, 0.5  # the narrow bands from here on, above 4 kHz, count so much: hats fall on no beat of their own
HANN = 0.5, 0.5
# Sidelobes at -92 dB (Harris, On the use of windows for harmonic analysis, 1978).
HARRIS = 0.35875, 0.48829, 0.14128, 0.01168
RANGE = 40.0  # dB below the loudest of late, down to which a band counts
FORGETS = 0.5 ** (1.0 / (8 * TICKS_PER_SECOND))  # a frame: the loudest level decays by half in 8 s


@dataclass(frozen=True, slots=True)
class SpectrumFrame:
    """The spectrum of one tick.

    Attributes:
        bands: low, middle, high, each 0 to 1, in decibels relative to the loudest of late.
        flux: decibels, mean over the narrow bands, of which low ones count more; 0 in silence.
        is_audible: whether there is any sound.
        power: `(WINDOW // 2 + 1,)`, as of `Power`.
    """

    bands: tuple[float, float, float]
    flux: float
    is_audible: bool
    power: F64


def window(count: int, *weights: float) -> F64:
    """One period of a sum of cosines as a window of `count` samples."""
    turn = 2.0 * np.pi * np.arange(count) / count
    return np.asarray(sum((-1) ** k * weight * np.cos(k * turn) for k, weight in enumerate(weights)))


def _mel(hz: float) -> float:
    """Mels of a frequency (O'Shaughnessy, 1987)."""
    return 2595.0 * float(np.log10(1.0 + hz / 700.0))


def _edges() -> F64:
    """Hz, where the narrow bands begin, peak and end, `(NARROW + 2,)`."""
    mels = np.linspace(_mel(30.0), _mel(16_000.0), NARROW + 2)
    return np.asarray(700.0 * (10.0 ** (mels / 2595.0) - 1.0))


def centres() -> F64:
    """The middles of the narrow bands, Hz, `(NARROW,)`."""
    return _edges()[1:-1]


def narrow_bands(count: int) -> F64:
    """The narrow bands as overlapping triangles over the bins of `count` samples, (NARROW, bins), each with sum 1."""
    hz = np.fft.rfftfreq(count, 1.0 / RATE)
    edges = _edges()
    rise = (hz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - hz) / (edges[2:] - edges[1:-1])[:, None]
    shape = np.maximum(0.0, np.minimum(rise, fall))
    for band in np.flatnonzero(shape.sum(axis=1) == 0.0):  # narrower than a bin
        shape[band, max(1, int(np.abs(hz - edges[band + 1]).argmin()))] = 1.0
    return np.asarray(shape / shape.sum(axis=1, keepdims=True))


class Power:
    """The power spectrum of the latest samples.

    Args:
        count: number of samples.
        weights: of the window's cosines.

    Attributes:
        window: `(count,)`.
        samples: the latest, `(count,)`.
    """

    def __init__(self, count: int, *weights: float) -> None:
        self.window = window(count, *weights)
        self._scale = 1.0 / (self.window.sum() ** 2)
        self.samples = np.zeros(count)

    def take(self, samples: F64) -> None:
        """Take in samples, mono, `(HOP,)` or some more, without their spectrum."""
        self.samples[: -len(samples)] = self.samples[len(samples) :]
        self.samples[-len(samples) :] = samples

    def of(self, samples: F64) -> F64:
        """The power spectrum, `(count // 2 + 1,)`, of the samples that end with these, mono; as of `take`."""
        self.take(samples)
        return np.asarray(np.abs(np.fft.rfft(self.samples * self.window)) ** 2 * self._scale)


class Spectrum:
    """Analyses samples, a frame for each tick."""

    def __init__(self) -> None:
        self._power = Power(WINDOW, *HARRIS)  # low sidelobes: a loud bass must not leak into the other bands
        self._narrow_bands = narrow_bands(WINDOW)
        hz = np.fft.rfftfreq(WINDOW, 1.0 / RATE)
        self._wide = [(hz >= low) & (hz < high) for low, high in pairwise(BORDERS)]
        self._before = np.full((2, NARROW), QUIET)  # the narrow bands one and two frames ago
        self._loudest = np.full(3, QUIET)
        weights = np.where(np.arange(NARROW) < TREBLE, 1.0, SOFT)
        self._weights = weights / weights.sum()

    @property
    def samples(self) -> F64:
        """The latest samples, `(WINDOW,)`, not to be changed."""
        return self._power.samples

    def levels(self, bands: F64) -> F64:
        """The power of the three bands in decibels relative to the loudest of late, 0 to 1, `(3,)`."""
        relative = 10.0 * np.log10(np.maximum(bands, 1e-15) / self._loudest)
        return np.asarray(np.clip(1.0 + relative / RANGE, 0.0, 1.0))

    def frame(self, samples: F64) -> SpectrumFrame:
        """The frame that ends with these HOP samples, mono, `(HOP,)`."""
        power = self._power.of(samples)
        bands = np.array([power[wide].sum() for wide in self._wide])
        self._loudest = np.maximum(np.maximum(bands, self._loudest * FORGETS), QUIET * 100.0)
        levels = self.levels(bands)
        narrow_bands = self._narrow_bands @ power
        floor = QUIET + FLOOR * float(self._loudest.max())
        rise = 10.0 * np.log10((narrow_bands + floor) / (np.maximum(*self._before) + floor))
        self._before[1], self._before[0] = self._before[0], narrow_bands
        loud = bool(bands.sum() > QUIET)
        rise = np.maximum(rise, 0.0)
        flux = float((1.0 - WEIGHT) * (rise @ self._weights) + WEIGHT * rise[:BASS].mean()) if loud else 0.0
        return SpectrumFrame((float(levels[0]), float(levels[1]), float(levels[2])), flux, loud, power)
