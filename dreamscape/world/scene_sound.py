"""What a scene says of its sound: how it asks the mix, what sounds once in its story, and what a touch sounds like.

A scene counts in the seconds of its act's own clock; `dreamscape.audio` turns them into samples.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from dreamscape.easing import ease
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import OneShot, Texture

Bus = Literal["heart", "voice", "things", "sea", "sky", "bed"]
BUSES: tuple[Bus, ...] = ("heart", "voice", "things", "sea", "sky", "bed")
SILENT = -120.0  # dB, and nothing at all


def decibels(level: float) -> float:
    """The amplitude of a level in dB."""
    return float(10.0 ** (level / 20.0))


@dataclass
class Sounding:
    """What an act asks of the mix at a moment; the mix may change it.

    Attributes:
        textures: the amplitude of each, by the texture and its bus.
        levels: the amplitude of each bus; 1 if not named.
        wet: the amplitude of the room.
        depth: under water, 0 above to 1 at the bottom.
        open: the amplitude of everything; 0 for samples that are zero.
        parted, asleep: how far all else makes way for the whisper, and how far it is for sleep, 0 to 1; the mix sets
            them (`audio.tone`).
    """

    textures: dict[tuple[Texture, Bus], float] = field(default_factory=dict)
    levels: dict[Bus, float] = field(default_factory=dict)
    wet: float = 0.5
    depth: float = 0.0
    open: float = 1.0
    parted: float = 0.0
    asleep: float = 0.0

    def play(self, texture: Texture, bus: Bus, level: float) -> None:
        """Let a texture sound at `level` dB."""
        if level > SILENT:
            self.textures[texture, bus] = decibels(level)

    def set(self, **levels: float) -> None:
        """Set buses, by name, to levels in dB."""
        self.levels.update({bus: decibels(level) for bus, level in levels.items()})  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class SoundCue:
    """A sound that begins at a moment of the act because its story says so.

    Attributes:
        at: seconds, by the act's own clock.
        voice: what sounds.
        bus: what it goes through.
        gain: its amplitude, 1 for the voice's own.
        pan: -1 left to 1 right.
        send: how much of it goes into the room as well, 1 for all.
    """

    at: float
    voice: OneShot
    bus: Bus
    gain: float
    pan: float = 0.0
    send: float = 0.0


@dataclass(frozen=True, slots=True)
class TouchSound:
    """What a press sounds like: the higher in the picture, the higher.

    Attributes:
        lowest: the note at the bottom of the picture, in semitones above D2; the top is two octaves above.
        scale: the notes there are, in semitones of an octave above D.
        voice: makes the sound of the dream's randomness, a number of its own and a pitch in Hz.
    """

    lowest: float
    scale: tuple[int, ...]
    voice: Callable[[Streams, int, float], OneShot]


def swell(seconds: float, start: float, full: float, quiet: float = -60.0) -> float:
    """dB: `quiet` until `start`, rising evenly to 0 at `full`; the other way round if `full` comes first."""
    if full > start:
        return quiet * (1.0 - ease((seconds - start) / (full - start)))
    return quiet * ease((seconds - full) / (start - full))
