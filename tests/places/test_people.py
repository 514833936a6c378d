"""The people of the street as baked: what breaks here tears bodies, leaves holes in glass, hangs shoes from skirts."""

import numpy as np
import pytest

from dreamscape.places.street import curves, skin
from dreamscape.places.street.gait import BONES, JOINTS
from dreamscape.places.street.people import CLOSE, DREAMER, MESHES, Mesh, Person, people

NAMES = ("dreamer", "child", "woman", "man", "heavy man", "old woman", "youth", "girl", "old man", "heavy woman",
         "tall woman", "tall man")  # fmt: skip
EYE, FAR_PIXEL = np.array([0.0, 1.0, 6.0]), 0.001  # m; m, of a pixel 1 m away
REST = np.eye(3, 4, dtype=np.float32)[None, None].repeat(len(BONES), axis=0)  # bones of one person as baked


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def weights(person: Person, mesh: int) -> np.ndarray:
    return person.mesh(MESHES[mesh]).weighted.reshape(-1, len(BONES), 4)[:, :, 3]


def test_all_are_there() -> None:
    assert set(people()) == set(NAMES)


def test_shoes_belong_to_feet(name: str) -> None:
    """A sole that hangs from a thigh stretches to a fan at every step."""
    if name == DREAMER:  # baked in a stride, with a heel up
        return
    person = people()[name]
    for number in range(len(MESHES)):
        at, found = person.mesh(MESHES[number]).fixed, weights(person, number)
        for side in "lr":
            ball = person.joints[JOINTS.index(f"ball_{side}")]
            away = np.hypot(at[:, 0] - ball[0], at[:, 2] - ball[2])
            sole = (at[:, 1] < 0.03 * person.tall) & (away < 0.06 * person.tall)
            assert sole.any()
            assert found[sole, BONES.index(f"foot_{side}")].min() > 0.7


@pytest.mark.parametrize("side", ["l", "r"])
def test_soles_lie_flat_where_the_joints_say_so(name: str, side: str) -> None:
    """Toes that point up while the walk plants a foot stand on the heel alone."""
    person = people()[name]
    at = skin.crowd([person.mesh("near")], np.array([0]), REST).vertices[:, :3]
    foot = at[weights(person, 0)[:, BONES.index(f"foot_{side}")] > 0.6]
    ankle, ball = (person.joints[JOINTS.index(f"{joint}_{side}")] for joint in ("ankle", "ball"))
    behind, before = (foot[part, 1].min() for part in (foot[:, 2] < ankle[2], foot[:, 2] > ball[2] - 0.03))
    assert abs(behind) < 0.014
    assert abs(before) < 0.014


def test_the_dreamers_vertices_know_what_they_are_of() -> None:
    """The shader draws a triangle between two stuffs as stripes of all in between."""
    for kind in MESHES:
        mesh = people()[DREAMER].mesh(kind)
        made = np.floor(mesh.fixed[:, 3])
        assert set(np.unique(made)) == {0.0, 1.0, 2.0, 3.0}
        assert (np.ptp(made[mesh.triangles], axis=1) == 0.0).all()


def test_people_know_what_they_are_made_of(name: str) -> None:
    """Trousers of skin, or hands of cloth, are drawn in the wrong colour, and a body without shade looks like clay."""
    for kind in MESHES:
        fixed = people()[name].mesh(kind).fixed
        made, seen = fixed[:, 4], fixed[:, 5]
        assert 0.0 <= seen.min() < 0.55 < 0.85 < seen.max() <= 1.0
        if name == DREAMER:
            assert not made.any()
            continue
        tall, high = people()[name].tall, fixed[:, 1]
        assert made[high < 0.03 * tall].max() < -0.5, "shoes"
        assert not made[(high > 0.62 * tall) & (high < 0.7 * tall)].any(), "a coat"
        assert kind == "far" or (made == 1.0).sum() > 150, "face and hands"


def test_meshes_are_closed(name: str) -> None:
    """An edge of one triangle, or of three, is a hole, through which the inside of the glass is seen."""
    if name == DREAMER:  # cloth is open at hem and cuffs
        return
    for mesh in (people()[name].mesh(kind) for kind in MESHES):
        sides = np.sort(np.concatenate([mesh.triangles[:, [k, (k + 1) % 3]] for k in range(3)]), axis=1)
        _, uses = np.unique(sides, axis=0, return_counts=True)
        assert (uses % 2 == 0).all()


def test_bones_at_rest_leave_everything_where_it_was_baked(name: str) -> None:
    person = people()[name]
    crowd = skin.crowd([person.mesh("middle")], np.array([0]), REST)
    off = abs(crowd.vertices[:, :3] - person.mesh("middle").fixed[:, :3])
    if name == DREAMER:  # baked in a stride: from the knees down brought to stand
        below = [BONES.index(f"{bone}_{side}") for bone in ("shank", "foot") for side in "lr"]
        off = off[weights(person, 1)[:, below].sum(axis=1) == 0.0]
    assert off.max() < 1e-3
    assert crowd.vertices[:, 1].max() > 0.95 * person.tall


def test_an_outline_goes_around(name: str) -> None:
    """Seen from the front its strips reach from the soles to the crown, and nobody is all outline."""
    person = people()[name]
    crowd = skin.crowd([person.mesh("middle")], np.array([0]), REST)
    shown = skin.facing(crowd, EYE)
    assert 0.3 < shown.mean() < 0.7
    strips, triangles, whose = skin.outline(crowd, shown, EYE, FAR_PIXEL)
    assert len(triangles) == len(whose)
    assert strips[:, 1].min() < 0.08
    assert strips[:, 1].max() > 0.9 * person.tall
    assert 40 < len(triangles) < 1.5 * len(crowd.triangles)
    assert set(np.unique(strips[:, skin.COLUMNS - 1])) == {0.0, 1.0}


def test_an_outline_has_no_corners() -> None:
    """Of a ball of few triangles, the outline of straight edges is a polygon."""
    turn, sides = np.arange(12) * np.pi / 6, np.arange(12, dtype=np.uint32)
    ring = np.stack([np.cos(turn), np.sin(turn), 0.0 * turn], axis=1).astype(np.float32)
    ends = np.stack([sides, np.roll(sides, -1)], axis=1)
    rows = np.hstack([ring, ring])
    bent = curves.bends(rows, ends)
    more, edges, filled, of = curves.curved(rows, ends, bent, EYE, 0.0005)
    assert len(filled) == 36
    assert sorted(of.tolist()) == sorted(4 * list(range(12)) + 3 * list(range(12)))
    middles = np.vstack([rows, more])[edges, :3].mean(axis=1)
    assert np.linalg.norm(middles, axis=1).min() > 0.994  # of straight edges 0.966
    hollow = np.hstack([ring, -ring])
    assert len(curves.curved(hollow, ends, curves.bends(hollow, ends), EYE, 0.0005)[2]) == 0
    assert len(curves.curved(rows, ends, bent, EYE, 0.1)[2]) == 0, "less than a pixel"


def test_a_mesh_for_those_who_are_close_is_rounder_and_still_closed() -> None:
    """A head of flat facets has corners in its outline; a vertex out of place tears it."""
    person = people()["youth"]
    near, close = person.mesh("near"), person.mesh(CLOSE)
    assert len(near.triangles) < len(close.triangles) < 4 * len(near.triangles)
    sides = np.sort(close.triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    assert np.unique(sides, axis=0, return_counts=True)[1].min() > 1, "triangles at each edge"
    at, rest = skin.crowd([close], np.array([0]), REST).vertices[:, :3], close.fixed[:, :3]
    np.testing.assert_allclose(at, rest, atol=1e-4)

    def bend(mesh: Mesh) -> float:
        a, b, c = mesh.fixed[mesh.triangles, :3].transpose(1, 0, 2)
        out = np.cross(b - a, c - a)
        out /= np.linalg.norm(out, axis=1, keepdims=True) + 1e-12
        crown = mesh.beside[(mesh.fixed[mesh.edges, 1] > 0.96 * person.tall).all(axis=1)]
        return float(np.median(np.arccos(np.clip((out[crown[:, 0]] * out[crown[:, 1]]).sum(axis=1), -1, 1))))

    assert bend(close) < 0.7 * bend(near), "rad"
