"""The dreamer's hand: the pointer, a finger or a gamepad's stick, sent to the world as events."""

import math
from collections.abc import Iterator
from typing import Any

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.devices.window import Window
from dreamscape.dream.inputs import Call, Event, Pluck, Pointer

OPEN, PRESSED = 0.3, 1.0  # strength of a hand that hovers, and of one that presses
LONG = TICKS_PER_SECOND * 6 // 10  # ticks of a press that is a call
STILL = 0.03  # of the picture's half height: a press that moved further is a stroke, not a call
DEADZONE = 0.12  # of a stick's travel
REACH = 1.6  # of the picture's half height a second, with the stick fully tilted
PRESS_BUTTON = 0


class Pointers:
    """The hand in one window.

    Args:
        window: where the pointer moves.
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self._position: tuple[float, float] | None = None
        self._pressed: tuple[int, float, float] | None = None  # tick and position of the press
        self._has_called = False
        self._stick = [0.0, 0.0]
        self._pending: list[Event] = []
        self._sent: tuple[float, float, float] | None = None  # the hand as the world knows it

    def handle_event(self, event: Any, tick: int) -> None:
        """Handle an SDL event; it takes effect at `tick`."""
        import pygame

        match event.type:
            case pygame.MOUSEMOTION if not event.touch:
                self._move(*self._from_pixels(event.pos))
            case pygame.MOUSEBUTTONDOWN if event.button == 1 and not event.touch:
                self._press(*self._from_pixels(event.pos), tick)
            case pygame.MOUSEBUTTONUP if event.button == 1 and not event.touch:
                self._release()
            case pygame.FINGERDOWN:
                self._press(*_from_fractions(event.x, event.y), tick)
            case pygame.FINGERMOTION:
                self._move(*_from_fractions(event.x, event.y))
            case pygame.FINGERUP:
                self._release()
                self._position = None
            case pygame.WINDOWLEAVE | pygame.WINDOWFOCUSLOST:
                self.leave()
            case pygame.JOYAXISMOTION if event.axis < 2:
                self._stick[event.axis] = event.value if abs(event.value) > DEADZONE else 0.0
            case pygame.JOYBUTTONDOWN if event.button == PRESS_BUTTON:
                self._press(*(self._position or (0.0, 0.0)), tick)
            case pygame.JOYBUTTONUP if event.button == PRESS_BUTTON:
                self._release()

    def events(self, tick: int, seconds: float) -> Iterator[Event]:
        """The hand's events at `tick`, `seconds` after the last call; none while nothing changes."""
        if any(self._stick):
            x, y = self._position or (0.0, 0.0)
            width, height = self._window.units
            distance = REACH * seconds
            self._move(_within(x + self._stick[0] * distance * height / width), _within(y - self._stick[1] * distance))
        if self._pressed and not self._has_called and tick - self._pressed[0] >= LONG:
            self._has_called = True
            _, x, y = self._pressed
            if self._position and math.dist((x, y), self._position) < STILL:
                yield Call(tick, x, y)
        yield from self._pending
        self._pending.clear()
        yield from self._pointer_change(tick)

    def _pointer_change(self, tick: int) -> Iterator[Event]:
        x, y = self._position or (math.nan, math.nan)
        now = Pointer(tick, x, y, PRESSED if self._pressed else OPEN)
        state = (now.x, now.y, now.press) if self._position else None
        if state != self._sent:
            self._sent = state
            yield now

    def leave(self) -> None:
        """The hand has left the window."""
        self._release()
        self._position, self._stick = None, [0.0, 0.0]

    def resend(self) -> None:
        """Send the hand's state again: the world was moved to another time and does not know it."""
        self._sent = None

    def _move(self, x: float, y: float) -> None:
        self._position = x, y

    def _press(self, x: float, y: float, tick: int) -> None:
        if self._pressed is None:  # one that was released before it was sent: time stands still
            self._pending.clear()
        self._position, self._pressed, self._has_called = (x, y), (tick, x, y), False
        self._pending.append(Pluck(tick, x, y))

    def _release(self) -> None:
        self._pressed = None

    def _from_pixels(self, position: tuple[int, int]) -> tuple[float, float]:
        width, height = self._window.units
        return _from_fractions((position[0] + 0.5) / width, (position[1] + 0.5) / height)


def _from_fractions(x: float, y: float) -> tuple[float, float]:
    """Fractions of the picture from its left and top as a position in it, -1 to 1 to the right and up."""
    return _within(2.0 * x - 1.0), _within(1.0 - 2.0 * y)


def _within(value: float) -> float:
    return min(max(value, -1.0), 1.0)
