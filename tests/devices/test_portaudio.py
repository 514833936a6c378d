"""PortAudio among threads: what breaks here corrupts memory, and the program crashes somewhere else, later."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dreamscape.devices import portaudio, sound_devices
from dreamscape.devices.sound_devices import PortAudio
from dreamscape.synthesis.voice import Samples

LONG = 20.0  # s, after which a test that hangs fails


class Stream:
    """A stream of which a write takes until it is let go on."""

    active, latency, write_available = True, 0.02, 960

    def __init__(self, *asked: object, **options: object) -> None:
        self.written, self.goes_on, self.is_closed = threading.Event(), threading.Event(), threading.Event()

    def start(self) -> None:
        pass

    def write(self, data: Samples) -> bool:
        self.written.set()
        assert self.goes_on.wait(LONG)
        assert not self.is_closed.is_set()
        return False

    def close(self, ignore_errors: bool) -> None:
        self.is_closed.set()


class Library:
    """The module sounddevice, with one device."""

    PortAudioError, OutputStream = RuntimeError, Stream

    def __init__(self) -> None:
        self._initialized = 1
        self.stopped, self.asked = threading.Event(), threading.Event()

    def query_devices(self, index: int | None = None, kind: str = "") -> Any:
        self.asked.set()
        if not self._initialized:
            raise RuntimeError("PortAudio not initialized")
        device = {"name": "speakers", "max_output_channels": 2}
        return device if kind else [device]

    def _terminate(self) -> None:
        self._initialized = 0
        self.stopped.set()
        self.asked.wait(0.1)

    def _initialize(self) -> None:
        self._initialized = 1


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    made: Any = Library()
    monkeypatch.setitem(sys.modules, "sounddevice", made)
    monkeypatch.setattr(portaudio, "_close_at_exit", lambda: None)
    return made  # type: ignore[no-any-return]


def test_it_is_not_asked_while_it_starts_anew(library: Library) -> None:
    """The menu lists devices on one thread while the speaker looks for a lost one on another."""
    thread = threading.Thread(target=portaudio.look_again)
    thread.start()
    assert library.stopped.wait(LONG)
    assert portaudio.devices("output") == {0: "speakers"}
    thread.join()


def test_a_stream_is_not_closed_while_it_is_written_to(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_devices, "PATIENCE", 0.01)
    device = PortAudio(None, lambda count, delay: np.zeros((count, 2), np.float32))
    stream: Stream = device.stream
    assert stream.written.wait(LONG)
    assert device.alive()
    device.close()
    assert not device.alive()
    assert not stream.is_closed.is_set()
    stream.goes_on.set()
    assert stream.is_closed.wait(LONG)
    device._thread.join()
    assert portaudio.players == set()


def test_a_device_that_has_gone_counts_as_such(library: Library) -> None:
    stream = portaudio.begin(Stream)
    assert portaudio.is_active(stream)
    portaudio.end(stream)
    portaudio.end(stream)
    assert not portaudio.is_active(stream)
    assert not portaudio.is_active(SimpleNamespace(active=True))


# The module sounddevice as far as the end of the program goes.
ENDS = """
import atexit, threading
PortAudioError = RuntimeError
opened = set()

class OutputStream:
    active, latency, write_available = True, 0.02, 960

    def __init__(self, *asked, **options):
        opened.add(self)

    def start(self):
        pass

    def write(self, data):
        threading.Event().wait(0.005)
        print("written" if self in opened else "written too late")

    def close(self, ignore_errors):
        opened.discard(self)

def query_devices(index=None, kind=""):
    return {"name": "speakers"}

def _exit_handler():
    print(f"ended with {len(opened)} open")
    opened.clear()

atexit.register(_exit_handler)
"""

PLAYS = """
import threading
import numpy as np
from dreamscape.devices.sound_devices import PortAudio

begun = threading.Event()

def pull(count, delay):
    begun.set()
    return np.zeros((count, 2), np.float32)

PortAudio(None, pull)
begun.wait()
"""


def test_a_program_that_ends_without_a_word_lets_no_thread_write_on(tmp_path: Path) -> None:
    """sounddevice ends PortAudio at exit: memory was corrupted below the thread that still played."""
    (tmp_path / "sounddevice.py").write_text(ENDS, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", PLAYS], env=environment, capture_output=True, text=True, timeout=LONG)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[-1] == "ended with 0 open"
    assert "written too late" not in lines
