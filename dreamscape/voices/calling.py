"""Calling: a hand that calls those who are near."""

from dataclasses import dataclass

import numpy as np

from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import finish, pan_gains, sample_count, sample_times
from dreamscape.synthesis.voice import RATE, Samples

_LASTS = 3.2  # s
_NOTES = ((0.0, 0, -0.25), (0.24, 7, 0.25), (0.52, 12, 0.0))  # s, half tones, pan: open, neither sad nor glad


@dataclass(frozen=True)
class Calling:
    """Three soft tones that rise by a fifth and to the octave, as if hummed into cupped hands; stereo.

    Each has four harmonics under a rise of 70 ms, bends up to its note from a third of a half tone below, and trembles
    a little once it stands.

    Args:
        streams: of the dream.
        number: of the call.
        pitch: Hz of the first tone, 100 to 600.
    """

    streams: Streams
    number: int = 0
    pitch: float = 220.0

    def render(self) -> Samples:
        """`(n, 2) float32`, 3.2 s."""
        random = self.streams.at("voice calling", self.number)
        sound = np.zeros((sample_count(_LASTS), 2))
        for begin, steps, pan in _NOTES:
            start = round(begin * RATE)
            t = sample_times(len(sound) - start)
            trembles = 0.12 * np.sin(2.0 * np.pi * float(random.uniform(4.4, 5.4)) * t) * (1.0 - np.exp(-t / 0.5))
            bend = trembles - 0.33 * np.exp(-t / 0.06)
            turns = np.cumsum(self.pitch * 2.0 ** ((steps + bend) / 12.0)) / RATE
            tone = sum(
                level * np.sin(2.0 * np.pi * harmonic * turns)
                for harmonic, level in ((1, 1.0), (2, 0.35), (3, 0.16), (4, 0.05))
            )
            shape = (1.0 - np.exp(-t / 0.07)) ** 2 * np.exp(-t / 0.75)
            sound[start:] += np.asarray(tone * shape)[:, None] * pan_gains(pan)
        return finish(sound, 0.004, 0.5, 0.7)
