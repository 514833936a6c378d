"""The hum of a glyph: its note, hummed by many with closed lips."""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F64
from dreamscape.easing import smoothstep
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import finish, sample_count, sample_times
from dreamscape.synthesis.overlap_add import band_gain, noise
from dreamscape.synthesis.pad import choir
from dreamscape.synthesis.voice import Samples

PARTIALS = 24


@dataclass(frozen=True)
class Hum:
    """One note, swelling and fading; stereo.

    Twenty-four harmonics, each a band of a few cents as from a choir, through the formants of a hum (270 and 1,100 Hz).
    The bright part opens later and closes sooner than the dark one, as lips do; a little breath is added.
    Source: Titze 1994, "Principles of Voice Production" (nasal murmur); `pad.py`.

    Args:
        streams: of the dream.
        number: of the hum; the choir differs.
        pitch: Hz, 60 to 1,000.
        seconds: from its beginning to its end, 1 to 20.
    """

    streams: Streams
    number: int = 0
    pitch: float = 146.83
    seconds: float = 5.0

    def render(self) -> Samples:
        """`(n, 2) float32`, `sample_times` long."""
        random = self.streams.at("voice hum", self.number)
        count = sample_count(self.seconds)
        size = 1 << (count - 1).bit_length()
        partial = self.pitch * np.arange(1.0, PARTIALS + 1)
        source = partial / self.pitch
        dark = _formant_gain(partial, ((270.0, 90.0, 1.0),)) / source**1.1
        bright = _formant_gain(partial, ((1100.0, 170.0, 0.7), (2300.0, 350.0, 0.22))) / source**0.7
        t = sample_times(count)[:, None] / self.seconds
        swell = smoothstep(t / 0.1) * smoothstep((1.0 - t) / 0.62)
        opened = smoothstep((t - 0.03) / 0.2) * smoothstep((0.92 - t) / 0.70) ** 1.5
        sung = swell * choir(random, size, partial, dark, 7.0)[:count]
        sung += opened * choir(random, size, partial, bright, 9.0, 0.9)[:count]
        air = noise(random, size, band_gain(size, 700.0, 2600.0, 2.0))[:count]
        level = 0.010 * float(np.sqrt((sung * sung).mean())) / float(np.sqrt((air * air).mean()))
        return finish(sung + 5.0 * level * opened * air, 0.05, 0.2 * self.seconds, 0.7)


def _formant_gain(hz: F64, formants: tuple[tuple[float, float, float], ...]) -> F64:
    """The gain at `hz` of resonances given as middle, half width and gain."""
    gains = [loud / np.sqrt(1.0 + ((hz - middle) / half) ** 2) for middle, half, loud in formants]
    return np.asarray(np.sum(gains, axis=0))
