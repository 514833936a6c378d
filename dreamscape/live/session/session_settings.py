"""What a session remembers for the next one: what its viewer has changed, and nothing that an option has said."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamscape.devices import window_geometry
from dreamscape.errors import DreamscapeError
from dreamscape.live.store import settings

if TYPE_CHECKING:
    from dreamscape.live.session.session import Session


class Remembered:
    """Remembers what is changed in one session.

    Args:
        session: of what.
        where: the file.
        before: what the session began with of the sound, which begins later: `volume`, `muted` and `sound_device`.
    """

    def __init__(self, session: "Session", where: Path, before: dict[str, Any]) -> None:
        self._session, self._where = session, where
        self._lying: window_geometry.WindowGeometry | None = None
        self._before = {**before, **self._now(), "size": session.window.units}

    def moved(self) -> None:
        """The window was moved, or its size changed."""
        self._lying = window_geometry.now(self._session.window) or self._lying

    def keep(self) -> None:
        """Write what has changed, if anything has; what cannot be written is said."""
        found = self._now()
        changed = {name: value for name, value in found.items() if self._before.get(name) != value}
        if not changed:
            return
        self._before |= changed
        try:
            settings.change(self._where, changed)
        except DreamscapeError as error:
            self._session.hud.say(str(error))

    def _now(self) -> dict[str, Any]:
        """How the session stands, by the names of settings."""
        session, sound, lying = self._session, self._session.sound, self._lying
        tier = session.wishes.tier
        found: dict[str, Any] = {
            "quality": tier.name if tier else None,
            "captions": session.captions,
            "fullscreen": session.window.fullscreen,
            "listen_strength": session.strength,
            "listen_source": session.source,
        }
        if sound:
            found |= {"volume": round(100.0 * sound.volume, 1), "muted": sound.muted, "sound_device": sound.asked}
        if lying:
            found |= {"size": lying.size} | ({"corner": lying.corner} if lying.corner else {})
        return found
