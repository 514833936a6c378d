"""Thunder: what breaks here flashes in people's eyes, or claps before its lightning."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.rng import Streams
from dreamscape.world import weather

SEEDS = st.integers(0, 2**63 - 1)
STOP = 120 * TICKS_PER_SECOND


@given(SEEDS, st.integers(0, STOP))
def test_strikes_lie_in_their_act_in_order_of_time(seed: int, start: int) -> None:
    ticks = [strike.tick for strike in weather.strikes(Streams(seed), start, start + STOP)]
    assert ticks == sorted(ticks)
    assert all(start <= tick < start + STOP for tick in ticks)


@given(SEEDS, st.integers(60, STOP))
def test_a_shorter_act_has_the_same_strikes_as_far_as_it_goes(seed: int, stop: int) -> None:
    whole = [s.tick for s in weather.strikes(Streams(seed), 0, STOP)]
    assert [s.tick for s in weather.strikes(Streams(seed), 0, stop)] == [tick for tick in whole if tick < stop]


@given(SEEDS)
def test_thunder_comes_after_its_lightning_by_the_speed_of_sound(seed: int) -> None:
    for strike in weather.strikes(Streams(seed), 0, STOP):
        delay = (strike.heard_at - strike.tick) / TICKS_PER_SECOND
        assert delay * weather.SPEED_OF_SOUND == pytest.approx(strike.distance, abs=weather.SPEED_OF_SOUND / 100)


@pytest.mark.slow
@given(SEEDS)
def test_the_sky_never_flashes_faster_than_three_times_a_second(seed: int) -> None:
    """WCAG 2.3.1: a flash is a rise and fall of a tenth of full brightness; more than three in a second can do harm."""
    struck = weather.strikes(Streams(seed), 0, STOP)
    seconds = np.arange(0.0, 60.0, 1.0 / TICKS_PER_SECOND)
    light = np.array([weather.flicker(struck, s)[:, 3].sum() for s in seconds])
    swings = _swings(light, 0.1)
    rises = np.array([seconds[i] for i, rising in swings if rising])
    for rise in rises:
        assert ((rises >= rise) & (rises < rise + 1.0)).sum() <= 3


def _swings(light: np.ndarray, size: float) -> list[tuple[int, bool]]:
    """Where `light` has turned by more than `size`: the index, and whether it rose."""
    found: list[tuple[int, bool]] = []
    low = high = light[0]
    rising = False
    for i, value in enumerate(light):
        low, high = min(low, value), max(high, value)
        if not rising and value > low + size:
            found.append((i, True))
            rising, high = True, value
        elif rising and value < high - size:
            found.append((i, False))
            rising, low = False, value
    return found


@given(SEEDS, st.floats(0.0, 120.0))
def test_flicker_is_finite_light(seed: int, at: float) -> None:
    rows = weather.flicker(weather.strikes(Streams(seed), 0, STOP), at)
    assert rows.shape == (weather.SHOWN, 4)
    assert np.isfinite(rows).all()
    assert (rows[:, 2] > 0.0).all()  # a spread of 0 would divide by zero in the shader
    assert (rows[:, 3] >= 0.0).all()


def test_between_strikes_it_is_dark() -> None:
    struck = weather.strikes(Streams(7), 0, STOP)
    assert struck
    assert weather.flicker(struck, struck[0].tick / TICKS_PER_SECOND - 0.01)[:, 3].max() == 0.0
    assert weather.flicker(struck, struck[0].tick / TICKS_PER_SECOND + 0.03)[:, 3].max() > 0.0


def test_drums_light_clouds_where_the_last_lightning_was() -> None:
    struck = weather.strikes(Streams(3), 0, STOP)
    later = struck[0].tick / TICKS_PER_SECOND + 2.49
    rows = weather.flicker(struck, later, 1.0)
    lit = rows[:, 3].argmax()
    assert rows[lit, 3] == np.float32(weather.DRUMMED)
    assert rows[lit, 0] == np.float32(struck[0].azimuth)
    assert np.array_equal(weather.flicker(struck, later, 0.0), weather.flicker(struck, later))
