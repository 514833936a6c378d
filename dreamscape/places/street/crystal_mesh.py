"""The vertices of crystals' faces and edges: six sides and the six faces of a tip, each a flat facet of its own."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32, F64
from dreamscape.places.street.street import SIDES, Crystals

FACES = 12  # of a crystal: the sides, then the faces of the tip
CORNERS = 42  # vertices of a crystal: four for each side, three for each face of the tip
EDGES = 18  # of a crystal: along the sides, around the shoulder, up the tip
APART = 1.9  # times the half width of a crystal, that its fractures are apart
STRIP = np.array([(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)])  # corners of one: which end, which flank
_ANGLE = np.arange(SIDES) * np.pi / 3.0
_NORMAL = np.stack([np.cos(_ANGLE), np.sin(_ANGLE)], axis=1)  # (6, 2), of the sides about the axis


def axes(grown: Crystals) -> F64:
    """The axes of n crystals, `(n, 3, 3)`: rows across, along and the third, all unit."""
    along = grown.axis.astype(np.float64)
    turn = grown.shape[:, 3].astype(np.float64)
    across = np.cross(along, np.stack([np.sin(turn), 0 * turn, np.cos(turn)], axis=1))
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    return np.stack([across, along, np.cross(across, along)], axis=1)


def _corners(grown: Crystals) -> tuple[F64, F64, F64]:
    """Corners of the foot and of the shoulder, `(n, 6, 3)`, between each side and the next, and the apex, `(n, 3)`."""
    sides = grown.sides.astype(np.float64)
    tall, tip, taper = (grown.shape[:, k].astype(np.float64) for k in range(3))
    after = np.roll(sides, -1, axis=1)
    a, b = (sides - 0.5 * after) / 0.75, (after - 0.5 * sides) / 0.75  # two lines at 60 degrees meet
    flat = a[:, :, None] * _NORMAL + b[:, :, None] * np.roll(_NORMAL, -1, axis=0)
    random = np.arange(SIDES) * 0.381966 + grown.number[:, None].astype(np.float64) * 91.7
    height = tall[:, None] * (0.90 + 0.10 * (random % 1.0))
    narrow = 1.0 - taper[:, None] * height / tall[:, None]
    low = np.stack([flat[..., 0], 0 * height, flat[..., 1]], axis=2)
    high = np.stack([flat[..., 0] * narrow, height, flat[..., 1] * narrow], axis=2)
    off = 0.25 * (1.0 - taper) * sides[:, 0] * (grown.number - 0.5)
    return low, high, np.stack([off, tall + tip, -0.7 * off], axis=1)


def facets(grown: Crystals) -> F64:
    """The corners of n crystals' facets in the world, in turn, `(n, 12, 4, 3)` m; the apex is a tip's last two."""
    low, high, apex = _corners(grown)
    left_low, left_high = np.roll(low, 1, axis=1), np.roll(high, 1, axis=1)
    top = np.broadcast_to(apex[:, None], high.shape)
    quads, tips = (
        np.stack(corners, axis=2) for corners in ((left_low, low, high, left_high), (left_high, high, top, top))
    )
    world = np.einsum("nfcj,njk->nfck", np.concatenate([quads, tips], axis=1), axes(grown))
    return np.asarray(world + grown.base[:, None, None], np.float64)


def triangles() -> NDArray[np.uint32]:
    """`(12, 2, 3) uint32`: the corners of two triangles for each face; a tip's face has only the first."""
    first = np.concatenate([np.arange(SIDES) * 4, SIDES * 4 + np.arange(SIDES) * 3])[:, None, None]
    return np.asarray(first + np.array([(0, 1, 2), (2, 1, 3)]), np.uint32)


def parts_of(faces: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of their triangles some faces have, `(n, 12)`: `(n, 12, 2)`."""
    both = np.stack([faces, faces], axis=2)
    both[:, SIDES:, 1] = False
    return both


def neighbours() -> NDArray[np.int64]:
    """`(18, 2) int64`: the two faces that meet in each edge."""
    side = np.arange(SIDES)
    after = (side + 1) % SIDES
    pairs = [(side, after), (after, after + SIDES), (side + SIDES, after + SIDES)]
    return np.concatenate([np.stack(pair, axis=1) for pair in pairs])


def faces(grown: Crystals) -> F32:
    """`(n, 42, 35) float32`: position in the world and from the foot in the facet's axes (m), normal in the world, the
    facet's axes outwards and along in the world, height of the shoulder and of the tip (m), taper, a number of the
    crystal's own, distances from the axis of the three sides across (m), of the fractures their normal in the
    facet's axes, as long as there are fractures in each m, and a place, and distances from the facet's edges (m);
    of corners at the foot, the way up to the shoulder, and how these distances change by it (m).
    """
    low, high, apex = _corners(grown)
    left_low, left_high = np.roll(low, 1, axis=1), np.roll(high, 1, axis=1)
    quads = np.stack([left_low, low, left_high, high], axis=2)
    tips = np.stack([left_high, high, np.broadcast_to(apex[:, None], high.shape)], axis=2)
    frame = axes(grown)
    count, turned = len(low), _turned(frame)
    rows = []
    for face, rims in ((quads, ((0, 2), (1, 3), (2, 3))), (tips, ((0, 2), (1, 2), (0, 1)))):
        normal = np.cross(face[:, :, 2] - face[:, :, 0], face[:, :, 1] - face[:, :, 0])
        normal *= np.sign((normal[..., [0, 2]] * _NORMAL).sum(axis=2))[..., None]
        normal /= np.linalg.norm(normal, axis=2, keepdims=True)
        world = np.einsum("nfcj,njk->nfck", face, frame)
        own = np.concatenate([normal @ frame, turned[:, :, 0], turned[:, :, 1], *_own(grown, turned)], axis=2)
        parts = [
            world + grown.base[:, None, None],
            np.einsum("nfck,nfjk->nfcj", world, turned),
            np.broadcast_to(own[:, :, None], (*face.shape[:3], own.shape[2])),
            np.stack([_from_line(face, face[:, :, a], face[:, :, b]) for a, b in rims], axis=3),
        ]
        up = [np.zeros_like(parts[0]), np.zeros_like(parts[3])]
        for part, change in zip((parts[0], parts[3]), up, strict=True):
            if face is quads:
                change[:, :, :2] = part[:, :, 2:] - part[:, :, :2]
        rows.append(np.concatenate([*parts, *up], axis=3).reshape(count, -1, 35))
    return np.concatenate(rows, axis=1).astype(np.float32)


def _from_line(corners: F64, start: F64, stop: F64) -> F64:
    """How far corners `(n, f, c, 3)` are from the lines from `start` to `stop`, `(n, f, 3)`: `(n, f, c)`."""
    way = stop - start
    way /= np.linalg.norm(way, axis=2, keepdims=True)
    return np.asarray(np.linalg.norm(np.cross(corners - start[:, :, None], way[:, :, None]), axis=3), np.float64)


def _turned(frame: F64) -> F64:
    """The axes of n crystals `(n, 3, 3)` turned so that the first looks out of each side, `(n, 6, 3, 3)`."""
    c, s = (column[:, None] for column in _NORMAL.T)
    across, along, third = (frame[:, None, k] for k in range(3))
    return np.stack([c * across + s * third, np.broadcast_to(along, (len(frame), SIDES, 3)), c * third - s * across], 2)


def _own(grown: Crystals, turned: F64) -> list[F64]:
    """Build `(n, 6, 4)`, sides across `(n, 6, 3)` and fractures `(n, 6, 4)` as each facet sees them."""
    build = np.concatenate([grown.shape[:, :3], grown.number[:, None]], axis=1).astype(np.float64)
    sides = grown.sides.astype(np.float64)
    opposite = np.stack([np.roll(sides, -k, axis=1) for k in (2, 3, 4)], axis=2)
    bearing, dip = grown.number * 97.0, 0.35 + 0.9 * (grown.number * 31.7 % 1.0)  # rad
    flaw = np.stack([np.cos(bearing) * np.cos(dip), np.sin(dip), np.sin(bearing) * np.cos(dip)], axis=1)
    flaw = np.einsum("nfjk,nk->nfj", turned, flaw) / (APART * sides.mean(axis=1))[:, None, None]
    place = np.broadcast_to((grown.number * 57.3 % 1.0)[:, None, None], (*flaw.shape[:2], 1))
    return [np.broadcast_to(build[:, None], (len(build), SIDES, 4)), opposite, np.concatenate([flaw, place], axis=2)]


def edges(grown: Crystals) -> F32:
    """`(n, 18, 4, 12) float32`, four corners of a strip along each edge: its two ends (m), the direction between the
    facets that meet there, which end and which flank (-1, 1) the corner is, and a number of its own, 0 to 1.
    """
    low, high, apex = _corners(grown)
    frame, base = axes(grown), grown.base[:, None]
    starts = np.concatenate([low, high, high], axis=1) @ frame + base
    ends = np.concatenate([high, np.roll(high, -1, axis=1), np.broadcast_to(apex[:, None], high.shape)], axis=1)
    ends = ends @ frame + base
    flat = _NORMAL + np.roll(_NORMAL, -1, axis=0)
    out = np.concatenate([np.stack([flat[:, 0], np.full(SIDES, lift), flat[:, 1]], axis=1) for lift in (0.0, 0.7, 0.7)])
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    count = len(low)
    outward = np.broadcast_to(out, (count, EDGES, 3)) @ frame
    number = (grown.number[:, None] * 53.0 + np.arange(EDGES) * 0.618) % 1.0
    edge = np.concatenate([starts, ends, outward, number[..., None]], axis=2)[:, :, None]
    shape = (count, EDGES, 4)
    return np.concatenate([np.broadcast_to(edge, (*shape, 10)), np.broadcast_to(STRIP, (*shape, 2))], axis=3).astype(
        np.float32
    )
