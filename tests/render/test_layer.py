"""Layers: what breaks here makes a layer draw with other numbers than its author gave it."""

from pathlib import Path
from typing import ClassVar

import moderngl
import pytest

from dreamscape.camera import Camera
from dreamscape.errors import ShaderError
from dreamscape.parameters import Parameter
from dreamscape.quality import TIERS
from dreamscape.render.layer import Frame, Layer
from dreamscape.rng import Streams
from dreamscape.world.world import World

READS = "uniform float %s;\nout vec4 colour;\nvoid main() { colour = vec4(%s); }\n"


class Beam(Layer):
    """A beam."""

    file: ClassVar[Path]
    turn = Parameter(0.5, 0.0, 4.0, "rad", "how far it turns")

    @classmethod
    def shader_file(cls) -> Path:
        return cls.file


def beam(ctx: moderngl.Context, folder: Path, uniform: str) -> Beam:
    """A beam whose shader reads this uniform."""
    Beam.file = folder / "beam.glsl"
    Beam.file.write_text(READS % (uniform, uniform))
    return Beam(ctx, TIERS["low"], Streams(7), {})


@pytest.fixture
def frame(world: World) -> Frame:
    return Frame(world.snapshot(), Camera((0.0, 0.0, 0.0), (0.0, 0.0, 1.0)), (1, 1), {})


def test_a_value_given_to_feed_replaces_the_parameter_of_its_name(
    ctx: moderngl.Context, tmp_path: Path, frame: Frame
) -> None:
    layer = beam(ctx, tmp_path, "turn")
    layer.feed(layer.shader, frame)
    assert layer.shader.program["turn"].value == pytest.approx(0.5)
    layer.feed(layer.shader, frame, turn=2.0 * layer.turn)
    assert layer.shader.program["turn"].value == pytest.approx(1.0)


def test_a_misspelt_uniform_is_answered_with_the_parameter_that_the_shader_does_not_read(
    ctx: moderngl.Context, tmp_path: Path, frame: Frame
) -> None:
    layer = beam(ctx, tmp_path, "trun")
    expected = r"'trun' \(beam\.glsl:1\) that nobody has set; did you mean the parameter 'turn'\?"
    with pytest.raises(ShaderError, match=expected):
        layer.draw(frame)
