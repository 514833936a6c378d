"""Features: what breaks here lists a seed as something else than what is drawn, or ranks seeds by nothing."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dreamscape import Scene, catalogue, cli
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.engine.features import ActFeatures, Rarity, SeedFeatures, described, features_of
from dreamscape.errors import InputError
from dreamscape.places.door.portal import portal
from dreamscape.places.face.eyes import PEOPLE, complexions, face_eyes
from dreamscape.places.face.head import features_of as head_features
from dreamscape.places.face.head import head
from dreamscape.places.key import helix
from dreamscape.places.shore.outline import Outline
from dreamscape.places.street.street import street
from dreamscape.rng import Streams
from dreamscape.world.feature import Feature

PLACES = [name for name, scene in catalogue.scenes().items() if scene.__module__.startswith("dreamscape.")]


def told(scene: str, seed: int, **parameters: float | str) -> dict[str, Feature]:
    made = catalogue.scene(scene)(Streams(seed), parameters)
    return {one.name: one for one in made.features()}


@pytest.mark.parametrize("scene", PLACES)
def test_every_scene_tells_its_features_and_the_same_again(scene: str) -> None:
    once = told(scene, 11)
    assert once
    assert once == told(scene, 11)
    assert once != told(scene, 12)
    assert {name: (one.kind, one.options) for name, one in once.items()} == {
        name: (one.kind, one.options) for name, one in told(scene, 12).items()
    }


@pytest.mark.slow
@pytest.mark.parametrize("scene", [name for name in PLACES if name != "paper"])
def test_every_option_is_the_choice_of_some_seed(scene: str) -> None:
    """One that never comes up is a word for nothing that is drawn."""
    seen: dict[str, set[object]] = {}
    for seed in range(120):
        for name, one in told(scene, seed).items():
            seen.setdefault(name, set()).update((one.value,) if isinstance(one.value, str) else one.value) if (
                one.options
            ) else None
    for name, one in told(scene, 0).items():
        if one.options:
            assert set(one.options) - seen[name] <= {"dreamer", "child"}, name


def test_what_the_dream_sets_is_told_as_it_is_drawn() -> None:
    for heaven in ("moon", "stars"):
        scene = catalogue.scene("key")(Streams(7), {"heaven": heaven})
        assert {one.name: one.value for one in scene.features()}["heaven"] == heaven
        assert scene.layer_parameters("mere")["heaven"] == heaven
    for weather, snow in (("snow", 1.0), ("dry", 0.0)):
        scene = catalogue.scene("silence")(Streams(7), {"weather": weather})
        assert {one.name: one.value for one in scene.features()}["weather"] == weather
        assert scene.layer_parameters("portal")["snow"] == snow
    for seed in (7, 8):
        shore = catalogue.scene("shore")(Streams(seed), {"aurora": 2.0})
        drawn = shore.layer_parameters("sky")["aurora"]
        assert {one.name: one.value for one in shore.features()}["aurora"] == round(drawn, 2)  # type: ignore[arg-type]


@pytest.mark.parametrize(("scene", "nightly"), [("key", {"heaven", "weather"}), ("shore", {"aurora", "night"})])
def test_what_only_nights_show_is_not_told_of_days(scene: str, nightly: set[str]) -> None:
    day, night = (catalogue.scene(scene)(Streams(7), {"sun": sun}) for sun in (0.3, 0.0))
    assert nightly <= {one.name for one in night.features()}
    assert not nightly & {one.name for one in day.features()}


def test_another_bow_is_another_mesh_and_another_word(monkeypatch: pytest.MonkeyPatch) -> None:
    forged = helix.Forged.from_seed(Streams(7))
    before = helix.key(Streams(7), 5).position
    other = replace(forged, bow="quatrefoil" if forged.bow != "quatrefoil" else "ring")
    monkeypatch.setattr(helix.Forged, "from_seed", lambda streams: other)
    helix.key.cache_clear()
    assert told("key", 7)["bow"].value == other.bow
    after = helix.key(Streams(7), 5).position
    helix.key.cache_clear()
    assert np.abs(after - before).max() > 0.01


def test_another_outline_is_another_word(monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(Outline.from_seed(Streams(7)), face="cave", crest="fin")
    monkeypatch.setattr(Outline, "from_seed", lambda streams: other)
    now = told("shore", 7)
    assert (now["cliff"].value, now["crest"].value) == ("cave", "fin")


def test_the_street_bends_first_to_the_side_that_is_told() -> None:
    for seed in range(30):
        heading = street(Streams(seed)).heading_at(1.0)
        assert told("spires", seed)["bend"].value == ("right" if heading > 0.0 else "left")


def test_the_door_and_the_face_are_those_that_are_drawn() -> None:
    for seed in (3, 4):
        streams = Streams(seed)
        assert told("silence", seed)["front"].value == portal(streams).outline
        assert head_features(streams).age == head(streams).age
        assert head_features(streams).order == head(streams).order
        assert face_eyes(streams).mosaic.pair.max() + 1 == PEOPLE == len(complexions(streams).iris)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("Cliff", "beak", "", ("beak",)), "name"),
        (("cliff", "beak", "", ("prow",)), "options"),
        (("order", ("a", "c"), "", ("a", "b")), "options"),
        (("swell", float("nan"), ""), "finite"),
        (("swell", None, ""), "finite"),
    ],
)
def test_what_is_no_feature_is_refused(given: tuple[object, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Feature(*given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "kind"), [("a", "choice"), (("a",), "list"), (True, "flag"), (3, "count"), (0.5, "number")]
)
def test_kinds_follow_from_values(value: object, kind: str) -> None:
    assert Feature("one", value, "", ("a",)).kind == kind  # type: ignore[arg-type]


def seed(number: int, *features: Feature) -> SeedFeatures:
    return SeedFeatures(number, 0.0, (), {"shore": ActFeatures("shore", {}, features)})


def test_rarity_is_the_information_of_the_choices() -> None:
    cliffs = "beak", "beak", "beak", "prow"
    seeds = [
        seed(k, Feature("cliff", cliff, "", ("beak", "prow")), Feature("steps", k % 2, ""), Feature("sky", 0.1 * k, ""))
        for k, cliff in enumerate(cliffs)
    ]
    rarity = Rarity(seeds)
    assert rarity.shares == {("shore", "cliff"): {"beak": 0.75, "prow": 0.25}, ("shore", "steps"): {0: 0.5, 1: 0.5}}
    assert rarity.bits(seeds[3]) == pytest.approx(2.0 + 1.0), "numbers are all different and say nothing"
    assert [one.seed for one in rarity.rarest()] == [3, 0, 1, 2]
    assert rarity.rarest_choices(seeds[3])[0] == ("shore", "cliff", "prow")


def test_a_scene_that_plays_twice_has_two_names() -> None:
    file = DreamFile("t", 7, (Act("key", 20.0), Act("shore", 20.0), Act("key", 20.0, parameters={"heaven": "moon"})))
    found = features_of(Dream("t", file, ""), 7)
    assert list(found.acts) == ["key", "shore", "key_2"]
    assert {one.name: one.value for one in found.acts["key_2"].features}["heaven"] == "moon"
    assert list(features_of(Dream("t", file, ""), 7, "key").acts) == ["key"]
    with pytest.raises(InputError, match="no such act"):
        features_of(Dream("t", file, ""), 7, "street")


def test_what_a_second_act_repeats_is_counted_once() -> None:
    acts = tuple(
        Act("key", 20.0, parameters={"heaven": heaven} if heaven else {}) for heaven in ("", "", "moon", "stars")
    )
    file = DreamFile("t", 7, acts)
    counted = features_of(Dream("t", file, ""), 7).counted()
    assert counted["key", "heaven"] == "milky_way"
    assert {key for key in counted if key[0] != "key"} == {("key_3", "heaven"), ("key_4", "heaven")}


def test_an_endless_dream_tells_the_order_of_its_first_round() -> None:
    ambient = dream_file.load("ambient")
    one, other = features_of(ambient, 1), features_of(ambient, 2)
    assert sorted(one.order) == sorted(act.scene for act in ambient.file.act)
    assert one.order != other.order
    assert list(one.acts) == list(other.acts)


def test_a_feature_that_only_some_seeds_have_is_described() -> None:
    plain, more = seed(1, Feature("cliff", 1, "")), seed(2, Feature("cliff", 1, ""), Feature("cave", True, ""))
    assert [one.name for one in described([plain, more])["shore"].features] == ["cliff", "cave"]


def run(*words: str) -> int:
    return cli.run(["features", *words])


def test_the_command_prints_one_seed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--seed", "7", "--act", "key") == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["format"], made["dream"], list(made["acts"])) == (1, "sapphire", ["key"])
    bow = made["acts"]["key"]["features"]["bow"]
    assert bow["kind"] == "choice"
    assert made["seeds"][0]["acts"]["key"]["bow"] in bow["options"]
    assert "bits" not in made["seeds"][0]
    assert made["acts"]["key"]["palette"]["accent"] == "#6f9a3a"


def test_the_command_compares_many_seeds(tmp_path: Path) -> None:
    file = tmp_path / "seeds.json"
    assert run("--seeds", "1-20", "--act", "key", "-o", str(file)) == 0
    made = json.loads(file.read_text("utf-8"))
    assert [one["seed"] for one in made["seeds"]] == list(range(1, 21))
    for one in made["acts"]["key"]["features"].values():
        if one["kind"] in ("choice", "count"):
            assert sum(one["shares"].values()) == pytest.approx(1.0, abs=1e-4)
        else:
            assert "shares" not in one
    assert all(one["bits"] > 0.0 for one in made["seeds"])
    assert run("--seeds", "1-20", "-o", str(file)) == 2, "it exists"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--act", "nowhere"), "no such act"),
        (("--seed", "x"), "--seed"),
        (("--seeds", "5-1"), "--seeds"),
        (("--seed", "1", "--seeds", "1-3"), "expected one of them"),
        (("-o", "seeds.txt"), ".json"),
        (("--dream", "nothing.toml"), "nothing.toml"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("yield Feature('lamps', len(self.layers), 'on the pier')", ""),
        ("yield 'lamps'", "Pier.features: expected a dreamscape.Feature"),
        ("yield from 2 * [Feature('lamps', 2, '')]", "told twice"),
        ("yield Feature('lamps', 'lit', '')", "none of its options"),
    ],
)
def test_a_scene_of_ones_own_tells_features_too(
    body: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pier.py").write_text(
        "from dreamscape import Feature, Scene\n\n\nclass Pier(Scene):\n    layers = ('sky',)\n\n"
        f"    def features(self):\n        {body}\n",
        "utf-8",
    )
    code = run("--scene", "pier.py:Pier", "--seed", "3")
    out = capsys.readouterr()
    if said:
        assert code != 0
        assert said in out.err
        assert "Traceback" not in out.err
    else:
        assert json.loads(out.out)["seeds"][0]["acts"] == {"pier": {"lamps": 1}}


def test_a_scene_that_tells_nothing_has_no_features() -> None:
    class Bare(Scene):
        """Nothing."""

    nothing: Iterable[Feature] = Bare(Streams(1), {}).features()
    assert tuple(nothing) == ()
