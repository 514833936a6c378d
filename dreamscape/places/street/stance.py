"""The dreamer was baked in mid-stride, toes and heel up; the walk turns feet from where they stand flat."""

import numpy as np

from dreamscape.arrays import F32, F64
from dreamscape.places.street.gait import BONES, JOINTS
from dreamscape.places.street.turns import about_x, length, moved, shortest

BAKED_PITCH = {"l": 0.215, "r": -0.365}  # rad, toes up, that the dreamer's feet were baked with


def standing(joints: F64, baked: F32, weighted: F32) -> tuple[F64, F32]:
    """Bring feet flat onto the ground: shanks turn about the knees, as far as the ankles come down, feet about these.

    Args:
        joints: `(19, 3)`, m, as baked, in the order of JOINTS.
        baked: `(n, 3)`, m, the vertices of the finest mesh.
        weighted: `(n, 52)`, its weights times (x, y, z, 1) of each bone.

    Returns:
        The joints, `(19, 3)`, and `(13, 3, 4) float32`, how each bone carries what was baked there, in the order of
        BONES.
    """
    joints = joints.copy()
    carry = np.tile(np.eye(3, 4), (len(BONES), 1, 1))
    for side, pitch in BAKED_PITCH.items():
        shank, foot = BONES.index(f"shank_{side}"), BONES.index(f"foot_{side}")
        knee, ankle, ball, heel = (JOINTS.index(f"{name}_{side}") for name in ("knee", "ankle", "ball", "heel"))
        level = about_x(np.array(-pitch))
        sole = (baked[weighted[:, 4 * foot + 3] > 0.6] - joints[ankle]) @ level.T
        stands = joints[ankle].copy()
        stands[1] = -np.sort(sole[:, 1])[round(0.04 * len(sole))]
        stands[2] = _below(joints[knee], joints[ankle], stands[1])
        bent = shortest(joints[ankle] - joints[knee], stands - joints[knee])
        carry[shank] = moved(bent, joints[knee], joints[knee])
        carry[foot] = moved(level, joints[ankle], stands)
        for at in (ball, heel):
            aside, _, on = joints[at] - joints[ankle]
            on = on / np.cos(pitch) - np.tan(pitch) * stands[1]  # where the sole is
            joints[at] = stands + np.array([aside, -stands[1], on])
        joints[ankle] = stands
    return joints, carry.astype(np.float32)


def _below(knee: F64, ankle: F64, high: float) -> float:
    """How far ahead an ankle is, m, that swings about the knee until it is `high`, m."""
    long = float(length(ankle - knee))
    aside, down = ankle[0] - knee[0], high - knee[1]
    reach = np.sqrt(max(long**2 - aside**2 - down**2, 0.0))
    return float(knee[2] + np.copysign(reach, ankle[2] - knee[2]))
