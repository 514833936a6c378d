"""Places: an act as sound needs it, with its own clock."""

from collections.abc import Mapping
from dataclasses import dataclass

from dreamscape.audio.synthesis.voice import RATE, SAMPLES_PER_TICK
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Line
from dreamscape.dream.timeline import Timeline
from dreamscape.rng import Streams
from dreamscape.world.scene import Scene


@dataclass(frozen=True)
class SoundingAct:
    """One act of a dream.

    Attributes:
        scene: the name of its scene.
        streams: the scene's randomness; each round of an endless dream has its own.
        start: the tick at which it begins.
        lasts: ticks until the next one does.
        pace: seconds of the act that pass in a second.
        marks: what the scene says of itself, see `Scene.marks`.
        lines: of the voice.
    """

    scene: str
    streams: Streams
    start: int
    lasts: int
    pace: float
    marks: Mapping[str, float]
    lines: tuple[Line, ...]

    def sample(self, seconds: float) -> int:
        """The sample at which the act's own clock shows so many seconds."""
        return self.start * SAMPLES_PER_TICK + round(seconds / self.pace * RATE)

    def said(self, line: Line) -> int:
        """The sample at which a line begins: lines keep the dream's time whatever the act's pace is."""
        return (self.start + round(line.at * TICKS_PER_SECOND)) * SAMPLES_PER_TICK

    @property
    def seconds(self) -> float:
        """What the act's own clock shows as the next act begins."""
        return self.lasts * self.pace / TICKS_PER_SECOND


def sounding_act(timeline: Timeline, scenes: Mapping[int, Scene], act: int) -> SoundingAct:
    """An act of a timeline."""
    start, stop = timeline.span(act)
    asked, scene = timeline.acts[act], scenes[act]
    return SoundingAct(asked.scene, scene.streams, start, stop - start, asked.pace, scene.marks(), asked.voice)
