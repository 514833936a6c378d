"""Instruments for songs whose form is known: each gives the samples of a note or a stroke, mono, 48 kHz."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.synthesis.voice import RATE

Sound = NDArray[np.float32]
FORMANTS = {"a": (730.0, 1090.0, 2440.0), "o": (570.0, 840.0, 2410.0), "i": (270.0, 2290.0, 3010.0)}  # Hz, of a man


def hz(note: float) -> float:
    """The frequency of a MIDI note."""
    return float(440.0 * 2.0 ** ((note - 69.0) / 12.0))


def _time(seconds: float) -> NDArray[np.float64]:
    return np.arange(max(1, round(seconds * RATE))) / RATE


def _envelope(t: NDArray[np.float64], attack: float, decay: float, release: float = 0.03) -> NDArray[np.float64]:
    """Rises in `attack` s, falls by 1/e in `decay` s, and ends in `release` s before the end of `t`."""
    end = np.clip((t[-1] - t) / release, 0.0, 1.0)
    return np.asarray(np.minimum(t / attack, 1.0) * np.exp(-t / decay) * end)


def _partials(note: float, seconds: float, weights: tuple[float, ...], stretch: float = 0.0) -> NDArray[np.float64]:
    """A sum of partials; those above 12 kHz are left out."""
    t, base, out = _time(seconds), hz(note), np.zeros(1)
    for k, weight in enumerate(weights, 1):
        high = base * k * np.sqrt(1.0 + stretch * k * k)
        if high < 12_000.0:
            out = out + weight * np.sin(2.0 * np.pi * high * t + k * k)
    return np.asarray(out)


@cache
def piano(note: float, seconds: float) -> Sound:
    t = _time(seconds + 0.2)
    weights = tuple(0.75**k / k for k in range(1, 11))
    shine = np.exp(-t * 6.0) * _partials(note + 12.0, seconds + 0.2, (0.2, 0.1, 0.05))
    tone = _partials(note, seconds + 0.2, weights, 4e-4) + shine
    return (0.5 * tone * _envelope(t, 0.004, 0.9 * 2.0 ** ((60.0 - note) / 18.0), 0.15)).astype(np.float32)


@cache
def pad(note: float, seconds: float) -> Sound:
    t, tone = _time(seconds + 0.6), np.zeros(1)
    for detune in (-0.08, 0.0, 0.07):
        tone = tone + _partials(note + detune, seconds + 0.6, tuple(1.0 / k**1.7 for k in range(1, 9)))
    return (0.12 * tone * _envelope(t, 0.35, 60.0, 0.6)).astype(np.float32)


@cache
def strings(note: float, seconds: float) -> Sound:
    t, base, tone = _time(seconds + 0.15), hz(note), np.zeros(1)
    wobble = 0.004 * np.sin(2.0 * np.pi * 5.3 * t) * np.clip(t - 0.2, 0.0, 1.0)
    phase = 2.0 * np.pi * np.cumsum(base * (1.0 + wobble)) / RATE
    for k in range(1, 13):
        tone = tone + np.sin(k * phase) / k * (base * k < 9000.0)
    return (0.16 * tone * _envelope(t, 0.09, 60.0, 0.15)).astype(np.float32)


@cache
def organ(note: float, seconds: float) -> Sound:
    t = _time(seconds)
    return (0.2 * _partials(note, seconds, (1.0, 0.8, 0.5, 0.4, 0.0, 0.3, 0.0, 0.2)) * _envelope(t, 0.01, 60.0)).astype(
        np.float32
    )


@cache
def bass(note: float, seconds: float) -> Sound:
    t = _time(seconds)
    tone = _partials(note, seconds, (1.0, 0.5, 0.25, 0.15, 0.08, 0.05))
    return (0.35 * tone * _envelope(t, 0.006, 0.6)).astype(np.float32)


@cache
def saw(note: float, seconds: float) -> Sound:
    t = _time(seconds)
    tone = sum(_partials(note + d, seconds, tuple(1.0 / k for k in range(1, 17))) for d in (-0.06, 0.06))
    return np.asarray(0.16 * tone * _envelope(t, 0.01, 1.2), np.float32)


@cache
def square(note: float, seconds: float) -> Sound:
    t = _time(seconds)
    weights = tuple(1.0 / k if k % 2 else 0.0 for k in range(1, 14))
    return (0.25 * _partials(note, seconds, weights) * _envelope(t, 0.003, 0.5)).astype(np.float32)


@cache
def fuzz(note: float, seconds: float) -> Sound:
    """A distorted guitar: root and fifth, driven hard."""
    t = _time(seconds)
    both = _partials(note, seconds, (1.0, 0.6, 0.4)) + _partials(note + 7.0, seconds, (0.8, 0.4, 0.3))
    return (0.28 * np.tanh(4.0 * both) * _envelope(t, 0.004, 2.0)).astype(np.float32)


@cache
def plucked(note: float, seconds: float) -> Sound:
    """A steel string: partials that die the sooner the higher they are, plucked at a fifth of its length."""
    t, base, tone = _time(seconds + 0.5), hz(note), np.zeros(1)
    for k in range(1, 15):
        if base * k < 10_000.0:
            weight = np.sin(np.pi * k / 5.0) / k
            tone = tone + weight * np.exp(-t * (0.9 + 0.35 * k)) * np.sin(2.0 * np.pi * base * k * t)
    return (0.5 * tone * _envelope(t, 0.002, 60.0, 0.1)).astype(np.float32)


@cache
def flute(note: float, seconds: float) -> Sound:
    t = _time(seconds)
    breath = 0.05 * np.random.default_rng(round(note)).standard_normal(len(t))
    return (0.4 * (_partials(note, seconds, (1.0, 0.25, 0.08)) + breath) * _envelope(t, 0.06, 60.0, 0.06)).astype(
        np.float32
    )


@cache
def sung(note: float, seconds: float, vowel: str) -> Sound:
    """A voice: harmonics through formants, with vibrato."""
    t, base, tone = _time(seconds), hz(note), np.zeros(1)
    drift = 1.0 + 0.008 * np.sin(2.0 * np.pi * 5.6 * t) * np.clip(4.0 * t - 0.6, 0.0, 1.0)
    phase = 2.0 * np.pi * np.cumsum(base * drift) / RATE
    for k in range(1, 28):
        at = base * k
        if at < 5000.0:
            gain = sum(
                w / (1.0 + ((at - f) / 110.0) ** 2) for f, w in zip(FORMANTS[vowel], (1.0, 0.6, 0.3), strict=True)
            )
            tone = tone + (gain + 0.02) / np.sqrt(k) * np.sin(k * phase)
    return np.asarray(0.4 * tone * _envelope(t, 0.05, 60.0, 0.07), np.float32)


def kick(rng: np.random.Generator) -> Sound:
    t = _time(0.35)
    return (
        0.8 * np.sin(2.0 * np.pi * (48.0 * t + 3.2 * (1.0 - np.exp(-t * 32.0)))) * _envelope(t, 0.002, 0.11)
    ).astype(np.float32)


def snare(rng: np.random.Generator) -> Sound:
    t = _time(0.25)
    noise = np.diff(rng.standard_normal(len(t)), prepend=0.0)
    return ((0.22 * noise + 0.4 * np.sin(2.0 * np.pi * 190.0 * t)) * _envelope(t, 0.001, 0.06)).astype(np.float32)


def hat(rng: np.random.Generator, decay: float = 0.025) -> Sound:
    t = _time(6.0 * decay)
    noise = np.diff(rng.standard_normal(len(t)), n=2, prepend=[0.0, 0.0])
    return (0.1 * noise * _envelope(t, 0.001, decay)).astype(np.float32)


def cymbal(rng: np.random.Generator) -> Sound:
    return 1.6 * hat(rng, 0.5)


def brush(rng: np.random.Generator) -> Sound:
    t = _time(0.3)
    return (0.07 * rng.standard_normal(len(t)) * _envelope(t, 0.05, 0.1)).astype(np.float32)


def room(samples: NDArray[np.float64], rng: np.random.Generator, seconds: float, wet: float) -> NDArray[np.float64]:
    """The samples in a room that rings for `seconds`."""
    t = _time(seconds)
    tail = rng.standard_normal(len(t)) * np.exp(-t * 6.9 / seconds)
    tail /= np.sqrt(np.sum(tail**2))
    size = 1 << (len(samples) + len(tail)).bit_length()
    rung = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(tail, size), size)[: len(samples)]
    return np.asarray(samples + wet * rung)
