"""Perlin noise over whole arrays, for geometry that is built once; shaders have glsl/shared/perlin.glsl."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32

U32 = NDArray[np.uint32]


def hashed(x: U32, y: U32, z: U32) -> U32:
    """Lattice coordinates to well-mixed integers, as in glsl/shared/hash.glsl; there, a missing z is 0."""
    h: U32 = x * np.uint32(0x9E3779B1) ^ y * np.uint32(0x85EBCA77) ^ z * np.uint32(0xC2B2AE3D)
    h = (h ^ (h >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
    h ^= h >> np.uint32(13)
    return h


def perlin(x: F32, y: F32, z: F32) -> F32:
    """Gradient noise (Perlin 2002) at points in lattice units, arrays of the same shape; about -1 to 1, mean 0."""
    base = [np.floor(axis) for axis in (x, y, z)]
    frac = [(axis - low).astype(np.float32) for axis, low in zip((x, y, z), base, strict=True)]
    cell = [low.astype(np.int64).astype(np.uint32) for low in base]
    fade = [f * f * f * (f * (f * 6 - 15) + 10) for f in frac]

    def corner(dx: int, dy: int, dz: int) -> F32:
        h = hashed(cell[0] + np.uint32(dx), cell[1] + np.uint32(dy), cell[2] + np.uint32(dz))
        gx = (h & 2047).astype(np.float32) / 1024 - 1
        gy = ((h >> 11) & 2047).astype(np.float32) / 1024 - 1
        gz = (h >> 22).astype(np.float32) / 512 - 1
        return np.asarray(gx * (frac[0] - dx) + gy * (frac[1] - dy) + gz * (frac[2] - dz), np.float32)

    def row(dy: int, dz: int) -> F32:
        a = corner(0, dy, dz)
        return np.asarray(a + fade[0] * (corner(1, dy, dz) - a), np.float32)

    def plane(dz: int) -> F32:
        a = row(0, dz)
        return np.asarray(a + fade[1] * (row(1, dz) - a), np.float32)

    a = plane(0)
    return np.asarray(a + fade[2] * (plane(1) - a), np.float32)


def ridged(x: F32, y: F32, z: F32, octaves: int) -> F32:
    """Ridged noise of `octaves` octaves, 0 to about 1 (Musgrave, Texturing and Modeling, ch. 16)."""
    total, weight = np.zeros_like(x, np.float32), 0.5
    for octave in range(octaves):
        scale = np.float32(2.03**octave)
        ridge = 1 - np.abs(perlin(x * scale + octave * 7.1, y * scale, z * scale - octave * 3.7)) * 1.7
        total += np.float32(weight) * ridge * ridge
        weight *= 0.5
    return total
