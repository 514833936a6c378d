"""Layers and scenes: what breaks here gives people a black layer, or one that only works on its author's machine."""

import inspect
import re
import sys
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
import pytest

from dreamscape import catalogue, cli, resources
from dreamscape.clock import Moment
from dreamscape.colour import linear
from dreamscape.dream.dream_file import Act, Dream, DreamFile, load
from dreamscape.dream.inputs import ParameterChange
from dreamscape.engine import dream_check, recording
from dreamscape.engine.renderer import Renderer
from dreamscape.engine.request import check_layer_names
from dreamscape.errors import DreamscapeError, ShaderError
from dreamscape.live.controls.midi import parse_knobs
from dreamscape.live.controls.parameter_controls import ParameterRanges
from dreamscape.parameters import Integer, Parameter, declared, scalars
from dreamscape.quality import TIERS
from dreamscape.render.layer import Layer
from dreamscape.render.shader import Shader
from dreamscape.render.shader_source import ShaderSource
from dreamscape.render.uniform_block import COLOURS
from dreamscape.rng import Streams
from dreamscape.world.scene import Scene

LAYERS, SCENES = catalogue.layer_names(), catalogue.scene_names()


def test_every_layer_is_in_a_scene() -> None:
    assert {name for scene in catalogue.scenes().values() for name in scene.layers} == set(LAYERS)


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_is_a_module_and_a_shader_of_the_same_name(name: str) -> None:
    layer = catalogue.layer(name)
    folder = resources.folder("layers")
    assert layer.__module__ == f"dreamscape.layers.{name}"
    assert layer.__name__.lower() == name.replace("_", "")
    assert (folder / f"{name}.glsl").is_file()


@pytest.mark.parametrize("item", [*catalogue.layers().values(), *catalogue.scenes().values()], ids=lambda i: i.__name__)
def test_a_layer_or_scene_says_what_it_is_and_what_its_parameters_mean(item: type[Layer] | type[Scene]) -> None:
    """`dreamscape layers` prints it; the base class's own words would be no help."""
    assert item.__doc__
    assert item.__doc__ not in (Layer.__doc__, Scene.__doc__)
    for name, parameter in scalars(item).items():
        assert parameter.about, name
        if isinstance(parameter, Parameter | Integer):
            assert parameter.unit
            assert np.isfinite([parameter.low, parameter.default, parameter.high]).all()
            assert parameter.low < parameter.high


@pytest.mark.parametrize("name", LAYERS)
def test_a_parameter_reaches_the_shader_or_the_code(name: str) -> None:
    """A parameter that nothing reads is a knob without effect."""
    folder = resources.folder("layers")
    kinds = [kind for kind in catalogue.layer(name).__mro__ if issubclass(kind, Layer) and kind is not Layer]
    code = "".join(inspect.getsource(sys.modules[kind.__module__]) for kind in kinds)
    uniforms = ShaderSource(folder / f"{name}.glsl", {}).uniforms()
    read = {parameter for parameter in declared(catalogue.layer(name)) if re.search(rf"\bself\.{parameter}\b", code)}
    assert set(declared(catalogue.layer(name))) <= read | set(uniforms)


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES)
def test_a_tier_changes_cost_never_the_story(ctx: moderngl.Context, scene: str) -> None:
    """Seen from afar, the cheapest tier shows the same picture as the best one: same places, same brightness."""
    low, high = (_blocks(_light(ctx, scene, tier, (320, 180))) for tier in ("low", "high"))
    assert abs(low - high).mean() < 0.2 * high.mean()  # a picture of points at 0.45 of the size differs the most


def _light(ctx: moderngl.Context, scene: str, tier: str, size: tuple[int, int]) -> np.ndarray:
    """A scene's light two seconds after it began, `(h, w, 3)`."""
    renderer = Renderer(ctx, Dream("m", DreamFile("m", 7, (Act(scene, 5.0),)), ""), size, TIERS[tier])
    renderer.draw(Moment(120, 0.0))
    light = np.frombuffer(renderer.picture.framebuffer.read(components=3, dtype="f4"), np.float32)
    return light.reshape(*renderer.picture.size[::-1], 3)


def _blocks(light: np.ndarray) -> np.ndarray:
    """The mean light of 4 x 4 parts of a picture, bright sparks limited."""
    parts = [np.array_split(row, 4, axis=1) for row in np.array_split(light.clip(0.0, 2.0), 4, axis=0)]
    return np.array([[part.mean(axis=(0, 1)) for part in row] for row in parts])


@pytest.mark.slow
def test_what_a_scene_leaves_out_is_not_seen(ctx: moderngl.Context, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = _light(ctx, "starlight", "low", (160, 90))
    kind = catalogue.scene("starlight")
    assert set(kind(Streams(7), {}).unseen(2.0)) > {"ocean", "sky"}
    monkeypatch.setattr(kind, "unseen", lambda scene, seconds: ())
    assert (_light(ctx, "starlight", "low", (160, 90)) == seen).all()


@pytest.mark.parametrize("scene", SCENES)
def test_the_layers_of_a_scene_find_the_textures_that_they_need(scene: str) -> None:
    dream_check.check_layers(scene, catalogue.scene(scene).layers)


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        (("cliff", "seal"), "scene 'cove': layer 'seal': unknown, expected abyss, "),
        (
            ("ocean", "sky"),
            "scene 'cove': layer 'ocean' needs the texture 'coast', which no layer of the scene publishes; add cliff",
        ),
        (("pavement",), "needs the texture 'mirror', which no layer of the scene publishes; add mere or spires to its"),
        (
            ("flood", "words"),
            "layer 'flood' needs the texture 'murmur' as it prepares, but words, which publishes it, stands after it",
        ),
        (
            ("bust", "mere", "rings"),
            "layer 'bust' needs the texture 'mirror' as it prepares, but mere, which publishes",
        ),
    ],
)
def test_a_scene_whose_layers_do_not_find_a_texture_is_refused(layers: tuple[str, ...], message: str) -> None:
    with pytest.raises(DreamscapeError) as caught:
        dream_check.check_layers("cove", layers)
    assert message in str(caught.value)


def test_a_layer_that_draws_at_a_part_of_the_resolution_needs_its_textures_early(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(catalogue.layer("pavement"), "divisor", (2, 1, 1, 1))
    with pytest.raises(DreamscapeError, match="name spires before pavement"):
        dream_check.check_layers("alley", ("pavement", "spires"))


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"blend": "ad"}, r"Mist\.blend: expected 'add', 'opaque' or 'over', got 'ad'"),
        ({"divisor": 2}, r"Mist\.divisor: expected 4 of 1, 2, 3, 4, 6 or 8, one a tier, got 2"),
        ({"divisor": (1, 1, 1)}, r"Mist\.divisor: expected 4 of .*, got \(1, 1, 1\)"),
        ({"divisor": (1, 1, 1, 5)}, r"Mist\.divisor: expected 4 of .*, got \(1, 1, 1, 5\)"),
        ({"needs": "panorama"}, r"Mist\.needs: expected a tuple of names such as \(\"panorama\",\), got 'panorama'"),
        ({"publishes": (1,)}, r"Mist\.publishes: expected a tuple"),
        ({"foresee": None}, r"Mist\.foresee: was renamed, expected 'precompute'"),
    ],
)
def test_what_a_class_of_layers_declares_is_checked_as_it_is_made(attributes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        type("Mist", (Layer,), attributes)


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_has_a_colour_for_each_role(scene: str) -> None:
    colours = catalogue.scenes()[scene].colours()
    assert set(colours) == set(COLOURS)
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours.values())


def test_a_colour_is_taken_from_srgb_to_linear_light() -> None:
    assert linear("#000000").tolist() == [0.0, 0.0, 0.0]
    assert linear("#ffffff").tolist() == [1.0, 1.0, 1.0]
    assert linear("#808080") == pytest.approx(0.21586, abs=1e-5)  # the well-known middle grey
    assert linear("#0a8000")[0] == pytest.approx(0x0A / 255 / 12.92)


@pytest.mark.parametrize("former", catalogue.FORMER_NAMES)
def test_a_former_name_of_a_layer_still_sets_its_parameters(former: str, tmp_path: Path) -> None:
    """In recordings, OSC messages, knobs and --layers of earlier versions."""
    name, parameter = catalogue.FORMER_NAMES[former], min(scalars(catalogue.layer(catalogue.FORMER_NAMES[former])))
    old, now = f"{former}.{parameter}", f"{name}.{parameter}"
    value = scalars(catalogue.layer(name))[parameter].at(1.0)
    dream = load("sapphire")
    assert ParameterRanges().check(old, value) == {now: value}
    assert parse_knobs([f"7={old}"]) == {7: now}
    assert check_layer_names(f"{former},dust", dream) == (name, "dust")
    recorder = recording.Recorder(tmp_path / "night.log", recording.header(dream, 7))
    recorder.write(ParameterChange(3, old, value))
    recorder.close(4)
    [leg] = recording.read(tmp_path / "night.log").legs
    assert leg.own == (ParameterChange(3, now, value),)
    with pytest.raises(DreamscapeError, match=f"layer '{former}': was renamed, expected '{name}'"):
        catalogue.layer(former)


def test_an_unknown_layer_is_answered_with_the_known_ones() -> None:
    with pytest.raises(DreamscapeError, match=r"layer 'swamp': unknown, expected .*sky"):
        catalogue.layer("swamp")


def test_a_misspelt_layer_is_answered_with_the_closest_name() -> None:
    with pytest.raises(DreamscapeError, match=r"^layer 'skye': unknown; did you mean 'sky'\?$"):
        catalogue.layer("skye")


@pytest.mark.parametrize(
    ("texture", "remedy"),
    [
        (
            "panorama",
            'sky publishes it: put "sky" into the scene\'s layers and needs = ("panorama",) into the layer',
        ),
        ("panoramic", "no layer publishes it: give it to feed() by the name panoramic"),
    ],
)
def test_a_sampler_that_no_layer_fills_is_answered_with_its_line_and_who_offers_the_texture(
    ctx: moderngl.Context, dream: Dream, tmp_path: Path, texture: str, remedy: str
) -> None:
    Renderer(ctx, dream, (32, 18), TIERS["low"])
    file = tmp_path / "mine.glsl"
    file.write_text(
        f"// one\nuniform sampler2D {texture};\nout vec4 colour;\n"
        f"void main() {{ colour = texture({texture}, vec2(0.5)); }}\n"
    )
    with pytest.raises(ShaderError) as caught:
        Shader(ctx, file).bind({})
    assert str(caught.value) == f"mine.glsl: no texture {texture!r} (mine.glsl:2), expected (none); {remedy}"


@pytest.mark.slow
def test_a_mistake_in_a_layer_of_the_source_tree_is_its_authors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who edits layers in a clone must not be told that the program is broken."""
    layer, scope = catalogue.layer("dust"), dict[str, Any]()
    exec(compile("\n" * 9 + "def draw(self, frame):\n    1 / 0", inspect.getfile(layer), "exec"), scope)
    monkeypatch.setattr(layer, "draw", scope["draw"])
    monkeypatch.chdir(tmp_path)
    assert cli.run(["still", "a.png", "--size", "64x36", "--quality", "low", "--at", "5"]) == 1
    message = capsys.readouterr().err
    assert "dust.py:11, in draw: ZeroDivisionError: division by zero\n    " in message
    assert "report it" not in message
