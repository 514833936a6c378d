"""How late a window answers: sound to picture, and a press to its sound; end to end, by timestamps.

    python benchmarks/latency.py [--times 20] [--fps 60] [--only touch|picture|simulated] [--json]

A window in an X server of its own (Xvfb) and a PulseAudio server of its own, whose only output is a null sink.

- picture: clicks are played into the sink, which `play --listen computer` captures. From the moment at which another
  recorder of the same monitor has the click to the moment at which the window's pixels are brighter than they vary.
- touch: presses by XTEST, to the moment at which a recorder of the sink's monitor has the sparks of the press, above
  2.5 kHz, after as much time without gaps as the buffer needs to become short.
- simulated: sound to picture on a machine that nothing disturbs, without a window: `parts/simulated_frames.py`; of what
  acts add, and of the light of the whole picture. 95 of 100 are to be in time.
"""

import argparse
import json
import os
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from parts.simulated_frames import answers
from parts.x_server import x_server
from Xlib import X, display
from Xlib.ext import xtest

RATE, BLOCK = 48_000, 240  # samples a second; samples that are read at a time, 5 ms
SIZE = 640, 360
SETTLES = 14.0  # s until the picture plays and the buffer is short
BETWEEN = 1.7  # s
LONGEST = 0.6  # s in which an answer is looked for
BOUNDS = {"picture": 0.050, "touch": 0.080, "simulated": 0.050}  # s, medians, of what is simulated 95 %
CALM = 'title = "Calm"\nseed = 7\n[[act]]\nscene = "silence"\nseconds = 600\n'  # nothing else happens in it
Found = dict[str, Any]


class Recorder:
    """Records a sink's monitor: blocks with the time at which each had come, and how loud their highs are."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = ["parec", "-d", "out.monitor", "--latency-msec=5", "--format=float32le", "--channels=1"]
        self.process = subprocess.Popen([*command, f"--rate={RATE}"], env=environment, stdout=subprocess.PIPE)
        self.rows: list[tuple[float, float, float]] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        last = 0.0
        while data := self.process.stdout.read(4 * BLOCK):
            now, sound = time.monotonic(), np.frombuffer(data, np.float32)
            highs = np.diff(sound, 2, prepend=[last, last])
            last = float(sound[-1])
            self.rows.append((now, float(np.abs(sound).max()), float(np.sqrt((highs**2).mean()))))

    def first(self, since: float, which: int, above: float) -> float | None:
        """When a block came, after a time, whose level (1) or highs (2) were above a threshold."""
        return next((row[0] for row in self.rows if row[0] >= since and row[which] > above), None)

    def usual(self, since: float, which: int) -> float:
        """The highest level of late."""
        return max((row[which] for row in self.rows if row[0] >= since), default=0.0)


class Screen:
    """The mean brightness of the X server's picture, whenever it has changed."""

    def __init__(self, path: Path) -> None:
        header = struct.unpack(">25I", path.open("rb").read(100))
        self._pixels = np.memmap(path, np.uint8, "r", header[0] + 12 * header[19])[: 4 * SIZE[0] * SIZE[1]]
        self.rows: list[tuple[float, float]] = []
        self.going = True
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while self.going:
            level = float(self._pixels[::8].mean())
            if not self.rows or level != self.rows[-1][1]:
                self.rows.append((time.monotonic(), level))
            time.sleep(0.001)

    def answer(self, at: float) -> float | None:
        """When the picture became brighter after a time than it had varied before it."""
        before = np.array([level for when, level in self.rows if at - 0.5 < when < at])
        if len(before) < 4:
            return None
        rises = before.max() + max(2.0 * float(np.abs(np.diff(before)).max()), 0.3)
        return next((when for when, level in self.rows if at < when < at + LONGEST and level > rises), None)


@contextmanager
def sound_server(folder: Path) -> Iterator[dict[str, str]]:
    """A PulseAudio server with one output that is heard by nobody; gives the environment that reaches it."""
    own = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "XDG_CONFIG_HOME": str(folder)}
    loads = ["module-null-sink sink_name=out rate=48000", f"module-native-protocol-unix socket={folder}/native"]
    command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
    process = subprocess.Popen([*command, *(f"--load={one}" for one in loads)], env=own, stderr=subprocess.DEVNULL)
    try:
        time.sleep(1.5)
        yield {**own, "PULSE_SERVER": f"unix:{folder}/native"}
    finally:
        process.terminate()
        process.wait()


@contextmanager
def window(environment: dict[str, str], fps: float, *options: str) -> Iterator[None]:
    """A window that plays."""
    command = [sys.executable, "-m", "dreamscape", "play", "--size", "{}x{}".format(*SIZE), "--quality", "low"]
    process = subprocess.Popen([*command, "--no-captions", "--fps", f"{fps:g}", *options], env=environment)
    try:
        time.sleep(SETTLES)
        yield
    finally:
        process.terminate()
        process.wait()


def click() -> bytes:
    """Low and high at once, 60 ms."""
    at = np.arange(round(0.06 * RATE)) / RATE
    sound = np.sin(2.0 * np.pi * 70.0 * at) + 0.5 * np.sin(2.0 * np.pi * 3000.0 * at) * np.exp(-at / 0.01)
    return np.asarray(0.6 * sound * np.exp(-at / 0.04), np.float32).tobytes()


def picture(environment: dict[str, str], dream: str, screen: Screen, times: int, fps: float) -> list[float]:
    """Seconds from clicks to pixels."""
    took, recorder = list[float](), Recorder(environment)
    command = ["pacat", "-d", "out", "--latency-msec=20", "--format=float32le", "--channels=1", f"--rate={RATE}"]
    with window(environment, fps, "--listen", "computer", "--dream", dream, "--at", "20"):
        for _ in range(times):
            since = time.monotonic()
            subprocess.run(command, input=click() + bytes(4 * RATE // 10), env=environment, check=True)
            time.sleep(BETWEEN)
            heard = recorder.first(since, 1, 0.05)
            shown = screen.answer(heard) if heard else None
            if heard and shown:
                took.append(shown - heard)
    recorder.process.terminate()
    return took


def touch(
    environment: dict[str, str], dream: str, press: Callable[[int, bool], None], times: int, fps: float
) -> list[float]:
    """Seconds from presses to their sound."""
    took, recorder = list[float](), Recorder(environment)
    with window(environment, fps, "--dream", dream, "--at", "60"):
        press(0, False)
        time.sleep(6.0)
        for number in range(times):
            usual, since = recorder.usual(time.monotonic() - 0.7, 2), time.monotonic()
            press(number, True)
            time.sleep(BETWEEN)
            if heard := recorder.first(since, 2, 1.6 * usual + 1e-4):
                took.append(heard - since)
    recorder.process.terminate()
    return took


def summary(took: list[float], times: int) -> Found:
    """Of the answers: how many of all there were, the median, and what nine of ten are below; s."""
    values: NDArray[np.float64] = np.array(took or [np.inf])
    return {
        "answered": f"{len(took)} of {times}",
        "median": float(np.median(values)),
        "90 %": float(np.quantile(values, 0.9)),
        "95 %": float(np.quantile(values, 0.95)),
    }


def measure(times: int, wanted: list[str], fps: float) -> dict[str, Found]:
    """What is wanted."""
    found = dict[str, Found]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with x_server("{}x{}".format(*SIZE), folder) as shown, sound_server(folder) as environment:
            environment["DISPLAY"], dream = shown, str(folder / "calm.toml")
            Path(dream).write_text(CALM, "utf-8")
            server, screen = display.Display(shown), Screen(folder / "Xvfb_screen0")

            def press(number: int, down: bool) -> None:
                xtest.fake_input(server, X.MotionNotify, x=200 + 37 * number % 240, y=120 + 23 * number % 120)
                for kind in (X.ButtonPress, X.ButtonRelease) if down else ():
                    xtest.fake_input(server, kind, 1)
                server.sync()

            if "touch" in wanted:
                found["touch"] = summary(touch(environment, dream, press, times, fps), times)
            if "picture" in wanted:
                found["picture"] = summary(picture(environment, dream, screen, times, fps), times)
            screen.going = False
    return found


def main() -> int:
    """Measure, print, and fail where nothing was answered: two cores without a graphics card miss what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--fps", type=float, default=60.0)
    parser.add_argument("--only", choices=BOUNDS)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    wanted, found = [asked.only] if asked.only else list(BOUNDS), dict[str, Found]()
    if "simulated" in wanted:
        for name, took in zip(("acts", "light"), answers(asked.fps, np.frombuffer(click(), np.float32)), strict=True):
            found[f"simulated, {name}"] = summary(took, len(took))
    if set(wanted) - {"simulated"}:
        found |= measure(asked.times, wanted, asked.fps)
    if asked.json:
        print(json.dumps(found, indent=2))
    else:
        for name, row in found.items():
            told = ", ".join(f"{key} {1e3 * row[key]:.0f} ms" for key in ("median", "90 %", "95 %"))
            print(f"{name}: {row['answered']}, {told}; wanted {1e3 * BOUNDS[name.partition(',')[0]]:.0f} ms")
    return 1 if any(not np.isfinite(row["median"]) for row in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
