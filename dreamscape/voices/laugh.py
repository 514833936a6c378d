"""Laughter: short, evenly spaced notes of one vowel, each softer than the one before."""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.speech.mouths import CENTRES, FRAME, band_mean, frame_times
from dreamscape.speech.speaking import mouth
from dreamscape.speech.utterance import PAUSE, Phone
from dreamscape.synthesis.envelope import finish, wander
from dreamscape.synthesis.vocal_tract import plateau
from dreamscape.synthesis.vocoder import breathe, sing
from dreamscape.synthesis.voice import Samples

GAP = 0.214  # s from note to note
_NOTE = 0.085  # s
_BEFORE = 0.05  # s of breath before the first note
_VOWELS = ("AA", "AH", "EH", "AO")
_BREATH = -11.0  # dB, the air against the voice
_SMALL, _MAN = 1.12, 0.9  # the size of the mouth, as what its formants are multiplied by, at 500 and at 250 Hz


@dataclass(frozen=True)
class Laugh:
    """One bout of laughter; mono.

    Notes of 85 ms, 214 ms apart, all of one vowel (ha-ha or ho-ho, never both), each begun by a breath; they grow
    softer and sink in pitch. At the end air is drawn in. The mouth is the whisper's (`speech/mouths.py`), sung.
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
        vowel = str(random.choice(_VOWELS))
        at = _BEFORE + GAP * np.arange(self.notes) + 0.012 * random.standard_normal(self.notes)
        edges = np.concatenate([[0.0, 0.02], np.stack([at, at + _NOTE], axis=1).ravel()])
        phones = [Phone(PAUSE), *[Phone("HH", first=True), Phone(vowel, 1, last=True)] * self.notes, Phone(PAUSE)]
        levels = mouth(phones, np.append(np.diff(edges), 0.45))
        times = frame_times(len(levels))
        voice, breath, pitch = np.full(len(times), -60.0), np.full(len(times), -60.0), np.full(len(times), self.pitch)
        for note, begin in enumerate(at):
            loud = -1.3 * note - abs(random.normal(0.0, 1.0))
            voice = np.maximum(voice, gate(times, begin, begin + _NOTE, 0.03, loud))
            breath = np.maximum(breath, gate(times, begin - 0.07, begin + _NOTE + 0.02, 0.04, loud))
            near = (times >= begin - 0.06) & (times < begin + GAP)
            tune = self.pitch * 2.0 ** (-(note * 0.9 + abs(random.normal(0.0, 0.8))) / 12.0)
            pitch[near] = tune * (1.0 + 0.07 * np.exp(-(((times[near] - begin - 0.025) / 0.035) ** 2)))
        pitch = pitch * (1.0 + 0.012 * wander(random, times, 0.05))
        drawn = at[-1] + _NOTE + 0.06
        gasp = gate(times, drawn, drawn + 0.28, 0.1, -10.0)[:, None] + band_mean("HH", vowel)
        centres = tuple(CENTRES * float(np.interp(self.pitch, (250.0, 500.0), (_MAN, _SMALL))))
        sung = sing(levels + voice[:, None], pitch, FRAME, centres)
        air = breathe(np.maximum(levels + breath[:, None], gasp), FRAME, centres, random)
        return finish(blended(sung, air, _BREATH), 0.004, 0.15, 0.6)


def gate(times: F64, begin: float, end: float, flank: float, loud: float) -> F64:
    """`loud` dB from `begin` to `end` seconds, 60 dB less elsewhere, at `times` (n,)."""
    return np.asarray(loud + 60.0 * (plateau(times, begin, end, flank) - 1.0))


def blended(sung: F64, air: F64, softer: float) -> F64:
    """Voice and air together, each first brought to an rms of 1, then the air to `softer` dB."""
    power = [max(float((sound * sound).mean()), 1e-20) for sound in (sung, air)]
    return np.asarray(sung / np.sqrt(power[0]) + 10.0 ** (softer / 20.0) * air / np.sqrt(power[1]))
