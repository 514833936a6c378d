"""The physics written by others' means, for `physics.py`: naive NumPy, and fused Numba kernels of the same model.

Numba compiles with its defaults: one thread, no fast math.
"""

import numpy as np
from numba import njit

from dreamscape.physics import particles, strand_dynamics


def trilinear(flow: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The wind at `at` (3, n), from the eight cells around each point, as one would write it."""
    low = np.floor(at)
    x, y, z = at - low
    i, j, k = low.astype(np.int64)
    x, y, z = x[:, None], y[:, None], z[:, None]
    i0, i1, j0, j1, k0, k1 = i % 64, (i + 1) % 64, j % 32, (j + 1) % 32, k % 64, (k + 1) % 64
    front = (flow[i0, j0, k0] * (1 - x) + flow[i1, j0, k0] * x) * (1 - y) + (
        flow[i0, j1, k0] * (1 - x) + flow[i1, j1, k0] * x
    ) * y
    back = (flow[i0, j0, k1] * (1 - x) + flow[i1, j0, k1] * x) * (1 - y) + (
        flow[i0, j1, k1] * (1 - x) + flow[i1, j1, k1] * x
    ) * y
    return (front * (1 - z) + back * z).T


def dust_naive(data: np.ndarray, target: np.ndarray, magnets: np.ndarray, flow: np.ndarray, shift: np.ndarray) -> None:
    pos, vel = data[:3], data[3:6]
    air = trilinear(flow, pos + shift[:, None])
    vel = vel * data[particles.KEEP] + air * data[particles.CARRY]
    vel[1] += data[particles.LIFT]
    goal = magnets[target].T
    gap = goal[:3] - pos
    vel = vel + gap * data[particles.PULL] * goal[3] / (1 + (gap**2).sum(axis=0) / particles.PULL_RANGE**2)
    vel = np.clip(vel, -1e4, 1e4)
    pos = pos + vel / 60
    data[:3] = pos - np.round(pos / 1024) * 1024
    data[3:6] = vel
    data[particles.AGE] = data[particles.AGE] + data[particles.PACE]
    np.flatnonzero((data[particles.AGE] >= 1) | (data[particles.Y] < data[particles.FLOOR]))


@njit
def dust_numba(data: np.ndarray, target: np.ndarray, magnets: np.ndarray, flow: np.ndarray, shift: np.ndarray) -> None:
    X, Y, Z, VX, AGE, PACE, KEEP, CARRY, LIFT, PULL = 0, 1, 2, 3, 6, 7, 10, 11, 12, 13  # rows of particles.Dust
    one = np.float32(1)
    for n in range(data.shape[1]):
        px, py, pz = data[X, n], data[Y, n], data[Z, n]
        ax, ay, az = px + shift[0], py + shift[1], pz + shift[2]
        fx, fy, fz = np.floor(ax), np.floor(ay), np.floor(az)
        i0, j0, k0 = int(fx) & 63, int(fy) & 31, int(fz) & 63
        i1, j1, k1 = (i0 + 1) & 63, (j0 + 1) & 31, (k0 + 1) & 63
        x, y, z = ax - fx, ay - fy, az - fz
        w000, w100 = (one - x) * (one - y) * (one - z), x * (one - y) * (one - z)
        w010, w110 = (one - x) * y * (one - z), x * y * (one - z)
        w001, w101 = (one - x) * (one - y) * z, x * (one - y) * z
        w011, w111 = (one - x) * y * z, x * y * z
        m = target[n]
        gx, gy, gz = magnets[m, 0] - px, magnets[m, 1] - py, magnets[m, 2] - pz
        pull = data[PULL, n] * magnets[m, 3] / (one + (gx * gx + gy * gy + gz * gz) / np.float32(2.25))
        for axis in range(3):
            air = (
                flow[i0, j0, k0, axis] * w000
                + flow[i1, j0, k0, axis] * w100
                + flow[i0, j1, k0, axis] * w010
                + flow[i1, j1, k0, axis] * w110
                + flow[i0, j0, k1, axis] * w001
                + flow[i1, j0, k1, axis] * w101
                + flow[i0, j1, k1, axis] * w011
                + flow[i1, j1, k1, axis] * w111
            )
            gap = gx if axis == 0 else gy if axis == 1 else gz
            vel = data[VX + axis, n] * data[KEEP, n] + air * data[CARRY, n] + gap * pull
            if axis == 1:
                vel += data[LIFT, n]
            vel = min(max(vel, np.float32(-1e4)), np.float32(1e4))
            pos = data[X + axis, n] + vel * np.float32(1 / 60)
            data[X + axis, n] = pos - np.rint(pos * np.float32(1 / 1024)) * np.float32(1024)
            data[VX + axis, n] = vel
        data[AGE, n] += data[PACE, n]


def relax_naive(pos: np.ndarray, rest: np.ndarray) -> None:
    """Link after link: vectorised over strands, with textbook relaxation."""
    links = pos.shape[1] - 1
    for _ in range(strand_dynamics.RELAXATIONS):
        for k in range(links):
            gap = pos[:, k + 1] - pos[:, k]
            length = np.sqrt((gap**2).sum(axis=0) + 1e-12)
            share = gap * ((length - rest) / length)
            if k == 0:
                pos[:, 1] -= share
            elif k == links - 1:
                pos[:, k] += share
            else:
                pos[:, k] += share / 2
                pos[:, k + 1] -= share / 2


@njit
def relax_numba(pos: np.ndarray, rest: np.ndarray) -> None:
    links = pos.shape[1] - 1
    for _ in range(4):
        for k in range(links):
            root = np.float32(0) if k == 0 else np.float32(1) if k == links - 1 else np.float32(0.5)
            tip = np.float32(1) - root
            for n in range(pos.shape[2]):
                x = pos[0, k + 1, n] - pos[0, k, n]
                y = pos[1, k + 1, n] - pos[1, k, n]
                z = pos[2, k + 1, n] - pos[2, k, n]
                share = np.float32(1) - rest[n] / np.sqrt(x * x + y * y + z * z + np.float32(1e-12))
                pos[0, k, n] += x * share * root
                pos[1, k, n] += y * share * root
                pos[2, k, n] += z * share * root
                pos[0, k + 1, n] -= x * share * tip
                pos[1, k + 1, n] -= y * share * tip
                pos[2, k + 1, n] -= z * share * tip


def pairs_naive(pos: np.ndarray, radius: np.ndarray, weight: np.ndarray, force: np.ndarray) -> None:
    away = pos[:, :, None] - pos[:, None, :]
    square = (away**2).sum(axis=0)
    share = np.maximum(1 - square / (radius[:, None] + radius) ** 2, 0) ** 2 / np.sqrt(square + 1e-12)
    force[:] = (away * share).sum(axis=2) * weight


@njit
def pairs_numba(pos: np.ndarray, radius: np.ndarray, weight: np.ndarray, force: np.ndarray) -> None:
    one = np.float32(1)
    for i in range(pos.shape[1]):
        fx = fy = fz = np.float32(0)
        for j in range(pos.shape[1]):
            x, y, z = pos[0, i] - pos[0, j], pos[1, i] - pos[1, j], pos[2, i] - pos[2, j]
            square = x * x + y * y + z * z
            reach = radius[i] + radius[j]
            near = max(one - square / (reach * reach), np.float32(0))
            share = near * near / np.sqrt(square + np.float32(1e-12))
            fx += x * share
            fy += y * share
            fz += z * share
        force[0, i], force[1, i], force[2, i] = fx * weight[i], fy * weight[i], fz * weight[i]
