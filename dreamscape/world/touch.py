"""Touch: what the dreamer's hand does besides being there: it plucks threads, strikes sparks, and calls."""

from dataclasses import replace

import numpy as np

from dreamscape.arrays import F32
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.physics import strands as _strands
from dreamscape.physics.bodies import Bodies
from dreamscape.physics.emitters import Emitter
from dreamscape.physics.strands import Strands

NEAR = 0.09  # of a thread's distance from the eye: how far beside the hand it may pass to be plucked
SHINE = np.float32(0.9)  # of a plucked thread where it was touched
CALLED = 4 * TICKS_PER_SECOND  # ticks that a call is heard
DRAW = np.float32(1.1)  # m/s^2 towards the hand, of whoever hears the call when it is loudest
SPARKS = Emitter(rate=36 * TICKS_PER_SECOND, drag=2.6, carry=0.3, life=(0.5, 1.6), colour=(0, 4), lift=-0.15)


def pluck(strands: Strands, eye: F32, hand: F32, tick: int) -> None:
    """Pluck the thread that passes nearest to the line from the eye through the hand, if one passes near enough.

    Args:
        strands: changed in place.
        eye, hand: (3,) float32, m.
        tick: the time.
    """
    ray = (hand - eye) / np.sqrt(np.sum((hand - eye) ** 2))
    away = strands.pos - eye[:, None, None]
    ahead = away[0] * ray[0] + away[1] * ray[1] + away[2] * ray[2]
    beside = away[0] * away[0] + away[1] * away[1] + away[2] * away[2] - ahead * ahead
    aside = beside / np.maximum(ahead, np.float32(0.1)) ** 2
    aside[(ahead < np.float32(0.1)) | (strands.presence < np.float32(0.2))] = np.inf
    node, place = np.unravel_index(int(np.argmin(aside)), aside.shape)
    if aside[node, place] > NEAR * NEAR:
        return
    last = aside.shape[0] - 1
    _strands.pluck(strands, tick, np.array([place]), 1.0, float(node) / last)
    distance = np.abs(np.arange(last + 1, dtype=np.float32) - np.float32(node)) / np.float32(last)
    shine = SHINE * np.maximum(np.float32(1.0) - distance * np.float32(2.0), np.float32(0.0))
    np.maximum(strands.tension[:, place], shine, out=strands.tension[:, place])


def sparks(eye: F32, hand: F32) -> Emitter:
    """The sparks that leave a hand that strikes, as large to the eye whatever is near or far in an act."""
    far = float(np.sqrt(np.sum((hand - eye) ** 2)))
    x, y, z = (float(value) for value in hand)
    wide = 0.09 * far
    return replace(SPARKS, points=((x, y, z),), spread=(wide, wide, wide), size=(0.0015 * far, 0.004 * far))


def call(bodies: Bodies, hand: F32, since: int) -> None:
    """Draw all bodies towards the hand, `since` ticks after it called; the call dies away."""
    toward = hand[:3, None] - bodies.pos
    far = np.sqrt(toward[0] * toward[0] + toward[1] * toward[1] + toward[2] * toward[2]) + np.float32(1.0)
    loud = DRAW * np.float32(1.0 - since / CALLED)
    bodies.push += toward * (loud * bodies.presence / far)
