"""The answer to sound: what breaks here leaves every act unmoved by music, or moves it in silence."""

import moderngl
import numpy as np
import pytest

from dreamscape.quality import TIERS
from dreamscape.render import uniform_block
from dreamscape.render.post import Coding, Post
from dreamscape.render.targets import Target


def brightness(ctx: moderngl.Context, **heard: float) -> float:
    """Of an evenly grey picture, while this is heard."""
    block = np.zeros((), uniform_block._LAYOUT)
    for name, value in heard.items():
        block[f"heard_{name}"] = value
    ctx.buffer(block.tobytes()).bind_to_uniform_block(0)
    light = Target(ctx, (32, 18))
    light.texture.write(np.full((18, 32, 4), 0.2, np.float16).tobytes())
    post = Post(ctx, (32, 18), (32, 18), TIERS["low"], Coding())
    post.run(light.texture, 0.0, True, post.graded, 1.0)
    return float(np.frombuffer(post.graded.framebuffer.read(), np.uint8).mean())


@pytest.mark.parametrize(
    ("heard", "way"),
    [({"low_fast": 1.0, "low_slow": 0.5}, 1), ({"drop": 1.0}, 1), ({"build": 1.0}, -1), ({"low_fast": 2.0}, 1)],
)
def test_every_picture_answers(ctx: moderngl.Context, heard: dict[str, float], way: int) -> None:
    silent = brightness(ctx)
    assert (brightness(ctx, **heard) - silent) * way > 3.0
    assert brightness(ctx, middle=1.0, beat=1.0, chroma=1.0) == silent, "these are for acts to answer"


def test_the_steady_bass_of_loud_music_leaves_a_picture_as_it_is(ctx: moderngl.Context) -> None:
    assert abs(brightness(ctx, low_fast=0.794, low_slow=1.0) - brightness(ctx)) < 1.0
