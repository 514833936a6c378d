"""The baked hand: its skin is where scenes believe it to be, and its arm never ends in the picture."""

import numpy as np
import pytest

from dreamscape.places.hand.mesh import creases, forearm_point, mesh
from dreamscape.places.hand.pose import Pose, hand_to_world
from dreamscape.rng import Streams
from dreamscape.scenes.starlight import BACK, Starlight

ARM = np.array((-0.9706, -0.2360, 0.0457))  # from the wrist to the elbow


@pytest.mark.parametrize("up", [0.01, 0.08, 0.15])
@pytest.mark.parametrize("across", [-0.03, 0.0, 0.02])
def test_points_of_the_forearm_lie_on_its_skin(up: float, across: float) -> None:
    """Starlight that runs along a vein would hover over the arm, or run within it."""
    hand = mesh("fine")
    point = np.array(forearm_point(up, across))
    near = hand.vertices[np.linalg.norm(hand.position - point, axis=1).argmin()]
    assert abs(float((point - near[:3]) @ near[3:6])) < 0.0015
    assert abs(float(near[:3] @ ARM) - up) < 0.009  # the triangles of the forearm are about as large
    assert abs(float(near[9]) - across) < 0.009


@pytest.mark.parametrize("name", ["coarse", "fine", "sleeve_coarse", "sleeve_fine"])
def test_meshes_are_lit_from_outside(name: str) -> None:
    """Triangles that count the other way round are culled: one would look into the hand."""
    hand = mesh(name)
    a, b, c = (hand.position[hand.triangles[:, k]] for k in range(3))
    faces = np.cross(c - a, b - a)
    assert (np.einsum("ij,ij->i", faces, hand.normal[hand.triangles[:, 0]]) > 0.0).mean() > 0.97
    assert np.allclose(np.linalg.norm(hand.normal, axis=1), 1.0, atol=0.02)


def test_the_sleeve_hides_the_end_of_the_arm() -> None:
    """The arm is cut off in its sleeve."""
    arm, sleeve = mesh("fine").position, mesh("sleeve_fine").position
    assert (arm @ ARM).max() > (sleeve @ ARM).min() + 0.02
    assert (sleeve @ ARM).max() > (arm @ ARM).max() + 0.05


@pytest.mark.parametrize("seed", [1, 7, 42, 31337, 55555, 777777])
@pytest.mark.parametrize("aspect", [9 / 16, 16 / 9, 21 / 9])
def test_the_arm_never_ends_in_the_picture(seed: int, aspect: float) -> None:
    """It did, in shadow: a stump."""
    scene, pose = Starlight(Streams(seed), {}), Pose.from_seed(Streams(seed))
    last = mesh("sleeve_fine").position[-72:]  # the ring at the shoulder
    ends = np.array([pose.place(hand_to_world(*point)) for point in last.tolist()])
    for seconds in np.arange(0.0, BACK[0], 1.0):
        clip = np.hstack([ends, np.ones((len(ends), 1))]) @ scene.camera(seconds).view_projection(aspect).T
        outside = (np.abs(clip[:, :2]) > clip[:, 3:]).any(axis=1) | (clip[:, 3] < 0.0)
        assert outside.all()


def test_creases_are_on_the_hand_alone() -> None:
    """The map is clamped at its edges: what is drawn there would run on over the whole arm."""
    edges = np.concatenate([creases()[:, k].reshape(-1, 4) for k in (0, -1)])
    assert np.abs(edges[:, :2].astype(int) - 128).max() <= 1
    assert creases()[..., 2].max() > 200
