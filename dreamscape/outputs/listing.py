"""The names of the sound devices there are, as options take them."""

import os
from contextlib import suppress

from dreamscape.errors import DreamscapeError, InputError
from dreamscape.outputs import devices, loopback, monitor, sdl
from dreamscape.outputs.devices import NoDevice
from dreamscape.outputs.loopback import Loopback
from dreamscape.outputs.microphone import Microphone
from dreamscape.outputs.monitor import Monitor

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
    monitors = monitor.monitors()
    return [*_named("input"), *([monitor.COMPUTER] if monitors or loopback.offered() else []), *monitors]


def source(asked: str) -> "Microphone | Monitor | Loopback":
    """What is heard by `--listen`: the usual microphone, what the computer plays, or one of either by its name.

    Raises:
        NoDevice: there is none, or nothing that opens it.
        InputError: none is called that; lists what there is.
    """
    word = asked.casefold()
    if word == monitor.COMPUTER and loopback.offered():
        return Loopback()
    monitors = monitor.monitors() if word and not asked.isdecimal() else []
    if word == monitor.COMPUTER or word in map(str.casefold, monitors):
        return Monitor(asked)
    try:
        return Microphone(asked)
    except DreamscapeError as error:
        if sum(word in name.casefold() for name in monitors) == 1:
            return Monitor(asked)
        if isinstance(error, NoDevice) and "PortAudio:" in str(error):
            raise NoDevice(f"--listen: no microphone can be heard ({error}); it {ADVICE}") from None
        if monitors:
            raise InputError(f"{error}, {monitor.COMPUTER} or {', '.join(monitors)}") from None
        raise


def _named(kind: str) -> list[str]:
    with suppress(Exception):  # there is no PortAudio, or it fails with errors of its own
        return list(dict.fromkeys(devices.devices(kind).values()))
    return []
