"""Saves the settings that a viewer changes in a session, but not those that were given as options."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamscape.devices import window_geometry
from dreamscape.errors import DreamscapeError
from dreamscape.live.store import settings

if TYPE_CHECKING:
    from dreamscape.live.session.session import Session


class SessionSettings:
    """Watches one session's settings.

    Args:
        session: the session.
        path: of the settings file.
        initial: the initial `volume`, `muted` and `sound_device`, as the sound starts later.
    """

    def __init__(self, session: "Session", path: Path, initial: dict[str, Any]) -> None:
        self._session, self._path = session, path
        self._geometry: window_geometry.WindowGeometry | None = None
        self._saved = {**initial, **self._current(), "size": session.window.units}

    def window_moved(self) -> None:
        """Take in that the window was moved or resized."""
        self._geometry = window_geometry.current_geometry(self._session.window) or self._geometry

    def save(self) -> None:
        """Write the settings that have changed, if any; failures are shown in the window."""
        current = self._current()
        changed = {name: value for name, value in current.items() if self._saved.get(name) != value}
        if not changed:
            return
        self._saved |= changed
        try:
            settings.update(self._path, changed)
        except DreamscapeError as error:
            self._session.hud.say(str(error))

    def _current(self) -> dict[str, Any]:
        """The session's present settings, by name."""
        session, sound, geometry = self._session, self._session.sound, self._geometry
        tier = session.options.tier
        current: dict[str, Any] = {
            "quality": tier.name if tier else None,
            "captions": session.captions,
            "now_playing": session.hud.announces,
            "language": session.dream.language or None,
            "fullscreen": session.window.fullscreen,
            "reaction": session.reaction,
            "listen_source": session.listen_source,
        }
        if sound:
            current |= {
                "volume": round(100.0 * sound.volume, 1),
                "muted": sound.muted,
                "sound_device": sound.wanted_device,
            }
        if geometry:
            current |= {"size": geometry.size} | ({"corner": geometry.corner} if geometry.corner else {})
        return current
