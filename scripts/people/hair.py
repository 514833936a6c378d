"""Long hair for bakers: strands that grow from the scalp, fall over the body, and gather in locks."""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F32, F64
from people.body import Body, Bool, Triangles, normals
from people.cloth import Obstacle, nearest
from people.solid import surface

STEP = 0.012  # m along a strand
CELL = 0.0065  # m, of the volume


@dataclass(frozen=True, slots=True)
class Strands:
    """s strands of k points.

    Attributes:
        points: (s, k, 3) float64, m, from root to tip.
        out: (s, k, 3) float64, away from the body.
        lock: (s,) the number of the lock that each belongs to.
    """

    points: F64
    out: F64
    lock: Triangles

    @property
    def along(self) -> F64:
        """The direction of each strand at its points, (s, k, 3)."""
        way = np.gradient(self.points, axis=1)
        return np.asarray(way / np.maximum(np.linalg.norm(way, axis=2, keepdims=True), 1e-9), np.float64)


def scalp(whole: Body, hairline: float = 0.062) -> Bool:
    """Which vertices have hair: above a plane from the hairline, m over the eyes, above the ears to the nape."""
    eyes = 0.5 * (whole.joints["eye.L"] + whole.joints["eye.R"])
    neck = whole.joints["neck03"]
    ahead = eyes - whole.joints["head"]
    ahead = np.array([0, ahead[1] * 0.0, 1.0])
    front, back = eyes + np.array([0, hairline, -0.004]), neck + np.array([0, 0.015, -0.045])
    slope = front - back
    normal = np.array([0, slope[2], -slope[1]])
    normal /= np.linalg.norm(normal)
    height = (whole.vertices.T - back) @ normal
    face = (whole.vertices.T - eyes) @ ahead
    side = np.abs(whole.vertices[0] - eyes[0])
    temples = 0.020 * np.clip(side / 0.05, 0.0, 1.0) * np.clip((face + 0.06) / 0.04, 0.0, 1.0)
    return np.asarray((height > temples) & (whole.part("head", "neck03", "neck02") > 0.5))


def grown(
    whole: Body, lies_on: Obstacle, count: int, length: float, locks: int, wet: float, wind: float = 0.0, seed: int = 3
) -> Strands:
    """Strands from all over the scalp that are combed back and fall over what they lie on.

    Args:
        whole: the body; its head looks along +z or nearly.
        lies_on: body and coat.
        count: of strands.
        length: m, of the longest.
        locks: how many locks they gather in.
        wet: 0 to 1, how far they do.
        wind: 0 to 1, how far it lifts them towards the body's left.
        seed: of the roots.
    """
    rng = np.random.default_rng(seed)
    root = np.flatnonzero(scalp(whole))
    root = rng.choice(root, count, replace=count > len(root))
    out = normals(whole.vertices, whole.triangles).T[root].astype(np.float64)
    at = whole.vertices.T[root].astype(np.float64) + out * 0.004
    crown = whole.vertices.T[scalp(whole)].mean(axis=0).astype(np.float64)
    side = np.sign(at[:, 0] - crown[0] + 0.012)  # a parting left of the middle, which ends at the crown
    high = np.clip((at[:, 1] - crown[1] + 0.02) / 0.08, 0.0, 1.0) * np.clip((at[:, 2] - crown[2] + 0.03) / 0.05, 0, 1)
    ahead = np.clip((at[:, 2] - crown[2]) / 0.06, 0.0, 1.0)
    over = np.clip(np.maximum(1.3 * out[:, 1], 4.0 * ahead), 0.0, 1.0)  # combed back over the top; behind, it hangs
    way = np.stack([0.75 * side * high, over - 1.0, -0.9 * over], axis=1)
    way -= 0.85 * np.einsum("ij,ij->i", way, out)[:, None] * out  # along the scalp: it lies on the head
    layer = (0.004 + 0.011 * rng.random(count)) * (1.0 - 0.60 * ahead)  # m over the skin, thin at the hairline
    points, outs = [at], [out]
    steps = int(length / STEP)
    grows = steps * rng.uniform(0.66 + 0.16 * min(wet / 0.65, 1.0), 1.0, (count, 1))  # hair is not cut to one line
    for step in range(steps):
        late = min(step / 14.0, 1.0)
        pull = np.array([0.10 * wind * late, -1.0, -0.10 * (1.0 - late)])
        way = way * (0.80 - 0.10 * late) + pull * (0.16 + 0.30 * late)
        way += np.array([1.0, 0.25, -0.1]) * wind * late * late * 0.42 * rng.uniform(0.7, 1.3, (count, 1))
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        at = at + way * np.where(step < grows, STEP, 0.02 * STEP)
        found = nearest(at, lies_on)
        normal = lies_on.normals[found]
        deep = np.einsum("ij,ij->i", at - lies_on.points[found], normal) - layer
        under = deep < 0.0
        at[under] -= deep[under, None] * normal[under]
        into = np.minimum(np.einsum("ij,ij->i", way, normal), 0.0) * under
        way -= into[:, None] * normal
        points.append(at)
        outs.append(normal)
    return _gathered(np.stack(points, axis=1), np.stack(outs, axis=1), locks, wet, rng)


def _gathered(points: F64, out: F64, locks: int, wet: float, rng: np.random.Generator) -> Strands:
    """Strands drawn towards the middle of their lock, the more the nearer to the tip."""
    middle = rng.choice(len(points), locks, replace=False)
    half = points.shape[1] // 3
    lock = np.linalg.norm(points[:, None, half] - points[None, middle, half], axis=2).argmin(axis=1)
    t = np.linspace(0.0, 1.0, points.shape[1])[None, :, None]
    drawn = np.minimum(wet * np.clip(t * 2.4, 0.0, 1.0) ** 0.8 + 0.55 * np.clip(2.5 * t - 1.5, 0.0, 1.0), 0.85)
    return Strands(points * (1.0 - drawn) + points[middle[lock]] * drawn, out, np.asarray(lock, np.int64))


def volume(strands: Strands, whole: Body, thick: float) -> tuple[F32, Triangles]:
    """The hair as a solid: the surface of the density of its strands, `thick` m around one of them at its root."""
    cap = whole.vertices.T[scalp(whole)] + 0.004 * normals(whole.vertices, whole.triangles).T[scalp(whole)]
    t = np.linspace(0.0, 1.0, strands.points.shape[1])
    taper = np.interp(t, (0.0, 0.18, 0.62, 1.0), (0.55, 1.0, 0.86, 0.40))
    radius = np.broadcast_to(thick * taper, strands.points.shape[:2]).reshape(-1)
    points = np.concatenate([strands.points.reshape(-1, 3), cap.astype(np.float64)])
    ahead = np.clip((cap[:, 2] - cap[:, 2].mean()) / 0.06, 0.0, 1.0)  # thin at the hairline
    radius = np.concatenate([radius, thick * (1.35 - 0.80 * ahead)])
    low, high = points.min(axis=0) - 0.04, points.max(axis=0) + 0.04
    shape = tuple(int(n) for n in np.ceil((high - low) / CELL))
    nearest_far = np.full(shape, 0.02)
    reach = range(-3, 4)
    base = np.floor((points - low) / CELL).astype(int)
    for i in reach:
        for j in reach:
            for k in reach:
                cell = base + np.array((i, j, k))
                far = np.linalg.norm(low + cell * CELL - points, axis=1) - radius
                np.minimum.at(nearest_far, tuple(cell.T), far)
    for axis in range(3):  # locks melt into one another
        for _ in range(2):
            ahead, behind = np.roll(nearest_far, 1, axis), np.roll(nearest_far, -1, axis)
            nearest_far = 0.5 * nearest_far + 0.25 * (ahead + behind)
    return surface(nearest_far - 0.0015, low, CELL)


def ribbons(strands: Strands, chosen: Triangles, wide: float, every: int) -> tuple[F32, Triangles, F32, F32]:
    """Flat ribbons along some strands, from a tenth of their length on.

    Args:
        strands: all of them.
        chosen: (r,) the numbers of those that become ribbons.
        wide: m, at their roots; they end in points.
        every: how many points of a strand make one step of its ribbon.

    Returns:
        Vertices (3, n), triangles, unit normals (3, n) and the directions of the strands (3, n).
    """
    keep = np.arange(2, strands.points.shape[1], every)
    points, out, along = strands.points[chosen][:, keep], strands.out[chosen][:, keep], strands.along[chosen][:, keep]
    out = out - along * np.einsum("skj,skj->sk", out, along)[..., None]
    out /= np.maximum(np.linalg.norm(out, axis=2, keepdims=True), 1e-6)
    across = np.cross(along, out) * (0.5 * wide * np.linspace(1.0, 0.12, len(keep))[None, :, None])
    both = np.stack([points - across, points + across], axis=2).reshape(-1, 3)
    count = len(keep)
    a = (2 * (np.arange(len(chosen))[:, None] * count + np.arange(count - 1))).reshape(-1)
    one = np.stack([a, a + 1, a + 2, a + 2, a + 1, a + 3], axis=1).reshape(-1, 3)
    face = np.repeat(out, 2, axis=1).reshape(-1, 3)
    first = np.cross(both[one[0, 1]] - both[one[0, 0]], both[one[0, 2]] - both[one[0, 0]]) @ face[0]
    order = one if first > 0 else one[:, ::-1]
    way = np.repeat(along, 2, axis=1).reshape(-1, 3)
    return both.T.astype(np.float32), order, face.T.astype(np.float32), way.T.astype(np.float32)
