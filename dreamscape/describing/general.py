"""What may be said of any act: its colours, lightning, the camera's way, how it ends, and how the dream does."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from dreamscape.dream.dream_file import Act
from dreamscape.sights.words import colour, listed, side
from dreamscape.world.scene import Scene
from dreamscape.world.sight import Sight
from dreamscape.world.weather import Strike

_SHIFTS = {
    "light": "All closes to one light.",
    "iris": "It closes into an iris.",
    "surface": "We sink through water.",
    "rising": "We come out of the water.",
    "shine": "All draws into one shine.",
    "line": "The dark parts at a line.",
    "arch": "Only the arch stays.",
    "star": "All draws in to one star.",
    "mist": "Mist comes over all.",
}
_AHEAD = 2.2  # s before the next act begins
_STRIKES = 3  # of an act that are told, the brightest
_NEAR = 4_500.0  # m, lightning that is called near
_MOVES = 0.06  # of the distance to what is looked at, by which the camera must move to be told


def leaving(act: Act, seconds: float) -> Sight:
    """How an act of so many seconds of its own clock passes into the next."""
    return Sight(seconds - _AHEAD * act.pace, (_SHIFTS[act.shift.through],), until=seconds, weight=0.5)


def colours(scene: Scene, overrides: Mapping[str, str]) -> Sight:
    """The colours that divide the picture."""
    own = {**scene.colours(), **overrides}
    names = list(dict.fromkeys(colour(own[role]) for role in ("dominant", "counter", "other") if role in own))
    return Sight(4.0, (f"The colours are {listed(names)}.",), until=1e6, weight=0.47)


def lightning(scene: Scene, strikes: Sequence[Strike], start: int, rate: float) -> Iterator[Sight]:
    """The brightest flashes of an act.

    Args:
        scene: the act's; where it has no thunder, no lightning is seen.
        strikes: of the act.
        start: the tick at which it begins.
        rate: seconds of its own clock in a tick.
    """
    if scene.thunder() < 0.1 or scene.bright:
        return
    for strike in sorted(strikes, key=lambda strike: -strike.strength)[:_STRIKES]:
        at = (strike.tick - start) * rate
        far = "Lightning" if strike.distance < _NEAR else "Far lightning"
        yield Sight(at, (f"{far}, {side(strike.azimuth)}.",), until=at + 3.0, weight=0.5 * strike.strength)


def camera(scene: Scene, seconds: float) -> Iterator[Sight]:
    """Where the camera goes in an act of so many seconds, if it goes anywhere."""
    first, last = scene.camera(0.0), scene.camera(seconds)
    moved = np.subtract(last.position, first.position)
    away = float(np.linalg.norm(np.subtract(first.target, first.position)))
    parts = np.array([moved @ np.array(axis) for axis in first.basis()]) / max(away, 1e-6)
    way = int(np.argmax(np.abs(parts)))
    if abs(parts[way]) > _MOVES:
        words = (("to the left", "to the right"), ("down", "up"), ("back", "closer"))[way][int(parts[way] > 0.0)]
        yield Sight(8.0, (f"We move slowly {words}.",), until=0.7 * seconds, weight=0.3)


def connection(act: Act, seconds: float) -> Iterator[Sight]:
    """Whether the dreamer becomes more connected in an act, where its scene does not say what that looks like."""
    if act.connection[-1][1] - act.connection[0][1] > 0.3:
        yield Sight(0.6 * seconds, ("What was apart draws together.",), weight=0.25)


def ending(ticks: int, closing: float, rate: float) -> Sight:
    """The dark into which a dream goes in the last `closing` of its last act's ticks."""
    return Sight((ticks - closing) * rate, ("It grows dark.",), weight=0.6)
