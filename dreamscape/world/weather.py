"""Lightning far out at sea: when and where it strikes, and how strongly; drawn from the seed, so no state."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.rng import Streams

SPEED_OF_SOUND = 343.0  # m/s
SHOWN = 4  # strikes drawn at once
KEPT = 8  # acts whose strikes are kept, more than are seen at once
DRUMMED = 0.3  # brightness of clouds that music lights up, beside up to 1 of lightning: no flash
_QUIET = (2.5, 6.5)  # s between strikes: one is over before the next begins
_NEAR = 900.0, 1_500.0  # m: one strike, the strongest in the first two thirds of a dream's first act, falls so near
_STROKES = 3  # at most: more than three flashes in a second can harm (WCAG 2.3.1)


@dataclass(frozen=True, slots=True)
class Strike:
    """One flash of lightning inside a far cloud.

    Attributes:
        tick: when it begins, since the dream began.
        azimuth: the tangent of its bearing from straight ahead (x / z).
        elevation: the tangent of its height above the horizon (y / z).
        distance: metres.
        strength: 0 to 1.
        strokes: `(3, 2)`, the delay in seconds and the brightness of each return stroke.
    """

    tick: int
    azimuth: float
    elevation: float
    distance: float
    strength: float
    strokes: NDArray[np.float64]

    @property
    def heard_at(self) -> int:
        """The tick at which its thunder arrives."""
        return self.tick + round(self.distance / SPEED_OF_SOUND * TICKS_PER_SECOND)


def strikes(streams: Streams, start: int, stop: int) -> list[Strike]:
    """All strikes of an act that lasts from tick `start` to `stop`."""
    random = streams.at("thunder", start)
    result: list[Strike] = []
    tick = start + int(random.uniform(0.4, 2.0) * TICKS_PER_SECOND)
    while tick < stop:
        side = -1.0 if random.random() < 0.45 else 1.0
        delays = np.cumsum(np.concatenate([[0.0], random.uniform(0.09, 0.26, _STROKES - 1)]))
        brightness = random.uniform(0.25, 1.0, _STROKES) * (random.random(_STROKES) < [1.0, 0.8, 0.6])
        result.append(
            Strike(
                tick=tick,
                azimuth=float(side * random.uniform(0.12, 0.85)),
                elevation=float(random.uniform(0.03, 0.12)),
                distance=float(random.uniform(2_500.0, 9_000.0)),
                strength=float(random.uniform(0.45, 1.0)),
                strokes=np.stack([delays, brightness], axis=1),
            )
        )
        tick += int(random.uniform(*_QUIET) * TICKS_PER_SECOND)
    early = [k for k, strike in enumerate(result) if strike.tick < (stop - start) * 2 // 3]
    if early and start == 0:
        k = max(early, key=lambda k: result[k].strength)
        result[k] = replace(result[k], distance=float(streams.at("thunder near", start).uniform(*_NEAR)))
    return result


def flicker(all_strikes: list[Strike], seconds: float, drummed: float = 0.0) -> NDArray[np.float32]:
    """The light in the clouds at a moment: `(SHOWN, 4) float32`, azimuth, elevation, spread and brightness.

    Args:
        all_strikes: of the act.
        seconds: the moment.
        drummed: how hard music strikes, 0 to 2: clouds light up where the last lightning was, with no thunder.
    """
    rows = np.zeros((SHOWN, 4), np.float32)
    rows[:, 2] = 1.0
    shown = [s for s in all_strikes if 0.0 <= seconds - s.tick / TICKS_PER_SECOND < 2.5][-SHOWN:]
    for row, strike in zip(rows, shown, strict=False):
        age = seconds - strike.tick / TICKS_PER_SECOND - strike.strokes[:, 0]
        rise, fall = 0.03, 0.22  # s: soft edges, so that it is no strobe
        glow = np.where(age > 0.0, (1.0 - np.exp(-np.maximum(age, 0.0) / rise)) * np.exp(-age.clip(0.0) / fall), 0.0)
        brightness = strike.strength * (glow @ strike.strokes[:, 1])
        row[:] = strike.azimuth, strike.elevation, 0.07 + 0.08 * strike.strength, brightness
    if drummed > 0.0 and all_strikes:
        before = [s for s in all_strikes if s.tick <= seconds * TICKS_PER_SECOND] or all_strikes[:1]
        free = min(len(shown), SHOWN - 1)
        rows[free] = before[-1].azimuth, before[-1].elevation, 0.15, max(float(rows[free, 3]), DRUMMED * drummed)
    return rows
