"""Arithmetic that gives the same bytes on every processor: replacements for sin and sum in simulation steps.

NumPy's float sums, dot products and transcendental functions may differ in the last bit with the width of the
vector unit. Elementwise add, subtract, multiply, divide, sqrt, rint, minimum and maximum may not (IEEE 754).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32

Arrays = dict[str, NDArray[Any]]  # a part of the world's state, by name

BOUND = 512.0  # m; nothing in the dream lies further from its origin on any axis


def sine(turns: F32, work: F32) -> None:
    """Replace `turns` by sin(2 pi turns), within 0.0012, with products and sums only.

    A parabola through the zeros and peaks of the sine, then a blend with its own square that reduces the error from
    0.06 to 0.0011 (0.225 is the minimax weight to three digits).

    Args:
        turns: any shape, float32, |turns| < 2**22; overwritten by the result in [-1, 1].
        work: the same shape, float32; overwritten.
    """
    np.rint(turns, out=work)
    np.subtract(turns, work, out=turns)  # -0.5 .. 0.5
    np.abs(turns, out=work)
    np.multiply(work, np.float32(-16.0), out=work)
    np.add(work, np.float32(8.0), out=work)
    np.multiply(turns, work, out=turns)
    np.abs(turns, out=work)
    np.multiply(work, np.float32(0.225), out=work)
    np.add(work, np.float32(0.775), out=work)
    np.multiply(turns, work, out=turns)


def sum_rows(rows: F32) -> F32:
    """The sum over the first axis, in a fixed order: the upper half is added to the lower until one row is left.

    Args:
        rows: (k, ...) float32, k >= 1; overwritten.

    Returns:
        `rows[0]`, a view.
    """
    count = rows.shape[0]
    while count > 1:
        half = count // 2
        np.add(rows[:half], rows[count - half : count], out=rows[:half])
        count -= half
    return rows[0]  # type: ignore[no-any-return]


def make_finite(values: NDArray[Any], limit: float) -> None:
    """Make `values` finite in place: NaN becomes 0, and everything is clipped to [-limit, limit]."""
    np.copyto(values, 0, where=values != values)
    clip(values, -limit, limit, values)


def clip(values: F32, least: F32 | np.float32 | float, most: F32 | np.float32 | float, out: F32) -> None:
    """`np.clip`, which takes ten times as long as its work in arrays as small as those of a tick."""
    np.maximum(values, least, out=out)
    np.minimum(out, most, out=out)


def smoothstep(values: F32) -> F32:
    """3 t^2 - 2 t^3 of `values` in [0, 1]; a new array of the same shape."""
    return values * values * (np.float32(3.0) - np.float32(2.0) * values)
