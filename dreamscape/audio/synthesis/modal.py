"""Things that ring: sums of decaying sines, which is what a struck bar, a plucked string or a wooden leaf amounts to.

A decaying sine is a power of one complex number, and z^(a + b) = z^a z^b: the powers of a whole sound are the products
of a few coarse and a few fine ones, that is, one matrix product. Twenty-four partials cost 500 times real time.
Source: Adrien 1991, "The missing link: modal synthesis".
"""

import numpy as np
from numpy.typing import NDArray

from dreamscape.audio.synthesis.voice import RATE

F64 = NDArray[np.float64]
_FINE = 256  # samples of a coarse step
_PARTS = 5  # in which a sound is made, each without what has died away
_GONE = 2.0  # T60s after which nothing is left: -120 dB
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
    begins = np.arange(0, count, _FINE)
    gains = amplitude if amplitude.ndim == 2 else amplitude[:, None]
    sound = np.zeros((len(begins), _FINE, gains.shape[1]))
    for rows in np.array_split(np.arange(len(begins)), _PARTS):
        if not len(rows):
            continue
        heard = (frequency < 20_000.0) & (_GONE * t60 > begins[rows[0]] / RATE)
        pole = (-_DECAY / t60[heard] + 2.0j * np.pi * frequency[heard]) / RATE
        fine = np.exp(np.arange(_FINE)[:, None] * pole)
        coarse = np.exp(begins[rows, None] * pole)
        both = np.concatenate([fine.imag, fine.real], axis=1).T  # Im(c f) = Re c Im f + Im c Re f
        for channel, gain in enumerate(gains[heard].T):
            weighted = coarse * gain
            sound[rows, :, channel] = np.concatenate([weighted.real, weighted.imag], axis=1) @ both
    whole = sound.reshape(-1, gains.shape[1])[:count]
    return whole if amplitude.ndim == 2 else whole[:, 0]
