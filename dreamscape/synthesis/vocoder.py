"""The vocoder: breath or voice, shaped by the levels of bands as they change over time (Dudley 1939, "The vocoder").

Breath is noise, and noise of a hundredth of a second differs from its mean by several decibels in each band: chance
that hides what a mouth does, and words depend on it. So the noise is evened: its spectra are given the levels that are
asked for, and keep the phases that they have as the sound of overlapping frames (Griffin and Lim 1984, "Signal
estimation from modified short-time Fourier transform"), which are chance as before.
"""

from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from dreamscape.arrays import F64
from dreamscape.synthesis.overlap_add import window
from dreamscape.synthesis.vocal_tract import STEP, added, pulse_frames
from dreamscape.synthesis.voice import RATE

_SIZE = 2 * STEP
_EVENED = 3  # times
_SHARP = 110.0  # of the glottis' pulses
_ABOVE = 18.0  # dB an octave that the levels fall beyond the highest band
_BELOW = 18.0  # and beneath the lowest


def breathe(levels: F64, step: float, centres: tuple[float, ...], random: np.random.Generator) -> F64:
    """Noise with given levels, mono.

    Args:
        levels: `(n, k)` dB of each band, every `step` seconds; white noise of 0 dB has an rms of 1.
        step: seconds from row to row.
        centres: Hz of the k bands, rising; levels between are interpolated on a scale of mel.
        random: drawn from.

    Returns:
        `(m,) float64`, as long as the levels.
    """
    size = np.sqrt(_SIZE / 2.0) * _gains(levels, step, centres)
    shape = window(_SIZE).T
    spectra = np.sqrt(2.0) * np.exp(2j * np.pi * random.random(size.shape))
    sound = added(np.fft.irfft(size * spectra, _SIZE) * shape)
    for _ in range(_EVENED):
        frames = sliding_window_view(np.pad(sound, STEP), _SIZE)[::STEP]
        spectra = np.fft.rfft(frames * shape)
        spectra /= np.maximum(np.abs(spectra), 1e-12)
        sound = added(np.fft.irfft(size * spectra, _SIZE) * shape)
    return sound


def sing(levels: F64, pitch: F64, step: float, centres: tuple[float, ...]) -> F64:
    """Soft pulses of the glottis with given levels, mono, as long as `breathe` makes it.

    Args:
        levels: `(n, k)` dB of each band, every `step` seconds; the pulses' own spectrum falls off beside that.
        pitch: `(n,)` Hz.
        step, centres: as for `breathe`.
    """
    gain = _gains(levels, step, centres)
    hz = np.interp(np.arange(len(gain)) * (STEP / RATE), np.arange(len(pitch)) * step, pitch)
    return added(np.fft.irfft(np.fft.rfft(pulse_frames(hz, _SHARP)) * gain, _SIZE) * window(_SIZE).T)


def _gains(levels: F64, step: float, centres: tuple[float, ...]) -> F64:
    """Amplitudes at the frequencies of each frame, `(m, bins)`."""
    times = np.arange(int(np.ceil((len(levels) - 1) * step * RATE / STEP)) + 1) * (STEP / RATE)
    at = np.clip(times / step, 0.0, len(levels) - 1.0)
    low = np.minimum(at.astype(np.int64), max(len(levels) - 2, 0))
    fraction = (at - low)[:, None]
    rows = levels[low] * (1.0 - fraction) + levels[np.minimum(low + 1, len(levels) - 1)] * fraction
    weights, beyond = _bins(centres)
    return np.asarray(10.0 ** ((rows @ weights + beyond) / 20.0))


@lru_cache(maxsize=4)
def _bins(centres: tuple[float, ...]) -> tuple[F64, F64]:
    """How each band counts at each frequency, `(k, bins)`, and the fall beyond them, `(bins,)` dB."""
    f = np.maximum(np.fft.rfftfreq(_SIZE, 1.0 / RATE), 1.0)
    mel, at = np.log1p(np.asarray(centres) / 700.0), np.log1p(f / 700.0)
    weights = np.stack([np.interp(at, mel, row) for row in np.eye(len(centres))])
    beyond = -_ABOVE * np.maximum(np.log2(f / centres[-1]), 0.0) - _BELOW * np.maximum(np.log2(centres[0] / f), 0.0)
    return weights, np.maximum(beyond, -120.0)
