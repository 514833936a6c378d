"""What tests of sound measure: power by frequency, loudness over time."""

import numpy as np

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import BLOCK, RATE, OneShot, Texture

STREAMS = Streams(7)


def render(voice: OneShot) -> F64:
    """Left and right in one, `(n,)`."""
    sound = voice.render().astype(np.float64)
    return sound if sound.ndim == 1 else sound.mean(axis=1)


def played(texture: Texture, seconds: float, first: int = 0) -> F64:
    """Left and right, `(n, 2)`."""
    return np.concatenate([texture.block(first + n) for n in range(int(seconds * RATE / BLOCK))]).astype(np.float64)


def power(sound: F64) -> tuple[F64, F64]:
    """The frequencies, Hz, and the power at each."""
    return np.fft.rfftfreq(len(sound), 1.0 / RATE), np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2


def share(sound: F64, low: float, high: float) -> float:
    """The part of the power that lies between two frequencies."""
    hz, level = power(sound)
    return float(level[(hz >= low) & (hz < high)].sum() / level.sum())


def centre(sound: F64) -> float:
    """The middle of the power, Hz."""
    hz, level = power(sound)
    return float((hz * level).sum() / level.sum())


def strongest(sound: F64, low: float, high: float) -> float:
    """Where the power is greatest between two frequencies, Hz."""
    hz, level = power(sound)
    inside = (hz >= low) & (hz < high)
    return float(hz[inside][level[inside].argmax()])


def envelope(sound: F64, step: int) -> F64:
    """The rms of each `step` samples."""
    return np.sqrt((sound[: len(sound) // step * step].reshape(-1, step) ** 2).mean(axis=1))
