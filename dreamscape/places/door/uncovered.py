"""What of the picture the shut door, the front that it is in, and the ground before them may leave free."""

import numpy as np

from dreamscape.arrays import F64
from dreamscape.camera import Camera
from dreamscape.places.door.fronts import WALL
from dreamscape.places.door.portal import SPRINGING, Portal
from dreamscape.places.door.stonework import REACH

Rectangle = tuple[int, int, int, int]  # px: left, bottom, width, height
_BEFORE = 0.3  # m, into the picture: the front counts from where it lies so far before the viewer
_ROWS = 8  # px, in steps of which is found how far up the ground reaches


def uncovered(found: Portal, camera: Camera, size: tuple[int, int]) -> list[Rectangle]:
    """Rectangles outside of which door, front and ground are certain to hide all that is farther.

    The front up to where its arch springs is a rectangle over the ground. It leans towards the viewer at most, so it
    hides no less than where it stands at rest, as long as the viewer is before it.
    """
    width, height = size
    x, y, z = camera.position
    view = camera.view_projection(width / height).astype(np.float64)
    low = _ground_rows(found, camera, view, size)
    rest = [(0, low, width, height - low)] if low < height else []
    if z > -found.reveal - 0.1 or abs(x) >= _half(found) or not found.ground + 0.1 < y < SPRINGING:
        return rest
    sides = [_side(found, view, side, x) for side in (-1.0, 1.0)]
    if any(side is None for side in sides):
        return rest
    corners = (np.array(sides) * 0.5 + 0.5) * size  # side, foot and top, px
    left, right = int(np.ceil(corners[0, :, 0].max())) + 1, int(np.floor(corners[1, :, 0].min())) - 1
    foot, top = int(np.ceil(corners[:, 0, 1].max())) + 1, int(np.floor(corners[:, 1, 1].min())) - 1
    if foot > low or left >= right or top <= low:
        return rest
    left, right, top = max(left, 0), min(right, width), min(top, height)
    free = (0, low, left, top - low), (right, low, width - right, top - low), (0, top, width, height - top)
    return [rectangle for rectangle in free if rectangle[2] > 0 and rectangle[3] > 0]


def _half(found: Portal) -> float:
    """Half the front's width, m."""
    return WALL[0] if found.outline == "wall" else found.half


def _side(found: Portal, view: F64, side: float, eye: float) -> F64 | None:
    """Foot and top of the front on one side in clip space, `(2, 2)`; nearer to the eye's `x` where that is behind it.

    None if all of it is.
    """
    for part in np.linspace(1.0, 0.2, 9):
        x = eye + (side * _half(found) - eye) * part
        clip = np.array([(x, y, -found.reveal, 1.0) for y in (found.ground, SPRINGING)]) @ view.T
        if (clip[:, 3] > _BEFORE).all():
            return np.asarray(clip[:, :2] / clip[:, 3:])
    return None


def _ground_rows(found: Portal, camera: Camera, view: F64, size: tuple[int, int]) -> int:
    """How many of the lowest rows, px, show the ground or what stands on it from edge to edge."""
    rows = np.arange(0, size[1] + _ROWS, _ROWS)
    at = np.ones((2, rows.size, 4))
    at[..., 0], at[..., 1] = np.array((-1.0, 1.0))[:, None], rows * (2.0 / size[1]) - 1.0
    far = at @ np.linalg.inv(view).T
    way = far[..., :3] / far[..., 3:] - camera.position
    down = way[..., 1] < 0.0
    run = (found.ground - camera.position[1]) / np.where(down, way[..., 1], -1.0)
    hits = np.abs(np.array(camera.position)[[0, 2]] + way[..., [0, 2]] * run[..., None]).max(axis=2)
    covered = (down & (run > 0.0) & (hits < REACH)).all(axis=0)
    reached = rows.size if covered.all() else int(covered.argmin())
    return min(max(reached - 1, 0) * _ROWS, size[1])
