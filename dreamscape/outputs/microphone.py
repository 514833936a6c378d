"""A microphone, or what a computer plays itself, heard through PortAudio; looked for again when it is gone."""

from queue import Empty, SimpleQueue
from typing import Any

import numpy as np

from dreamscape.audio.voice import RATE, Samples
from dreamscape.clock import now_ns
from dreamscape.errors import DreamscapeError
from dreamscape.outputs import devices
from dreamscape.outputs.devices import NoDevice

AGAIN = 2_000_000_000  # ns between two looks for a microphone that is gone
MOST = 2 * RATE  # samples at a time: what waited longer, through a suspend, is of the past
BLOCK = 800  # samples that a device hands over at a time


class Microphone:
    """A device that hears.

    Args:
        asked: its name, a part of it, or its number; empty for the usual one.

    Raises:
        NoDevice: there is none, or no PortAudio.
        InputError: none is called that; lists what there is.
    """

    def __init__(self, asked: str) -> None:
        self._asked = asked
        self._heard: SimpleQueue[Samples] = SimpleQueue()
        self._stream: Any = None
        self._lost: str = ""
        self._next = 0
        self._open()

    def take(self) -> Samples:
        """The samples since the last call, `(n, channels) float32` at 48 kHz; none while it is gone."""
        if self._stream is None or not self._stream.active:
            self._look()
        found = []
        while True:
            try:
                found.append(self._heard.get_nowait())
            except Empty:
                break
        return np.concatenate(found)[-MOST:] if found else np.zeros((0, 1), np.float32)

    def status(self) -> str:
        """What it is called, or what is wrong."""
        return self._lost or self.name

    @property
    def lost(self) -> str:
        """What is wrong; empty if nothing is."""
        return self._lost

    def close(self) -> None:
        """Let go of it."""
        stream, self._stream = self._stream, None
        if stream is not None:
            devices.end(stream)

    def _look(self) -> None:
        """Look for it again, now and then."""
        if now_ns() < self._next:
            return
        self._next = now_ns() + AGAIN
        if self._stream is not None:
            self._lost = f"{self.name} is gone"
            self.close()
        devices.look_again()
        try:
            self._open()
            self._lost = ""
        except DreamscapeError as error:
            self._lost = str(error)

    def _open(self) -> None:
        sounddevice = devices.portaudio()
        index = devices.choose(self._asked, devices.devices("input"), "--listen") if self._asked else None
        try:
            told = sounddevice.query_devices(index, "input")
            self.name = str(told["name"])
            channels = min(2, int(told["max_input_channels"]))
            self._stream = devices.begin(
                lambda: sounddevice.InputStream(RATE, BLOCK, index, channels, "float32", callback=self._take_in)
            )
        except (sounddevice.PortAudioError, ValueError) as error:
            raise NoDevice(f"--listen: no microphone can be opened (PortAudio: {error}); plug one in") from None

    def _take_in(self, data: Samples, count: int, time: object, status: object) -> None:
        self._heard.put(data.copy())
