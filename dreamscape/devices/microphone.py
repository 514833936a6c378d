"""A microphone, or what a computer plays itself, heard through PortAudio; looked for again when it is gone."""

from typing import Any

from dreamscape.audio.synthesis.voice import RATE, Samples
from dreamscape.clock import now_ns
from dreamscape.devices import sound_devices
from dreamscape.devices.audio_input import AGAIN, AudioInput
from dreamscape.devices.sound_devices import NoDevice
from dreamscape.errors import DreamscapeError

BLOCK = 800  # samples that a device hands over at a time


class Microphone(AudioInput):
    """A device that hears.

    Args:
        asked: its name, a part of it, or its number; empty for the usual one.

    Raises:
        NoDevice: there is none, or no PortAudio.
        InputError: none is called that; lists what there is.
    """

    def __init__(self, asked: str) -> None:
        super().__init__()
        self._asked = asked
        self._stream: Any = None
        self._next = 0
        self._open()

    def take(self) -> Samples:
        """The samples since the last call, `(n, channels) float32` at 48 kHz; none while it is gone."""
        if self._stream is None or not self._stream.active:
            self._look()
        return self._waiting(1)

    def close(self) -> None:
        """Let go of it."""
        stream, self._stream = self._stream, None
        if stream is not None:
            sound_devices.end(stream)

    def _look(self) -> None:
        """Look for it again, now and then."""
        if now_ns() < self._next:
            return
        self._next = now_ns() + AGAIN
        if self._stream is not None:
            self.lost = f"{self.name} is gone"
            self.close()
        sound_devices.look_again()
        try:
            self._open()
            self.lost = ""
        except DreamscapeError as error:
            self.lost = str(error)

    def _open(self) -> None:
        sounddevice = sound_devices.portaudio()
        index = sound_devices.choose(self._asked, sound_devices.devices("input"), "--listen") if self._asked else None
        try:
            told = sounddevice.query_devices(index, "input")
            self.name = str(told["name"])
            channels = min(2, int(told["max_input_channels"]))
            self._stream = sound_devices.begin(
                lambda: sounddevice.InputStream(RATE, BLOCK, index, channels, "float32", callback=self._take_in)
            )
        except (sounddevice.PortAudioError, ValueError) as error:
            raise NoDevice(f"--listen: no microphone can be opened (PortAudio: {error}); plug one in") from None

    def _take_in(self, data: Samples, count: int, time: object, status: object) -> None:
        self._heard.put(data.copy())
