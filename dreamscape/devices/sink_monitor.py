"""What a computer plays, heard through SDL: a sound server offers a monitor of each of its outputs."""

import os

import numpy as np

from dreamscape.audio.synthesis.voice import RATE, Samples
from dreamscape.clock import now_ns
from dreamscape.devices import sdl, sound_devices
from dreamscape.devices.audio_input import AGAIN, AudioInput
from dreamscape.devices.pulseaudio import default_sink
from dreamscape.devices.sound_devices import NoDevice
from dreamscape.errors import DreamscapeError

COMPUTER = "computer"  # asks for what plays through the usual output
MONITOR = "Monitor of "  # before an output's name, in SDL's list of inputs
CHUNK = 1024  # samples that SDL hands over at a time
ANSWER = 0.5  # s that a sound server is given to say which output is its default
SOON = 300_000_000  # ns from another default to a look for its monitor, of which SDL hears by a way of its own


class SinkMonitor(AudioInput):
    """The monitor of an output.

    Args:
        asked: COMPUTER for the system's usual output, or a monitor's name, a part of it, or its number.

    Raises:
        NoDevice: there is none.
        InputError: none is called that; lists what there is.
    """

    def __init__(self, asked: str) -> None:
        super().__init__()
        self._asked = asked
        self._device: sdl.AudioDevice | None = None
        self._next = now_ns() + AGAIN
        names = monitors()  # which begins SDL's sound
        self._sink = default_sink() if asked.casefold() == COMPUTER else None
        self._usual = self._sink.wait(ANSWER) if self._sink else ""
        try:
            self._open(self._wanted(names))
        except DreamscapeError:
            self.close()
            raise

    def take(self) -> Samples:
        """As of a microphone."""
        self._follow()
        if now_ns() >= self._next:
            self._next = now_ns() + AGAIN
            self._look()
        return self._waiting(2)

    def close(self) -> None:
        """Let go of it."""
        self._leave()
        if self._sink:
            self._sink.close()

    def _leave(self) -> None:
        """Listen to nothing."""
        device, self._device = self._device, None
        if device is not None:
            device.close()

    def _follow(self) -> None:
        """Look soon if the usual output is another one by now."""
        if self._sink and (usual := self._sink.description()) != self._usual:
            self._usual, self._next = usual, min(self._next, now_ns() + SOON)

    def _look(self) -> None:
        """Listen to what is asked for, wherever it is by now."""
        try:
            wanted = self._wanted(monitors())
            if self._device is None or wanted != self.name:
                self._leave()
                self._open(wanted)
            self.lost = ""
        except DreamscapeError as error:
            self.lost = f"{self.name} is gone" if self._device is not None else self.lost or str(error)
            self._leave()

    def _wanted(self, names: list[str]) -> str:
        """The name of the monitor that is meant now, among those there are."""
        if self._asked.casefold() != COMPUTER:
            return names[sound_devices.choose(self._asked, names, "--listen")]
        usual = f"{MONITOR}{self._usual or sdl.usual_output()}"
        if usual in names:
            return usual
        if len(names) == 1:
            return names[0]
        raise NoDevice(
            "--listen computer: this system offers no monitor of what it plays; on Linux that takes PulseAudio or "
            "PipeWire, elsewhere a loopback device, to be given by its name"
        )

    def _open(self, name: str) -> None:
        try:
            self._device = sdl.AudioDevice(name, True, RATE, CHUNK, self._take_in)
        except sdl.SdlError as error:
            raise NoDevice(f"--listen: {name} cannot be opened ({error})") from None
        self.name = name
        self._device.begin()

    def _take_in(self, memory: memoryview) -> None:
        self._heard.put(np.frombuffer(bytes(memory), "<f4").reshape(-1, 2).copy())


def monitors() -> list[str]:
    """The names of the monitors that this system offers; none where it cannot say."""
    os.environ["SDL_AUDIO_INCLUDE_MONITORS"] = "1"
    try:
        return [name for name in sdl.audio_devices(True) if name.startswith(MONITOR)]
    except sdl.SdlError:
        return []
