"""Going on with an export: what breaks here costs people a night of rendering, or gives them another film."""

import json
import os
import re
import resource
import shlex
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest
from filming import (
    DREAM,
    FRAMES,
    LENGTH,
    Victims,
    export,
    pictures,
    seen_and_heard,
    stop_after,
    whole_segments,
    write_dream,
)

from dreamscape import cli
from dreamscape.engine import provenance
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.export import film
from dreamscape.export.encoding import packets
from dreamscape.export.segments import manifest, segment_store
from dreamscape.export.segments.segment_writer import READ_BACK_LAG
from dreamscape.rng import Streams

KILLS = 8


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    write_dream(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture(scope="module")
def never_interrupted(tmp_path_factory) -> tuple[list[bytes], bytes]:
    with pytest.MonkeyPatch.context() as patch:
        write_dream(tmp_path_factory.mktemp("whole"), patch)
        export()
        return seen_and_heard()


@pytest.fixture(scope="module")
def victims() -> Iterator[Victims]:
    with closing(Victims()) as made:
        yield made


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_at_any_moment_it_goes_on_to_the_same_film(never_interrupted, victims: Victims):
    """Kill after kill, seeded, until the film is whole; then the next film, until there were KILLS of them."""
    moments, kills = iter(Streams(20).at("kills").integers(1, 100, size=5 * KILLS).tolist()), 0
    while kills < KILLS:
        before = whole_segments() if Path("a.mp4.parts/manifest.json").exists() else 0
        drawn = victims.killed_after(next(moments))
        if drawn is None:
            assert seen_and_heard() == never_interrupted
            assert sorted(os.listdir()) == ["a.mp4", "brief.toml"]
            Path("a.mp4").unlink()
            continue
        kills += 1
        if Path("a.mp4").exists():  # killed while it tidied up: the film is whole
            assert seen_and_heard() == never_interrupted
        elif Path("a.mp4.parts/manifest.json").exists():
            # up to the middle of a segment the one before it may be in the encoder still; a frame is being drawn, and
            # BEHIND more are being read back
            sent = drawn - 1 - READ_BACK_LAG
            assert whole_segments() >= before + (sent + LENGTH // 2 - 1) // LENGTH - 1
    export(resume=True)
    assert seen_and_heard() == never_interrupted
    assert sorted(os.listdir()) == ["a.mp4", "brief.toml"]


@pytest.mark.slow
def test_an_interrupted_export_goes_on_without_drawing_again(never_interrupted):
    stop_after(2)
    outcomes: list[film.Outcome] = []
    kept = whole_segments()
    outcome = export(resume=True, tell=outcomes.append)
    assert outcomes[0].written == kept * LENGTH + 1
    assert (outcome.written, outcome.segments, outcome.joined) == (FRAMES, 8, 1.0)
    assert seen_and_heard() == never_interrupted


@pytest.mark.slow
@pytest.mark.parametrize("harm", ["cut short", "changed", "gone", "a link"])
def test_a_segment_that_is_not_what_was_written_is_filmed_again(never_interrupted, harm):
    stop_after(3)
    file = Path("a.mp4.parts/000001.packets")
    data = file.read_bytes()
    file.unlink()
    if harm == "cut short":
        file.write_bytes(data[: len(data) // 2])
    elif harm == "changed":
        file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    elif harm == "a link":
        Path("elsewhere").write_bytes(data)
        file.symlink_to(Path("elsewhere").resolve())
    export(resume=True)
    assert seen_and_heard() == never_interrupted
    if harm == "a link":
        assert Path("elsewhere").read_bytes() == data


@pytest.mark.slow
def test_worlds_that_were_stored_and_are_damaged_are_stepped_to_again(never_interrupted):
    stop_after(2)
    for file in Path("a.mp4.parts").glob("*.world"):
        file.write_bytes(file.read_bytes()[:-3] + b"???")
    export(resume=True)
    assert seen_and_heard() == never_interrupted


@pytest.mark.slow
def test_parts_of_another_film_are_refused_with_what_differs():
    stop_after(2)
    with pytest.raises(InputError, match=r"holds parts of another film: --seed was 7, is 8; ask for the same again"):
        export(resume=True, seed=8)
    Path("brief.toml").write_text(DREAM.replace("Brief", "Other"), "utf-8")
    with pytest.raises(InputError, match=r"another film: dream was brief\.toml \w+, is brief\.toml \w+; ask"):
        export(resume=True)
    assert whole_segments() >= 2


@pytest.mark.slow
def test_another_version_or_other_code_is_refused(monkeypatch):
    stop_after(2)
    monkeypatch.setattr(provenance, "__version__", "9.9")
    monkeypatch.setattr(provenance, "code_digest", lambda: "f" * 16)
    with pytest.raises(InputError, match=r"version was \S+, is 9\.9; code was \w+, is f{16}; ask for the same again"):
        export(resume=True)


@pytest.mark.slow
def test_a_machine_that_computes_another_world_is_refused():
    stop_after(2)
    file = Path("a.mp4.parts/manifest.json")
    found = manifest.decode(file.read_bytes(), "")
    found.segments[1] = msgspec.structs.replace(found.segments[1], world="0" * 32)
    file.write_bytes(msgspec.json.encode(found))
    for stored in Path("a.mp4.parts").glob("*.world"):
        stored.unlink()
    with pytest.raises(DreamscapeError, match=r"the world at tick 24 is not the one .* start over with --overwrite"):
        export(resume=True)
    assert whole_segments() >= 2


@pytest.mark.slow
@pytest.mark.parametrize("size", [0, 5, 30, -1])
def test_packets_cut_at_any_place_are_refused(size):
    stop_after(1)
    file = Path("a.mp4.parts/000000.packets")
    data = file.read_bytes()
    file.write_bytes(data[:size])
    with pytest.raises(DreamscapeError, match=r"000000\.packets: not a whole packet file; remove it and go on"):
        list(packets.read_packets(file))


DARK_THEN_LIT = """
title = "Fuller"
seed = 7
[[act]]
scene = "silence"
seconds = 8
[act.shift]
through = "light"
seconds = 0.5
[[act]]
scene = "key"
seconds = 16
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
@pytest.mark.slow
def test_a_full_disk_leaves_what_is_made_and_says_how_to_go_on(monkeypatch, capsys):
    """First there is no room for the largest segment, then none for the film; then there is enough."""
    Path("fuller.toml").write_text(DARK_THEN_LIT, "utf-8")
    asked = ["export", "a.mp4", "--dream", "fuller.toml", "--size", "64x36", "--fps", "1", "--quality", "low"]
    asked += ["--crf", "1", "--preset", "ultrafast", "--no-sound", "--no-flash-limit"]  # a limiter keeps larger files
    sizes: list[int] = []
    place = segment_store.SegmentStore.place_film
    monkeypatch.setattr(
        segment_store.SegmentStore,
        "place_film",
        lambda made, *rest: (
            sizes.extend(made.manifest.segments[number].size for number in range(3)),
            place(made, *rest),
        ),
    )
    assert cli.run(asked) == 0
    whole = pictures("a.mp4")
    Path("a.mp4").unlink()
    for room, kept in ((max(sizes) - 1, (8, 16)), (int(max(sizes) * 1.1), (24,))):
        with room_for(room):
            assert cli.run(asked) == 1
        out, err = capsys.readouterr()
        told = re.match(r"dreamscape: a\.mp4: writing failed after (\d+) of 24 frames \(File too large\); ", err)
        assert told, err
        assert out == ""
        assert int(told[1]) in kept
        again = err.rstrip("\n").split("; go on with: dreamscape ")[1]
        asked = shlex.split(again)
    assert cli.run(asked) == 0
    assert pictures("a.mp4") == whole


@contextmanager
def room_for(count: int) -> Iterator[None]:
    """Lets this process write files of at most so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


COMMAND = shlex.split("export a.mp4 --dream brief.toml --size 32x18 --fps 5 --quality low --to 0.4 --no-sound")


def test_what_is_complete_is_recognised_by_what_it_says_of_itself(capsys):
    """An export that was killed once its parts were gone leaves a film, and a script that says --resume again."""
    assert cli.run([*COMMAND, "--srt"]) == 0
    whole = Path("a.mp4").stat()
    assert cli.run([*COMMAND, "--srt", "--resume", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["joined"] == 1.0
    assert (Path("a.mp4").stat().st_mtime_ns, Path("a.mp4").stat().st_ino) == (whole.st_mtime_ns, whole.st_ino)
    Path("a.srt").unlink()  # killed before it was written
    assert cli.run([*COMMAND, "--srt", "--resume"]) == 0
    assert sorted(os.listdir()) == ["a.mp4", "a.srt", "brief.toml"]


def test_another_film_in_its_place_is_not_taken_for_it(capsys):
    assert cli.run(COMMAND) == 0
    whole = Path("a.mp4").read_bytes()
    for other in (["--seed", "8"], ["--crf", "30"], ["--act", "key"]):
        assert cli.run([*COMMAND, *other, "--resume"]) == 2
        assert "a.mp4: exists already" in capsys.readouterr().err
    assert Path("a.mp4").read_bytes() == whole


@pytest.mark.slow
@pytest.mark.parametrize("end", ["mkv", "webm", "gif", "webp", "apng", "%d.tif", "%d.exr"])
def test_all_kinds_are_recognised(end):
    """Each says its command in another way."""
    sound = "--no-sound" if end in ("mkv", "webm") else ""
    command = f"export a.{end} --dream brief.toml --size 32x18 --fps 10 --quality low --to 0.2 {sound}".split()
    assert cli.run(command) == 0
    before = {path: path.stat().st_ino for path in Path().iterdir()}
    assert cli.run([*command, "--resume"]) == 0
    assert {path: path.stat().st_ino for path in Path().iterdir()} == before
