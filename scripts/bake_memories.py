"""Bake the people in the memories of act Immersion: `assets/memories.npz`, small pictures of figures with gestures.

    python scripts/bake_memories.py

Each is a picture of people from `people/wardrobe.py`: a signed distance to their outline (128 on it, more within;
a pixel is 4 steps), their normal's x and y (128 is 0), and what they are made of (0 hair to 4 skin), times 51, with
how light it is in so many steps less one. The first row is lowest.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from people.body import normals
from people.pictures import drawn
from people.rays import Rays
from people.wardrobe import COAT, DARK, PALE, Part, arm, dressed, leg, placed, turned

from dreamscape.arrays import F32, F64

SIZE = 240, 320  # px
FINER = 3  # samples along each side of a pixel
STEPS = 4  # of the distance in a pixel
LEVELS, LIGHTS = 51, 25  # of each stuff, and how many of them are used
HIDES = 0.25  # m, within which people and what they wear hide the sky
STRIDES = 8  # pictures of two steps

MAN = {"gender": 0.0, "age": 0.68, "height": 0.6, "muscle": 0.35, "weight": 0.4}
WOMAN = {"gender": 1.0, "age": 0.66, "cupsize": 0.2}
CHILD = {"gender": 0.6, "age": 0.36, "height": 0.4}
ELDER = {"gender": 0.9, "age": 0.97, "height": 0.3}


def look(up: float, tilt: float = 0.0, turn: float = 0.0) -> dict[str, F64]:
    """A head that looks up, tilts to its left and turns to its left, degrees, half of each in the neck."""
    half = turned((0, 1, 0), turn / 2) @ turned((0, 0, 1), -tilt / 2) @ turned((1, 0, 0), -up / 2)
    return {"neck02": half, "head": half}


def lean(forward: float, aside: float = 0.0) -> dict[str, F64]:
    bent = turned((0, 0, 1), -aside / 2) @ turned((1, 0, 0), forward / 2)
    return {"spine04": bent, "spine02": bent}


HANG = {**arm("L", (0.18, -1, 0.05)), **arm("R", (-0.18, -1, 0.05))}


def embrace() -> list[Part]:
    """Two who hold each other; her head lies on his shoulder."""
    his = {
        **arm("L", (0.35, -0.55, 0.75), 70, 80),
        **arm("R", (-0.35, -0.35, 0.85), 70, 80),
        **look(-26, 12),
        **lean(9),
    }
    hers = {**arm("L", (0.4, 0.05, 0.9), 60, 80), **arm("R", (-0.4, -0.15, 0.9), 60, 80), **look(2, -24), **lean(6)}
    he = placed(dressed(MAN, his, COAT, DARK, hem=0.12), 78, (-0.165, 0.0, 0.0))
    she = placed(dressed(WOMAN, hers, PALE, DARK, bun=True, hem=0.45), -98, (0.165, 0.0, 0.05))
    return he + she


def stays() -> list[Part]:
    """She stands and lifts a hand."""
    pose = {**arm("R", (-0.4, -0.62, 0.7), 112), **arm("L", (0.2, -1, 0.1), 25, 80), **look(4), **lean(3)}
    return placed(dressed(WOMAN, pose, PALE, DARK, bun=True, hem=0.45), 62)


def leaves(turn: float) -> list[Part]:
    """He walks away, seen from behind, so far through two steps, 0 to 1: a foot is planted, lifts and swings ahead."""
    step: dict[str, F64] = {}
    for side, at in (("L", turn), ("R", (turn + 0.5) % 1.0)):
        hip = np.interp(at, (0.0, 0.55, 0.80, 1.0), (24.0, -20.0, 20.0, 24.0))
        step |= leg(side, float(hip), float(np.interp(at, (0.0, 0.12, 0.45, 0.68, 0.88, 1.0), (4, 14, 8, 52, 12, 4))))
    stride = float(np.cos(2.0 * np.pi * turn))
    swing = {**arm("L", (0.2, -1, -0.3 * stride), 22, 60), **arm("R", (-0.2, -1, 0.3 * stride), 22, 60)}
    return placed(dressed(MAN, {**step, **swing, **look(-14), **lean(7)}, COAT, DARK, hem=-0.25), 128)


def pair() -> list[Part]:
    """Two who sit close, his arm around her, their heads together."""
    his = {**leg("L", 128, 122, 8), **leg("R", 116, 92, 8), **arm("L", (0.9, -0.45, 0.1), 50, 70),
           **arm("R", (-0.35, -0.7, 0.6), 40), **look(-8, 20, 14), **lean(8, 4)}  # fmt: skip
    hers = {**leg("L", 124, 128, 2), **leg("R", 128, 134, -2), **arm("L", (0.3, -0.75, 0.55), 50),
            **arm("R", (-0.25, -0.8, 0.5), 60), **look(4, -22, -8), **lean(6, -6)}  # fmt: skip
    he = placed(dressed(MAN, his, COAT, DARK), 38, (-0.20, -0.02, -0.04))
    she = placed(dressed(WOMAN, hers, PALE, DARK, bun=True, hem=0.55), 44, (0.20, 0.0, 0.08))
    return he + she


def child_sits() -> list[Part]:
    """A child who kneels and holds something out."""
    pose = {**leg("L", 58, 136, 6), **leg("R", 58, 136, 6), **arm("L", (0.25, -0.45, 0.9), 30),
            **arm("R", (-0.2, -0.45, 0.9), 34), **look(10), **lean(10)}  # fmt: skip
    return placed(dressed(CHILD, pose, COAT, DARK), -66)


def catches() -> list[Part]:
    """A child whose hands are held out to the snow and whose face is turned up."""
    pose = {**arm("L", (0.16, -0.85, 0.55), 72, 12), **arm("R", (-0.14, -0.80, 0.55), 76, 12), **look(34), **lean(-4)}
    pose |= {"wrist.L": turned((1, 0, 0), -18), "wrist.R": turned((1, 0, 0), -18)}
    return placed(dressed(CHILD, pose, COAT, DARK, hem=-0.15), 64)


def bends() -> list[Part]:
    """Someone old who bends down to the child, a hand on its shoulder."""
    pose = {
        **arm("L", (0.25, -0.75, 0.75), 30, -20),
        **arm("R", (-0.2, -1, 0.35), 30),
        **look(-6),
        **lean(26),
        **leg("L", 10, 14),
        **leg("R", 4, 10),
    }
    return placed(dressed(ELDER, pose, PALE, DARK, bun=True, hem=0.6), 70)


FIGURES: dict[str, tuple[Callable[[], list[Part]], float, float, float]] = {
    # each with how much of the height of its picture a metre is, and where it stands in it, x and y
    "embrace": (embrace, 0.46, 0.0, 0.04), "stays": (stays, 0.46, 0.0, 0.04),
    "pair": (pair, 0.62, 0.10, 0.06), "child_sits": (child_sits, 0.90, -0.12, 0.06),
    "catches": (catches, 0.66, 0.08, 0.05), "bends": (bends, 0.55, 0.20, 0.04),
    **{f"leaves_{n}": (partial(leaves, n / STRIDES), 0.46, 0.0, 0.04) for n in range(STRIDES)},
}  # fmt: skip


def distance(inside: np.ndarray) -> F32:
    """The distance in samples to the outline of a mask, positive within, exact as far as a byte holds it."""
    reach = FINER * 128 // STEPS + 1

    def squares(mask: np.ndarray) -> np.ndarray:
        field = np.where(mask, np.float32(0.0), np.float32(1e9))
        for axis in (0, 1):
            lines = np.moveaxis(field, axis, 0)
            nearest = lines.copy()
            for step in range(1, min(reach, len(lines) - 1) + 1):
                apart = np.float32(step * step)
                np.minimum(nearest[step:], lines[:-step] + apart, out=nearest[step:])
                np.minimum(nearest[:-step], lines[step:] + apart, out=nearest[:-step])
            field = np.moveaxis(nearest, 0, axis)
        return np.minimum(field, np.float32(reach * reach))

    return np.asarray(np.sqrt(squares(~inside)) - np.sqrt(squares(inside)) - np.where(inside, 0.5, -0.5), np.float32)


def picture(parts: list[Part], metre: float, x: float, y: float) -> np.ndarray:
    """The four channels of people, (rows, columns, 4) uint8."""
    start, vertices, triangles, values, out = 0, [], [], [], []
    for part in parts:
        used = np.unique(part.triangles)
        number = np.zeros(part.vertices.shape[1], int)
        number[used] = np.arange(len(used))
        vertices.append(part.vertices[:, used])
        triangles.append(number[part.triangles] + start)
        light = np.ones(len(used)) if part.light is None else part.light[used]
        out.append(normals(part.vertices, part.triangles)[:, used])
        values.append(np.vstack([out[-1][:2], np.full(len(used), part.made_of), light]))
        start += len(used)
    sky = Rays(np.concatenate(vertices, axis=1).T.astype(np.float64), np.concatenate(triangles))
    points, ways = (np.concatenate(rows, axis=1).T.astype(np.float64) for rows in (vertices, out))
    opened = sky.open_sky(points + 0.004 * ways, ways, 64, HIDES)
    step = 1.0 / (metre * SIZE[1] * FINER)
    size = SIZE[0] * FINER, SIZE[1] * FINER
    low = (-0.5 * size[0] + 0.5) * step + x, -y / metre + 0.5 * step
    known = np.concatenate(values, axis=1)
    known[3] *= 0.35 + 0.65 * np.clip(opened, 0.0, 1.0)
    seen = drawn(np.concatenate(vertices, axis=1), np.concatenate(triangles), known, low, step, size)
    inside = np.isfinite(seen[0])
    away = distance(inside) / FINER
    for _ in range(4 * FINER):  # what is beside them goes on as at their outline
        near = [np.roll(seen, shift, axis) for shift, axis in ((1, 1), (-1, 1), (1, 2), (-1, 2))]
        count = np.sum([np.isfinite(n) for n in near], axis=0)
        mean = np.nansum(near, axis=0) / np.maximum(count, 1)
        seen = np.where(np.isfinite(seen) | (count == 0), seen, mean)
    seen = np.nan_to_num(seen)
    coded = np.concatenate([128 + away[None] * STEPS, 128 + 127 * seen[:2], seen[2:]])
    small = coded.reshape(5, SIZE[1], FINER, SIZE[0], FINER)
    whole = small.mean(axis=(2, 4))
    made = np.round(4.0 * small[3, :, FINER // 2, :, FINER // 2])  # between two of them lies a third
    light = np.round(LIGHTS * np.clip(whole[4], 0.0, 1.0)) / LIGHTS
    whole = np.concatenate([whole[:3], (LEVELS * made + (LEVELS - 1) * light)[None]])
    return np.asarray(np.clip(np.round(whole), 0, 255).astype(np.uint8).transpose(1, 2, 0))


def main() -> None:
    names = list(FIGURES)
    pictures = np.stack([picture(make(), *where) for make, *where in FIGURES.values()])
    np.savez_compressed(Path(__file__).parents[1] / "assets" / "memories.npz", pictures=pictures)
    print(names, pictures.shape)


if __name__ == "__main__":
    main()
