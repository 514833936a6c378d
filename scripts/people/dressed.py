"""The dreamer, dressed: body, coat, scarf and hair as one mesh whose vertices know what they are."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from people import coat, hair, scarf
from people.body import Body, Bool, Triangles, cut, decimated, normals
from people.cloth import Obstacle, nearest
from people.shading import occlusion

SKIN, CLOTH, SCARF, HAIR = range(4)  # the kinds of surfaces
UNDER = 0.009  # m that the scalp lies deeper than it is: of few triangles, it would show through the hair


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the figure: n vertices and m triangles.

    Attributes:
        vertices, normals, along: (3, n) float32, m; along: where the strands of hair run.
        triangles: (m, 3) int64.
        kind: one of `SKIN`, `CLOTH`, `SCARF`, `HAIR`.
        sway: (n,) float32, 0 to 1, how freely the wind moves it.
        strand: (n,) float32, 0 to 1, of hair: a number that its lock has to itself.
    """

    vertices: F32
    normals: F32
    triangles: Triangles
    kind: int
    sway: F32
    along: F32
    strand: F32


def piece(vertices: F32, triangles: Triangles, kind: int, sway: F32 | None = None) -> Piece:
    """A part without strands."""
    count = vertices.shape[1]
    return Piece(
        vertices, normals(vertices, triangles), triangles, kind,
        np.zeros(count, np.float32) if sway is None else sway,
        np.zeros((3, count), np.float32), np.zeros(count, np.float32),
    )  # fmt: skip


def lighter(whole: Piece, count: int) -> Piece:
    """A piece of about `count` triangles; what its vertices know is that of the nearest vertex before."""
    if count >= len(whole.triangles):
        return whole
    vertices, triangles, near = decimated(whole.vertices, whole.triangles, count)
    return Piece(
        vertices, whole.normals[:, near], triangles, whole.kind, whole.sway[near], whole.along[:, near],
        whole.strand[near],
    )  # fmt: skip


def skin(whole: Body, hem: float, slipped: float) -> list[Piece]:
    """Head and neck, hands, and legs: what the coat leaves free, and a little under its edges.

    The coat's hem hangs at `hem` m, and its right sleeve has slipped so many m further than usual.
    """
    neck = whole.joints["neck01"][1]
    head = (whole.part("head", "neck", "eye") > 0.5) & (whole.vertices[1] > neck - 0.02)
    behind = np.clip((whole.joints["eye.L"][2] - 0.05 - whole.vertices[2]) / 0.04, 0.0, 1.0)  # not at the hairline
    under = UNDER * hair.scalp(whole) * behind * normals(whole.vertices, whole.triangles)
    whole = replace(whole, vertices=whole.vertices - under.astype(np.float32))
    parts = [(head, SKIN)]
    for side in "LR":
        wrist, elbow = whole.joints[f"wrist.{side}"], whole.joints[f"lowerarm01.{side}"]
        way = (wrist - elbow) / np.linalg.norm(wrist - elbow)
        arm = np.isin(np.array([name[-2:] for name in whole.bones]), [f".{side}"])
        mine = whole.weights[arm].sum(axis=0) > 0.5
        hand = mine & (whole.part("wrist", "finger", "metacarpal", "lowerarm") > 0.5)
        parts.append((hand & (way @ whole.vertices - wrist @ way > -0.085 - slipped * (side == "R")), SKIN))
    legs = whole.part("upperleg", "lowerleg", "foot", "toe") > 0.5
    parts.append((legs & (whole.vertices[1] < hem + 0.08), CLOTH))
    pieces = []
    for keep, kind in parts:
        part = cut(whole, np.asarray(keep))
        pieces.append(piece(part.vertices, part.triangles, kind))
    return pieces


@dataclass(frozen=True, slots=True)
class Dressed:
    """The figure's pieces by name; `hair` is a solid, `ribbons` lie over it."""

    body: Body
    pieces: dict[str, Piece]


def _combed(strands: hair.Strands, vertices: F32, triangles: Triangles) -> Piece:
    """The hair's solid, each vertex with the direction and the lock of the nearest strand."""
    points = strands.points.reshape(-1, 3)
    near = nearest(vertices.T.astype(np.float64), Obstacle(points, points))
    steps = strands.points.shape[1]
    along = strands.along.reshape(-1, 3)[near]
    strand = (strands.lock[near // steps] * 0.618) % 1.0
    sway = np.clip((near % steps) / steps, 0.0, 1.0) ** 1.5 * 0.55
    return Piece(
        vertices, normals(vertices, triangles), triangles, HAIR, sway.astype(np.float32), along.T.astype(np.float32),
        strand.astype(np.float32),
    )  # fmt: skip


def _ribbons(strands: hair.Strands, count: int, every: int) -> Piece:
    chosen = np.linspace(0, len(strands.points) - 1, count).astype(np.int64)
    vertices, triangles, face, way = hair.ribbons(strands, chosen, 0.0085, every)
    a_ribbon = vertices.shape[1] // count
    t = np.tile(np.repeat(np.linspace(0.0, 1.0, a_ribbon // 2), 2), count)
    strand = np.repeat((chosen * 0.618) % 1.0, a_ribbon)
    return Piece(
        vertices + face * 0.006, face, triangles, HAIR, (t**1.5 * 0.7).astype(np.float32), way,
        strand.astype(np.float32),
    )  # fmt: skip


def dress(
    whole: Body,
    hem: float,
    wide: float,
    wet: float,
    wind: float,
    steps: int,
    length: float = 0.46,
    slipped: float = coat.CUFF,
) -> Dressed:
    """Dress a posed body.

    Args:
        whole: the body.
        hem, wide: m, of the coat: see `coat.coat`.
        wet: 0 to 1, how far the hair gathers in locks.
        wind: 0 to 1; above 0 the scarf's ends fly.
        steps: of the drape.
        length: m, of the hair.
        slipped: m from the right wrist to the end of its sleeve.
    """
    cloth, cloth_triangles = coat.coat(whole, hem, wide, steps, wind, (coat.CUFF, slipped))
    under = coat.obstacle(whole)
    facing = normals(cloth, cloth_triangles)
    over = Obstacle(
        np.vstack([under.points, cloth.T]).astype(np.float64), np.vstack([under.normals, facing.T]).astype(np.float64)
    )
    strands = hair.grown(whole, over, 420, length, 60, 0.35 + 0.3 * wet, wind)
    solid = _combed(strands, *hair.volume(strands, whole, 0.0095))
    hips = whole.joints["spine05"][1]
    hang = np.clip((hips - cloth[1]) / (hips - hem), 0.0, 1.0) ** 2
    pieces = dict(zip(("head", "left", "right", "legs"), skin(whole, hem, slipped - coat.CUFF), strict=True))
    pieces |= {
        "coat": piece(cloth, cloth_triangles, CLOTH, (0.5 * hang).astype(np.float32)),
        "hair": solid, "ribbons": _ribbons(strands, 70, 6), "scarf": piece(*scarf.wound(whole, 44, 18), SCARF),
    }  # fmt: skip
    return Dressed(whole, pieces | _ends(whole, over, wind))


def _ends(whole: Body, over: Obstacle, wind: float) -> dict[str, Piece]:
    """The scarf's two ends."""
    if wind == 0.0:
        hung = scarf.hanging(whole, over, 0.26, np.array([-0.045, -0.035, 0.085]), 14)
        short = scarf.hanging(whole, over, 0.19, np.array([0.020, -0.040, 0.090]), 10)
        return {"end": piece(*hung, SCARF), "other_end": piece(*short, SCARF)}
    ends = {}
    for name, length, start in (("end", 0.66, (0.06, -0.01, -0.05)), ("other_end", 0.44, (0.05, -0.045, -0.06))):
        vertices, triangles = scarf.flying(whole, length, np.array(start), 14)
        t = np.repeat(np.linspace(0.0, 1.0, 14), 4)
        ends[name] = piece(vertices, triangles, SCARF, t.astype(np.float32))
    return ends


def joined(figure: Dressed, counts: dict[str, int], keep_above: float = -1.0) -> dict[str, NDArray[Any]]:
    """One mesh of some pieces, decimated to so many triangles each.

    Returns:
        position, normal, along (3, n); triangles (m, 3); kind, sway, strand, shade (n,).
    """
    chosen = {name: lighter(figure.pieces[name], count) for name, count in counts.items()}
    if "coat" in chosen:
        hem = float(figure.pieces["coat"].vertices[1].min())
        chosen["coat"] = _lined(chosen["coat"], figure.body, hem)
    solids = [(p.vertices, p.triangles) for p in figure.pieces.values()]
    parts: dict[str, list[F32]] = {n: [] for n in ("position", "normal", "along", "kind", "sway", "strand", "shade")}
    triangles, count = [], 0
    for one in chosen.values():
        values = {
            "position": one.vertices, "normal": one.normals, "along": one.along, "sway": one.sway,
            "strand": one.strand, "kind": np.full(one.vertices.shape[1], one.kind, np.float32),
            "shade": occlusion(one.vertices, one.normals, solids),
        }  # fmt: skip
        for name, value in values.items():
            parts[name].append(value)
        triangles.append(one.triangles + count)
        count += one.vertices.shape[1]
    mesh = {name: np.concatenate(values, axis=-1) for name, values in parts.items()}
    together = np.concatenate(triangles)
    high: Bool = (mesh["position"][1][together] > keep_above).any(axis=1)
    return _used({**mesh}, together[high])


def _used(mesh: dict[str, F32], triangles: Triangles) -> dict[str, NDArray[Any]]:
    used = np.zeros(mesh["kind"].shape[0], bool)
    used[triangles] = True
    return {name: value[..., used] for name, value in mesh.items()} | {"triangles": (np.cumsum(used) - 1)[triangles]}


def _lined(one: Piece, whole: Body, hem: float) -> Piece:
    """A coat with the inside of its cuffs and hem."""
    vertices, triangles = coat.lined(one.vertices, one.triangles, whole, hem)
    return Piece(
        vertices, np.hstack([one.normals, -one.normals]), triangles, one.kind, np.tile(one.sway, 2),
        np.tile(one.along, 2), np.tile(one.strand, 2),
    )  # fmt: skip
