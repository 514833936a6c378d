"""The mosaic and those who look out of it: what breaks here makes a face that is none, or eyes that jump."""

import numpy as np
import pytest

from dreamscape.places.face.eyes import FEELINGS, FaceEyes, face_eyes
from dreamscape.places.face.gaze import RINGS, eye_states, tear_rings
from dreamscape.places.face.mosaic import FACE_CELLS, STRAY_CELLS, Mosaic, mosaic
from dreamscape.places.face.relief import GRID, HALF_SIZE, face_relief
from dreamscape.rng import Streams

SEEDS = (1, 7, 42)
AHEAD = np.array([[0.0] * 3, [0.0] * 3, [-1.1] * 3], np.float32)


@pytest.fixture(params=SEEDS, scope="module")
def cells(request: pytest.FixtureRequest) -> Mosaic:
    return mosaic(Streams(request.param))


@pytest.fixture(params=SEEDS, scope="module")
def eyes(request: pytest.FixtureRequest) -> FaceEyes:
    return face_eyes(Streams(request.param))


def area(corners: np.ndarray) -> float:
    following = np.roll(corners, -1, axis=0)
    return float(0.5 * np.sum(corners[:, 0] * following[:, 1] - corners[:, 1] * following[:, 0]))


def test_every_cell_is_convex_and_has_room_for_an_eye(cells: Mosaic) -> None:
    for outline in cells.outline:
        edge = np.roll(outline, -1, axis=0) - outline
        after = np.roll(edge, -1, axis=0)
        assert (edge[:, 0] * after[:, 1] - edge[:, 1] * after[:, 0] > -1e-6).all()
    assert len(cells.outline) == FACE_CELLS + STRAY_CELLS
    assert (cells.reach > 0.02).all()


@pytest.mark.slow
def test_the_cells_of_the_face_do_not_overlap(cells: Mosaic) -> None:
    """Each is an intersection of half planes: the sum of areas is at most that of what they cover."""
    points = np.stack(np.meshgrid(np.linspace(-1.2, 1.2, 120), np.linspace(-1.7, 1.7, 160)), axis=-1).reshape(-1, 2)
    inside = np.zeros(len(points), int)
    for outline in cells.outline[:FACE_CELLS]:
        edge = np.roll(outline, -1, axis=0) - outline
        off = points[:, None] - outline[None]
        inside += (edge[:, 0] * off[..., 1] - edge[:, 1] * off[..., 0] > 1e-6).all(axis=1)
    assert inside.max() == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cells_leave_no_gap_in_the_face(seed: int) -> None:
    """The skin continues from cell to cell, and none of it is missing: as drawn, a twentieth larger than they are."""
    face, cells = face_relief(Streams(seed)), mosaic(Streams(seed))
    row, column = np.nonzero(face.inside > 0.99)
    points = (np.stack([column, row], axis=1) + 0.5) / GRID * 2.0 * HALF_SIZE - HALF_SIZE
    covered = np.zeros(len(points), bool)
    for outline, centre in zip(cells.outline, cells.centre.T, strict=True):
        grown = centre + (outline - centre) * 1.05
        edge, off = np.roll(grown, -1, axis=0) - grown, points[:, None] - grown[None]
        covered |= (edge[:, 0] * off[..., 1] - edge[:, 1] * off[..., 0] > 0.0).all(axis=1)
    assert covered.all()


def test_finer_where_the_face_has_detail(cells: Mosaic) -> None:
    areas = np.array([area(outline) for outline in cells.outline[:FACE_CELLS]])
    x, y = cells.centre[:, :FACE_CELLS]
    mouth, forehead = (np.abs(x) < 0.3) & (np.abs(y + 0.7) < 0.15), (np.abs(x) < 0.5) & (y > 0.7)
    assert areas[mouth].mean() < 0.6 * areas[forehead].mean()


def test_two_and_two_are_a_pair_left_and_right(cells: Mosaic) -> None:
    for person in range(cells.pair.max() + 1):
        one, other = np.flatnonzero(cells.pair == person)
        assert cells.side[one] == -cells.side[other]


def test_a_seed_has_its_own_face_and_always_the_same() -> None:
    a, b = mosaic(Streams(7)), mosaic(Streams(8))
    assert not np.allclose(a.centre, b.centre, atol=0.01)
    assert np.array_equal(face_relief(Streams(7)).detail, face_relief(Streams(7)).detail)


def test_no_two_eyes_are_alike_and_every_emotion_looks_out(eyes: FaceEyes) -> None:
    look = eyes.looks[:, 1:7].reshape(len(eyes.scale), -1)
    assert len(np.unique(look, axis=0)) == len(look)
    assert set(eyes.emotion) == set(FEELINGS)


def test_eyes_open_blink_and_never_jump_but_in_saccades(eyes: FaceEyes) -> None:
    film = np.stack([eye_states(eyes, tick / 60.0, AHEAD) for tick in range(15 * 60, 27 * 60)])
    assert np.isfinite(film).all()
    openness = film[:, :, 0, 0]
    assert (openness[:, 2:].max(axis=0) > 0.95).all()
    assert (openness[:, :2].max(axis=0) > 0.80).all(), "its own, which narrow when it weeps or smiles"
    assert (openness.min(axis=0) < 0.1).mean() > 0.9, "nearly all blink within twelve seconds"
    assert np.abs(np.diff(openness, axis=0)).max() < 0.45
    assert np.abs(np.diff(openness[:, :2], axis=0)).max() < 0.16, "its own are large, and blink slowly"
    assert np.abs(film[:, :, 0, 1:3]).max() < 1.6
    assert (eye_states(eyes, 1.5, AHEAD)[:, 0, 0] == 0).all(), "shut until the water is still"


def test_eyes_turn_to_what_they_follow(eyes: FaceEyes) -> None:
    left, right = (eye_states(eyes, 22.0, np.add(AHEAD, [[x], [0.0], [0.0]]))[:, 0, 1] for x in (-3.0, 3.0))
    assert (right > left + 0.5).all()


def test_a_tear_becomes_a_ring_where_it_falls(eyes: FaceEyes) -> None:
    assert len(tear_rings(eyes, 12.0)) == RINGS
    seen = [ring for second in range(8, 28) for ring in tear_rings(eyes, float(second)) if ring[3] > 0]
    assert seen, "somebody weeps"
    places = eyes.mosaic.centre[:, eyes.emotion == "grief"].T
    for x, y, age, _ in seen:
        assert 0.0 <= age < 6.0
        assert np.hypot(*(places - (x, y)).T).min() < 0.25
