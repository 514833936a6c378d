"""Harmony: how much of each pitch class sounds, the key, and how rough the sound is.

Chroma: power at the twelve pitch classes, in bins of a semitone's width that are evenly spaced in pitch, as a
constant-Q transform has them (Brown, Calculation of a constant Q spectral transform, 1991); weak partials count by
their square root. Key: the correlation of the chroma of the last seconds with the profiles of the 24 keys (Krumhansl,
Cognitive foundations of musical pitch, 1990). Roughness: of each pair of partials, by how close they are within a
critical band and how alike (Vassilakis, Perceptual and physical properties of amplitude fluctuation, 2001).
"""

import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.spectrum import HANN, QUIET, Power
from dreamscape.synthesis.voice import RATE

WINDOW = 8192  # samples, 171 ms: a semitone at 100 Hz is 6 Hz
EVERY = 4  # frames between two looks
LOWEST, HIGHEST = 100.0, 2500.0  # Hz, of tones whose pitch class counts
PARTIALS = 12  # strongest partials that roughness is found of
NEAR = 1e-4  # power of a partial, of the strongest one's: 40 dB below it
FULL = 0.6  # roughness of level 1: a cluster of semitones
TONAL = 0.25, 0.6  # by how much the strongest class exceeds the median one, of itself: noise and tones
KEEPS = 0.5 ** (EVERY / (8.0 * TICKS_PER_SECOND))  # a look: the chroma that the key is found of halves in 8 s
MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
STAY = 0.03  # of correlation, by which another key must be better than the present one
KEY_SURE = 0.4, 0.9  # correlations of certainty 0 and 1


def pitch_classes(count: int) -> F64:
    """How much each bin of the spectrum of `count` samples belongs to each class, `(12, bins)`; C is the first."""
    hz = np.fft.rfftfreq(count, 1.0 / RATE)
    pitch = 12.0 * np.log2(np.maximum(hz, 1.0) / 440.0) + 9.0
    off = (pitch - np.arange(12)[:, None] + 6.0) % 12.0 - 6.0
    width = np.maximum(0.35, 12.0 / np.log(2.0) * RATE / count / np.maximum(hz, 1.0) * 0.5)
    shape = np.exp(-0.5 * (off / width) ** 2) * ((hz >= LOWEST) & (hz <= HIGHEST))
    return np.asarray(shape / np.sqrt(np.maximum(hz / LOWEST, 1.0)))


def _profiles() -> F64:
    """The profiles of the 24 keys, `(24, 12)`, of mean 0 and length 1."""
    rows = [np.roll(profile, tonic) for profile in (MAJOR, MINOR) for tonic in range(12)]
    centred = np.array(rows) - np.mean(rows, axis=1, keepdims=True)
    return np.asarray(centred / np.linalg.norm(centred, axis=1, keepdims=True))


class Harmony:
    """Follows the harmony.

    Attributes:
        chroma: `(12,)`, from C, the strongest 1 where there are tones, 0 in noise and silence.
        key, certainty: as of `quantities.KEYS`; 0 to 1.
        roughness: 0 to 1.
    """

    def __init__(self) -> None:
        self._power = Power(WINDOW, *HANN)
        self._classes, self._profiles = pitch_classes(WINDOW), _profiles()
        self._hz = np.fft.rfftfreq(WINDOW, 1.0 / RATE)
        self._first, self._last = (round(hz * WINDOW / RATE) for hz in (60.0, 6000.0))
        self.chroma, self._long = np.zeros(12), np.zeros(12)
        self.key, self.certainty, self.roughness = 0, 0.0, 0.0
        self._count = 0

    def step(self, samples: F64) -> None:
        """Take in one more frame's samples, mono, `(HOP,)`."""
        self._count += 1
        if self._count % EVERY:
            self._power.take(samples)
            return
        power = self._power.of(samples)
        self._look(power)

    def _look(self, power: F64) -> None:
        sounds = float(power.sum()) > QUIET
        if not sounds:
            self.chroma, self.roughness = np.zeros(12), 0.0
            return
        found = self._classes @ np.sqrt(power)
        most, usual = float(found.max()), float(np.partition(found, 6)[6])
        found = np.maximum(found - usual, 0.0)
        low, high = TONAL
        tonal = float(np.clip(((most - usual) / max(most, 1e-12) - low) / (high - low), 0.0, 1.0))
        self.chroma = tonal * found / max(float(found.max()), 1e-12)
        self._long = self._long * KEEPS + self.chroma * (1.0 - KEEPS)
        self._find_key()
        self.roughness = min(roughness(*self._partials(power)) / FULL, 1.0)

    def _find_key(self) -> None:
        centred = self._long - self._long.mean()
        length = float(np.linalg.norm(centred))
        if length < 1e-3:
            return
        match = self._profiles @ centred / length
        match[self.key] += STAY
        self.key = int(match.argmax())
        low, high = KEY_SURE
        self.certainty = float(np.clip((match[self.key] - STAY - low) / (high - low), 0.0, 1.0))

    def _partials(self, power: F64) -> tuple[F64, F64]:
        """The frequencies, Hz, and the amplitudes of the strongest partials, in order of frequency."""
        part = power[self._first : self._last]
        peaks = 1 + np.flatnonzero((part[1:-1] > part[:-2]) & (part[1:-1] >= part[2:]))
        peaks = peaks[part[peaks] > NEAR * part.max()]
        peaks = np.sort(peaks[np.argsort(part[peaks])[-PARTIALS:]])
        amplitudes = np.sqrt(part[peaks] / max(float(part.max()), 1e-24))
        return np.asarray(self._hz[peaks + self._first], np.float64), np.asarray(amplitudes, np.float64)


def roughness(hz: F64, amplitudes: F64) -> float:
    """The roughness of partials, `(n,)` each, in order of frequency; of two of amplitude 1, 0.2 at most."""
    low, high = np.triu_indices(len(hz), 1)
    if not len(low):
        return 0.0
    first, second = amplitudes[low], amplitudes[high]
    apart = 0.24 / (0.0207 * hz[low] + 18.96) * (hz[high] - hz[low])
    alike = (2.0 * np.minimum(first, second) / (first + second)) ** 3.11
    beating = np.exp(-3.5 * apart) - np.exp(-5.75 * apart)
    return float((0.5 * (first * second) ** 0.1 * alike * beating).sum()) * 2.0
