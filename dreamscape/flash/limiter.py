"""The flash limiter: keeps pictures below the threshold of flashes, whatever a dream asks for.

It looks at the light of the pictures before, mean over coarse cells. Where a second and a quarter of them holds five
changes of light, two flashes and a half, over a fifth of ten degrees of the view, the pictures that follow are dimmed
until what flashes changes by less than a tenth of the brightest light; where it flashes in red, half of the colour is
taken out, so that no red is saturated any more. Both hold for a second after the flashing has ended and are let go over
another. Three flashes in a second are allowed, so what harms nobody is left exactly as it is.

What it does at a moment follows from the light of the last MEMORY seconds before the limiter and from nothing else: not
from what it did itself. So a part of a film is limited as the whole is, once the light before it is known. Not a
certified protection: a measurement over cells, with the margins below.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.flash.meter import F32, FIELD, PART, RED, RED_STEP, STEP, covers, luminance, turns

CELLS = 32, 18  # width and height of the grid: a tenth of ten degrees of the view
WINDOW = 1.25  # s that are looked at: a second, and the change that began before it
TURNS = 5  # changes of light in the window that are too many: dimming is the sixth, and six are three flashes
MARGIN = 0.9  # of the thresholds of change, for what the cells' samples miss
CARE = 0.8  # of the threshold of area
SWING = 0.08  # of luminance that flashing light may still change by; 0.10 would be a flash
GROWTH = 1.5  # by which the next flash may be stronger than those before it
KEPT = 0.5  # of colour: pure red is then 0.74 of R + G + B
HOLD = RELEASE = 1.0  # s
MEMORY = WINDOW + HOLD + RELEASE


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a picture keeps of its light and of its colour: 1 and 1 where nothing is limited."""

    light: float = 1.0
    colour: float = 1.0

    @property
    def mix(self) -> tuple[float, float]:
        """The parts of the colour and of its luminance as grey that are shown."""
        return self.light * self.colour, self.light * (1.0 - self.colour)

    def apply(self, light: F32) -> F32:
        """Linear light `(..., 3)` as it is shown."""
        kept, grey = self.mix
        return np.asarray(light * np.float32(kept) + luminance(light)[..., None] * np.float32(grey))


FREE = Exposure()


class Limiter:
    """Follows the light of a film, picture by picture.

    Args:
        told: is told what is noted.
    """

    def __init__(self, told: Callable[[F32], None] = lambda light: None) -> None:
        self._told = told
        self._seen: deque[tuple[float, F32, F32, NDArray[np.bool_]]] = deque()
        self._asked: deque[tuple[float, Exposure]] = deque()

    def note(self, seconds: float, light: F32) -> None:
        """See a picture.

        Args:
            seconds: when it is shown; if that is before the last one, all before it is forgotten.
            light: `(18, 32, 3)`, the mean linear light of its cells before the limiter, 0 to 1.
        """
        self._told(light)
        if self._seen and seconds <= self._seen[-1][0]:
            self.forget()
        red, green, blue = np.moveaxis(light, -1, 0)
        strength = ((red - green - blue) * np.float32(320.0)).clip(0.0)
        saturated = red >= RED * MARGIN * np.maximum(red + green + blue, np.float32(1e-6))
        self._seen.append((seconds, luminance(light), strength, saturated))
        while self._seen[0][0] < seconds - WINDOW:
            self._seen.popleft()
        asked = self._ask()
        if asked != FREE:
            self._asked.append((seconds, asked))

    def forget(self) -> None:
        """Begin anew."""
        self._seen.clear()
        self._asked.clear()

    def exposure(self, seconds: float) -> Exposure:
        """How a picture is to be shown, by what was seen before it."""
        while self._asked and seconds - self._asked[0][0] >= HOLD + RELEASE:
            self._asked.popleft()
        light = colour = 1.0
        for when, asked in self._asked:
            part = min(1.0, (HOLD + RELEASE - (seconds - when)) / RELEASE)
            light = min(light, 1.0 - part * (1.0 - asked.light))
            colour = min(colour, 1.0 - part * (1.0 - asked.colour))
        return Exposure(light, colour)

    def _ask(self) -> Exposure:
        """What the pictures in the window ask for."""
        values = np.stack([seen[1] for seen in self._seen])
        light = colour = 1.0
        flashing = _restless(values, STEP * MARGIN)  # in bright light too: once dimmed it would count
        if _matters(flashing):
            swing = np.ptp(values[:, flashing], axis=0).max()
            light = min(1.0, SWING / min(1.0, GROWTH * float(swing)))
        reds = np.stack([seen[2] for seen in self._seen])
        saturated = np.stack([seen[3] for seen in self._seen])
        if _matters(_restless(reds, RED_STEP * MARGIN, marked=saturated)):
            colour = KEPT
        return Exposure(light, colour)


def _restless(values: F32, step: float, marked: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
    """Where too many changes by `step` lie in values `(n, h, w)`; arguments as of `flashes.turns`."""
    found = np.abs(np.diff(values, axis=0)).sum(axis=0) >= TURNS * step  # it must at least go that far, up and down
    if marked is not None:
        found &= marked.any(axis=0)
    if found.any():
        chosen = turns(values[:, found], step, marked=None if marked is None else marked[:, found])
        found[found] = chosen.sum(axis=0) >= TURNS
    return np.asarray(found)


def _matters(where: NDArray[np.bool_]) -> bool:
    """Whether a map covers enough of any ten degrees of the view."""
    return bool(where.any()) and float(covers(where[None], FIELD).max()) >= PART * CARE
