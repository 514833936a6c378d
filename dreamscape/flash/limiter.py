"""The flash limiter: keeps pictures below the threshold of flashes, whatever a dream asks for.

It follows the mean light of coarse cells. Where a second and a quarter holds five changes of light, two and a half
flashes, over a fifth of ten degrees of the view, the next pictures are dimmed until the flashing light changes by less
than a tenth of the brightest light; where it flashes in red, half of the colour is removed, so that no red is
saturated. Both hold for a second after the flashing has ended and are released over another. Three flashes in a second
are allowed, so harmless pictures are left exactly as they are.

The result depends only on the light of the last MEMORY seconds before limiting, not on what the limiter did. So a part
of a film is limited exactly as in the whole, once the light before it is known. Not a certified protection: a
measurement over cells, with the margins below.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.flash.meter import FIELD, FIELD_SHARE, RED, RED_STEP, STEP, coverage, find_turns, luminance

CELLS = 32, 18  # width and height of the grid: a tenth of ten degrees of the view
WINDOW = 1.25  # s of light that are considered: a second, and the change that began before it
MAX_TURNS = 5  # changes in the window from which on light is limited: dimming is the sixth, and six are three flashes
MARGIN = 0.9  # of the thresholds of change, for what the cells' samples miss
AREA_MARGIN = 0.8  # of the threshold of area
SWING = 0.08  # luminance by which flashing light may still change; 0.10 would be a flash
GROWTH = 1.5  # how much stronger the next flash may be than those before it
ENOUGH = 0.999  # of the changes that too many turns are at least, a sum that is kept up may miss by as much
RED_COLOUR_KEPT = 0.5  # fraction of colour: pure red is then 0.74 of R + G + B
HOLD = RELEASE = 1.0  # s
MEMORY = WINDOW + HOLD + RELEASE


@dataclass(frozen=True, slots=True)
class Exposure:
    """The fractions of light and of colour that a picture keeps: 1 and 1 where nothing is limited."""

    light: float = 1.0
    colour: float = 1.0

    @property
    def mix(self) -> tuple[float, float]:
        """The weights of the colour and of its luminance as grey."""
        return self.light * self.colour, self.light * (1.0 - self.colour)

    def apply(self, light: F32) -> F32:
        """Limit linear light `(..., 3)`."""
        kept, grey = self.mix
        return np.asarray(light * np.float32(kept) + luminance(light)[..., None] * np.float32(grey))


UNLIMITED = Exposure()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A picture: light and strength of red `(2, 18, 32)`, their changes before it, and where red is saturated."""

    seconds: float
    values: F32
    change: F32
    saturated: NDArray[np.bool_]


class Limiter:
    """Follows the light of a film, picture by picture.

    Args:
        listener: is called with the light of each picture.
    """

    def __init__(self, listener: Callable[[F32], None] = lambda light: None) -> None:
        self._listener = listener
        self._seen: deque[_Seen] = deque()
        self._changed: NDArray[np.float64] = np.zeros((2, *CELLS[::-1]))  # how much light and red have, over WINDOW
        self._exposures: deque[tuple[float, Exposure]] = deque()

    def observe(self, seconds: float, light: F32) -> None:
        """Follow a picture.

        Args:
            seconds: when it is shown; if that is before the last one, everything before it is forgotten.
            light: `(18, 32, 3)`, the mean linear light of its cells before the limiter, 0 to 1; NaN counts as 0.
        """
        self._listener(light)
        light = np.nan_to_num(light)
        if self._seen and seconds <= self._seen[-1].seconds:
            self.forget()
        red, green, blue = np.moveaxis(light, -1, 0)
        strength = ((red - green - blue) * np.float32(320.0)).clip(0.0)
        saturated = red >= RED * MARGIN * np.maximum(red + green + blue, np.float32(1e-6))
        values = np.stack([luminance(light), strength])
        change = np.abs(values - self._seen[-1].values) if self._seen else np.zeros_like(values)
        self._seen.append(_Seen(seconds, values, change, saturated))
        self._changed += change
        while self._seen[0].seconds < seconds - WINDOW:
            self._seen.popleft()
            self._changed -= self._seen[0].change  # from the one that is forgotten
            self._seen[0].change.fill(0.0)
        required = self._required()
        if required != UNLIMITED:
            self._exposures.append((seconds, required))

    def forget(self) -> None:
        """Forget everything."""
        self._seen.clear()
        self._changed.fill(0.0)
        self._exposures.clear()

    def exposure(self, seconds: float) -> Exposure:
        """How to limit a picture, given those before it."""
        while self._exposures and seconds - self._exposures[0][0] >= HOLD + RELEASE:
            self._exposures.popleft()
        light = colour = 1.0
        for when, limited in self._exposures:
            strength = min(1.0, (HOLD + RELEASE - (seconds - when)) / RELEASE)
            light = min(light, 1.0 - strength * (1.0 - limited.light))
            colour = min(colour, 1.0 - strength * (1.0 - limited.colour))
        return Exposure(light, colour)

    def _required(self) -> Exposure:
        """How strongly the pictures in the window must be limited."""
        light = colour = 1.0
        bright, red = self._changed >= np.array([STEP, RED_STEP])[:, None, None] * (MAX_TURNS * MARGIN * ENOUGH)
        if bright.any():
            values = np.stack([seen.values[0] for seen in self._seen])
            flashing = _flashing(values, bright, STEP * MARGIN)  # in bright light too: once dimmed it would count
            if _is_large(flashing):
                swing = np.ptp(values[:, flashing], axis=0).max()
                light = min(1.0, SWING / min(1.0, GROWTH * float(swing)))
        if red.any():
            values = np.stack([seen.values[1] for seen in self._seen])
            saturated = np.stack([seen.saturated for seen in self._seen])
            if _is_large(_flashing(values, red & saturated.any(axis=0), RED_STEP * MARGIN, marked=saturated)):
                colour = RED_COLOUR_KEPT
        return Exposure(light, colour)


def _flashing(
    values: F32, flashing: NDArray[np.bool_], step: float, marked: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """Where, of the cells that may be, values `(n, h, w)` change by `step` too often; arguments as of `find_turns`."""
    if flashing.any():
        flashing[flashing] = _most_turns(values[:, flashing]) >= MAX_TURNS
    if flashing.any():
        found = find_turns(values[:, flashing], step, marked=None if marked is None else marked[:, flashing])
        flashing[flashing] = found.sum(axis=0) >= MAX_TURNS
    return np.asarray(flashing)


def _most_turns(values: F32) -> NDArray[np.intp]:
    """How often values `(n, cells)` can turn at most, found quickly: each turn has a rise or fall of its own."""
    change = np.diff(values, axis=0)
    rises, falls = _beginnings(change > 0.0), _beginnings(change < 0.0)
    return np.asarray(np.minimum(rises + falls, 2 * np.minimum(rises, falls) + 1))


def _beginnings(held: NDArray[np.bool_]) -> NDArray[np.intp]:
    return np.asarray(held[:1].sum(axis=0) + (held[1:] & ~held[:-1]).sum(axis=0))


def _is_large(where: NDArray[np.bool_]) -> bool:
    """Whether a map covers too much of any ten degrees of the view."""
    return bool(where.any()) and float(coverage(where[None], FIELD).max()) >= FIELD_SHARE * AREA_MARGIN
