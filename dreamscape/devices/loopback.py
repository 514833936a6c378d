"""Records what a Windows computer plays, by WASAPI through soundcard: neither PortAudio nor SDL can."""

import sys
import threading
import warnings
from importlib.util import find_spec
from typing import Any

import numpy as np

from dreamscape.clock import now_ns
from dreamscape.devices.audio_input import AGAIN, AudioInput
from dreamscape.devices.portaudio import NoDevice
from dreamscape.synthesis.voice import RATE, Samples

BLOCK = 800  # samples read at a time
PATIENCE = 10.0  # s to wait for an output to open


def offered() -> bool:
    """Whether this system can record its output."""
    return sys.platform == "win32" and find_spec("soundcard") is not None


class Loopback(AudioInput):
    """What plays through the system's default output, which may change; recorded by a thread.

    Raises:
        NoDevice: there is none, or it cannot be recorded.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ended, self._opened = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="loopback", daemon=True)
        self._thread.start()
        if not self._opened.wait(PATIENCE) or self.lost:
            self.close()
            reason = self.lost or f"no answer in {PATIENCE:g} s"
            raise NoDevice(f"--listen computer: what this computer plays cannot be heard ({reason})")

    def take(self) -> Samples:
        """As `Microphone.take`, with two channels."""
        return self._drain(2)

    def close(self) -> None:
        """Stop recording."""
        self._ended.set()
        self._thread.join(1.0)  # a read from a lost device may never return

    def _run(self) -> None:
        """Record the default output, and the next one when it is lost or changes."""
        while not self._ended.is_set():
            try:
                _begin_com()
                self._record(_soundcard())
            except Exception as error:  # errors of Windows, and assertions of the package
                self.lost = f"{self.name} is gone" if self.name else str(error) or type(error).__name__
                self._opened.set()
                self._ended.wait(AGAIN / 1e9)

    def _record(self, soundcard: Any) -> None:
        """Record the current default output as long as it is the default."""
        output = soundcard.default_speaker()
        microphone = soundcard.get_microphone(output.id, include_loopback=True)
        with microphone.recorder(RATE, channels=2, blocksize=BLOCK) as recorder:
            self.name, self.lost = str(output.name), ""
            self._opened.set()
            next_check = now_ns() + AGAIN
            while not self._ended.is_set():
                self._deliver(np.array(recorder.record(BLOCK), np.float32))
                if now_ns() >= next_check:
                    next_check = now_ns() + AGAIN
                    if soundcard.default_speaker().id != output.id:
                        return


def _soundcard() -> Any:
    """The package, imported on the thread that uses it, as COM requires."""
    import soundcard

    warnings.filterwarnings("ignore", "data discontinuity")  # common on a busy machine
    return soundcard


def _begin_com() -> None:
    """Initialise COM for this thread."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.ole32.CoInitializeEx(None, 0)
