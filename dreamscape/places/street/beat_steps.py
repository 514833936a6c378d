"""The strangers step on the beat that is heard: how many steps each has made, and where their feet stand.

Bodies go on as in silence; how long their steps are, and when they land, is what changes. A foot that has landed stays
where it is. Without a beat the steps come back to those of silence, which are a pure function of time, and the state is
0 again.
"""

import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICK
from dreamscape.places.street import walkers
from dreamscape.places.street.footfalls import LEFT, NOW, RATE, RIGHT, STEPS, last_steps, step_lengths
from dreamscape.places.street.gait import LANDS
from dreamscape.rng import Streams

SHAPE = 5, walkers.STRANGERS
LONGEST = 0.8  # s; steps take from half of it to all of it: they fall on each beat, on every other, or midway too
FOLLOWS = 0.04  # of a difference of rate, a tick
CATCHES, MOST = 0.05, 0.3  # of a difference of phase, a tick; of a step, more or less than its own
SAME = 1e-3  # steps and m: so near to those of silence they are these again


def step(state: F64, streams: Streams, seconds: float, beat: tuple[float, float] | None) -> None:
    """Advance by one tick.

    Args:
        state: SHAPE float64, changed in place; all 0 for a stranger who walks as in silence. Rows: steps so far, steps
            a second, m walked at which the left and the right foot stand, and the time, s since the act began.
        streams: the dream's.
        seconds: since the act began.
        beat: beats a second, and turns since the last; None where there is none.
    """
    if beat is None and not state.any():
        return
    walked, speed = (values[1:] for values in walkers.walked_at(streams, seconds))
    silent = _silent(walked, speed, step_lengths(streams), seconds)
    moves = speed > 0.0
    state[:] = np.where(state[RATE] == 0.0, silent, state)
    before, rate = state[STEPS].copy(), state[RATE]
    ahead = before + (seconds - state[NOW]) * rate
    if beat is None:
        goal, off = silent[RATE], _nearest(silent[STEPS] - ahead, 2.0)
    else:
        a_beat = 2.0 ** np.ceil(np.log2(1.0 / (LONGEST * beat[0])))  # steps
        goal = np.full_like(rate, a_beat * beat[0])
        off = _nearest(LANDS + a_beat * beat[1] - ahead, min(a_beat, 1.0))
    rate += (goal - rate) * FOLLOWS
    most = MOST * TICK * rate
    state[STEPS] = ahead + np.clip(CATCHES * off, -most, most)
    state[NOW] = seconds
    _land(state, before, walked, speed)
    if beat is None:
        apart = np.abs(state - silent)
        apart[STEPS], apart[NOW] = np.abs(_nearest(silent[STEPS] - state[STEPS], 2.0)), 0.0
        state[:, (apart < SAME).all(axis=0)] = 0.0
    state[:, ~moves] = 0.0


def _silent(walked: F64, speed: F64, length: F64, seconds: float) -> F64:
    """The state of who steps as in silence."""
    count = walked / length
    left, right = last_steps(count) * length
    return np.stack([count, speed / length, left, right, np.full_like(count, seconds)])


def _nearest(off: F64, period: float) -> F64:
    """A difference without whole periods, the shorter way."""
    return np.asarray((off + 0.5 * period) % period - 0.5 * period)


def _land(state: F64, before: F64, walked: F64, speed: F64) -> None:
    """Set down the feet that land in this tick, half a step ahead of the bodies."""
    number = np.floor(state[STEPS] - LANDS)
    lands = number > np.floor(before - LANDS)
    at = walked + (number - state[STEPS]) * speed / np.maximum(state[RATE], 1e-9)
    for side, row in enumerate((LEFT, RIGHT)):
        state[row] = np.where(lands & (number % 2.0 == side), at, state[row])
