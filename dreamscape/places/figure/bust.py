"""The dreamer from the waist up as a mesh: rounded shapes melted into one another, meshed by surface nets.

Metres; the water is at y = 0. The figure looks along +x and holds out its open hand, palm up; its hair is wet.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.perlin import perlin

PALM = (0.515, 0.395, -0.105)  # m, just above the open hand
CELLS = (0.0170, 0.0140, 0.0110, 0.0085)  # m, of the grid, by quality tier
MIRRORED = (0.0300, 0.0240, 0.0200, 0.0150)  # the same for the reflection in moving water
LOW, HIGH = (-0.30, -0.16, -0.34), (0.66, 0.86, 0.34)  # m, the box around the figure
_COARSE = 4  # cells in a block of the coarse grid

# Each part: two ends and their radii (a tapered capsule), or a middle and three radii (an ellipsoid), and the width of
# the fillet that melts it into the parts before it.
_CAPSULES: dict[str, tuple[tuple[float, ...], ...]] = {
    "trunk": (
        (-0.020, -0.30, 0.0, -0.022, 0.06, 0.0, 0.130, 0.112, 0.05),
        (-0.022, 0.06, -0.035, -0.015, 0.30, -0.070, 0.105, 0.098, 0.06),
        (-0.022, 0.06, 0.035, -0.015, 0.30, 0.070, 0.105, 0.098, 0.06),
        (-0.025, 0.385, -0.165, -0.025, 0.385, 0.165, 0.056, 0.056, 0.07),
        (-0.040, 0.410, -0.085, -0.030, 0.500, 0.0, 0.045, 0.045, 0.07),
        (-0.040, 0.410, 0.085, -0.030, 0.500, 0.0, 0.045, 0.045, 0.07),
        (-0.035, 0.400, 0.0, 0.004, 0.580, 0.0, 0.056, 0.052, 0.04),
    ),
    "arms": (
        (-0.020, 0.385, -0.178, 0.150, 0.225, -0.218, 0.052, 0.041, 0.035),
        (0.150, 0.225, -0.218, 0.405, 0.348, -0.128, 0.040, 0.026, 0.020),
        (-0.020, 0.385, 0.178, -0.045, 0.130, 0.215, 0.052, 0.040, 0.035),
        (-0.045, 0.130, 0.215, 0.120, -0.060, 0.185, 0.039, 0.030, 0.020),
    ),
    "hand": (
        (0.405, 0.348, -0.128, 0.480, 0.352, -0.112, 0.024, 0.020, 0.020),
        (0.470, 0.350, -0.138, 0.505, 0.350, -0.134, 0.017, 0.014, 0.018),
        (0.470, 0.350, -0.092, 0.505, 0.350, -0.084, 0.017, 0.014, 0.018),
        (0.500, 0.349, -0.138, 0.566, 0.356, -0.146, 0.0105, 0.0085, 0.010),
        (0.566, 0.356, -0.146, 0.590, 0.372, -0.148, 0.0085, 0.0065, 0.004),
        (0.508, 0.348, -0.118, 0.584, 0.350, -0.120, 0.0110, 0.0088, 0.010),
        (0.584, 0.350, -0.120, 0.614, 0.366, -0.121, 0.0088, 0.0066, 0.004),
        (0.508, 0.347, -0.099, 0.582, 0.346, -0.095, 0.0108, 0.0086, 0.010),
        (0.582, 0.346, -0.095, 0.610, 0.362, -0.094, 0.0086, 0.0065, 0.004),
        (0.500, 0.347, -0.081, 0.558, 0.347, -0.071, 0.0098, 0.0078, 0.010),
        (0.558, 0.347, -0.071, 0.580, 0.361, -0.068, 0.0078, 0.0060, 0.004),
        (0.445, 0.362, -0.142, 0.478, 0.392, -0.160, 0.0140, 0.0105, 0.014),
        (0.478, 0.392, -0.160, 0.508, 0.408, -0.158, 0.0105, 0.0075, 0.004),
    ),
    "face": (
        (0.094, 0.706, 0.0, 0.118, 0.672, 0.0, 0.0100, 0.0120, 0.018),
        (0.118, 0.672, 0.0, 0.104, 0.662, 0.0, 0.0110, 0.0140, 0.008),
        (0.072, 0.628, -0.016, 0.072, 0.628, 0.016, 0.0280, 0.0280, 0.020),
        (0.100, 0.644, -0.010, 0.100, 0.644, 0.010, 0.0075, 0.0075, 0.010),
        (0.099, 0.629, -0.009, 0.099, 0.629, 0.009, 0.0085, 0.0085, 0.008),
        (0.084, 0.598, -0.008, 0.084, 0.598, 0.008, 0.0210, 0.0210, 0.016),
        (0.076, 0.600, 0.0, 0.012, 0.628, -0.050, 0.0220, 0.0260, 0.020),
        (0.076, 0.600, 0.0, 0.012, 0.628, 0.050, 0.0220, 0.0260, 0.020),
        (0.082, 0.722, -0.034, 0.090, 0.724, 0.034, 0.0160, 0.0160, 0.022),
    ),
    "hair": (
        (0.026, 0.750, 0.0, -0.052, 0.735, 0.0, 0.066, 0.088, 0.012),
        (-0.052, 0.735, 0.0, -0.108, 0.590, 0.0, 0.088, 0.070, 0.020),
        (-0.108, 0.590, 0.0, -0.118, 0.400, -0.015, 0.066, 0.058, 0.030),
        (-0.118, 0.400, -0.015, -0.128, 0.210, -0.030, 0.056, 0.024, 0.020),
        (-0.100, 0.500, 0.035, -0.132, 0.255, 0.050, 0.042, 0.018, 0.020),
        (0.000, 0.700, -0.070, -0.040, 0.560, -0.074, 0.022, 0.018, 0.016),
    ),
}
_ELLIPSOIDS = (
    (-0.004, 0.712, 0.0, 0.104, 0.100, 0.080, 0.030),
    (0.036, 0.660, 0.0, 0.072, 0.090, 0.064, 0.030),
)


@dataclass(frozen=True, slots=True)
class BustMesh:
    """A mesh of n vertices and m triangles.

    Attributes:
        position, normal: (n, 3) float32, m.
        hair: (n,) float32, 0 skin to 1 hair.
        triangles: (m, 3) uint32.
    """

    position: F32
    normal: F32
    hair: F32
    triangles: NDArray[np.uint32]


def distance(points: F32, parts: tuple[str, ...] = tuple(_CAPSULES)) -> F32:
    """Signed distance from points (n, 3) to the figure, m; accurate near the skin, approximate further away."""
    x, y, z = points.T
    d = np.full(len(points), 1e3, np.float32)
    for part in parts:
        for ax, ay, az, bx, by, bz, ra, rb, k in _CAPSULES[part]:
            abx, aby, abz = bx - ax, by - ay, bz - az
            t = ((x - ax) * abx + (y - ay) * aby + (z - az) * abz) / (abx * abx + aby * aby + abz * abz)
            t = np.clip(t, 0, 1)
            dx, dy, dz = x - ax - abx * t, y - ay - aby * t, z - az - abz * t
            d = _smooth_union(d, np.sqrt(dx * dx + dy * dy + dz * dz) - (ra + (rb - ra) * t), k)
        if part == "face":
            for mx, my, mz, rx, ry, rz, k in _ELLIPSOIDS:
                sx, sy, sz = (x - mx) / rx, (y - my) / ry, (z - mz) / rz
                near = np.sqrt(sx * sx + sy * sy + sz * sz)
                steep = np.sqrt((sx / rx) ** 2 + (sy / ry) ** 2 + (sz / rz) ** 2)
                d = _smooth_union(d, near * (near - 1) / np.maximum(steep, 1e-3), k)
    return np.asarray(d, np.float32)


def _smooth_union(a: F32, b: F32, k: float) -> F32:
    h = np.maximum(k - np.abs(a - b), 0) * np.float32(1 / k)
    return np.asarray(np.minimum(a, b) - h * h * np.float32(0.25 * k), np.float32)


def _normals(points: F32) -> F32:
    """The unit normal at points (n, 3), from four distances at the corners of a tetrahedron."""
    corners = np.array([(1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)], np.float32)
    total = np.zeros_like(points)
    for corner in corners:
        total += corner * distance(points + np.float32(0.0012) * corner)[:, None]
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9), np.float32)


@lru_cache(maxsize=4)
def dreamer(cell: float) -> BustMesh:
    """The figure as a mesh from a grid of cells `cell` m wide."""
    position, triangles = _surface_net(cell)
    for _ in range(2):
        position = position - _normals(position) * distance(position)[:, None]
    normal = _normals(position)
    skin = distance(position, ("trunk", "arms", "hand", "face"))
    hair = np.clip(skin / 0.006, 0, 1).astype(np.float32)
    along = perlin(*(position * np.array((95.0, 9.0, 95.0), np.float32)).T)  # locks: fine across, long downwards
    position = position + normal * (0.0035 * hair * along)[:, None]
    bent = _noise_slope(position, 95.0, 9.0)
    normal = normal - 0.22 * hair[:, None] * bent
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    return BustMesh(position, normal, hair, triangles)


def _noise_slope(position: F32, across: float, down: float) -> F32:
    """The gradient of the noise of the locks, (n, 3), per cell of the noise."""
    scale = np.array((across, down, across), np.float32)
    e = np.float32(0.25)
    value = perlin(*(position * scale).T)
    steps = np.eye(3, dtype=np.float32) * e
    return np.stack([(perlin(*(position * scale + step).T) - value) / e for step in steps], 1)


def sparks(mesh: BustMesh, count: int, rng: np.random.Generator) -> tuple[F32, F32]:
    """Points where light shines through, along veins of the skin, most on the arm held out, and their normals.

    Returns:
        Points on the mesh and their unit normals, (count, 3) float32 each.
    """
    corners = mesh.position[mesh.triangles]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    weight = area * _shining(mesh)[mesh.triangles].mean(axis=1)
    chosen = mesh.triangles[rng.choice(len(area), count, p=weight / weight.sum())]
    barycentric = rng.dirichlet((1.0, 1.0, 1.0), count).astype(np.float32)[:, :, None]
    normal = (barycentric * mesh.normal[chosen]).sum(axis=1)
    return (barycentric * mesh.position[chosen]).sum(axis=1), normal / np.linalg.norm(normal, axis=1, keepdims=True)


def _shining(mesh: BustMesh) -> F32:
    """How much light shines through the skin, (n,), at the vertices."""
    position = mesh.position
    noise = np.abs(perlin(*(position * np.float32(11.0)).T) + 0.3 * perlin(*(position * np.float32(27.0)).T))
    vein = np.exp(-((noise / 0.05) ** 2)) + 0.06
    arm = np.clip((position[:, 0] - 0.05) / 0.3, 0, 1)
    return np.asarray(vein * (1 - 0.96 * mesh.hair) * (0.55 + 1.2 * arm) * (position[:, 1] > 0.0), np.float32)


def _surface_net(cell: float) -> tuple[F32, NDArray[np.uint32]]:
    """Quads around the figure, one vertex in each cell that the skin crosses (surface nets, Gibson 1998)."""
    size = np.array([int((high - low) / cell / _COARSE) + 1 for low, high in zip(LOW, HIGH, strict=True)]) * _COARSE
    field = _sample_field(cell, size)
    inside = field < 0
    mixed = np.zeros(size, bool)
    first = inside[:-1, :-1, :-1]
    for corner in range(1, 8):
        i, j, k = corner & 1, corner >> 1 & 1, corner >> 2
        mixed |= inside[i : i + size[0], j : j + size[1], k : k + size[2]] != first
    cells = np.argwhere(mixed)
    number = np.full(size, -1, np.int64)
    number[mixed] = np.arange(len(cells))
    position = (np.array(LOW) + (cells + 0.5) * cell).astype(np.float32)
    quads = []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        inner = inside[tuple(slice(1, -1) for _ in range(3))]
        ahead = np.roll(inside, -1, axis)[tuple(slice(1, -1) for _ in range(3))]
        edges = np.argwhere(inner != ahead) + 1
        edges = edges[edges[:, axis] < size[axis]]
        flip = inside[tuple(edges.T)]
        corners = []
        for du, dv in ((0, 0), (1, 0), (1, 1), (0, 1)):
            shifted = edges.copy()
            shifted[:, u] -= du
            shifted[:, v] -= dv
            corners.append(number[tuple(shifted.T)])
        quad = np.stack(corners, 1)
        quad[flip] = quad[flip][:, ::-1]
        quads.append(quad[(quad >= 0).all(axis=1)])
    quad = np.concatenate(quads)
    return position, np.concatenate([quad[:, [0, 1, 2]], quad[:, [0, 2, 3]]]).astype(np.uint32)


def _sample_field(cell: float, size: NDArray[np.int64]) -> F32:
    """Distances at the cells' corners; only the blocks near the skin are sampled finely."""
    block = cell * _COARSE
    middles = [low + block * (np.arange(n // _COARSE) + 0.5) for low, n in zip(LOW, size, strict=True)]
    grid = np.stack(np.meshgrid(*middles, indexing="ij"), 3).reshape(-1, 3).astype(np.float32)
    rough = distance(grid).reshape(size // _COARSE)
    near = np.abs(rough) < block * 1.3
    wide = np.ones(3, int) * _COARSE
    close = np.kron(near, np.ones(wide, bool))
    close = np.pad(close, ((0, 1),) * 3, mode="edge")
    for axis in range(3):
        close |= np.roll(close, 1, axis)
    field = np.pad(np.kron(rough, np.ones(wide, np.float32)), ((0, 1),) * 3, mode="edge").astype(np.float32)
    at = np.argwhere(close)
    field[close] = distance((np.array(LOW) + at * cell).astype(np.float32))
    return field
