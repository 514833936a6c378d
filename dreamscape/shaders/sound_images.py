"""What is heard as the images that ISF and Shadertoy promise: a spectrum even in frequency, and the waveform."""

import math

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.dream.quantities import SPECTRUM
from dreamscape.hearing.picture import HIGHEST, LOWEST
from dreamscape.world.music import Felt

NYQUIST = 24_000.0  # Hz, the end of a spectrum
SAMPLES = 256  # of an image of which no more are asked for


def even_spectrum(bands: NDArray[np.uint8], count: int, highest: float = NYQUIST) -> NDArray[np.uint8]:
    """A spectrum of SPECTRUM bands even in pitch as `(count,) uint8`, even in frequency from 0 to `highest` Hz."""
    hertz = (np.arange(count) + 0.5) * highest / count
    place = SPECTRUM * np.log(np.maximum(hertz, LOWEST) / LOWEST) / math.log(HIGHEST / LOWEST) - 0.5
    levels = np.interp(place, np.arange(SPECTRUM), bands)
    return np.rint(np.where(hertz > HIGHEST, 0.0, levels)).astype(np.uint8)


class SoundImage:
    """A texture of what is heard, red, green and blue alike.

    Args:
        ctx: the OpenGL context.
        kind: `audioFFT` for the spectrum, `audio` for the waveform, `both` for Shadertoy's two rows of these.
        samples: its width; 0 for SAMPLES.
    """

    def __init__(self, ctx: moderngl.Context, kind: str, samples: int = 0) -> None:
        self._kind, self._count = kind, samples or SAMPLES
        rows = 2 if kind == "both" else 1
        self.texture = ctx.texture((self._count, rows), 1)
        self.texture.swizzle = "RRR1"
        self.texture.repeat_x = self.texture.repeat_y = False
        self._shown: Felt | None = None

    def show(self, heard: Felt) -> None:
        """Let it show what is heard now."""
        if heard is self._shown:
            return
        self._shown = heard
        bands, wave = heard.spectra[0], heard.waveform
        spread = wave[(np.arange(self._count) * len(wave)) // self._count]
        even = even_spectrum(bands, self._count, NYQUIST / 2.0 if self._kind == "both" else NYQUIST)
        rows = {"audio": (spread,), "audioFFT": (even,), "both": (even, spread)}[self._kind]
        self.texture.write(b"".join(row.astype(np.uint8).tobytes() for row in rows))
