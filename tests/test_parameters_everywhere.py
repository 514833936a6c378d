"""Parameters of every kind, wherever they are set: what breaks here is a value that files take and pictures do not."""

import json
from collections.abc import Callable
from pathlib import Path

import moderngl
import numpy as np
import pytest
from click.testing import CliRunner
from conftest import world_of
from pythonosc.udp_client import SimpleUDPClient
from test_plugins import MIST, installed  # noqa: F401

from dreamscape import catalogue, cli
from dreamscape.clock import Moment
from dreamscape.colour import linear
from dreamscape.dream import dream_file
from dreamscape.dream.inputs import ParameterChange
from dreamscape.engine import dream_check, dream_source, recording
from dreamscape.engine.renderer import Renderer
from dreamscape.engine.settable import Settable
from dreamscape.errors import InputError
from dreamscape.live.controls.midi import parse_knobs
from dreamscape.live.controls.parameter_controls import OscControls, ParameterRanges
from dreamscape.parameters import Scalar, Values, declared
from dreamscape.quality import TIERS

Install = Callable[[dict[str, str], str], None]

LANTERN = {
    **MIST,
    "mist_art/mist.py": """
from dreamscape import Choice, Colour, Integer, Layer, Toggle, Vector

class Mist(Layer):
    "A flat colour, by all kinds of parameters."
    count = Integer(3, 1, 9, "tenths", "how bright")
    lit = Toggle(True, "whether it is lit at all")
    fuel = Choice("oil", ("wax", "oil", "gas"), "what burns")
    place = Vector((0.0, 1.0), (-5.0, 0.0), (5.0, 3.0), "m", "where it hangs", axes="xy", formerly="across up")
    tint = Colour("#ff8800", "of the flame")
""",
    "mist_art/mist.glsl": """
#include "frame.glsl"
uniform int count;
uniform bool lit;
uniform int fuel;
uniform vec2 place;
uniform vec3 tint;
out vec4 colour;
void main() {
    colour = vec4(lit ? tint * float(count) * 0.1 + vec3(place, float(fuel)) * 0.1 : vec3(0.0), 1.0);
}
""",
    "mist_art/moor.py": """
from dreamscape import Colour, Parameter, Scene, Toggle, Vector

class Moor(Scene):
    "A moor in the mist."
    layers = ("mist",)
    hung = Vector((0.0, 1.0), (-5.0, 0.0), (5.0, 3.0), "m", "of the lantern", axes="xy", formerly="hung_x hung_y")
    tint = Colour("#ff8800", "of the lantern")
    lit = Toggle(True, "whether it is lit")

    def layer_parameters(self, layer):
        return {"place": self.hung, "tint": self.tint, "lit": self.lit}

    @classmethod
    def colours(cls):
        return dict.fromkeys(("dominant", "counter", "other", "accent", "light", "shadow"), "#888888")
""",
}
ENTRIES = "[dreamscape.layers]\nmist = mist_art.mist:Mist\n[dreamscape.scenes]\nmoor = mist_art.moor:Moor\n"
DREAM = 'title = "Mine"\nseed = 7\n[[act]]\nscene = "moor"\nseconds = 20\n'


@pytest.fixture
def lantern(installed: Install) -> None:  # noqa: F811
    installed(LANTERN, ENTRIES)


def dream(path: Path, parameters: str = "") -> dream_file.Dream:
    path.write_text(f"{DREAM}[act.parameters]\n{parameters}\n", "utf-8")
    loaded = dream_file.load(str(path))
    dream_check.check(loaded)
    return loaded


def shown(ctx: moderngl.Context, loaded: dream_file.Dream, *changes: tuple[str, Scalar]) -> list[float]:
    """The colour two ticks after the dream's middle, once these controls have been set."""
    renderer = Renderer(ctx, loaded, (16, 9), TIERS["high"])
    for name, value in changes:
        renderer.world.push(ParameterChange(100, name, value))
    renderer.draw(Moment(120, 0.0))
    light = np.frombuffer(renderer.picture.framebuffer.read(components=3, dtype="f4"), np.float32)
    return [float(part) for part in light.reshape(-1, 3).mean(axis=0)]


def expected(tint: str = "#ff8800", count: int = 3, place: tuple[float, float] = (0.0, 1.0), fuel: int = 1) -> object:
    light = linear(tint) * count * 0.1 + np.array([*place, fuel]) * 0.1
    return pytest.approx(light.tolist(), abs=1e-3)


@pytest.mark.usefixtures("lantern")
def test_a_dream_file_sets_every_kind(ctx: moderngl.Context, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    assert shown(ctx, dream(path)) == expected()
    assert shown(ctx, dream(path, 'tint = "#00ff80"\nhung = [2, 3.0]')) == expected("#00ff80", place=(2.0, 3.0))
    assert shown(ctx, dream(path, "hung.x = 2.0\ntint.red = 0.0")) == expected("#008800", place=(2.0, 1.0))
    assert shown(ctx, dream(path, "hung_y = 2.0")) == expected(place=(0.0, 2.0))
    assert shown(ctx, dream(path, "lit = false")) == pytest.approx([0.0, 0.0, 0.0], abs=1e-3)


@pytest.mark.usefixtures("lantern")
@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("lit = 'yes'", "act[0].parameters.lit: expected true or false, got 'yes'"),
        ("tint = 'red'", "act[0].parameters.tint: expected a colour as #rrggbb, got 'red'"),
        ("hung = [1.0]", "act[0].parameters.hung: expected 2 numbers: x -5 to 5, y 0 to 3 (m), got [1.0]"),
        ("hung = ['1', '2']", "act[0].parameters"),
        ("hung.z = 1.0", "act[0].parameters.hung.z: unknown parameter, expected hung, lit or tint"),
        ("hung_x = 9", "act[0].parameters.hung_x: expected a number from -5 to 5 (m), got 9.0"),
        ("lit.x = 1", "act[0].parameters.lit: expected true or false, got {'x': 1.0}"),
    ],
)
def test_the_error_in_a_dream_file_says_what_each_kind_takes(line: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        dream(tmp_path / "mine.toml", line)
    assert str(caught.value).startswith(f"{tmp_path / 'mine.toml'}: {message}")


@pytest.mark.usefixtures("lantern")
def test_controls_set_every_kind_in_the_picture(ctx: moderngl.Context, tmp_path: Path) -> None:
    changes = [
        *(("mist.count", 5), ("mist.fuel", "gas"), ("mist.place.x", 1.0)),
        *(("moor.hung.y", 2.0), ("moor.tint.blue", 1.0), ("moor.lit", True)),
    ]
    loaded = dream(tmp_path / "mine.toml")
    assert shown(ctx, loaded, *changes) == expected("#ff88ff", 5, (1.0, 2.0), 2)
    assert shown(ctx, loaded, ("mist.lit", False)) == pytest.approx([0.0, 0.0, 0.0], abs=1e-3)


@pytest.mark.usefixtures("lantern")
def test_osc_sets_every_kind() -> None:
    controls = OscControls("127.0.0.1", 0)
    client = SimpleUDPClient("127.0.0.1", controls.port)
    for path, value in (
        *(("/mist/place", [2.0, 3.0]), ("/mist/place/x", 4.0), ("/mist/up", 0.5), ("/mist/tint", "#ff0000")),
        *(("/mist/count", 4.3), ("/mist/lit", False), ("/mist/fuel", "wax"), ("/moor/lit", 1.0)),
        *(("/mist/place", [2.0]), ("/mist/tint", 1.0), ("/mist/fuel", "coal"), ("/mist/place/z", 1.0)),
    ):
        client.send_message(path, value)
    client._sock.close()
    assert controls.poll() == [
        *(("mist.place.x", 4.0), ("mist.place.y", 0.5)),
        *(("mist.tint.red", 1.0), ("mist.tint.green", 0.0), ("mist.tint.blue", 0.0)),
        *(("mist.count", 4), ("mist.lit", False), ("mist.fuel", "wax"), ("moor.lit", True)),
    ]
    assert controls.ignored == 4
    controls.close()


@pytest.mark.usefixtures("lantern")
def test_a_recording_keeps_every_kind(tmp_path: Path) -> None:
    changes = (("mist.count", 4), ("mist.lit", False), ("mist.fuel", "wax"), ("mist.place.x", 1.5))
    assert replayed(tmp_path / "night.log", *changes) == list(changes)


def replayed(path: Path, *changes: tuple[str, Scalar]) -> list[tuple[str, Scalar]]:
    """Changes as a recording of them gives them back."""
    recorder = recording.Recorder(path, recording.header(dream_file.load("sapphire"), 7), overwrite=True)
    for name, value in changes:
        recorder.write(ParameterChange(3, name, value))
    recorder.close(4)
    (leg,) = recording.read(path).legs
    return [(event.name, event.value) for event in leg.own if isinstance(event, ParameterChange)]


FORMER = {
    **{f"{layer}.{old}": f"{layer}.{new}.{old}" for layer, new in (
        *(("hand", "wrist"), ("words", "opening"), ("flood", "opening"), ("lone_light", "middle"), ("mere", "lamp")),
        *(("dance_light", "middle"), ("discs", "source"), ("bokeh", "source"), ("door", "sill"), ("dreamer", "feet")),
        *(("key", "tip"), ("rings", "tip")),
    ) for old in "xyz"},
    **{f"bust.{old}": f"bust.base.{old}" for old in "xz"},
    **{f"bust.light_{axis}": f"bust.lamp.{axis}" for axis in "xyz"},
    **{f"mere.below_{axis}": f"mere.below_place.{axis}" for axis in "xz"},
    **{f"rings.drop_{axis}": f"rings.dripping.{axis}" for axis in "xz"},
}  # fmt: skip


def test_former_names_of_components_still_set_them_everywhere(tmp_path: Path) -> None:
    """In recordings, by OSC and by knobs: those of earlier versions, which knew of numbers alone."""
    assert len(FORMER) == 45
    assert replayed(tmp_path / "night.log", *((old, 0.5) for old in FORMER)) == [(now, 0.5) for now in FORMER.values()]
    controls = ParameterRanges()
    assert [controls.check(old, 0.5) for old in FORMER] == [{now: 0.5} for now in FORMER.values()]
    assert parse_knobs([f"{number}={old}" for number, old in enumerate(FORMER)]) == dict(enumerate(FORMER.values()))


def test_numbers_that_were_flags_and_places_are_read_from_former_recordings(tmp_path: Path) -> None:
    before = (("hand.left", 0.7), ("hand.stone", 0.2), ("key.struck", 1.0), ("key.body", -1.0), ("halo.body", 2.3))
    after = [("hand.left", True), ("hand.stone", False), ("key.struck", True), ("key.body", -1), ("halo.body", 2)]
    assert replayed(tmp_path / "night.log", *before) == after


def test_scenes_may_give_components_by_their_former_names(ctx: moderngl.Context) -> None:
    """A scene of another package that was written for them draws as before."""
    from dreamscape.rng import Streams

    values: Values = {"x": 1.0, "y": 2.0, "z": 3.0, "nearest": 4.0}
    layer = catalogue.layer("dreamer")(ctx, TIERS["low"], Streams(1), values)
    assert layer.feet == (1.0, 2.0, 3.0)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "value"), [("hand.wrist", [1.0, 2.0]), ("hand.wrist.w", 1.0), ("sky.none", 1.0), ("sky", 1.0), ("", 1.0)]
)
def test_what_cannot_be_set_is_refused(name: str, value: float) -> None:
    with pytest.raises(InputError, match=r"^here: (no parameter|hand\.wrist: expected 3 numbers)"):
        Settable().received(name, value, "here: ")


def test_parameters_are_listed_as_json() -> None:
    printed = json.loads(CliRunner().invoke(cli.main, ["layers", "--json"]).output)
    hand = printed["layers"]["hand"]["parameters"]
    assert (hand["left"]["kind"], hand["left"]["default"]) == ("toggle", False)
    assert (hand["wrist"]["kind"], hand["wrist"]["axes"], hand["wrist"]["default"]) == ("vector", "xyz", [0, 0, 0])
    assert (hand["wrist"]["low"], hand["wrist"]["high"], hand["wrist"]["unit"]) == (-500.0, 500.0, "m")
    assert printed["layers"]["halo"]["parameters"]["body"]["kind"] == "integer"
    assert printed["scenes"]["shore"]["parameters"]["storm"]["kind"] == "number"
    assert printed["scenes"]["shore"]["about"]


def test_parameters_are_listed_with_their_kinds() -> None:
    told = CliRunner().invoke(cli.main, ["layers", "--parameters"]).output
    for layer, name, value in (
        ("hand", "wrist", "[0, 0, 0] [x, y, z -500 to 500] m"),
        ("hand", "left", "false [true or false]"),
        ("key", "body", "-1 [-1 to 63, whole] place"),
        ("ocean", "glow", "1 [0 to 3] x"),
    ):
        about = declared(catalogue.layer(layer))[name].about
        assert f"    {name} = {value}: {about}" in told.splitlines()


@pytest.mark.usefixtures("lantern")
def test_set_takes_every_kind(ctx: moderngl.Context, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    dream(path)
    words = ["mist.count=5", "mist.fuel=gas", "mist.place=[1, 2]", "moor.tint=#00ff80", "mist.up=3", "mist.tint.blue=0"]
    assert shown(ctx, dream_source.load(str(path), None, words)) == expected("#00ff00", 5, (1.0, 3.0), 2)
    assert shown(ctx, dream_source.load(str(path), None, ["moor.lit=false"])) == pytest.approx([0.0] * 3, abs=1e-3)
    with pytest.raises(InputError, match=r"--set mist\.fuel: expected wax, oil or gas, got 'coal'"):
        dream_source.load(str(path), None, ["mist.fuel=coal"])


@pytest.mark.slow
def test_a_control_of_a_layer_leaves_a_scene_of_the_same_name_alone() -> None:
    """The key is both; the dream would end when a knob turns."""
    file = dream_file.load("sapphire").file
    world, act = world_of(file), next(number for number, act in enumerate(file.act) if act.scene == "key")
    world.skip_to(world.timeline.span(act)[0] + 5)
    world.push(ParameterChange(world.tick + 1, "key.glow", 0.5))
    world.step()
    assert world.settings == {"key.glow": 0.5}
