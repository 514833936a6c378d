"""--scene and --set of commands: what breaks here runs a stranger's code when a film or a recording says so."""

import json
from pathlib import Path

import pytest
from hall import FILE, RED, SMALL, written

from dreamscape import catalogue, cli
from dreamscape.authoring import editions
from dreamscape.commands import exporting, film
from dreamscape.commands.parameters import ExportParameters
from dreamscape.engine import dream_source, provenance, recording


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return written(tmp_path, monkeypatch)


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
    options = ["--dream", "brief.toml", "--scene", "hall.py:Hall"]
    assert cli.run(["sound", "bed.wav", *options]) == 0
    sounding = "\n    def sounding(self, seconds):\n        return Sounding()\n"
    imported = "from dreamscape.world.scene_sound import Sounding\n\n\nclass RedGlow"
    (folder / "hall.py").write_text(FILE.replace("class RedGlow", imported) + sounding)
    monkeypatch.setattr(editions, "_published", {group: {} for group in editions.copy()})
    assert cli.run(["sound", "other.wav", *options]) == 0
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
    ("setting", "message"),
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
def test_what_cannot_be_set_is_said_in_a_sentence(folder: Path, setting: str, message: str, capsys) -> None:
    assert cli.run(["still", "a.png", "--scene", "hall.py", "--set", setting, *SMALL]) == 2
    assert message in capsys.readouterr().err


def test_a_former_name_of_a_layer_sets_it_too() -> None:
    name = next(name for name in catalogue.parameters() if name.startswith("lone_light."))
    value = catalogue.parameters()[name].default
    dream = dream_source.load("sapphire", settings=[f"{name.replace('lone_light', 'lone')}={value}"])
    assert dream.settings == {name: value}


@pytest.mark.slow
def test_a_film_of_a_scene_file_verifies_where_the_user_names_the_file(folder: Path, capsys) -> None:
    asked = ["--scene", "hall.py:Hall", "--set", "red_glow.level=0.25", "--to", "1", "--no-sound", *SMALL]
    assert cli.run(["export", "a.mkv", *asked]) == 0
    capsys.readouterr()
    assert cli.run(["verify", "a.mkv"]) == 2
    printed = capsys.readouterr()
    assert "was made of hall.py:Hall, a scene file, which is only run if you name it" in printed.err
    assert printed.out == "", "the film has run nothing"
    assert cli.run(["verify", "a.mkv", "--scene", "hall.py:Hall"]) == 0
    assert "to the bit" in capsys.readouterr().out
    (folder / "red_glow.glsl").write_text(RED + "\n")
    assert cli.run(["verify", "a.mkv", "--scene", "hall.py:Hall"]) == 2
    assert "another text of the dream hall.py:Hall; give that as --scene FILE" in capsys.readouterr().err


def test_a_film_goes_on_only_with_the_same_scene_and_settings(folder: Path, capsys) -> None:
    options = ["--scene", "hall.py:Hall", "--to", "1", *SMALL]
    digests = {}
    for settings in ((), ("--set", "red_glow.level=0.2")):
        context = film.export.make_context("export", ["a.mkv", *options, *settings])
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
    printed = capsys.readouterr()
    assert "was recorded with hall.py:Hall, a scene file, which is only run if you name it" in printed.err
    assert printed.out == ""
    named = ["export", "a.mkv", "--replay", "a.jsonl", "--scene", "hall.py:Hall", "--no-sound", *SMALL]
    assert cli.run([*named, "--set", "red_glow.level=0.5"]) == 2
    assert "the recording was played with red_glow.level=0.25; leave --set out" in capsys.readouterr().err
    assert cli.run(named) == 0
    assert cli.run(["verify", "a.mkv", "--replay", "a.jsonl", "--scene", "hall.py:Hall"]) == 0
