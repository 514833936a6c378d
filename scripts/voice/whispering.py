"""Whispering: from the envelopes of speech to those of a whisper.

What changes where the voice sounds (Jovicic 1998, "Formant feature differences between whispered and voiced sustained
vowels"; Morris and Clements 2002, "Reconstruction of speech from whispers"): the fall of the glottal pulse's spectrum
is gone, low notes are lost in the open throat, and vowels are softer against consonants. Both slopes together move the
peak of the first formant up, as it rises in a whisper; moved further by itself, `key` is understood as `kid`.
"""

import numpy as np
import pyworld
from numpy.typing import NDArray

from dreamscape.speech.mouths import CENTRES, FRAME, Said

TILT, TILT_FROM, TILT_TO = 5.4, 250.0, 4500.0  # dB an octave, Hz
HOLLOW, HOLLOW_BELOW = 4.0, 1000.0  # dB an octave: the open throat swallows what is low
SOFTER = 9.0  # dB, vowels
VOICED = ("M", "N", "NG", "L", "R", "W", "Y")  # beside vowels
STOPS = ("P", "B", "T", "D", "K", "G", "CH", "JH")
CLOSED, BURST = 16.0, 9.0  # dB
HEARD = (CENTRES > 500.0) & (CENTRES < 6000.0)
LOWEST = 160.0  # Hz, below which a whisper has nothing


def envelopes(samples: NDArray[np.float64], rate: int, said: list[Said]) -> NDArray[np.float64]:
    """The whispered level of each band of each frame, `(n, bands)` dB."""
    rough, times = pyworld.dio(samples, rate, f0_floor=90.0, f0_ceil=400.0, frame_period=1000.0 * FRAME)
    pitch = filled(pyworld.stonemask(samples, rough, times, rate), said)
    power = pyworld.cheaptrick(samples, pitch, times, rate)
    return whispered(10.0 * np.log10(power + 1e-16), pitch, np.linspace(0.0, rate / 2.0, power.shape[1]))


def filled(pitch: NDArray[np.float64], said: list[Said]) -> NDArray[np.float64]:
    """The pitch of each frame, Hz, 0 where there is none, with what was missed in sounds that always have one.

    Where it is missed, speech stays speech: the low notes of a voice boom amid the whisper.
    """
    found, known = pitch.copy(), np.flatnonzero(pitch)
    for one in said:
        frames = np.arange(round(one.begin / FRAME), min(round(one.end / FRAME), len(pitch)))
        if len(known) and (one.phone.name in VOICED or one.phone.name[0] in "AEIOU"):
            missed = frames[pitch[frames] == 0.0]
            found[missed] = np.interp(missed, known, pitch[known])
    return found


def whispered(level: NDArray[np.float64], pitch: NDArray[np.float64], f: NDArray[np.float64]) -> NDArray[np.float64]:
    """The levels of bands in a whisper, `(n, bands)` dB, from those of speech at frequencies f, `(n, k)` dB."""
    voiced = np.convolve(np.pad((pitch > 0.0).astype(float), 1, mode="edge"), (0.25, 0.5, 0.25), "valid")[:, None]
    tilt = TILT * np.log2(np.clip(f, TILT_FROM, TILT_TO) / TILT_FROM)
    hollow = HOLLOW * np.log2(np.maximum(HOLLOW_BELOW / np.maximum(f, 60.0), 1.0))
    whisper = level + voiced * (tilt - hollow - SOFTER)
    whisper -= 24.0 * np.log2(np.maximum(LOWEST / np.maximum(f, 20.0), 1.0))
    return np.stack([_band(whisper, f, number) for number in range(len(CENTRES))], axis=1)


def _band(level: NDArray[np.float64], f: NDArray[np.float64], number: int) -> NDArray[np.float64]:
    """The mean power of a triangular band, dB."""
    edges = np.concatenate([[2 * CENTRES[0] - CENTRES[1]], CENTRES, [2 * CENTRES[-1] - CENTRES[-2]]])
    shape = np.interp(f, edges[number : number + 3], (0.0, 1.0, 0.0))
    if not shape.any():
        shape[np.abs(f - CENTRES[number]).argmin()] = 1.0
    return np.asarray(10.0 * np.log10(10.0 ** (level / 10.0) @ (shape / shape.sum())))


def burst(levels: NDArray[np.float64], said: list[Said]) -> None:
    """Sharpen stops, in place: closed, they are still, unlike the speaker's, whose voice goes on; then they burst."""
    for one in said:
        if one.phone.name not in STOPS:
            continue
        begin, end = round(one.begin / FRAME), min(round(one.end / FRAME) + 1, len(levels) - 2)
        if end - begin < 4:
            continue
        loud = levels[begin : end + 1, HEARD].mean(axis=1)
        release = begin + 2 + int(np.diff(loud)[1:].argmax())
        levels[begin + 1 : release] -= CLOSED
        levels[release] += BURST
        levels[release + 1] += BURST / 2.0
