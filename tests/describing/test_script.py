"""What is seen, in words: what breaks here talks over the voice, says nothing of a place, or differs from the sound."""

import json
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from dreamscape import Scene, catalogue, cli
from dreamscape.audio.programme import Programme
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.describing.script import descriptions
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Act, DreamFile
from dreamscape.dream.layout import laid_out
from dreamscape.dream.legs import Leg
from dreamscape.dream.line import Line
from dreamscape.dream.placed_act import Placed
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.engine.request import check_request
from dreamscape.export.container import text_track
from dreamscape.export.container.descriptions import description_lines
from dreamscape.export.container.subtitles import subtitle_lines
from dreamscape.export.container.text_track import text_tracks
from dreamscape.rng import Streams
from dreamscape.speech import line_timing
from dreamscape.synthesis.voice import RATE
from dreamscape.world.sight import from_docstring

DREAMS = [name for name in dream_file.names() if not dream_file.load(name).file.endless]
KEY = DreamFile("k", 7, (Act("key", 20.0, voice=(Line(4.0, "Key.", 2.0),)),))


def parts(file: DreamFile, seed: int) -> tuple[Timeline, Streams, Scenes]:
    streams = Streams(seed)
    timeline = Timeline(file, streams)
    return timeline, streams, Scenes(timeline, streams)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 42])
@pytest.mark.parametrize("name", DREAMS)
def test_nothing_is_said_over_the_voice_or_into_the_silence(name: str, seed: int) -> None:
    timeline, _, scenes = parts(dream_file.load(name).file, seed)
    spans = list[tuple[float, float, bool]]()
    for act, played in enumerate(timeline.acts):
        begins = timeline.span(act)[0] / TICKS_PER_SECOND
        told = descriptions(timeline, scenes, act)
        earliest = min((line.at for line in played.voice), default=99.0)
        assert told[0].at <= 1.5 or earliest < told[0].at, f"{played.scene} is entered without a word"
        for line in told:
            assert 0.0 <= line.at <= line.at + line_timing.duration(line) <= played.seconds
            heard = [scenes[act].sounding((line.at + s) * played.pace).open for s in (0.0, line_timing.duration(line))]
            assert min(heard) > 0.99, line.text
            spans.append((begins + line.at, begins + line.at + line_timing.duration(line), False))
        spans += [(begins + line.at, begins + line.at + line_timing.duration(line), True) for line in played.voice]
    for (_, end, one), (begin, _, other) in pairwise(sorted(spans)):
        assert begin >= end + (0.3 if one != other else 0.5 if not one else -9.0)


@pytest.mark.parametrize("name", sorted(catalogue.scenes()))
def test_every_scene_says_what_is_there_and_what_the_seed_makes_of_it(name: str) -> None:
    told = []
    for seed in range(3):
        scene = catalogue.scene(name)(Streams(seed), {})
        sights = list(scene.sights())
        assert any(sight.at == 0.0 and sight.weight == 1.0 for sight in sights)
        for sight in sights:
            assert sight.until >= sight.at
            assert all(words[0].isupper() and words[-1] in ".!?" and len(words) < 90 for words in sight.sentences)
        told.append([sight.sentences for sight in sights])
    if name not in ("chorus", "paper"):  # whose places are the same in every seed
        assert any(one != told[0] for one in told)


def test_a_scene_of_ones_own_is_told_by_its_docstring_or_its_name() -> None:
    class Pier(Scene):
        """A pier in the rain. It is 3.5 m
        wide!

        More, for programmers.
        """

    class Bare(Pier):
        pass

    assert from_docstring(Pier) == ("A pier in the rain.", "It is 3.5 m wide!")
    assert from_docstring(Bare) == ("Bare.",)
    assert [sight.sentences for sight in Bare(Streams(1), {}).sights()] == [("Bare.",)]


def test_weather_and_parameters_are_told() -> None:
    night, day = (" ".join(words(sun)) for sun in (0.0, 0.5))
    assert "seam of light" in night
    assert "The sun stands over the sea" in day
    assert "ightning" not in day


@pytest.mark.parametrize(("weather", "by_day"), [("aurora", False), ("clouds", False), ("rain", True), ("haze", True)])
def test_over_the_black_water_only_some_weather_is_seen_by_day(weather: str, by_day: bool) -> None:
    def told(sun: float) -> str:
        scene = catalogue.scene("key")(Streams(7), {"weather": weather, "sun": sun})
        return " ".join(sentence for sight in scene.sights() for sentence in sight.sentences).lower()

    assert weather in told(0.0)
    assert (weather in told(0.5)) == by_day


def words(sun: float) -> list[str]:
    file = DreamFile("s", 7, (Act("shore", 60.0, parameters={"sun": sun}),))
    timeline, _, scenes = parts(file, 7)
    return [line.text for line in descriptions(timeline, scenes, 0)]


def heard(described: bool, start: float, stop: float, count: int) -> np.ndarray:
    programme = Programme(*parts(KEY, 7), described=described)
    first, last = round(start * RATE), round(stop * RATE)
    pieces = [programme.read(at, min(count, last - at)) for at in range(first, last, count)]
    return np.concatenate(pieces)


@pytest.mark.slow
def test_it_is_heard_when_it_is_said_and_the_same_from_any_start_in_blocks_of_any_size() -> None:
    timeline, _, scenes = parts(KEY, 7)
    first = descriptions(timeline, scenes, 0)[0]
    whole, plain = heard(True, 0.0, 2.0, 4800), heard(False, 0.0, 2.0, 4800)
    changed = np.flatnonzero((whole != plain).any(axis=1)) / RATE
    assert first.at - 0.5 < changed.min() < first.at + 0.2
    said = slice(round((first.at + 0.3) * RATE), round((first.at + 1.2) * RATE))
    assert np.abs(whole - plain)[said].max() > 0.01
    assert np.array_equal(whole[RATE:], heard(True, 1.0, 2.0, 777))


@pytest.mark.slow
def test_a_described_film_has_a_track_of_its_own(tmp_path: Path) -> None:
    plain, told = (check_request(act="key", described=described) for described in (False, True))
    assert len(text_tracks(told, Fraction(30))) == len(text_tracks(plain, Fraction(30))) + 1
    track = text_tracks(told, Fraction(30))[-1]
    assert (track.title, track.language, track.shown) == ("Descriptions", "en", False)
    for suffix, codec in (("mkv", "subrip"), ("webm", "webvtt")):
        with av.open(str(tmp_path / f"a.{suffix}"), "w") as out:
            stream = text_track.add_track(out, codec, track)
            out.start_encoding()
            for _, ready in text_track.encode_lines(stream, track.lines):
                out.mux(ready)
        with av.open(str(tmp_path / f"a.{suffix}")) as found:
            assert found.streams.subtitles[0].disposition & av.stream.Disposition.descriptions


@pytest.mark.slow
def test_a_part_of_a_dream_has_its_part_of_the_words() -> None:
    whole, part = check_request(), check_request(start=40, stop=70)
    expected = [(line.start - 40_000, line.text) for line in description_lines(whole) if 40_000 <= line.start < 70_000]
    assert [(line.start, line.text) for line in description_lines(part)] == expected


@pytest.mark.slow
def test_the_command_writes_tracks_text_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["describe", "--act", "key"]) == 0
    printed = capsys.readouterr().out
    assert "0:00  The dreamer rises out of black water." in printed
    assert "0:04  “The key unlocks what?”" in printed
    for suffix in (".vtt", ".txt", ".json"):
        assert cli.run(["describe", "low-tide", "-o", str(tmp_path / f"a{suffix}")]) == 0
    told = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert (tmp_path / "a.vtt").read_text("utf-8").startswith("WEBVTT\n\n1\n00:00:00.300 --> ")
    assert all(row["text"] in (tmp_path / "a.txt").read_text("utf-8") for row in told["descriptions"] + told["lines"])
    assert [row["text"] for row in told["lines"]] == [
        line.text for line in subtitle_lines(check_request("low-tide"), Fraction(60))
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["nowhere"], "nowhere: no such dream"),
        (["-o", "a.doc"], "a.doc: "),
        (["ambient"], "endless, expected --to"),
        (["-o", "there.txt"], "there.txt: exists already"),
        (["--act", "moon"], "this dream has no such act"),
    ],
)
def test_what_cannot_be_described_is_said_in_one_sentence(
    given: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there.txt").write_text("mine", "utf-8")
    assert cli.run(["describe", *given]) == 2
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1
    assert Path("there.txt").read_text("utf-8") == "mine"


@pytest.mark.slow
def test_a_recording_in_which_music_chose_the_acts_tells_of_these() -> None:
    request = check_request(stop=60)
    layout = Placed(0, 10.0, 2.0), Placed(3, 50.0, 2.0)
    played = replace(request, legs=(Leg(0, 60 * TICKS_PER_SECOND, layout=layout),))
    lines = description_lines(replace(request, dream=laid_out(request.dream, layout)))
    assert lines != description_lines(request)
    assert description_lines(played) == lines
