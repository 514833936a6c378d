"""Upscaling: what breaks here makes low and medium darker than high, or shows a pattern."""

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.quality import TIERS
from dreamscape.render.post import Coding, Post
from dreamscape.render.targets import Surface, Target

SIZE = 640, 360
Light = NDArray[np.float32]


def clouds(small: tuple[int, int]) -> Light:
    """Light as in pictures, `(h, w, 3)`: smooth with some grain, different in each channel."""
    y, x = np.mgrid[: small[1], : small[0]]
    soft = 0.06 + 0.05 * np.sin(x / 31.0) * np.cos(y / 23.0) + 0.0001 * x
    grained = np.random.default_rng(1).uniform(0.97, 1.03, (*x.shape, 3))
    light: Light = (soft[..., None] * (1.0, 0.6, 1.7) * np.where((x > y)[..., None], grained, 1.0)).astype(np.float32)
    return light


def graded(ctx: moderngl.Context, light: Light, coding: Coding, plain: bool = False) -> NDArray[np.float64]:
    """Code values, 8-bit with fractions, of light upscaled to SIZE, `(h, w, 3)`; `plain` with RGBA storage."""
    small = light.shape[1], light.shape[0]
    scene = Target(ctx, small, dtype="f4")
    scene.texture.write(np.dstack([light, np.ones(light.shape[:2], np.float32)]).astype(np.float32).tobytes())
    onto = Surface(Target(ctx, SIZE, dtype=coding.dtype).framebuffer, SIZE) if plain else None
    post = Post(ctx, small, SIZE, TIERS["low"], coding)
    found = post.run(scene.texture, 0.0, top_first=True, onto=onto)
    texels = np.frombuffer((onto or found).framebuffer.read(components=3, dtype="f4"), np.float32)
    codes = coding.steps / (1 << coding.bits - 8) if coding.ycbcr else 255.0
    return texels.reshape(*SIZE[::-1], 3) * float(codes)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("ycbcr", [False, True])
@pytest.mark.parametrize("tier", ["low", "medium"])
def test_eight_bits_are_as_bright_as_floats(ctx: moderngl.Context, tier: str, ycbcr: bool, plain: bool) -> None:
    """Within an eighth of a code, whether the driver truncates or rounds as it upscales."""
    scale = TIERS[tier].scale
    light = clouds((round(SIZE[0] * scale), round(SIZE[1] * scale)))
    fine = graded(ctx, light, Coding(bits=10, ycbcr=True) if ycbcr else Coding(bits=16))
    coarse = graded(ctx, light, Coding(ycbcr=ycbcr), plain)
    assert (coarse - fine).mean(axis=(0, 1)) == pytest.approx(np.zeros(3), abs=0.125)
    assert np.abs(coarse - fine).max() < 3.0


@pytest.mark.parametrize(("level", "least", "most"), [(0.0, 0, 0), (1e4, 254, 255)])
def test_black_and_white_are_kept(ctx: moderngl.Context, level: float, least: int, most: int) -> None:
    found = graded(ctx, np.full((144, 256, 3), level, np.float32), Coding())[2:-2, 2:-2].round()
    assert (found.min(), found.max()) == (least, most)
