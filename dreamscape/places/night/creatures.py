"""The living things of the shore's night: what each feels, where it lives, and how firmly it stays there."""

import numpy as np

from dreamscape.arrays import F32
from dreamscape.physics.emitters import Vector
from dreamscape.physics.emotions import feeling

# In the order in which threads reach them: emotion, home (m), and the stiffness of the pull towards it (1/s^2).
LIVING: tuple[tuple[str, Vector, float], ...] = (
    ("sadness", (6.5, 0.7, 27.0), 4.0),  # the ocean
    ("sadness", (19.0, 0.6, 36.0), 4.0),
    ("resilience", (-9.6, 7.3, -8.2), 40.0),  # the cliff
    ("impatience", (23.0, 17.8, 39.6), 2.5),  # the thunder
    ("joy", (3.5, 16.2, 9.0), 2.0),  # birds of light
    ("tenderness", (1.2, 1.3, 30.0), 2.5),  # small sea lights
    ("resilience", (-7.0, 4.8, -4.6), 40.0),
    ("joy", (8.2, 18.4, 13.0), 2.0),
    ("impatience", (-17.6, 17.2, 39.6), 2.5),
    ("grief", (11.8, 1.5, 31.0), 2.5),
    ("curiosity", (12.4, 14.6, 12.0), 2.0),
    ("sadness", (-0.5, 0.6, 52.0), 4.0),
    ("joy", (14.6, 18.8, 20.0), 2.0),
    ("wisdom", (16.5, 1.7, 34.0), 2.5),
    ("tenderness", (24.0, 1.5, 40.0), 2.5),
    ("joy", (6.0, 20.0, 22.0), 2.0),
    ("impatience", (39.3, 18.8, 41.9), 2.5),
    ("curiosity", (17.5, 15.4, 16.0), 2.0),
    ("grief", (5.0, 1.2, 38.0), 2.5),
    ("wisdom", (9.5, 12.0, 24.0), 2.0),
)
# m/s^2, added to the weight of a thread, by the emotion of the creature at its end.
BUOYANCY = {
    "joy": 3.5,
    "curiosity": 2.5,
    "impatience": 1.0,
    "tenderness": -1.0,
    "wisdom": -2.0,
    "grief": -4.0,
    "sadness": -6.0,
}
LIFTS = np.array([0.0, *(BUOYANCY.get(name, 0.0) for name, _, _ in LIVING)], np.float32)
# m, by how much a seed moves a creature to either side of its home; all others fly, and are moved furthest.
ROOM: dict[str, Vector] = {
    "resilience": (0.0, 0.25, 1.5),
    "sadness": (3.5, 0.0, 3.0),
    "impatience": (1.5, 0.6, 0.0),
    "tenderness": (3.5, 0.2, 3.0),
    "grief": (3.5, 0.2, 3.0),
    "wisdom": (3.0, 0.5, 3.0),
}
DANCERS = tuple(
    n for n, (name, _, _) in enumerate(LIVING, start=1) if name not in ("sadness", "resilience", "impatience")
)
BIRDS = tuple(n for n, (name, _, _) in enumerate(LIVING, start=1) if name == "joy")


def felt(name: str) -> F32:
    """A creature's emotion; resilience steadies the thunder's, or its thread would only tremble."""
    return feeling(impatience=0.7, resilience=0.3) if name == "impatience" else feeling(**{name: 1.0})
