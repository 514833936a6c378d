"""A sob: breath caught in steps, released in a falling, trembling tone."""

from dataclasses import dataclass

import numpy as np

from dreamscape.rng import Streams
from dreamscape.speech.mouths import CENTRES, FRAME, band_mean, frame_times
from dreamscape.speech.speaking import mouth
from dreamscape.speech.utterance import PAUSE, Phone
from dreamscape.synthesis.envelope import finish, wander
from dreamscape.synthesis.vocal_tract import plateau
from dreamscape.synthesis.vocoder import breathe, sing
from dreamscape.synthesis.voice import Samples
from dreamscape.voices.laugh import blended, gate

_CATCH = 0.24  # s from one catch of breath to the next
_BREATH = -4.0  # dB, the air against the voice


@dataclass(frozen=True)
class Sob:
    """One sob; mono.

    Air is drawn in by short catches, each begun by a closing throat; then a tone, half of it breath, falls by a sixth,
    trembles at six hertz, breaks, and dies away. The mouth is the whisper's (`speech/mouths.py`), sung.
    Source: Vingerhoets 2013, "Why Only Humans Weep", chapter 4 (the acoustics of crying).

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
        drawn, lasts = _CATCH * self.catches, random.uniform(0.8, 1.3)
        phones = [Phone(PAUSE), Phone("HH", first=True), Phone("AH", 1), Phone("AX", 0, last=True), Phone(PAUSE)]
        levels = mouth(phones, np.array([drawn, 0.12, 0.45 * lasts, 0.55 * lasts - 0.12, 0.3]))
        times = frame_times(len(levels))
        x = np.clip((times - drawn) / lasts, 0.0, 1.0)
        tremble = np.sin(2.0 * np.pi * 6.0 * times + random.uniform(0.0, 6.0)) * (0.3 + 0.7 * x)
        let_go = plateau(times, drawn + 0.06, drawn + 0.35 * lasts, 0.10) + (x > 0.35) * (1.0 - x) ** 1.2
        loud = np.minimum(let_go, 1.0) * (0.8 + 0.2 * tremble) * (x > 0.0)
        voice = 20.0 * np.log10(np.maximum(loud, 1e-3))
        air = np.where(x > 0.0, 20.0 * np.log10(np.maximum(1.0 - x, 1e-2)) * 0.7, -60.0)
        caught = np.full((len(times), len(CENTRES)), -80.0)
        for catch in range(self.catches):
            at = 0.03 + _CATCH * (catch + 0.1 * random.standard_normal())
            caught = np.maximum(
                caught, gate(times, at, at + 0.12, 0.05, 2.0 * catch - 3.0)[:, None] + band_mean("HH", "AH")
            )
            voice = np.maximum(voice, gate(times, at + 0.1, at + 0.13, 0.02, -13.0))
        caught_mouth = np.where(x[:, None] > 0.0, levels, band_mean("AH", "N"))
        pitch = self.pitch * 2.0 ** (-9.0 * x / 12.0) * (1.0 + 0.045 * tremble + 0.012 * wander(random, times, 0.06))
        pitch[x == 0.0] *= 1.15
        sung = sing(caught_mouth + voice[:, None], pitch, FRAME, tuple(CENTRES))
        breath = breathe(np.maximum(levels + air[:, None], caught), FRAME, tuple(CENTRES), random)
        return finish(blended(sung, breath, _BREATH), 0.004, 0.2, 0.6)
