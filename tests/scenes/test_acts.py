"""The acts of the canonical dream: what breaks here makes two of them alike, or lets one stand still."""

import itertools

import moderngl
import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND, Moment
from dreamscape.dream.dream_file import Dream, DreamFile
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import TIERS

SIZE = 96, 54
EARLY, LATE = 3, 4  # s into each act
SEEDS = 7, 8
SEEN = 16  # code values by which a pixel differs visibly
pytestmark = pytest.mark.slow
Pictures = dict[tuple[int, int, int], NDArray[np.float64]]


@pytest.fixture(scope="module")
def pictures(ctx: moderngl.Context, dream: Dream) -> Pictures:
    """Each act alone, without its voice, by its place, the seed and the second."""
    found: Pictures = {}
    with ctx:
        for number, act in enumerate(dream.file.act):
            for seed in SEEDS:
                alone = Dream("alone", DreamFile("alone", seed, (act,)), "")
                renderer = Renderer(ctx, alone, SIZE, TIERS["low"], captions=False)
                for second in (EARLY, LATE):
                    picture = renderer.draw(Moment(second * TICKS_PER_SECOND, 0.0))
                    found[number, seed, second] = renderer.read(picture).astype(float)
    return found


def test_each_act_differs_from_each_other(pictures: Pictures, dream: Dream) -> None:
    for one, other in itertools.combinations(range(len(dream.file.act)), 2):
        gap = np.abs(pictures[one, 7, LATE] - pictures[other, 7, LATE]).mean()
        assert gap > 12.0, (dream.file.act[one].scene, dream.file.act[other].scene)


def test_each_act_differs_from_itself_a_second_later(pictures: Pictures, dream: Dream) -> None:
    for number, act in enumerate(dream.file.act):
        gap = np.abs(pictures[number, 7, EARLY] - pictures[number, 7, LATE])
        assert (gap.max(axis=2) > SEEN).mean() > 0.01, act.scene
        assert gap.mean() < 60.0, act.scene  # a dream, not a cut


def test_two_seeds_differ_visibly_in_every_act(pictures: Pictures, dream: Dream) -> None:
    for number, act in enumerate(dream.file.act):
        one, other = (pictures[number, seed, LATE] for seed in SEEDS)
        assert (np.abs(one - other).max(axis=2) > SEEN).mean() > 0.02, act.scene
