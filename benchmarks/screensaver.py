"""What the screensaver costs: processor, memory, and how fast it ends, on an X server of its own (Xvfb).

    python benchmarks/screensaver.py                 processor by act and frame rate; from a signal or a key to gone
    python benchmarks/screensaver.py soak [HOURS]    memory over hours of the dream (2), as fast as this machine can

Bars, at 1280x720, `low`, with no graphics card: 1.0 core at 15 frames a second, 1.6 at 30; 100 ms; 250 MB, flat.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import mean, median

import psutil
from parts.x_server import x_server

from dreamscape.clock import TICKS_PER_SECOND, Moment
from dreamscape.dream import dream_file
from dreamscape.dream.timeline import Timeline
from dreamscape.rng import Streams

PROGRAM = [sys.executable, "-m", "dreamscape", "screensaver"]
RATES = (15, 30)
SETTLED, MEASURED = 20.0, 20.0  # s: until the CPU budget has settled on a scale, and then
TRIALS, SHOWN = 10, 4.0  # s after the window appears: it has faded in, and listens
STEP = 2.0  # dream seconds between two pictures of a soak
TOLD = 600.0  # dream seconds between two lines of a soak
MB = 1e6


@contextmanager
def running(*options: str) -> Iterator[psutil.Popen]:
    process = psutil.Popen([*PROGRAM, "--print-seed", *options], stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.is_running():
            process.kill()
        process.wait()


def first_acts() -> dict[str, int]:
    """A seed number for each act that begins with it."""
    dream = dream_file.load("ambient").file
    found: dict[str, int] = {}
    for number in range(100):
        act = Timeline(dream, Streams(number)).acts[0]
        found.setdefault(f"{act.scene} {dream.act.index(act) + 1}", number)
    return found


def processor() -> None:
    print(f"cores used, mean of {MEASURED:g} s, and memory, MB")
    print(f"{'act':<14}" + "".join(f"{f'{rate} fps':>10}{'MB':>6}" for rate in RATES))
    sums: dict[int, list[float]] = {rate: [] for rate in RATES}
    for act, number in first_acts().items():
        line = f"{act:<14}"
        for rate in RATES:
            with running("--seed", str(number), "--fps", str(rate)) as process:
                time.sleep(SETTLED)
                before, begun = process.cpu_times(), time.perf_counter()
                time.sleep(MEASURED)
                after, elapsed = process.cpu_times(), time.perf_counter() - begun
                cores = (after.user + after.system - before.user - before.system) / elapsed
                sums[rate].append(cores)
                line += f"{cores:10.2f}{process.memory_info().rss / MB:6.0f}"
        print(line, flush=True)
    print(f"{'all':<14}" + "".join(f"{mean(sums[rate]):10.2f}{'':6}" for rate in RATES))


def leaving() -> None:
    from Xlib import XK, X
    from Xlib.display import Display
    from Xlib.ext import xtest

    desk = Display()

    def press(_: psutil.Popen) -> None:
        for kind in (X.KeyPress, X.KeyRelease):
            xtest.fake_input(desk, kind, desk.keysym_to_keycode(XK.XK_space))
        desk.sync()

    ways: dict[str, Callable[[psutil.Popen], None]] = {
        "SIGTERM": lambda process: process.send_signal(signal.SIGTERM),
        "a key": press,
    }
    for name, act in ways.items():
        times = []
        for _ in range(TRIALS):
            with running("--seed", "5") as process:
                while not any(child.get_attributes().map_state for child in desk.screen().root.query_tree().children):
                    time.sleep(0.1)
                time.sleep(SHOWN)
                begun = time.perf_counter()
                act(process)
                process.wait(10)
                times.append(1000.0 * (time.perf_counter() - begun))
        print(f"from {name} to gone: median {median(times):.0f} ms, worst of {TRIALS} {max(times):.0f} ms", flush=True)
    desk.close()


def soak(hours: float) -> None:
    from dreamscape.devices.window import poll
    from dreamscape.engine.request import check_request
    from dreamscape.saver.host import SURROUNDINGS, Host
    from dreamscape.saver.screens import SaverScreens
    from dreamscape.system.memory import trim

    os.environ.update(SURROUNDINGS)
    asked = check_request("ambient", 5, tier="low", stop=1.0)
    screens = SaverScreens(asked.dream, asked.quality, 5, Host())
    me, most, begun = psutil.Process(), 0.0, time.perf_counter()
    print("dream minutes, memory in MB now and at most, seconds it took")
    for number in range(1, round(hours * 3600.0 / STEP) + 1):
        seconds = number * STEP
        screens.draw(Moment(round(seconds * TICKS_PER_SECOND), 0.0), lambda: None, seconds, 1.0, "12:34")
        poll(*screens.windows)
        trim()
        most = max(most, me.memory_info().rss / MB)
        if seconds % TOLD == 0.0:
            now, took = me.memory_info().rss / MB, time.perf_counter() - begun
            print(f"{seconds / 60.0:7.0f}{now:8.0f}{most:8.0f}{took:8.0f}", flush=True)
            most = 0.0


if __name__ == "__main__":
    with x_server() as display:
        os.environ["DISPLAY"] = display
        os.environ.pop("WAYLAND_DISPLAY", None)
        if sys.argv[1:2] == ["soak"]:
            soak(float(sys.argv[2]) if len(sys.argv) > 2 else 2.0)
        else:
            processor()
            leaving()
