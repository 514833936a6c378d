"""A sob: breath caught in steps, released in a falling, trembling tone."""

from dataclasses import dataclass

import numpy as np

from dreamscape.rng import Streams
from dreamscape.synthesis import vocal_tract
from dreamscape.synthesis.envelope import finish
from dreamscape.synthesis.voice import Samples
from dreamscape.voices.whisper import VOWELS

_CATCH = 0.24  # s from one catch of breath to the next


@dataclass(frozen=True)
class Sob:
    """One sob; mono.

    Air is drawn in by short catches, each begun by a closing throat; then a tone, half of it breath, falls by a sixth,
    trembles at six hertz, and dies away.
    Source: Vingerhoets 2013, "Why Only Humans Weep", chapter 4 (the acoustics of crying); `vocal_tract.py`.

    Args:
        streams: of the dream.
        number: of the sob.
        pitch: Hz at which the tone begins, 150 to 600.
        catches: of breath, 1 to 5.
    """

    streams: Streams
    number: int = 0
    pitch: float = 400.0
    catches: int = 3

    def render(self) -> Samples:
        """`(n,) float32`, about 2 s."""
        random = self.streams.at("voice sob", self.number)
        drawn = _CATCH * self.catches
        duration = random.uniform(0.8, 1.3)
        times = vocal_tract.frame_times(drawn + duration + 0.3)
        voice, breath = np.zeros(len(times)), np.zeros(len(times))
        for catch in range(self.catches):
            at = 0.03 + _CATCH * (catch + 0.1 * random.standard_normal())
            loud = 0.25 + 0.15 * catch / self.catches
            breath = np.maximum(breath, loud * vocal_tract.plateau(times, at, at + 0.11, 0.05))
            voice = np.maximum(voice, 0.18 * vocal_tract.plateau(times, at + 0.08, at + 0.12, 0.03))
        x = np.clip((times - drawn) / duration, 0.0, 1.0)
        tremble = np.sin(2.0 * np.pi * 6.0 * times + random.uniform(0.0, 6.0)) * (0.3 + 0.7 * x)
        let_go = vocal_tract.plateau(times, drawn + 0.06, drawn + 0.35 * duration, 0.10) + (x > 0.35) * (1.0 - x) ** 1.2
        voice = np.maximum(voice, np.minimum(let_go, 1.0) * (0.8 + 0.2 * tremble) * (x > 0.0))
        breath = np.maximum(breath, 0.22 * (x > 0.0) * (1.0 - x) ** 0.7)
        pitch = self.pitch * 2.0 ** (-9.0 * x / 12.0) * (1.0 + 0.045 * tremble)
        pitch[x == 0.0] *= 1.15
        first, last = np.array([*VOWELS["AX"], 3600.0]), np.array([*VOWELS["UH"], 3500.0])
        formants = first + x[:, None] * (last - first)
        tract = vocal_tract.vowel_tract(formants, breath, voice, pitch)
        return finish(vocal_tract.synthesise(tract, random), 0.004, 0.2, 0.6)
