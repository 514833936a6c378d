"""Length constraints of links: position-based dynamics (Müller et al. 2007), vectorised over strands.

One Newton step over the whole rope is a tridiagonal system (Thomas algorithm, O(nodes)) and carries a load from one end
to the other at once; relaxation passes over the even and the odd links remove the error of its linearisation.
"""

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.physics.strands import Strands

COMPLIANCE = np.float32(0.004)  # of the Newton step: keeps a straight, overstretched rope solvable

_ONE = np.float32(1.0)
_HALF = np.float32(0.5)
_INNER = np.float32(2.0) + COMPLIANCE  # the diagonal of a link between two free nodes


def newton(strands: Strands, tied: NDArray[np.bool_]) -> F32:
    """One Newton step on all link lengths; returns the links' loads, (m - 1, n), m of correction per tick^2.

    With unit directions d and weights w (0 at a tied end, else 1), the corrections lambda solve
    (w_k + w_k+1 + compliance) l_k - w_k (d_k-1 . d_k) l_k-1 - w_k+1 (d_k . d_k+1) l_k+1 = length_k - rest.
    """
    pos, rest = strands.pos, strands.rest
    links = pos.shape[1] - 1
    direction, work = strands._work[:3, :links], strands._work[3, :links]
    error, cosine = strands._work[4, :links], strands._work[5, : links - 1]
    np.subtract(pos[:, 1:], pos[:, :-1], out=direction)
    _length(direction, error, work)
    np.divide(direction, error, out=direction)
    np.subtract(error, rest, out=error)
    scratch = work[: links - 1]
    np.multiply(direction[0, 1:], direction[0, :-1], out=cosine)
    for axis in (1, 2):
        np.multiply(direction[axis, 1:], direction[axis, :-1], out=scratch)
        np.add(cosine, scratch, out=cosine)
    weight = np.where(tied, np.float32(0.0), _ONE)
    load = error
    _solve(load, cosine, weight, strands._work[6:].reshape(-1))
    np.multiply(direction, load, out=direction)
    limit = np.float32(2.0) * rest
    np.clip(direction, -limit, limit, out=direction)
    np.subtract(pos[:, 1:-1], direction[:, :-1], out=pos[:, 1:-1])
    np.add(pos[:, 1:-1], direction[:, 1:], out=pos[:, 1:-1])
    pos[:, 0] += direction[:, 0] * weight[0]
    pos[:, -1] -= direction[:, -1] * weight[1]
    return load


def _solve(load: F32, dot: F32, weight: F32, work: F32) -> None:
    """Solve the tridiagonal system of `newton` in place: `load` (m - 1, n) holds the right side, then the result.

    Elimination runs from both ends and meets at the middle link (m is even, so there is one), which halves the number
    of steps. The matrix is diagonally dominant, so no step divides by less than COMPLIANCE.
    """
    links, count = load.shape
    half = links // 2
    rows = work[: half * 4 * count].reshape(half, 2, 2, count)  # step, from root or tip, right side or coupling
    coupling = work[half * 4 * count : half * 6 * count].reshape(half, 2, 1, count)
    rows[:, 0, 0], rows[:, 1, 0] = load[:half], load[: links - half - 1 : -1]
    coupling[:, 0, 0], coupling[:, 1, 0] = dot[:half], dot[: links - half - 2 : -1]
    np.copyto(rows[:, :, 1:], coupling)
    factor = weight[:, None] + (_ONE + COMPLIANCE)
    carried = np.empty((2, 2, count), np.float32)
    first = True
    for row, couple in zip(rows, coupling, strict=True):
        if not first:
            np.subtract(_INNER, carried[:, 1:], out=factor)
            np.add(row[:, 0], carried[:, 0], out=row[:, 0])
        np.divide(row, factor, out=row)
        np.multiply(row, couple, out=carried)
        first = False
    middle = load[half]
    if half:
        middle += carried[0, 0]
        middle += carried[1, 0]
        middle /= _INNER - carried[0, 1] - carried[1, 1]
    else:
        middle /= weight[0] + weight[1] + COMPLIANCE
    solution = middle
    scratch = factor[:, 0]
    for row in rows[::-1]:
        np.multiply(row[:, 1], solution, out=scratch)
        solution = np.add(row[:, 0], scratch, out=row[:, 0])
    load[:half], load[: links - half - 1 : -1] = rows[:, 0, 0], rows[:, 1, 0]


def relax(strands: Strands, parity: int, tied: F32) -> None:
    """Restore the lengths of the even or the odd links: each node moves by half, a tied end's neighbour by all.

    Rounding may move a tied end; the caller pins it again.
    """
    pos = strands.pos
    a, b = pos[:, parity:-1:2], pos[:, parity + 1 :: 2]
    if a.shape[1] == 0:
        return
    d = strands._work[:3].reshape(3, -1)[:, : a[0].size].reshape(a.shape)
    share = strands._work[3].reshape(-1)[: a[0].size].reshape(a.shape[1:])
    work = strands._work[5].reshape(-1)[: a[0].size].reshape(a.shape[1:])
    np.subtract(b, a, out=d)
    _length(d, share, work)
    np.divide(strands.rest * _HALF, share, out=share)
    np.subtract(_HALF, share, out=share)
    np.multiply(d, share, out=d)
    np.add(a, d, out=a)
    np.subtract(b, d, out=b)
    if parity == 0:
        root, tip = pos[:, :2], pos[:, -2:]
        np.subtract(root, (d[:, 0] * tied[0])[:, None], out=root)
        np.add(tip, (d[:, -1] * tied[1])[:, None], out=tip)


def _length(d: F32, out: F32, work: F32) -> None:
    """The lengths of the vectors `d` (3, ...) into `out`, never 0."""
    np.multiply(d[0], d[0], out=out)
    for axis in (1, 2):
        np.multiply(d[axis], d[axis], out=work)
        np.add(out, work, out=out)
    np.add(out, np.float32(1e-12), out=out)
    np.sqrt(out, out=out)
