"""Points: which of them are drawn."""

import numpy as np

from dreamscape.camera import Camera
from dreamscape.render.points import in_view


def test_points_of_the_picture_alone_are_drawn() -> None:
    """Points vanish within the picture, or those out of view make a software rasteriser clip all of them."""
    camera = Camera((1.0, 2.0, -3.0), (4.0, 2.5, 8.0), 46.0, roll=0.1)
    where = np.random.default_rng(1).uniform(-30.0, 30.0, (3, 500)).astype(np.float32)
    seen = in_view(where, camera.view_projection(1.5))
    ahead = camera.basis()[2] @ (where - np.array(camera.position)[:, None]) > 0.2
    parts = np.array([camera.project((float(x), float(y), float(z)), 1.5) for x, y, z in where.T])
    inside = ahead & (parts > 0.0).all(axis=1) & (parts < 1.0).all(axis=1)
    assert seen.tolist() == np.flatnonzero(inside).tolist()
    assert 10 < len(seen) < 250
    deep = camera.basis()[2] @ (where[:, seen] - np.array(camera.position)[:, None])
    assert in_view(where, camera.view_projection(1.5), 15.0).tolist() == seen[deep > 15.0].tolist()
