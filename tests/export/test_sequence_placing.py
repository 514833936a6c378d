"""A sequence put in its place, picture by picture: what is interrupted there goes on, and nobody's work is lost."""

import json
import os
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filming import FRAMES, LENGTH, Victims, export, stop_in_place, write_dream

from dreamscape import cli
from dreamscape.export import image_sequence
from dreamscape.export.backends import ResumableError
from dreamscape.export.segments import segment_store
from dreamscape.files import durable
from dreamscape.rng import Streams

PNG = "a.%05d.png"
KILLS = 6
COMMAND = shlex.split("export a.%02d.png --dream brief.toml --size 32x18 --fps 10 --quality low --to 0.4")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    write_dream(tmp_path, monkeypatch)
    return tmp_path


def files(end: str = ".png") -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path().iterdir() if path.name.endswith(end)}


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        write_dream(tmp_path_factory.mktemp("whole"), patch)
        export(PNG)
        assert sorted(os.listdir()) == [*(f"a.{n:05}.png" for n in range(FRAMES)), "brief.toml"]
        return files()


@pytest.mark.slow
def test_what_was_interrupted_while_it_was_put_in_place_goes_on(whole):
    for done in (0.1, 0.5, 0.9):
        stop_in_place(done, PNG)
        placed = {name: Path(name).stat().st_ino for name in files()}
        assert 0 < len(placed) < FRAMES
        export(PNG, resume=True)
        assert files() == whole
        assert {name: Path(name).stat().st_ino for name in placed} == placed  # they were not written again
        assert not Path(f"{PNG}.parts").exists()
        for name in whole:
            Path(name).unlink()


@pytest.mark.slow
def test_segments_are_freed_as_their_pictures_are_put_in_place():
    """Twice the disk is more than people have who film sequences: never more than one segment lies there twice."""
    left = []

    def tell(outcome):
        if outcome.joined:
            left.append((len(files()), len(list(Path(f"{PNG}.parts").glob("*.packets")))))

    export(PNG, tell=tell)
    assert all(segments <= -(-(FRAMES - placed) // LENGTH) + 1 for placed, segments in left)


@pytest.mark.slow
def test_pictures_that_were_lost_are_drawn_again(whole):
    stop_in_place(0.5, PNG)
    Path("a.00001.png").unlink()
    export(PNG, resume=True)
    assert files() == whole


@pytest.mark.slow
def test_a_picture_of_somebody_elses_that_appears_is_left_and_named(whole):
    stop_in_place(0.3, PNG)
    theirs = Path(f"a.{FRAMES - 1:05}.png")
    theirs.write_bytes(b"years")
    with pytest.raises(
        ResumableError, match=r"a\.00029\.png: has appeared meanwhile, and was left as it is; move it away"
    ):
        export(PNG, resume=True)
    assert theirs.read_bytes() == b"years"
    export(PNG, resume=True, overwrite=True)
    assert files() == whole


@pytest.fixture(scope="module")
def victims() -> Iterator[Victims]:
    with closing(Victims()) as made:
        yield made


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_at_any_moment_the_sequence_is_the_same(whole, victims: Victims):
    """Kill after kill, seeded, while it is put in place."""
    stop_in_place(0.01, PNG)
    for moment in Streams(21).at("kills").integers(1, 60, size=KILLS).tolist():
        if victims.killed_after(moment, PNG) is None:
            assert files() == whole
            for name in whole:
                Path(name).unlink()
            stop_in_place(0.01, PNG)
    export(PNG, resume=True)
    assert files() == whole
    assert sorted(os.listdir()) == sorted([*whole, "brief.toml"])


@pytest.mark.parametrize("end", [".png", ".tif", ".exr"])
@pytest.mark.slow
def test_the_command_that_is_printed_goes_on(end, monkeypatch, capsys):
    """As people do it: Ctrl-C while it is put in place, then what the program said."""
    asked = [word.replace(".png", end) for word in COMMAND]
    place = segment_store.SegmentStore.place_picture

    def interrupted(made, data, path, overwrite):
        place(made, data, path, overwrite)
        if path.name.startswith("a.01"):
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(segment_store.SegmentStore, "place_picture", interrupted)
    assert cli.run(asked) == 130
    monkeypatch.setattr(segment_store.SegmentStore, "place_picture", place)
    assert len(files(end)) == 2
    again = shlex.split(capsys.readouterr().err.split("go on with: dreamscape ")[1])
    assert cli.run(again) == 0
    assert len(files(end)) == 4
    assert not Path(f"a.%02d{end}.parts").exists()


def test_pictures_that_were_there_before_are_refused_before_anything_is_drawn(capsys):
    """Also where a sequence goes on that has not put any in place yet."""
    Path("a.03.png").write_bytes(b"years")
    for flags in ([], ["--resume"]):
        assert cli.run([*COMMAND, *flags]) == 2
        assert "a.03.png: exists already" in capsys.readouterr().err
    assert not Path("a.%02d.png.parts").exists()


def test_a_complete_sequence_is_recognised(capsys):
    assert cli.run(COMMAND) == 0
    before = {name: Path(name).stat().st_mtime_ns for name in files()}
    assert cli.run([*COMMAND, "--resume"]) == 0
    assert {name: Path(name).stat().st_mtime_ns for name in files()} == before
    Path("a.02.png").unlink()
    assert cli.run([*COMMAND, "--resume"]) == 2


@pytest.mark.slow
def test_pictures_beyond_a_shorter_sequence_are_reported(capsys):
    """They may be another night's work, so they stay; but nobody is to take them for this film's."""
    Path("a.07.png").write_bytes(b"years")
    Path("a.9.png").write_bytes(b"of another name")
    assert cli.run([*COMMAND, "--overwrite"]) == 0
    err = capsys.readouterr().err
    assert err == (
        "dreamscape: a.%02d.png: there is another picture of that name, a.07.png, which is not of this film; "
        "it was left alone\n"
    )
    Path("a.11.png").write_bytes(b"years")
    assert cli.run([*COMMAND, "--overwrite"]) == 0
    assert "2 more pictures of that name, a.07.png to a.11.png, are not of this film" in capsys.readouterr().err
    assert Path("a.07.png").read_bytes() == b"years"


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("c.%04d.png", "c.srt"),
        ("c_%d.exr", "c.srt"),
        ("shots/c-%05d.tif", "shots/c.srt"),
        ("%04d.png", "subtitles.srt"),
        ("%04d_c.png", "c.srt"),
    ],
)
def test_subtitles_beside_a_sequence_have_no_place_for_numbers(pattern, named):
    assert image_sequence.companion(Path(pattern), ".srt") == Path(named)


def test_subtitles_beside_a_sequence(capsys):
    assert cli.run([*COMMAND, "--srt"]) == 0
    assert Path("a.srt").exists()
    assert [name for name in os.listdir() if "%" in name] == []


@pytest.mark.slow
def test_a_full_disk_leaves_nothing_half_written(monkeypatch):
    """What was under way is removed, so that there is room for what frees some."""
    sync, left = durable.sync, iter([None] * 40)

    def full(path):
        if next(left, path) and path.name.startswith("film"):
            raise OSError(28, "No space left on device")
        sync(path)

    monkeypatch.setattr(segment_store, "sync", full)
    with pytest.raises(ResumableError, match="No space left"):
        export(PNG)
    found = json.loads(Path(f"{PNG}.parts/manifest.json").read_text())
    assert found["placed"] >= 1
    assert not list(Path(f"{PNG}.parts").glob("*.tmp"))
