"""Checking films: what breaks here calls another film the same, or the same one another; and what one comes to."""

import json
import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import msgspec
import numpy as np
import pytest

from dreamscape import cli
from dreamscape.dream import dream_file
from dreamscape.dream.inputs import Pluck, Pointer, Pulse
from dreamscape.engine import recording
from dreamscape.engine.request import check_request
from dreamscape.export import sound_file
from dreamscape.synthesis.voice import RATE

ASKED = ("--from", "1", "--to", "3", "--fps", "6", "--size", "96x54", "--quality", "low", "--no-sound")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of twelve frames."""
    path = tmp_path_factory.mktemp("made") / "a.mp4"
    assert cli.run(["export", str(path), *ASKED]) == 0
    return path


def remade(film: Path, path: Path, changed: dict[str, str], dark: bool = False) -> Path:
    """A copy of a film whose comment says something else, or whose pictures are black."""
    with av.open(str(film)) as source, av.open(str(path), "w") as out:
        facts = source.metadata["comment"]
        for old, new in changed.items():
            assert old in facts
            facts = facts.replace(old, new)
        out.metadata["comment"] = facts
        if not dark:
            stream = out.add_stream_from_template(source.streams.video[0])
            for packet in source.demux(video=0):
                if packet.size:
                    packet.stream = stream
                    out.mux(packet)
            return path
        stream = out.add_stream("libx264", rate=6)
        stream.width, stream.height, stream.pix_fmt = 96, 54, "yuv420p"
        for _ in range(12):
            black = av.VideoFrame.from_ndarray(np.zeros((81, 96), np.uint8), format="yuv420p")
            out.mux(stream.encode(black))
        out.mux(stream.encode(None))
    return path


@pytest.mark.slow
def test_a_film_agrees_with_what_it_says(made, capsys) -> None:
    assert cli.run(["verify", str(made)]) == 0
    out, _ = capsys.readouterr()
    assert out.count("exact") == 2  # one a second
    assert "a.mp4 agrees with what it says: 2 frames, to the bit" in out
    assert cli.run(["verify", str(made), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["frame"], one["exact"], one["psnr"] > 30) for one in lines] == [(6, True, True), (12, True, True)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changed", "dark", "message"),
    [
        ({"--seed 7": "--seed 8"}, False, "not the same"),
        ({"--quality low": "--quality medium"}, False, "not the same"),
        ({}, True, "exact"),  # what was drawn is right, the film is not it
    ],
)
def test_a_film_that_is_not_what_it_says_is_detected(made, folder, capsys, changed, dark, message) -> None:
    path = remade(made, folder / "b.mp4", changed, dark)
    assert cli.run(["verify", str(path)]) == 1
    out, _ = capsys.readouterr()
    assert message in out
    assert "b.mp4 does not agree with what it says" in out


@pytest.mark.slow
def test_on_another_renderer_it_is_enough_to_come_near(made, folder, capsys) -> None:
    path = remade(made, folder / "b.mp4", {"Renderer: ": "Renderer: GPU of ", ", 12 ": ", 12 f"})
    assert cli.run(["verify", str(path)]) == 0
    out, _ = capsys.readouterr()
    assert "not the same" in out
    assert "of other code or another renderer: within 27 dB is asked for" in out


@pytest.mark.slow
def test_a_film_whose_name_has_two_lines_agrees_too(made, folder) -> None:
    path = remade(made, folder / "two\nli'nes.mp4", {"export a.mp4": r"export $'two\nli\'nes.mp4'"})
    assert cli.run(["verify", str(path), "--frames", "1"]) == 0


@pytest.mark.slow  # as it makes a film first
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"dreamscape export": "rm -rf"}, "does not say how it was made"),
        ({"--fps 6": "--fps 'six"}, "its command cannot be read"),
        ({"--fps 6": "--fps 6 --eval x"}, "its command cannot be read (No such option '--eval'"),
        ({"--size 96x54": "--size 99999x54"}, "out of bounds"),
        ({"--fps 6": "--fps 6 --help"}, "its command cannot be read (No such option '--help'"),
        ({"--dream sapphire": "--dream pipe"}, "was made of the dream pipe, none that ships; give its file as --dream"),
        ({"--dream sapphire": "--dream /etc/passwd"}, "was made of the dream /etc/passwd, none that ships"),
        ({"--fps 6": "--fps 6 --music http://127.0.0.1:9/a.mp3"}, "moves to the song a.mp3; give it as --music SONG"),
        ({"--dream sapphire": "--dream ambient"}, "was made of another text of the dream ambient"),
        ({"--fps 6": "--fps 6 --replay night.jsonl"}, "was filmed from the recording night.jsonl; give it as --replay"),
    ],
)
def test_metadata_from_anywhere_is_read_and_never_run(made, folder, capsys, changed, message) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe")  # who opened it would wait for ever
    path = remade(made, folder / "b.mp4", changed)
    assert cli.run(["verify", str(path)]) == 2
    out, err = capsys.readouterr()
    assert message in err
    assert err.count("\n") == 1
    assert not out


@pytest.mark.parametrize("command", ["verify", "flashes"])
def test_what_is_no_film_is_refused(folder, capsys, command) -> None:
    (folder / "a.mp4").write_bytes(b"no film at all" * 99)
    for name in ("a.mp4", "missing.mp4"):
        assert cli.run([command, name]) == 2
        assert f"{name}: cannot be" in capsys.readouterr().err


def strobe(path: Path, hertz: float) -> None:
    """Four seconds of dark grey, of which the two in the middle flash."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=30, options={"crf": "10", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 128, 72, "yuv420p"
        for number in range(120):
            level = 235 if 30 <= number < 90 and number * hertz / 30 % 1.0 < 0.5 else 60
            frame = av.VideoFrame.from_ndarray(np.full((72, 128, 3), level, np.uint8), format="rgb24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


@pytest.mark.slow
def test_flashes_of_any_film_are_reported_with_their_times(folder, capsys) -> None:
    strobe(folder / "a.mp4", 6.0)
    assert cli.run(["flashes", "a.mp4", "--json"]) == 1
    printed = json.loads(capsys.readouterr().out)
    assert printed["flashes"] == "fail"
    assert printed["general"]["worst"] == pytest.approx(6.0, abs=0.5)
    (over,) = printed["over"]
    assert over["red"] is False
    assert 1.3 < over["from"] < 1.9  # once the fourth flash is complete
    assert 2.9 < over["to"] < 4.0
    assert cli.run(["flashes", "a.mp4"]) == 1
    assert "a.mp4: fail by WCAG 2.3.1, as measured; no certified test" in capsys.readouterr().out
    strobe(folder / "b.mp4", 2.0)
    assert cli.run(["flashes", "b.mp4"]) == 0
    assert "b.mp4: pass" in capsys.readouterr().out


@pytest.mark.slow
def test_an_export_can_report_its_flashes(folder, capsys) -> None:
    assert cli.run(["export", "a.%02d.png", *ASKED, "--flash-report", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (printed["flashes"], printed["frames"]) == ("pass", 12)


@pytest.mark.slow
def test_a_dry_run_says_what_an_export_comes_to_and_writes_nothing(folder, capsys) -> None:
    assert cli.run(["export", "a.mp4", *ASKED, "--dry-run", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["frames"], printed["duration"]) == (12, 2.0)
    assert printed["time"] > 0.0
    assert not list(folder.iterdir())
    assert cli.run(["export", "a.mp4", *ASKED]) == 0
    assert (folder / "a.mp4").stat().st_size == pytest.approx(printed["size"], rel=0.3)


HAND = tuple(Pointer(60 + k, 0.5 - k / 60, -0.2, 1.0) for k in range(40))


@pytest.mark.slow
def test_a_recorded_session_is_filmed_as_it_was_in_parts_too(folder, capsys) -> None:
    """The hand of the second second moves what is seen in the third; and without it, it is another film."""
    recorder = recording.Recorder(folder / "night.jsonl", recording.header(dream_file.load("sapphire"), 9, 30))
    for event in (*HAND, Pluck(110, 0.0, -0.3)):
        recorder.write(event)
    recorder.close(150)
    size = ("--size", "96x54", "--fps", "10", "--quality", "low", "--no-sound", "--bits", "8")
    assert cli.run(["export", "a.%02d.png", "--replay", "night.jsonl", *size]) == 0
    names = sorted(path.name for path in folder.glob("a.*.png"))
    assert names == [f"a.{number:02d}.png" for number in range(5, 25)]  # from tick 30 to tick 150, ten a second
    assert cli.run(["export", "b.%02d.png", "--replay", "night.jsonl", "--from", "2", "--to", "2.5", *size]) == 0
    untouched = ("--dream", "sapphire", "--seed", "9", "--from", "0.5", "--to", "2.5")
    assert cli.run(["export", "c.%02d.png", *untouched, *size]) == 0

    def picture(name: str) -> bytes:
        with av.open(str(folder / name)) as film:
            return next(film.decode(video=0)).to_ndarray(format="rgb24").tobytes()

    assert picture("a.20.png") == picture("b.20.png")
    assert picture("a.08.png") == picture("c.08.png")  # before the hand was there
    assert picture("a.20.png") != picture("c.20.png")


@pytest.mark.slow
def test_a_recorded_session_is_heard_as_it_was() -> None:
    """Somebody's pulse, as it was felt, sets the heart's beat from then on."""
    request = check_request("sapphire", 9, size=(64, 36), start=1, stop=4, tier="low")
    excited = replace(request, inputs=tuple(Pulse(tick, 0.5) for tick in range(150, 240, 30)))
    calm, heard = (
        np.concatenate(list(sound_file.synthesize(one, Fraction(1), Fraction(4)))) for one in (request, excited)
    )
    differs = np.abs(heard - calm).max(axis=1) > 1e-4
    assert not differs[: RATE * 14 // 10].any()  # before 2.5 s, which is tick 150
    assert differs[RATE * 3 // 2 :].any()


def test_a_recording_of_another_dream_or_night_is_refused(folder, capsys) -> None:
    recorder = recording.Recorder(folder / "night.jsonl", recording.header(dream_file.load("sapphire"), 9))
    recorder.close(100)
    stranger = msgspec.structs.replace(recording.header(dream_file.load("sapphire"), 9), dream="b/c")
    recording.Recorder(folder / "named.jsonl", stranger).close(100)
    assert cli.run(["export", "a.mp4", "--replay", "named.jsonl"]) == 2
    assert "was recorded with b/c, none of the dreams that ship" in capsys.readouterr().err
    for options, told in (
        (("--dream", "ambient"), "was recorded with another text of the dream ambient"),
        (("--seed", "8"), "--seed 8: the recording was played with 9"),
        (("--act", "key"), "--act: a recording has its own times"),
    ):
        assert cli.run(["export", "a.mp4", "--replay", "night.jsonl", *options]) == 2
        assert told in capsys.readouterr().err
