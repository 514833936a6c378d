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


def bones(rest: F64, steps: Steps, manner: Manner) -> F32:
    """How every bone of n people carries points from where they were baked into the world.

    Args:
        rest: `(19, n, 3)`, where the joints of each person are, m, in the order of JOINTS, x right, z ahead.
        steps: where they walk.
        manner: how.

    Returns:
        `(13, n, 3, 4) float32`, in the order of BONES.
    """
    middle = {name: rest[JOINTS.index(name)] for name in ("pelvis", "waist", "neck")}
    sides = {name: rest[both] for name, both in _SIDED.items()}
    ankle, yaw, pitch = _feet(sides, steps)
    turn = 0.09 * steps.pace * -np.sin(np.pi * steps.count)
    pelvis = _pelvis(middle["pelvis"], sides, ankle, turn, steps, manner)
    lean = about_x(-(0.03 * steps.pace + manner.stoop))
    counter = about_y(-0.8 * turn)
    chest = moved(counter @ lean, middle["waist"], carried(pelvis, middle["waist"]))
    nod = about_x(-0.35 * manner.stoop)
    head = moved(about_y(manner.glance) @ nod, middle["neck"], carried(chest, middle["neck"]))
    arm, forearm = _arms(sides, chest, counter, steps, manner)
    thigh, shank = _legs(sides, pelvis, ankle)
    foot = moved(about_y(yaw) @ about_x(pitch), sides["ankle"], ankle)
    all_ = [pelvis, chest, head, *(part[side] for side in (0, 1) for part in (arm, forearm, thigh, shank, foot))]
    return np.asarray(_in_world(np.stack(all_), steps), np.float32)


_SIDED = {
    name: [JOINTS.index(f"{name}_{side}") for side in "lr"]
    for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "ball", "heel")
}  # the left and the right of each


def carried(bone: F64, point: F64) -> F64:
    """Where bones `(..., 3, 4)` carry points `(..., 3)`."""
    return np.asarray((bone[..., :3] @ point[..., None])[..., 0] + bone[..., 3], np.float64)


def _feet(sides: dict[str, F64], steps: Steps) -> tuple[F64, F64, F64]:
    """The ankles `(2, n, 3)` beside the bodies, and how the feet are turned and pitched (toes up), `(2, n)` rad."""
    swing = smoothstep(steps.swung)
    up, down = _TOE_UP * steps.pace, _HEEL_UP * steps.pace
    rolls = up * (1.0 - smoothstep((steps.past - LANDS) / (_FLAT - LANDS)))
    rolls = rolls - down * np.clip((steps.past - _ROLLS) / (LIFTS - _ROLLS), 0.0, 1.0) ** 2
    first = _ankle(sides, steps, 0, rolls * (steps.swung <= 0.0) - down * (steps.swung > 0.0))
    then = _ankle(sides, steps, 1, np.broadcast_to(up, swing.shape))
    ankle = first + (then - first) * swing[..., None]
    tall = sides["hip"][:, :, 1] / 0.52
    ankle[..., 1] += _CLEARANCE * tall * steps.pace * np.sin(np.pi * steps.swung) ** 2
    last, after = (np.remainder(turned - steps.heading + np.pi, 2.0 * np.pi) - np.pi for turned in steps.turned)
    pitch = np.where(steps.swung > 0.0, -down + (down + up) * smoothstep(steps.swung * 1.15), rolls)
    return ankle, last + (after - last) * swing, pitch


def _ankle(sides: dict[str, F64], steps: Steps, which: int, pitch: F64) -> F64:
    """The ankles `(2, n, 3)` of feet on their last (0) or next (1) prints, rolled about heel or ball by `pitch`."""
    off = steps.prints[which] - steps.at
    c, s = np.cos(steps.heading), np.sin(steps.heading)
    yaw = about_y(steps.turned[which] - steps.heading)
    ankle = sides["ankle"]
    arm = np.where((pitch > 0.0)[..., None], sides["heel"], sides["ball"]) - ankle
    flat = np.stack([c * off[:, 0] - s * off[:, 1], ankle[..., 1], s * off[:, 0] + c * off[:, 1]], axis=-1)
    rolled = (yaw @ about_x(pitch) @ arm[..., None])[..., 0]
    return np.asarray(flat + (yaw @ arm[..., None])[..., 0] - rolled, np.float64)


def _pelvis(rest: F64, sides: dict[str, F64], ankle: F64, turn: F64, steps: Steps, manner: Manner) -> F64:
    """The pelvis `(n, 3, 4)`: as high as the legs reach, and bobbing by BOB."""
    hip, tall = sides["hip"][..., 1].mean(axis=0), sides["hip"][..., 1].mean(axis=0) / 0.52
    leg = 0.992 * _length(sides, "hip", "knee", "ankle").mean(axis=0)
    foot = sides["ankle"][..., 1].mean(axis=0)
    bob = 0.5 * BOB * tall * steps.pace
    landing = foot + np.sqrt(leg**2 - (0.46 * steps.length * steps.pace) ** 2)
    high = np.minimum(landing + bob, foot + leg - bob) + bob * np.cos(2.0 * np.pi * steps.count)
    idle = 1.0 - steps.pace
    sway = -0.012 * tall * steps.pace * np.cos(np.pi * steps.count) + 0.018 * tall * manner.shift * idle
    roll = 0.035 * manner.shift * idle
    at = np.stack([sway, rest[:, 1] + high - hip, np.zeros_like(sway)], axis=-1)
    bone = moved(about_y(turn) @ about_z(roll), rest, at)
    free = carried(bone, sides["hip"])
    level = np.hypot(ankle[..., 0] - free[..., 0], ankle[..., 2] - free[..., 2])
    most = ankle[..., 1] + np.sqrt(np.maximum((leg / 0.992 * 0.999) ** 2 - level**2, 0.01))
    bone[:, 1, 3] += np.minimum((most - free[..., 1]).min(axis=0), 0.0)
    return bone


def _length(sides: dict[str, F64], a: str, b: str, c: str) -> F64:
    """The length of a stretched limb, `(2, n)`."""
    first, second = (length(sides[p] - sides[q]) for p, q in ((a, b), (b, c)))
    return np.asarray(first + second, np.float64)


def _legs(sides: dict[str, F64], pelvis: F64, ankle: F64) -> tuple[F64, F64]:
    """Thighs and shanks, `(2, n, 3, 4)`, from the pelvis to the ankles; knees bend forward."""
    hip = carried(pelvis, sides["hip"])
    return _bent(sides["hip"], sides["knee"], sides["ankle"], hip, ankle, np.array([0.0, 0.1, 1.0]))


def _bent(a: F64, b: F64, c: F64, start: F64, end: F64, towards: F64) -> tuple[F64, F64]:
    """Two bones, `(..., 3, 4)`, with joints a, b, c at rest, from `start` to `end`, bent `towards`."""
    upper, lower = length(b - a), length(c - b)
    way = end - start
    far = length(way)
    along = way / far[..., None]
    far = np.minimum(far, upper + lower)
    part = (far**2 + upper**2 - lower**2) / (2.0 * far)
    aside = towards - along * (along @ towards)[..., None]
    aside /= length(aside)[..., None]
    bend = start + along * part[..., None] + aside * np.sqrt(np.maximum(upper**2 - part**2, 0.0))[..., None]
    return moved(shortest(b - a, bend - start), a, start), moved(shortest(c - b, end - bend), b, bend)


def _arms(sides: dict[str, F64], chest: F64, counter: F64, steps: Steps, manner: Manner) -> tuple[F64, F64]:
    """Arms and forearms, `(2, n, 3, 4)`, that swing against the legs; a raised one reaches for RAISED_HAND.

    `counter` is how the trunk turns, `(n, 3, 3)`.
    """
    shoulder = carried(chest, sides["shoulder"])
    swing = -_RIGHT * _ARM_SWING * steps.pace * np.sin(np.pi * steps.count) + 0.03
    bend = 0.20 + 0.30 * np.maximum(swing, 0.0) + 0.10 * steps.pace
    out = _RIGHT * _ABDUCTED
    hang, fore = (
        counter @ np.stack([aside + 0.0 * swing, -np.cos(angle), np.sin(angle)], axis=-1)[..., None]
        for aside, angle in ((out, swing), (0.2 * out, swing + bend))
    )
    upper = moved(shortest(sides["elbow"] - sides["shoulder"], hang[..., 0]), sides["shoulder"], shoulder)
    elbow = carried(upper, sides["elbow"])
    lower = moved(shortest(sides["wrist"] - sides["elbow"], fore[..., 0]), sides["elbow"], elbow)
    for who in np.flatnonzero(manner.raised):
        a, b, c = (sides[name][1, who] for name in ("shoulder", "elbow", "wrist"))
        start = shoulder[1, who] + np.array([-0.02, 0.035, 0.0])
        end = np.array(RAISED_HAND) - np.array([0.0, _FIST, 0.0])
        upper[1, who], lower[1, who] = _bent(a, b, c, start, end, np.array([1.0, -0.2, -0.4]))
    return upper, lower


def _in_world(local: F64, steps: Steps) -> F64:
    """Bones `(13, n, 3, 4)` beside bodies that look along z, where these are."""
    turned = about_y(steps.heading) @ local
    turned[..., 0, 3] += steps.at[0]
    turned[..., 2, 3] += steps.at[1]
    return turned
