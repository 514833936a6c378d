"""The names of the sound devices there are, as options take them."""

import os
from contextlib import suppress

from dreamscape.devices import loopback, sdl, sink_monitor, sound_devices
from dreamscape.devices.loopback import Loopback
from dreamscape.devices.microphone import Microphone
from dreamscape.devices.sink_monitor import SinkMonitor
from dreamscape.devices.sound_devices import NoDevice
from dreamscape.errors import DreamscapeError, InputError

ADVICE = (
    "it takes a microphone and PortAudio, on Debian libportaudio2; --listen computer hears what this computer plays"
)


def speakers() -> list[str]:
    """What plays sound here, through what `devices.open_device` opens first."""
    if not os.environ.get("SDL_AUDIODRIVER") and (found := _named("output")):
        return found
    with suppress(sdl.SdlError):
        return list(dict.fromkeys(sdl.audio_devices(False)))
    return []


def microphones() -> list[str]:
    """What hears here: microphones, and what the computer plays."""
    monitors = sink_monitor.monitors()
    return [*_named("input"), *([sink_monitor.COMPUTER] if monitors or loopback.offered() else []), *monitors]


def source(asked: str) -> "Microphone | SinkMonitor | Loopback":
    """What is heard by `--listen`: the usual microphone, what the computer plays, or one of either by its name.

    Raises:
        NoDevice: there is none, or nothing that opens it.
        InputError: none is called that; lists what there is.
    """
    word = asked.casefold()
    if word == sink_monitor.COMPUTER and loopback.offered():
        return Loopback()
    monitors = sink_monitor.monitors() if word and not asked.isdecimal() else []
    if word == sink_monitor.COMPUTER or word in map(str.casefold, monitors):
        return SinkMonitor(asked)
    try:
        return Microphone(asked)
    except DreamscapeError as error:
        if sum(word in name.casefold() for name in monitors) == 1:
            return SinkMonitor(asked)
        if isinstance(error, NoDevice) and "PortAudio:" in str(error):
            raise NoDevice(f"--listen: no microphone can be heard ({error}); it {ADVICE}") from None
        if monitors:
            raise InputError(f"{error}, {sink_monitor.COMPUTER} or {', '.join(monitors)}") from None
        raise


def _named(kind: str) -> list[str]:
    with suppress(Exception):  # there is no PortAudio, or it fails with errors of its own
        return list(dict.fromkeys(sound_devices.devices(kind).values()))
    return []
