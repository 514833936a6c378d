"""PortAudio as several threads may use it; it expects a single one.

A stream is written to and closed by one thread. Everything else here happens under one lock.
"""

import atexit
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any, Protocol

from dreamscape.devices.alsa import silence
from dreamscape.errors import DreamscapeError


class NoDevice(DreamscapeError):
    """There is no usable sound device; says why."""


class Player(Protocol):
    """Something with a thread that writes to a stream.

    Attributes:
        stream: the stream.
    """

    stream: Any

    def close(self) -> None:
        """End the thread, which closes the stream, unless it is stuck."""
        ...


lock = threading.RLock()  # of every call but those to a stream by its own thread
_open_streams: dict[int, Any] = {}  # by id: while there are any, PortAudio must not be stopped
players: set[Player] = set()  # whose threads run


def begin(make: Callable[[], Any]) -> Any:
    """Make a PortAudio stream and start it."""
    with lock:
        stream = make()
        stream.start()
        _open_streams[id(stream)] = stream
    return stream


def end(stream: Any) -> None:
    """Close a PortAudio stream, unless it is closed already."""
    with lock:
        if _open_streams.pop(id(stream), None) is not None:
            stream.close(ignore_errors=True)


def is_active(stream: Any) -> bool:
    """Whether a PortAudio stream is open and plays or records."""
    with lock:
        return id(stream) in _open_streams and bool(stream.active)


def library() -> Any:
    """The module sounddevice.

    Raises:
        NoDevice: PortAudio is not installed.
    """
    silence()
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise NoDevice(f"PortAudio: {error}") from None
    _close_at_exit()
    return sounddevice


@cache
def _close_at_exit() -> None:
    """Let all streams be closed at exit, before sounddevice ends PortAudio: exit handlers run last in, first out."""
    atexit.register(_close_all)


def _close_all() -> None:
    """Close all streams; if one is stuck in a write, let PortAudio run until the process ends."""
    import sounddevice

    for player in tuple(players):
        player.close()
    lock.acquire()  # for good: whoever would open another stream now waits
    if players:
        atexit.unregister(sounddevice._exit_handler)
    written_to = {id(player.stream) for player in players}
    for number, stream in tuple(_open_streams.items()):
        if number not in written_to:
            end(stream)


def look_again() -> None:
    """Restart PortAudio, unless streams are open, to update its device list, which it reads only when it starts."""
    try:
        sounddevice = library()
    except NoDevice:
        return
    with lock:
        if not _open_streams:
            with suppress(sounddevice.PortAudioError):  # it does not start again; the next look may find that it does
                if sounddevice._initialized:
                    sounddevice._terminate()
                sounddevice._initialize()


def devices(kind: str) -> dict[int, str]:
    """The names of PortAudio's playback ("output") or recording ("input") devices, by number.

    Raises:
        NoDevice: PortAudio is not installed, or does not start.
    """
    sounddevice = library()
    try:
        with lock:
            listed = sounddevice.query_devices()
    except sounddevice.PortAudioError as error:
        raise NoDevice(f"PortAudio: {error}") from None
    return {number: str(device["name"]) for number, device in enumerate(listed) if device[f"max_{kind}_channels"] > 0}


def information(index: int | None, kind: str) -> Mapping[str, Any]:
    """What PortAudio tells of a device, or of the default one for None.

    Raises:
        NoDevice: PortAudio is not installed.
        PortAudioError, ValueError: there is no such device.
    """
    with lock:
        found: Mapping[str, Any] = library().query_devices(index, kind)
        return found
