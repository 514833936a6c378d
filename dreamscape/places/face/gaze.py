"""How the strangers' eyes move: lids, pupils, saccades and tears, each eye by its own clock.

Everything is a function of the seed and the seconds.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.easing import smoothstep
from dreamscape.places.face.eyes import SLOTS, SLOW, FaceEyes
from dreamscape.places.face.head import TEARS, feelings

RINGS = 12  # of fallen tears that are kept at a time
_TEAR = (12.0, 0.66, 0.74)  # s from tear to tear; the fractions of that after which it runs, and falls
RING_LIFE = 5.0  # s
HEARD = "low", "middle", "snare", "onset", "downbeat", "bar_phase"  # quantities that eyes follow
_OWN_PACE = 2.0  # how much longer the face's own eyes, which are large, take to blink
_OWN_LIDS = np.array((-0.08, 0.26, -0.06), np.float32)  # how much further the face's own eyes open, by what it feels


def eye_states(eyes: FaceEyes, seconds: float, attention: F32) -> F32:
    """The state of each eye.

    Args:
        eyes: the eyes.
        seconds: since the act began.
        attention: (3, 3) float32, m: what QUICK, CALM and SLOW eyes look at, a column each; z above the water is < 0.

    Returns:
        (n, 2, 4) float32: openness 0 to 1, gaze x, y (-1 to 1, in the eye's own axes), pupil's factor; and presence, a
        tear's fullness, how far it has run (0 to 1), -.
    """
    blink, dwell, comes, opens, weeps, phase = eyes.clock.T
    out = np.zeros((len(blink), 2, 4), np.float32)
    wake = _smoothstep((seconds - opens) / 1.3)
    flutter = 0.25 * np.sin(np.clip((seconds - opens) / 1.3, 0.0, 1.0) * np.pi * 3.0) * (1.0 - wake)
    shut = _blinks(eyes, seconds, blink)
    wide = 1.0 + 0.10 * _saccade(eyes, seconds, dwell * 2.3, 2) * (eyes.emotion == "curiosity")
    felt = feelings(eyes.head, seconds)
    out[:, 0, 0] = np.clip(wake + flutter, 0.0, 1.0) * (1.0 - shut) * wide
    out[:2, 0, 0] *= 1.0 + felt @ _OWN_LIDS

    target = attention[:, eyes.follows]
    towards = target[:2] - eyes.mosaic.centre
    ahead = towards / np.sqrt((towards * towards).sum(axis=0) + np.minimum(target[2], -0.4) ** 2)
    wandering = np.stack([_saccade(eyes, seconds, dwell, 0), _saccade(eyes, seconds, dwell, 1)])
    attention_share = _smoothstep((seconds - opens - 1.5 - 2.5 * phase) / 2.5)
    darts = np.where(eyes.emotion == "curiosity", 0.42, np.where(eyes.emotion == "impatience", 0.22, 0.07))
    gaze = ahead * attention_share + wandering * (0.75 * (1.0 - attention_share) + darts * attention_share)
    c, s = np.cos(eyes.mosaic.tilt), np.sin(eyes.mosaic.tilt)
    out[:, 0, 1], out[:, 0, 2] = gaze[0] * c + gaze[1] * s, gaze[1] * c - gaze[0] * s
    breath = np.sin(2.0 * np.pi * (seconds * (0.16 + 0.10 * phase) + phase))
    out[:, 0, 3] = 1.0 + 0.10 * breath + 0.16 * _smoothstep((seconds - 16.0) / 8.0)

    out[:, 1, 0] = _smoothstep((seconds - comes) / 2.6)
    cycle = np.where(np.isfinite(weeps), (seconds - weeps) / _TEAR[0], 0.0)
    cycle = np.where(cycle > 0.0, cycle - np.floor(cycle), 0.0)
    out[:, 1, 1] = _smoothstep(cycle / _TEAR[1]) * (1.0 - _smoothstep((cycle - _TEAR[2]) / 0.10))
    out[:2, 1, 1] = np.maximum(out[:2, 1, 1], 0.9 * felt[TEARS])
    run = np.clip((cycle - _TEAR[1]) / (_TEAR[2] - _TEAR[1]), 0.0, 1.0)
    out[:, 1, 2] = run * run * (cycle < _TEAR[2])
    return out


def follow_music(states: F32, heard: Mapping[str, float]) -> None:
    """Change the states of eyes as music has it: a quarter of them at a time, another with each beat of a bar.

    They widen with low sounds; those whose turn it is glance aside at an onset, blink at a snare, and weep as a bar
    begins.

    Args:
        states: as of `eye_states`, changed in place.
        heard: quantities by name, see `dream/quantities.py`.
    """
    number = np.arange(len(states))
    turn = (number * 7 + int(heard["bar_phase"] * 4.0) * 3) % 4 == 0
    angle = number * 2.399963
    states[:, 0, 0] *= np.minimum(1.0 + 0.22 * heard["low"], 1.3) * (1.0 - 0.85 * turn * min(heard["snare"], 1.0))
    glance = 0.55 * turn * min(heard["onset"], 1.0)
    states[:, 0, 1] = np.clip(states[:, 0, 1] + glance * np.cos(angle), -1.0, 1.0)
    states[:, 0, 2] = np.clip(states[:, 0, 2] + 0.6 * glance * np.sin(angle), -1.0, 1.0)
    states[:, 0, 3] *= 1.0 + 0.22 * heard["middle"]
    fresh = min(heard["downbeat"], 1.0)
    weeping = number % 4 == 0
    states[weeping, 1, 2] = np.where(fresh**0.5 > states[weeping, 1, 1], 0.9 * (1.0 - fresh), states[weeping, 1, 2])
    states[weeping, 1, 1] = np.maximum(states[weeping, 1, 1], fresh**0.5)


def tear_rings(eyes: FaceEyes, seconds: float) -> list[tuple[float, float, float, float]]:
    """The rings of fallen tears: x, y (m), age (s) and strength; always RINGS of them, filled up with strength 0."""
    weeps = eyes.clock[:, 4]
    rings = []
    for i in np.flatnonzero(seconds > weeps):
        age = (seconds - weeps[i] - _TEAR[2] * _TEAR[0]) % _TEAR[0]
        fallen = seconds - age >= weeps[i]
        if fallen and age < RING_LIFE:
            x, y = eyes.mosaic.centre[:, i]
            rings.append((float(x), float(y - 0.9 * eyes.scale[i]), float(age), 1.0))
    rings.sort(key=lambda ring: ring[2])
    return (rings + [(0.0, 0.0, 0.0, 0.0)] * RINGS)[:RINGS]


def _blinks(eyes: FaceEyes, seconds: float, every: F32) -> F32:
    """How far each eye is shut by a blink, 0 to 1; one blink in each slot of `every` seconds."""
    turn = seconds / every + eyes.clock[:, 5]
    slot = np.floor(turn)
    at = 0.12 + 0.66 * _chance(eyes, slot, 2)
    pace = np.where(eyes.follows == SLOW, 1.5, 1.0)
    pace[:2] = _OWN_PACE
    since = (turn - slot - at) * every / pace
    return np.asarray(_smoothstep(since / 0.10) * (1.0 - _smoothstep((since - 0.13) / 0.26)), np.float32)


def _saccade(eyes: FaceEyes, seconds: float, every: F32, kind: int) -> F32:
    """A value from -1 to 1 that holds for `every` seconds and then jumps within 60 ms, as eyes do."""
    turn = seconds / every + eyes.clock[:, 5]
    slot = np.floor(turn)
    x = _smoothstep((turn - slot) * every / 0.06)
    before, now = _chance(eyes, slot - 1.0, kind), _chance(eyes, slot, kind)
    return np.asarray((before + (now - before) * x) * 2.0 - 1.0, np.float32)


def _chance(eyes: FaceEyes, slot: F32, kind: int) -> F32:
    return np.asarray(eyes.chance[np.arange(len(slot)), slot.astype(int) % SLOTS, kind], np.float32)


def _smoothstep(x: NDArray[np.floating] | float) -> F32:
    return np.asarray(smoothstep(x), np.float32)
