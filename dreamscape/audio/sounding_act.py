"""An act as sound needs it, with its own clock."""

import copy
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
        scene: with the parameters that it had when the act was first asked for, whatever controls do since.
        start: the tick at which it begins.
        lasts: ticks until the next one does.
        pace: seconds of the act that pass in a second.
        lines: of the voice.
    """

    scene: Scene
    start: int
    lasts: int
    pace: float
    lines: tuple[Line, ...]

    def sample(self, seconds: float) -> int:
        """The sample at which the act's own clock shows so many seconds."""
        return self.start * SAMPLES_PER_TICK + round(seconds / self.pace * RATE)

    def said(self, line: Line) -> int:
        """The sample at which a line begins: lines keep the dream's time whatever the act's pace is."""
        return (self.start + round(line.at * TICKS_PER_SECOND)) * SAMPLES_PER_TICK

    @property
    def streams(self) -> Streams:
        """The scene's randomness; each round of an endless dream has its own."""
        return self.scene.streams

    @property
    def seconds(self) -> float:
        """What the act's own clock shows as the next act begins."""
        return self.lasts * self.pace / TICKS_PER_SECOND


def sounding_act(timeline: Timeline, scenes: Mapping[int, Scene], act: int) -> SoundingAct:
    """An act of a timeline."""
    start, stop = timeline.span(act)
    described = timeline.acts[act]
    return SoundingAct(copy.copy(scenes[act]), start, stop - start, described.pace, described.voice)
