"""The names of the sound devices there are, as options take them."""

import os
from contextlib import suppress

from dreamscape.outputs import devices


def speakers() -> list[str]:
    """What plays sound here, through what `devices.open_device` opens first."""
    if not os.environ.get("SDL_AUDIODRIVER") and (found := _named("output")):
        return found
    with suppress(Exception):  # SDL's own, or there is none
        from pygame._sdl2 import audio, sdl2

        sdl2.init_subsystem(sdl2.INIT_AUDIO)
        return list(dict.fromkeys(audio.get_audio_device_names(False)))
    return []


def microphones() -> list[str]:
    """What hears here."""
    return _named("input")


def _named(kind: str) -> list[str]:
    with suppress(Exception):  # there is no PortAudio, or it fails with errors of its own
        return list(dict.fromkeys(devices.devices(kind).values()))
    return []
