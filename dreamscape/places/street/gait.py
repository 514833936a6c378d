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

_SIDES = np.array([[-1.0], [1.0]])  # left and right
_UPRIGHT = np.array([[0.0, 0.72, 0.055], [0.0, 0.55, 0.03]])[:, :, None]  # m, head and neck above the pelvis
_ALOFT = np.array([[0.07, 0.27, 0.09], [0.02, 0.26, 0.04]])[:, :, None]  # m, upper arm and forearm of a hand held aloft
_ABOVE_GROUND = np.array([[_SOLE], [0.02]])  # m, ankle and toe above the ground that they stand on


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
    pace = swing.astype(np.float64)
    sway: F64 = 0.022 * pace * np.sin(turn)
    at = np.zeros((len(JOINTS), 3, len(phase)))
    at[:3, 0] = sway
    at[:2] += _UPRIGHT
    at[0, 0] += -sway * 0.7
    beat = np.stack([turn, turn + np.pi])  # of the left and the right
    _swing_arms(at[3:9].reshape(2, 3, 3, -1), beat, pace, sway, raised)
    legs = at[9:].reshape(2, 4, 3, -1)
    _swing_legs(legs, beat, pace, sway)
    at[:, 1] -= (legs[:, 2:, 1] - _ABOVE_GROUND).min(axis=(0, 1))
    return at.astype(np.float32)


def _swing_legs(legs: F64, beat: F64, swing: F64, sway: F64) -> None:
    """Place hip, knee, ankle and toe, (2, 4, 3, n), of the left and the right leg, each at its `beat`, (2, n)."""
    hip, knee, ankle, toe = legs.swapaxes(0, 1)
    cosine, sine = np.cos(beat), np.sin(beat)
    thigh = _SWING * swing * cosine + 0.05 * swing
    lifted = np.maximum(-sine, 0.0)  # from toe-off to heel strike
    shank = thigh - (0.06 + swing * (0.95 * lifted**1.4 + 0.13 * np.maximum(sine, 0.0)))
    foot = swing * (0.30 * np.maximum(cosine, 0.0) - 0.75 * np.maximum(-cosine, 0.0))
    legs[:, :, 0] = (sway + _SIDES * 0.085)[:, None]
    hip[:, 1:] = 0.0
    _hang(knee, hip, _THIGH, thigh)
    _hang(ankle, knee, _SHANK, shank)
    toe[:, 1] = ankle[:, 1] + (_FOOT * np.sin(foot) - 0.05)
    toe[:, 2] = ankle[:, 2] + _FOOT * np.cos(foot)


def _swing_arms(arms: F64, beat: F64, swing: F64, sway: F64, raised: F32) -> None:
    """Place shoulder, elbow and hand, (2, 3, 3, n), of the left and of the right arm, which may be `raised`."""
    shoulder, elbow, hand = arms.swapaxes(0, 1)
    cosine = np.cos(beat)
    back = -0.42 * swing * cosine
    bend = 0.22 + 0.22 * swing * (0.5 - 0.5 * cosine)
    shoulder[:, 0] = sway + _SIDES * 0.165
    shoulder[:, 1], shoulder[:, 2] = 0.495, 0.02
    _hang(elbow, shoulder, _UPPER_ARM, back)
    _hang(hand, elbow, _FOREARM, back + bend)
    if raised.any():
        upper, fore = elbow[1] - shoulder[1], hand[1] - elbow[1]
        shoulder[1, 1] += 0.04 * raised
        elbow[1] = shoulder[1] + (upper + (_ALOFT[0] - upper) * raised)
        hand[1] = elbow[1] + (fore + (_ALOFT[1] - fore) * raised)


def _hang(end: F64, start: F64, length: float, angle: F64) -> None:
    """Place the end of a limb, (2, 3, n), that hangs from its start at `angle`, (2, n), ahead of the vertical."""
    end[:, 0] = start[:, 0]
    end[:, 1] = start[:, 1] - length * np.cos(angle)
    end[:, 2] = start[:, 2] + length * np.sin(angle)
