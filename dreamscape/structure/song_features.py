"""What a whole song sounds like over time: spectrum, chroma, loudness and onset strength, read a piece at a time.

An hour takes 12 MB, and a minute about a fifth of a second of a core.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.spectrum import HANN, HOP, NARROW, narrow_bands, window
from dreamscape.synthesis.voice import RATE

F32 = NDArray[np.float32]
Read = Callable[[int, int], F32]  # gives `count` samples from a sample on, `(count, 2)`

FAST, SLOW = 2048, 8192  # samples, windows: of onsets and spectrum, and of pitch
EVERY = 6  # frames of onsets in one of the spectrum and of chroma
SPECTRA_PER_SECOND = TICKS_PER_SECOND // EVERY
PIECE = 30 * TICKS_PER_SECOND  # frames that are analysed at once
QUIET = 1e-8  # power of a narrow band at -80 dBFS: what is below counts as silence
LOWEST, HIGHEST = 65.0, 2100.0  # Hz, of pitches: C2 to C7
A4 = 440.0  # Hz
DEEP = 6  # narrow bands below about 350 Hz, in which kick and bass are


@dataclass(frozen=True, slots=True)
class SongFeatures:
    """A song over time.

    Attributes:
        flux: (ticks,) float32, dB, by how much the narrow bands rise.
        deep_flux: (ticks,) float32, dB, of the deepest ones alone.
        spectrum: (frames, NARROW) float32, dB, mean power of the narrow bands, SPECTRA_PER_SECOND frames a second.
        chroma: (frames, 12) float32, how present each pitch class is, from C; the greatest is 1, all 0 in silence.
        loudness: (frames,) float32, LUFS of each frame; -80 and less in silence.
        seconds: its length.
    """

    flux: F32
    deep_flux: F32
    spectrum: F32
    chroma: F32
    loudness: F32
    seconds: float


def analyse(read: Read, samples: int) -> SongFeatures:
    """The features of a song of that many samples."""
    ticks = max(EVERY, -(-samples // HOP))
    ticks = -(-ticks // EVERY) * EVERY
    parts = list[tuple[F32, ...]]()
    before = np.full((2, NARROW), 10.0 * np.log10(QUIET), np.float32)
    for start in range(0, ticks, PIECE):
        count = min(PIECE, ticks - start)
        sound = read(start * HOP - SLOW // 2, count * HOP + SLOW).mean(axis=1)
        fast = _powers(sound[(SLOW - FAST) // 2 :], FAST, HOP, count)
        decibels = (10.0 * np.log10(fast @ _BANDS + QUIET)).astype(np.float32)
        flux, deep = _flux(decibels, before)
        before = decibels[-2:]
        spectrum = decibels.reshape(-1, EVERY, NARROW).mean(axis=1)
        loudness = 10.0 * np.log10((fast @ _WEIGHTS).reshape(-1, EVERY).mean(axis=1) + 1e-9) - 0.691
        chroma = _chroma(_powers(sound[EVERY * HOP // 2 :], SLOW, EVERY * HOP, count // EVERY))
        parts.append((flux, deep, spectrum, chroma, loudness.astype(np.float32)))
    flux, deep, spectrum, chroma, loudness = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return SongFeatures(flux, deep, spectrum, chroma, loudness, samples / RATE)


def _powers(sound: F32, size: int, hop: int, count: int) -> F32:
    """Power spectra, `(count, size // 2 + 1)`, of windows that begin `hop` samples apart; a full sine has 1/2."""
    shape = window(size, *HANN).astype(np.float32)
    rows = np.lib.stride_tricks.sliding_window_view(np.pad(sound, (0, size)), size)[::hop][:count]
    spectrum = np.fft.rfft(rows * shape, axis=1)
    return np.asarray((spectrum.real**2 + spectrum.imag**2) * np.float32(2.0 / shape.sum() ** 2), np.float32)


def _flux(decibels: F32, before: F32) -> tuple[F32, F32]:
    """How much each frame's bands rise above the loudest that they and their neighbours were two frames ago."""
    past = np.concatenate([before, decibels])[:-2]
    highest = past.copy()
    highest[:, 1:-1] = np.maximum(np.maximum(past[:, :-2], past[:, 1:-1]), past[:, 2:])
    rise = np.maximum(decibels - highest, 0.0)
    deep = np.maximum(decibels - past, 0.0)[:, :DEEP]
    return rise.mean(axis=1), deep.mean(axis=1)


def _chroma(power: F32) -> F32:
    chroma = np.sqrt(power) @ _PITCHES
    greatest = chroma.max(axis=1, keepdims=True)
    return np.asarray(np.where(greatest > np.sqrt(QUIET), chroma / np.maximum(greatest, 1e-9), 0.0), np.float32)


def _pitch_classes() -> F32:
    """How much each bin belongs to each pitch class, `(bins, 12)`: by how near it is, in semitones."""
    frequencies = np.fft.rfftfreq(SLOW, 1.0 / RATE)
    inside = (frequencies > LOWEST) & (frequencies < HIGHEST)
    notes = 69.0 + 12.0 * np.log2(np.where(inside, frequencies, A4) / A4)
    away = (notes[:, None] - np.arange(12) + 6.0) % 12.0 - 6.0
    octave = np.exp(-0.5 * ((notes - 62.0) / 12.0) ** 2)  # the middle counts most: tunes and chords are there
    return np.asarray(np.exp(-0.5 * (away / 0.35) ** 2) * (inside * octave)[:, None], np.float32)


def _loudness_weights() -> F32:
    """The weights of bins in loudness, `(bins,)`: the K curve of ITU-R BS.1770, as a shelf and a high-pass.

    Bins that an offset reaches through the window count nothing.
    """
    f = np.fft.rfftfreq(FAST, 1.0 / RATE)
    shelf = 10.0 ** (0.4 / (1.0 + (1650.0 / np.maximum(f, 1.0)) ** 4))
    weights = shelf / (1.0 + (38.0 / np.maximum(f, 1.0)) ** 4) * (f > 30.0)
    return np.asarray(weights / 1.5, np.float32)  # 1.5: bins of a Hann window


_BANDS = narrow_bands(FAST).T.astype(np.float32)
_PITCHES, _WEIGHTS = _pitch_classes(), _loudness_weights()
