"""Poses by where things should be: limbs aimed at points, fingers curled, heads turned."""

import numpy as np

from dreamscape.arrays import F64
from people.body import Body, body

Turns = dict[str, F64]


def unit(vector: F64) -> F64:
    """A vector (3,) of length 1 in the same direction."""
    return np.asarray(vector / np.linalg.norm(vector), np.float64)


def about(axis: F64, degrees: float) -> F64:
    """The turn about an axis (3,), anticlockwise seen from its tip, (3, 3) (Rodrigues)."""
    x, y, z = unit(axis)
    cross = np.array([(0, -z, y), (z, 0, -x), (-y, x, 0)])
    a = np.radians(degrees)
    return np.asarray(np.eye(3) + np.sin(a) * cross + (1 - np.cos(a)) * cross @ cross, np.float64)


def frame(along: F64, up: F64) -> F64:
    """Axes as columns, (3, 3): the first along, the second as near `up` as it can be."""
    x = unit(along)
    y = unit(up - x * up.dot(x))
    return np.stack([x, y, np.cross(x, y)], axis=1)


def palm(rest: Body, side: str) -> tuple[F64, F64]:
    """Where fingers and palm of a hand at rest look, (3,) each."""
    wrist, first, last = (rest.joints[f"{name}.{side}"] for name in ("wrist", "finger2-1", "finger5-1"))
    along = unit(0.5 * (first + last) - wrist)
    out = np.cross(first - wrist, last - wrist) * (1.0 if side == "L" else -1.0)
    return along, unit(out)


def bent_elbow(shoulder: F64, hand: F64, upper: float, fore: float, down: F64) -> F64:
    """Where an elbow is between a shoulder and a hand, as far towards `down` as the lengths (m) let it be."""
    way = hand - shoulder
    far = min(float(np.linalg.norm(way)), 0.999 * (upper + fore))
    along = unit(way)
    part = (far**2 + upper**2 - fore**2) / (2.0 * far)
    aside = unit(down - along * down.dot(along))
    return np.asarray(shoulder + along * part + aside * np.sqrt(max(upper**2 - part**2, 0.0)), np.float64)


def arm(rest: Body, side: str, hand: F64, fingers: F64, palm_out: F64, down: F64) -> Turns:
    """The turns that bring a wrist to `hand` (m), its fingers and palm looking as given, the elbow towards `down`."""
    names = [f"{name}.{side}" for name in ("upperarm01", "lowerarm01", "wrist")]
    shoulder, elbow, wrist = (rest.joints[name] for name in names)
    upper, fore = float(np.linalg.norm(elbow - shoulder)), float(np.linalg.norm(wrist - elbow))
    bend = bent_elbow(shoulder, hand, upper, fore, down)
    at_rest, wanted = frame(*palm(rest, side)), frame(fingers, palm_out)
    hand_turn = wanted @ at_rest.T
    normal = np.cross(elbow - shoulder, wrist - elbow)
    turned = np.cross(bend - shoulder, hand - bend)
    upper_turn = frame(bend - shoulder, turned) @ frame(elbow - shoulder, normal).T
    straight = frame(hand - bend, turned) @ frame(wrist - elbow, normal).T
    twist = _twist(hand_turn @ straight.T, unit(hand - bend))
    first, second = about(hand - bend, 0.35 * twist) @ straight, about(hand - bend, 0.80 * twist) @ straight
    return {
        names[0]: upper_turn,
        names[1]: upper_turn.T @ first,
        f"lowerarm02.{side}": first.T @ second,
        names[2]: second.T @ hand_turn,
    }


def _twist(turn: F64, axis: F64) -> float:
    """How far a turn (3, 3) goes about an axis, degrees."""
    across = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]])
    return float(np.degrees(2.0 * np.arctan2(across.dot(axis), 1.0 + np.trace(turn))))


def curled(rest: Body, side: str, bends: dict[int, tuple[float, float, float]]) -> Turns:
    """Fingers (1 the thumb to 5) bent into the palm at their three joints, degrees."""
    _, out = palm(rest, side)
    turns = {}
    for finger, degrees in bends.items():
        first, last = (rest.joints[f"finger{finger}-{part}.{side}"] for part in (1, 3))
        hinge = np.cross(unit(last - first), out)
        for part, bend in enumerate(degrees, 1):
            turns[f"finger{finger}-{part}.{side}"] = about(hinge, bend)
    return turns


def at_rest(phenotype: dict[str, float]) -> Body:
    """The body before it is posed."""
    return body(phenotype)
