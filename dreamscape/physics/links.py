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
_TINY = np.float32(1e-12)
_INNER = np.float32(2.0) + COMPLIANCE  # the diagonal of a link between two free nodes


def newton(strands: Strands, tied: NDArray[np.bool_]) -> F32:
    """One Newton step on all link lengths; returns the links' loads, (m - 1, n), m of correction per tick^2.

    With unit directions d and weights w (0 at a tied end, else 1), the corrections lambda solve
    (w_k + w_k+1 + compliance) l_k - w_k (d_k-1 . d_k) l_k-1 - w_k+1 (d_k . d_k+1) l_k+1 = length_k - rest.
    """
    pos, rest = strands.pos, strands.rest
    links = pos.shape[1] - 1
    direction, error, cosine = strands._work[:3, :links], strands._work[4, :links], strands._work[5, : links - 1]
    np.subtract(pos[:, 1:], pos[:, :-1], out=direction)
    _length(direction, error, strands._work[5:8, :links])
    np.divide(direction, error, out=direction)
    np.subtract(error, rest, out=error)
    products = strands._work[6:9, : links - 1]
    np.multiply(direction[:, 1:], direction[:, :-1], out=products)
    np.add(products[0], products[1], out=cosine)
    np.add(cosine, products[2], out=cosine)
    weight = np.where(tied, np.float32(0.0), _ONE)
    load = error
    _solve(load, cosine, weight, strands._work[6:].reshape(-1))
    np.multiply(direction, load, out=direction)
    limit = np.float32(2.0) * rest
    np.maximum(direction, -limit, out=direction)
    np.minimum(direction, limit, out=direction)
    inner = pos[:, 1:-1]
    np.subtract(inner, direction[:, :-1], out=inner)
    np.add(inner, direction[:, 1:], out=inner)
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
    parts = work[: half * 6 * count].reshape(3, half, 2, count)  # right side, coupling, the same eliminated; step; end
    parts[0, :, 0], parts[0, :, 1] = load[:half], load[: links - half - 1 : -1]
    parts[1, :, 0], parts[1, :, 1] = dot[:half], dot[: links - half - 2 : -1]
    right, coupling, coupled = parts.reshape(3, half, 2 * count)  # rows without gaps, which NumPy is quickest with
    factor = (weight + (_ONE + COMPLIANCE)).ravel()
    carried_right, carried_coupling = np.empty((2, 2 * count), np.float32)
    first = True
    for side, couple, result in zip(right, coupling, coupled, strict=True):
        if not first:
            np.subtract(_INNER, carried_coupling, out=factor)
            np.add(side, carried_right, out=side)
        np.divide(side, factor, out=side)
        np.divide(couple, factor, out=result)
        np.multiply(side, couple, out=carried_right)
        np.multiply(result, couple, out=carried_coupling)
        first = False
    middle = load[half]
    if half:
        middle += carried_right[:count]
        middle += carried_right[count:]
        middle /= _INNER - carried_coupling[:count] - carried_coupling[count:]
    else:
        middle /= weight[0] + weight[1] + COMPLIANCE
    solution = np.concatenate([middle, middle])
    for side, result in zip(right[::-1], coupled[::-1], strict=True):
        np.multiply(result, solution, out=factor)
        solution = np.add(side, factor, out=side)
    load[:half], load[: links - half - 1 : -1] = parts[0, :, 0], parts[0, :, 1]


def relax(strands: Strands, tied: F32, passes: int) -> None:
    """Restore the lengths of the even links, then of the odd ones, `passes` times.

    Each node moves by half, a tied end's neighbour by all. Rounding may move a tied end; the caller pins it again.
    Even and odd nodes are parted meanwhile: of every other node, NumPy takes each row by itself.

    Args:
        strands: changed in place.
        tied: (2, n) float32, 1 where root and tip are tied, else 0.
        passes: how often.
    """
    half_rest = strands.rest * _HALF
    _, nodes, count = strands.pos.shape
    work = strands._work.reshape(-1, nodes // 2, count)  # 8 and 9 hold the loads
    parted = work[:6].reshape(2, 3, nodes // 2, count)
    even, odd = parted
    np.copyto(even, strands.pos[:, ::2])
    np.copyto(odd, strands.pos[:, 1::2])
    root, tip = parted[:, :, 0], parted[:, :, -1]
    first, last = work[10:13, 0], work[10:13, -1]
    for _ in range(passes):
        _relax(even, odd, half_rest, work[10:])
        np.subtract(root, first * tied[0], out=root)
        np.add(tip, last * tied[1], out=tip)
        if nodes > 2:
            _relax(odd[:, :-1], even[:, 1:], half_rest, work[10:, :-1])
    strands.pos[:, ::2] = even
    strands.pos[:, 1::2] = odd


def _relax(a: F32, b: F32, half_rest: F32, work: F32) -> None:
    """Restore the lengths of the links from `a` to `b` (3, k, n); their shares are left in the first rows of `work`."""
    d, squares, share = work[:3], work[3:6], work[6]
    np.subtract(b, a, out=d)
    _length(d, share, squares)
    np.divide(half_rest, share, out=share)
    np.subtract(_HALF, share, out=share)
    np.multiply(d, share, out=d)
    np.add(a, d, out=a)
    np.subtract(b, d, out=b)


def _length(d: F32, out: F32, squares: F32) -> None:
    """The lengths of the vectors `d` (3, ...) into `out`, never 0; `squares` (3, ...) is overwritten."""
    np.multiply(d, d, out=squares)
    np.add(squares[0], squares[1], out=out)
    np.add(out, squares[2], out=out)
    np.add(out, _TINY, out=out)
    np.sqrt(out, out=out)
