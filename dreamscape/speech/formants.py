"""Formants: sharpened, for bands blur them; those that make front vowels come forward, or noise hides them first."""

from collections.abc import Sequence

import numpy as np

from dreamscape.arrays import F64
from dreamscape.speech.mouths import CENTRES, FRAME
from dreamscape.speech.utterance import Phone

_SHARPER, _BLUR = 1.3, 2  # times that levels stand out from their neighbourhood, whose half width in bands that is
_FRONT, _FORWARD = ("IY", "IH", "EY", "EH", "Y"), 4.0  # dB
_LOW, _HIGH = 1800.0, 4600.0  # Hz, between which the second and third formant of these lie


def cleared(levels: F64, phones: Sequence[Phone], begins: F64) -> F64:
    """The levels of an utterance, `(n, BANDS)` dB every FRAME seconds, with clearer formants.

    Args:
        levels: as they were read.
        phones: of the utterance.
        begins: `(m + 1,)` seconds at which each phone begins, and the last one ends.
    """
    bell = np.exp(-0.5 * (np.arange(-3 * _BLUR, 3 * _BLUR + 1) / _BLUR) ** 2)
    padded = np.pad(levels, ((0, 0), (3 * _BLUR, 3 * _BLUR)), mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, len(bell), axis=1) @ (bell / bell.sum())
    made = around + _SHARPER * (levels - around)
    forward = _FORWARD / (1.0 + (_LOW / CENTRES) ** 8) / (1.0 + (CENTRES / _HIGH) ** 8)
    for phone, begin, end in zip(phones, begins, begins[1:], strict=False):
        if phone.name in _FRONT:
            made[round(float(begin) / FRAME) : round(float(end) / FRAME)] += forward
    return np.asarray(made)
