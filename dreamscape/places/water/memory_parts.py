"""Parts of a painted memory: where its people are, and rectangles: left, bottom, right, top, each -1 to 1."""

import numpy as np

Box = tuple[float, float, float, float]
WHOLE: Box = (-1.0, -1.0, 1.0, 1.0)
PEOPLED: tuple[Box, ...] = (  # where people and their shadows are in each memory, before left and right are exchanged
    (-0.72, -0.92, 0.66, 0.0),
    (-1.0, -1.0, 0.36, 0.46),
    (-0.66, -1.0, 0.62, 0.40),
)
HALVES = -0.18, -0.13, -0.14  # in the texture, up to where each memory takes as long to paint as from there on
SIDE = 0.77  # of a texture, in that of a memory, as in glsl/acts/memory_plan.glsl


def in_texture(box: Box) -> Box:
    """The rectangle in the texture where all of a rectangle of the memory is; glsl/acts/memory_plan.glsl has the plan.

    A side is bent there: its points nearest to the axis reach farthest.
    """
    spots = np.linspace(0.0, 1.5, 1501)
    places = spots * (SIDE + 0.19 * spots**6)
    left, bottom, right, top = np.sign(box) * np.minimum(np.interp(np.abs(box), places, spots), 1.0)
    return float(left), float(bottom), float(right), float(top)


def around(box: Box) -> tuple[Box, ...]:
    """The rest of a memory, below, beside and above a rectangle."""
    left, bottom, right, top = box
    return (-1.0, -1.0, 1.0, bottom), (-1.0, bottom, left, top), (right, bottom, 1.0, top), (-1.0, top, 1.0, 1.0)


def common(box: Box, other: Box) -> Box:
    """What two rectangles have in common; without width or height if they have nothing."""
    return max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3])


def mirrored(box: Box) -> Box:
    """A rectangle with left and right exchanged."""
    left, bottom, right, top = box
    return -right, bottom, -left, top
