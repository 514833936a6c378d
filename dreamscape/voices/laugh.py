"""Laughter: short, evenly spaced notes of one vowel, each softer than the one before."""

from dataclasses import dataclass

import numpy as np

from dreamscape.rng import Streams
from dreamscape.synthesis import vocal_tract
from dreamscape.synthesis.envelope import finish
from dreamscape.synthesis.voice import Samples
from dreamscape.voices.whisper import VOWELS

GAP = 0.214  # s from note to note
_NOTE = 0.075  # s


@dataclass(frozen=True)
class Laugh:
    """One bout of laughter; mono.

    Notes of 75 ms, 214 ms apart, all of one vowel (ha-ha or ho-ho, never both), each begun by a breath; they grow
    softer and sink in pitch. At the end air is drawn in.
    Source: Provine and Yong 1991, "Laughter: a stereotyped human vocalization".

    Args:
        streams: of the dream.
        number: of the bout; vowel, melody and breath differ.
        pitch: Hz of the first note, 100 to 600; men are typically at 276, women at 502.
        notes: 3 to 12.
    """

    streams: Streams
    number: int = 0
    pitch: float = 400.0
    notes: int = 7

    def render(self) -> Samples:
        """`(n,) float32`, the notes and half a second."""
        random = self.streams.at("voice laugh", self.number)
        times = vocal_tract.frame_times(GAP * self.notes + 0.6)
        vowel = VOWELS[str(random.choice(("AA", "AH", "EH", "AO")))]
        voice, breath = np.zeros(len(times)), np.zeros(len(times))
        pitch = np.full(len(times), self.pitch)
        for note in range(self.notes):
            at = 0.03 + GAP * (note + 0.06 * random.standard_normal())
            loud = 0.86**note * random.uniform(0.85, 1.0)
            voice = np.maximum(voice, loud * vocal_tract.plateau(times, at + 0.025, at + 0.025 + _NOTE, 0.03))
            breath = np.maximum(breath, 0.35 * loud * vocal_tract.plateau(times, at - 0.02, at + 0.12, 0.04))
            during = (times >= at - 0.05) & (times < at + GAP)
            tune = self.pitch * 2.0 ** (-(note * 0.9 + abs(random.normal(0.0, 0.8))) / 12.0)
            pitch[during] = tune * (1.0 + 0.06 * np.exp(-(((times[during] - at - 0.05) / 0.04) ** 2)))
        drawn = GAP * self.notes + 0.08
        breath += 0.16 * vocal_tract.plateau(times, drawn, drawn + 0.3, 0.12)
        formants = np.broadcast_to(np.array([*(1.1 * hz for hz in vowel), 3700.0]), (len(times), vocal_tract.FORMANTS))
        tract = vocal_tract.vowel_tract(formants, breath, voice, pitch)
        return finish(vocal_tract.synthesise(tract, random), 0.004, 0.15, 0.6)
