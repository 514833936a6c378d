"""Recordings: what breaks here films another session than was played, or lets a file from a stranger do harm."""

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.inputs import MOST, Call, Event, Heard, Key, ParameterChange, Pluck, Pointer, Pulse
from dreamscape.dream.legs import MOST_JUMPS, Leg, inputs_of
from dreamscape.engine import recording
from dreamscape.engine.recording import Recorder, read
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.live.playback.input_log import FORGETS, KEPT, Log
from dreamscape.world.world import World

EVENTS: tuple[Event, ...] = (
    Pointer(301, 0.25, -1.0, 0.3),
    Pluck(301, 0.1 + 0.2, 0.5),
    Call(340, 0.0, 0.0),
    Pulse(360, 0.87),
    ParameterChange(361, "shore.storm", 0.7),
    Heard(362, 0.1, 0.2, 0.3, 0.9, 121.5, 0.25),
    Key(363, 87, True),
)
GONE = Pointer(370, math.nan, math.nan)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "night.log"


def header(start: int = 300) -> recording.Header:
    return recording.header(dream_file.load("sapphire"), 88, start)


def recorded(path: Path, *events: Event) -> list[str]:
    """The lines of a recording of these events."""
    recorder = Recorder(path, header(), overwrite=True)
    for event in events:
        recorder.write(event)
    recorder.close(400)
    return path.read_text("utf-8").splitlines()


def test_what_was_written_is_read_again_to_the_last_bit(path: Path) -> None:
    recorded(path, *EVENTS, GONE)
    result = read(path)
    assert result.header == header()
    [leg] = result.legs
    assert leg.own[:-1] == EVENTS
    assert repr(leg.own[-1]) == repr(GONE)  # not a number equals nothing
    assert (leg.start, leg.stop) == (300, 400)


def test_a_session_that_died_ends_with_the_last_whole_line(path: Path) -> None:
    recorded(path, *EVENTS)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:4]) + lines[4][:-9])
    assert read(path).legs == (Leg(300, 340, EVENTS[:3]),)


def test_a_recording_begun_anew_holds_only_what_still_does(path: Path) -> None:
    recorder = Recorder(path, header())
    for event in EVENTS:
        recorder.write(event)
    recorder.restart(header(), EVENTS[:2])
    recorder.write(Call(350, 0.5, 0.5))
    recorder.close(351)
    assert read(path).legs == (Leg(300, 351, (*EVENTS[:2], Call(350, 0.5, 0.5))),)


def test_a_recording_of_an_earlier_version_is_read(path: Path) -> None:
    lines = recorded(path, *EVENTS)
    for form in (1, 2):
        lines[0] = changed(lines[0], form=form)
        path.write_text("\n".join(lines) + "\n", "utf-8")
        assert read(path).legs == (Leg(300, 400, EVENTS),)


def test_a_session_that_died_right_after_a_jump_ends_there(path: Path) -> None:
    lines = recorded(path, *EVENTS)
    path.write_text("\n".join([*lines[:-1], '{"jump":350,"at":380,"kept":3}']) + "\n", "utf-8")
    assert read(path).legs == (Leg(300, 380, EVENTS), Leg(350, 350, (), 3))


@pytest.mark.parametrize(
    ("jump", "then", "message"),
    [
        ({"kept": 4}, (), "night.log:9: kept 4: expected at most 3, the inputs up to tick 350"),
        ({"kept": -1}, (), "night.log:9: not a line of a recording (kept: expected"),
        ({"at": 299}, (), "night.log:9: at 299: expected at least 300, where the last jump led"),
        ({"jump": 2**60}, (), "night.log:9: not a line of a recording (jump: expected"),
        ({"to": 3}, (), "unknown key 'to'"),
        (
            {},
            ({"event": "pulse", "tick": 350, "interval": 0.8},),
            "night.log:10: tick 350 expected at least 351, in order",
        ),
        ({}, ({"end": 349},), "night.log:10: expected the end after everything else"),
        (
            {},
            ({"jump": 1, "at": 350, "kept": 0}, {"jump": 1, "at": 1, "kept": 1}),
            "night.log:11: kept 1: expected at most 0",
        ),
    ],
)
def test_a_jump_that_cannot_be_is_refused(path: Path, jump: dict, then: tuple[dict, ...], message: str) -> None:
    lines = [
        *recorded(path, *EVENTS)[:-1],
        json.dumps({"jump": 350, "at": 380, "kept": 3} | jump, separators=(",", ":")),
    ]
    lines += [json.dumps(line, separators=(",", ":")) for line in then]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    assert message in str(caught.value)


def test_a_recording_of_endless_jumps_is_refused(path: Path) -> None:
    """Each is a leg to be laid out; play begins another file before."""
    recorder = Recorder(path, header())
    for _ in range(MOST_JUMPS + 1):
        recorder.jump(300, 300, 0)
    recorder.close(301)
    with pytest.raises(InputError, match="too many jumps, expected at most 16384"):
        read(path)


def changed(line: str, **values: object) -> str:
    return json.dumps(json.loads(line) | values)


@pytest.mark.parametrize(
    ("number", "values", "message"),
    [
        (0, {"form": 4}, "of form 4, expected 1, 2 or 3"),
        (
            0,
            {"path": "/etc/passwd"},
            "unknown key 'path'; the valid keys are digest, dream, form",
        ),
        (0, {"seed": -1}, "seed: expected a whole number from 0 to"),
        (0, {"digest": "../../x"}, "digest: expected 32 hexadecimal digits"),
        (1, {"event": "exec"}, "event: expected call, heard, key, pluck, pointer, pulse or setting, got 'exec'"),
        (1, {"event": ["pointer"]}, "event: expected"),
        (1, {"more": 1}, "unknown key 'more', expected press, tick, x or y"),
        (1, {"x": 5.0}, "x 5: out of bounds, expected -4 to 4"),
        (1, {"x": None}, "x: expected a number, got nothing"),
        (1, {"x": "0"}, "x: expected a number, got text"),
        (1, {"tick": 0}, "tick 0 expected at least 1, in order"),
        (1, {"tick": 2**60}, "out of bounds"),
        (2, {"tick": 300}, "tick 300 expected at least 301, in order"),
        (2, {"x": None, "y": None}, "x: expected a number, got nothing"),
        (5, {"name": "os.system"}, "no parameter 'os.system'"),
        (5, {"value": 1e300}, r"shore.storm: expected a number from"),
        (6, {"phase": -1}, "phase -1: out of bounds"),
        (7, {"code": 256}, "code 256: out of bounds, expected 0 to 255"),
        (7, {"code": 8.5}, "code: expected a whole number"),
        (7, {"down": 1}, "down: expected true or false"),
        (8, {"end": 3}, "expected the end after everything else"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_number(path: Path, number: int, values: dict, message: str) -> None:
    lines = recorded(path, *EVENTS)
    lines[number] = changed(lines[number], **values)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}:")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 9000, b"[" * 100_000, b"\xff\n", b'"x"\n', b"{}\n"],
    ids=["empty", "zeros", "nested", "no text", "text", "bare"],
)
def test_a_file_that_is_no_recording_is_refused(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(InputError, match="not a line of a recording"):
        read(path)
    recorded(path, *EVENTS)
    path.write_bytes(path.read_bytes() + data)
    if data:
        with pytest.raises(InputError, match="expected the end after everything else"):
            read(path)


def test_a_line_without_an_end_is_refused_and_not_held_in_memory(path: Path) -> None:
    lines = recorded(path, *EVENTS)
    path.write_text(lines[0] + "\n" + '{"event": "pointer", "x": ' + "1" * 10_000, "utf-8")
    with pytest.raises(InputError, match=r"night\.log:2: not a line of a recording"):
        read(path)


def test_a_path_that_cannot_be_written_or_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DreamscapeError, match="recording failed"):
        Recorder(tmp_path, header())
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_no_tick_holds_more_than_a_session_lets_in(path: Path, event: Event) -> None:
    most = MOST[type(event)]
    recorded(path, *[event] * most)
    assert len(read(path).legs[0].own) == most
    recorded(path, *[event] * (most + 1))
    with pytest.raises(InputError, match=rf"night\.log:{most + 2}: too much at tick {event.tick}, expected at most "):
        read(path)


def test_a_session_lets_in_no_more_than_can_be_filmed(dream: Dream, path: Path) -> None:
    """A flood of messages reaches neither the world nor the recording."""
    log = Log(dream, 7, 0)
    log.record(path, 0)
    for event in EVENTS:
        for _ in range(2 * MOST[type(event)]):
            if log.admits(event):
                log.add(event)
    log.close(400)
    assert Counter(map(type, read(path).legs[0].own)) == MOST


def test_a_recording_grows_no_larger_than_can_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "LARGEST", 1000)
    recorder = Recorder(path, header())
    for tick in range(301, 310):
        recorder.write(Pulse(tick, 0.8))
    setting = ParameterChange(311, "shore." + "x" * 900, 0.7)
    with pytest.raises(DreamscapeError, match=r"recording failed \(full at 0 MiB\); what was written stays"):
        recorder.write(setting)
    assert path.stat().st_size <= 1000
    assert read(path).legs[0].own
    path.write_bytes(path.read_bytes() + b" " * 1000)
    with pytest.raises(InputError, match="too large for a recording, expected at most 0 MiB"):
        read(path)


def test_a_long_recording_is_followed_in_time_that_grows_with_it_alone(world: World) -> None:
    """Each event that came cost a look at all that still waited: an evening took hours."""
    looked = 0

    class Look(Pointer):
        def __getattribute__(self, name: str) -> Any:
            nonlocal looked
            looked += name == "tick"
            return super().__getattribute__(name)

    for tick in range(1, 501):
        world.push(Look(tick, 0.0, 0.0))
    world.advance_to(5)
    assert looked < 5 * 500


def test_where_the_dream_lies_is_nobodys_business() -> None:
    assert (
        recording.header(Dream("/home/somebody/mine.toml", dream_file.load("sapphire").file, "0" * 32), 7).dream
        == "mine.toml"
    )


def test_a_dream_whose_name_is_not_utf_8_can_be_recorded(tmp_path) -> None:
    head = recording.header(msgspec.structs.replace(dream_file.load("low-tide"), name="x\udcff.toml"), 7)
    recording.Recorder(tmp_path / "a.jsonl", head).close(100)
    assert recording.read(tmp_path / "a.jsonl").header.dream == r"x\xff.toml"


def test_what_was_heard_long_ago_is_forgotten_but_not_what_still_holds(dream: Dream, path: Path) -> None:
    """A night of an endless dream that listens kept every tick of its music, 0.1 GB an hour."""
    log, hour = Log(dream, 7, 0), 60 * 60 * 60
    settings = [ParameterChange(5, "shore.storm", 0.2), ParameterChange(9, "shore.storm", 0.7)]
    before: list[Event] = [*settings[:1], Key(6, 87, True), Pointer(7, 0.1, 0.2), Pointer(8, 0.3, 0.2), *settings[1:]]
    for event in before:
        log.add(event)
    for tick in range(10, hour, 10):
        log.add(Heard(tick, 0.1, 0.2, 0.3))
    assert len(log.events) <= (KEPT + FORGETS) / 10 + 3
    assert log.events[:3] == [before[1], before[3], before[4]]
    assert log.events[3].tick <= hour - KEPT
    log.record(path, hour)
    log.add(Pluck(hour + 1, 0.0, 0.0))
    held = list(log.events)
    for tick in range(hour + 2, hour + 2 * FORGETS, FORGETS // 2):
        log.add(Pulse(tick, 0.9))
    assert log.events[: len(held)] == held, "the recording counts them"
    log.close(hour + 2 * FORGETS)
    assert inputs_of(read(path).legs, len(read(path).legs) - 1) == tuple(log.events)
