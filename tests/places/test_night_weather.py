"""The nights over the shore: what breaks here recolours the canonical dream, or makes a day or a black of some seed."""

import numpy as np

from dreamscape.places.night.weather import NIGHTS, Weather
from dreamscape.rng import Streams

CANONICAL = 7
SEEDS = range(60)


def test_the_canonical_night_is_as_the_palette_has_it() -> None:
    canonical = Weather.from_seed(Streams(CANONICAL))
    assert canonical.near == {"turn": 0.0, "light": 1.0, "mist": 1.0}
    rounded = {name: round(value, 3) for name, value in canonical.sky.items()}
    seen = {"aurora": 0.202, "haze": 0.633, "stars": 1.251, "storm": 0.628}
    assert rounded == seen | {"turn": 0.0, "light": 1.0}
    assert round(canonical.swell, 3) == 2.223


def test_nights_differ_and_none_is_green_black_or_day() -> None:
    nights = np.array([(one.turn, one.light, one.mist) for one in map(Weather.from_seed, map(Streams, SEEDS))])
    turn, light, mist = nights.T
    turns = [own[0] for own in NIGHTS.values()]
    assert len({min(range(len(NIGHTS)), key=lambda n: abs(turns[n] - by)) for by in turn}) == len(NIGHTS)
    assert -80.0 < turn.min() < -60.0
    assert turn.max() < 12.0
    for part in (light, mist):
        assert 0.4 < part.min() < 0.6
        assert 1.7 < part.max() < 2.3
