"""The settings that `play` remembers, for options that are not given on the command line."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from dreamscape.commands.common import complain
from dreamscape.commands.play_parameters import PlayParameters
from dreamscape.errors import DreamscapeError
from dreamscape.text import printable

if TYPE_CHECKING:
    from dreamscape.devices.window_geometry import WindowGeometry
    from dreamscape.live.playback.live_sound import PlaybackOptions
    from dreamscape.live.store.settings import Settings


def remembered() -> "Settings":
    """The user's settings; a damaged file is reported and ignored."""
    from dreamscape.live.store import settings

    try:
        return settings.load(settings.path())
    except DreamscapeError as error:
        complain(f"{error}; playing as at first", 0)
        return settings.Settings()


def filled(parameters: PlayParameters, settings: "Settings") -> PlayParameters:
    """The parameters of `play`, with remembered values for those that were not given."""
    values: dict[str, Any] = {
        "quality": settings.quality,
        "language": settings.language,
        "captions": None if is_asked("language") else settings.captions,
        "volume": settings.volume,
        "mute": settings.muted,
        "sound_device": settings.sound_device,
        "reaction": settings.listen_strength if settings.reaction is None else settings.reaction,
        "fullscreen": settings.fullscreen,
        "now_playing": settings.now_playing,
    }
    used = {name: value for name, value in values.items() if value is not None and not is_asked(name)}
    if parameters.listen == "" and settings.listen_source:
        from dreamscape.devices import sound_device_names

        if settings.listen_source in sound_device_names.microphones():
            used["listen"] = settings.listen_source
        else:
            complain(f"{settings.listen_source} is not there; listening to the usual microphone", 0)
    return replace(parameters, **used, remembered=frozenset(used))


def is_asked(name: str) -> bool:
    """Whether an option was given."""
    return click.get_current_context().get_parameter_source(name) != ParameterSource.DEFAULT


def there(manner: "PlaybackOptions", say: Callable[[str], None]) -> "PlaybackOptions":
    """The playback options as remembered, but with the default device, and a message, if the remembered one is gone."""
    from dreamscape.devices import sound_device_names

    if manner.device is None or manner.device in sound_device_names.speakers():
        return manner
    say(f"{printable(manner.device)} is not there; the usual device plays")
    return replace(manner, device=None)


def lying(size: tuple[int, int], settings: "Settings") -> "WindowGeometry":
    """The window's geometry: as given, or as remembered, and so that it can be reached."""
    from dreamscape.devices import sdl_video, window_geometry

    pygame = sdl_video.start()
    display, asked = click.get_current_context().params["display"], is_asked("size")
    rooms = window_geometry.usable_areas()
    if not 0 <= display < len(pygame.display.get_desktop_sizes()) or display >= len(rooms):
        return window_geometry.WindowGeometry(size)  # opening the window will report it
    corner = None if is_asked("display") else settings.corner
    left = window_geometry.WindowGeometry(size if asked else settings.size or size, corner)
    return window_geometry.initial_geometry(left, rooms[display], rooms, asked)
