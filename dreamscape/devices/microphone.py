"""A microphone, or another recording device of PortAudio; reopened when it is lost."""

from typing import Any

from dreamscape.clock import now_ns
from dreamscape.devices import portaudio, sound_devices
from dreamscape.devices.audio_input import AGAIN, AudioInput
from dreamscape.devices.portaudio import NoDevice
from dreamscape.errors import DreamscapeError
from dreamscape.synthesis.voice import RATE, Samples

BLOCK = 400  # samples that a device delivers at a time, 8.3 ms


class Microphone(AudioInput):
    """A recording device of PortAudio.

    Args:
        asked: its name, a part of it, or its number; empty for the default.

    Raises:
        NoDevice: there is none, or no PortAudio.
        InputError: none has this name; lists those there are.
    """

    def __init__(self, asked: str) -> None:
        super().__init__()
        self._asked = asked
        self._stream: Any = None
        self._next = 0
        self._open()

    def take(self) -> Samples:
        """The samples since the last call, `(n, channels) float32` at 48 kHz; none while the device is lost."""
        if self._stream is None or not portaudio.is_active(self._stream):
            self._reopen()
        return self._drain(1)

    def close(self) -> None:
        """Close the device."""
        stream, self._stream = self._stream, None
        if stream is not None:
            portaudio.end(stream)

    def _reopen(self) -> None:
        """Try to reopen the device, every AGAIN nanoseconds."""
        if now_ns() < self._next:
            return
        self._next = now_ns() + AGAIN
        if self._stream is not None:
            self.lost = f"{self.name} is gone"
            self.close()
        portaudio.look_again()
        try:
            self._open()
            self.lost = ""
        except DreamscapeError as error:
            self.lost = str(error)

    def _open(self) -> None:
        sounddevice = portaudio.library()
        index = sound_devices.choose(self._asked, portaudio.devices("input"), "--listen") if self._asked else None
        try:
            information = portaudio.information(index, "input")
            self.name = str(information["name"])
            channels = min(2, int(information["max_input_channels"]))
            self._stream = portaudio.begin(
                lambda: sounddevice.InputStream(RATE, BLOCK, index, channels, "float32", callback=self._receive)
            )
        except (sounddevice.PortAudioError, ValueError) as error:
            raise NoDevice(f"--listen: no microphone can be opened (PortAudio: {error}); plug one in") from None

    def _receive(self, data: Samples, count: int, time: object, status: object) -> None:
        self._deliver(data.copy())
