"""The whisper: a line of the voice, close to the ear, without tone."""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.speech.phones import duration, phones
from dreamscape.synthesis import vocal_tract
from dreamscape.synthesis.envelope import finish
from dreamscape.synthesis.voice import Samples

# First three formants of each vowel, Hz (Peterson and Barney 1952, between men and women).
VOWELS = {
    "AA": (780, 1160, 2550), "AE": (720, 1850, 2600), "AH": (680, 1270, 2550), "AO": (590, 880, 2500),
    "AX": (520, 1500, 2550), "EH": (570, 2000, 2700), "ER": (500, 1450, 1850), "IH": (420, 2200, 2850),
    "IY": (300, 2500, 3150), "UH": (460, 1100, 2450), "UW": (340, 920, 2450),
}  # fmt: skip
_DIPHTHONGS = {"AW": ("AA", "UH"), "AY": ("AA", "IH"), "EY": ("EH", "IY"), "OW": ("AO", "UH"), "OY": ("AO", "IH")}
# Formants of consonants, Hz, and the amplitude of the breath through the throat.
_CONSONANTS = {
    "W": (320, 700, 2350, 0.55), "Y": (290, 2350, 3150, 0.55), "R": (360, 1150, 1500, 0.55),
    "L": (400, 1200, 2750, 0.55),
    "M": (300, 1150, 2300, 0.24), "N": (300, 1600, 2600, 0.24), "NG": (300, 2000, 2600, 0.24),
    "S": (380, 1700, 2700, 0.05), "Z": (380, 1700, 2700, 0.10), "SH": (380, 1900, 2600, 0.05),
    "ZH": (380, 1900, 2600, 0.10), "F": (380, 1100, 2300, 0.05), "V": (380, 1100, 2300, 0.14),
    "TH": (400, 1400, 2500, 0.05), "DH": (400, 1400, 2500, 0.16), "P": (380, 900, 2300, 0.0),
    "B": (380, 900, 2300, 0.0),
    "T": (380, 1800, 2700, 0.0), "D": (380, 1800, 2700, 0.0), "K": (380, 2000, 2500, 0.0), "G": (380, 2000, 2500, 0.0),
    "CH": (380, 1900, 2600, 0.0), "JH": (380, 1900, 2600, 0.0),
}  # fmt: skip
# The kind of friction (vocal_tract.FRICTION) and its amplitude; stops hold the breath for the first half.
_FRICTION = {
    "S": ("S", 0.50), "Z": ("S", 0.34), "SH": ("SH", 0.42), "ZH": ("SH", 0.28), "F": ("F", 0.15), "V": ("F", 0.10),
    "TH": ("F", 0.14), "DH": ("F", 0.08), "P": ("P", 0.75), "B": ("P", 0.45), "T": ("T", 0.62), "D": ("T", 0.38),
    "K": ("K", 0.70), "G": ("K", 0.42), "CH": ("SH", 0.50), "JH": ("SH", 0.36),
}  # fmt: skip
STOPS = ("P", "B", "T", "D", "K", "G", "CH", "JH")
_FORMANT_SHIFT = (1.18, 1.05, 1.02)  # whispering raises the formants, the first most (Kallail and Emanuel 1984)
_WIDTHS = (130.0, 120.0, 190.0, 320.0)  # Hz; wide, since the throat stays open


@dataclass(frozen=True)
class Whisper:
    """One whispered line; mono. It begins with its first sound, in time with `phones.phones` and `phones.letter_times`.

    Letters become phones by rule, phones become settings of the vocal tract, and noise passes through it. Nothing is
    voiced: all is breath, with the hiss of s and f, the bursts of p, t and k, and a slow unsteadiness.

    Args:
        streams: of the dream.
        text: the line.
        number: of the line; the breath differs.
        pace: 1 unhurried, 0.5 to 2.
    """

    streams: Streams
    text: str
    number: int = 0
    pace: float = 1.0

    def render(self) -> Samples:
        """`(n,) float32`, as long as `phones.duration` says and 0.1 s."""
        random = self.streams.at("voice whisper", self.number)
        times = vocal_tract.frame_times(duration(self.text, self.pace) + 0.1)
        breathed = vocal_tract.synthesise(self._tract(times, random), random)
        level = 5.0 * float(np.sqrt((breathed * breathed).mean()))  # bursts that reach above it are rounded
        return finish(level * np.tanh(breathed / level), 0.002, 0.1, 0.6)

    def _tract(self, times: F64, random: np.random.Generator) -> vocal_tract.VocalTract:
        knots: list[float] = [0.0]
        formant_knots: list[tuple[float, float, float, float]] = [(*VOWELS["AX"], 3600.0)]
        breath_spans: list[tuple[float, float, float]] = []  # begins, ends, breath
        friction = np.zeros((len(times), len(vocal_tract.FRICTION)))
        for phone in phones(self.text, self.pace):
            begin, end = phone.start, phone.start + phone.duration
            name = phone.name
            targets, breath = _targets(name)
            for fraction, target in zip((0.35, 0.85), targets if len(targets) == 2 else targets * 2, strict=False):
                knots.append(begin + fraction * phone.duration)
                raised = [
                    hz * lift * (1.0 + 0.02 * random.standard_normal())
                    for hz, lift in zip(target, _FORMANT_SHIFT, strict=True)
                ]
                formant_knots.append((raised[0], raised[1], raised[2], 3600.0))
            breath_spans.append((begin, end, breath))
            if name in _FRICTION:
                kind, loud = _FRICTION[name]
                release = begin + (0.5 * phone.duration if name in STOPS else 0.0)
                burst = name in STOPS and name not in ("CH", "JH")
                friction[:, vocal_tract.FRICTION.index(kind)] += loud * _friction_shape(times, release, end, burst)
                if burst:
                    breath_spans.append((release + 0.012, end + 0.03, 0.45 if name in "PTK" else 0.25))
        breath_now = np.zeros(len(times))
        for begin, end, loud in breath_spans:
            breath_now = np.maximum(breath_now, loud * vocal_tract.plateau(times, begin, end))
        bumps = np.hanning(15)
        steady = 1.0 + 0.35 * np.convolve(random.standard_normal(len(times)), bumps / bumps.sum(), "same")
        formants = vocal_tract.interpolate(times, np.array(knots), np.array(formant_knots))
        return vocal_tract.VocalTract(
            formants=formants,
            widths=np.broadcast_to(np.array(_WIDTHS), formants.shape),
            breath=breath_now * steady,
            friction=friction * steady[:, None],
            voice=np.zeros(len(times)),
            pitch=np.full(len(times), 100.0),
        )


def _targets(phone: str) -> tuple[list[tuple[int, int, int]], float]:
    """The formants that a phone moves through, Hz, and the amplitude of its breath."""
    if phone in _CONSONANTS:
        low, middle, high, breath = _CONSONANTS[phone]
        return [(low, middle, high)], breath
    if phone == "HH":  # has the formants of the next phone
        return [], 0.5
    vowels = [VOWELS[vowel] for vowel in _DIPHTHONGS.get(phone, (phone,)) if vowel in VOWELS]
    return vowels, 0.9 if vowels else 0.5


def _friction_shape(times: F64, begin: float, end: float, burst: bool) -> F64:
    """The envelope of friction at `times` (n,) seconds: a burst that decays in 14 ms, or a plateau until `end`."""
    age = times - begin
    return np.exp(-age / 0.014) * (age >= 0.0) if burst else vocal_tract.plateau(times, begin, end)
