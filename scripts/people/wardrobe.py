"""Bodies in plain clothes for figures that are seen small: a coat, trousers or a skirt, and hair."""

from dataclasses import dataclass, replace

import numpy as np

from dreamscape.arrays import F32, F64
from people.bare import head_of
from people.body import Body, Bool, Triangles, body, normals

HAIR, DARK, COAT, PALE, SKIN = 0.0, 0.25, 0.5, 0.75, 1.0  # what a part is made of
Phenotype = dict[str, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A mesh of one material: vertices (3, n) m, triangles (m, 3), one of HAIR to SKIN, and (n,) how light each is."""

    vertices: F32
    triangles: Triangles
    made_of: float
    light: F64 | None = None


def turned(axis: tuple[float, float, float] | F64, degrees: float) -> F64:
    """The turn about an axis, (3, 3) (Rodrigues)."""
    x, y, z = np.array(axis) / np.linalg.norm(axis)
    k = np.array([(0, -z, y), (z, 0, -x), (-y, x, 0)])
    angle = np.radians(degrees)
    return np.asarray(np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * k @ k)


def arm(side: str, towards: tuple[float, float, float], bend: float = 15.0, twist: float = 0.0) -> dict[str, F64]:
    """Turns that point an upper arm somewhere (body's axes) and bend its elbow, degrees; `twist` turns where to."""
    sign = 1.0 if side == "L" else -1.0
    rest = np.array((0.67 * sign, -0.74, 0.0))
    goal = np.array(towards) / np.linalg.norm(towards)
    axis, between = np.cross(rest, goal), np.degrees(np.arccos(np.clip(rest @ goal, -1, 1)))
    lift = turned(axis, between) if between > 0.1 else np.eye(3)
    elbow = np.cross(rest, (0.0, 0.0, 1.0))
    return {f"upperarm01.{side}": lift @ turned(rest, twist * sign), f"lowerarm01.{side}": turned(elbow, bend)}


def leg(side: str, hip: float, knee: float, out: float = 0.0) -> dict[str, F64]:
    """Turns that lift a thigh forward, bend its knee, and spread it outwards, degrees."""
    sign = 1.0 if side == "L" else -1.0
    return {
        f"upperleg01.{side}": turned((0, 1, 0), out * sign) @ turned((1, 0, 0), -hip),
        f"lowerleg01.{side}": turned((1, 0, 0), knee),
    }


def dressed(
    kind: Phenotype, pose: dict[str, F64], coat: float, legs: float, bun: bool = False, hem: float | None = None
) -> list[Part]:
    """The parts of someone; `coat` and `legs` say what these are made of.

    The coat's hem hangs at `hem` of the shins, 0 at the knees, less than 0 above them; None ends it at the hips.
    """
    found, rest = body(kind, pose), body(kind)
    head, hands = found.part("head", "neck", "eye"), found.part("wrist", "finger", "metacarpal")
    leg_share = found.part("upperleg", "lowerleg", "foot", "toe")
    torso = 1.0 - head - hands - leg_share
    parts = [replace(_part(found, np.maximum(head, hands) > 0.5, SKIN, 0, 0.0), light=_features(rest))]
    bare = leg_share - (found.part("upperleg") if hem is not None and hem >= 0.0 else 0.0)  # a coat hides thighs
    parts += [_part(found, bare > 0.3, legs, 6, 0.014), _part(found, found.part("foot", "toe") > 0.5, HAIR, 10, 0.018)]
    hips = found.part("upperleg01") > 0.3
    parts.append(_part(found, (torso > 0.3) | hips, coat, 34, 0.036))
    eye = 0.5 * (rest.joints["eye.L"] + rest.joints["eye.R"])
    hair = replace(_part(found, _scalp(rest), HAIR, 6, 0.022), light=_locks(rest))
    parts += [hair, _collar(found, coat)]
    if bun:
        parts.append(_bun(found, rest, head, eye))
    if hem is not None:
        parts.append(_skirt(found, hem, coat, 0.86 + 0.14 * kind.get("gender", 0.5)))
    return parts


def _of_head(rest: Body) -> tuple[F64, F64, F64]:
    """Where vertices are to the eyes of a body at rest, (n,) each: aside, up and ahead, m on a grown head."""
    head = head_of(rest)
    x, y, z = (rest.vertices.T.astype(np.float64) - head.eyes).T / head.size
    return np.abs(x), y, z


def _scalp(rest: Body) -> Bool:
    """Which vertices have short hair: from the forehead down in front of the ears to the nape."""
    x, y, z = _of_head(rest)
    front = 0.043 - 1.5 * np.maximum(-0.020 - z, 0.0) - 8.0 * np.maximum(x - 0.03, 0.0) ** 2
    nape = -0.012 - 0.055 * np.clip((-0.055 - z) / 0.085, 0.0, 1.0)
    return np.asarray((y > np.maximum(front, nape)) & (rest.part("head", "neck03", "neck02") > 0.5), np.bool_)


def _locks(rest: Body) -> F64:
    """How light the vertices are as hair, (n,): locks from the crown."""
    x, y, z = _of_head(rest)
    around = np.arctan2(x, -z - 0.085)
    return np.asarray(0.84 + 0.16 * np.sin(11.0 * around + 40.0 * y + 2.0 * np.sin(5.0 * around)), np.float64)


def _features(rest: Body) -> F64:
    """How light the vertices are as skin, (n,): brows, eyes and lips are drawn, broad enough for small pictures."""
    x, y, z = _of_head(rest)
    front = z > -0.03
    brow = np.exp(-(((y - 0.0235 + 6.0 * (x - 0.036) ** 2) / 0.0052) ** 2)) * np.exp(-(((x - 0.034) / 0.020) ** 4))
    eye = np.exp(-(((x - 0.032) / 0.0125) ** 4) - ((y + 0.001) / 0.0058) ** 2)
    lips = np.exp(-(((y + 0.0655 - 1.5 * x**2) / 0.0075) ** 2)) * np.exp(-((x / 0.023) ** 4))
    return np.asarray(1.0 - front * np.clip(0.62 * brow + 0.85 * eye + 0.36 * lips, 0.0, 0.88), np.float64)


def _part(found: Body, keep: np.ndarray, made_of: float, smoothing: int, thick: float) -> Part:
    """Part of a body, smoothed like cloth and made thicker by so many m."""
    triangles = found.triangles[keep[found.triangles].any(axis=1)]
    v = found.vertices.astype(np.float64).copy()
    count = np.bincount(triangles.ravel(), minlength=v.shape[1]) * 2.0
    for _ in range(smoothing):
        total = np.zeros_like(v)
        for k in range(3):
            for other in ((k + 1) % 3, (k + 2) % 3):
                for axis in range(3):
                    total[axis] += np.bincount(triangles[:, k], v[axis, triangles[:, other]], v.shape[1])
        v = np.where(count > 0, total / np.maximum(count, 1.0), v)
    v += thick * normals(v.astype(np.float32), triangles)
    return Part(v.astype(np.float32), triangles, made_of)


def _bun(found: Body, rest: Body, head: F32, eye: F64) -> Part:
    """A bun at the back of the head, carried along with it (Kabsch 1976)."""
    on = head > 0.95
    before, after = rest.vertices[:, on].astype(np.float64), found.vertices[:, on].astype(np.float64)
    a, b = before.mean(axis=1), after.mean(axis=1)
    u, _, vt = np.linalg.svd((after - b[:, None]) @ (before - a[:, None]).T)
    carry = u @ np.diag([1.0, 1.0, np.linalg.det(u @ vt)]) @ vt
    centre = carry @ (eye + np.array((0.0, 0.055, -0.205)) - a) + b
    return _ball(centre, np.array((0.045, 0.042, 0.042)))


def _ball(centre: F64, radii: F64) -> Part:
    turn, rise = np.meshgrid(np.linspace(0, 2 * np.pi, 17)[:-1], np.linspace(-np.pi / 2, np.pi / 2, 9))
    v = np.stack([np.cos(rise) * np.cos(turn), np.sin(rise), np.cos(rise) * np.sin(turn)]).reshape(3, -1)
    return Part((centre[:, None] + radii[:, None] * v).astype(np.float32), _grid(9, 16)[:, ::-1], HAIR)


def _grid(rows: int, columns: int) -> Triangles:
    """The triangles of a tube of vertices in rows."""
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(columns), indexing="ij")
    a, b = i * columns + j, i * columns + (j + 1) % columns
    return np.concatenate([np.stack([a, b, a + columns], -1), np.stack([b, b + columns, a + columns], -1)]).reshape(
        -1, 3
    )


def _skirt(found: Body, share: float, made_of: float, cut: float) -> Part:
    """The skirts of a coat around both legs, from within its waist down to `share` of the shins, `cut` times as wide
    as a woman's.
    """
    hips, knees, feet = (
        np.stack([found.joints[f"{n}.{s}"] for s in "LR"]) for n in ("upperleg01", "lowerleg01", "foot")
    )
    waist = found.joints["spine03"] - hips.mean(axis=0)
    end = knees + share * ((feet if share > 0.0 else knees) - (knees if share > 0.0 else hips))
    bend = knees if share > 0.0 else 0.5 * (hips + end)
    knots = np.stack([hips + 0.95 * waist, hips + 0.45 * waist, hips, 0.5 * (hips + bend), bend, end])
    size = max(np.linalg.norm(hips - knees, axis=1).mean() / 0.42, 0.95)  # a child is sturdier
    wide = np.array((0.035, 0.084, 0.116, 0.122, 0.120, 0.134)) * size * cut
    fine = np.linspace(0.0, len(knots) - 1.0, 4 * len(knots) - 3)
    flat = np.column_stack([knots.reshape(len(knots), 6), wide])
    flat = np.stack([np.interp(fine, np.arange(len(knots)), column) for column in flat.T], axis=1)
    for _ in range(6):  # cloth has no corners
        flat[1:-1] = 0.25 * flat[:-2] + 0.5 * flat[1:-1] + 0.25 * flat[2:]
    pairs, wide = flat[:, :6].reshape(-1, 2, 3), flat[:, 6]
    turn = np.linspace(0, 2 * np.pi, 49)[:-1]
    side = (hips[0] - hips[1]) / np.linalg.norm(hips[0] - hips[1])
    rings, last = [], len(pairs) - 1
    for n, (pair, r) in enumerate(zip(pairs, wide, strict=True)):
        along = pairs[min(n + 1, last)].mean(axis=0) - pairs[max(n - 1, 0)].mean(axis=0)
        front = np.cross(along / np.linalg.norm(along), side)
        fall = (n / last) ** 2
        fold = 1.0 + fall * (0.05 * np.cos(turn * 7) + 0.03 * np.cos(turn * 11 + 1.0))
        across, ahead = (0.5 * abs((pair[0] - pair[1]) @ axis) + r for axis in (side, front))
        ring = np.outer(np.cos(turn) * fold * across, side) + np.outer(np.sin(turn) * fold * ahead, front)
        rings.append(pair.mean(axis=0) + ring)
    return Part(np.concatenate(rings).T.astype(np.float32), _grid(len(rings), 48), made_of)


def _collar(found: Body, made_of: float) -> Part:
    """A collar that lies around the neck, over the edge of the coat."""
    low, high = found.joints["neck01"], found.joints["neck03"]
    up = (high - low) / np.linalg.norm(high - low)
    side = np.cross(up, (0.0, 0.0, 1.0))
    side /= np.linalg.norm(side)
    front = np.cross(side, up)
    turn, round_ = np.meshgrid(np.linspace(0, 2 * np.pi, 25)[:-1], np.linspace(0, 2 * np.pi, 9))
    far = 0.058 + 0.015 * np.cos(round_)
    high_up = 0.024 * np.sin(round_) - 0.014 * np.cos(turn)  # lower in front
    ring = [far * np.sin(turn) * 0.95, high_up, far * np.cos(turn)]
    v = sum(np.multiply.outer(axis, part.ravel()) for axis, part in zip((side, up, front), ring, strict=True))
    centre = low + 0.25 * (high - low)
    return Part((centre[:, None] + v).astype(np.float32), _grid(9, 24)[:, ::-1], made_of)


def placed(parts: list[Part], yaw: float, at: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> list[Part]:
    """Parts turned about the vertical, degrees, and moved."""
    turn = turned((0, 1, 0), yaw)
    return [replace(p, vertices=(turn @ p.vertices + np.array(at)[:, None]).astype(np.float32)) for p in parts]
