"""The names of the available sound devices, as options take them."""

import os
from contextlib import suppress

from dreamscape.devices import loopback, portaudio, sdl, sink_monitor
from dreamscape.devices.loopback import Loopback
from dreamscape.devices.microphone import Microphone
from dreamscape.devices.portaudio import NoDevice
from dreamscape.devices.sink_monitor import SinkMonitor
from dreamscape.errors import DreamscapeError, InputError

PORTAUDIO = "install PortAudio, on Debian libportaudio2"  # what is to be done about microphones that cannot be heard


def speakers() -> list[str]:
    """The playback devices of the library that `sound_devices.open_device` tries first."""
    if not os.environ.get("SDL_AUDIODRIVER") and (names := _named("output")):
        return names
    with suppress(sdl.SdlError):
        return list(dict.fromkeys(sdl.audio_devices(False)))
    return []


def microphones() -> list[str]:
    """The recording devices: microphones, and monitors of what the computer plays."""
    monitors = sink_monitor.monitors()
    return [*_named("input"), *([sink_monitor.COMPUTER] if monitors or loopback.offered() else []), *monitors]


def source(asked: str) -> "Microphone | SinkMonitor | Loopback":
    """The input of `--listen`: the default microphone, what the computer plays, or one of either by its name.

    Raises:
        NoDevice: there is none, or no library that opens it.
        InputError: none has this name; lists those there are.
    """
    name = asked.casefold()
    if name == sink_monitor.COMPUTER and loopback.offered():
        return Loopback()
    monitors = sink_monitor.monitors() if name and not asked.isdecimal() else []
    if name == sink_monitor.COMPUTER or name in map(str.casefold, monitors):
        return SinkMonitor(asked)
    try:
        return Microphone(asked)
    except DreamscapeError as error:
        if sum(name in monitor.casefold() for monitor in monitors) == 1:
            return SinkMonitor(asked)
        if isinstance(error, NoDevice) and "PortAudio:" in str(error):
            advice = f"{PORTAUDIO}; --listen computer hears what this computer plays"
            raise NoDevice(f"--listen: no microphone can be heard ({error}); {advice}") from None
        if monitors:
            raise InputError(f"{error}, {sink_monitor.COMPUTER} or {', '.join(monitors)}") from None
        raise


def _named(kind: str) -> list[str]:
    with suppress(Exception):  # PortAudio is missing, or fails with errors of its own
        return list(dict.fromkeys(portaudio.devices(kind).values()))
    return []
