"""How people stand and walk: from where the feet are to how every bone is turned.

A planted foot stays where it is: it rolls from heel to ball, and leg and pelvis follow it by two-bone inverse
kinematics. The pelvis is highest over the standing leg, sways towards it, and turns with the leading leg; the trunk
turns against it, and the arms swing against the legs (Perry and Burnfield, Gait Analysis, 2010).
"""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F32, F64
from dreamscape.easing import smoothstep
from dreamscape.places.street.turns import about_x, about_y, about_z, length, moved, shortest

JOINTS = (
    "pelvis", "waist", "neck",
    "shoulder_l", "elbow_l", "wrist_l", "hip_l", "knee_l", "ankle_l", "ball_l", "heel_l",
    "shoulder_r", "elbow_r", "wrist_r", "hip_r", "knee_r", "ankle_r", "ball_r", "heel_r",
)  # fmt: skip
BONES = (
    "pelvis", "chest", "head",
    "arm_l", "forearm_l", "thigh_l", "shank_l", "foot_l",
    "arm_r", "forearm_r", "thigh_r", "shank_r", "foot_r",
)  # fmt: skip
LANDS, LIFTS = -0.5, 0.7  # steps that the body is past a print when its foot lands and lifts: 60 % of a stride of two
BOB = 0.020  # of a person's height, that the pelvis rises and falls
RAISED_HAND = (0.24, 1.93, 0.17)  # m: right, up and ahead of the feet, of a hand held aloft
_FIST = 0.075  # m from the wrist to what the hand holds
_TOE_UP, _HEEL_UP = 0.26, 0.85  # rad that a foot is pitched as it lands and as it lifts
_FLAT, _ROLLS = -0.32, 0.15  # steps past a print when the foot is flat, and when its heel begins to rise
_CLEARANCE = 0.030  # of the height, that a swinging ankle is lifted
_ARM_SWING, _ABDUCTED = 0.36, 0.13  # rad
_RIGHT = np.array([-1.0, 1.0])[:, None]  # left and right
_OUT = np.array([_RIGHT * _ABDUCTED, 0.2 * _RIGHT * _ABDUCTED])  # of an arm and of a forearm, `(2, 2, 1)`
_SHRUGGED = np.array([-0.02, 0.035, 0.0])  # m, how far a raised arm brings its shoulder
_HELD = np.array(RAISED_HAND) - np.array([0.0, _FIST, 0.0])  # m, its wrist


@dataclass(frozen=True, slots=True)
class Steps:
    """Where n walkers are in their steps; distances in metres, angles in radians from the z axis to the x axis.

    Attributes:
        at: `(2, n) float64`, x and z of the bodies; `heading`: `(n,)`, where they look.
        prints: `(2, 2, 2, n)`, x and z of the last and of the next print of the left and of the right foot, below the
            ankle; first axis: last, next; second: left, right; third: x, z.
        turned: `(2, 2, n)`, the headings of these prints.
        past: `(2, n)`, how far, in steps, the body is past the last print of each foot.
        swung: `(2, n)`, 0 while a foot is planted, to 1 as it reaches its next print.
        count: `(n,)`, steps since the beginning: whole when the body is over a planted foot, even over the left.
        length: `(n,)`, of a step.
        pace: `(n,)`, 0 standing to 1 walking.
    """

    at: F64
    heading: F64
    prints: F64
    turned: F64
    past: F64
    swung: F64
    count: F64
    length: F64
    pace: F64


@dataclass(frozen=True, slots=True)
class Manner:
    """How n people hold themselves; `(n,)` float64 each.

    Attributes:
        stoop: rad that the trunk leans forward.
        shift: -1 to 1, which leg bears the weight of who stands.
        glance: rad that the head is turned to the right.
        raised: 0, or 1 who holds the right hand aloft.
    """

    stoop: F64
    shift: F64
    glance: F64
    raised: F64


@dataclass(frozen=True, slots=True)
class Build:
    """How n people are built: where their joints were baked, m, x right, z ahead, and what follows from that.

    Attributes:
        pelvis, waist, neck: `(n, 3) float64`.
        shoulder, elbow, wrist, hip, knee, ankle, ball, heel: `(2, n, 3)`, the left and the right one.
        limbs: `(4, 2, n, 3)`, from joint to joint: arm, forearm, thigh, shank.
        pivots: `(5, 2, n, 3)`, about which these and the feet turn.
        tall: `(2, n)`, the height of a body, as each hip tells; `high`: `(n,)`, as both do.
        hips, foot, leg: `(n,)`, how high hips and ankles are, and how long a leg that is all but stretched.
    """

    pelvis: F64
    waist: F64
    neck: F64
    shoulder: F64
    elbow: F64
    wrist: F64
    hip: F64
    knee: F64
    ankle: F64
    ball: F64
    heel: F64
    limbs: F64
    pivots: F64
    tall: F64
    high: F64
    hips: F64
    foot: F64
    leg: F64


def build(rest: F64) -> Build:
    """People whose joints are at `rest`, `(19, n, 3)` m, in the order of JOINTS."""
    pelvis, waist, neck = (rest[JOINTS.index(name)] for name in ("pelvis", "waist", "neck"))
    shoulder, elbow, wrist, hip, knee, ankle, ball, heel = rest[_SIDED]
    limbs = np.stack([elbow - shoulder, wrist - elbow, knee - hip, ankle - knee])
    hips = hip[..., 1].mean(axis=0)
    return Build(
        pelvis, waist, neck, shoulder, elbow, wrist, hip, knee, ankle, ball, heel,
        limbs=limbs, pivots=np.stack([shoulder, elbow, hip, knee, ankle]),
        tall=hip[..., 1] / 0.52, high=hips / 0.52, hips=hips,
        foot=ankle[..., 1].mean(axis=0), leg=0.992 * length(limbs[2:]).sum(axis=0).mean(axis=0),
    )  # fmt: skip


def bones(people: Build, steps: Steps, manner: Manner) -> F32:
    """How every bone of n people carries points from where they were baked into the world.

    Args:
        people: who they are.
        steps: where they walk.
        manner: how.

    Returns:
        `(13, n, 3, 4) float32`, in the order of BONES.
    """
    ankle, yaw, pitch = _feet(people, steps)
    turn = 0.09 * steps.pace * -np.sin(np.pi * steps.count)
    pelvis = _pelvis(people, ankle, turn, steps, manner)
    lean = about_x(-(0.03 * steps.pace + manner.stoop))
    counter = about_y(-0.8 * turn)
    chest = moved(counter @ lean, people.waist, carried(pelvis, people.waist))
    nod = about_x(-0.35 * manner.stoop)
    head = moved(about_y(manner.glance) @ nod, people.neck, carried(chest, people.neck))
    limbs = _limbs(people, (pelvis, chest, counter), ankle, about_y(yaw) @ about_x(pitch), steps, manner)
    all_ = np.concatenate([np.stack([pelvis, chest, head]), limbs])
    return np.asarray(_in_world(all_, steps), np.float32)


_SIDED = [
    [JOINTS.index(f"{name}_{side}") for side in "lr"]
    for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "ball", "heel")
]  # the left and the right of each


def carried(bone: F64, point: F64) -> F64:
    """Where bones `(..., 3, 4)` carry points `(..., 3)`."""
    return np.asarray((bone[..., :3] @ point[..., None])[..., 0] + bone[..., 3], np.float64)


def _feet(people: Build, steps: Steps) -> tuple[F64, F64, F64]:
    """The ankles `(2, n, 3)` beside the bodies, and how the feet are turned and pitched (toes up), `(2, n)` rad."""
    swing, swings = smoothstep(steps.swung), steps.swung > 0.0
    up, down = _TOE_UP * steps.pace, _HEEL_UP * steps.pace
    rolls = up * (1.0 - smoothstep((steps.past - LANDS) / (_FLAT - LANDS)))
    rolls = rolls - down * np.clip((steps.past - _ROLLS) / (LIFTS - _ROLLS), 0.0, 1.0) ** 2
    at_prints = np.stack([np.where(swings, -down, rolls), np.broadcast_to(up, swing.shape)])
    first, then = _ankles(people, steps, at_prints)
    ankle = first + (then - first) * swing[..., None]
    ankle[..., 1] += _CLEARANCE * people.tall * steps.pace * np.sin(np.pi * steps.swung) ** 2
    last, after = np.remainder(steps.turned - steps.heading + np.pi, 2.0 * np.pi) - np.pi
    pitch = np.where(swings, -down + (down + up) * smoothstep(steps.swung * 1.15), rolls)
    return ankle, last + (after - last) * swing, pitch


def _ankles(people: Build, steps: Steps, pitch: F64) -> F64:
    """The ankles `(2, 2, n, 3)` of feet on their last and on their next prints, rolled about heel or ball by `pitch`
    `(2, 2, n)`.
    """
    off = steps.prints - steps.at
    c, s = np.cos(steps.heading), np.sin(steps.heading)
    yaw = about_y(steps.turned - steps.heading)
    arm = np.where((pitch > 0.0)[..., None], people.heel - people.ankle, people.ball - people.ankle)
    flat = np.empty_like(arm)
    flat[..., 0], flat[..., 1] = c * off[:, :, 0] - s * off[:, :, 1], people.ankle[..., 1]
    flat[..., 2] = s * off[:, :, 0] + c * off[:, :, 1]
    rolled = (yaw @ about_x(pitch) @ arm[..., None])[..., 0]
    return np.asarray(flat + (yaw @ arm[..., None])[..., 0] - rolled, np.float64)


def _pelvis(people: Build, ankle: F64, turn: F64, steps: Steps, manner: Manner) -> F64:
    """The pelvis `(n, 3, 4)`: as high as the legs reach, and bobbing by BOB."""
    tall, leg, foot = people.high, people.leg, people.foot
    bob = 0.5 * BOB * tall * steps.pace
    landing = foot + np.sqrt(leg**2 - (0.46 * steps.length * steps.pace) ** 2)
    high = np.minimum(landing + bob, foot + leg - bob) + bob * np.cos(2.0 * np.pi * steps.count)
    idle = 1.0 - steps.pace
    sway = -0.012 * tall * steps.pace * np.cos(np.pi * steps.count) + 0.018 * tall * manner.shift * idle
    roll = 0.035 * manner.shift * idle
    at = np.stack([sway, people.pelvis[:, 1] + high - people.hips, np.zeros_like(sway)], axis=-1)
    bone = moved(about_y(turn) @ about_z(roll), people.pelvis, at)
    free = carried(bone, people.hip)
    level = np.hypot(ankle[..., 0] - free[..., 0], ankle[..., 2] - free[..., 2])
    most = ankle[..., 1] + np.sqrt(np.maximum((leg / 0.992 * 0.999) ** 2 - level**2, 0.01))
    bone[:, 1, 3] += np.minimum((most - free[..., 1]).min(axis=0), 0.0)
    return bone


def _limbs(people: Build, trunk: tuple[F64, F64, F64], ankle: F64, foot: F64, steps: Steps, manner: Manner) -> F64:
    """Arm, forearm, thigh, shank and foot of the left, then of the right side, `(10, n, 3, 4)`.

    Args:
        people: who they are.
        trunk: the pelvis and the chest, `(n, 3, 4)`, and how the trunk turns, `(n, 3, 3)`.
        ankle: `(2, n, 3)`, where these are; `foot`: `(2, n, 3, 3)`, how the feet are turned.
        steps: where they walk.
        manner: how.
    """
    pelvis, chest, counter = trunk
    hip, shoulder = carried(pelvis, people.hip), carried(chest, people.shoulder)
    knee = _bend(people.limbs[2:], hip, ankle, np.array([0.0, 0.1, 1.0]))
    ways = np.stack([*_swung(counter, steps), knee - hip, ankle - knee])
    for who in np.flatnonzero(manner.raised):
        shoulder[1, who] += _SHRUGGED
        elbow = _bend(people.limbs[:2, 1, who], shoulder[1, who], _HELD, np.array([1.0, -0.2, -0.4]))
        ways[:2, 1, who] = elbow - shoulder[1, who], _HELD - elbow
    turns = np.concatenate([shortest(people.limbs, ways), foot[None]])
    elbow = shoulder + (turns[0] @ people.limbs[0][..., None])[..., 0]
    parts = moved(turns, people.pivots, np.stack([shoulder, elbow, hip, knee, ankle]))
    return parts.transpose(1, 0, 2, 3, 4).reshape(10, -1, 3, 4)


def _bend(limbs: F64, start: F64, end: F64, towards: F64) -> F64:
    """The joint `(..., 3)` between two bones of the lengths of `limbs (2, ..., 3)` from `start` to `end`, bent
    `towards`.
    """
    upper, lower = length(limbs)
    way = end - start
    far = length(way)
    along = way / far[..., None]
    far = np.minimum(far, upper + lower)
    part = (far**2 + upper**2 - lower**2) / (2.0 * far)
    aside = towards - along * (along @ towards)[..., None]
    aside /= length(aside)[..., None]
    return np.asarray(
        start + along * part[..., None] + aside * np.sqrt(np.maximum(upper**2 - part**2, 0.0))[..., None], np.float64
    )


def _swung(counter: F64, steps: Steps) -> F64:
    """Which way arms and forearms `(2, 2, n, 3)` hang that swing against the legs; `counter` is how the trunk turns."""
    swing = -_RIGHT * _ARM_SWING * steps.pace * np.sin(np.pi * steps.count) + 0.03
    ways = np.empty((2, *swing.shape, 3))
    ways[..., 0] = _OUT
    bend = np.stack([swing, swing + (0.20 + 0.30 * np.maximum(swing, 0.0) + 0.10 * steps.pace)])
    ways[..., 1], ways[..., 2] = -np.cos(bend), np.sin(bend)
    return np.asarray((counter @ ways[..., None])[..., 0], np.float64)


def _in_world(local: F64, steps: Steps) -> F64:
    """Bones `(13, n, 3, 4)` beside bodies that look along z, where these are."""
    turned = about_y(steps.heading) @ local
    turned[..., 0, 3] += steps.at[0]
    turned[..., 2, 3] += steps.at[1]
    return turned
