"""The sound as pictures show it: a spectrum of bands that are evenly spaced in pitch, and the waveform, held still."""

import math

import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.quantities import SPECTRUM, WAVEFORM
from dreamscape.hearing.spectrum import QUIET
from dreamscape.synthesis.voice import RATE

LOWEST, HIGHEST = 30.0, 16_000.0  # Hz, of the spectrum
DARKEST, BRIGHTEST = 100.0, 10_000.0  # Hz, of the levels 0 and 1 of brightness
RANGE = 50.0  # dB below the loudest band of late, of level 0
STEP = 8  # samples that one of the waveform is the mean of: above 3 kHz nothing of it is seen
MEAN = np.full(STEP, 1.0 / STEP)
SPAN = 2 * WAVEFORM * STEP  # samples among which the waveform's beginning is chosen
FORGETS = 0.5 ** (1.0 / (4 * TICKS_PER_SECOND))  # a frame: the loudest of late decays by half in 4 s


class SoundPicture:
    """Draws the sound of each frame as two rows of bytes.

    Args:
        count: samples that each power spectrum is taken of.
    """

    def __init__(self, count: int) -> None:
        self._edges = np.geomspace(LOWEST, HIGHEST, SPECTRUM + 1) * count / RATE  # bins
        self._total = np.zeros(count // 2 + 2)
        self._bins = np.arange(count // 2 + 2) - 0.5
        self._loudest, self._highest = QUIET, 1e-4
        self._last = np.zeros(SPAN)

    def bands(self, power: F64) -> F64:
        """The power in each band, `(SPECTRUM,)`; `power` is `(count // 2 + 1,)`."""
        np.cumsum(power, out=self._total[1:])
        at = np.interp(self._edges, self._bins, self._total)
        return np.asarray(at[1:] - at[:-1])

    def spectrum(self, bands: F64) -> bytes:
        """The spectrum of this frame, SPECTRUM levels; 255 is the loudest band of late."""
        self._loudest = max(float(bands.max()), self._loudest * FORGETS, QUIET)
        return _bytes(1.0 + 10.0 * np.log10(np.maximum(bands, 1e-15) / self._loudest) / RANGE)

    def waveform(self, samples: F64) -> bytes:
        """The waveform that ends about now, WAVEFORM bytes; 128 is silence.

        It begins where the sound rises through zero most steeply, so that a steady tone stands still, as on an
        oscilloscope.

        Args:
            samples: of this frame, mono, `(HOP,)` or some more.
        """
        self._last[: -len(samples)] = self._last[len(samples) :]
        self._last[-len(samples) :] = samples
        means = self._last.reshape(-1, STEP) @ MEAN
        before, after = means[:WAVEFORM], means[1 : WAVEFORM + 1]
        begin = int(((after - before) * ((before < 0.0) & (after >= 0.0))).argmax())
        self._highest = max(float(np.abs(means).max()), self._highest * FORGETS, 1e-4)
        return _bytes(0.5 + 0.5 * means[begin : begin + WAVEFORM] / self._highest)


def brightness(bands: F64) -> float:
    """The centroid of the bands' amplitudes on a scale of pitch, 0 to 1; 0 in silence (ISO/IEC 15938-4, audio spectrum
    centroid)."""
    if bands.sum() < QUIET:
        return 0.0
    amplitudes = np.sqrt(bands)
    at = float(np.arange(0.5, SPECTRUM) @ amplitudes / amplitudes.sum()) / SPECTRUM
    hz = LOWEST * (HIGHEST / LOWEST) ** at
    return min(max(math.log(hz / DARKEST) / math.log(BRIGHTEST / DARKEST), 0.0), 1.0)


def _bytes(levels: F64) -> bytes:
    return np.rint(levels * 255.0).clip(0.0, 255.0).astype(np.uint8).tobytes()
