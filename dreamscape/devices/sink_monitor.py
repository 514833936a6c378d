"""Records what the computer plays through SDL: sound servers offer a monitor of each output."""

import os
from contextlib import suppress

import numpy as np

from dreamscape.clock import now_ns
from dreamscape.devices import sdl, sound_devices
from dreamscape.devices.audio_input import AGAIN, AudioInput
from dreamscape.devices.portaudio import NoDevice
from dreamscape.devices.pulseaudio import DefaultSink
from dreamscape.errors import DreamscapeError
from dreamscape.synthesis.voice import RATE, Samples

COMPUTER = "computer"  # stands for the monitor of the default output
MONITOR = "Monitor of "  # prefix of an output's name in SDL's list of inputs
CHUNK = 256  # samples that SDL delivers at a time, 5.3 ms
ANSWER = 0.5  # s for a sound server to name its default output
SOON = 300_000_000  # ns from a change of the default to a search for its monitor, of which SDL learns separately


class SinkMonitor(AudioInput):
    """The monitor of an output.

    Args:
        asked: COMPUTER for the system's default output, or a monitor's name, a part of it, or its number.

    Raises:
        NoDevice: there is none.
        InputError: none has this name; lists those there are.
    """

    def __init__(self, asked: str) -> None:
        super().__init__()
        self._asked = asked
        self._device: sdl.AudioDevice | None = None
        self._next_check = now_ns() + AGAIN
        names = monitors()  # also initialises SDL's audio
        self._sink = _default_sink() if asked.casefold() == COMPUTER else None
        self._default_output = self._sink.wait(ANSWER) if self._sink else ""
        try:
            self._open(self._wanted(names))
        except DreamscapeError:
            self.close()
            raise

    def take(self) -> Samples:
        """As `Microphone.take`, with two channels."""
        self._check_default()
        if now_ns() >= self._next_check:
            self._next_check = now_ns() + AGAIN
            self._reopen()
        return self._drain(2)

    def close(self) -> None:
        """Close the device and the connection to the sound server."""
        self._close_device()
        if self._sink:
            self._sink.close()

    def _close_device(self) -> None:
        """Close the device."""
        device, self._device = self._device, None
        if device is not None:
            device.close()

    def _check_default(self) -> None:
        """Check soon if the default output has changed."""
        if self._sink and (current := self._sink.description()) != self._default_output:
            self._default_output, self._next_check = current, min(self._next_check, now_ns() + SOON)

    def _reopen(self) -> None:
        """Open the monitor that is wanted now, if it is not open."""
        try:
            wanted = self._wanted(monitors())
            if self._device is None or wanted != self.name:
                self._close_device()
                self._open(wanted)
            self.lost = ""
        except DreamscapeError as error:
            self.lost = f"{self.name} is gone" if self._device is not None else self.lost or str(error)
            self._close_device()

    def _wanted(self, names: list[str]) -> str:
        """The name of the monitor that is wanted now, among those available."""
        if self._asked.casefold() != COMPUTER:
            return names[sound_devices.choose(self._asked, names, "--listen")]
        current = f"{MONITOR}{self._default_output or sdl.usual_output()}"
        if current in names:
            return current
        if len(names) == 1:
            return names[0]
        raise NoDevice(
            "--listen computer: this system offers no monitor of what it plays; on Linux that takes PulseAudio or "
            "PipeWire, elsewhere a loopback device, to be given by its name"
        )

    def _open(self, name: str) -> None:
        try:
            self._device = sdl.AudioDevice(name, True, RATE, CHUNK, self._receive)
        except sdl.SdlError as error:
            raise NoDevice(f"--listen: {name} cannot be opened ({error})") from None
        self.name = name
        self._device.begin()

    def _receive(self, memory: memoryview) -> None:
        self._deliver(np.frombuffer(bytes(memory), "<f4").reshape(-1, 2).copy())


def _default_sink() -> DefaultSink | None:
    """The default output if SDL plays through PulseAudio, else None."""
    with suppress(OSError, AttributeError):
        return DefaultSink() if sdl.audio_driver() == "pulseaudio" else None
    return None


def monitors() -> list[str]:
    """The names of the monitors that this system offers; none if it cannot tell."""
    os.environ["SDL_AUDIO_INCLUDE_MONITORS"] = "1"
    try:
        return [name for name in sdl.audio_devices(True) if name.startswith(MONITOR)]
    except sdl.SdlError:
        return []
