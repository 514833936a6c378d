"""The glow of bright light reaches as far, and is as bright, at every size: a film is not hazier when small."""

import moderngl
import numpy as np
import pytest

from dreamscape.quality import TIERS
from dreamscape.render.post import Coding, Post, glow_shares
from dreamscape.render.targets import Target


def test_a_glow_reaches_as_far_in_a_small_picture_as_in_a_large_one(ctx: moderngl.Context) -> None:
    """Beside a bright stripe, 3, 6 and 10 % of the height away; it was 1.7 to 4.5 times as bright at 360 lines."""
    small, large = glow_beside(ctx, 360), glow_beside(ctx, 720)
    assert small == pytest.approx(large, rel=0.12)


@pytest.mark.parametrize("side", [90, 252, 360, 468, 720, 900, 1080, 1440, 2160])
@pytest.mark.parametrize("first", [3, 4, 6])
def test_all_levels_together_add_as_much_at_every_size(first: int, side: int) -> None:
    shares = glow_shares(first, side)
    assert sum(shares) == pytest.approx(4.0)
    assert min(shares) >= 0.0


def test_the_reference_has_one_share_a_level() -> None:
    """720 lines look as they did when levels were counted in pixels."""
    assert glow_shares(4, 720) == pytest.approx([1.0, 1.0, 1.0, 1.0])


def glow_beside(ctx: moderngl.Context, high: int) -> list[float]:
    """The glow at three distances from a bright stripe, in a picture of so many lines."""
    scene = Target(ctx, (high * 16 // 9, high))
    light = np.zeros((high, high * 16 // 9, 4), np.float16)
    edge = high // 3
    light[:, :edge] = 2.0
    scene.texture.write(light.tobytes())
    post = Post(ctx, scene.size, scene.size, TIERS["high"], Coding())
    post.gather(scene.texture)
    width, height = post.glow.size
    found = np.frombuffer(post.glow.textures[0].read(), np.float16).reshape(height, width, 2)
    row = found[height // 2, :, 0].astype(float)
    beside = (edge + np.array((0.03, 0.06, 0.1)) * high) / scene.size[0] * width - 0.5
    return np.interp(beside, np.arange(width), row).tolist()
