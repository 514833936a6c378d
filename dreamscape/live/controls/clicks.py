"""Clicks that mean more than a touch of the dream: twice at a place, with the right button, with two fingers."""

import math
from typing import Any

from dreamscape.clock import now_ns

SOON = 350_000_000  # ns between the two presses of a double click
NEAR = 6.0  # units of the window between them


class Clicks:
    """Watches the pointer and the fingers of one window."""

    def __init__(self) -> None:
        self._last: tuple[int, float, float] | None = None  # when and where the last press was
        self._fingers: set[int] = set()

    def double(self, event: Any) -> bool:
        """Whether an event of SDL's is the second press of a double click."""
        import pygame

        if event.type != pygame.MOUSEBUTTONDOWN or event.button != 1 or event.touch:
            return False
        before, (x, y), now = self._last, event.pos, now_ns()
        twice = before is not None and now - before[0] < SOON and math.dist(before[1:], (x, y)) <= NEAR
        self._last = None if twice else (now, x, y)
        return twice

    def menu(self, event: Any) -> bool:
        """Whether an event of SDL's asks for the menu: the right button, or a second finger."""
        import pygame

        match event.type:
            case pygame.MOUSEBUTTONDOWN:
                return bool(event.button == 3)
            case pygame.FINGERDOWN:
                self._fingers.add(event.finger_id)
                if len(self._fingers) == 2:
                    self._fingers.clear()  # what becomes of them is the menu's
                    return True
            case pygame.FINGERUP:
                self._fingers.discard(event.finger_id)
        return False
