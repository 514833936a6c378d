"""Babble: many muffled conversations in which no word is understood."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from dreamscape.rng import Streams
from dreamscape.synthesis import vocal_tract
from dreamscape.synthesis.envelope import fades, pan_gains
from dreamscape.synthesis.grains import Grains
from dreamscape.synthesis.voice import RATE, Samples

# First three formants of each vowel, Hz (Peterson and Barney 1952, between men and women).
VOWELS = {
    "AA": (780, 1160, 2550), "AE": (720, 1850, 2600), "AH": (680, 1270, 2550), "AO": (590, 880, 2500),
    "AX": (520, 1500, 2550), "EH": (570, 2000, 2700), "ER": (500, 1450, 1850), "IH": (420, 2200, 2850),
    "IY": (300, 2500, 3150), "UH": (460, 1100, 2450), "UW": (340, 920, 2450),
}  # fmt: skip
PHRASES = 40  # that are repeated throughout a dream, each time from another direction
SYLLABLES = 4.5  # a second
LONGEST = 2.6  # s
_VOICES = (98.0, 112.0, 131.0, 178.0, 201.0, 226.0, 285.0)  # Hz, of men, women and a child
_PAUSE = 1.25  # time from phrase to phrase of a talker, over the length of a phrase


@dataclass(frozen=True)
class Babble(Grains):
    """Sixteen people talking at once; stereo, an rms of about 0.1.

    Phrases of 1 to 2.6 s of meaningless syllables, 4.5 a second: voiced vowels that glide into each other between soft
    closures, with a melody that falls towards the end. Everything above 900 Hz is gone, as behind a door. From sixteen
    talkers on, words are no longer understood.
    Source: Simpson and Cooke 2005, "Consonant identification in N-talker babble"; `vocal_tract.py`.

    Args:
        streams: of the dream.
        talkers: how many speak at once on average, 1 to 64.
        muffled: Hz above which little is heard, 300 to 8,000.
    """

    HOP: ClassVar[int] = 64
    SPAN: ClassVar[int] = 192
    NAME: ClassVar[str] = "voice babble"

    streams: Streams
    talkers: float = 16.0
    muffled: float = 900.0

    def grains(self, random: np.random.Generator, cell: int) -> Iterator[tuple[float, NDArray[np.floating]]]:
        """The phrases that begin within 1.4 s."""
        mean = 0.5 * (1.0 + LONGEST) * _PAUSE
        for _ in range(random.poisson(self.talkers * 1.365 / mean)):
            phrase = _phrase(self.streams, int(random.integers(PHRASES)), self.muffled)
            far = random.uniform(0.35, 1.0)
            yield (
                random.random(),
                0.85 / np.sqrt(self.talkers) * far * phrase[:, None] * pan_gains(random.uniform(-0.9, 0.9)),
            )


@lru_cache(maxsize=PHRASES)
def _phrase(streams: Streams, number: int, muffled: float) -> Samples:
    """One phrase, `(n,) float32`, an rms of about 0.25."""
    random = streams.at("voice babble phrases", number)
    duration = random.uniform(1.0, LONGEST - 0.05)
    times = vocal_tract.frame_times(duration)
    now, knots, vowels = 0.05, [0.0], [VOWELS["AX"]]
    voice, breath = np.zeros(len(times)), np.zeros(len(times))
    accents = np.zeros(len(times))
    names = sorted(VOWELS)
    while now < duration - 0.2:
        syllable = float(np.clip(random.normal(1.0, 0.25), 0.6, 1.6)) / SYLLABLES
        loud = random.uniform(0.5, 1.0)
        knots += [now + 0.3 * syllable, now + 0.7 * syllable]
        vowels += [VOWELS[names[int(random.integers(len(names)))]]] * 2
        voice = np.maximum(voice, loud * vocal_tract.plateau(times, now + 0.15 * syllable, now + 0.85 * syllable, 0.05))
        breath = np.maximum(breath, 0.12 * vocal_tract.plateau(times, now, now + 0.2 * syllable, 0.03))
        accents += 0.16 * (loud - 0.6) * np.exp(-(((times - now - 0.4 * syllable) / 0.09) ** 2))
        now += syllable
    tall = random.uniform(0.9, 1.12)
    formants = vocal_tract.interpolate(
        times, np.array(knots), tall * np.array([(*place, 3500.0) for place in vowels], np.float64)
    )
    pitch = _VOICES[number % len(_VOICES)] * (1.08 - 0.2 * times / duration + accents)
    sound = vocal_tract.synthesise(vocal_tract.VocalTract(formants, breath, voice, pitch), random)
    f = np.fft.rfftfreq(len(sound), 1.0 / RATE)
    heard = np.fft.irfft(np.fft.rfft(sound) / np.sqrt(1.0 + (f / muffled) ** 6), len(sound))
    heard *= fades(len(heard), 0.03, 0.12)
    return np.asarray(0.25 * heard / np.sqrt((heard * heard).mean()), np.float32)
