"""Intermediate pictures by name: what breaks here hides a stage from who writes layers."""

from fractions import Fraction

import moderngl
import numpy as np

from dreamscape.clock import moment_at
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.engine.renderer import Renderer
from dreamscape.live.overlay.debug_views import joined, view, views
from dreamscape.quality import TIERS
from dreamscape.render.glow import Glow
from dreamscape.render.targets import SplitTarget, Target


def test_the_textures_of_a_split_target_are_seen_as_one(ctx: moderngl.Context) -> None:
    glow = Glow(ctx, (5, 3))
    glow.begin(clear=(0.25, 0.5, 0.0, 1.0))
    red_green = np.full((3, 5, 2), (0.25, 0.5), np.float16)
    blue = np.arange(15, dtype=np.float32).reshape(3, 5)
    glow.textures[0].write(red_green.tobytes())
    glow.textures[1].write(blue.tobytes())
    seen = np.frombuffer(joined(ctx, glow).texture.read(), np.float16).reshape(3, 5, 4)
    assert (seen[..., :2] == (0.25, 0.5)).all()
    assert (seen[..., 2] == blue).all()
    assert (seen[..., 3] == 1.0).all()


def test_whole_numbers_are_seen_as_fractions(ctx: moderngl.Context) -> None:
    split = SplitTarget(ctx, (3, 1), ((2, "nu2"), (1, "f1")))
    split.textures[0].write(np.full((3, 2), (65535, 0), np.uint16).tobytes())
    split.textures[1].write(bytes((51, 102, 255)), alignment=1)
    seen = np.frombuffer(joined(ctx, split).texture.read(), np.float16).reshape(3, 4)
    assert np.allclose(seen, ((1, 0, 0.2, 1), (1, 0, 0.4, 1), (1, 0, 1, 1)), atol=1e-3)


def test_split_stages_of_post_and_of_layers_are_listed(ctx: moderngl.Context) -> None:
    """The levels of the bloom and the pool's waves were not, once they had two textures each."""
    dream = Dream("reflection", DreamFile("reflection", 7, (Act("reflection", 12.0),)), "")
    renderer = Renderer(ctx, dream, (64, 36), TIERS["low"])
    renderer.draw_light(moment_at(Fraction(2)))
    assert {"post.bloom-0", "pool.field"} <= set(views(renderer))
    assert isinstance(view(renderer, "pool.field"), Target)
