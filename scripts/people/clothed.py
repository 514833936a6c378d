"""Clothed bodies for bakers: a body as a distance field, moved out by cloth, with hair and hats melted onto it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from people.body import Body, lighter, normals
from people.garb import Garb
from people.garb_folds import folds
from people.posing import about, curled, unit
from people.solid import cone, grid, melt

CELL = 0.0135  # m
ROOM = 0.07  # m around the body
DOWN = {
    "L": unit(np.array([0.34, -1.0, 0.02])),
    "R": unit(np.array([-0.34, -1.0, 0.02])),
}  # upper arms as they are baked
FORE = {"L": unit(np.array([0.22, -1.0, 0.22])), "R": unit(np.array([-0.22, -1.0, 0.22]))}  # forearms
LEG = {"L": unit(np.array([0.045, -1.0, 0.0])), "R": unit(np.array([-0.045, -1.0, 0.0]))}


def swung(a: F64, b: F64) -> F64:
    """The shortest turn (3, 3) from a direction to another."""
    axis = np.cross(a, b)
    if np.linalg.norm(axis) < 1e-9:
        return np.eye(3)
    return about(axis, float(np.degrees(np.arccos(np.clip(unit(a).dot(unit(b)), -1.0, 1.0)))))


def standing_turns(rest: Body) -> dict[str, F64]:
    """The turns that let a body at rest stand with its arms down and its legs a hand apart."""
    turns = {}
    for side in "LR":
        j = [rest.joints[f"{n}.{side}"] for n in ("upperarm01", "lowerarm01", "wrist")]
        for names, wanted, at in (
            (("upperarm01", "lowerarm01"), (DOWN, FORE), j),
            (
                ("upperleg01", "lowerleg01"),
                (LEG, LEG),
                [rest.joints[f"{n}.{side}"] for n in ("upperleg01", "lowerleg01", "foot")],
            ),
        ):
            first = swung(at[1] - at[0], wanted[0][side])
            second = swung(first @ (at[2] - at[1]), wanted[1][side])
            turns[f"{names[0]}.{side}"] = first
            turns[f"{names[1]}.{side}"] = first.T @ second @ first
            if names[0] == "upperleg01":  # the foot stays level
                turns[f"foot.{side}"] = (second @ first).T
        turns |= curled(rest, side, {k: (5.0 * k, 6.0 + 9.0 * k, 6.0 + 4.0 * k) for k in (2, 3, 4, 5)})
    return turns


def nearest(points: F64, there: F64) -> NDArray[np.int64]:
    """The nearest of the points `there` (m, 3) to each of the points (n, 3), (n,)."""
    import torch

    other = torch.from_numpy(there.astype(np.float32))
    here = torch.from_numpy(points.astype(np.float32))
    return np.asarray(torch.cat([torch.cdist(part, other).argmin(dim=1) for part in here.split(8192)]).numpy())


def _distance(points: F64, spots: F64, out: F64, thick: F64) -> F64:
    """The distance (n,) of points to a surface of spots (m, 3) with normals, moved out by `thick` (m,): the mean of
    the planes of the six nearest spots, by their nearness."""
    import torch

    there, found = torch.from_numpy(spots.astype(np.float32)), []
    for part in torch.from_numpy(points.astype(np.float32)).split(16384):
        far, which = torch.cdist(part, there).topk(6, dim=1, largest=False)
        found.append((far.numpy().astype(np.float64), which.numpy()))
    far, which = (np.concatenate(values) for values in zip(*found, strict=True))
    near = 1.0 / (far**2 + 1e-5)
    near /= near.sum(axis=1, keepdims=True)
    plane = np.einsum("nk,nk->n", near, np.einsum("nkj,nkj->nk", points[:, None] - spots[which], out[which]))
    first = far[:, 0]
    d = np.where(first < 0.03, plane, np.sign(plane) * np.maximum(first - 0.004, np.abs(plane)))
    return np.asarray(d - (near * thick[which]).sum(axis=1), np.float64)


def _softened(d: F64) -> F64:
    """A field without what is finer than two cells."""
    for axis in (0, 1, 2):
        d = 0.25 * np.roll(d, 1, axis) + 0.5 * d + 0.25 * np.roll(d, -1, axis)
    return d


def smoothed(values: F64, triangles: NDArray[np.int64], times: int) -> F64:
    """Values of vertices, (n, k), each the mean over its triangles, so many times."""
    hits = np.maximum(np.bincount(triangles.ravel(), minlength=len(values)), 1)
    for _ in range(times):
        middle = values[triangles].mean(axis=1)
        total = [
            sum(np.bincount(triangles[:, corner], column, len(values)) for corner in range(3)) for column in middle.T
        ]
        values = np.stack(total, axis=1) / hits[:, None]
    return values


@dataclass(frozen=True, slots=True)
class Cloth:
    """A field on a grid, negative inside: `low` its corner, `body` without skirt, both (a, b, c) in m; and by how much
    `hair` and the `collar` move it out, m."""

    low: F64
    whole: F64
    body: F64
    hair: F64
    collar: F64


def clothed(body: Body, garb: Garb) -> Cloth:
    """The distance field of a body and what it wears, on a grid of CELL."""
    light = lighter(body, 4500)
    spots, out = light.vertices.T.astype(np.float64), normals(light.vertices, light.triangles).T.astype(np.float64)
    flare = 0.0 if garb.skirt is None else garb.skirt[1]
    room = ROOM + np.array([0.10, 0.0, 0.06 + flare])
    low = light.vertices.min(axis=1) - room
    high = light.vertices.max(axis=1) + room
    points, shape = grid(low.astype(np.float64), high.astype(np.float64), CELL)
    thick = smoothed(_thickness(light, garb)[:, None], light.triangles, 4)[:, 0]
    d = _softened(_distance(points, spots, out, thick).reshape(shape)).reshape(-1)
    d = np.minimum(_tubes(points, d, body, garb), _skull(points, body))
    d -= folds(points, body, garb)
    d, hair = _worn_on_head(points, d, body, garb)
    bare = d
    d = _around_neck(points, d, body, garb)
    whole = d if garb.skirt is None else melt(d, _skirt(points, body, garb), 0.012)
    fields = (field.reshape(shape) for field in (whole, d, hair, bare - d))
    return Cloth(low.astype(np.float64), *fields)


def _around_neck(p: F64, d: F64, body: Body, garb: Garb) -> F64:
    """A scarf, or a collar that stands open in front."""
    neck = body.joints["neck02"]
    if garb.scarf:
        wrap = np.array([0.045, -0.012, 0.0])
        return melt(d, cone(p, neck - wrap, neck + wrap, 0.070, 0.070), 0.02)
    if garb.hair == "hood":
        return d
    root = body.joints["neck01"]
    way = unit(neck - root)
    up = (p - root) @ way
    around = body.vertices.T[body.part("neck") > 0.5]
    high = (around - root) @ way
    ring = around[np.abs(high - 0.02) < 0.02]
    middle = ring.mean(axis=0) - root
    middle -= way * (middle @ way)
    out = p - root - up[:, None] * way - middle
    wide = np.linalg.norm(ring - root - middle - np.outer((ring - root) @ way, way), axis=1).mean() + 0.010
    r, turn = np.linalg.norm(out, axis=1), np.arctan2(out[:, 0], out[:, 2])  # 0 ahead
    top = 0.052 - 0.030 * np.exp(-((turn / 0.9) ** 2))
    shell = np.maximum(np.abs(r - wide - 0.24 * up) - 0.008, np.maximum(up - top, -0.05 - up))
    notch = (0.30 - np.abs(turn)) * r  # where it is open
    return melt(d, np.maximum(shell, notch), 0.008)


def _tubes(p: F64, d: F64, body: Body, garb: Garb) -> F64:
    """Trousers that hang straight from the thigh, sleeves, and shoes."""
    for side in "LR":
        knee, ankle, toe = (body.joints[f"{n}.{side}"] for n in ("lowerleg01", "foot", "toe3-1"))
        k = (knee[1] - ankle[1]) / 0.41
        sole = np.array([0.0, 0.030 * k - toe[1], 0.0])
        heel = np.array([ankle[0], 0.034 * k, ankle[2] - 0.030 * k])
        d = melt(d, cone(p, heel, toe + sole + np.array([0.0, 0.0, 0.035 * k]), 0.042 * k, 0.036 * k), 0.02)
        if garb.leg > 0.009:
            wide = 0.052 * k + garb.leg
            d = melt(
                d,
                cone(p, knee + np.array([0, 0.12 * k, 0.0]), ankle + np.array([0, 0.02, -0.008]), wide + 0.010, wide),
                0.03,
            )
        elbow, wrist = (body.joints[f"{n}.{side}"] for n in ("lowerarm01", "wrist"))
        d = melt(
            d, cone(p, elbow, wrist + 0.10 * (elbow - wrist), 0.036 * k + garb.sleeve, 0.030 * k + garb.sleeve), 0.03
        )
    return d


def _skull(p: F64, body: Body) -> F64:
    """What fills the head's hollows."""
    eyes = 0.5 * (body.joints["eye.L"] + body.joints["eye.R"])
    k = float(body.vertices[1].max() - eyes[1]) / 0.125
    low = eyes + k * np.array([0.0, -0.062, -0.028])
    return np.minimum(
        cone(p, eyes + k * np.array([0.0, 0.01, -0.05]), low, 0.058 * k, 0.040 * k),
        cone(p, low, low + k * np.array([0, -0.01, -0.03]), 0.042 * k, 0.04 * k),
    )


def _thickness(body: Body, garb: Garb) -> F64:
    """How far the cloth stands off each vertex, (n,) m."""
    arms = body.part("upperarm", "lowerarm", "shoulder", "clavicle").astype(np.float64)
    legs = body.part("upperleg", "lowerleg", "pelvis").astype(np.float64)
    feet = body.part("foot", "toe").astype(np.float64)
    trunk = body.part("spine", "root").astype(np.float64)
    thick = arms * garb.sleeve + legs * garb.leg + trunk * garb.trunk + feet * 0.008
    thick += body.part("wrist", "finger", "metacarpal") * 0.002
    for side in "LR":  # sleeves and trousers widen to their ends
        for start, end, more in (("lowerarm01", "wrist", 0.010), ("lowerleg01", "foot", 0.012)):
            a, b = body.joints[f"{start}.{side}"], body.joints[f"{end}.{side}"]
            part = np.clip((body.vertices.T - a) @ (b - a) / (b - a).dot(b - a), 0.0, 1.0)
            thick += more * part**2 * body.part(f"{start[:8]}01.{side}", f"{start[:8]}02.{side}")
    return np.asarray(thick, np.float64)


def _worn_on_head(p: F64, d: F64, body: Body, garb: Garb) -> tuple[F64, F64]:
    """Hair, a hood or a hat, melted onto the body's field; and by how much hair moves it out, m."""
    eyes = 0.5 * (body.joints["eye.L"] + body.joints["eye.R"])
    crown = body.vertices[:, body.vertices[1].argmax()].astype(np.float64)
    k = (crown[1] - eyes[1]) / 0.125  # of a grown head
    middle = np.array([0.0, eyes[1] + 0.040 * k, eyes[2] - 0.085 * k])
    up, back = np.array([0, 1.0, 0]), np.array([0, 0, -1.0])
    q = (p - middle) / k
    cap = np.linalg.norm(q / np.array([0.083, 0.098, 0.108]), axis=1)
    cap = (cap - 1.0) * 0.083 * k
    face = (q[:, 2] - 0.063) + 0.35 * (0.02 - q[:, 1])  # in front of the hairline: bare
    cap = np.maximum(cap, face * k * 0.9)
    nape = middle + k * (back * 0.055 - up * 0.075)
    if garb.hair == "hood":
        hood = cone(p, middle + k * (up * 0.012 + back * 0.012), nape - up * 0.03 * k, 0.118 * k, 0.105 * k)
        hood = melt(hood, cone(p, nape - up * 0.03 * k, nape - up * 0.15 * k, 0.095 * k, 0.13 * k), 0.04)
        opening = cone(
            p, middle + k * np.array([0, -0.02, 0.20]), middle + k * np.array([0, -0.03, 0.06]), 0.085 * k, 0.074 * k
        )
        return melt(d, np.maximum(hood, -opening), 0.012), np.zeros_like(d)
    around = np.arctan2(q[:, 0], -q[:, 2])
    locks = np.sin(5.0 * around + 2.0 * np.sin(2.0 * around) + 26.0 * q[:, 1]) + 0.6 * np.sin(9.0 * around + 1.0)
    full = np.clip(-face / 0.045, 0.0, 1.0) ** 0.7  # thin at the hairline
    cap -= ({"curls": 0.026, "hat": 0.009, "short": 0.013}.get(garb.hair, 0.012) + 0.0030 * locks) * k * full
    before, d = d, melt(d, cap, 0.014)
    if garb.hair == "bun":
        d = melt(
            d,
            cone(
                p,
                middle + k * (back * 0.118 + up * 0.055),
                middle + k * (back * 0.128 + up * 0.062),
                0.046 * k,
                0.042 * k,
            ),
            0.02,
        )
    if garb.hair == "tail":
        a, b = middle + k * (back * 0.115 + up * 0.03), middle + k * (back * 0.150 - up * 0.10)
        d = melt(d, cone(p, a, b, 0.040 * k, 0.038 * k), 0.02)
        d = melt(d, cone(p, b, b - k * up * 0.14, 0.038 * k, 0.012 * k), 0.02)
    if garb.hair == "long":
        for side in (-1.0, 0.0, 1.0):
            a = middle + k * (back * (0.050 - 0.02 * abs(side)) + np.array([0.058 * side, -0.02, 0]))
            b = nape + k * (np.array([0.050 * side, -0.15, 0.0]) + back * 0.035)
            d = melt(d, cone(p, a, b, 0.050 * k, 0.034 * k), 0.03)
    if garb.hair == "hat":
        tilt = q[:, 1] - 0.030 + 0.10 * q[:, 2]
        wide = np.hypot(q[:, 0], q[:, 2] * 0.92)
        brim = np.maximum(np.abs(tilt - 0.02 * (wide / 0.17) ** 2) - 0.011, wide - 0.168)
        top = np.maximum(np.maximum(wide - 0.098 + 0.12 * np.maximum(tilt, 0.0), tilt - 0.105), -tilt)
        hat = melt(d, np.minimum(brim, top) * k, 0.010)
        return hat, np.where(d - hat > 0.002, 0.0, before - d)
    return d, before - d


def _skirt(p: F64, body: Body, garb: Garb) -> F64:
    """A skirt or the lower part of a coat: rounds that widen from the waist to the hem."""
    assert garb.skirt is not None
    to, flare = garb.skirt
    v = body.vertices[:, body.part("spine", "root", "upperleg", "pelvis") > 0.5].astype(np.float64)
    waist = float(body.joints["spine04"][1]) + 0.02
    hip = float(body.joints["upperleg01.L"][1])
    hem = waist * (1.0 - to)
    ring = {y: v[:, np.abs(v[1] - y) < 0.03] for y in (waist, hip)}
    heights = np.array([hem, hip, waist, waist + 0.10])
    wide = {y: 0.5 * np.ptp(r[0]) + garb.trunk for y, r in ring.items()}
    deep = {y: 0.5 * np.ptp(r[2]) + garb.trunk for y, r in ring.items()}
    mid = {y: 0.5 * (r[2].max() + r[2].min()) for y, r in ring.items()}
    a = np.interp(p[:, 1], heights, [wide[hip] + flare, wide[hip] + 0.012, wide[waist], wide[waist] * 0.9])
    b = np.interp(p[:, 1], heights, [deep[hip] + flare * 1.05, deep[hip] + 0.015, deep[waist], deep[waist] * 0.9])
    c = np.interp(p[:, 1], heights, [mid[hip] - 0.01, mid[hip], mid[waist], mid[waist]])
    fall = np.clip((hip - p[:, 1]) / max(hip - hem, 1e-3), 0.0, 1.0)
    turn = np.arctan2(p[:, 0] / a, (p[:, 2] - c) / b)
    fold = garb.pleats * fall * (np.sin(8.0 * turn + 0.6) + 0.5 * np.sin(13.0 * turn))
    round_ = (np.hypot(p[:, 0] / a, (p[:, 2] - c) / b) - 1.0) * np.minimum(a, b) - fold
    return np.asarray(np.maximum(np.maximum(round_ * 0.9, hem - p[:, 1]), p[:, 1] - waist - 0.08), np.float64)
