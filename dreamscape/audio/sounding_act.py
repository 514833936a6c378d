"""An act as the mix sees it: its scene, its span and its own clock."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.describing.script import descriptions
from dreamscape.dream.line import Line
from dreamscape.dream.timeline import Timeline
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import RATE, SAMPLES_PER_TICK
from dreamscape.world.scene import Scene


@dataclass(frozen=True)
class SoundingAct:
    """One act of a dream.

    Attributes:
        scene: a copy with the parameters that it had when the sound first read it; later changes do not reach it.
        start: the tick at which it begins.
        length: ticks until the next act begins.
        pace: seconds of the act's own clock in a second.
        lines: of the voice.
        described: what is said of the picture between them, as lines; nothing unless that was asked for.
    """

    scene: Scene
    start: int
    length: int
    pace: float
    lines: tuple[Line, ...]
    described: tuple[Line, ...] = ()

    def sample(self, seconds: float) -> int:
        """The sample at which the act's own clock reads `seconds`."""
        return self.start * SAMPLES_PER_TICK + round(seconds / self.pace * RATE)

    def line_start(self, line: Line) -> int:
        """The sample at which a line begins; lines keep the dream's time, whatever the act's pace."""
        return (self.start + round(line.at * TICKS_PER_SECOND)) * SAMPLES_PER_TICK

    @property
    def streams(self) -> Streams:
        """The scene's randomness; each round of an endless dream has its own."""
        return self.scene.streams

    @property
    def seconds(self) -> float:
        """What the act's own clock reads when the next act begins."""
        return self.length * self.pace / TICKS_PER_SECOND


def sounding_act(timeline: Timeline, scenes: Mapping[int, Scene], act: int, described: bool = False) -> SoundingAct:
    """The act with this index of a timeline; if it is `described`, with what is said of its picture."""
    start, stop = timeline.span(act)
    played, said = timeline.acts[act], descriptions(timeline, scenes, act) if described else ()
    return SoundingAct(copy.copy(scenes[act]), start, stop - start, played.pace, played.voice, said)
