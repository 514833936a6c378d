"""The outlines of the portal's stone: each lies where a side that is seen ends, and looks out of it."""

import numpy as np

from dreamscape.places.door import arrises
from dreamscape.places.door.orders import LIGHT, SHAFT
from dreamscape.places.door.stonework import stonework
from dreamscape.rng import Streams
from dreamscape.scenes.silence import Silence

STREAMS = Streams(42)


def outlines(seconds: float) -> tuple[np.ndarray, np.ndarray]:
    """Vertices and ways of the outlines in a picture of 16:9."""
    camera = Silence(STREAMS, {}).camera(seconds)
    return arrises.outlines(STREAMS, seconds, camera.position, camera.view_projection(16 / 9))


def test_every_side_beyond_has_this_one_beyond() -> None:
    """Else an outline is missed, or drawn where stone goes on."""
    found = arrises.sides(STREAMS, 2)
    joined = np.flatnonzero(found.beyond >= 0)
    assert joined.size > 0.9 * found.beyond.size
    back = found.beyond.reshape(-1, 3)[found.beyond[joined]]
    assert (back == (joined // 3)[:, None]).any(axis=1).mean() > 0.98  # but where three sides meet


def test_shafts_leave_no_hole_beside_their_feet() -> None:
    """Else one sees black behind them: a base that swells must not pull its edge away from the stone there."""
    found, kind = arrises.sides(STREAMS, 2), stonework(STREAMS).vertices[:, 12]
    of_shafts = (kind[found.corners[:2]] == SHAFT).all(axis=0)
    assert (found.beyond[of_shafts] < 0).mean() < 0.02  # their upper and lower ends


def test_the_line_of_light_has_an_outline_all_around() -> None:
    """Else it is a row of dashes where it is thinner than a pixel."""
    ends, out = outlines(3.0)
    slit = stonework(STREAMS).vertices[ends[0], 12] == LIGHT
    assert out[slit, 1].min() < -0.9
    assert out[slit, 1].max() > 0.9


def test_outlines_are_few_and_a_pixel_wide() -> None:
    """Else the strips cost what the stone does, or smear it."""
    for seconds in (1.5, 8.0, 15.0):
        ends, out = outlines(seconds)
        assert 0 < ends.shape[1] < 2000
        assert np.hypot(out[:, 0], out[:, 1]).max() < 1.001


def test_both_sides_of_a_crease_are_laid_over_each_other() -> None:
    """Else the edge of one is a stair, or all edges of light grow at the cost of the dark beside them."""
    ends, out = outlines(4.2)
    creases = np.isclose(out[:, 2], arrises.ON_CREASE)
    stone = np.round(stonework(STREAMS).vertices[ends[:, creases], :3] * 2000.0)
    middle, ways = stone.sum(axis=0), out[creases, :2]
    _, nth, times = np.unique(middle, axis=0, return_inverse=True, return_counts=True)
    paired = times[nth.ravel()] == 2
    assert paired.mean() > 0.9  # of the rest one side is before the picture's edge
    order = np.argsort(nth.ravel()[paired], kind="stable")
    one, other = ways[paired][order].reshape(-1, 2, 2).transpose(1, 0, 2)
    assert ((one * other).sum(axis=1) < -0.99).mean() > 0.9  # but where a side is seen along itself


def test_nosings_and_feet_of_steps_are_soft() -> None:
    """Else snow on treads ends in stairs, and edges flicker while the camera moves in."""
    ends, out = outlines(4.0)
    places = stonework(STREAMS).vertices[ends, :3]
    along = (np.abs(places[0, :, 1:] - places[1, :, 1:]).max(axis=1) < 1e-6) & (places[0, :, 1] < -0.1)
    for depth in (arrises.ON_CREASE, arrises.FARTHER[1]):
        found = along & np.isclose(out[:, 2], depth)
        assert len(np.unique(np.round(places[0, found, 1], 3))) >= 2
