"""Bundles: what breaks here makes threads leave their nodes, grains jump, or a seam show where they repeat."""

import numpy as np

from dreamscape.camera import Camera
from dreamscape.physics.emotions import feeling
from dreamscape.physics.grains import mix_grains
from dreamscape.render import bundles, grain_texture

AHEAD = Camera((0.0, 0.0, 0.0), (0.0, 0.0, 1.0))
SIZE = 1280, 720
OWN = np.array([0.3])


def thread(name: str, seconds: float, sag: float = 0.5) -> bundles.Bundles:
    """A thread of one feeling, 9 m away, that hangs by `sag` m."""
    along = np.linspace(-1.0, 1.0, 40, dtype=np.float32)
    points = np.stack([3.0 * along, sag * (along * along - 1.0), np.full(40, 9.0)])[:, :, None].astype(np.float32)
    mixed = mix_grains(np.stack([feeling(**{name: 1.0})] * 2, axis=1)[:, :, None])
    screen = bundles.seen(points, AHEAD, SIZE)
    tension = np.full((40, 1), 0.5, np.float32)
    return bundles.bundle(screen, mixed, tension, bundles.hang(points), bundles.Moment(seconds, OWN, 1.0))


def test_the_curve_passes_through_its_nodes() -> None:
    matrix = bundles.smooth(24, 4 * 23 + 1)
    np.testing.assert_allclose(matrix.sum(axis=1), 1.0, atol=1e-6)
    np.testing.assert_allclose(matrix[::4], np.eye(24), atol=1e-6)


def test_lengths_are_those_on_the_screen() -> None:
    points = np.zeros((3, 5, 1), np.float32)
    points[0, :, 0], points[2] = np.linspace(0.0, 1.0, 5), 4.0
    screen = bundles.seen(points, AHEAD, SIZE)
    expected = 1.0 / 4.0 / AHEAD.tangents(16.0 / 9.0)[1] * 360.0
    np.testing.assert_allclose(screen.length[-1, 0], expected, rtol=1e-4)
    np.testing.assert_allclose(np.abs(screen.across[:, :, 0]), [[0.0] * 5, [1.0] * 5], atol=1e-5)


def test_grains_travel_from_either_end() -> None:
    before, after = (thread("resilience", t).place for t in (2.0, 2.01))
    moved = (after - before + 0.5) % 1.0 - 0.5
    assert (moved[0] < 0.0).all()  # the look-up goes back: what is seen goes on to the tip
    assert (moved[1] > 0.0).all()


def test_the_curious_dart_and_stop_and_the_steady_do_not() -> None:
    for name, least, most in (("curiosity", 0.0, 0.1), ("wisdom", 0.9, 1.1)):
        mixed = np.repeat(mix_grains(feeling(**{name: 1.0}))[:, None, None], bundles.STRANDS + 1, axis=1)
        way = np.array([bundles.travelled(t, mixed, OWN)[0, 0] for t in np.arange(0.0, 8.0, 0.05)])
        pace = np.diff(way)
        assert pace.min() >= -1e-6
        assert least <= pace.min() / pace.mean() <= most


def test_sad_grains_hang_below_where_the_thread_sags() -> None:
    """`across` points up here."""
    offset = thread("sadness", 1.0).offset[:, 20, 0]
    assert offset.mean() < -1.0
    assert abs(thread("joy", 1.0, 0.0).offset[:, 0]).max() < abs(thread("joy", 1.0, 0.0).offset).max()


def test_the_grains_repeat_without_a_seam_and_end_before_the_edge() -> None:
    field = grain_texture.grains()
    assert field.shape == (grain_texture.WIDE, grain_texture.LONG, 4)
    assert field[[0, -1]].max() < 0.1
    step = np.abs(np.diff(field, axis=1)).max()
    assert np.abs(field[:, 0] - field[:, -1]).max() <= step
    assert (field.mean(axis=(0, 1)) > 0.005).all()
    assert field.mean() < 0.1  # mostly dark between the grains


def test_finer_pictures_get_finer_grains() -> None:
    assert [grain_texture.reduction(lines) for lines in (2880, 1000, 360, 180)] == [1, 1, 4, 8]
