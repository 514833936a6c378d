"""A walking figure: the positions of its joints at any moment of a stride.

The angles follow human gait roughly: the leg swings as a cosine from heel strike to toe-off, the knee bends during the
swing, the arms swing against the legs, and the lower foot stands on the ground.
"""

import numpy as np

from dreamscape.arrays import F32, F64

JOINTS = (
    "head", "neck", "pelvis",
    "shoulder_l", "elbow_l", "hand_l", "shoulder_r", "elbow_r", "hand_r",
    "hip_l", "knee_l", "ankle_l", "toe_l", "hip_r", "knee_r", "ankle_r", "toe_r",
)  # fmt: skip
STRIDE = 1.36  # m, two steps of a grown figure at ease
RAISED_HAND = (0.30, 2.02, 0.16)  # m: right, up and ahead of the feet, of a hand held aloft
_THIGH, _SHANK, _FOOT, _SOLE = 0.43, 0.43, 0.17, 0.07  # m
_UPPER_ARM, _FOREARM = 0.29, 0.27  # m
_SWING = 0.40  # rad; 2 (thigh + shank) sin(swing) is half a stride


def joints(phase: F32, swing: F32, raised: F32) -> F32:
    """The joints of n figures.

    Args:
        phase: (n,) float32, turns of the stride; at 0 the left heel strikes.
        swing: (n,) float32, 0 standing to 1 walking.
        raised: (n,) float32, 0 both arms swing to 1 the right arm is held aloft.

    Returns:
        (17, 3, n) float32, metres right of, above and ahead of the feet, in the order of JOINTS.
    """
    turn = 2.0 * np.pi * phase.astype(np.float64)
    at = {name: np.zeros((3, len(phase))) for name in JOINTS}
    pace = swing.astype(np.float64)
    sway: F64 = 0.022 * pace * np.sin(turn)
    at["pelvis"][0] = sway
    for side, name, beat in ((-1.0, "l", turn), (1.0, "r", turn + np.pi)):
        _leg(at, name, side, beat, pace, sway)
        _arm(at, name, side, beat, pace, raised if name == "r" else np.zeros_like(raised))
    at["neck"] += at["pelvis"] + np.array([[0.0], [0.55], [0.03]])
    at["head"] += at["pelvis"] + np.array([[0.0], [0.72], [0.055]]) + np.stack([-sway * 0.7, 0 * sway, 0 * sway])
    lowest = np.min(
        [at[f"{joint}_{side}"][1] - drop for joint, drop in (("ankle", _SOLE), ("toe", 0.02)) for side in "lr"], axis=0
    )
    result: F64 = np.stack([at[name] for name in JOINTS])
    result[:, 1] -= lowest
    return np.asarray(result, np.float32)


def _leg(
    at: dict[str, F64],
    name: str,
    side: float,
    beat: F64,
    swing: F64,
    sway: F64,
) -> None:
    hip = np.stack([sway + side * 0.085, 0 * sway, 0 * sway])
    thigh = _SWING * swing * np.cos(beat) + 0.05 * swing
    lifted = np.maximum(-np.sin(beat), 0.0)  # from toe-off to heel strike
    knee = 0.06 + swing * (0.95 * lifted**1.4 + 0.13 * np.maximum(np.sin(beat), 0.0))
    foot = swing * (0.30 * np.maximum(np.cos(beat), 0.0) - 0.75 * np.maximum(-np.cos(beat), 0.0))
    at[f"hip_{name}"] += hip
    at[f"knee_{name}"] += hip + _limb(_THIGH, thigh)
    at[f"ankle_{name}"] += at[f"knee_{name}"] + _limb(_SHANK, thigh - knee)
    at[f"toe_{name}"] += at[f"ankle_{name}"] + np.stack([0 * foot, _FOOT * np.sin(foot) - 0.05, _FOOT * np.cos(foot)])


def _arm(at: dict[str, F64], name: str, side: float, beat: F64, swing: F64, raised: F32) -> None:
    shoulder = at["pelvis"] + np.array([[side * 0.165], [0.495], [0.02]])
    back: F64 = -0.42 * swing * np.cos(beat)
    bend: F64 = 0.22 + 0.22 * swing * (0.5 - 0.5 * np.cos(beat))
    hanging = _limb(_UPPER_ARM, back), _limb(_FOREARM, back + bend)
    aloft = np.array([[0.07], [0.27], [0.09]]), np.array([[0.02], [0.26], [0.04]])
    at[f"shoulder_{name}"] += shoulder + np.stack([0 * raised, 0.04 * raised, 0 * raised])
    upper, fore = (down + (up - down) * raised for down, up in zip(hanging, aloft, strict=True))
    at[f"elbow_{name}"] += at[f"shoulder_{name}"] + upper
    at[f"hand_{name}"] += at[f"elbow_{name}"] + fore


def _limb(length: float, angle: F64) -> F64:
    """From a joint to the next, of a limb that hangs at `angle` ahead of the vertical."""
    return np.stack([0 * angle, -length * np.cos(angle), length * np.sin(angle)])
