"""Grains: what breaks here makes two feelings look alike, or a thread that nobody feels vanish."""

import numpy as np

from dreamscape.physics.emotions import NAMES, feeling
from dreamscape.physics.grains import GRAINS, ROWS, TABLE, mix_grains


def test_every_emotion_has_grains() -> None:
    assert set(GRAINS) == set(NAMES)


def test_a_pure_feeling_has_its_own_grains() -> None:
    for number, name in enumerate(NAMES):
        np.testing.assert_allclose(mix_grains(feeling(**{name: 0.4})), TABLE[number], rtol=1e-5)


def test_no_two_feelings_are_alike() -> None:
    """Told by grains alone: of their traits, in parts of the widest range, at least two differ by a quarter."""
    spread = (TABLE - TABLE.min(axis=0)) / np.ptp(TABLE, axis=0)
    for i in range(len(NAMES)):
        for j in range(i):
            assert (np.abs(spread[i] - spread[j]) > 0.25).sum() >= 2, (NAMES[i], NAMES[j])


def test_a_thread_without_feeling_shines() -> None:
    bare = mix_grains(np.zeros((8, 2, 3), np.float32))
    assert bare.shape == (len(ROWS), 2, 3)
    assert bare[ROWS["mist"]].min() > 0.1
    assert bare[ROWS["size"]].min() > 0.5
