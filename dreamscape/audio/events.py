"""Sound events: one-shots with their time, bus, gain and pan."""

from dataclasses import dataclass

from dreamscape.synthesis.voice import RATE, OneShot
from dreamscape.world.scene_sound import Bus

LONGEST = 20 * RATE  # samples, the longest a voice may sound
OUTSIDE: tuple[Bus, ...] = ("sea", "sky", "bed")  # buses that are muffled under water
INSIDE: tuple[Bus, ...] = ("heart", "things")  # those that are not; the voice goes past all that filters


@dataclass(frozen=True, slots=True)
class Event:
    """A sound that begins at a sample.

    Attributes:
        at: the sample at which it begins, counted since the dream began.
        voice: what sounds.
        bus: what it goes through.
        gain: its amplitude, 1 for the voice's own.
        pan: -1 left to 1 right.
        send: how much of it goes into the room as well, 1 for all.
    """

    at: int
    voice: OneShot
    bus: Bus
    gain: float
    pan: float = 0.0
    send: float = 0.0
