"""Envelopes: how a sound begins and ends, its panning, and the removal of direct current."""

import numpy as np

from dreamscape.arrays import F64
from dreamscape.synthesis.voice import RATE, Samples


def sample_times(count: int) -> F64:
    """The times of `count` samples, `(count,)` seconds."""
    return np.arange(count) / RATE


def sample_count(time: float) -> int:
    """The number of samples in `time` seconds, rounded."""
    return round(time * RATE)


def fades(count: int, rise: float, fall: float) -> F64:
    """A fade in and out by half a cosine, `(count,)`, 0 at both ends, 1 between; `rise` and `fall` in seconds."""
    shape = np.ones(count)
    for length, side in ((rise, shape), (fall, shape[::-1])):
        steps = min(sample_count(length), count)
        side[:steps] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(steps) / max(steps, 1))
    return shape


def finish(sound: F64, rise: float, fall: float, peak: float) -> Samples:
    """A one-shot ready to play: faded at both ends, no direct current, its largest sample at `peak`.

    `sound` is `(n,)` or `(n, 2)`, `rise` and `fall` are seconds. Direct current is removed by a bump as long as the
    sound, far below the range of hearing.
    """
    shape = fades(len(sound), rise, fall)
    position = np.arange(len(sound)) / max(len(sound) - 1, 1)
    bump = (position * (1.0 - position)) ** 2
    if sound.ndim == 2:
        shape, bump = shape[:, None], bump[:, None]
    shaped = sound * shape
    shaped -= bump * (shaped.mean(axis=0) / bump.mean())
    return np.asarray(shaped * (peak / max(float(np.abs(shaped).max()), 1e-9)), np.float32)


def pan_gains(pan: F64 | float) -> F64:
    """The gains of left and right for a `pan` from -1 to 1, `(..., 2)`, at equal power."""
    angle = (np.asarray(pan, np.float64) + 1.0) * (np.pi / 4.0)
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


def wander(random: np.random.Generator, times: F64, period: float) -> F64:
    """A slow drift between about -1 and 1 at `times` (n,) seconds: three sines of incommensurable periods."""
    phases = random.random(3)
    waves = [
        np.sin(2.0 * np.pi * (times / (period * stretch) + phase))
        for stretch, phase in zip((1.0, 1.618, 2.618), phases, strict=True)
    ]
    return np.asarray(0.45 * waves[0] + 0.33 * waves[1] + 0.22 * waves[2])
