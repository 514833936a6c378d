"""Devices as they are: what breaks here is silent, or stutters, on somebody's machine."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dreamscape.devices import portaudio, sound_devices
from dreamscape.synthesis.voice import RATE

pytestmark = pytest.mark.slow

# A sine that says which sample it is, played for a while; what the speaker said and counted is printed.
PLAY = """
import sys, threading, time
import numpy as np
from dreamscape.devices.speaker import Speaker

class Ramp:
    def read(self, start, count):
        number = np.arange(start, start + count)
        return np.stack([number / 2.0**24, np.sin(number * 0.02)], axis=1).astype(np.float32)

speaker = Speaker(Ramp(), lambda sentence: print("said", sentence), device=sys.argv[2] if sys.argv[2:] else None)
begun = time.monotonic()
speaker.start(48_000)
print("opened", time.monotonic() - begun)
threading.Event().wait(float(sys.argv[1]))
print("device", speaker.device)
print("underruns", speaker.underruns)
print("late", min((time.monotonic() - begun + 1.0 - speaker.position() for _ in range(9)), key=abs))
speaker.stop()
"""


def play(seconds: float, environment: dict[str, str], *device: str) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", PLAY, str(seconds), *device],
        capture_output=True,
        text=True,
        env={**os.environ, "PYGAME_HIDE_SUPPORT_PROMPT": "1", **environment},
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


def play_evenly(seconds: float, environment: dict[str, str], *device: str) -> dict[str, str]:
    """As `play`, without a gap; a machine that is busy with other things may let it starve, but not each time."""
    for _ in range(3):
        report = play(seconds, environment, *device)
        if report["underruns"] == "0":
            return report
    pytest.fail(f"it ran out of sound three times of three: {report}")


def test_what_sdl_plays_is_what_was_rendered(tmp_path: Path) -> None:
    """SDL's disk driver writes what it is given, bit by bit."""
    written = tmp_path / "played.raw"
    report = play_evenly(2.0, {"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(written)})
    assert "said" not in report
    number = np.fromfile(written, "<f4").reshape(-1, 2)[:, 0].astype(np.float64) * 2.0**24
    begun = np.flatnonzero(number)[0]
    steady = number[begun + 1000 : np.flatnonzero(number)[-1] - 1000]  # past the fades at both ends
    assert len(steady) > 48_000
    assert (np.diff(steady) == 1.0).all()
    behind = float(report["opened"]) + 0.5  # s, at most: the clock runs while the device is opened
    assert 48_000 <= number[begun + 1000] - begun <= (1.0 + behind) * 48_000


def test_without_any_sound_one_sentence() -> None:
    report = play(0.5, {"SDL_AUDIODRIVER": "no-such-driver"})
    assert report["device"] == "None"
    assert report["said"].startswith("no sound: SDL")
    assert float(report["late"]) == pytest.approx(0.0, abs=0.1)


@pytest.fixture
def pulse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A PulseAudio of its own, with one sink that swallows everything; the environment to reach it with."""
    if not (shutil.which("pulseaudio") and shutil.which("pactl")):
        pytest.skip("needs pulseaudio and pactl")
    home = tmp_path_factory.mktemp("p")
    environment = {"XDG_RUNTIME_DIR": str(home), "HOME": str(home), "PULSE_RUNTIME_PATH": str(home)}
    loads = ["-L", f"module-native-protocol-unix socket={home}/native", "-L", "module-null-sink sink_name=swallow"]
    server = subprocess.Popen(
        ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", *loads],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        environment["PULSE_SERVER"] = f"unix:{home}/native"
        for _ in range(50):
            answer = subprocess.run(["pactl", "info"], env={**os.environ, **environment}, capture_output=True)
            if answer.returncode == 0:
                break
            threading.Event().wait(0.1)
        else:
            pytest.skip("pulseaudio does not start here")
        yield environment
    finally:
        server.terminate()
        server.wait()


def test_portaudio_plays_into_a_sound_server(pulse: dict[str, str]) -> None:
    devices = "import sounddevice; print([d['name'] for d in sounddevice.query_devices()])"
    listed = subprocess.run(
        [sys.executable, "-c", devices], env={**os.environ, **pulse}, capture_output=True, text=True, check=False
    )
    if "PortAudio library not found" in listed.stderr:
        pytest.skip("needs PortAudio")
    assert listed.returncode == 0, listed.stderr
    if "'pulse'" not in listed.stdout:
        pytest.skip("ALSA has no plugin for PulseAudio here")
    report = play_evenly(3.0, pulse, "pulse")
    assert report["device"] == "pulse"
    assert float(report["late"]) == pytest.approx(0.0, abs=0.4)


def test_a_sound_server_that_has_no_output_is_silence_and_no_crash(pulse: dict[str, str]) -> None:
    """SDL reads the name of the default output, which is missing: the last one had been unplugged."""
    subprocess.run(["pactl", "unload-module", "module-null-sink"], env={**os.environ, **pulse}, check=True)
    report = play(0.5, {**pulse, "SDL_AUDIODRIVER": "pulseaudio"})
    assert report["device"] == "None"
    assert report["said"] == "no sound: SDL: the sound server has no output; going on in silence"


FOLLOW = """
import subprocess, sys, time
from dreamscape.live.controls.sound_input import SoundInput
from dreamscape.devices.sink_monitor import SinkMonitor

heard = SinkMonitor("computer")
ear = SoundInput(heard)

def until(name):
    begun = time.monotonic()
    while time.monotonic() < begun + 10.0:
        samples = heard.take()
        if heard.status() == f"Monitor of {name}" and abs(samples).sum() > 0.0:
            return time.monotonic() - begun
        time.sleep(0.02)

print("first", until("One"))
subprocess.run(["pactl", "set-default-sink", "two"], check=True)
print("second", until("Two"))
print("news", ear.status_change())
subprocess.run(["pactl", "set-default-sink", "one"], check=True)
print("third", until("One"))
ear.close()
"""


def test_what_is_heard_follows_the_default_output(pulse: dict[str, str]) -> None:
    """SDL asks for the default once: whoever plugged headphones in left the dream deaf."""
    environment = {**os.environ, **pulse, "SDL_AUDIODRIVER": "pulseaudio", "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    players = []
    for name in ("one", "two"):
        sink = [f"sink_name={name}", f"sink_properties=device.description={name.title()}"]
        subprocess.run(["pactl", "load-module", "module-null-sink", *sink], env=environment, check=True)
        player = ["pacat", f"--device={name}", "--latency-msec=50", "/dev/urandom"]
        players.append(subprocess.Popen(player, env=environment))
    subprocess.run(["pactl", "set-default-sink", "one"], env=environment, check=True)
    try:
        done = subprocess.run(
            [sys.executable, "-c", FOLLOW], env=environment, capture_output=True, text=True, timeout=180
        )
    finally:
        for process in players:
            process.kill()
            process.wait()
    assert done.returncode == 0, done.stderr
    lines = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert lines["news"] == "listening to Monitor of Two"
    assert float(lines["second"]) < 2.5
    assert float(lines["third"]) < 2.5


CLOSING = """
import time
import numpy as np
from dreamscape.devices.sound_devices import Sdl

def pull(count, delay):
    end = time.perf_counter() + 0.03
    while time.perf_counter() < end:
        pass
    return np.zeros((count, 2), np.float32)

for number in range(10):
    device = Sdl(None, pull)
    time.sleep(0.20 + 0.013 * number)
    device.close()
"""


@pytest.mark.slow
def test_a_device_that_is_just_asking_for_sound_can_be_closed(tmp_path: Path) -> None:
    """SDL's close waits for the thread that asks, and that thread for Python."""
    disk = {"SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(tmp_path / "played.raw")}
    closed = subprocess.run(
        [sys.executable, "-c", CLOSING], env={**os.environ, **disk}, capture_output=True, timeout=180
    )
    assert closed.returncode == 0, closed.stderr.decode()


def test_a_buffer_that_runs_out_is_followed_by_a_larger_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """But not by what happens as the window begins, and never by one beyond the largest."""
    monkeypatch.setattr(sound_devices, "_needed", 0)
    opened, sizes = list[float](), sound_devices.BUFFERS
    device = object.__new__(sound_devices.PortAudio)
    device.stream = None
    monkeypatch.setattr(portaudio, "end", lambda stream: None)
    monkeypatch.setattr(
        sound_devices.PortAudio, "_open", lambda _: opened.append(sound_devices.BUFFERS[sound_devices._needed])
    )
    device._settles = sound_devices.BEGINS
    device._written = 3 * RATE
    device._ran_out()
    assert opened == []
    device._written = 5 * RATE
    device._ran_out()
    device._written = 2 * RATE
    for _ in range(6):
        device._ran_out()
    assert opened == list(sizes[1:])
