"""Meters for a mix: loudness and its range, bands, mono, periodicity."""

from collections.abc import Callable

import numpy as np

from dreamscape.arrays import F64
from dreamscape.synthesis.voice import RATE

STEP = 0.1  # s between the windows of loudness
SHORT, MOMENTARY = 3.0, 0.4  # s, their lengths
GATE = -70.0  # LUFS


def high_pass(hz: float) -> Callable[[F64], F64]:
    """The gain of a high-pass of 24 dB an octave."""
    return lambda f: 1.0 / np.sqrt(1.0 + (hz / np.maximum(f, 1e-3)) ** 8)


def low_pass(hz: float) -> Callable[[F64], F64]:
    """The gain of a low-pass of 24 dB an octave."""
    return lambda f: 1.0 / np.sqrt(1.0 + (f / hz) ** 8)


def band(sound: F64, gain: Callable[[F64], F64]) -> F64:
    """A sound, `(n, c)`, with a gain at each frequency, without delay."""
    size = 1 << (len(sound) - 1).bit_length()
    shape = gain(np.asarray(np.fft.rfftfreq(size, 1.0 / RATE), np.float64))
    return np.stack([np.fft.irfft(np.fft.rfft(ear, size) * shape, size)[: len(sound)] for ear in sound.T], axis=1)


def _weight(f: F64) -> F64:
    """The K-weighting of ITU-R BS.1770-4 at 48 kHz."""
    z = np.exp(-2.0j * np.pi * f / RATE)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1.0 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    return np.asarray(np.abs(shelf * (1.0 - z) ** 2 / (1.0 - 1.99004745483398 * z + 0.99007225036621 * z**2)))


def _lufs(power: F64 | float) -> F64:
    return np.asarray(-0.691 + 10.0 * np.log10(np.maximum(power, 1e-12)))


class Meter:
    """The loudness of a sound, `(n, 2)`, over any span of it."""

    def __init__(self, sound: F64) -> None:
        squares = (band(sound, _weight) ** 2).sum(axis=1)
        self._sums = np.concatenate([[0.0], np.cumsum(squares)])
        self._seconds = len(sound) / RATE

    def _windows(self, begin: float, end: float, length: float) -> F64:
        """The power of each window of `length` seconds."""
        at = np.round(np.arange(begin, end - length + 1e-6, STEP) * RATE).astype(int)
        until = np.minimum(at + round(length * RATE), len(self._sums) - 1)
        return np.asarray((self._sums[until] - self._sums[at]) / (length * RATE))

    def mean(self, begin: float, end: float) -> float:
        """The loudness between two times, without gates, LUFS."""
        return float(_lufs(self._windows(begin, end, end - begin)[0]))

    def integrated(self, begin: float, end: float) -> float:
        """The integrated loudness between two times, s, LUFS."""
        power = self._windows(begin, end, MOMENTARY)
        power = power[_lufs(power) > GATE]
        return float(_lufs(power[power > 0.1 * power.mean()].mean())) if power.size else -np.inf

    def range(self) -> float:
        """The loudness range, LU (EBU Tech 3342)."""
        power = self._windows(0.0, self._seconds, SHORT)
        power = power[_lufs(power) > GATE]
        levels = _lufs(power[power > 0.01 * power.mean()])
        return float(np.percentile(levels, 95) - np.percentile(levels, 10))


def mono_loss(sound: F64) -> float:
    """How much softer a sound is with both ears added, LU."""
    middle = np.repeat(sound.mean(axis=1, keepdims=True), 2, axis=1)
    seconds = len(sound) / RATE
    return Meter(sound).integrated(0.0, seconds) - Meter(middle).integrated(0.0, seconds)


def periodicity(sound: F64, window: float = 0.04) -> float:
    """How alike neighbouring periods are, 0 to 1, of periods from 2 to 12 ms in pieces of twice `window` seconds."""
    size, lags, alike, level = round(2.0 * window * RATE), np.arange(96, 576), [], []
    for begin in range(0, len(sound) - size, size // 4):
        part = sound[begin : begin + size] - sound[begin : begin + size].mean()
        overlap = np.fft.irfft(np.abs(np.fft.rfft(part, 2 * size)) ** 2)[lags]
        sums = np.cumsum(part * part)
        alike.append(float((overlap / np.sqrt(sums[-1 - lags] * (sums[-1] - sums[lags - 1]) + 1e-12)).max()))
        level.append(float(sums[-1]))
    loud = np.array(level) > 0.1 * max(level)
    return float(np.array(alike)[loud].mean())


def rises(sound: F64) -> list[float]:
    """The steepest rises within 0.3 s of 500 to 4,000 Hz, one for each wave, dB."""
    heard = band(sound, lambda f: high_pass(500.0)(f) * low_pass(4000.0)(f)).mean(axis=1)
    step = round(0.03 * RATE)
    level = 10.0 * np.log10((heard[: len(heard) // step * step].reshape(-1, step) ** 2).mean(axis=1) + 1e-12)
    level = np.convolve(level, [0.5, 0.5], "valid")
    steep = level[10:] - level[:-10]
    return [
        round(float(steep[k]), 1)
        for k in range(len(steep))
        if steep[k] > 2.0 and steep[k] == steep[max(k - 70, 0) : k + 70].max()
    ]
