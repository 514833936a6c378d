"""Stiff strands: long waves stay, short ones go, ends are where they are tied; else ropes in water are wires."""

import numpy as np

from dreamscape.physics import strands
from dreamscape.physics.stiffness import stiffen


def bent(waves: int) -> strands.Strands:
    """One strand along x whose height is so many half waves of 1 m."""
    state = strands.make(1, 24)
    along = np.linspace(0.0, 1.0, 24, dtype=np.float32)
    for nodes in (state.pos, state.prev):
        nodes[0, :, 0], nodes[1, :, 0], nodes[2, :, 0] = 5.0 * along, np.sin(np.pi * waves * along), 0.0
    return state


def test_the_longest_wave_is_left_alone() -> None:
    state = bent(1)
    before = state.pos.copy()
    stiffen(state, np.array([0]))
    np.testing.assert_allclose(state.pos, before, atol=1e-5)


def test_short_waves_go_without_a_kick() -> None:
    state = bent(6)
    stiffen(state, np.array([0]))
    assert np.abs(state.pos[1]).max() < 0.5
    np.testing.assert_array_equal(state.pos, state.prev)  # else the strand would fly off by what was taken
    np.testing.assert_allclose(state.pos[:, [0, -1], 0], [[0.0, 5.0], [0.0, 0.0], [0.0, 0.0]], atol=1e-5)
