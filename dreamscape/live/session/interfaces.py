"""What a session knows of the menu drawn over it, and of what saves its settings."""

from typing import Any, Protocol


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
