"""Hands: the pointer, a finger or a gamepad's stick as the dreamer's hand, told to the world as events."""

import math
from collections.abc import Iterator
from typing import Any

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.devices.window import Window
from dreamscape.dream.inputs import Call, Event, Pluck, Pointer

OPEN, PRESSED = 0.3, 1.0  # how much a hand that is only there is felt, and one that presses
LONG = TICKS_PER_SECOND * 6 // 10  # ticks of a press that calls
STILL = 0.03  # of the picture's half height: a press that moved further is a stroke, and calls nobody
DEADZONE = 0.12  # of a stick's way
REACH = 1.6  # of the picture's half height a second, at a stick's full way
PRESS_BUTTON = 0


class Pointers:
    """The hand of one window.

    Args:
        window: where the pointer moves.
    """

    def __init__(self, window: Window) -> None:
        self._window = window
        self._place: tuple[float, float] | None = None
        self._pressed: tuple[int, float, float] | None = None  # since when, and where
        self._called = False
        self._stick = [0.0, 0.0]
        self._new: list[Event] = []
        self._told: tuple[float, float, float] | None = None  # what the world knows of the hand

    def handle_event(self, event: Any, tick: int) -> None:
        """Take notice of an event of SDL's; what it means takes effect at `tick`."""
        import pygame

        match event.type:
            case pygame.MOUSEMOTION if not event.touch:
                self._move(*self._of_pixels(event.pos))
            case pygame.MOUSEBUTTONDOWN if event.button == 1 and not event.touch:
                self._press(*self._of_pixels(event.pos), tick)
            case pygame.MOUSEBUTTONUP if event.button == 1 and not event.touch:
                self._release()
            case pygame.FINGERDOWN:
                self._press(*_of_parts(event.x, event.y), tick)
            case pygame.FINGERMOTION:
                self._move(*_of_parts(event.x, event.y))
            case pygame.FINGERUP:
                self._release()
                self._place = None
            case pygame.WINDOWLEAVE | pygame.WINDOWFOCUSLOST:
                self.leave()
            case pygame.JOYAXISMOTION if event.axis < 2:
                self._stick[event.axis] = event.value if abs(event.value) > DEADZONE else 0.0
            case pygame.JOYBUTTONDOWN if event.button == PRESS_BUTTON:
                self._press(*(self._place or (0.0, 0.0)), tick)
            case pygame.JOYBUTTONUP if event.button == PRESS_BUTTON:
                self._release()

    def events(self, tick: int, seconds: float) -> Iterator[Event]:
        """What the hand does at `tick`, `seconds` after the last time; nothing while it does nothing new."""
        if any(self._stick):
            x, y = self._place or (0.0, 0.0)
            width, height = self._window.units
            way = REACH * seconds
            self._move(_within(x + self._stick[0] * way * height / width), _within(y - self._stick[1] * way))
        if self._pressed and not self._called and tick - self._pressed[0] >= LONG:
            self._called = True
            _, x, y = self._pressed
            if self._place and math.dist((x, y), self._place) < STILL:
                yield Call(tick, x, y)
        yield from self._new
        self._new.clear()
        yield from self._pointing(tick)

    def _pointing(self, tick: int) -> Iterator[Event]:
        x, y = self._place or (math.nan, math.nan)
        now = Pointer(tick, x, y, PRESSED if self._pressed else OPEN)
        told = (now.x, now.y, now.press) if self._place else None
        if told != self._told:
            self._told = told
            yield now

    def leave(self) -> None:
        """The hand is elsewhere."""
        self._release()
        self._place, self._stick = None, [0.0, 0.0]

    def forget(self) -> None:
        """The world does not know of the hand: it went to another time."""
        self._told = None

    def _move(self, x: float, y: float) -> None:
        self._place = x, y

    def _press(self, x: float, y: float, tick: int) -> None:
        self._place, self._pressed, self._called = (x, y), (tick, x, y), False
        self._new.append(Pluck(tick, x, y))

    def _release(self) -> None:
        self._pressed = None

    def _of_pixels(self, place: tuple[int, int]) -> tuple[float, float]:
        width, height = self._window.units
        return _of_parts((place[0] + 0.5) / width, (place[1] + 0.5) / height)


def _of_parts(x: float, y: float) -> tuple[float, float]:
    """Parts of the picture from the left and the top as places in it, -1 to 1 to the right and up."""
    return _within(2.0 * x - 1.0), _within(1.0 - 2.0 * y)


def _within(value: float) -> float:
    return min(max(value, -1.0), 1.0)
