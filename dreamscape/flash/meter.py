"""The flash meter: flashes as WCAG 2.3.1 defines them, measured over the frames of a film.

https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds. A general flash is a pair of opposing changes
of relative luminance by 10 % or more of its maximum, where the darker state is below 0.80. A red flash is a pair of
opposing changes to and from a saturated red. More than three of either in any second harm, if together they cover a
quarter of any 10 degrees of the view, which is a third of the screen's width and height (341 x 256 of 1024 x 768).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.colour import decoded, encoded

ALLOWED = 3.0  # flashes in any second
STEP = 0.10  # change of relative luminance
DARK = 0.80  # the darker state's luminance, below which a change counts
RED = 0.80  # fraction of R + G + B from which red is saturated
RED_STEP = 20.0  # change of (R - G - B) * 320
FIELD = 1.0 / 3.0  # of the frame's width and height: ten degrees of the view
FIELD_SHARE = 0.25  # of the field's area, from which flashes harm


@dataclass(frozen=True, slots=True)
class Flashes:
    """The worst second of a film.

    Attributes:
        general, red: the most flashes in any second that cover a quarter of some 10-degree field; half a flash is a
            change without its opposite.
        general_at, red_at: the frame at which that second ends.
    """

    general: float
    general_at: int
    red: float
    red_at: int

    @property
    def safe(self) -> bool:
        """Whether neither is more than three."""
        return max(self.general, self.red) <= ALLOWED


def measure(frames: NDArray[np.uint8], rate: float, field: float = FIELD) -> Flashes:
    """The worst second of a film.

    Args:
        frames: (n, h, w, 3) uint8, sRGB; small frames, averaged over cells, 32 across, are enough.
        rate: frames a second; flashes faster than half of it are not seen.
        field: the fraction of width and height in which a quarter must be covered; 1 for the whole frame.
    """
    light = _linear(frames)
    general = _worst(flashes_per_second(find_turns(luminance(light), STEP, DARK), rate), field)
    red = _worst(flashes_per_second(find_red_turns(light), rate), field)
    return Flashes(*general, *red)


@dataclass(frozen=True, slots=True)
class Excess:
    """A span of a film with more flashes in a second than are allowed.

    Attributes:
        red: whether they are red flashes.
        first, last: the frames at which such seconds end.
        most: flashes in the worst of them.
    """

    red: bool
    first: int
    last: int
    most: float


def find_excesses(frames: NDArray[np.uint8], rate: float, field: float = FIELD) -> list[Excess]:
    """All spans that are not safe, in order; arguments as of `measure`."""
    light, result = _linear(frames), []
    for red, turned in ((False, find_turns(luminance(light), STEP, DARK)), (True, find_red_turns(light))):
        flashing = flashes_per_second(turned, rate)
        most = np.zeros(len(frames), np.float32)
        for count in np.arange(ALLOWED + 0.5, float(flashing.max(initial=0.0)) + 0.25, 0.5):
            most[coverage(flashing >= count, field).max(axis=(1, 2)) >= FIELD_SHARE] = count
        over = np.flatnonzero(most)
        for span in np.split(over, np.flatnonzero(np.diff(over) > 1) + 1):
            if len(span):
                result.append(Excess(red, int(span[0]), int(span[-1]), float(most[span].max())))
    return sorted(result, key=lambda excess: excess.first)


def average_cells(frames: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Frames `(n, h, w, 3)` reduced to `size` (width, height) cells, averaged in linear light; sRGB."""
    width, height = size
    count, tall, wide, _ = frames.shape
    mean = _linear(frames).reshape(count, height, tall // height, width, wide // width, 3).mean(axis=(2, 4))
    return np.asarray((encoded(mean) * 255.0 + 0.5).clip(0, 255), np.uint8)


def _linear(frames: NDArray[np.uint8]) -> F32:
    table = decoded(np.arange(256) / 255.0).astype(np.float32)
    return np.asarray(table[frames])


def luminance(light: F32) -> F32:
    """Relative luminance, 0 to 1, of linear light `(..., 3)`."""
    return np.asarray(light @ np.array([0.2126, 0.7152, 0.0722], np.float32))


def find_turns(
    values: F32, step: float, dark: float = np.inf, marked: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """Where a change by `step` from the last extreme is complete and opposes the change before it.

    Args:
        values: `(n, ...)`, over time.
        step: the least change.
        dark: a change counts only if its lower end is below this.
        marked: a change counts only if this was true at some time since the previous change; None for always.
    """
    turned = np.zeros(values.shape, np.bool_)
    low, high = values[0].copy(), values[0].copy()  # since the last change
    sign = np.zeros(values.shape[1:], np.int8)  # of the last change: 1 up, -1 down
    counts = np.ones(values.shape[1:], np.bool_) if marked is None else np.zeros(values.shape[1:], np.bool_)
    for number, now in enumerate(values):
        np.minimum(low, now, out=low)
        np.maximum(high, now, out=high)
        if marked is not None:
            counts |= marked[number]
        up = (now - low >= step) & (low < dark) & (sign <= 0) & counts
        down = (high - now >= step) & (now < dark) & (sign >= 0) & counts
        sign[up], sign[down] = 1, -1
        complete = up | down
        low[complete] = high[complete] = now[complete]
        if marked is not None:
            counts[complete] = marked[number][complete]
        turned[number] = complete
    return turned


def find_red_turns(light: F32) -> NDArray[np.bool_]:
    """Turns to or from a saturated red, in linear light `(n, ..., 3)`; see `find_turns`."""
    red, green, blue = np.moveaxis(light, -1, 0)
    saturated = red >= RED * np.maximum(red + green + blue, np.float32(1e-6))
    strength = ((red - green - blue) * np.float32(320.0)).clip(0.0)
    return find_turns(strength, RED_STEP, marked=saturated)


def flashes_per_second(turned: NDArray[np.bool_], rate: float) -> F32:
    """Flashes, pairs of turns, in the second that ends with each frame, `(n, ...)`."""
    window = max(1, round(rate))
    total = np.cumsum(turned, axis=0, dtype=np.int32)
    total[window:] -= total[:-window].copy()
    return np.asarray(total / 2.0, np.float32)


def _worst(flashing: F32, field: float) -> tuple[float, int]:
    """The most flashes that cover FIELD_SHARE of some field at once, and the frame: `flashing (n, h, w)`."""
    worst, at = 0.0, 0
    for count in np.arange(0.5, float(flashing.max(initial=0.0)) + 0.25, 0.5):
        covered = coverage(flashing >= count, field).max(axis=(1, 2))
        if covered.max() < FIELD_SHARE:
            break
        worst, at = float(count), int(covered.argmax())
    return worst, at


def coverage(where: NDArray[np.bool_], field: float) -> F32:
    """The covered fraction of each field, anywhere in the frame, of a map `(n, h, w)`."""
    height, width = (max(1, round(side * field)) for side in where.shape[1:])
    total = np.pad(where.cumsum(axis=1, dtype=np.int32).cumsum(axis=2), ((0, 0), (1, 0), (1, 0)))
    rows = total[:, height:] - total[:, :-height]
    return np.asarray((rows[:, :, width:] - rows[:, :, :-width]) / (width * height), np.float32)
