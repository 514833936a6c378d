"""What a session knows of the menu drawn over it, and of what saves its settings."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from dreamscape.hearing.song_tags import SongTags  # loads FFmpeg


class MenuOverlay(Protocol):
    """A menu over the picture; while it is open, it takes the input first."""

    def handle_event(self, event: Any) -> bool:
        """Handle an SDL event; returns whether it was meant for the menu."""

    def begin_frame(self, seconds: float) -> None:
        """Begin a frame, `seconds` after the last one."""

    def draw(self, seconds: float) -> None:
        """Draw the menu, `seconds` after the last frame."""


class SettingsSaver(Protocol):
    """Saves settings for the next session."""

    def window_moved(self) -> None:
        """Take in that the window was moved or resized."""

    def save(self) -> None:
        """Write the settings that have changed, if any."""


class PlayingSongs(Protocol):
    """What plays in place of the dream's sound: one song, or one after the other."""

    @property
    def tags(self) -> "SongTags":
        """What the song is called."""

    @property
    def path(self) -> Path:
        """Of its file."""

    @property
    def began(self) -> int:
        """How many songs have begun before it."""

    @property
    def count(self) -> int:
        """How many songs there are."""

    @property
    def position(self) -> float:
        """How far the song has come, s."""

    @property
    def seconds(self) -> float:
        """How long it is, s; 0 while that is not known."""

    def step(self) -> None:
        """Take in the time that has passed; called once a frame."""

    def next(self) -> None:
        """Play the next song now."""

    def previous(self) -> None:
        """Play the song from its beginning, or the one before if it has just begun."""

    def seek(self, seconds: float) -> None:
        """Jump to a position in the song."""

    def dream_over(self) -> bool:
        """Whether the dream waits at its end for another one, rather than to begin again."""
