"""The portal: what breaks here shows a torn front, cuts the arch or the dreamer off, or fills memory with sheets."""

from functools import cache

import numpy as np
import pytest

from dreamscape.layers import leaves, lock
from dreamscape.layers import portal as portal_layer
from dreamscape.layers.forecourt import fills_picture
from dreamscape.places.door import opening
from dreamscape.places.door.arrises import leaning
from dreamscape.places.door.fronts import front_edge
from dreamscape.places.door.orders import BRONZE, DRESSED, LIGHT, SHAFT, STONE, WET
from dreamscape.places.door.pieces import Stonework
from dreamscape.places.door.portal import POINT, SPRINGING, arch_path, portal
from dreamscape.places.door.stonework import ARC, FLOOR_END, HEIGHTS, stonework
from dreamscape.rng import Streams
from dreamscape.scenes.silence import Silence
from dreamscape.world import heart
from dreamscape.world.heart import Heart

SEEDS = range(40)
WIDE_AT = 2.6  # s of the act: the shift is nearly over


@cache
def stone(seed: int) -> Stonework:
    """The stone of a seed, made once for all tests."""
    return stonework(Streams(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_front_surrounds_the_arch(seed: int) -> None:
    found = portal(Streams(seed))
    inner, _ = arch_path(found.around, HEIGHTS, ARC)
    edge = front_edge(found, inner, Streams(seed))
    middle = np.array((0.0, SPRINGING))
    low = inner[:, 1] <= SPRINGING
    assert (np.abs(edge[low, 0]) > np.abs(inner[low, 0]) + 0.3).all()
    assert (np.linalg.norm(edge - middle, axis=1)[~low] > np.linalg.norm(inner - middle, axis=1)[~low]).all()


def test_nights_differ_and_none_is_black_or_day() -> None:
    """Else all seeds have one light, or one of them shows nothing."""
    nights = np.array([portal(Streams(seed)).night for seed in SEEDS])
    assert nights[:, :2].min() > 0.35
    assert nights[:, :2].max() < 2.65
    assert np.log2(nights[:, :2]).std(axis=0).min() > 0.5


@pytest.mark.slow
def test_meshes_are_whole() -> None:
    for seed in range(12):
        mesh = stone(seed)
        assert np.isfinite(mesh.vertices).all()
        assert mesh.triangles.max() < len(mesh.vertices)
        for k in (3, 13):
            assert np.abs(np.linalg.norm(mesh.vertices[:, k : k + 3], axis=1) - 1.0).max() <= 0.02
        assert np.abs(mesh.vertices[:, [11, 16]]).max() <= 1.0
        risers = mesh.vertices[mesh.vertices[:, 11] < 0.0]  # of steps alone: over them snow hangs
        assert len(risers) == 12 * portal(Streams(seed)).steps
        assert risers[:, 1].max() == 0.0
        assert not risers[:, 4].any()


def test_folds_of_the_arch_melt_into_each_other_from_afar() -> None:
    """Else shafts a pixel wide flicker while the viewer comes near."""
    for seed in range(6):
        mesh, moon = stone(seed), portal(Streams(seed)).moon
        along = 2 * (HEIGHTS.size + ARC.size)  # vertices of a row
        rows = (mesh.vertices[:, 3:6] != mesh.vertices[:, 13:16]).any(axis=1)
        near, afar = (np.maximum(mesh.vertices[rows, k : k + 3] @ moon, 0.0).reshape(-1, along) for k in (3, 13))
        assert np.abs(np.diff(afar, axis=0)).max() < 0.7 * np.abs(np.diff(near, axis=0)).max(), seed


@pytest.mark.parametrize("aspect", [16 / 9, 9 / 16, 1.0, 21 / 9])
def test_all_of_the_door_and_the_dreamer_are_seen_at_first(aspect: float) -> None:
    for seed in SEEDS:
        scene, found = Silence(Streams(seed), {}), portal(Streams(seed))
        camera = scene.camera(WIDE_AT).framed(aspect)
        x, z = found.dreamer
        for point in ((0.0, POINT, 0.0), (-1.6, 0.0, 0.0), (1.6, 0.0, 0.0), (x, found.ground, z)):
            across, up = camera.project(point, aspect)
            assert 0.0 < across < 1.0, (seed, point)
            assert 0.0 < up < 1.0, (seed, point)


def test_the_lock_stays_in_the_picture() -> None:
    for seed in SEEDS:
        scene = Silence(Streams(seed), {})
        for seconds in np.arange(0.0, 18.0, 0.5):
            across, up = scene.camera(seconds).project(opening.LOCK)
            assert 0.2 < across < 0.8, (seed, seconds)
            assert 0.1 < up < 0.8, (seed, seconds)


def test_next_to_nothing_moves_in_the_silence() -> None:
    for seed in SEEDS:
        scene = Silence(Streams(seed), {})
        places = np.array([scene.camera(s).position for s in np.arange(6.5, opening.STILLNESS[1] - 0.3, 0.1)])
        assert np.linalg.norm(np.diff(places, axis=0), axis=1).max() < 0.03, seed


def test_the_stone_glows_with_the_heart_and_does_not_flash() -> None:
    """The heart's beat rises within a frame; the light that it gives the lock must not."""
    seconds = np.arange(0.0, 6.0, 1.0 / 30.0)
    traces = [heart.trace(Heart(), at, 60.0) for at in seconds]
    beats, glows = np.array([trace[0] for trace in traces]), np.array([opening.glow(trace) for trace in traces])
    assert glows.max() == pytest.approx(beats.max(), abs=0.1)
    assert np.abs(np.diff(glows)).max() < 0.6 * np.abs(np.diff(beats)).max()


def test_what_lies_around_the_portal_is_left_out_only_where_nobody_sees_it() -> None:
    """Else a black hole shows beside the arch; from afar there is always something around it."""
    for seed in range(8):
        scene, found = Silence(Streams(seed), {}), portal(Streams(seed))
        assert not fills_picture(found, scene.camera(WIDE_AT), 16 / 9)
        assert not fills_picture(found, scene.camera(6.5), 21 / 9 * 4.0)
    assert fills_picture(portal(Streams(7)), Silence(Streams(7), {}).camera(9.0), 16 / 9)


def test_the_floor_reaches_under_the_leaves_while_the_silence_presses() -> None:
    """Else a dark gap opens between the line of light and the stone before it: leaves and arch lean in, it stays."""
    for seed in range(4):
        places, kind = stone(seed).vertices[:, :3], stone(seed).vertices[:, 12]
        leant = leaning(places, kind, 1.0, 0.0)
        far_side = (np.abs(places[:, 1]) < 1e-6) & np.isclose(places[:, 2], FLOOR_END)
        assert far_side.sum() >= 2
        np.testing.assert_array_equal(leant[far_side], places[far_side])


def test_the_line_of_light_bends_with_the_leaves() -> None:
    """Else it parts from them in the middle, and the floor behind it is seen."""
    mesh = stone(7).vertices
    leant = leaning(mesh[:, :3], mesh[:, 12], 1.0, 0.0)[mesh[:, 12] == LIGHT]
    foot = leant[leant[:, 1] < 0.01]
    assert len(foot) == 11
    assert foot[5, 2] > foot[0, 2] + 0.2


def test_sheets_fit_in_27_megabytes() -> None:
    for tier in range(4):
        tiles = portal_layer.TILE[tier] ** 2 + portal_layer.SHAFT_TILE[tier] ** 2
        texels = 2 * np.prod(leaves.SHEET[tier]) + lock.SHEET[tier] ** 2 + tiles
        stains = portal_layer.SHAFT_TILE[tier] ** 2 if tier == portal_layer.STAINED else 0
        assert texels * 4 * 4 / 3 + stains < 27e6


@pytest.mark.parametrize("seed", [0, 3, 7])
def test_the_nearest_of_the_orders_are_drawn_first(seed: int) -> None:
    """Else a fifth of the arch is shaded to be drawn over."""
    mesh, found = stone(seed), portal(Streams(seed))
    places = mesh.vertices[mesh.triangles[mesh.orders : mesh.steps], :3].mean(axis=1)
    aside = np.radians(found.aside[0])
    eye = np.array((found.far * np.sin(aside), found.ground + found.high, -found.far * np.cos(aside)))
    foot = places[:, 1] < 3.0
    away = np.linalg.norm(places[foot] - eye, axis=1)
    assert np.corrcoef(np.arange(away.size), away)[0, 1] > 0.9


@pytest.mark.parametrize("seed", [0, 3, 7])
def test_stone_is_seen_from_outside(seed: int) -> None:
    """Corners of triangles run as normals look out of it, else it is left out, or drawn first where it is hidden. Each
    part of the mesh has a program of its own, and the line of light, which is drawn alone where nothing else of the
    ground is seen, ends it.
    """
    mesh = stone(seed)
    a, b, c = (mesh.vertices[mesh.triangles[:, k], :3] for k in range(3))
    out = np.cross(b - a, c - a)
    along = np.einsum("ij,ij->i", out, mesh.vertices[mesh.triangles, 3:6].sum(axis=1))
    assert (along <= 1e-9).all()
    kind = mesh.vertices[mesh.triangles[:, 0], 12]
    assert (np.flatnonzero(kind == LIGHT) == np.arange(kind.size - portal_layer.LIGHT // 3, kind.size)).all()
    front, orders, steps, ground = np.split(kind, (mesh.orders, mesh.steps, mesh.ground))
    assert set(front) == set(steps) == {STONE}
    found = portal(Streams(seed))
    faces = mesh.vertices[mesh.triangles[: mesh.orders].ravel(), :3]  # which neither arch nor dreamer shades
    assert faces[:, 2].max() <= 1e-6 - found.reveal
    assert np.hypot(faces[:, 0] - found.dreamer[0], faces[:, 2] - found.dreamer[1]).min() > 1.2
    assert (mesh.vertices[mesh.triangles[: mesh.orders], 11] > 0.0).all()  # no risers
    assert set(orders) <= {SHAFT, DRESSED, BRONZE}
    assert set(ground) == {WET, LIGHT}
