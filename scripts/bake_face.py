"""Bake the face behind the mosaic of eyes: `assets/face.npz`, five heads, what tears, curiosity and wisdom do to them.

    python scripts/bake_face.py

The front of the head of `people/body.py` in one topology for all heads, in metres on the water of act Reflection: the
middle between the eyes is the origin, x to the right of who looks at it, y up, z towards them; the chin is 1.53 below.
All numbers are 1/8192 m, or 1/255 where they are parts of one.
"""

from pathlib import Path

import numpy as np
from people.body import Body, body, normals
from people.pictures import drawn

from dreamscape.arrays import F32, F64

STEPS = 8192  # a metre
CHIN = 1.53  # m below the eyes
HEADS: tuple[dict[str, float], ...] = (
    {"age": 0.42, "gender": 0.6, "asian": 0.4},
    {"age": 0.67, "gender": 1.0},
    {"age": 0.67, "gender": 0.1, "african": 1.0, "asian": 0.0, "caucasian": 0.0},
    {"age": 0.82, "gender": 0.9, "asian": 1.0, "african": 0.1, "caucasian": 0.1},
    {"age": 1.0, "gender": 0.0, "weight": 0.35},
)


def both(**by_action: float) -> dict[str, float]:
    """The same on the left and on the right."""
    return {f"{name}{side}": value for name, value in by_action.items() for side in ("Left", "Right")}


ACTS: tuple[dict[str, float], ...] = (
    {**both(eyeSquint=0.5, mouthFrown=0.8, mouthPress=0.3), "browInnerUp": 1.0, "mouthShrugLower": 0.6},
    {**both(browOuterUp=0.8, eyeWide=0.9), "browInnerUp": 0.4, "jawOpen": 0.16, "mouthFunnel": 0.15},
    {**both(mouthSmile=0.55, cheekSquint=0.7, eyeSquint=0.5, mouthDimple=0.3)},
    {**both(eyeBlink=1.0)},
)


def placed(found: Body) -> tuple[F64, float]:
    """The vertices of a head in metres on the water, (3, n), and how many of these are one of its own."""
    middle = 0.5 * (found.joints["eye.L"] + found.joints["eye.R"])
    v = found.vertices.astype(np.float64) - middle[:, None]
    front = (found.part("head") > 0.9) & (np.abs(v[0]) < 0.012) & (v[2] > 0.0)
    scale = CHIN / -v[1, front].min()
    return v * scale, scale


def skin(found: Body) -> np.ndarray:
    """Which vertices lie on the body itself, not on its teeth or eyeballs, (n,) bool."""
    label = np.arange(found.vertices.shape[1])
    while True:
        least = label.copy()
        for k in range(3):
            np.minimum.at(least, found.triangles[:, k], label[found.triangles].min(axis=1))
        least = least[least]
        if (least == label).all():
            return np.asarray(label == 0)
        label = least


def smooth(low: float, high: float, x: np.ndarray) -> np.ndarray:
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t))


def hollows(vertices: F64, triangles: np.ndarray) -> F32:
    """How much of the sky before the face each vertex sees, (n,), 0 to 1: from two blurs of the relief."""
    step = 1.0 / 60.0  # m
    (depth,) = drawn(vertices, triangles, vertices[2:], (-1.4, -2.2), step, (168, 240))
    low = np.where(np.isfinite(depth), depth, np.nanmin(depth))
    seen = np.ones_like(low)
    for reach, weight in ((2, 9.0), (5, 4.5), (12, 1.6)):
        blurred = low
        for axis in (0, 1):
            for _ in range(2):
                blurred = sum(np.roll(blurred, k, axis) for k in range(-reach, reach + 1)) / (2 * reach + 1)
        seen *= 1.0 - np.clip((blurred - low) * weight, 0.0, 0.75)
    column = np.clip((vertices[0] + 1.4) / step, 0, 167).astype(int)
    row = np.clip((vertices[1] + 2.2) / step, 0, 239).astype(int)
    hidden = depth[row, column] - vertices[2] > 0.05  # in the mouth and the nose
    return np.where(hidden, 0.10, seen[row, column]).astype(np.float32)


def apertures(one: Body, vertices: F64, blink: F64) -> list[list[float]]:
    """Of each eye, the left one in the picture first: x and y of its middle, and half its width, m."""
    middle, scale = 0.5 * (one.joints["eye.L"] + one.joints["eye.R"]), placed(one)[1]
    found = []
    for side in ("R", "L"):
        eye = (one.joints[f"eye.{side}"] - middle) * scale
        moved = np.linalg.norm(blink, axis=0)
        near = (np.linalg.norm(vertices - eye[:, None], axis=0) < 0.30) & (moved > 0.3 * moved.max())
        low, high = vertices[0, near].min(), vertices[0, near].max()
        found.append([0.5 * (low + high), eye[1] - 0.012, 0.5 * (high - low)])
    return found


def lips_of(vertices: F64) -> F64:
    """How far each vertex of the middle head lies on its lips, 0 to 1."""
    tall = 0.112 * np.sqrt(np.clip(1.0 - (vertices[0] / 0.345) ** 2, 0.0, 1.0)) + 1e-6
    off = np.abs(vertices[1] + 0.945) / tall
    return np.asarray(smooth(1.15, 0.75, off) * (vertices[2] > 0.0))


def main() -> None:
    plain = [body(kind) for kind in HEADS]
    found = [placed(one) for one in plain]
    middle = found[1][0]
    moves = np.stack([body(HEADS[1], face=act).vertices - plain[1].vertices for act in ACTS]) * found[1][1]
    out = normals(middle.astype(np.float32), plain[1].triangles)
    keep = skin(plain[1]) & (plain[1].part("head", "neck") > 0.3) & (out[2] > -0.35) & (middle[1] > -2.1)
    faces = plain[1].triangles[keep[plain[1].triangles].all(axis=1)]
    number = np.cumsum(keep) - 1
    order = np.argsort(middle[2, faces].mean(axis=1), kind="stable")  # the farthest first: drawn without a depth buffer
    triangles = number[faces[order]]
    heads = np.stack([v[:, keep] for v, _ in found])
    moves = moves[:, :, keep]
    v = middle[:, keep]
    mouth = lips_of(v) > 0.0
    inside = smooth(1.10, 0.45, v[1] + 0.30 * v[0] ** 2) * smooth(
        1.10, 0.70, np.abs(v[0]) + 0.25 * np.maximum(v[1], 0.0)
    )
    inside *= smooth(-1.62, -1.42, v[1]) * smooth(-0.75, -0.20, v[2])
    inside = np.where(mouth | ((np.abs(v[0]) < 0.40) & (np.abs(v[1] + 0.94) < 0.25)), 1.0, inside)
    shade = np.stack([hollows(h, triangles) for h in heads])
    eyes = np.array([apertures(one, h, moves[3]) for one, h in zip(plain, heads, strict=True)])
    np.savez_compressed(
        Path(__file__).parents[1] / "assets" / "face.npz",
        heads=np.round(heads * STEPS).astype(np.int16),
        moves=np.round(moves * STEPS).astype(np.int16),
        triangles=triangles.astype(np.uint16),
        inside=np.round(inside * 255).astype(np.uint8),
        lips=np.round(lips_of(v) * 255).astype(np.uint8),
        shade=np.round(shade * 255).astype(np.uint8),
        eyes=np.round(eyes * STEPS).astype(np.int16),
    )


if __name__ == "__main__":
    main()
