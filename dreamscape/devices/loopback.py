"""What a Windows computer plays, heard through WASAPI by soundcard: PortAudio hears no output, and SDL neither."""

import sys
import threading
import warnings
from importlib.util import find_spec
from typing import Any

import numpy as np

from dreamscape.audio.synthesis.voice import RATE, Samples
from dreamscape.clock import now_ns
from dreamscape.devices.audio_input import AGAIN, AudioInput
from dreamscape.devices.sound_devices import NoDevice

BLOCK = 800  # samples that are asked for at a time
PATIENCE = 10.0  # s until an output has been opened, or not


def offered() -> bool:
    """Whether this system lets its output be heard so."""
    return sys.platform == "win32" and find_spec("soundcard") is not None


class Loopback(AudioInput):
    """What plays through the system's usual output, whichever that is by now; a thread of its own hears it.

    Raises:
        NoDevice: there is none, or it cannot be heard.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ended, self._tried = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._hear, name="loopback", daemon=True)
        self._thread.start()
        if not self._tried.wait(PATIENCE) or self.lost:
            self.close()
            wrong = self.lost or f"no answer in {PATIENCE:g} s"
            raise NoDevice(f"--listen computer: what this computer plays cannot be heard ({wrong})")

    def take(self) -> Samples:
        """As of a microphone."""
        return self._waiting(2)

    def close(self) -> None:
        """Let go of it."""
        self._ended.set()
        self._thread.join(1.0)  # a device that is gone may never come back from a read

    def _hear(self) -> None:
        """Hear the usual output, and the next one when that is gone or another is the usual one."""
        while not self._ended.is_set():
            try:
                _begin_com()
                self._listen(_soundcard())
            except Exception as error:  # Windows' own kinds, and the package's assertions
                self.lost = f"{self.name} is gone" if self.name else str(error) or type(error).__name__
                self._tried.set()
                self._ended.wait(AGAIN / 1e9)

    def _listen(self, soundcard: Any) -> None:
        """Hear the output that is the usual one now, as long as it is."""
        output = soundcard.default_speaker()
        heard = soundcard.get_microphone(output.id, include_loopback=True)
        with heard.recorder(RATE, channels=2, blocksize=BLOCK) as recorder:
            self.name, self.lost = str(output.name), ""
            self._tried.set()
            look = now_ns() + AGAIN
            while not self._ended.is_set():
                self._heard.put(np.array(recorder.record(BLOCK), np.float32))
                if now_ns() >= look:
                    look = now_ns() + AGAIN
                    if soundcard.default_speaker().id != output.id:
                        return


def _soundcard() -> Any:
    """The package, imported on the thread that uses it, as COM would have it."""
    import soundcard

    warnings.filterwarnings("ignore", "data discontinuity")  # which a busy machine has
    return soundcard


def _begin_com() -> None:
    """Let this thread use what Windows offers by COM."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.ole32.CoInitializeEx(None, 0)
