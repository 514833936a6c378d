"""The dreamer's baked meshes: one figure, whole, standing on its feet, its palm where the key hovers."""

import numpy as np
import pytest

from dreamscape.places.figure import dreamer
from dreamscape.places.figure.posture import gust, posture

NEAR = ("near_fine", "near_middle", "near_light", "near_rough")
STANDING = ("holding", "holding_far", "standing", "raising", "raising_far")


@pytest.mark.parametrize("name", NEAR + STANDING)
def test_a_mesh_is_whole(name: str) -> None:
    """A normal of no length draws black, a triangle out of range crashes a driver, one of two kinds draws twice."""
    mesh = dreamer.mesh(name)
    assert mesh.triangles.max() < len(mesh.position)
    assert np.abs(np.linalg.norm(mesh.normal, axis=1) - 1.0).max() < 0.02
    kinds = mesh.kind[mesh.triangles]
    assert (kinds == kinds[:, :1]).all()
    assert set(np.unique(kinds)) == {dreamer.SKIN, dreamer.CLOTH, dreamer.SCARF, dreamer.HAIR}
    strands = mesh.along[mesh.kind == dreamer.HAIR]
    assert np.abs(np.linalg.norm(strands, axis=1) - 1.0).max() < 0.02


def bend(mesh: dreamer.DreamerMesh, kind: int) -> float:
    """How far facets of a kind of surface are off the normals that they are lit by, median, rad."""
    triangles = mesh.of(kind)
    a, b, c = mesh.position[triangles].transpose(1, 0, 2)
    out = np.cross(c - a, b - a)
    out /= np.linalg.norm(out, axis=1, keepdims=True) + 1e-12
    lean = mesh.normal[triangles].mean(axis=1)
    return float(np.median(np.arccos(np.clip(np.einsum("ij,ij->i", out, lean), -1, 1))))


def test_close_up_the_figure_is_rounder() -> None:
    """In the Chorus it fills half the picture: scarf and forehead had the corners of a cut stone."""
    far, close = dreamer.mesh("holding"), dreamer.close("near_fine")
    assert bend(close, dreamer.SCARF) < 0.8 * bend(far, dreamer.SCARF)
    assert bend(close, dreamer.SKIN) < 0.7 * bend(far, dreamer.SKIN)
    assert np.abs(np.linalg.norm(close.normal, axis=1) - 1.0).max() < 0.02


@pytest.mark.parametrize("name", ["near_middle", "near_fine"])
def test_close_up_the_figure_stands_where_the_coarse_one_does(name: str) -> None:
    """Its two parts overlap at the hips, or one looks through; what changes to the coarse mesh jumps not."""
    far, close = dreamer.mesh("holding"), dreamer.close(name)
    used = close.position[np.unique(close.triangles)]
    np.testing.assert_allclose(used.min(axis=0), far.position.min(axis=0), atol=0.03)
    np.testing.assert_allclose(used.max(axis=0), far.position.max(axis=0), atol=0.03)
    upper = (close.triangles < len(dreamer.mesh(name).position)).all(axis=1)
    assert close.position[close.triangles[upper], 1].min() < dreamer.HIPS - 0.02


@pytest.mark.parametrize("name", ["near_middle", "near_fine"])
def test_close_up_the_lips_are_shut(name: str) -> None:
    """Between them one looked into a dark mouth, which a dim profile shows as a slit."""
    close = dreamer.close(name)
    x, y, z = close.position[close.of(dreamer.SKIN)].transpose(2, 1, 0)  # corners, triangles
    area = (y[1] - y[0]) * (z[2] - z[0]) - (y[2] - y[0]) * (z[1] - z[0])
    area[np.abs(area) < 1e-12] = np.inf
    for height in np.arange(1.530, 1.545, 0.0002):  # m, of a ray from the front
        for side in (-0.018, -0.012, -0.007, -0.003, 0.002, 0.006, 0.013, 0.017):
            second = ((height - y[0]) * (z[2] - z[0]) - (y[2] - y[0]) * (side - z[0])) / area
            third = ((y[1] - y[0]) * (side - z[0]) - (height - y[0]) * (z[1] - z[0])) / area
            hit = (second >= 0.0) & (third >= 0.0) & (second + third <= 1.0)
            ahead = x[0] + second * (x[1] - x[0]) + third * (x[2] - x[0])
            assert ahead[hit].max() > 0.132, (height, side)


@pytest.mark.parametrize("name", NEAR + STANDING)
def test_triangles_look_out_of_the_mesh(name: str) -> None:
    """Faces that look inwards are culled: holes."""
    mesh = dreamer.mesh(name)
    corner = mesh.position[mesh.triangles]
    facing = np.cross(corner[:, 2] - corner[:, 0], corner[:, 1] - corner[:, 0])  # the axes are left-handed
    outward = np.einsum("ij,ij->i", facing, mesh.normal[mesh.triangles].mean(axis=1))
    assert (np.linalg.norm(facing, axis=1)[outward < 0.0]).sum() < 0.03 * np.linalg.norm(facing, axis=1).sum()


@pytest.mark.parametrize("name", STANDING)
def test_it_stands_on_the_ground(name: str) -> None:
    """Soles that hover or sink give a figure no weight."""
    mesh = dreamer.mesh(name)
    assert abs(float(mesh.position[:, 1].min())) < 0.01
    feet = mesh.position[mesh.position[:, 1] < 0.10]
    assert np.ptp(feet[:, 2]) > 0.15  # two of them


@pytest.mark.parametrize("name", NEAR)
def test_the_open_hand_is_under_the_key(name: str) -> None:
    """The dust of the key rises from the palm."""
    mesh = dreamer.mesh(name)
    hand = mesh.position[(mesh.kind == dreamer.SKIN) & (mesh.position[:, 0] > 0.45)]
    assert np.abs(hand.mean(axis=0) - np.array((0.53, 0.37, -0.11))).max() < 0.05


@pytest.mark.parametrize("name", NEAR)
def test_hair_lies_on_the_head(name: str) -> None:
    """It stood 9 cm off the back of the skull, and made the head a block."""
    mesh = dreamer.mesh(name)
    high = mesh.position[(mesh.kind == dreamer.HAIR) & (mesh.position[:, 1] > 0.52) & (mesh.position[:, 1] < 0.68)]
    assert -0.115 < high[:, 0].min() < -0.085
    assert np.abs(high[:, 2]).max() < 0.12


def test_points_of_light_lie_on_the_figure_and_not_on_the_face() -> None:
    """A light beside the figure floats in the air; on a face it is a blemish."""
    mesh = dreamer.mesh("near_rough")
    points, normals = dreamer.sparks(mesh, 400, np.random.default_rng(1))
    assert np.abs(np.linalg.norm(normals, axis=1) - 1.0).max() < 1e-4
    far = np.linalg.norm(points[:, None] - mesh.position[None], axis=2).min(axis=1)
    assert far.max() < 0.10
    assert (points[:, 1] > 0.48).mean() < 0.05
    assert (points[:, 1] < 0.0).mean() < 0.1  # under water none is seen


def test_nobody_stands_still_and_nobody_jumps() -> None:
    """A stiff figure is a statue; one that moves by more than a few mm in a tick twitches."""
    moments = np.arange(0.0, 240.0, 1.0 / 60.0)
    found = np.array([(p.left, p.ahead, 0.1 * p.turn, 0.01 * p.breath) for p in map(posture, moments)])
    assert np.ptp(found[:, :3], axis=0).min() > 0.015
    assert abs(found).max() < 0.08
    assert abs(np.diff(found, axis=0)).max() < 0.001


def test_the_wind_never_turns() -> None:
    """Scarf and coat are baked as it blows."""
    blows = np.array([gust(t) for t in np.arange(0.0, 240.0, 0.5)])
    assert blows.min() > 0.25
    assert blows.max() <= 1.0
