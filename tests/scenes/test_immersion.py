"""The droplets of act Immersion: what breaks here makes a memory vanish before the viewer's eyes."""

import numpy as np

from dreamscape.clock import TICK, TICKS_PER_SECOND
from dreamscape.layers.memories import shown
from dreamscape.rng import Streams
from dreamscape.scenes.immersion import Immersion


def test_a_droplet_opens_and_closes_without_a_jump() -> None:
    """No more within a tick than easing over a second gives, at the canonical turn and at others."""
    for turn in (5.0, 7.6, 8.8):
        scene = Immersion(Streams(7), {"turn": turn})
        times = np.arange(0, 34 * TICKS_PER_SECOND) * TICK
        for number in range(3):
            ways = np.array([scene.opening(number, float(seconds)) for seconds in times])
            assert ways.max() > 0.95, "each has its turn"
            assert np.abs(np.diff(ways, axis=0)).max() < 2.5 * TICK, (turn, number)
            assert np.abs(np.diff(ways[:, 1])).max() < 0.9 * TICK, "a third of the picture moves with its width"


def test_memories_begin_anew_in_the_dark_and_without_a_step() -> None:
    """They are drawn a few times a second: were their light a part of that, they would flicker as they come and go."""
    light = np.array([shown(tick * TICK, 4.6, 7.6, 22.6) for tick in range(36 * TICKS_PER_SECOND)])
    assert np.abs(np.diff(light)).max() < 0.06
    assert light[round(4.6 * TICKS_PER_SECOND)] == light[round(12.2 * TICKS_PER_SECOND)] == 0.0
    assert np.median(light) == 1.0
    assert light[21 * TICKS_PER_SECOND :].min() == 1.0, "after the last turn all would go dark at once for nothing"
