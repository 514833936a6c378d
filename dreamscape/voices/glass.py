"""Glass: a spire that sings as somebody walks past, as a glass does under a wet finger."""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import finish, pan_gains, sample_count, sample_times
from dreamscape.synthesis.overlap_add import band_gain
from dreamscape.synthesis.voice import Samples

PARTIALS = 7
AFTER = 3.0  # s that it sings on once it is passed
_BEHIND = 4.0  # m from who walks past to who looks on
_SWELL, _OPENS = 7.0, 3.0  # powers by which its fundamental, and each partial more, fall with the distance
_RUBBED = 4.6  # Hz, about how often the finger slips
# The air that rubs it, the brighter the nearer: low and high end, Hz, amplitude, and the power of the distance.
_AIR = ((450.0, 1300.0, 0.10, 8.0), (1300.0, 3800.0, 0.11, 16.0), (3800.0, 11_000.0, 0.10, 28.0))
_CLOSE = 5.0  # m, from which the air is heard so loud; at twice that, a sixteenth


@dataclass(frozen=True)
class Glass:
    """One spire that is passed; stereo.

    A rubbed glass sounds nearly a sine: it sticks and slips, so its partials are harmonic. Each is doubled within a
    hertz, since no glass is quite round. The nearer it is, the more of them are heard, and the air that rubs it; it
    moves from ahead to the side on which it stands.
    Source: Rossing 1994, "Acoustics of the glass harmonica", J. Acoust. Soc. Am. 95.

    Args:
        streams: of the dream.
        number: of the spire; each trembles in its own way.
        pitch: Hz, 100 to 2,000.
        aside: m to the right at which it is passed, 1 to 60, negative to the left.
        before: s from its beginning until it is passed, 0.5 to 6.
        speed: m/s of who passes.
    """

    streams: Streams
    number: int = 0
    pitch: float = 587.33
    aside: float = 5.0
    before: float = 3.0
    speed: float = 1.1

    def render(self) -> Samples:
        """`(n, 2) float32`, `before + AFTER` seconds."""
        random = self.streams.at("voice glass", self.number)
        count = sample_count(self.before + AFTER)
        t = sample_times(count)
        ahead = self.speed * (self.before - t)
        near = abs(self.aside) / np.hypot(self.aside, ahead)
        tremble = np.sin(2.0 * np.pi * (_RUBBED * random.uniform(0.8, 1.25) * t + random.random()))
        sound = np.zeros(count)
        for k in range(1, PARTIALS + 1):
            steady = near ** (_SWELL + _OPENS * (k - 1)) * (1.0 + 0.06 * np.sqrt(k) * tremble)
            sound += k**-1.1 / (1.0 + (k * self.pitch / 8000.0) ** 2) * steady * self._pair(random, k, t)
        sound += (1.0 + 0.3 * tremble) * self._air(random, near)
        side = 0.85 * self.aside / np.hypot(self.aside, ahead + _BEHIND)
        return finish(sound[:, None] * pan_gains(side), 0.6 * self.before, 0.6 * AFTER, 0.5)

    def _air(self, random: np.random.Generator, near: F64) -> F64:
        """The air that rubs it, for how `near` it is, 0 to 1."""
        size = 1 << (len(near) - 1).bit_length()
        white = np.fft.rfft(random.standard_normal(size))
        close = (_CLOSE / max(abs(self.aside), _CLOSE)) ** 4
        total = np.zeros(len(near))
        for low, high, loud, steep in _AIR:
            band = np.fft.irfft(white * band_gain(size, low, high, 3.0), size)[: len(near)]
            total += close * loud * near**steep * band
        return total

    def _pair(self, random: np.random.Generator, k: int, t: F64) -> F64:
        """Partial `k`, two sines that beat."""
        apart = random.uniform(0.25, 0.7) * np.sqrt(k)
        first, second = random.random(2)
        turns = k * self.pitch * t
        one = np.sin(2.0 * np.pi * (turns - 0.5 * apart * t + first))
        return np.asarray(0.7 * one + 0.3 * np.sin(2.0 * np.pi * (turns + 0.5 * apart * t + second)))
