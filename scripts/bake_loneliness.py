"""Bake Loneliness: `assets/loneliness.npz`, the dreamer's own body as a shadow, in two gestures.

    pip install -e '.[bake]' && python scripts/bake_loneliness.py

It stands with its head bowed and its arms around itself, and it goes, looking back. Each is a picture of coat, hair and
scarf on the body of `bake_dreamer.py`: a signed distance to its outline (128 on it, more within; a pixel is STEPS), and
its normal's x and y (128 is 0). The first row is lowest.
"""

from pathlib import Path

import numpy as np
from bake_dreamer import WHO, X, Y, hanging, open_hand, standing, v
from bake_memories import distance
from people import posing
from people.body import body
from people.dressed import Dressed, dress, joined
from people.pictures import drawn

SIZE = 144, 208  # px
FINER = 3  # samples along each side of a pixel
STEPS = 5  # of the distance in a pixel
HIGH = 1.92  # m that a picture shows
ALL = 10**6  # triangles of a piece: as many as it has
DRAPE = 110  # steps

BOWED = {
    "spine04": posing.about(X, 5.0), "spine02": posing.about(X, 7.0),
    "neck01": posing.about(X, 17.0), "head": posing.about(X, 24.0) @ posing.about(Y, -6.0),
}  # fmt: skip
BACK = {
    "spine04": posing.about(X, 3.0), "spine02": posing.about(Y, 9.0) @ posing.about(X, 4.0),
    "neck01": posing.about(Y, 16.0) @ posing.about(X, 8.0), "head": posing.about(Y, 22.0) @ posing.about(X, 9.0),
}  # fmt: skip


def alone() -> Dressed:
    """It stands, its head bowed, its arms around itself."""
    rest = posing.at_rest(WHO)
    over = posing.arm(rest, "L", v(-0.10, 1.235, 0.165), v(-1.0, 0.30, -0.15), v(0.15, 0.0, -1.0), v(0.55, -1.0, 0.35))
    under = posing.arm(rest, "R", v(0.10, 1.165, 0.150), v(1.0, 0.25, -0.20), v(-0.15, 0.0, -1.0), v(-0.55, -1.0, 0.3))
    hands = open_hand(rest, "L") | open_hand(rest, "R")
    return dress(body(WHO, BOWED | over | under | hands | standing(rest)), 0.30, 0.36, 0.0, 0.0, DRAPE)


def going() -> Dressed:
    """It goes, one hand at the heart, and looks back over its shoulder."""
    rest = posing.at_rest(WHO)
    left = hanging(rest, "L", v(0.27, 0.90, -0.05))
    heart = posing.arm(rest, "R", v(0.03, 1.215, 0.155), v(1.0, 0.35, -0.15), v(-0.1, 0.0, -1.0), v(-0.6, -1.0, 0.2))
    return dress(
        body(WHO, BACK | left | heart | open_hand(rest, "R") | standing(rest, 15.0)), 0.26, 0.42, 0.0, 0.3, DRAPE
    )


def picture(figure: Dressed, turn: float) -> np.ndarray:
    """The three channels of a figure turned to its left by so many degrees, (rows, columns, 3) uint8."""
    names = ("head", "left", "right", "legs", "coat", "hair", "ribbons", "scarf", "end", "other_end")
    mesh = joined(figure, {name: ALL for name in names if name in figure.pieces})
    turned = posing.about(Y, turn)
    place, normal = turned @ mesh["position"], turned @ mesh["normal"]
    place[0] -= place[0].mean()
    step = HIGH / (SIZE[1] * FINER)
    size = SIZE[0] * FINER, SIZE[1] * FINER
    seen = drawn(place, mesh["triangles"], normal[:2] * mesh["shade"], (-0.5 * step * size[0], -0.06), step, size)
    inside = np.isfinite(seen[0])
    away = distance(inside) / FINER
    for _ in range(5 * FINER):  # what is beside it goes on as at its outline
        near = [np.roll(seen, shift, axis) for shift, axis in ((1, 1), (-1, 1), (1, 2), (-1, 2))]
        count = np.sum([np.isfinite(n) for n in near], axis=0)
        mean = np.nansum(near, axis=0) / np.maximum(count, 1)
        seen = np.where(np.isfinite(seen) | (count == 0), seen, mean)
    coded = np.concatenate([128 + away[None] * STEPS, 128 + 127 * np.nan_to_num(seen)])
    small = coded.reshape(3, SIZE[1], FINER, SIZE[0], FINER).mean(axis=(2, 4))
    return np.asarray(np.clip(np.round(small), 0, 255).astype(np.uint8).transpose(1, 2, 0))


def main() -> None:
    pictures = np.stack([picture(alone(), 62.0), picture(going(), -118.0)])
    path = Path(__file__).parents[1] / "assets" / "loneliness.npz"
    np.savez_compressed(path, pictures=pictures)
    print(path, path.stat().st_size, pictures.shape)


if __name__ == "__main__":
    main()
