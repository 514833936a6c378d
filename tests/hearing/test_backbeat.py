"""The level of the beat: what breaks here lets the dream nod twice as fast as the people who listen."""

import numpy as np
import pytest

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.backbeat import CountedBeat

EIGHTH = 20  # frames: 180 a minute


def beats_a_minute(snare: tuple[int, ...], hats_between: bool, seconds: int = 20) -> float:
    """What is told at last of quick strokes with a hat on each and a snare on these of every eight."""
    beat = CountedBeat()
    for frame in range(seconds * TICKS_PER_SECOND):
        number, since = divmod(frame, EIGHTH)
        is_stroke, is_between = since == 0, since == EIGHTH // 2
        drums = np.array([0.0, number % 8 in snare, 1.0]) * is_stroke
        drums[2] += is_between * hats_between
        beat.step(4.0 * is_stroke + 1.0 * (is_between * hats_between), drums)
    return 60.0 * TICKS_PER_SECOND / beat.period


@pytest.mark.parametrize(
    ("snare", "hats_between", "bpm"),
    [((2, 6), False, 90.0), ((2, 6), True, 90.0), ((1, 3, 5, 7), False, 180.0), ((), False, 180.0)],
    ids=["hip-hop", "sixteenth hats", "a backbeat", "no snare"],
)
@pytest.mark.slow
def test_quick_strokes_are_eighths_where_the_snare_has_every_fourth(
    snare: tuple[int, ...], hats_between: bool, bpm: float
) -> None:
    assert beats_a_minute(snare, hats_between) == pytest.approx(bpm, rel=0.02)
