"""How the live window performs on this machine: start, jumps, pace, latency of the hand, memory.

    python benchmarks/play.py [--json] [--size 1280x720] [--only start,seek,pace,pluck,memory,drift] [--sound]

start: from the command to the light with which a dream opens, and to the first frame of its act, at 640x360, a new
process each time, with and without the shaders that Mesa keeps. seek: from an arrow key to the frame
that shows the new moment, all over the canonical dream, with the states on disk that a first session leaves behind.
pace: the canonical dream played through, with its sound if asked for: the part of the size that each act ends at,
frames a second, how even they are. pluck: frames from a click to the first that shows it. memory: hours of play, faster
than they pass: how far resident memory strays from one dream to the next. drift: how far the picture strays from the
sound of a device. Windows are SDL's offscreen ones. Run it on a quiet machine: how quiet it was before and after the
pace stands in its last row; see quiet.py.
"""

import argparse
import gc
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program has it

import numpy as np
import psutil
from numpy.typing import NDArray
from quiet import disturbed

from dreamscape import options
from dreamscape.clock import TICKS_PER_SECOND, now_ns, sleep_ns
from dreamscape.devices.sound_clock import SoundClock
from dreamscape.devices.sound_devices import BUFFERS, CHUNK, Pull
from dreamscape.devices.speaker import Speaker
from dreamscape.devices.window import Window
from dreamscape.engine.request import check_request
from dreamscape.live.playback.checkpoints import compute_checkpoints, folder_of
from dreamscape.live.playback.live_sound import DreamSound, PlaybackOptions
from dreamscape.live.playback.pace import Pacer, Playhead
from dreamscape.live.session.options import SessionOptions
from dreamscape.live.session.session import Session
from dreamscape.quality import TIERS
from dreamscape.synthesis.voice import RATE as SAMPLES

RATE = 30.0
LOOKED = 15  # s at the end of a minute whose memory is looked at
SETTLE = 6.0  # s in which the governor comes to rest
FIRST_FRAMES = Path(__file__).parent / "parts" / "first_frames.py"


def session_of(size: tuple[int, int]) -> Session:
    window = Window("benchmark", size, vsync=False)
    return Session(window, SessionOptions(check_request("sapphire", size=size), RATE), TIERS["low"])


def run(session: Session, seconds: float) -> None:
    stop = time.perf_counter() + seconds
    while time.perf_counter() < stop:
        session.frame(session.pacer.wait())


class Card:
    """A silent sound card that takes samples by the clock, as PortAudio's devices do (SDL's dummy is 4 % slow)."""

    name = "nobody's"

    def __init__(self, asked: str | None, pull: Pull) -> None:
        self._pull, self._going = pull, True
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def _write(self) -> None:
        empty = now_ns()  # when all that was written has sounded
        while self._going:
            now = now_ns()
            empty = max(empty, now)
            self._pull(CHUNK, (empty - now) * 1e-9)
            empty += round(CHUNK / SAMPLES * 1e9)
            sleep_ns(max(0, empty - now_ns() - round(BUFFERS[0] * 1e9)))

    def alive(self) -> bool:
        return self._going

    def close(self) -> None:
        self._going = False
        self._thread.join()


def start(times: int = 7) -> list[dict[str, Any]]:
    """From the command to the light with which a dream opens, and to the first frame of its act."""
    rows = list[dict[str, Any]]()
    for kept in (True, False):
        found = [_begin(kept) for _ in range(times + kept)][kept:]  # the first one fills the driver's cache
        row: dict[str, Any] = {"shaders": "kept" if kept else "compiled"}
        for what, each in zip(("light", "act"), zip(*found, strict=True), strict=True):
            row |= {f"{what}_s": statistics.median(each), f"{what}_worst_s": max(each)}
        rows.append(row)
    return rows


def _begin(kept: bool) -> list[float]:
    """Seconds until the light and until the act is shown, with or without what Mesa keeps of shaders."""
    environment = {**os.environ, **({} if kept else {"MESA_SHADER_CACHE_DISABLE": "true"})}
    begun, found = time.perf_counter(), list[float]()
    command = [sys.executable, str(FIRST_FRAMES)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for what in ("light", "act"):
            assert process.stdout.readline() == f"{what}\n"
            found.append(time.perf_counter() - begun)
        process.terminate()
    return found


def seek(session: Session) -> dict[str, float]:
    asked = session.dream, session.number, folder_of(session.dream, session.number)
    process = multiprocessing.get_context("spawn").Process(
        target=compute_checkpoints, args=asked
    )  # it takes a low priority
    process.start()
    process.join()
    session.checkpoints.compute_ahead()
    ticks = session.renderer.timeline.ticks
    found = []
    for tick in np.random.default_rng(1).integers(0, ticks, 24).tolist():
        begun = time.perf_counter()
        session.seek(tick)
        while session._pending is not None:
            session.frame(session.pacer.wait())
        found.append(time.perf_counter() - begun)
    return {"median_s": statistics.median(found), "worst_s": max(found)}


def pace(session: Session, heard: bool) -> list[dict[str, Any]]:
    """Play the whole dream as a viewer does, from its first tick on; each act with the transition into it."""
    rows, intervals, before = list[dict[str, Any]](), list[int](), disturbed()
    session.jump(0)
    if heard:
        with patch("dreamscape.live.playback.live_sound.Speaker", partial(Speaker, opens=Card)):
            session.attach_sound(DreamSound(session.dream, session.number, 0, print, PlaybackOptions()))
    run(session, SETTLE)
    session.pacer._intervals = deque()  # all of them, not only the last ones
    for number, act in enumerate(session.renderer.timeline.acts):
        _, stop = session.renderer.timeline.span(number)
        session.pacer._intervals.clear()
        while session.renderer.world.tick < stop - 2:
            session.frame(session.pacer.wait())
        intervals += session.pacer._intervals
        rows.append(
            {
                "act": act.scene,
                "scale": session.quality.governor.scale,
                "drawn": "{}x{}".format(*session.renderer.picture.size),
                "load": session.quality.governor.load,
                **_told(session.pacer._intervals),
                **({"gaps": session.sound.underruns} if session.sound else {}),
            }
        )
    if session.sound:
        session.sound.stop()
        session.sound = session.playhead.sound = None
    rows.append({"act": "all", **_told(intervals), "slow_before": before, "slow_after": disturbed()})
    return rows


def _told(intervals: Collection[int]) -> dict[str, Any]:
    """How even the intervals between frames are, ns."""
    pacer = Pacer(RATE)
    pacer._intervals = deque(intervals)
    told = pacer.statistics()
    return {
        "fps": len(intervals) / (sum(intervals) * 1e-9),
        "median_ms": told.median,
        "p95_ms": told.p95,
        "even": told.even,
        "missed": told.missed,
    }


def pluck(session: Session) -> dict[str, float]:
    import pygame

    counts = []
    for number in range(8):
        session.jump(session.renderer.timeline.span(number)[0] + 5 * TICKS_PER_SECOND)
        session.frame(0)
        before = session.renderer.world.casts[number].dust.totals[0]
        event = pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(700, 400), button=1, touch=False)
        session.pointers.handle_event(event, session.renderer.world.tick + 1)
        count = 0
        while session.renderer.world.casts[number].dust.totals[0] < before + 30:
            session.frame(round(1e9 / RATE))
            count += 1
        counts.append(count)
    return {"frames": max(counts)}


def memory(session: Session, hours: float) -> dict[str, float]:
    """Step all of so many hours, and draw each second of them once: how far whole dreams stand apart, and minutes.

    Acts differ in what they hold, so a dream is compared with the others, and a minute with the same minute of theirs;
    the first dream warms up. A minute's size is the median of its last LOOKED seconds: what makes the next act ready
    beside drawing does so eight times too late in a dream that goes eight times too fast.
    """
    process, seconds = psutil.Process(), list[float]()
    length = session.renderer.timeline.ticks // TICKS_PER_SECOND
    for second in range(int(hours * 3600)):
        tick = (second * TICKS_PER_SECOND) % session.renderer.timeline.ticks
        if tick == 0:
            session.jump(0)
        session.renderer.world.advance_to(tick)
        session.playhead.jump(tick)
        session.frame(0)
        seconds.append(process.memory_info().rss / 1e6)
        if second % 60 == 59:
            gc.collect()
    whole = np.reshape(seconds[length : len(seconds) // length * length], (-1, length))
    minutes = np.median(whole.reshape(len(whole), -1, 60)[:, :, -LOOKED:], axis=2)
    return {
        "hours": hours,
        "rss_mb": max(seconds),
        "least_mb": min(seconds),
        "dreams": _apart(whole.mean(axis=1)),
        "minutes": _apart(minutes),
    }


def _apart(sizes: NDArray[np.floating]) -> float:
    """The largest relative deviation of one size from the median of its column."""
    middles = np.median(sizes, axis=0)
    return float((np.abs(sizes - middles) / middles).max())


def drift(hours: float = 1.0) -> dict[str, float]:
    """How far the picture is from a device whose clock is off by 50 ppm, and whose reports jitter by 5 ms."""
    clock, playhead, jitter = SoundClock(), Playhead(), np.random.default_rng(2)
    period, now, apart = round(1e9 / RATE), 0, list[float]()
    clock.run(now, True)
    playhead.sound = lambda: clock.at(now)
    for number in range(int(hours * 3600 * RATE)):
        now += period
        heard = now * 1e-9 * (1.0 + 50e-6)
        if number % 3 == 0:
            clock.tell(now, heard + float(jitter.uniform(-0.005, 0.005)))
        apart.append(abs(playhead.advance(period).seconds - heard))
    return {"hours": hours, "worst_ms": 1e3 * max(apart[300:])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON in place of lines")
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--only", default="start,seek,pace,pluck,memory,drift")
    parser.add_argument("--hours", type=float, default=1.0, help="of play for memory, 0.2 at least: three dreams")
    parser.add_argument("--sound", action="store_true", help="measure pace while the dream is heard, by nobody")
    asked = parser.parse_args()
    wanted = asked.only.split(",")
    found: dict[str, Any] = {}
    if "start" in wanted:
        found["start"] = start()
    session = session_of(options.size(asked.size))
    parts: dict[str, Callable[[Session], Any]] = {
        "seek": seek,
        "pace": partial(pace, heard=asked.sound),
        "pluck": pluck,
        "memory": partial(memory, hours=asked.hours),
    }
    for name, part in parts.items():
        if name in wanted:
            found[name] = part(session)
    session.checkpoints.close()
    if "drift" in wanted:
        found["drift"] = drift()
    if asked.json:
        print(json.dumps(found, indent=2))
        return
    for name, value in found.items():
        for row in value if isinstance(value, list) else [value]:
            told = (
                f"{key} {number:.3g}" if isinstance(number, float) else f"{key} {number}" for key, number in row.items()
            )
            print(f"{name:8s}{'   '.join(told)}")


if __name__ == "__main__":
    main()
