"""A door, its lock and paper by numbers: what breaks here no longer sounds like what it is called."""

from itertools import pairwise

import numpy as np
from listening import STREAMS, envelope, played, render, share

from dreamscape.places.door import opening
from dreamscape.synthesis.voice import RATE
from dreamscape.voices.creak import Creak
from dreamscape.voices.lock import LockTurning
from dreamscape.voices.rustle import Rustle


def test_a_rustle_is_high_and_comes_in_strokes() -> None:
    sound = played(Rustle(STREAMS), 10.0).mean(axis=1)
    assert share(sound, 1200.0, 10_000.0) > 0.9
    level = envelope(sound, RATE // 20)
    assert np.percentile(level, 90) > 8.0 * np.percentile(level, 10)


def test_the_door_creaks_as_its_leaves_move_and_only_then() -> None:
    moves = tuple((at - opening.LEAVES_PART, lasts, far) for at, lasts, far in opening.CREAKS)
    sound = render(Creak(STREAMS, moves))
    level = envelope(sound, 480)
    moving = [level[round(100 * at) : round(100 * (at + lasts))].mean() for at, lasts, _ in moves[:4]]
    gaps = [(one[0] + one[1], two[0]) for one, two in pairwise(moves[:3])]
    between = [level[round(100 * ends) + 12 : round(100 * begins)] for ends, begins in gaps]
    assert min(moving) > 4.0 * max(part.mean() for part in between)


def test_the_creak_has_a_pitch_while_the_leaf_moves_steadily() -> None:
    """Its periods are alike: with slips some milliseconds early or late at random, half as much."""
    sound = render(Creak(STREAMS, ((0.0, 1.6, 24.0),)))[round(0.45 * RATE) : round(1.15 * RATE)]
    alike = []
    for part in sound[: len(sound) // 4000 * 4000].reshape(-1, 4000):
        overlap = np.fft.irfft(np.abs(np.fft.rfft(part - part.mean(), 16_000)) ** 2)[:2000]
        left = np.cumsum((part - part.mean()) ** 2)
        lags = np.arange(100, 600)
        alike.append((overlap[lags] / np.sqrt(left[-1 - lags] * (left[-1] - left[lags - 1]))).max())
    assert np.mean(alike) > 0.86


def test_the_wards_click_before_the_bolt_goes_home() -> None:
    sound = render(LockTurning(STREAMS, (0.2, 0.6), 1.2))
    for at in (0.2, 0.6):
        click = sound[round(at * RATE) : round((at + 0.1) * RATE)]
        assert share(click, 1000.0, 9000.0) > 0.7
    assert share(sound[round(1.2 * RATE) :], 40.0, 1000.0) > 0.7
