"""How the people of the street hold themselves at a moment: who stands shifts their weight, and heads turn."""

from functools import lru_cache

import numpy as np

from dreamscape.arrays import F64
from dreamscape.places.street import walkers
from dreamscape.places.street.gait import Manner
from dreamscape.places.street.walkers import everybody, places_at
from dreamscape.rng import Streams

_SHIFTS = 8.3  # s, from one leg to the other and back
_GLANCE = 0.55  # rad, at most, of who looks about
_TURNS = 1.1  # rad, at most, that a head turns towards something
_NODS = 0.13  # rad, at most, that who hears music bows on the beat
_FEELS = 4.0  # m from which on a hand is noticed
_MEETS, _PASSES = 3.4, 1.7  # m: the dreamer looks most at who is so far off, less at who is so much nearer or farther


def attitudes(
    streams: Streams, seconds: float, hand: F64 | None = None, heard: tuple[float, float, float] = (0.0, 0.0, 0.0)
) -> Manner:
    """How the dreamer and the strangers hold themselves `seconds` after the act began.

    Args:
        streams: the dream's.
        seconds: since the act began.
        hand: (3,), m, what draws the strangers' eyes, if there is something.
        heard: how much of a beat there is, and turns since the last beat and since the bar began: strangers nod on the
            beat, each by an own measure, and who stands sways with the bar. Feet stay where they are.
    """
    own, stoop = _manners(streams)
    shift = np.sin(2.0 * np.pi * seconds / _SHIFTS + own[0])
    shift = shift * (1.5 - 0.5 * shift**2)  # it rests on either leg
    glance = _GLANCE * np.sin(seconds * 0.37 + own[1]) * np.sin(seconds * 0.23 + own[2])
    glance *= glance * glance / _GLANCE**2
    if hand is not None:
        glance += (_towards(streams, seconds, hand) - glance) * _noticed(streams, seconds, hand)
    much, beat, bar = heard
    nod = much * _NODS * (0.5 + 0.5 * np.cos(2.0 * np.pi * beat)) * (0.7 + 0.3 * np.cos(own[3]))
    shift += min(much, 1.0) * (np.sin(2.0 * np.pi * bar + own[0]) - shift)
    raised = np.zeros(len(stoop))
    nod[walkers.DREAMER] = 0.0
    raised[walkers.DREAMER], glance[walkers.DREAMER] = 1.0, _after_strangers(streams, seconds)
    return Manner(stoop + nod, shift, glance, raised)


@lru_cache(maxsize=2)
def _manners(streams: Streams) -> tuple[F64, F64]:
    """Four numbers of everybody's own, `(4, n)` rad, and how far they stoop, `(n,)` rad."""
    who = everybody(streams)
    own = streams.at("attitudes").uniform(0.0, 2.0 * np.pi, (4, len(who)))
    return own, np.array([person.stoop for person in who])


def _towards(streams: Streams, seconds: float, hand: F64) -> F64:
    """How far each head would have to turn to the right to see a place, rad."""
    (x, z), heading = places_at(streams, seconds)
    turn = np.arctan2(hand[0] - x, hand[2] - z) - heading
    return np.asarray(np.clip(np.remainder(turn + np.pi, 2.0 * np.pi) - np.pi, -_TURNS, _TURNS), np.float64)


def _after_strangers(streams: Streams, seconds: float) -> float:
    """How far to the right the dreamer's head is turned, rad: after who comes by."""
    (x, z), heading = places_at(streams, seconds)
    right, ahead = x[1:] - x[0], z[1:] - z[0]
    turn = np.remainder(np.arctan2(right, ahead) - heading[0] + np.pi, 2.0 * np.pi) - np.pi
    near = np.exp(-(((np.hypot(right, ahead) - _MEETS) / _PASSES) ** 2)) * np.maximum(np.cos(turn), 0.0)
    return float((near * turn).sum() / (0.5 + near.sum()))


def _noticed(streams: Streams, seconds: float, hand: F64) -> F64:
    (x, z), _ = places_at(streams, seconds)
    return np.asarray(1.0 / (1.0 + ((hand[0] - x) ** 2 + (hand[2] - z) ** 2) / _FEELS**2), np.float64)
