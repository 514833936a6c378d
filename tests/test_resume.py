"""Going on with an export: what breaks here costs people a night of rendering, or gives them another film."""

import json
import os
import re
import resource
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import msgspec
import numpy as np
import pytest

from dreamscape import cli, options, provenance
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.outputs import film, formats, manifest, packets, parts
from dreamscape.outputs.segments import BEHIND, Job
from dreamscape.outputs.soundtrack import RATE, Sound
from dreamscape.rng import Streams
from dreamscape.take import take

SIZE, LENGTH, FRAMES, FPS = (32, 18), 4, 30, 10
LOSSLESS = formats.choose(".mp4", SIZE, crf=0, preset="ultrafast")
KILLS = 20
DREAM = """
title = "Brief"
seed = 7
[[act]]
scene = "key"
seconds = 2
[act.shift]
through = "light"
seconds = 0.5
[[act]]
scene = "key"
seconds = 2
"""


def noise() -> Iterator[np.ndarray]:
    """Three seconds of sound in uneven blocks."""
    left = Streams(1).at("noise").standard_normal((3 * RATE, 2)).astype(np.float32) * 0.1
    yield from np.array_split(left, 7)


def job(seed: int = 7) -> Job:
    asked = take("brief.toml", seed, SIZE, stop=FRAMES / FPS, tier="low")
    return Job(asked, options.rate(FPS), LOSSLESS, LENGTH)


def export(path: str = "a.mp4", interrupt=lambda: False, tell=lambda outcome: None, seed: int = 7, **asked):
    """A film of thirty frames in segments of four, with sound."""
    made, facts = job(seed), provenance.facts(job(seed).take, ["--seed", str(seed)])
    sound = lambda: Sound(noise(), "flac")  # noqa: E731
    return film.export(Path(path), made, {"comment": "x"}, interrupt, tell, facts, sound=sound, **asked)


def pictures(path: str) -> list[bytes]:
    with av.open(path) as container:
        return [frame.to_ndarray(format="yuv420p").tobytes() for frame in container.decode(video=0)]


def seen_and_heard(path: str = "a.mp4") -> tuple[list[bytes], bytes]:
    """All decoded frames and samples of a film."""
    with av.open(path) as container:
        sound = b"".join(frame.to_ndarray().tobytes() for frame in container.decode(audio=0))
    return pictures(path), sound


def whole_segments(path: str = "a.mp4") -> int:
    found = json.loads(Path(f"{path}.parts/{parts.MANIFEST}").read_text())
    return len(found["segments"])


def stop_after(segments: int, path: str = "a.mp4") -> None:
    """An export that was interrupted once so many segments were whole."""
    outcome = film.Outcome(0, 0, 0)

    def tell(now: film.Outcome) -> None:
        nonlocal outcome
        outcome = now

    export(path, interrupt=lambda: outcome.segments >= segments, tell=tell)
    assert segments <= whole_segments(path) < FRAMES / LENGTH


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("brief.toml").write_text(DREAM, "utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def never_interrupted(tmp_path_factory) -> tuple[list[bytes], bytes]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("whole"))
        Path("brief.toml").write_text(DREAM, "utf-8")
        export()
        return seen_and_heard()


# Exports as the tests do, and kills itself at the n-th time that something is drawn, written, made durable or renamed.
VICTIM = f"""
import os, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from dreamscape.outputs.packets import PacketWriter
from dreamscape.stage import Stage
import test_resume
left, drawn = int(sys.argv[1]), 0
def count(owner, name):
    before = getattr(owner, name)
    def counted(*rest, **named):
        global left, drawn
        left -= 1
        drawn += name == "draw"
        if left == 0:
            os.write(1, b"%d" % drawn)
            os.kill(os.getpid(), signal.SIGKILL)
        return before(*rest, **named)
    setattr(owner, name, counted)
for owner, name in (
    (Stage, "draw"), (PacketWriter, "write"), (PacketWriter, "close"),
    (os, "fsync"), (os, "replace"), (os, "unlink"), (os, "rmdir"),
):
    count(owner, name)
test_resume.export(resume=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_at_any_moment_it_goes_on_to_the_same_film(never_interrupted):
    """Kill after kill, seeded, until the film is whole; then the next film, until there were KILLS of them."""
    moments, kills = iter(Streams(20).at("kills").integers(1, 100, size=5 * KILLS).tolist()), 0
    while kills < KILLS:
        before = whole_segments() if Path("a.mp4.parts/manifest.json").exists() else 0
        done = subprocess.run([sys.executable, "-c", VICTIM, str(next(moments))], capture_output=True, timeout=60)
        if done.returncode == 0:
            assert seen_and_heard() == never_interrupted
            assert sorted(os.listdir()) == ["a.mp4", "brief.toml"]
            Path("a.mp4").unlink()
            continue
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        kills += 1
        if Path("a.mp4").exists():  # killed while it tidied up: the film is whole
            assert seen_and_heard() == never_interrupted
        elif Path("a.mp4.parts/manifest.json").exists():
            # up to the middle of a segment the one before it may be in the encoder still; a frame is being drawn, and
            # BEHIND more are being read back
            sent = int(done.stdout) - 1 - BEHIND
            assert whole_segments() >= before + (sent + LENGTH // 2 - 1) // LENGTH - 1
    export(resume=True)
    assert seen_and_heard() == never_interrupted
    assert sorted(os.listdir()) == ["a.mp4", "brief.toml"]


@pytest.mark.slow
def test_an_interrupted_export_goes_on_without_drawing_again(never_interrupted):
    stop_after(2)
    told: list[film.Outcome] = []
    kept = whole_segments()
    outcome = export(resume=True, tell=told.append)
    assert told[0].written == kept * LENGTH + 1
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


def test_parts_of_another_film_are_refused_with_what_differs():
    stop_after(2)
    with pytest.raises(InputError, match=r"holds parts of another film: --seed was 7, is 8; ask for the same again"):
        export(resume=True, seed=8)
    Path("brief.toml").write_text(DREAM.replace("Brief", "Other"), "utf-8")
    with pytest.raises(InputError, match=r"another film: dream was brief\.toml \w+, is brief\.toml \w+; ask"):
        export(resume=True)
    assert whole_segments() >= 2


def test_another_version_or_other_code_is_refused(monkeypatch):
    stop_after(2)
    monkeypatch.setattr(provenance, "__version__", "9.9")
    monkeypatch.setattr(provenance, "code_digest", lambda: "f" * 16)
    with pytest.raises(InputError, match=r"version was \S+, is 9\.9; code was \w+, is f{16}; ask for the same again"):
        export(resume=True)


def test_a_machine_whose_world_is_another_is_told_so():
    stop_after(2)
    file = Path("a.mp4.parts/manifest.json")
    found = manifest.decode(file.read_bytes(), "")
    found.segments[1] = msgspec.structs.replace(found.segments[1], world="0" * 32)
    file.write_bytes(msgspec.json.encode(found))
    for stored in Path("a.mp4.parts").glob("*.world"):
        stored.unlink()
    with pytest.raises(DreamscapeError, match=r"the world at tick 24 is not the one .* begin anew with --overwrite"):
        export(resume=True)
    assert whole_segments() >= 2


SEGMENT = {"tick": 0, "world": "0" * 16, "size": 1, "digest": "0" * 16, "delay": 0, "frames": {}}
GOOD = {"form": 1, "facts": {}, "first": 0, "count": FRAMES, "length": LENGTH}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[" * 100_000,
        b"\xff\xfe",
        b'"manifest"',
        json.dumps({**GOOD, "form": 2}).encode(),
        json.dumps({**GOOD, "path": "/etc/passwd"}).encode(),
        json.dumps({**GOOD, "count": 0}).encode(),
        json.dumps({**GOOD, "length": -1}).encode(),
        json.dumps({**GOOD, "count": 2**53, "length": 1}).encode(),
        json.dumps({**GOOD, "segments": {"../../etc/passwd": SEGMENT}}).encode(),
        json.dumps({**GOOD, "segments": {"99": SEGMENT}}).encode(),
        json.dumps({**GOOD, "segments": {"0": {**SEGMENT, "file": "../a"}}}).encode(),
        json.dumps({**GOOD, "segments": {"0": {**SEGMENT, "digest": "../../../../a"}}}).encode(),
        json.dumps({**GOOD, "segments": {"0": {**SEGMENT, "delay": 10**9}}}).encode(),
        b"#" * (manifest.LARGEST + 1),
    ],
    ids=lambda data: data[-40:].decode("latin-1"),
)
def test_a_manifest_that_is_none_is_refused_in_a_sentence(capsys, data):
    Path("a.mp4.parts").mkdir()
    Path("a.mp4.parts/manifest.json").write_bytes(data)
    asked = ["export", "a.mp4", "--dream", "brief.toml", "--size", "32x18", "--fps", "10", "--quality", "low"]
    assert cli.run([*asked, "--resume"]) == 2
    _, err = capsys.readouterr()
    assert err.startswith(f"dreamscape: {Path('a.mp4.parts/manifest.json').resolve()}: ")
    assert err.endswith("begin anew with --overwrite\n")
    assert err.count("\n") == 1
    assert Path("a.mp4.parts/manifest.json").read_bytes() == data


@pytest.mark.slow
def test_a_manifest_cut_at_any_place_is_refused():
    stop_after(1)
    file = Path("a.mp4.parts/manifest.json")
    data = file.read_bytes()
    for size in Streams(1).at("cut").integers(0, len(data) - 2, size=40).tolist():
        with pytest.raises(InputError, match="begin anew"):
            manifest.decode(data[:size], "x")


def test_a_folder_that_holds_something_else_is_not_removed():
    Path("a.mp4.parts").mkdir()
    Path("a.mp4.parts/thesis.txt").write_text("years")
    with pytest.raises(InputError, match=r"a\.mp4\.parts: holds thesis\.txt, which is no part of a film; move it away"):
        export()
    assert Path("a.mp4.parts/thesis.txt").read_text() == "years"


def test_a_link_in_place_of_the_folder_is_not_followed(folder):
    Path("elsewhere").mkdir()
    Path("a.mp4.parts").symlink_to(folder / "elsewhere")
    for resume in (False, True):
        with pytest.raises(InputError, match="is in the way"):
            export(resume=resume)
    assert not list(Path("elsewhere").iterdir())


@pytest.mark.parametrize("size", [0, 5, 30, -1])
def test_packets_cut_at_any_place_are_refused(size):
    stop_after(1)
    file = Path("a.mp4.parts/000000.packets")
    data = file.read_bytes()
    file.write_bytes(data[:size])
    with pytest.raises(DreamscapeError, match=r"000000\.packets: not a whole file of packets; remove it and go on"):
        list(packets.packets(file))


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
scene = "spires"
seconds = 16
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
@pytest.mark.slow
def test_a_full_disk_leaves_what_is_made_and_says_how_to_go_on(monkeypatch):
    """First there is no room for the largest segment, then none for the film; then there is enough."""
    Path("fuller.toml").write_text(DARK_THEN_LIT, "utf-8")
    asked = ["export", "a.mp4", "--dream", "fuller.toml", "--size", "64x36", "--fps", "1", "--quality", "low"]
    asked += ["--crf", "1", "--preset", "ultrafast", "--no-sound", "--no-flash-limit"]  # a limiter keeps larger files
    sizes: list[int] = []
    place = parts.Parts.place
    monkeypatch.setattr(
        parts.Parts,
        "place",
        lambda made, joined, path: (
            sizes.extend(made.manifest.segments[number].size for number in range(3)),
            place(made, joined, path),
        ),
    )
    assert cli.run(asked) == 0
    whole = pictures("a.mp4")
    Path("a.mp4").unlink()
    for room, kept in ((max(sizes) - 1, (8, 16)), (int(max(sizes) * 1.1), (24,))):
        command = [sys.executable, "-m", "dreamscape", *asked]
        done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit(room), timeout=60)
        assert (done.returncode, done.stdout) == (1, "")
        told = re.match(
            r"dreamscape: a\.mp4: writing failed after (\d+) of 24 frames \(File too large\); ", done.stderr
        )
        assert told, done.stderr
        assert int(told[1]) in kept
        again = done.stderr.rstrip("\n").split("; go on with: dreamscape ")[1]
        asked = shlex.split(again)
    assert cli.run(asked) == 0
    assert pictures("a.mp4") == whole


def limit(room: int) -> Callable[[], None]:
    """Lets a process write files of at most `room` bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
