"""Things that ring: sums of decaying sines, which is what a struck bar, a plucked string or a wooden leaf amounts to.

A decaying sine is a power of one complex number, and z^(a + b) = z^a z^b: the powers of a whole sound are the products
of a few coarse and a few fine ones, that is, one matrix product. Twenty-four partials cost 500 times real time.
Source: Adrien 1991, "The missing link: modal synthesis".
"""

import numpy as np
from numpy.typing import NDArray

from dreamscape.audio.voice import RATE

F64 = NDArray[np.float64]
_FINE = 256  # samples of a coarse step
_DECAY = np.log(1000.0)  # over one T60


def ring(frequency: F64, t60: F64, amplitude: F64, count: int) -> F64:
    """`k` decaying sines, each beginning at zero on its way up.

    Args:
        frequency: (k,) Hz; what lies above 20 kHz is left out.
        t60: (k,) seconds in which each falls by 60 dB.
        amplitude: (k,) or (k, c) for c channels.
        count: samples.

    Returns:
        (count,) or (count, c) float64.
    """
    heard = frequency < 20_000.0
    pole = (-_DECAY / t60[heard] + 2.0j * np.pi * frequency[heard]) / RATE
    fine = np.exp(np.arange(_FINE)[:, None] * pole)
    coarse = np.exp(np.arange(0, count, _FINE)[:, None] * pole)
    both = np.concatenate([fine.imag, fine.real], axis=1).T  # Im(c f) = Re c Im f + Im c Re f
    gains = amplitude[heard] if amplitude.ndim == 2 else amplitude[heard, None]
    sound = np.empty((len(coarse) * _FINE, gains.shape[1]))
    for channel, gain in enumerate(gains.T):
        weighted = coarse * gain
        sound[:, channel] = (np.concatenate([weighted.real, weighted.imag], axis=1) @ both).ravel()
    return sound[:count] if amplitude.ndim == 2 else sound[:count, 0]
