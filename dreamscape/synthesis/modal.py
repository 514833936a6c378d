"""Modal synthesis: sums of decaying sines, such as a struck bar, a plucked string or a wooden door leaf.

A decaying sine is the powers of one complex number, and z^(a + b) = z^a z^b: the powers over a whole sound are products
of a few coarse and a few fine ones, a single matrix product. Twenty-four partials run at 500 times real time.
Source: Adrien 1991, "The missing link: modal synthesis".
"""

import numpy as np

from dreamscape.arrays import F64
from dreamscape.synthesis.voice import RATE

_FINE = 256  # samples of a coarse step
_CHUNKS = 5  # per sound, each without the sines that have died away
_SILENT = 2.0  # T60s after which a sine has died away: -120 dB
_DECAY = np.log(1000.0)  # over one T60


def ring(frequency: F64, t60: F64, amplitude: F64, count: int) -> F64:
    """`k` decaying sines, each starting at zero, rising.

    Args:
        frequency: (k,) Hz; sines above 20 kHz are left out.
        t60: (k,) seconds in which each falls by 60 dB.
        amplitude: (k,) or (k, c) for c channels.
        count: samples.

    Returns:
        (count,) or (count, c) float64.
    """
    begins = np.arange(0, count, _FINE)
    gains = amplitude if amplitude.ndim == 2 else amplitude[:, None]
    sound = np.zeros((len(begins), _FINE, gains.shape[1]))
    for rows in np.array_split(np.arange(len(begins)), _CHUNKS):
        if not len(rows):
            continue
        heard = (frequency < 20_000.0) & (_SILENT * t60 > begins[rows[0]] / RATE)
        pole = (-_DECAY / t60[heard] + 2.0j * np.pi * frequency[heard]) / RATE
        fine = np.exp(np.arange(_FINE)[:, None] * pole)
        coarse = np.exp(begins[rows, None] * pole)
        both = np.concatenate([fine.imag, fine.real], axis=1).T  # Im(c f) = Re c Im f + Im c Re f
        for channel, gain in enumerate(gains[heard].T):
            weighted = coarse * gain
            sound[rows, :, channel] = np.concatenate([weighted.real, weighted.imag], axis=1) @ both
    samples = sound.reshape(-1, gains.shape[1])[:count]
    return samples if amplitude.ndim == 2 else samples[:, 0]
