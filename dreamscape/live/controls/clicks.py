"""Clicks that are commands instead of touches: double clicks, the right button, two fingers."""

import math
from typing import Any

from dreamscape.clock import now_ns

SOON = 350_000_000  # ns at most between the two presses of a double click
NEAR = 6.0  # units of the window at most between them


class Clicks:
    """Watches the pointer and the fingers in one window."""

    def __init__(self) -> None:
        self._last: tuple[int, float, float] | None = None  # time, ns, and position of the last press
        self._fingers: set[int] = set()

    def is_double(self, event: Any) -> bool:
        """Whether an SDL event is the second press of a double click."""
        import pygame

        if event.type != pygame.MOUSEBUTTONDOWN or event.button != 1 or event.touch:
            return False
        before, (x, y), now = self._last, event.pos, now_ns()
        twice = before is not None and now - before[0] < SOON and math.dist(before[1:], (x, y)) <= NEAR
        self._last = None if twice else (now, x, y)
        return twice

    def asks_for_menu(self, event: Any) -> bool:
        """Whether an SDL event opens the menu: the right button, or a second finger."""
        import pygame

        match event.type:
            case pygame.MOUSEBUTTONDOWN:
                return bool(event.button == 3)
            case pygame.FINGERDOWN:
                self._fingers.add(event.finger_id)
                if len(self._fingers) == 2:
                    self._fingers.clear()  # the menu handles them from here on
                    return True
            case pygame.FINGERUP:
                self._fingers.discard(event.finger_id)
        return False
