"""The head behind the mosaic: what breaks here makes a face that jumps, feels nothing, or is always the same."""

import numpy as np
import pytest

from dreamscape.places.face.eyes import face_eyes
from dreamscape.places.face.head import BLINK, face_at, feelings, head, rim
from dreamscape.rng import Streams

SEEDS = (1, 7, 42)


@pytest.mark.parametrize("seed", SEEDS)
def test_it_feels_one_thing_after_another_without_a_jump(seed: int) -> None:
    felt = np.array([feelings(head(Streams(seed)), tick / 60.0) for tick in range(30 * 60)])
    assert np.abs(np.diff(felt, axis=0)).max() < 0.02
    assert (felt.max(axis=0) == 1.0).all(), "tears, curiosity and wisdom"
    assert felt.sum(axis=1).max() < 1.001


@pytest.mark.parametrize("seed", SEEDS)
def test_what_it_feels_moves_the_whole_face(seed: int) -> None:
    """Brows and mouth, and the light on them: centimetres on a face two metres wide, and no jump from tick to tick."""
    one = head(Streams(seed))
    plain = face_at(one, 4.0)[0]
    moved = np.linalg.norm(face_at(one, 11.0)[0] - plain, axis=0)
    assert np.quantile(moved, 0.97) > 0.03
    steps = np.array([face_at(one, 8.0 + tick / 60.0)[0] for tick in range(60)])
    assert np.abs(np.diff(steps, axis=0)).max() < 0.006


def test_a_blink_shuts_the_lids_and_nothing_else() -> None:
    one = head(Streams(7))
    moved = np.linalg.norm(one.moves[BLINK], axis=0)
    lids = moved > 0.2 * moved.max()
    assert 0.05 < moved.max() < 0.25
    assert (np.abs(one.rest[1, lids]) < 0.45).all()


@pytest.mark.slow
def test_seeds_differ_in_age_pose_and_the_colour_of_the_eyes() -> None:
    heads = [head(Streams(seed)) for seed in range(1, 25)]
    assert np.ptp([one.age for one in heads]) > 0.4
    assert np.ptp([one.pose[0] for one in heads]) > 0.3
    hues = np.array([face_eyes(Streams(seed)).looks[0, 2, :3] for seed in range(1, 25)])
    hues /= hues.sum(axis=1, keepdims=True)
    assert len(np.unique(np.round(hues, 2), axis=0)) >= 4
    assert (hues[:, 2] > hues[:, 0]).any(), "some are blue or grey"


def test_its_skin_is_dark_where_it_ends_within_the_lips() -> None:
    """A bright edge beside the dark of the mouth is a saw of pixels."""
    one = head(Streams(7))
    square = np.array([(0, 1, 2), (0, 2, 3), (0, 3, 4), (0, 4, 1)])
    assert rim(square).tolist() == [1, 2, 3, 4]
    assert not one.marks[0, rim(one.triangles)].any()
    assert one.marks[0].mean() > 0.5
