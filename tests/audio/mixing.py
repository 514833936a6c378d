"""What tests of the mix share: a brief dream, levels of one bus alone, a plain tone."""

import dataclasses

import numpy as np
from numpy.typing import NDArray

from dreamscape.audio.events import Event
from dreamscape.dream.dream_file import Act, DreamFile, Shift
from dreamscape.dream.line import Line
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import RATE
from dreamscape.world.scene_sound import BUSES, Sounding

STREAMS = Streams(7)
BRIEF = DreamFile(
    title="Brief",
    seed=7,
    act=(
        Act(scene="shore", seconds=3.0, voice=(Line(at=0.6, text="Why?", stay=2.0),)),
        Act(scene="key", seconds=3.0, shift=Shift(through="mist", seconds=1.0)),
    ),
)


def parts(dream: DreamFile) -> tuple[Timeline, Streams, Scenes]:
    timeline = Timeline(dream, STREAMS)
    return timeline, STREAMS, Scenes(timeline, STREAMS)


class Only:
    """Levels of one bus alone, in a dry room."""

    def __init__(self, bus: str) -> None:
        self._levels = {other: float(other == bus) for other in BUSES}

    def at(self, sample: int) -> Sounding:
        return Sounding(levels=self._levels, wet=0.0)  # type: ignore[arg-type]


class Whispered:
    """Levels of things in a wet room; after a second, everything makes way for a whisper."""

    def __init__(self, parted: float) -> None:
        self._parted = parted

    def at(self, sample: int) -> Sounding:
        return Sounding(wet=1.0, parted=self._parted if sample > RATE else 0.0)


@dataclasses.dataclass(frozen=True)
class Tone:
    """A second of a sine of 997 Hz."""

    level: float

    def render(self) -> NDArray[np.float32]:
        return (self.level * np.sin(2.0 * np.pi * 997.0 / RATE * np.arange(RATE))).astype(np.float32)

    def at(self, pan: float) -> Event:
        return Event(0, self, "things", 1.0, pan)
