"""Sessions with jumps: what breaks here films another evening than was played, or only a part of it."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from filming import LOSSLESS, pictures

from dreamscape import cli
from dreamscape.dream import dream_file
from dreamscape.dream.inputs import Event, ParameterChange, Pluck, Pointer
from dreamscape.dream.legs import Leg, inputs_of
from dreamscape.engine import provenance, recording
from dreamscape.engine.request import RenderRequest, check_request
from dreamscape.engine.shots import leg_starts, shot_at, shots_of
from dreamscape.export import backends, film, sound_file, workers
from dreamscape.export.container.chapters import chapters_of
from dreamscape.export.container.subtitles import SubtitleLine, subtitle_lines
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.synthesis.voice import RATE

DREAM = """
title = "Evening"
seed = 7
opening = 0
[[act]]
scene = "shore"
seconds = 4
voice = [{ at = 1.5, stay = 0.5, text = "Hush" }]
[act.shift]
through = "light"
seconds = 1
[[act]]
scene = "key"
seconds = 8
"""
SIZE, FPS = (64, 36), Fraction(12)  # five ticks a frame, and no jump is from or to one of them
HAND = tuple(Pointer(tick, 0.5 - tick / 1000, 0.1, 1.0) for tick in range(70, 90))
STORM = 1.0
LEGS = (
    Leg(67, 131, (*HAND, ParameterChange(100, "shore.storm", STORM))),
    Leg(81, 118, (ParameterChange(82, "shore.storm", STORM), Pluck(91, 0.0, 0.0)), kept=12),
    Leg(103, 126),  # where nobody has been
    Leg(361, 408, (Pointer(363, 0.2, 0.1, 1.0),)),
    Leg(369, 401, seed=11),
)
COUNTS = 13, 7, 5, 9, 7


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("evening.toml").write_text(DREAM, "utf-8")
    return tmp_path


def record(path: str, legs: tuple[Leg, ...]) -> None:
    """Write a session as play does."""
    recorder = recording.Recorder(
        Path(path), recording.header(dream_file.load("evening.toml"), legs[0].seed or 9, legs[0].start)
    )
    for before, leg in zip((None, *legs), legs, strict=False):
        if before:
            recorder.jump(before.stop, leg.start, leg.kept, leg.seed)
        for event in leg.own:
            recorder.write(event)
    recorder.close(legs[-1].stop)


def alone(number: int) -> Leg:
    """A leg without the ones before it."""
    return replace(LEGS[number], own=inputs_of(LEGS, number), kept=0)


def session(legs: tuple[Leg, ...] = LEGS) -> RenderRequest:
    request = check_request("evening.toml", 9, SIZE, stop=6, tier="low")
    return replace(request, start=Fraction(67, 60), stop=leg_starts(legs, FPS)[-1] / FPS, legs=legs)


def job() -> FilmJob:
    return FilmJob(session(), FPS, LOSSLESS, 4)  # segments begin and end anywhere in the legs


def single(number: int) -> RenderRequest:
    leg = alone(number)
    return replace(
        session(),
        start=Fraction(leg.start, 60),
        stop=Fraction(leg.stop, 60),
        inputs=leg.own,
        legs=(),
        seed=leg.seed or 9,
    )


def test_what_was_written_is_read_again_with_its_jumps() -> None:
    record("a.jsonl", LEGS)
    assert recording.read(Path("a.jsonl")).legs == LEGS


def test_after_a_jump_the_inputs_hold_that_were_there_by_then() -> None:
    legs = (
        Leg(0, 50, HAND),
        Leg(15, 40, HAND[-2:], kept=6),
        Leg(29, 60, (), kept=7),
        Leg(12, 30, HAND[10:], kept=3),
        Leg(3, 30, HAND[5:6]),
    )
    told: list[Event] = []
    for number, leg in enumerate(legs):
        told = [*told[: leg.kept], *leg.own]
        assert inputs_of(legs, number) == tuple(told)


def test_a_film_has_the_frames_of_its_legs_one_after_the_other() -> None:
    shots = shots_of(session(), FPS)
    assert [len(shot.frames) for shot in shots] == list(COUNTS)
    assert [(shot.frames.start, shot.first) for shot in shots] == [(14, 14), (27, 17), (34, 21), (39, 73), (48, 74)]
    assert all(a.frames.stop == b.frames.start for a, b in pairwise(shots))
    assert [shot_at(shots, number).dream_frame(number) for number in (14, 26, 27, 42)] == [14, 26, 17, 76]
    part = shots_of(replace(session(), start=Fraction(32, 12), stop=Fraction(36, 12)), FPS)
    assert [(shot.leg, shot.frames, shot.first) for shot in part] == [(1, range(32, 34), 22), (2, range(34, 36), 21)]
    whole = shots_of(replace(session(), start=Fraction(0), stop=Fraction(62, 12)), FPS)  # more than was played
    assert (whole[0].first, whole[-1].frames) == (0, range(48, 62))


@pytest.mark.slow
def test_one_film_shows_what_films_of_its_parts_show_to_the_last_bit(capsys: pytest.CaptureFixture[str]) -> None:
    size = ("--dream", "evening.toml", "--size", "64x36", "--fps", "12", "--quality", "low")
    size = (*size, "--crf", "0", "--preset", "ultrafast", "--no-sound")
    record("evening.jsonl", LEGS)
    assert cli.run(["export", "evening.mp4", "--replay", "evening.jsonl", *size]) == 0
    parts = []
    for number, count in enumerate(COUNTS):
        record(f"{number}.jsonl", (alone(number),))
        text = Path(f"{number}.jsonl").read_text("utf-8")
        Path(f"{number}.jsonl").write_text(text.replace('"form":3', '"form":1'), "utf-8")  # as they were written before
        assert cli.run(["export", f"{number}.mp4", "--replay", f"{number}.jsonl", *size]) == 0
        parts += (made := pictures(f"{number}.mp4"))
        assert len(made) == count
    whole = pictures("evening.mp4")
    assert whole == parts
    assert len(set(whole)) == len(whole)  # so that they can be told from each other
    assert whole[7:12] != whole[20:25]  # with a storm, and without
    part = ("--from", "2.66", "--to", "3")
    assert cli.run(["export", "part.mp4", "--replay", "evening.jsonl", *size, *part]) == 0
    assert pictures("part.mp4") == whole[18:22]
    assert cli.run(["verify", "evening.mp4", "--dream", "evening.toml", "--replay", "evening.jsonl"]) == 0
    capsys.readouterr()
    assert cli.run(["export", "b.mp4", "--replay", "evening.jsonl", *size, "--dry-run", "--json"]) == 0
    assert f'"frames": {sum(COUNTS)}' in capsys.readouterr().out


@pytest.mark.slow
def test_a_film_that_was_interrupted_goes_on_as_if_it_had_not_been() -> None:
    """After any segment, in one process or in several."""

    def export(path: str, most: int = 99, backend: backends.Backend = backends.single_process) -> film.Outcome:
        now = film.Outcome(0, 0, 0)

        def tell(outcome: film.Outcome) -> None:
            nonlocal now
            now = outcome

        facts = provenance.facts(job().request, ["--seed", "9"])
        return film.export(
            Path(path), job(), {}, lambda: now.segments >= most, tell, facts, resume=True, backend=backend
        )

    assert export("a.mp4").joined == 1.0
    for most in (1, 6):
        assert export("b.mp4", most).joined < 1.0
    assert export("b.mp4").joined == 1.0
    assert pictures("b.mp4") == pictures("a.mp4")
    assert export("c.mp4", 2).joined < 1.0
    assert export("c.mp4", backend=workers.worker_processes(2)).joined == 1.0
    assert pictures("c.mp4") == pictures("a.mp4")


def samples(made: FilmJob) -> np.ndarray:
    return np.concatenate(list(sound_file.dream_soundtrack(made, "flac", -16.0, lambda: False).blocks))


@pytest.mark.slow
def test_it_is_heard_as_its_parts_are_but_for_a_breath_at_each_jump() -> None:
    whole = samples(FilmJob(session(LEGS[:4]), FPS, LOSSLESS, 4))  # another night alone would be as loud as that is
    parts = [samples(FilmJob(single(number), FPS, LOSSLESS, 4)) for number in range(4)]
    assert [len(part) for part in parts] == [count * RATE // 12 for count in COUNTS[:4]]
    assert len(whole) == sum(map(len, parts))
    jumps = np.cumsum([len(part) for part in parts])[:-1]
    near = np.abs(np.arange(len(whole))[:, None] - jumps).min(axis=1) <= sound_file.FADE
    joined = np.concatenate(parts)
    assert np.array_equal(whole[~near], joined[~near])
    assert np.abs(joined[jumps]).max() > 0.0
    for jump in jumps:
        assert np.abs(whole[jump - 1 : jump + 1]).max() < 1e-3  # no click


def test_lines_and_chapters_have_the_times_of_the_film() -> None:
    """A line comes again where its time does; one act goes on through jumps within it."""
    assert subtitle_lines(session(), FPS) == [
        SubtitleLine(333, 833, "Hush"),
        SubtitleLine(1167, 1667, "Hush"),
        SubtitleLine(1667, 1917, "Hush"),
    ]
    found = chapters_of(session(), FPS)
    assert [(one.start, one.stop, one.title) for one in found] == [
        (0, 2083, "Shore"),
        (2083, 2833, "Key"),
        (2833, 3417, "Key"),
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--loop",), "--loop: the session in a.jsonl jumps, and leads nowhere back; leave --loop out"),
        (("--to", "10"), "--to 10: past the end, the session's dream is over at 9.83333 s"),
        (("--from", "2", "--to", "1"), "--to 1: not after --from 2, expected a later time"),
        (("--music", "x.wav"), "--music and --replay: expected one of them"),
    ],
)
def test_what_cannot_be_filmed_of_it_is_said(
    options: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    record("a.jsonl", LEGS)
    assert cli.run(["export", "a.mp4", "--dream", "evening.toml", "--replay", "a.jsonl", "--fps", "12", *options]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("leg", [Leg(720, 720), Leg(560, 721)])
def test_a_jump_out_of_the_dream_is_refused(leg: Leg, capsys: pytest.CaptureFixture[str]) -> None:
    record("a.jsonl", (*LEGS, leg, LEGS[-1]))
    assert cli.run(["export", "a.mp4", "--dream", "evening.toml", "--replay", "a.jsonl"]) == 2
    assert "past the end of the dream evening" in capsys.readouterr().err
