"""Meshes in patches: what is left out would not have been seen, and few vertices are shaded more than once."""

import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.places.hand import mesh as mesh_of
from dreamscape.render.patches import SIZE, Patches, ordered, view_planes

HAND = mesh_of.mesh("fine")
POSITION, NORMAL, TRIANGLES = HAND.position, HAND.normal, HAND.triangles
EYES = np.random.default_rng(1).normal(0.0, 0.4, (20, 3)).astype("f4")


@pytest.fixture
def mesh() -> Patches:
    """A hand that does not move."""
    return Patches(HAND.vertices, NORMAL, TRIANGLES, 0.0, 0.0)


def _corners() -> NDArray[np.float64]:
    """The corners of the triangles, (patches, SIZE, 3, 3), the last patch filled up with its last corner."""
    corners = POSITION[TRIANGLES[_order()]].astype(np.float64)
    missing = -len(corners) % SIZE
    return np.concatenate([corners, np.repeat(corners[-1:, :1], 3, axis=1).repeat(missing, axis=0)]).reshape(
        -1, SIZE, 3, 3
    )


def _order() -> NDArray[np.int64]:
    """The old number of each triangle in the new order, by its corners."""
    number = {tuple(corners): at for at, corners in enumerate(TRIANGLES.tolist())}
    triangles, used = ordered(TRIANGLES, POSITION)
    return np.array([number[tuple(corners)] for corners in used[triangles].tolist()])


def _shaded(triangles: NDArray[np.uint32]) -> int:
    """How many vertices Mesa shades: 1023 indices at a time, found again by the last eight bits of their number."""
    indices, count = triangles.ravel(), 0
    for start in range(0, len(indices), 1023):
        table = [-1] * 256
        for index in indices[start : start + 1023].tolist():
            count += table[index & 255] != index
            table[index & 255] = index
    return count


def test_all_triangles_are_kept() -> None:
    """One that is lost is a hole in the hand."""
    assert sorted(_order()) == list(range(len(TRIANGLES)))


def test_few_vertices_are_shaded_twice() -> None:
    """As it was baked, each vertex of the hand was shaded four times."""
    assert _shaded(TRIANGLES) > 1.9 * len(TRIANGLES)
    assert _shaded(ordered(TRIANGLES, POSITION)[0]) < 0.75 * len(TRIANGLES)


def test_what_faces_the_eye_is_drawn(mesh: Patches) -> None:
    """A patch that is left out, with a face towards the eye, is a hole in the hand."""
    corners = _corners()
    facing = np.cross(corners[:, :, 1] - corners[:, :, 0], corners[:, :, 2] - corners[:, :, 0])
    facing *= np.sign((facing[0] * NORMAL[TRIANGLES[_order()[:SIZE], 0]]).sum())
    nowhere = np.array([(0.0, 0.0, 1.0, 1e6)], np.float32)
    left_out = 0
    for eye in EYES:
        seen = (((eye - corners[:, :, 0]) * facing).sum(axis=2) > 1e-12).any(axis=1)
        shown = mesh.seen(eye, nowhere)
        assert not (seen & ~shown).any()
        left_out += int((~shown).sum())
    assert left_out > 0.15 * len(EYES) * len(corners)


def test_what_lies_in_the_view_is_drawn(mesh: Patches) -> None:
    """A patch that is left out, with a corner in the picture, is a hole in the hand."""
    matrix = np.array([(3.0, 0.0, 0.0, -0.2), (0.0, 3.0, 0.5, 0.1), (0.0, 0.0, 1.0, 0.3), (0.0, 0.0, 1.0, 0.4)], "f4")
    corners = _corners()
    clip = np.concatenate([corners, np.ones((*corners.shape[:3], 1))], axis=3) @ matrix.T.astype(np.float64)
    inside = (np.abs(clip[..., :2]) < clip[..., 3:]).all(axis=3).any(axis=(1, 2))
    everyone = np.zeros(3, np.float32)
    mesh._narrow[:] = False  # whatever it faces
    shown = mesh.seen(everyone, view_planes(matrix))
    assert not (inside & ~shown).any()
    assert 0 < inside.sum() <= shown.sum() < len(corners)
