"""What dreamscape costs of a processor: a window, the screensaver, and a minute of film.

    python benchmarks/energy.py [--json] [--seconds 30] [--size 1280x720]

CPU seconds for each frame, and for an hour of the window or of the screensaver or a minute of film; and the watts of
the processor as its own meter counts them (RAPL), beside those of the idle machine, where it has one that can be read.
Windows lie on an X server of their own (Xvfb), at 30 frames a second, and are measured once they have settled. Every
process counts, that of the sound too; where nothing can play it, there is none, and the row says so.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from parts.energy_meter import Rapl, Tree
from parts.x_server import x_server

SETTLED = 25.0  # s until a window has chosen how finely it draws
FILM_RATE = 30
HOUR = 3600.0
COUNTED = """
import mmap, sys
from dreamscape.devices.window import Window

with open(sys.argv[1], "r+b") as file:
    shown = mmap.mmap(file.fileno(), 8)
flip = Window.flip

def count(window):
    flip(window)
    shown[:] = (int.from_bytes(shown[:], "little") + 1).to_bytes(8, "little")

Window.flip = count
sys.argv = ["dreamscape", *sys.argv[2:]]
from dreamscape.__main__ import main
if __name__ == "__main__":
    main()
"""


@dataclass(frozen=True)
class Row:
    """What something cost.

    Attributes:
        what: what was measured.
        frames: how many, and at which rate, 1/s.
        cpu_ms: of all processes, for each frame.
        cpu_s: of all processes, for as long as `lasts` says.
        watts: of the processor; None where it has no meter.
    """

    what: str
    frames: int
    rate: float
    cpu_ms: float
    cpu_s: float
    lasts: str
    watts: float | None


def idle(meter: Rapl, seconds: float) -> Row:
    """The machine with nothing of ours."""
    meter.watts()
    time.sleep(seconds)
    return Row("nothing", 0, 0.0, 0.0, 0.0, "an hour", meter.watts())


@contextmanager
def shown(*words: str) -> Iterator[tuple[psutil.Popen, Path]]:
    """A command that opens windows, and the file in which its frames are counted."""
    with tempfile.TemporaryDirectory() as folder:
        counter = Path(folder) / "frames"
        counter.write_bytes(bytes(8))
        homes = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), folder)
        process = psutil.Popen(
            [sys.executable, "-c", COUNTED, str(counter), *words],
            stdout=subprocess.DEVNULL,
            env={**os.environ, **homes},
        )
        try:
            yield process, counter
        finally:
            process.terminate()
            process.wait()


def window(what: str, words: list[str], meter: Rapl, seconds: float) -> Row:
    """A window once it has settled."""
    with shown(*words) as (process, counter):
        tree = Tree(process.pid)
        time.sleep(SETTLED)
        before, used, begun = _count(counter), tree.seconds(), time.perf_counter()
        meter.watts()
        while time.perf_counter() < begun + seconds:  # what ends meanwhile must have been seen
            time.sleep(1.0)
            tree.seconds()
        took, watts = time.perf_counter() - begun, meter.watts()
        if process.poll() is not None:
            raise SystemExit(f"{what}: ended by itself, with exit code {process.returncode}")
        frames, cpu = _count(counter) - before, tree.seconds() - used
    if frames == 0:
        raise SystemExit(f"{what}: showed no frame in {took:.0f} s")
    return Row(what, frames, frames / took, 1e3 * cpu / frames, cpu / took * HOUR, "an hour", watts)


def film(what: str, words: list[str], meter: Rapl, seconds: float) -> Row:
    """A film of so many seconds, the program's start left out: that of a film of two frames is taken away."""
    with tempfile.TemporaryDirectory() as folder:
        spent = []
        for length in (1.5 / FILM_RATE, seconds):  # the first holds two frames
            command = [sys.executable, "-m", "dreamscape", "export", str(Path(folder) / f"{length:.3f}.mp4")]
            command += [*words, "--from", "12", "--to", f"{12.0 + length:.4f}", "--fps", str(FILM_RATE)]
            before, begun = os.times(), time.perf_counter()
            meter.watts()
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
            took, watts, after = time.perf_counter() - begun, meter.watts(), os.times()
            used = after.children_user + after.children_system - before.children_user - before.children_system
            spent.append((used, took))
    frames, cpu = round(seconds * FILM_RATE) - 2, spent[1][0] - spent[0][0]
    per_minute = 60 * FILM_RATE * cpu / frames
    return Row(what, frames, frames / (spent[1][1] - spent[0][1]), 1e3 * cpu / frames, per_minute, "a minute", watts)


def _count(counter: Path) -> int:
    return int.from_bytes(counter.read_bytes(), "little")


def rows(arguments: argparse.Namespace, meter: Rapl) -> Iterator[Row]:
    """All that is measured, one after the other."""
    if not meter.missing:
        yield idle(meter, 10.0)
    if shutil.which("Xvfb"):
        with x_server(arguments.size) as display:
            os.environ["DISPLAY"] = display
            os.environ.pop("WAYLAND_DISPLAY", None)
            yield window(
                "play, with its sound if it can be heard", ["play", "--size", arguments.size], meter, arguments.seconds
            )
            yield window("play, silent", ["play", "--size", arguments.size, "--no-sound"], meter, arguments.seconds)
            yield window("screensaver", ["screensaver", "--seed", "5"], meter, arguments.seconds)
    else:
        print("Xvfb is not installed: windows are not measured (apt-get install xvfb)", file=sys.stderr)
    for tier in ("low", "high"):
        words = ["--size", arguments.size, "--quality", tier]
        yield film(f"film, {tier}", words, meter, max(2.0, arguments.seconds / 5))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON in place of the table")
    parser.add_argument("--seconds", type=float, default=30.0, help="that each window is measured, five times a film's")
    parser.add_argument("--size", default="1280x720")
    arguments = parser.parse_args()
    meter, found = Rapl(), list[Row]()
    if meter.missing:
        print(f"no watts: {meter.missing}", file=sys.stderr)
    if not arguments.json:
        print(f"{'':42s}{'frames/s':>9s}{'CPU ms/frame':>14s}{'CPU s':>8s}{'':10s}{'W':>7s}")
    for row in rows(arguments, meter):
        found.append(row)
        if not arguments.json:
            watts = "-" if row.watts is None else f"{row.watts:.1f}"
            part = f"{row.what:42s}{row.rate:9.1f}{row.cpu_ms:14.1f}{row.cpu_s:8.0f} {row.lasts:9s}{watts:>7s}"
            print(part, flush=True)
    if arguments.json:
        print(json.dumps([asdict(row) for row in found], indent=2))


if __name__ == "__main__":
    main()
