"""What a live session asks of its sound."""

from typing import Protocol

from dreamscape.inputs import Event


class Sound(Protocol):
    """The sound of a dream as it is heard now.

    Attributes:
        volume: 0 silent to 1 full.
        muted: whether nothing is heard, though it goes on.
    """

    volume: float
    muted: bool

    def position(self) -> float:
        """What is heard now, in seconds of the dream."""
        ...

    def push(self, event: Event) -> None:
        """An input that the world takes at its tick too."""
        ...

    def go(self, tick: int) -> None:
        """The dream jumped to a tick."""
        ...

    def pause(self, paused: bool) -> None:
        """Hold the breath, or go on."""
        ...

    def stop(self) -> None:
        """End, and let go of the device."""
        ...
