"""Grains: a thread is made of grains of light, and how they are and travel tells what its ends feel (ART.md)."""

from dataclasses import astuple, dataclass, fields

import numpy as np

from dreamscape.arrays import F32
from dreamscape.physics.emotions import NAMES


@dataclass(frozen=True, slots=True)
class Grains:
    """The grains of one emotion. Lengths are px of a picture 720 px high, 9 m away.

    Attributes:
        mist: the light of the finest grains, thousands, which are seen as a haze.
        grit: the light of grains that can just be told from each other.
        sparks: the light of few, bright ones.
        drops: the light of those that gather in drops with a tail.
        speed: px/s, at which they travel.
        overtaking: by which fraction of that some are faster and others slower.
        streak: how many times longer than wide they are.
        size: of one, times the usual.
        stray: px, how far from their strand they wander.
        radius: px, of the bundle of strands.
        winding: turns of the bundle in 100 px.
        rolling: turns of the bundle a second.
        darts: 0 they flow evenly .. 1 they dart and stop.
        hops: px, how high they bounce.
        shakes: px, how far they are shaken.
        breath: 0 .. 1, how much the bundle widens and narrows.
        pools: 0 .. 1, how much they gather and hang where the thread sags.
    """

    mist: float
    grit: float
    sparks: float
    drops: float
    speed: float
    overtaking: float
    streak: float
    size: float
    stray: float
    radius: float
    winding: float
    rolling: float
    darts: float = 0.0
    hops: float = 0.0
    shakes: float = 0.0
    breath: float = 0.0
    pools: float = 0.0


GRAINS = {
    "sadness": Grains(0.06, 0.45, 0.00, 0.00, 7.0, 0.3, 1.0, 1.50, 9.0, 1.5, 0.15, 0.02, pools=1.0),
    "resilience": Grains(1.00, 0.60, 0.00, 0.00, 24.0, 0.1, 1.8, 0.60, 3.2, 1.3, 1.50, 0.03),
    "impatience": Grains(0.05, 0.10, 2.60, 0.00, 240.0, 0.9, 4.5, 0.80, 9.0, 2.2, 0.60, 0.60, shakes=3.4),
    "grief": Grains(0.10, 0.05, 0.00, 2.00, 42.0, 0.5, 1.5, 1.05, 3.0, 1.0, 0.25, 0.02, pools=0.2),
    "curiosity": Grains(0.05, 0.25, 1.90, 0.00, 75.0, 0.6, 1.0, 1.20, 13.0, 5.0, 0.55, 0.10, darts=1.0),
    "wisdom": Grains(0.40, 0.55, 0.10, 0.00, 16.0, 0.2, 2.2, 0.85, 3.0, 11.0, 0.42, 0.07),
    "tenderness": Grains(1.00, 0.25, 0.00, 0.00, 12.0, 0.2, 0.9, 1.80, 8.0, 2.4, 0.20, 0.03, breath=1.0),
    "joy": Grains(0.12, 0.40, 1.30, 0.00, 90.0, 0.4, 1.0, 0.95, 6.0, 1.6, 0.50, 0.15, hops=15.0),
}
ROWS = {field.name: row for row, field in enumerate(fields(Grains))}  # of a mixture
TABLE: F32 = np.array([astuple(GRAINS[name]) for name in NAMES], np.float32)  # (8, rows)
TABLE.setflags(write=False)


def mix_grains(weights: F32) -> F32:
    """The grains of mixtures: weighted means, `(rows, ...) float32`, by ROWS; `weights (8, ...)`, not negative.

    No feeling at all is half wisdom, half joy: the gold of a thread that belongs to nobody.
    """
    total = weights.sum(axis=0)
    mixed = np.tensordot(TABLE.T, weights, axes=1) / np.maximum(total, np.float32(1e-6))
    calm = 0.5 * (TABLE[NAMES.index("wisdom")] + TABLE[NAMES.index("joy")])
    return np.asarray(np.where(total > 1e-6, mixed, calm.reshape(-1, *(1,) * total.ndim)), np.float32)
