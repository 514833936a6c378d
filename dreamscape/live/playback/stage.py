"""What songs that follow each other know of the session they play in."""

from collections.abc import Callable
from typing import Protocol

from dreamscape.dream.dream_file import Dream
from dreamscape.live.playback.pace import Playhead


class Notes(Protocol):
    """Shows passing notes."""

    def say(self, note: str) -> None:
        """Show one."""


class Stage(Protocol):
    """The session that songs play in."""

    @property
    def dream(self) -> Dream:
        """What plays."""

    @property
    def playhead(self) -> Playhead:
        """Where in it."""

    @property
    def hud(self) -> Notes:
        """What tells the viewer."""

    def seek(self, tick: int) -> None:
        """Jump to a tick as soon as it can be drawn."""

    def seek_dream(self, dream: Dream, number: int, tick: int) -> None:
        """Switch to another dream as soon as it can be drawn."""

    def follow_with(self, dream: Dream, number: int, due: Callable[[], bool]) -> None:
        """Prepare another dream, and switch to it once that is due."""

    def follow_no_more(self) -> None:
        """Drop what `follow_with` prepares."""
