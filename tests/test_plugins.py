"""Layers and scenes of other packages: what breaks here lets a broken package stop dreams that do not need it."""

import sys
from pathlib import Path

import moderngl
import pytest
from conftest import world_of
from test_layers import LAYERS, SCENES, _light

from dreamscape import catalogue, cli
from dreamscape.commands import doctor
from dreamscape.dream.dream_file import Act, Dream, DreamFile, load
from dreamscape.dream.inputs import ParameterChange
from dreamscape.engine import dream_check
from dreamscape.errors import DreamscapeError, InputError, PluginWarning
from dreamscape.rng import Streams

MIST = {
    "mist_art/__init__.py": '"""Mist."""\n',
    "mist_art/mist.py": """
from dreamscape import Layer, Parameter

class Mist(Layer):
    "Grey all over."
    level = Parameter(0.5, 0.0, 1.0, "x", "how grey")
""",
    "mist_art/mist.glsl": """
#include "frame.glsl"
uniform float level;
out vec4 colour;
void main() { colour = vec4(vec3(level), 1.0); }
""",
    "mist_art/moor.py": """
from dreamscape import Scene

class Moor(Scene):
    "A moor in the mist."
    layers = ("mist",)

    @classmethod
    def colours(cls):
        return dict.fromkeys(("dominant", "counter", "other", "accent", "light", "shadow"), "#888888")
""",
    "mist_art-1.5.dist-info/METADATA": "Metadata-Version: 2.1\nName: mist-art\nVersion: 1.5\n",
}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Installs files and entry points, as another package would."""

    def install(files: dict[str, str], entries: str) -> None:
        for name, text in {**files, "mist_art-1.5.dist-info/entry_points.txt": entries}.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        catalogue.forget()

    yield install
    catalogue.forget()
    for name in [name for name in sys.modules if name.partition(".")[0] == "mist_art"]:
        del sys.modules[name]


def test_layers_and_scenes_of_another_package_are_found_and_drawn(installed, ctx: moderngl.Context) -> None:
    installed(MIST, "[dreamscape.layers]\nmist = mist_art.mist:Mist\n[dreamscape.scenes]\nmoor = mist_art.moor:Moor\n")
    assert {"mist", *LAYERS} == set(catalogue.layers())
    assert {"moor", *SCENES} == set(catalogue.scenes())
    assert _light(ctx, "moor", "high", (16, 9)) == pytest.approx(0.5, abs=1e-3)


def test_the_name_of_the_entry_point_is_the_one_that_controls_use(installed) -> None:
    """The class may have any name; settings under the listed name used to be lost silently."""
    frost = {"mist_art/frost.py": """
from dreamscape.parameters import Parameter
from mist_art.moor import Moor

class Frost(Moor):
    "A moor in winter."
    snowfall = Parameter(0.5, 0.0, 1.0, "x", "how much falls")
"""}  # fmt: skip
    layers = "[dreamscape.layers]\nwinter_mist = mist_art.mist:Mist\nmist = mist_art.mist:Mist\n"
    installed({**MIST, **frost}, f"{layers}[dreamscape.scenes]\nwinter_frost = mist_art.frost:Frost\n")
    assert "winter_frost.snowfall" in catalogue.parameters()
    world = world_of(DreamFile("Mine", 1, (Act("winter_frost", 20.0),)))
    world.push(ParameterChange(2, "winter_frost.snowfall", 0.125))
    world.advance_to(3)
    assert world.scenes[0].snowfall == 0.125  # type: ignore[attr-defined]
    with pytest.raises(InputError, match=r"winter_frost\.fog: unknown parameter"):
        catalogue.scene("winter_frost")(Streams(1), {"fog": 1.0})
    assert [catalogue.layer(name).name() for name in ("winter_mist", "mist")] == ["winter_mist", "mist"]


BROKEN = {
    **MIST,
    "mist_art/broken.py": "1 / 0\n",
    "mist_art/leaving.py": "import sys\nprint('chatter')\nsys.exit(7)\n",
    "mist_art/thick.py": "from mist_art import mist\nclass Thick(mist.Mist):\n    'Thick.'\n    blend = 'under'\n",
    "mist_art/wet.py": "from mist_art import mist\nclass Wet(mist.Mist):\n    'Wet.'\n    needs = ('dew',)\n",
    "mist_art/marsh.py": "from mist_art.moor import Moor\nclass Marsh(Moor):\n    layers = ('wet',)\n",
    "mist_art/bare.py": "from mist_art.moor import Moor\nclass Bare(Moor):\n    layers = None\n",
}


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("mist = mist_art.nowhere:Mist", "cannot be loaded (ModuleNotFoundError: No module named 'mist_art.nowhere')"),
        ("mist = mist_art.broken:Mist", "cannot be loaded (ZeroDivisionError: division by zero)"),
        ("mist = mist_art.leaving:Mist", "cannot be loaded (SystemExit: 7)"),
        (
            "mist = mist_art.mist:Fog",
            "cannot be loaded (AttributeError: module 'mist_art.mist' has no attribute 'Fog')",
        ),
        ("mist = mist_art.thick:Thick", "cannot be loaded (ValueError: mist_art.thick:Thick.blend: expected 'add', "),
        ("mist = mist_art.moor:Moor", "expected a Layer class, got <class 'mist_art.moor.Moor'>"),
    ],
)
def test_a_broken_package_is_named_and_stops_only_what_needs_it(installed, entry: str, message: str) -> None:
    installed(BROKEN, f"[dreamscape.layers]\n{entry}\n[dreamscape.scenes]\nmoor = mist_art.moor:Moor\n")
    named = f"entry point dreamscape.layers: {entry} of the package mist-art 1.5: "
    with pytest.raises(DreamscapeError) as caught:
        catalogue.layer("mist")
    assert str(caught.value).startswith(named)
    assert message in str(caught.value)
    dream_check.check(load("sapphire"))  # without a warning, which would be an error here
    with pytest.raises(DreamscapeError, match=r"layers: mist = .* of the package mist-art 1\.5"):
        dream_check.check(dream_of("moor"))  # whose layer it is
    with pytest.warns(PluginWarning, match="it is left out") as warned:
        assert set(catalogue.layers()) == set(LAYERS)
    assert [str(one.message).startswith(named) for one in warned] == [True]


def dream_of(scene: str) -> Dream:
    return Dream("mine", DreamFile("Mine", 1, (Act(scene, 20.0),)), "")


@pytest.mark.parametrize(
    ("scene", "message"),
    [
        ("fen", "dreamscape.scenes: fen = mist_art.leaving:Fen of the package mist-art 1.5: cannot be loaded"),
        ("bare", "mist_art.bare:Bare: cannot be drawn (AuthorError: Bare.layers: expected a tuple of names, "),
        (
            "marsh",
            "scene 'marsh': layer 'wet' needs the texture 'dew', which no layer of the scene publishes; no layer",
        ),
        ("bog", "mine: act[0].scene: unknown scene 'bog', expected bare, chorus, fen"),
    ],
)
def test_a_dream_that_names_a_broken_scene_is_refused_before_anything_is_drawn(installed, scene: str, message: str):
    scenes = "fen = mist_art.leaving:Fen\nbare = mist_art.bare:Bare\nmarsh = mist_art.marsh:Marsh\n"
    installed(BROKEN, f"[dreamscape.layers]\nwet = mist_art.wet:Wet\n[dreamscape.scenes]\n{scenes}")
    with pytest.raises(DreamscapeError) as caught:
        dream_check.check(dream_of(scene))
    assert message in str(caught.value)


def test_a_name_that_is_taken_changes_nothing(installed) -> None:
    installed(MIST, "[dreamscape.layers]\nsky = mist_art.mist:Mist\n")
    assert catalogue.layer("sky").__module__ == "dreamscape.layers.sky"
    with pytest.raises(DreamscapeError, match=r"'jelly': unknown, .*there is a 'sky' already, .*; it is left out$"):
        catalogue.layer("jelly")
    with pytest.warns(PluginWarning, match=r"mist-art 1\.5: there is a 'sky' already.*; it is left out"):
        assert catalogue.layers()["sky"] is catalogue.layer("sky")


def test_a_name_that_two_packages_claim_is_refused(installed) -> None:
    other = {name.replace("mist_art-1.5", "haze-2"): text.replace("mist-art", "haze") for name, text in MIST.items()}
    entries = "[dreamscape.layers]\nmist = mist_art.mist:Mist\nhaze = mist_art.mist:Mist\n"
    installed(
        {**MIST, **other, "haze-2.dist-info/entry_points.txt": entries.replace("mist:Mist", "haze:Mist", 1)}, entries
    )
    with pytest.raises(DreamscapeError, match=r"haze 1\.5.*: expected one 'mist'; uninstall one of them"):
        catalogue.layer("mist")
    assert catalogue.layer("haze").__name__ == "Mist"  # the same class twice is no contradiction


def test_a_package_whose_entry_points_are_not_text_gets_a_warning(installed, tmp_path: Path) -> None:
    installed(MIST, "")
    (tmp_path / "mist_art-1.5.dist-info" / "entry_points.txt").write_bytes(b"[dreamscape.layers]\n\xff = a:b\n")
    with pytest.warns(PluginWarning, match=r"entry points .*: cannot be read \(UnicodeDecodeError"):
        assert set(catalogue.scenes()) == set(SCENES)


@pytest.mark.filterwarnings("default::dreamscape.errors.PluginWarning")
def test_the_program_warns_and_goes_on(installed, capsys: pytest.CaptureFixture[str]) -> None:
    installed(
        BROKEN, "[dreamscape.layers]\nmist = mist_art.broken:Mist\n[dreamscape.scenes]\nbare = mist_art.bare:Bare\n"
    )
    assert cli.run(["layers"]) == 0
    message = capsys.readouterr()
    assert "  sky " in message.out
    assert "  bare\n" in message.out  # a class without a docstring
    assert message.err.startswith(
        "dreamscape: warning: entry point dreamscape.layers: mist = mist_art.broken:Mist of the "
    )
    assert message.err.count("\n") == 1


@pytest.mark.slow
def test_the_doctor_lists_other_packages(installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = "[dreamscape.layers]\nmist = mist_art.mist:Mist\n[dreamscape.scenes]\nfen = mist_art.leaving:Fen\n"
    installed(BROKEN, entries)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    usable, broken = doctor._plugins()
    assert (usable.found, usable.advice) == ("layer mist of mist_art.mist", "")
    assert "fen = mist_art.leaving:Fen of the package mist-art 1.5: cannot be loaded" in broken.advice
