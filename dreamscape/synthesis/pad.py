"""Choirs: a chord whose every partial is a narrow band of noise, as from many singers or a hundred strings.

Each partial is a bell of frequencies with random phases; one inverse transform renders all of them, detuned and
fluctuating, at the cost of a single oscillator.
Source: Nasca O'Paul 2011, "PADsynth"; bandwidth of ensembles: Ternström 2003, "Choir acoustics".
"""

import numpy as np

from dreamscape.arrays import F64
from dreamscape.synthesis.voice import RATE


def choir(random: np.random.Generator, length: int, frequency: F64, gain: F64, cents: float, width: float = 0.7) -> F64:
    """Partials sung by many, `(length, 2) float64`, periodic.

    Args:
        random: drawn from.
        length: samples; a power of two is fastest.
        frequency: (k,) Hz.
        gain: (k,), the rms of each partial.
        cents: the typical deviation of a singer from the note.
        width: 0 the same in both ears, 1 uncorrelated; less below 200 Hz, where ears that differ make a bass swim.
    """
    step = RATE / length
    spectrum = np.zeros((2, length // 2 + 1), np.complex128)
    for hz, loud in zip(frequency, gain, strict=True):
        spread = hz * (2.0 ** (cents / 1200.0) - 1.0) + 0.15
        reach = max(int(3.0 * spread / step), 2)
        first, last = max(int(hz / step) - reach, 1), min(int(hz / step) + reach + 2, length // 2)
        if first >= last:
            continue
        bell = np.exp(-0.5 * ((np.arange(first, last) * step - hz) / spread) ** 2)
        bell *= loud * length / 2.0 / np.sqrt((bell * bell).sum())
        both, left, right = random.standard_normal((3, 2 * len(bell))).view(np.complex128)
        wide = width / (1.0 + (200.0 / hz) ** 6)
        shared = np.sqrt(1.0 - wide * wide) * both
        spectrum[0, first:last] += bell * (shared + wide * left)
        spectrum[1, first:last] += bell * (shared + wide * right)
    return np.fft.irfft(spectrum, length).T
