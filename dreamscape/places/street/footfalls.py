"""Where everybody on the street sets their feet: prints that stay, and the moments at which feet land and lift.

All is a pure function of time, but for strangers who step to music. A step is as long as the walker is tall and quick;
the dreamer's last two end side by side where the walk ends.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dreamscape.arrays import F64
from dreamscape.places.street import walkers
from dreamscape.places.street.gait import LANDS, LIFTS, Steps
from dreamscape.places.street.street import Street, street
from dreamscape.rng import Streams

QUICKEST = 0.8  # s; a foot in the air takes no longer, however slow the walk
_FULL = 0.45  # m/s, from which on people walk with all of their body
_TABLE = np.arange(-8.0, walkers.STOPS + 0.01, 0.02)  # s
_ARC = 0.5  # m, over which the street's bend is measured
_LAST = 0.10  # m before the end of the walk, where the last foot lands
_SIDES = np.array([0.0, 1.0])[:, None]  # even steps are the left foot's
STEPS, RATE, LEFT, RIGHT, NOW = range(5)  # rows of how strangers step to music, as `beat_steps` has them


@dataclass(frozen=True, slots=True)
class _Stride:
    """The dreamer and the strangers, `(n,)` each.

    Attributes:
        length: m, of a step.
        apart: m, from the middle to a foot.
    """

    length: F64
    apart: F64


@lru_cache(maxsize=2)
def _strides(seed: int) -> _Stride:
    who = walkers.everybody(Streams(seed))
    speed = np.concatenate([[1.0], np.abs(walkers.paths(seed).pace)])
    tall = np.array([person.tall for person in who])
    length = np.where(speed > 0.0, tall * (0.20 + 0.17 * speed), 0.05)
    length[0] = walkers.STEP_LENGTH
    hips = np.array([abs(person.joints[6, 0]) for person in who])  # of the left hip
    return _Stride(length, hips * np.where(speed > 0.0, 0.62, 1.15))


@lru_cache(maxsize=1)
def _walk() -> F64:
    """How far the dreamer is from where the walk ends at the moments of _TABLE, m, negative."""
    return np.array([walkers.distance_walked(float(t)) for t in _TABLE]) - walkers.END


def step_lengths(streams: Streams) -> F64:
    """The length of each stranger's steps in silence, m."""
    return _strides(streams.seed).length[1:]


def last_steps(count: F64) -> F64:
    """The numbers of the last steps of the left and the right foot of who has made `count` (n,) steps; `(2, n)`."""
    return np.asarray(_SIDES + 2.0 * np.floor((count - LANDS - _SIDES) / 2.0))


def steps_at(streams: Streams, seconds: float, to_music: F64 | None = None) -> Steps:
    """The dreamer and the strangers `seconds` after the act began.

    Args:
        streams: the dream's.
        seconds: since the act began.
        to_music: how the strangers step to music, as of `beat_steps.step`, at the last tick.
    """
    stride, way = _strides(streams.seed), street(streams)
    walked, speed = walkers.walked_at(streams, seconds)
    length, count = stride.length, walked / stride.length
    music = np.zeros((5, len(count)))
    if to_music is not None:
        music[:, 1:] = to_music
    dances = music[RATE] > 0.0
    if dances.any():
        count = np.where(dances, music[STEPS] + music[RATE] * (seconds - music[NOW]), count)
        length = np.where(dances, speed / np.where(dances, music[RATE], 1.0), length)
    last = last_steps(count)
    swung = (count - last - LIFTS) / (2.0 + LANDS - LIFTS)
    swung[:, speed == 0.0] = 0.0
    last[:, 0], swung[:, 0] = _dreamers(seconds, stride.length[0], count[0])
    stands = np.stack([last, last + 2.0]) * length
    if dances.any():
        stands = np.where(dances, _danced(music, last, walked + (stands - count * length)), stands)
    prints, heading = _prints(streams, way, stride, stands)
    at, body = walkers.places_at(streams, seconds)
    pace = np.minimum(speed / _FULL, 1.0)
    long = length * _longer(streams, way, walked)
    return Steps(at, body, prints, heading, count - last, np.clip(swung, 0.0, 1.0), count, long, pace)


def _danced(music: F64, last: F64, ahead: F64) -> F64:
    """The last and the next prints of who steps to music, `(2, 2, n)` m walked.

    Args:
        music: how they do.
        last: the numbers of the last prints.
        ahead: `(2, 2, n)` m walked, where prints of these numbers and of the next ones lie, by the steps of now.
    """
    has_stood = last == last_steps(music[STEPS])
    return np.stack([np.where(has_stood, music[[LEFT, RIGHT]], ahead[0]), ahead[1]])


def _longer(streams: Streams, way: Street, walked: F64) -> F64:
    """How much longer than along the street's middle the way is on the outside of a bend, x."""
    s, off, _ = walkers.on_way(streams, walked)
    return 1.0 - off * (way.heading_at(s + _ARC) - way.heading_at(s - _ARC)) / (2.0 * _ARC)


def _dreamers(seconds: float, length: float, count: float) -> tuple[F64, F64]:
    """The last prints of the dreamer's feet, and how far they are on the way to the next; counted from the last."""
    far = _walk()

    def when(number: float) -> float:
        """When the print of that number is made, s."""
        at = (LANDS + number) * length if number < 1.0 else -_LAST
        return float(np.interp(at, far, _TABLE)) if number < 2.0 else np.inf

    last, swung = np.zeros(2), np.zeros(2)
    for side in (0, 1):
        number = side + 2.0 * np.floor((count - LANDS - side) / 2.0)
        if side == 1 and seconds >= when(1.0):
            number = 1.0
        lands = when(number + 2.0)
        last[side] = number
        if np.isfinite(lands):
            lifts = float(np.interp((number + LIFTS) * length, far, _TABLE))
            lifts = max(lifts, lands - QUICKEST)
            swung[side] = (seconds - lifts) / (lands - lifts)
    return last, swung


def _prints(streams: Streams, way: Street, stride: _Stride, stands: F64) -> tuple[F64, F64]:
    """The last and the next prints of the feet, `(2, 2, n)` m walked, and how they are turned, as Steps has them."""
    s, off, turned = walkers.on_way(streams, stands)
    aside = stride.apart * (2.0 * _SIDES - 1.0)
    heading = way.heading_at(s) + turned
    x, z = way.at(s, off)
    prints = np.stack([x + np.cos(heading) * aside, z - np.sin(heading) * aside], axis=2)
    return prints, heading + 0.09 * (2.0 * _SIDES - 1.0)  # toes look a little outwards
