"""Turns as matrices, of many things at once; x right, y up, z ahead."""

import numpy as np

from dreamscape.arrays import F64


def about_y(angle: F64) -> F64:
    """Turns to the right, from ahead towards right, by angles `(...)` rad: `(..., 3, 3)`."""
    turn = np.zeros((*np.shape(angle), 3, 3))
    turn[..., 0, 0] = turn[..., 2, 2] = np.cos(angle)
    turn[..., 0, 2] = np.sin(angle)
    turn[..., 2, 0] = -turn[..., 0, 2]
    turn[..., 1, 1] = 1.0
    return turn


def about_x(angle: F64) -> F64:
    """Turns from ahead upwards, by angles `(...)` rad: `(..., 3, 3)`."""
    turn = np.zeros((*np.shape(angle), 3, 3))
    turn[..., 1, 1] = turn[..., 2, 2] = np.cos(angle)
    turn[..., 1, 2] = np.sin(angle)
    turn[..., 2, 1] = -turn[..., 1, 2]
    turn[..., 0, 0] = 1.0
    return turn


def about_z(angle: F64) -> F64:
    """Turns from right upwards, by angles `(...)` rad: `(..., 3, 3)`."""
    turn = np.zeros((*np.shape(angle), 3, 3))
    turn[..., 0, 0] = turn[..., 1, 1] = np.cos(angle)
    turn[..., 1, 0] = np.sin(angle)
    turn[..., 0, 1] = -turn[..., 1, 0]
    turn[..., 2, 2] = 1.0
    return turn


def length(v: F64) -> F64:
    """The lengths of `v (..., 3)`."""
    return np.asarray(np.sqrt(np.einsum("...i,...i->...", v, v)), np.float64)


def shortest(a: F64, b: F64) -> F64:
    """The shortest turns from directions `a` to `b`, `(..., 3)`, not opposite: `(..., 3, 3)` (Moeller, Hughes 1999)."""
    a, b = a / length(a)[..., None], b / length(b)[..., None]
    half = a + b
    half /= length(half)[..., None]  # a half turn about b after one about what lies midway
    first = 2.0 * half[..., None] * half[..., None, :] - np.eye(3)
    second = 2.0 * a[..., None] * a[..., None, :] - np.eye(3)
    return np.asarray(first @ second, np.float64)


def moved(turn: F64, pivot: F64, to: F64) -> F64:
    """Bones `(..., 3, 4)` that turn about `pivot (..., 3)` and bring it to `to (..., 3)`."""
    shift = to - (turn @ pivot[..., None])[..., 0]
    bones = np.empty((*shift.shape, 4))
    bones[..., :3] = turn
    bones[..., 3] = shift
    return bones
