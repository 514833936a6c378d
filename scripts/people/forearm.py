"""The skin of the forearm unrolled: where a point lies up the arm and across it, along the skin; and back again."""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F64
from people.hand import ARM, Limb
from people.rays import Rays

OUT = np.array((-0.2267, 0.8357, -0.5001))  # out of its skin, where the veins are seen from
ACROSS = np.array((-0.0790, 0.4960, 0.8647))  # across the arm
UP = np.linspace(-0.06, 0.225, 58)  # m from the wrist, of the sections
TURN = np.radians(np.arange(-180, 181, 3))  # about the arm, 0 where OUT points to


@dataclass(frozen=True, slots=True)
class Skin:
    """Sections of an arm.

    Attributes:
        axis: (58, 3) float64, m, their middles.
        radius: (58, 121) float64, m, at UP and TURN.
        across: (58, 121) float64, m along the skin from where OUT points to.
    """

    axis: F64
    radius: F64
    across: F64

    def unrolled(self, points: F64) -> F64:
        """How far across the arm points `(n, 3)` lie along its skin, (n,) m."""
        up = points @ ARM
        off = points - np.stack([np.interp(up, UP, self.axis[:, k]) for k in range(3)], axis=1)
        turn = np.arctan2(off @ ACROSS, off @ OUT)
        row = np.clip(np.interp(up, UP, np.arange(len(UP))), 0.0, len(UP) - 1.001)
        column = np.interp(turn, TURN, np.arange(len(TURN))).clip(0.0, len(TURN) - 1.001)
        i, j = row.astype(int), column.astype(int)
        a, b = row - i, column - j
        grid = self.across
        low, high = grid[i, j] * (1 - b) + grid[i, j + 1] * b, grid[i + 1, j] * (1 - b) + grid[i + 1, j + 1] * b
        return np.asarray(low * (1 - a) + high * a, np.float64)

    def surface(self, up: F64, across: F64) -> F64:
        """Points of the skin, (u, a, 3) m: `up (u,)` the arm and `across (a,)` it, m."""
        rows = []
        for u in up:
            section = [
                np.array([np.interp(u, UP, g[:, j]) for j in range(len(TURN))]) for g in (self.across, self.radius)
            ]
            turn, radius = np.interp(across, section[0], TURN), np.interp(across, section[0], section[1])
            middle = np.array([np.interp(u, UP, self.axis[:, k]) for k in range(3)])
            rows.append(middle + radius[:, None] * (np.cos(turn)[:, None] * OUT + np.sin(turn)[:, None] * ACROSS))
        return np.array(rows)


def skin(arm: Limb) -> Skin:
    """The sections of an arm, measured with rays from its axis."""
    rays = Rays(arm.points, arm.triangles)
    wrist, elbow = arm.joints["wrist.R"], arm.joints["lowerarm01.R"]
    way = (elbow - wrist) / np.linalg.norm(elbow - wrist)
    axis = wrist + ((UP - wrist @ ARM) / (way @ ARM))[:, None] * way
    ways = np.cos(TURN)[:, None] * OUT + np.sin(TURN)[:, None] * ACROSS
    starts = np.repeat(axis, len(TURN), axis=0)
    radius = rays.distance(starts, np.tile(ways, (len(UP), 1))).reshape(len(UP), -1).astype(np.float64)
    radius = np.minimum(radius, 0.06)
    steps = np.hypot(0.5 * (radius[:, 1:] + radius[:, :-1]) * np.diff(TURN), np.diff(radius, axis=1))
    across = np.concatenate([np.zeros((len(UP), 1)), np.cumsum(steps, axis=1)], axis=1)
    return Skin(axis, radius, across - across[:, [len(TURN) // 2]])
