"""The lines of the hand's skin as heights over its two sides, seen along y: palm lines, joints, nails and tendons."""

from itertools import pairwise

import numpy as np

from dreamscape.arrays import F64
from people.hand import Limb
from people.sleeve import waves

LOW, HIGH = np.array((-0.034, -0.104)), np.array((0.190, 0.058))  # m, x and z of the maps' edges
CELL = 0.0004  # m
SEED = 11

Line = list[tuple[float, float]]
LIFE: Line = [(0.094, -0.031), (0.086, -0.022), (0.073, -0.013), (0.058, -0.007), (0.040, -0.004), (0.024, -0.006),
              (0.012, -0.011)]  # fmt: skip
HEAD: Line = [(0.093, -0.032), (0.083, -0.019), (0.074, -0.006), (0.064, 0.008), (0.052, 0.022), (0.046, 0.031)]
HEART: Line = [(0.109, -0.019), (0.102, -0.012), (0.094, -0.001), (0.087, 0.012), (0.081, 0.026), (0.079, 0.041)]
FATE: Line = [(0.022, 0.003), (0.045, 0.004), (0.066, 0.001), (0.084, -0.005)]
FINE: tuple[Line, ...] = (
    [(0.070, -0.024), (0.058, -0.018), (0.045, -0.016)], [(0.062, -0.032), (0.046, -0.022), (0.034, -0.020)],
    [(0.090, 0.028), (0.078, 0.030), (0.066, 0.036)], [(0.060, 0.030), (0.050, 0.024), (0.040, 0.026)],
    [(0.100, 0.010), (0.092, 0.004), (0.084, 0.006)], [(0.076, -0.018), (0.068, -0.002), (0.070, 0.012)],
    [(0.052, -0.012), (0.044, 0.006), (0.032, 0.014)],
)  # fmt: skip


def grid() -> tuple[F64, F64]:
    """x (w, 1) and z (1, h) of the texels' middles, m; rows run along x."""
    count = np.rint((HIGH - LOW) / CELL).astype(int)
    x, z = (LOW[k] + (np.arange(count[k]) + 0.5) * CELL for k in (0, 1))
    return x[:, None], z[None]


def off_line(x: F64, z: F64, line: Line) -> tuple[F64, F64]:
    """How far texels lie from a polyline, m, and how far along it that is, 0 to 1."""
    nearest = np.full(np.broadcast(x, z).shape, 9.0)
    along = np.zeros_like(nearest)
    parts = list(pairwise(line))
    for k, ((ax, az), (bx, bz)) in enumerate(parts):
        t = np.clip(((x - ax) * (bx - ax) + (z - az) * (bz - az)) / ((bx - ax) ** 2 + (bz - az) ** 2), 0.0, 1.0)
        gap = np.hypot(x - ax - t * (bx - ax), z - az - t * (bz - az))
        along = np.where(gap < nearest, (k + t) / len(parts), along)
        nearest = np.minimum(nearest, gap)
    return nearest, along


def groove(x: F64, z: F64, line: Line, width: float) -> F64:
    """A crease along a polyline, 0 to 1: narrow at its bottom, soft at its lips, running out at both ends."""
    gap, along = off_line(x, z, line)
    ends = np.minimum(1.0, 5.0 * np.minimum(along + 0.06, 1.03 - along))
    return np.asarray((0.65 * np.exp(-((gap / width) ** 2)) + 0.35 * np.exp(-((gap / (3.2 * width)) ** 2))) * ends)


class Drawing:
    """Heights of both sides, m: skin that is drawn line by line."""

    def __init__(self, hand: Limb) -> None:
        self._random = np.random.default_rng(SEED)
        self._joints = hand.joints
        self._x, self._z = grid()
        strays = [waves(self._x / 0.05, self._z / 0.05 * 2 * np.pi, 14, 1.0, self._random) for _ in range(3)]
        self._bent = self._x + 0.0007 * strays[0], self._z + 0.0007 * strays[1]  # no line is straight
        self._uneven = np.clip(0.8 + 0.3 * strays[2], 0.3, 1.3)
        self.palm, self.back = (np.zeros(self._uneven.shape) for _ in range(2))

    def bone(self, finger: int, k: int) -> tuple[F64, F64]:
        """Joint `k` of a finger and the direction of its bone there, both (2,) in x and z."""
        here = self._joints[f"finger{finger}-{k}.R"][[0, 2]]
        if k < 3:
            way = self._joints[f"finger{finger}-{k + 1}.R"][[0, 2]] - here
        else:
            way = here - self._joints[f"finger{finger}-2.R"][[0, 2]]
        return here, way / np.linalg.norm(way)

    def across(self, finger: int, k: int, shift: float, half: float, bow: float = 0.0) -> Line:
        """A line across a finger at joint `k`, `shift` m beyond it, `half` m to each side."""
        here, way = self.bone(finger, k)
        side = np.array((-way[1], way[0]))
        steps = np.linspace(-1.0, 1.0, 7)
        return [tuple(here + way * (shift + bow * (1 - t * t)) + side * t * half) for t in steps]

    def draw(self) -> None:
        """All lines."""
        for line, depth, width in ((LIFE, 0.75, 0.8), (HEAD, 0.6, 0.75), (HEART, 0.68, 0.75), (FATE, 0.22, 0.7)):
            self.palm -= depth * 1e-3 * self._cut(line, width * 1e-3)
        for line in FINE:
            self.palm -= 0.20e-3 * self._cut(line, 0.5e-3)
        for shift, depth in ((0.004, 0.26), (-0.003, 0.36), (-0.010, 0.2)):
            line = [(shift - 9.0 * z * z, z) for z in np.linspace(-0.024, 0.024, 9)]
            self.palm -= depth * 1e-3 * self._cut(line, 0.7e-3)
        for finger in (2, 3, 4, 5):
            self._finger(finger)
        for k, shift, depth in ((2, 0.001, 0.35), (3, -0.001, 0.45), (3, 0.002, 0.25)):
            self.palm -= depth * 1e-3 * self._cut(self.across(1, k, shift, 0.013), 0.6e-3)
            self.back -= 0.8 * depth * 1e-3 * self._cut(self.across(1, k, shift - 0.002, 0.010), 0.6e-3)

    def _cut(self, line: Line, width: float) -> F64:
        return groove(*self._bent, line, width) * self._uneven

    def _finger(self, finger: int) -> None:
        thick = {2: 0.0090, 3: 0.0095, 4: 0.0090, 5: 0.0078}[finger]
        root = 0.56 * float(np.linalg.norm(self.bone(finger, 2)[0] - self.bone(finger, 1)[0]))
        for k, shift, depth in (
            (1, root, 0.40), (1, root + 0.002, 0.32), (2, -0.0005, 0.48), (2, 0.0018, 0.36), (3, 0.0, 0.45),
        ):  # fmt: skip
            self.palm -= depth * 1e-3 * self._cut(self.across(finger, k, shift, thick * 1.25, -0.0008), 0.62e-3)
        for shift in (-0.0052, -0.0031, -0.0010, 0.0012, 0.0034, 0.0054):  # the knuckle's wrinkles bow around it
            bow = shift * 0.35
            self.back -= 0.34e-3 * self._cut(self.across(finger, 2, shift - bow, thick * 0.75, bow), 0.55e-3)
        for shift in (-0.0022, -0.0002, 0.0018):
            self.back -= 0.24e-3 * self._cut(self.across(finger, 3, shift, thick * 0.7), 0.5e-3)
        knuckle, _ = self.bone(finger, 1)
        tendon: Line = [(0.004, 0.35 * float(knuckle[1])), (float(knuckle[0]) - 0.006, float(knuckle[1]))]
        gap, along = off_line(*self._bent, tendon)
        self.back += 0.7e-3 * np.exp(-((gap / 0.0030) ** 2)) * np.sin(np.pi * np.clip(along, 0.02, 0.98)) ** 0.5


def heights(hand: Limb) -> tuple[F64, F64]:
    """The heights of the palm's side and of the back, (w, h) m."""
    drawing = Drawing(hand)
    drawing.draw()
    return drawing.palm, drawing.back
