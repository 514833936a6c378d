"""Playback devices, through PortAudio or else through SDL.

A device pulls: it asks for samples when it needs them, on its own thread, and says how soon the first of them will be
heard.
"""

import os
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from dreamscape.devices import portaudio, sdl
from dreamscape.devices.alsa import silence
from dreamscape.devices.portaudio import NoDevice
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.synthesis.voice import RATE, Samples
from dreamscape.text import short

CHUNK = 256  # samples written to PortAudio at a time, 5.3 ms
# s that PortAudio buffers, which play on while Python is kept from running: no more than is needed, so that a touch is
# heard soon.
BUFFERS = 0.02, 0.035, 0.05, 0.1, 0.15
PATIENCE = 1.0  # s to wait for the end of a write, longer than any block takes; one to a lost device may never end
BEGINS = 4.0  # s of sound, after which a gap means that more is needed: while a window begins, all cores are busy
SETTLES = 1.0  # s, the same after a change of the buffer
SDL_CHUNK = 4096  # samples, 85 ms: SDL asks for a whole chunk at the last moment, so it must outlast a pause of Python
Pull = Callable[[int, float], Samples]  # given the count and the seconds until the first is heard; returns (n, 2)


class Device(Protocol):
    """A playback device.

    Attributes:
        name: of the device.
    """

    name: str

    def alive(self) -> bool:
        """Whether it still plays."""
        ...

    def close(self) -> None:
        """Close it; what it still buffers is not played."""
        ...


Open = Callable[[str | None, Pull], Device]  # opens the device of a name or number, or the default for None


class PortAudio:
    """A playback device of PortAudio, written to by a thread.

    Args:
        asked: its name, a part of it, or its number; None for the default.
        pull: called for samples.

    Raises:
        NoDevice: there is none, or it cannot be opened.
        InputError: none has this name.
    """

    def __init__(self, asked: str | None, pull: Pull) -> None:
        sounddevice = portaudio.library()
        self._pull, self._going, self._settles = pull, True, BEGINS
        self._thread = threading.Thread(target=self._write, name="sound", daemon=True)
        with portaudio.lock:
            try:
                self._index = None if asked is None else choose(asked, portaudio.devices("output"), "--sound-device")
                self.name = str(portaudio.information(self._index, "output")["name"])
                self._open()
            except (sounddevice.PortAudioError, ValueError) as error:
                raise NoDevice(f"PortAudio: {error}") from None
            portaudio.players.add(self)
            self._thread.start()

    def _open(self) -> None:
        """Open a stream with as much of a buffer as was needed so far."""
        import sounddevice

        self.stream = portaudio.begin(
            lambda: sounddevice.OutputStream(
                RATE, CHUNK, self._index, 2, "float32", latency=BUFFERS[_needed], clip_off=True, dither_off=True
            )
        )
        self._room = self.stream.write_available  # samples: the empty buffer
        self._beyond = max(0.0, self.stream.latency - self._room / RATE)  # s of latency after the buffer
        self._written = 0

    def _ran_out(self) -> None:
        """The buffer ran out: go on with a larger one, for as long as the program runs."""
        global _needed
        if self._written > self._settles * RATE and _needed < len(BUFFERS) - 1:
            _needed, self._settles = _needed + 1, SETTLES
            portaudio.end(self.stream)
            self._open()

    def _write(self) -> None:
        """Write to the stream, and close it: memory is corrupted if another thread closes it during a write."""
        import sounddevice

        try:
            while self._going:
                buffered = (self._room - self.stream.write_available) / RATE
                self._written += CHUNK
                if self.stream.write(self._pull(CHUNK, buffered + self._beyond)):
                    self._ran_out()
        except sounddevice.PortAudioError:
            self._going = False
        finally:
            portaudio.end(self.stream)
            portaudio.players.discard(self)

    def alive(self) -> bool:
        """Whether it still plays."""
        return self._going and portaudio.is_active(self.stream)

    def close(self) -> None:
        """Close the device."""
        self._going = False
        self._thread.join(PATIENCE)


class Sdl:
    """A playback device of SDL; arguments and errors as of `PortAudio`."""

    def __init__(self, asked: str | None, pull: Pull) -> None:
        self._pull = pull
        silence()
        try:
            self._names = sdl.audio_devices(False)
            chosen = None if asked is None else self._names[choose(asked, self._names, "--sound-device")]
            self._device = sdl.AudioDevice(chosen, False, RATE, SDL_CHUNK, self._fill)
        except sdl.SdlError as error:
            raise NoDevice(str(error)) from None
        self.name = chosen or (self._names[0] if self._names else "SDL")
        self._device.begin()

    def _fill(self, memory: memoryview) -> None:
        count = len(memory) // 8
        memory[:] = self._pull(count, count / RATE).astype("<f4").tobytes()  # another chunk plays meanwhile

    def alive(self) -> bool:
        """Whether it still plays: SDL goes on pulling for a lost device, so check whether it is listed."""
        return not self._names or self.name in sdl.audio_devices(False)

    def close(self) -> None:
        """Close the device."""
        self._device.close()


def open_device(asked: str | None, pull: Pull) -> Device:
    """Open a device by its name, or the default; of PortAudio if possible, else of SDL.

    Setting SDL_AUDIODRIVER chooses SDL.

    Raises:
        NoDevice: none can be opened.
        InputError: there are devices, but none has this name.
    """
    reasons: list[DreamscapeError] = []
    for kind in (Sdl,) if os.environ.get("SDL_AUDIODRIVER") else (PortAudio, Sdl):
        try:
            return kind(asked, pull)
        except DreamscapeError as error:
            reasons.append(error)
    for reason in reasons:
        if isinstance(reason, InputError):  # its message lists the devices
            raise reason
    raise NoDevice("; ".join(str(reason) for reason in reasons))


_needed = 0  # which of BUFFERS


def choose(asked: str, names: dict[int, str] | Sequence[str], option: str) -> int:
    """The number of the device with a number, a name or a part of one.

    Raises:
        InputError: none matches, or several do; lists those there are.
        NoDevice: there are no devices at all.
    """
    numbered = dict(names if isinstance(names, dict) else enumerate(names))
    if not numbered:
        raise NoDevice(f"{option} {asked}: there is no sound device")
    if asked.isdecimal() and int(asked) in numbered:
        return int(asked)
    word = asked.casefold()
    exact = [number for number, name in numbered.items() if name.casefold() == word]
    partial = [number for number, name in numbered.items() if word in name.casefold()]
    if exact or len(partial) == 1:
        return (exact or partial)[0]
    problem = "several devices match" if partial else "no such sound device"
    choices = ", ".join(f"{number} ({name})" for number, name in numbered.items())
    raise InputError(f"{option} {short(asked)}: {problem}, expected one of {choices}")
