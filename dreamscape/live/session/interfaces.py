"""What may stand beside a session: what is drawn over its picture, and what remembers how it was left."""

from typing import Any, Protocol


class Over(Protocol):
    """Something drawn over the picture, which hands are meant for while it is there."""

    def handle_event(self, event: Any) -> bool:
        """Take an event of SDL's; whether it was meant for it."""

    def look(self, seconds: float) -> None:
        """A frame begins, `seconds` after the last one."""

    def draw(self, seconds: float) -> None:
        """Draw it, `seconds` after the last frame."""


class Remembers(Protocol):
    """Something that keeps settings for the next session."""

    def moved(self) -> None:
        """The window was moved, or its size changed."""

    def keep(self) -> None:
        """Write what has changed, if anything has."""
