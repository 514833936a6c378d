"""--scene and --set: what breaks here makes a stranger write a package before the first picture, or runs their code
when a film or a recording says so.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dreamscape import catalogue, cli
from dreamscape.authoring import scene_file
from dreamscape.commands import exporting, film
from dreamscape.commands.parameters import ExportParameters
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import dream_source, provenance, recording
from dreamscape.engine.act_layers import Scenes
from dreamscape.errors import AuthorError, DreamscapeError, InputError
from dreamscape.rng import Streams
from dreamscape.world.scene import palettes

FILE = '''"""Two colours."""

from dreamscape import Layer, Parameter, Scene

print("run")


class RedGlow(Layer):
    """Red, as bright as it is told."""

    level = Parameter(0.5, 0.0, 1.0, "part", "how bright")

    def build(self):
        """Make what is made once."""
        self.built = self.level


class Hall(Scene):
    """Red on grey."""

    layers = ("grey_wall", "red_glow")
    width = Parameter(2.0, 1.0, 9.0, "m", "how wide")

    @classmethod
    def colours(cls):
        """One."""
        return dict.fromkeys(("dominant", "counter", "other", "accent", "light", "shadow"), "#888888")
'''
WALL = "from dreamscape import Layer\n\n\nclass GreyWall(Layer):\n    pass\n"
GREY = "out vec4 colour;\nvoid main() { colour = vec4(vec3(0.1), 1.0); }\n"
RED = "uniform float level;\nout vec4 colour;\nvoid main() { colour = vec4(level, 0.0, 0.0, 0.0); }\n"
SMALL = ["--size", "32x18", "--quality", "low"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a scene file and its layers, in which the program is started; nothing of it is known afterwards."""
    for name, text in {"hall.py": FILE, "red_glow.glsl": RED, "grey_wall.py": WALL, "grey_wall.glsl": GREY}.items():
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(catalogue, "_of_files", {name: {} for name in catalogue._of_files})
    yield tmp_path
    catalogue.forget()


def test_a_scene_and_its_layers_are_found_in_one_file_and_beside_it(folder: Path, capsys) -> None:
    dream = dream_source.load(scene="hall.py:Hall")
    assert (dream.name, dream.file.title, dream.file.act[0].scene) == ("hall.py:Hall", "Hall", "hall")
    assert catalogue.layer("red_glow").shader_file() == folder / "red_glow.glsl"
    assert catalogue.layer("grey_wall").__module__.endswith(".grey_wall")
    assert dream_source.load(scene="hall.py").digest == dream.digest, "the only scene need not be named"
    assert capsys.readouterr().out == "run\n" * 2, "once for each word that names it"


def test_nothing_beside_the_file_stands_in_for_a_module_of_others(folder: Path) -> None:
    (folder / "tomllib.py").write_text("raise SystemExit('never')")
    (folder / "helper.py").write_text("COLOUR = 3")
    (folder / "hall.py").write_text(f"import tomllib\nfrom .helper import COLOUR\n{FILE}")
    file = scene_file.load("hall.py")
    assert folder / "helper.py" in file.files
    assert str(folder) not in sys.path
    assert "helper" not in sys.modules


@pytest.mark.parametrize("name", ["hall.py", "grey_wall.py", "red_glow.glsl"])
def test_the_digest_is_of_all_that_the_scene_is_made_of(folder: Path, name: str) -> None:
    before = dream_source.load(scene="hall.py").digest
    with (folder / name).open("a") as file:
        file.write("\n")
    assert dream_source.load(scene="hall.py").digest != before


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("hall.py:Hull", "--scene hall.py: no scene 'Hull', expected Hall, like --scene hall.py:Hall"),
        ("wall.py:Hall", "--scene wall.py:Hall: there is no such file"),
        ("hall:Hall", "--scene hall:Hall: expected a Python file and a class, like cove.py:Cove"),
        ("grey_wall.py", "--scene grey_wall.py: no scene in it, expected a class that derives from dreamscape.Scene"),
        ("two.py", "--scene two.py: several scenes, expected Hall or Loft, like --scene two.py:Hall"),
    ],
)
def test_what_is_no_scene_is_said_in_a_sentence(folder: Path, word: str, told: str, capsys) -> None:
    (folder / "two.py").write_text(f"{FILE}\n\nclass Loft(Hall):\n    pass\n")
    assert cli.run(["still", "a.png", "--scene", word, *SMALL]) == 2
    assert told in capsys.readouterr().err


def test_a_name_of_the_programs_own_is_refused(folder: Path) -> None:
    (folder / "hall.py").write_text(FILE.replace("RedGlow", "Sky"))
    with pytest.raises(InputError, match=r"hall\.py: Sky: there is a 'sky' among the program's own; give the class"):
        dream_source.load(scene="hall.py")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('print("run")', "1 / 0", "hall.py:5: ZeroDivisionError: division by zero\n    1 / 0\n"),
        ("class Hall(Scene)", "class Hall Scene", "hall.py:18: SyntaxError: invalid syntax\n    class Hall Scene:\n"),
        pytest.param(
            "self.built = self.level",
            "self.level()",
            "hall.py:15, in build: TypeError: 'float' object is not callable",
            marks=pytest.mark.slow,
        ),
        ("return dict", "return bad", "hall.py:27, in colours: NameError: name 'bad' is not defined"),
        ("0.5, 0.0, 1.0", "5.0, 0.0, 1.0", "hall.py:"),
    ],
)
def test_a_mistake_is_shown_with_the_authors_own_line(folder: Path, old: str, new: str, told: str, capsys) -> None:
    (folder / "hall.py").write_text(FILE.replace(old, new))
    assert cli.run(["still", "a.png", "--scene", "hall.py", *SMALL]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"dreamscape: {told}")
    assert "report it" not in said
    assert "dreamscape_scene_file" not in said
    assert cli.run(["still", "a.png", "--scene", "hall.py", "--traceback", *SMALL]) == 1
    whole = capsys.readouterr().err
    assert whole.startswith("Traceback (most recent call last):\n")
    assert f'File "{folder / "hall.py"}", line ' in whole
    assert whole.endswith(said)


def test_sound_takes_a_scene_file_and_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dreamscape.export import sound_file

    saved = []
    monkeypatch.setattr(sound_file, "save", lambda *arguments: saved.append(arguments))
    assert cli.run(["sound", "a.wav", "--scene", "hall.py:Hall", "--set", "hall.width=3", "--to", "2"]) == 0
    _, request, _, metadata, *_ = saved[0]
    assert request.dream.file.act[0].scene == "hall"
    assert request.dream.settings == {"hall.width": 3.0}
    assert any("--scene hall.py:Hall --set hall.width=3" in text for text in metadata.values())


@pytest.mark.slow
def test_a_scene_file_brings_its_own_sound(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: folder / "cache")
    (folder / "brief.toml").write_text('title = "Brief"\nseed = 7\n[[act]]\nscene = "hall"\nseconds = 3\n')
    asked = ["--dream", "brief.toml", "--scene", "hall.py:Hall"]
    assert cli.run(["sound", "bed.wav", *asked]) == 0
    sounding = "\n    def sounding(self, seconds):\n        return Sounding()\n"
    imported = "from dreamscape.world.scene_sound import Sounding\n\n\nclass RedGlow"
    (folder / "hall.py").write_text(FILE.replace("class RedGlow", imported) + sounding)
    monkeypatch.setattr(catalogue, "_of_files", {name: {} for name in catalogue._of_files})
    assert cli.run(["sound", "other.wav", *asked]) == 0
    assert Path("bed.wav").read_bytes()[-40_000:] != Path("other.wav").read_bytes()[-40_000:]


def test_a_set_parameter_reaches_scenes_and_layers_as_they_are_built(folder: Path, ctx) -> None:
    from dreamscape.engine.renderer import Renderer
    from dreamscape.quality import TIERS

    dream = dream_source.load(scene="hall.py", settings=["red_glow.level=0.75", "hall.width=3"])
    scene, layers = Renderer(ctx, dream, (32, 18), TIERS["low"]).scene(0)
    assert scene.width == 3.0
    assert layers[1].layer.built == 0.75
    assert dream.digest != dream_source.load(scene="hall.py").digest
    assert dream_source.option_words(dream, dream.name) == [
        "--scene", "hall.py:Hall", "--set", "red_glow.level=0.75", "--set", "hall.width=3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("red_glow.levl=1", "--set red_glow.levl: unknown parameter; did you mean 'level'?"),
        ("red_glow.level=2", "--set red_glow.level: expected a number from 0 to 1 (part), got 2"),
        ("red_glow.level=bright", "--set red_glow.level: expected a number from 0 to 1 (part), got 'bright'"),
        (
            "red_glo.level=1",
            "--set red_glo.level: no scene or layer of the dream hall.py:Hall; did you mean 'red_glow'?",
        ),
        ("ocean.foam=1", "--set ocean.foam: no scene or layer of the dream hall.py:Hall, expected grey_wall, hall or"),
        ("level=1", "--set level=1: expected a name and a value, like ocean.swell_height=0.5"),
        ("red_glow.level", "--set red_glow.level: expected a name and a value"),
        (f"red_glow.level={'[' * 1000}", "--set red_glow.level: expected a number"),
    ],
)
def test_what_cannot_be_set_is_said_in_a_sentence(folder: Path, setting: str, told: str, capsys) -> None:
    assert cli.run(["still", "a.png", "--scene", "hall.py", "--set", setting, *SMALL]) == 2
    assert told in capsys.readouterr().err


PALETTE = 'return dict.fromkeys(("dominant", "counter", "other", "accent", "light", "shadow"), "#888888")'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"shadow")', '"shade")', "Hall.colours: no 'shadow' (did you write 'shade'?)"),
        ('"shadow")', '"shadow", "glow")', "Hall.colours: unknown role 'glow'"),
        ('"#888888"', '"orange"', "Hall.colours: dominant: expected a colour as #rrggbb"),
        (PALETTE, "return None", "Hall.colours: expected a table, got nothing"),
        ('("grey_wall", "red_glow")', '("red_glow")', 'Hall.layers: expected a tuple of names, like ("red_glow",)'),
        ('"red_glow")', '"red_glw")', "scene 'hall': layer 'red_glw': unknown; did you mean 'red_glow'?"),
    ],
)  # fmt: skip
def test_what_a_scene_declares_wrongly_is_its_authors_mistake(folder: Path, old: str, new: str, told: str) -> None:
    (folder / "hall.py").write_text(FILE.replace(old, new))
    with pytest.raises(DreamscapeError) as caught:
        dream_source.load(scene="hall.py")
    assert str(caught.value).startswith(told)
    assert caught.value.exit_code == 1


def test_a_first_scene_needs_only_layers(folder: Path) -> None:
    (folder / "hall.py").write_text(FILE.partition("    @classmethod")[0])
    dream_source.load(scene="hall.py")
    assert catalogue.scene("hall").colours() == palettes()["shore"]


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("def camera(self, seconds): return (0, 1, 2)", "Hall.camera: expected a dreamscape.Camera, got (0, 1, 2)"),
        (
            "def layer_parameters(self, layer): return {'level': 7}",
            "scene 'hall', layer_parameters('red_glow'): red_glow.level: expected a number from 0 to 1 (part), got 7",
        ),
        ("def layer_parameters(self, layer): return None", "Hall.layer_parameters('red_glow'): expected values by"),
    ],
)
def test_what_a_scene_returns_wrongly_is_its_authors_mistake(folder: Path, method: str, told: str) -> None:
    (folder / "hall.py").write_text(f"{FILE}\n    {method}\n")
    dream = dream_source.load(scene="hall.py")
    with pytest.raises(DreamscapeError) as caught:
        Scenes(Timeline(dream.file, Streams(1)), Streams(1)).checked_parameters(0, "red_glow")
    assert str(caught.value).startswith(told)


def test_a_former_name_of_a_layer_sets_it_too() -> None:
    name = next(name for name in catalogue.parameters() if name.startswith("lone_light."))
    value = catalogue.parameters()[name].default
    dream = dream_source.load("sapphire", settings=[f"{name.replace('lone_light', 'lone')}={value}"])
    assert dream.settings == {name: value}


def test_a_dream_file_may_use_a_scene_file_and_must(folder: Path) -> None:
    (folder / "mine.toml").write_text('title = "Mine"\nseed = 1\n[[act]]\nscene = "hall"\nseconds = 9\n')
    dream = dream_source.load("mine.toml", "hall.py:Hall")
    assert dream.file.seconds == 9
    assert dream_source.option_words(dream, "mine.toml") == ["--dream", "mine.toml", "--scene", "hall.py:Hall"]
    with pytest.raises(InputError, match="the dream sapphire has no act of the scene 'hall'; leave --dream out"):
        dream_source.load("sapphire", "hall.py:Hall")


def test_another_process_runs_the_same_file_or_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dream = dream_source.load(scene="hall.py")
    (folder / "hall.py").write_text(FILE + "\n")
    catalogue.provide(dream)  # which this process has run before
    monkeypatch.setattr(scene_file, "_versions", {})  # as in another one
    with pytest.raises(Exception, match=r"hall\.py: was changed meanwhile"):
        catalogue.provide(dream)


@pytest.mark.slow
def test_a_film_of_a_scene_file_verifies_where_the_user_names_the_file(folder: Path, capsys) -> None:
    asked = ["--scene", "hall.py:Hall", "--set", "red_glow.level=0.25", "--to", "1", *SMALL]
    assert cli.run(["export", "a.mkv", *asked]) == 0
    capsys.readouterr()
    assert cli.run(["verify", "a.mkv"]) == 2
    told = capsys.readouterr()
    assert "was made of hall.py:Hall, a scene file, which is only run if you name it" in told.err
    assert told.out == "", "the film has run nothing"
    assert cli.run(["verify", "a.mkv", "--scene", "hall.py:Hall"]) == 0
    assert "to the bit" in capsys.readouterr().out
    (folder / "red_glow.glsl").write_text(RED + "\n")
    assert cli.run(["verify", "a.mkv", "--scene", "hall.py:Hall"]) == 2
    assert "another text of the dream hall.py:Hall; give that as --scene FILE" in capsys.readouterr().err


def test_a_film_goes_on_only_with_the_same_scene_and_settings(folder: Path, capsys) -> None:
    asked = ["--scene", "hall.py:Hall", "--to", "1", *SMALL]
    digests = {}
    for settings in ((), ("--set", "red_glow.level=0.2")):
        context = film.export.make_context("export", ["a.mkv", *asked, *settings])
        with context:
            given = {name: value for name, value in context.params.items() if name != "output"}
            request = exporting.export_request(Path("a.mkv"), ExportParameters(**given))
            digests[settings] = provenance.facts(request.job.request, request.arguments)
    assert digests[()]["dream"] != digests["--set", "red_glow.level=0.2"]["dream"]
    assert digests["--set", "red_glow.level=0.2"]["--set"] == "red_glow.level=0.2"
    assert digests[()]["--scene"] == "hall.py:Hall"


@pytest.mark.slow
def test_a_recording_remembers_what_was_set_and_runs_no_file_by_itself(folder: Path, capsys) -> None:
    dream = dream_source.load(scene="hall.py:Hall", settings=["red_glow.level=0.25"])
    recorder = recording.Recorder(Path("a.jsonl"), recording.header(dream, 7))
    recorder.close(60)
    assert json.loads(Path("a.jsonl").read_text().splitlines()[0])["set"] == {"red_glow.level": 0.25}
    capsys.readouterr()
    assert cli.run(["export", "a.mkv", "--replay", "a.jsonl", *SMALL]) == 2
    told = capsys.readouterr()
    assert "was recorded with hall.py:Hall, a scene file, which is only run if you name it" in told.err
    assert told.out == ""
    named = ["export", "a.mkv", "--replay", "a.jsonl", "--scene", "hall.py:Hall", *SMALL]
    assert cli.run([*named, "--set", "red_glow.level=0.5"]) == 2
    assert "the recording was played with red_glow.level=0.25; leave --set out" in capsys.readouterr().err
    assert cli.run(named) == 0
    assert cli.run(["verify", "a.mkv", "--replay", "a.jsonl", "--scene", "hall.py:Hall"]) == 0


def test_an_author_error_comes_whole_through_a_pipe() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(AuthorError("hall.py:5: KeyError", "a[b]")))
    assert (str(error), error.source) == ("hall.py:5: KeyError", "a[b]")
