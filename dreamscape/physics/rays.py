"""Rays: a hand that reaches from the eye through a point of the picture into the distance."""

import numpy as np

from dreamscape.arrays import F32


def offset_from_ray(pos: F32, hand: F32, eye: F32, out: F32) -> F32:
    """The vectors from points to the ray from the eye through the hand.

    Args:
        pos: (3, ...) float32, m, the points.
        hand: (3,) or more float32, m; `eye` (3,) the same.
        out: like `pos`, overwritten with the vector from each point to the nearest one on the ray's line.

    Returns:
        Like one row of `pos`: how far ahead of the eye each is, m; negative behind it, and where there is no ray.
    """
    ray = hand[:3] - eye
    length = np.sqrt(np.sum(ray * ray))
    ray = ray / np.maximum(length, np.float32(1e-6))
    shape = (3,) + (1,) * (pos.ndim - 1)
    np.subtract(eye.reshape(shape), pos, out=out)
    ahead = -(out[0] * ray[0] + out[1] * ray[1] + out[2] * ray[2])
    np.add(out, ray.reshape(shape) * ahead, out=out)
    return np.asarray(ahead if length > 1e-6 else np.full_like(ahead, -1.0), np.float32)
