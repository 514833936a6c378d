"""Scene files: what breaks here makes a stranger write a package before the first picture."""

import sys
from pathlib import Path

import pytest
from hall import FILE, SMALL, written

from dreamscape import catalogue, cli
from dreamscape.authoring import scene_file
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import dream_source
from dreamscape.engine.act_layers import Scenes
from dreamscape.errors import AuthorError, DreamscapeError, InputError
from dreamscape.rng import Streams
from dreamscape.world.scene import palettes


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return written(tmp_path, monkeypatch)


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
    ("word", "message"),
    [
        ("hall.py:Hull", "--scene hall.py: no scene 'Hull', expected Hall, like --scene hall.py:Hall"),
        ("wall.py:Hall", "--scene wall.py:Hall: there is no such file"),
        ("hall:Hall", "--scene hall:Hall: expected a Python file and a class, like cove.py:Cove"),
        ("grey_wall.py", "--scene grey_wall.py: no scene in it, expected a class that derives from dreamscape.Scene"),
        ("two.py", "--scene two.py: several scenes, expected Hall or Loft, like --scene two.py:Hall"),
    ],
)
def test_what_is_no_scene_is_said_in_a_sentence(folder: Path, word: str, message: str, capsys) -> None:
    (folder / "two.py").write_text(f"{FILE}\n\nclass Loft(Hall):\n    pass\n")
    assert cli.run(["still", "a.png", "--scene", word, *SMALL]) == 2
    assert message in capsys.readouterr().err


def test_a_name_of_the_programs_own_is_refused(folder: Path) -> None:
    (folder / "hall.py").write_text(FILE.replace("RedGlow", "Sky"))
    with pytest.raises(InputError, match=r"hall\.py: Sky: there is a 'sky' among the program's own; give the class"):
        dream_source.load(scene="hall.py")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('print("run")', "1 / 0", "hall.py:5: ZeroDivisionError: division by zero\n    1 / 0\n"),
        ('print("run")', "raise SystemExit(3)", "hall.py:5: SystemExit: 3\n    raise SystemExit(3)\n"),
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
def test_a_mistake_is_shown_with_the_authors_own_line(folder: Path, old: str, new: str, message: str, capsys) -> None:
    (folder / "hall.py").write_text(FILE.replace(old, new))
    assert cli.run(["still", "a.png", "--scene", "hall.py", *SMALL]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"dreamscape: {message}")
    assert "report it" not in said
    assert "dreamscape_scene_file" not in said
    assert cli.run(["still", "a.png", "--scene", "hall.py", "--traceback", *SMALL]) == 1
    whole = capsys.readouterr().err
    assert whole.startswith("Traceback (most recent call last):\n")
    assert f'File "{folder / "hall.py"}", line ' in whole
    assert whole.endswith(said)


PALETTE = 'return dict.fromkeys(("dominant", "counter", "other", "accent", "light", "shadow"), "#888888")'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"shadow")', '"shade")', "Hall.colours: no 'shadow' (did you write 'shade'?)"),
        ('"shadow")', '"shadow", "glow")', "Hall.colours: unknown role 'glow'"),
        ('"#888888"', '"orange"', "Hall.colours: dominant: expected a colour as #rrggbb"),
        (PALETTE, "return None", "Hall.colours: expected a table, got nothing"),
        ('("grey_wall", "red_glow")', '("red_glow")', 'Hall.layers: expected a tuple of names, like ("red_glow",)'),
        ('"red_glow")', '"red_glw")', "scene 'hall': layer 'red_glw': unknown; did you mean 'red_glow'?"),
    ],
)  # fmt: skip
def test_what_a_scene_declares_wrongly_is_its_authors_mistake(folder: Path, old: str, new: str, message: str) -> None:
    (folder / "hall.py").write_text(FILE.replace(old, new))
    with pytest.raises(DreamscapeError) as caught:
        dream_source.load(scene="hall.py")
    assert str(caught.value).startswith(message)
    assert caught.value.exit_code == 1


def test_a_first_scene_needs_only_layers(folder: Path) -> None:
    (folder / "hall.py").write_text(FILE.partition("    @classmethod")[0])
    dream_source.load(scene="hall.py")
    assert catalogue.scene("hall").colours() == palettes()["shore"]


@pytest.mark.parametrize(
    ("method", "message"),
    [
        ("def camera(self, seconds): return (0, 1, 2)", "Hall.camera: expected a dreamscape.Camera, got (0, 1, 2)"),
        (
            "def layer_parameters(self, layer): return {'level': 7}",
            "scene 'hall', layer_parameters('red_glow'): red_glow.level: expected a number from 0 to 1 (part), got 7",
        ),
        ("def layer_parameters(self, layer): return None", "Hall.layer_parameters('red_glow'): expected values by"),
    ],
)
def test_what_a_scene_returns_wrongly_is_its_authors_mistake(folder: Path, method: str, message: str) -> None:
    (folder / "hall.py").write_text(f"{FILE}\n    {method}\n")
    dream = dream_source.load(scene="hall.py")
    with pytest.raises(DreamscapeError) as caught:
        Scenes(Timeline(dream.file, Streams(1)), Streams(1)).checked_parameters(0, "red_glow")
    assert str(caught.value).startswith(message)


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
    dream_source.provide(dream)  # which this process has run before
    monkeypatch.setattr(scene_file, "_versions", {})  # as in another one
    with pytest.raises(Exception, match=r"hall\.py: was changed meanwhile"):
        dream_source.provide(dream)


def test_an_author_error_comes_whole_through_a_pipe() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(AuthorError("hall.py:5: KeyError", "a[b]")))
    assert (str(error), error.source) == ("hall.py:5: KeyError", "a[b]")
