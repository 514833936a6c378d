"""How the dreamer stands at a moment: nobody stands still."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Posture:
    """Where the upper body is, from where it was baked.

    Attributes:
        left, ahead: m, at the height of the hips; the soles stay.
        turn: rad, of the head, to its left.
        breath: -1 out to 1 in.
    """

    left: float
    ahead: float
    turn: float
    breath: float


def posture(seconds: float) -> Posture:
    """The weight goes from one leg to the other, the head turns, and rests for a while where it is turned to."""
    weight = math.sin(0.47 * seconds) + 0.35 * math.sin(1.03 * seconds + 2.0)
    look = math.sin(0.31 * seconds) * math.sin(0.19 * seconds + 0.7)
    look *= 1.5 - 0.5 * look * look
    breath = math.sin(1.57 * seconds)  # 15 a minute, the 0.25 Hz that the heart follows
    return Posture(0.016 * weight, 0.010 * math.sin(0.39 * seconds + 1.0), 0.55 * look, breath)


def gust(seconds: float) -> float:
    """How strong the wind in coat and scarf is, about 0.65 of the strongest."""
    return 0.65 + 0.35 * math.sin(0.61 * seconds) * math.sin(0.37 * seconds + 1.0)
