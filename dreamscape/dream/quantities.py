"""What is heard of sound from outside, as quantities with a name, a unit and bounds.

The same names everywhere: `frame.heard_kick` in GLSL, `by = "kick"` in a dream's `drive`, `/heard/kick` by OSC, `kick`
among the figures. An amount says how much, from 0, which is what a silent film has; it is multiplied by the reaction,
0 to 2. A place says where or when, and is the same at any reaction: use it with an amount.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

PITCHES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
KEYS = (*(f"{pitch} major" for pitch in PITCHES), *(f"{pitch} minor" for pitch in PITCHES))


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity.

    Attributes:
        name: an identifier.
        unit: empty where it is a fraction.
        high: the most that it is at reaction 1; the least is 0.
        about: for people.
        rise, fall: s in which it follows up and down to 1/e of the difference, 0 for at once; of a stroke, its end.
        kind: whether it is multiplied by the reaction.
    """

    name: str
    unit: str
    high: float
    about: str
    rise: float = 0.0
    fall: float = 0.0
    kind: Literal["amount", "place"] = "amount"


_BANDS = {"low": "below 160 Hz", "middle": "160 Hz to 2 kHz", "high": "above 2 kHz"}
_SPEEDS = {"": (0.1, 0.5, "as the eye follows"), "_fast": (0.0, 0.08, "at once"), "_slow": (1.5, 3.0, "over seconds")}

QUANTITIES: tuple[Quantity, ...] = (
    *(
        Quantity(f"{band}{speed}", "", 1.0, f"how loud it is {where}, {how}", rise, fall)
        for speed, (rise, fall, how) in _SPEEDS.items()
        for band, where in _BANDS.items()
    ),
    Quantity("onset", "", 1.0, "a note or stroke begins", fall=0.15),
    Quantity("kick", "", 1.0, "a stroke below 150 Hz", fall=0.15),
    Quantity("snare", "", 1.0, "a stroke of noise around 2 kHz", fall=0.12),
    Quantity("hat", "", 1.0, "a stroke above 6 kHz", fall=0.06),
    Quantity("beat", "", 1.0, "1 on each beat, then less", fall=0.15),
    Quantity("downbeat", "", 1.0, "1 on the first beat of each bar, then less", fall=0.3),
    Quantity("beat_phase", "turns", 1.0, "from beat to beat", kind="place"),
    Quantity("bar_phase", "turns", 1.0, "from downbeat to downbeat", kind="place"),
    Quantity("tempo", "beats a minute", 240.0, "0 where there is no beat", kind="place"),
    Quantity("certainty", "", 1.0, "how sure the beat is", 0.3, 0.3, kind="place"),
    Quantity("loudness", "", 1.0, "over 0.4 s: 0 at -50 LUFS to 1 at -5 LUFS", 0.03, 0.03),
    Quantity("loudness_long", "", 1.0, "over 3 s, in the same measure", 0.1, 0.1),
    Quantity("brightness", "", 1.0, "the spectrum's centroid: 0 at 100 Hz to 1 at 10 kHz", 0.1, 0.1, kind="place"),
    Quantity("roughness", "", 1.0, "how much partials beat with each other", 0.1, 0.2),
    Quantity("novelty", "", 1.0, "how far the last seconds differ from those before", 0.2, 0.5),
    Quantity("build", "", 1.0, "how far towards a drop it has come", 0.3, 0.3),
    Quantity("drop", "", 1.0, "1 as the beat comes back after a break, held for a bar, then less", fall=2.5),
    Quantity("silence", "", 1.0, "the music pauses", 0.1, 0.05),
    Quantity("voice", "", 1.0, "somebody speaks", 0.2, 0.4),
    Quantity("presence", "", 1.0, "there is sound", 0.3, 0.8),
    Quantity("key", "of 24", 23.0, "0 C major to 11 B major, 12 C minor to 23 B minor", kind="place"),
    Quantity("key_certainty", "", 1.0, "how sure the key is", 0.5, 0.5, kind="place"),
    *(Quantity(f"chroma_{n}", "", 1.0, f"how much of the sound is {p}", 0.08, 0.25) for n, p in enumerate(PITCHES)),
)
NAMES = tuple(quantity.name for quantity in QUANTITIES)
INDEX = {name: number for number, name in enumerate(NAMES)}

SPECTRUM = 64  # bands of the spectrum, evenly spaced in pitch, from 30 Hz to 16 kHz
WAVEFORM = 128  # samples of the waveform, which span 1,024 of the sound
# What the detail of an event tells as levels, a byte each: 255 stands for 1.
LEVELS = (
    "kick", "snare", "hat", "certainty", "loudness", "loudness_long", "brightness", "roughness", "novelty", "build",
    "drop", "silence", "voice", "key_certainty", *(f"chroma_{n}" for n in range(12)),
)  # fmt: skip
COUNTS = 3  # whole numbers, a byte each: the key, the beat's number in its bar from 0, the beats in a bar
SIZE = len(LEVELS) + COUNTS + SPECTRUM + WAVEFORM  # bytes of a detail


@dataclass(frozen=True, slots=True)
class Detail:
    """What is heard in a tick beside bands, onset and beat.

    Attributes:
        levels: of LEVELS, 0 to 1.
        key: 0 to 23.
        bar_beat, meter: the beat's number in its bar, and the beats in a bar.
        spectrum: SPECTRUM bytes; 255 is the loudest band of late.
        waveform: WAVEFORM bytes; 128 is silence.
    """

    levels: dict[str, float]
    key: int
    bar_beat: int
    meter: int
    spectrum: bytes
    waveform: bytes

    def packed(self) -> bytes:
        """All of it, SIZE bytes."""
        levels = np.rint(255.0 * np.array([self.levels[name] for name in LEVELS])).clip(0.0, 255.0)
        return (
            levels.astype(np.uint8).tobytes()
            + bytes((self.key, self.bar_beat, self.meter))
            + self.spectrum
            + self.waveform
        )

    @classmethod
    def unpacked(cls, packed: bytes) -> "Detail":
        """As it was packed, to the nearest 1/255."""
        count = len(LEVELS)
        key, bar_beat, meter = packed[count : count + COUNTS]
        rest = packed[count + COUNTS :]
        levels = {name: value / 255.0 for name, value in zip(LEVELS, packed[:count], strict=True)}
        return cls(levels, key % len(KEYS), bar_beat, max(meter, 1), rest[:SPECTRUM], rest[SPECTRUM:])
