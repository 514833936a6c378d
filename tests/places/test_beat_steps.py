"""Strangers who step to music: what breaks here makes feet slide, or land beside the beat, or never walk as before."""

import numpy as np
import pytest

from dreamscape.clock import TICK, TICKS_PER_SECOND
from dreamscape.places.street.beat_steps import RATE, SHAPE, step
from dreamscape.places.street.footfalls import steps_at
from dreamscape.rng import Streams

STREAMS = Streams(7)
STARTS, STOPS = 5.0, 14.0  # s, of the music


def walk(bpm: float, seconds: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """By tick: the feet's prints `(t, 2, 2, n)`, how far they have swung `(t, 2, n)`, steps, and the state's rates."""
    state, found = np.zeros(SHAPE), []
    for tick in range(round(seconds * TICKS_PER_SECOND)):
        at = tick * TICK
        beat = (bpm / 60.0, at * bpm / 60.0 % 1.0) if STARTS <= at < STOPS else None
        step(state, STREAMS, at, beat)
        steps = steps_at(STREAMS, at, state)
        found.append((steps.prints[0, :, :, 1:], steps.swung[:, 1:], steps.count[1:], state[RATE].copy()))
    prints, swung, count, rate = (np.array(values) for values in zip(*found, strict=True))
    return prints, swung, count, rate


@pytest.mark.slow
@pytest.mark.parametrize("bpm", [62.0, 84.0, 126.0, 174.0])
def test_feet_land_on_the_beat_and_stay_where_they_are(bpm: float) -> None:
    prints, swung, count, rate = walk(bpm, STOPS)
    moves = rate[-1] > 0.0
    assert moves.sum() == 9, "two stand and talk"
    planted = (swung[1:] <= 0.0) & (swung[:-1] <= 0.0)
    slips = np.linalg.norm(np.diff(prints, axis=0), axis=2) * planted
    assert slips.max() < 1e-9
    lands = np.diff(np.floor(count + 0.5), axis=0) > 0.0
    ticks = np.arange(1, len(count))[:, None] * TICK
    late = np.broadcast_to((ticks * bpm / 60.0 + 0.25) % 0.5 - 0.25, lands.shape)  # of half a beat
    settled = lands & (ticks > STARTS + 4.0) & moves
    assert abs(late[settled]).max() * 60.0 / bpm < 0.04
    assert 0.37 < np.median(1.0 / rate[-1, moves]) < 0.83


@pytest.mark.slow
def test_after_music_they_walk_as_in_silence() -> None:
    prints, _, count, rate = walk(100.0, STOPS + 8.0)
    assert not rate[-1].any()
    assert rate[round((STOPS - 1.0) * TICKS_PER_SECOND)].any()
    calm = steps_at(STREAMS, (len(count) - 1) * TICK)
    np.testing.assert_array_equal(prints[-1], calm.prints[0, :, :, 1:])
    jumps = np.abs(np.diff(count, axis=0))
    assert np.minimum(jumps, np.abs(jumps - 2.0 * np.round(jumps / 2.0))).max() < 0.06


def test_without_music_nothing_changes() -> None:
    state = np.zeros(SHAPE)
    step(state, STREAMS, 3.0, None)
    assert not state.any()
