"""Hides the mouse cursor while the pointer rests."""

HIDE_AFTER = 2.0  # s without motion


class IdleCursor:
    """The cursor of one session."""

    def __init__(self) -> None:
        self._rest = 0.0  # s since the pointer moved

    def moved(self) -> None:
        """Show the cursor: the pointer moved."""
        import pygame

        if self._rest >= HIDE_AFTER:
            pygame.mouse.set_visible(True)
        self._rest = 0.0

    def wait(self, seconds: float) -> None:
        """Hide the cursor once the pointer has rested long enough, `seconds` after the last call."""
        import pygame

        if self._rest < HIDE_AFTER <= self._rest + seconds:
            pygame.mouse.set_visible(False)
        self._rest += seconds
