"""Touch: the actions of the dreamer's hand: it plucks threads, strikes sparks, and calls bodies."""

from dataclasses import replace

import numpy as np

from dreamscape.arrays import F32
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.physics import strands as _strands
from dreamscape.physics.bodies import Bodies
from dreamscape.physics.emitters import Emitter
from dreamscape.physics.strands import Strands

NEAR = 0.09  # of a thread's distance from the eye: how far from the hand's line it may pass to be plucked
SHINE = np.float32(0.9)  # tension, and so brightness, of a plucked thread where it was touched
CALLED = 4 * TICKS_PER_SECOND  # ticks that a call lasts
DRAW = np.float32(1.1)  # m/s^2, the pull towards the hand as the call begins
SPARKS = Emitter(rate=36 * TICKS_PER_SECOND, drag=2.6, carry=0.3, life=(0.5, 1.6), colour=(0, 4), lift=-0.15)


def pluck(strands: Strands, eye: F32, hand: F32, tick: int) -> None:
    """Pluck the thread that passes nearest to the line from the eye through the hand, if it passes near enough.

    Args:
        strands: changed in place.
        eye, hand: (3,) float32, m.
        tick: now.
    """
    ray = (hand - eye) / np.sqrt(np.sum((hand - eye) ** 2))
    offset = strands.pos - eye[:, None, None]
    along = offset[0] * ray[0] + offset[1] * ray[1] + offset[2] * ray[2]
    squared = offset[0] * offset[0] + offset[1] * offset[1] + offset[2] * offset[2] - along * along
    angle = squared / np.maximum(along, np.float32(0.1)) ** 2  # the squared tangent
    angle[(along < np.float32(0.1)) | (strands.presence < np.float32(0.2))] = np.inf
    node, slot = np.unravel_index(int(np.argmin(angle)), angle.shape)
    if angle[node, slot] > NEAR * NEAR:
        return
    last = angle.shape[0] - 1
    _strands.pluck(strands, tick, np.array([slot]), 1.0, float(node) / last)
    distance = np.abs(np.arange(last + 1, dtype=np.float32) - np.float32(node)) / np.float32(last)
    shine = SHINE * np.maximum(np.float32(1.0) - distance * np.float32(2.0), np.float32(0.0))
    np.maximum(strands.tension[:, slot], shine, out=strands.tension[:, slot])


def sparks(eye: F32, hand: F32) -> Emitter:
    """The sparks that a striking hand gives off, of the same size in the picture at any distance."""
    distance = float(np.sqrt(np.sum((hand - eye) ** 2)))
    x, y, z = (float(value) for value in hand)
    spread = 0.09 * distance
    return replace(
        SPARKS, points=((x, y, z),), spread=(spread, spread, spread), size=(0.0015 * distance, 0.004 * distance)
    )


def call(bodies: Bodies, hand: F32, since: int) -> None:
    """Pull all bodies towards the hand, `since` ticks after it called; the pull dies away."""
    toward = hand[:3, None] - bodies.pos
    distance = np.sqrt(toward[0] * toward[0] + toward[1] * toward[1] + toward[2] * toward[2]) + np.float32(1.0)
    strength = DRAW * np.float32(1.0 - since / CALLED)
    bodies.push += toward * (strength * bodies.presence / distance)
