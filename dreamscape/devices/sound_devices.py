"""Sound devices: what plays sound on this machine, through PortAudio, or else through SDL.

A device pulls: it asks for samples when it needs them, on a thread of its own, and says how long it will be until the
first of them is heard.
"""

import os
import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from dreamscape.audio.synthesis.voice import RATE, Samples
from dreamscape.devices import sdl
from dreamscape.devices.alsa import silence
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.text import short

CHUNK = 512  # samples handed to PortAudio at a time, 10.7 ms
BUFFER = 0.15  # s that PortAudio holds: while Python is kept from running, this is what goes on sounding
SDL_CHUNK = 4096  # samples, 85 ms: SDL asks for a whole chunk at the last moment, so it must outlast a pause of Python
Pull = Callable[[int, float], Samples]  # how many, and the seconds until the first is heard; (n, 2)


class NoDevice(DreamscapeError):
    """Nothing here plays sound; says why."""


class Device(Protocol):
    """A device that plays.

    Attributes:
        name: what it is called.
    """

    name: str

    def alive(self) -> bool:
        """Whether it still plays."""
        ...

    def close(self) -> None:
        """Let go of it; what it holds is not played."""
        ...


Open = Callable[[str | None, Pull], Device]  # the device asked for by name or number, or None for the usual one


class PortAudio:
    """A device of PortAudio, written to by a thread.

    Args:
        asked: its name, a part of it, or its number; None for the usual one.
        pull: asked for samples.

    Raises:
        NoDevice: there is none, or it cannot be opened.
        InputError: none is called that.
    """

    def __init__(self, asked: str | None, pull: Pull) -> None:
        sounddevice = portaudio()
        try:
            index = None if asked is None else choose(asked, devices("output"), "--sound-device")
            self.name = str(sounddevice.query_devices(index, "output")["name"])
            self._stream = begin(
                lambda: sounddevice.OutputStream(
                    RATE, CHUNK, index, 2, "float32", latency=BUFFER, clip_off=True, dither_off=True
                )
            )
        except (sounddevice.PortAudioError, ValueError) as error:
            raise NoDevice(f"PortAudio: {error}") from None
        self._pull = pull
        self._room = self._stream.write_available  # samples, all of its buffer
        self._beyond = max(0.0, self._stream.latency - self._room / RATE)  # s, what lies after the buffer
        self._going = True
        self._thread = threading.Thread(target=self._write, name="sound", daemon=True)
        self._thread.start()

    def _write(self) -> None:
        import sounddevice

        try:
            while self._going:
                waiting = (self._room - self._stream.write_available) / RATE
                self._stream.write(self._pull(CHUNK, waiting + self._beyond))
        except sounddevice.PortAudioError:
            self._going = False

    def alive(self) -> bool:
        """Whether it still plays."""
        return self._going and bool(self._stream.active)

    def close(self) -> None:
        """Let go of it."""
        self._going = False
        self._thread.join(1.0)  # longer than any block takes; a device that is gone may never come back from a write
        end(self._stream)


class Sdl:
    """A device of SDL; arguments and errors as of `PortAudio`."""

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
        memory[:] = self._pull(count, count / RATE).astype("<f4").tobytes()  # one chunk sounds while this one waits

    def alive(self) -> bool:
        """Whether it still plays: SDL goes on asking when a device is gone, so look whether it is listed."""
        return not self._names or self.name in sdl.audio_devices(False)

    def close(self) -> None:
        """Let go of it."""
        self._device.close()


def open_device(asked: str | None, pull: Pull) -> Device:
    """The device asked for, or the usual one; of PortAudio if there is one, else of SDL.

    Whoever sets SDL_AUDIODRIVER has chosen SDL.

    Raises:
        NoDevice: there is none that can be opened.
        InputError: there are some, but none is called that.
    """
    reasons: list[DreamscapeError] = []
    for kind in (Sdl,) if os.environ.get("SDL_AUDIODRIVER") else (PortAudio, Sdl):
        try:
            return kind(asked, pull)
        except DreamscapeError as error:
            reasons.append(error)
    for reason in reasons:
        if isinstance(reason, InputError):  # it lists what there is
            raise reason
    raise NoDevice("; ".join(str(reason) for reason in reasons))


_hold = threading.Lock()  # PortAudio is started and stopped as a whole
_open: set[int] = set()  # streams that are open: while there are any, it must not be stopped


def begin(make: Callable[[], Any]) -> Any:
    """Make a stream of PortAudio's, and start it."""
    with _hold:
        stream = make()
        stream.start()
        _open.add(id(stream))
    return stream


def end(stream: Any) -> None:
    """Let go of a stream of PortAudio's."""
    with _hold:
        stream.close(ignore_errors=True)
        _open.discard(id(stream))


def portaudio() -> Any:
    """The module sounddevice.

    Raises:
        NoDevice: PortAudio is not on this machine.
    """
    silence()
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise NoDevice(f"PortAudio: {error}") from None
    return sounddevice


def look_again() -> None:
    """Let PortAudio see what has been plugged in or out: it looks only when it starts, and it stops all at once."""
    try:
        sounddevice = portaudio()
    except NoDevice:
        return
    with _hold:
        if not _open:
            sounddevice._terminate()
            sounddevice._initialize()


def devices(kind: str) -> dict[int, str]:
    """The names of PortAudio's devices that play ("output") or hear ("input"), by number.

    Raises:
        NoDevice: PortAudio is not on this machine.
    """
    found = portaudio().query_devices()
    return {number: str(item["name"]) for number, item in enumerate(found) if item[f"max_{kind}_channels"] > 0}


def choose(asked: str, names: dict[int, str] | Sequence[str], option: str) -> int:
    """The number of the device that is meant by a number, a name or a part of one.

    Raises:
        InputError: none is meant, or several are; lists what there is.
        NoDevice: there is none at all.
    """
    known = dict(names if isinstance(names, dict) else enumerate(names))
    if not known:
        raise NoDevice(f"{option} {asked}: there is no sound device")
    if asked.isdecimal() and int(asked) in known:
        return int(asked)
    word = asked.casefold()
    exact = [number for number, name in known.items() if name.casefold() == word]
    partly = [number for number, name in known.items() if word in name.casefold()]
    if exact or len(partly) == 1:
        return (exact or partly)[0]
    trouble = "several devices are called so" if partly else "no such sound device"
    choices = ", ".join(f"{number} ({name})" for number, name in known.items())
    raise InputError(f"{option} {short(asked)}: {trouble}, expected one of {choices}")
