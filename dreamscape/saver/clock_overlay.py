"""The clock: hours and minutes as soft light that is added to a picture."""

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.typesetting.coverage import typeface

SIZE = 0.05  # em, as a fraction of the picture's shorter side
SMALLEST = 14  # px
NEAR, FAR = 0.16, 0.6  # em: widths of the two halos
CORE, HALO, HAZE = 0.5, 0.22, 0.2  # brightness of the digits, and peak brightness of their halos
WARM, COOL = np.array([1.0, 0.93, 0.82]), np.array([0.45, 0.62, 1.0])  # linear colours of the digits and the haze


class ClockOverlay:
    """A short text of light as a texture without coverage: laid over a picture, it only adds light.

    Args:
        ctx: the OpenGL context.
        text: the text.
        size: of the picture, px.

    Attributes:
        size: of the texture, px.
        texture: RGBA, 8 bits.
    """

    def __init__(self, ctx: moderngl.Context, text: str, size: tuple[int, int]) -> None:
        em = max(SMALLEST, round(SIZE * min(size)))
        ink = typeface(em).ink(text) / 255.0
        ink = np.pad(ink, round(3.0 * FAR * em))
        near, far = (_blurred(ink, width * em) for width in (NEAR, FAR))
        letters, haze = CORE * ink + HALO * near / near.max(), HAZE * far / far.max()
        light = letters[..., None] * WARM + haze[..., None] * COOL
        pixels = np.zeros((*ink.shape, 4), np.uint8)
        pixels[..., :3] = np.round(255.0 * np.minimum(light, 1.0))
        self.size = ink.shape[1], ink.shape[0]
        self.texture = ctx.texture(self.size, 4, pixels.tobytes())

    @property
    def margin(self) -> tuple[int, int]:
        """Half of its width and height, px."""
        return self.size[0] // 2, self.size[1] // 2

    def release(self) -> None:
        """Free the texture."""
        self.texture.release()


def _blurred(ink: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """A picture under a Gaussian blur of `width` px, with black around it."""
    down, across = (
        np.exp(-0.5 * ((np.arange(side)[:, None] - np.arange(side)) / width) ** 2) / (width * np.sqrt(2.0 * np.pi))
        for side in ink.shape
    )
    return np.asarray(down @ ink @ across)
