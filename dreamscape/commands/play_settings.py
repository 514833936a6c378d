"""What `play` does as it was left: what was not asked for on the command line is taken from the file of settings."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from dreamscape.commands.common import complain
from dreamscape.errors import DreamscapeError
from dreamscape.text import printable

if TYPE_CHECKING:
    from dreamscape.devices.window_geometry import WindowGeometry
    from dreamscape.live.playback.live_sound import PlaybackOptions
    from dreamscape.live.store.settings import Settings


def remembered() -> "Settings":
    """The user's settings; a file that cannot be understood is said in a sentence, and nothing of it counts."""
    from dreamscape.live.store import settings

    try:
        return settings.load(settings.path())
    except DreamscapeError as error:
        complain(f"{error}; playing as at first", 0)
        return settings.Settings()


def filled(asked: dict[str, Any], found: "Settings") -> dict[str, Any]:
    """What was asked for, and for all that was not, what is remembered; `left` names what of it that is."""
    kept = {
        "quality": found.quality,
        "captions": found.captions,
        "volume": found.volume,
        "mute": found.muted,
        "sound_device": found.sound_device,
        "listen_strength": found.listen_strength,
        "fullscreen": found.fullscreen,
    }
    here = {name: value for name, value in kept.items() if value is not None and not is_asked(name)}
    if asked["listen"] == "" and found.listen_source:
        from dreamscape.devices import sound_device_names

        if found.listen_source in sound_device_names.microphones():
            here["listen"] = found.listen_source
        else:
            complain(f"{found.listen_source} is not there; listening to the usual microphone", 0)
    return {**asked, **here, "left": frozenset(here)}


def is_asked(name: str) -> bool:
    """Whether an option was given."""
    return click.get_current_context().get_parameter_source(name) != ParameterSource.DEFAULT


def there(manner: "PlaybackOptions", say: Callable[[str], None]) -> "PlaybackOptions":
    """How sound is played as it was left: by the usual device, and with a word, if the one of then is not there."""
    from dreamscape.devices import sound_device_names

    if manner.device is None or manner.device in sound_device_names.speakers():
        return manner
    say(f"{printable(manner.device)} is not there; the usual device plays")
    return replace(manner, device=None)


def lying(size: tuple[int, int], found: "Settings") -> "WindowGeometry":
    """How the window is to lie: as asked, else as it was left, and so that it can be seen."""
    from dreamscape.devices import sdl_video, window_geometry

    pygame = sdl_video.start()
    display, asked = click.get_current_context().params["display"], is_asked("size")
    rooms = window_geometry.usable_areas()
    if not 0 <= display < len(pygame.display.get_desktop_sizes()) or display >= len(rooms):
        return window_geometry.WindowGeometry(size)  # which opening it tells
    corner = None if is_asked("display") else found.corner
    left = window_geometry.WindowGeometry(size if asked else found.size or size, corner)
    return window_geometry.initial_geometry(left, rooms[display], rooms, asked)
