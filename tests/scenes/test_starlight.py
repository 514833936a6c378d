"""Starlight's threads: what breaks here lets all of them snap at once where the voice says that they separate."""

import numpy as np
import pytest
from conftest import world_of
from msgspec.structs import replace

from dreamscape.clock import TICK, TICKS_PER_SECOND
from dreamscape.dream.dream_file import Dream


@pytest.mark.slow
def test_threads_are_drawn_up_slowly(dream: Dream) -> None:
    acts = tuple(act for act in dream.file.act if act.scene == "starlight")
    world = world_of(replace(dream.file, act=acts))
    world.advance_to(21 * TICKS_PER_SECOND)
    fastest = 0.0
    while world.tick < 24 * TICKS_PER_SECOND:
        world.step()
        strands = world.casts[0].strands
        speed = np.linalg.norm(strands.pos - strands.prev, axis=0)[:, strands.reach >= 1.0] / TICK
        fastest = max(fastest, float(speed.max()))
    assert 0.5 < fastest < 25.0  # m/s, over threads of up to 60 m
