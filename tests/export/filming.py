"""What tests of exports share: a brief dream, exports of it that are interrupted, and what is seen in the film."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from dreamscape import options
from dreamscape.engine import provenance
from dreamscape.engine.request import check_request
from dreamscape.export import film, image_sequence
from dreamscape.export.container.soundtrack import RATE, SoundSource
from dreamscape.export.encoding import formats
from dreamscape.export.segments import segment_store
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.rng import Streams

SIZE, LENGTH, FRAMES, FPS = (32, 18), 4, 30, 10
LOSSLESS = formats.choose(".mp4", SIZE, crf=0, preset="ultrafast")
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


def job(path: str = "a.mp4", seed: int = 7) -> FilmJob:
    request = check_request("brief.toml", seed, SIZE, stop=FRAMES / FPS, tier="low")
    suffix = Path(path).suffix
    form = image_sequence.choose(suffix, None, False) if suffix in image_sequence.SUFFIXES else LOSSLESS
    return FilmJob(request, options.rate(FPS), form, LENGTH)


def export(path: str = "a.mp4", interrupt=lambda: False, tell=lambda outcome: None, seed: int = 7, **asked):
    """A film of thirty frames in segments of four, with sound, or a sequence of them."""
    made = job(path, seed)
    facts = provenance.facts(made.request, ["--seed", str(seed)])
    sound = lambda: SoundSource(noise(), "flac")  # noqa: E731
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
    found = json.loads(Path(f"{path}.parts/{segment_store.MANIFEST}").read_text())
    return len(found["segments"])


def stop_after(segments: int, path: str = "a.mp4") -> None:
    """An export that was interrupted once so many segments were whole."""
    outcome = film.Outcome(0, 0, 0)

    def tell(now: film.Outcome) -> None:
        nonlocal outcome
        outcome = now

    export(path, interrupt=lambda: outcome.segments >= segments, tell=tell)
    assert segments <= whole_segments(path) < FRAMES / LENGTH


def stop_in_place(done: float, path: str) -> None:
    """An export that was interrupted once so much of it was in place, 0 to 1."""
    joined = 0.0

    def tell(now: film.Outcome) -> None:
        nonlocal joined
        joined = now.joined

    outcome = export(path, interrupt=lambda: joined >= done, tell=tell)
    assert outcome.joined < 1.0


# For each line, a moment, a path and a folder, forks one that exports there as `export` does, and kills itself at the
# n-th time that something is drawn, written, made durable or renamed. Answers with how many frames were drawn by then,
# and the exit code.
VICTIMS = f"""
import os, signal, sys, traceback
sys.path.insert(0, {str(Path(__file__).parent)!r})
from dreamscape.export.encoding.packets import PacketWriter
from dreamscape.engine.renderer import Renderer
import filming
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
    (Renderer, "draw"), (PacketWriter, "write"), (PacketWriter, "close"), (os, "fsync"), (os, "replace"), (os, "link"),
    (os, "mkdir"), (os, "ftruncate"), (os, "unlink"), (os, "rmdir"),
):
    count(owner, name)
for line in sys.stdin:
    moment, path, folder = line.rstrip().split(" ", 2)
    if not (child := os.fork()):
        code = 1
        try:
            os.chdir(folder)
            left, drawn = int(moment), 0
            filming.export(path, resume=True)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.write(1, b" %d\\n" % code)
"""


class Victims:
    """Exports that are killed. One process has loaded what they need, and each begins as a copy of it."""

    def __init__(self) -> None:
        command = [sys.executable, "-W", "ignore", "-c", VICTIMS]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def killed_after(self, moment: int, path: str = "a.mp4") -> int | None:
        """An export here that goes on with what is there, and is killed at its n-th step.

        Returns:
            How many frames were drawn by then; None if it was whole before.
        """
        assert self._process.stdin
        assert self._process.stdout
        print(moment, path, Path.cwd(), file=self._process.stdin, flush=True)
        drawn, code = self._process.stdout.readline().rstrip("\n").split(" ")
        assert int(code) == (-signal.SIGKILL if drawn else 0)
        return int(drawn) if drawn else None

    def close(self) -> None:
        """Let the process end."""
        self._process.communicate(timeout=180)


def write_dream(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder that holds a brief dream, and nothing else."""
    monkeypatch.chdir(folder)
    Path("brief.toml").write_text(DREAM, "utf-8")
