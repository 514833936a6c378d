"""Bake the dreamer: `assets/dreamer.npz`, one figure in long coat and scarf, in all poses and at all distances.

    pip install -e '.[bake]' && python scripts/bake_dreamer.py

Metres; the figure looks along +x, its right side is towards -z; feet, or for `near` the water, at y = 0.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from people import posing
from people.body import Body, body
from people.cloth import Obstacle, nearest
from people.dressed import Dressed, dress, joined

from dreamscape.arrays import F64

WHO = {"gender": 0.9, "age": 0.6, "weight": 0.40, "muscle": 0.45, "height": 0.5, "proportions": 0.9}
WATER = 0.955  # m above the feet, where the water stands in the act of the key
STEPS = 110  # of the drape
X, Y, Z = np.eye(3)

Mesh = dict[str, NDArray[Any]]
FINE = {"head": 3600, "right": 1500, "left": 60, "coat": 4800, "hair": 3000, "ribbons": 9999, "scarf": 460}
MIDDLE = {"head": 1500, "right": 700, "left": 40, "coat": 2000, "hair": 1300, "ribbons": 9999, "scarf": 300}
LIGHT = {"head": 900, "right": 420, "left": 30, "coat": 1100, "hair": 800, "ribbons": 9999, "scarf": 180}
ROUGH = {"head": 330, "right": 240, "left": 30, "coat": 520, "hair": 420, "scarf": 90}
STREET = {"head": 260, "left": 140, "right": 260, "legs": 300, "coat": 1300, "hair": 760, "scarf": 220}
HOLDING = {
    "head": 1100,
    "left": 120,
    "right": 260,
    "legs": 220,
    "coat": 1700,
    "hair": 1100,
    "ribbons": 9999,
    "scarf": 260,
}
SHORE = {"head": 120, "left": 60, "right": 120, "legs": 110, "coat": 860, "hair": 340, "scarf": 90}
FAR = {"head": 110, "left": 60, "right": 110, "legs": 150, "coat": 520, "hair": 240, "scarf": 90}
ENDS = {"end": 200, "other_end": 200}


def v(*xyz: float) -> F64:
    return np.array(xyz, np.float64)


def standing(rest: Body, stride: float = 0.0) -> posing.Turns:
    """Legs: together, the weight on the left; or in a stride of so many degrees."""
    turns = {"upperleg01.L": posing.about(Z, -6.0) @ posing.about(X, -stride), "foot.L": posing.about(Z, 6.0)}
    bent = 7.0 if stride == 0.0 else 0.0
    turns |= {
        "upperleg01.R": posing.about(Z, 5.0) @ posing.about(X, stride - bent),
        "lowerleg01.R": posing.about(X, 1.8 * bent + 0.4 * stride),
        "foot.R": posing.about(Z, -5.0) @ posing.about(X, -0.8 * bent),
    }
    return turns


def at_ease() -> posing.Turns:
    """The weight on the left leg, whose hip is the higher; the right knee gives, and the trunk bends back over it."""
    return {
        "root": posing.about(Z, 4.0),
        "upperleg01.L": posing.about(Z, -12.5),
        "foot.L": posing.about(Z, 8.5),
        "upperleg01.R": posing.about(Y, -9.0) @ posing.about(Z, -3.0) @ posing.about(X, -13.0),
        "lowerleg01.R": posing.about(X, 22.0),
        "foot.R": posing.about(Z, -1.0) @ posing.about(X, -9.0),
        "spine04": posing.about(Z, -3.0),
        "spine02": posing.about(Z, -4.0) @ posing.about(X, -2.0),
        "neck01": posing.about(Z, 2.0),
    }


def open_hand(rest: Body, side: str) -> posing.Turns:
    """A hand that holds nothing: fingers a little bent, more so towards the little one."""
    bends = {1: (0.0, 8.0, 8.0), 2: (8.0, 16.0, 10.0), 3: (12.0, 20.0, 12.0), 4: (17.0, 24.0, 14.0)}
    return posing.curled(rest, side, {**bends, 5: (20.0, 26.0, 16.0)})


def hanging(rest: Body, side: str, hand: F64) -> posing.Turns:
    """An arm that hangs, the palm to the thigh."""
    out = 1.0 if side == "L" else -1.0
    turns = posing.arm(rest, side, hand, v(0, -1, 0.25), v(-out, 0, 0.2), v(0.3 * out, 0, -1.0))
    return turns | posing.curled(rest, side, dict.fromkeys((2, 3, 4, 5), (16.0, 22.0, 14.0)))


def poses() -> dict[str, Body]:
    """The body in each pose."""
    rest = posing.at_rest(WHO)
    left = hanging(rest, "L", v(0.29, 0.87, 0.07))
    held = posing.arm(rest, "R", v(-0.125, 1.305, 0.425), v(0.08, 0.12, 1.0), v(0, 1, -0.10), v(-0.5, -1, -0.1))
    held |= open_hand(rest, "R")
    up = {"neck01": posing.about(X, -3.0), "head": posing.about(X, -6.0)}
    right = posing.arm(rest, "R", v(-0.25, 0.95, 0.16), v(-0.05, -0.7, 0.6), v(0.6, 0.3, 0.4), v(-0.4, 0, -1))
    out = posing.arm(rest, "R", v(-0.52, 1.13, 0.12), v(-1.0, 0.0, 0.2), v(0.0, 1, -0.1), v(-0.2, -1, -0.2))
    raised = posing.arm(rest, "R", v(-0.25, 1.83, 0.13), v(-0.05, 1.0, 0.12), v(0.3, 0.1, 1.0), v(-1, -0.2, -0.1))
    away = {"head": posing.about(Y, -12.0) @ posing.about(X, -5.0) @ posing.about(Z, 3.0)}
    calm = {"browInnerUp": 0.3, "jawOpen": 0.05}
    return {
        "holding": body(WHO, left | held | up | standing(rest), calm),
        "standing": body(WHO, left | right | open_hand(rest, "R") | away | at_ease(), calm),
        "reaching": body(WHO, left | out | open_hand(rest, "R") | away | at_ease(), calm),
        "raising": body(WHO, left | raised | open_hand(rest, "R") | up | standing(rest, 13.0), calm),
    }


def stored(mesh: Mesh, feet: float) -> Mesh:
    """A mesh as it is stored: positions in 0.1 mm, the rest in bytes, turned to look along +x."""
    turned = {name: np.asarray(mesh[name], np.float64)[[2, 1, 0]].T for name in ("position", "normal", "along")}
    turned["position"] = turned["position"] - v(0, feet, 0)
    bytes_ = {name: np.asarray(mesh[name], np.float64) * 255 for name in ("sway", "strand", "shade")}
    return {
        "position": np.rint(turned["position"] * 1e4).astype(np.int16),
        "normal": np.rint(turned["normal"] * 127).astype(np.int8),
        "along": np.rint(turned["along"] * 127).astype(np.int8),
        "kind": np.asarray(mesh["kind"]).astype(np.uint8),
        **{name: np.rint(value).clip(0, 255).astype(np.uint8) for name, value in bytes_.items()},
        "triangles": np.asarray(mesh["triangles"]).astype(np.uint16),
    }


def carried(mesh: Mesh, before: Body, after: Body) -> NDArray[np.int16]:
    """The positions of a stored standing mesh in another pose of its body: each vertex goes with the nearest skin."""
    place = np.asarray(mesh["position"], np.float64)[:, [2, 1, 0]] * 1e-4
    skin = before.vertices.T.astype(np.float64)
    moved = (after.vertices - before.vertices).T[nearest(place, Obstacle(skin, skin))]
    return np.rint((place + moved)[:, [2, 1, 0]] * 1e4).astype(np.int16)


def figure(pose: str, whole: Body) -> Dressed:
    """The body in one of the poses, dressed."""
    if pose == "holding":
        return dress(whole, 0.30, 0.36, 1.0, 0.0, STEPS)
    if pose == "standing":
        return dress(whole, 0.24, 0.36, 0.0, 0.85, STEPS, 0.40)
    return dress(whole, 0.17, 0.44, 0.0, 0.75, STEPS, 0.42, 0.150)


def main() -> None:
    bodies = poses()
    figures = {name: figure(name, bodies[name]) for name in ("holding", "standing", "raising")}
    meshes = {
        "near_fine": stored(joined(figures["holding"], FINE | ENDS, WATER - 0.14), WATER),
        "near_middle": stored(joined(figures["holding"], MIDDLE | ENDS, WATER - 0.14), WATER),
        "near_light": stored(joined(figures["holding"], LIGHT | ENDS, WATER - 0.14), WATER),
        "near_rough": stored(joined(figures["holding"], ROUGH | ENDS, WATER - 0.14), WATER),
        "holding": stored(joined(figures["holding"], HOLDING | ENDS), 0.0),
        "holding_far": stored(joined(figures["holding"], FAR | ENDS), 0.0),
        "standing": stored(joined(figures["standing"], SHORE | ENDS), 0.0),
        "raising": stored(joined(figures["raising"], STREET | ENDS), 0.0),
        "raising_far": stored(joined(figures["raising"], FAR | ENDS), 0.0),
    }
    meshes["standing"]["reaching"] = carried(meshes["standing"], bodies["standing"], bodies["reaching"])
    path = Path(__file__).parent.parent / "assets" / "dreamer.npz"
    np.savez_compressed(path, **{f"{n}_{p}": a for n, mesh in meshes.items() for p, a in mesh.items()})  # type: ignore[arg-type]
    print(path, path.stat().st_size, {n: len(m["triangles"]) for n, m in meshes.items()})


if __name__ == "__main__":
    main()
