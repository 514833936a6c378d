"""The programme: the sound of a dream, or of a part of it, as a film needs it: to the sample, and as loud as asked for.

A part of a dream has the samples that the whole has there. So its world is played from the beginning of an act on that
lies early enough; and the gain that makes a dream as loud as asked for belongs to the whole dream: the loudness of the
dreams that are shipped stands in assets/loudness.toml, others are heard once, whole, before (`outputs.loudness`).
"""

import tomllib
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from numpy.typing import NDArray

from dreamscape import resources
from dreamscape.audio.levels import Levels
from dreamscape.audio.mix import AHEAD, HORIZON, Mixer, Workers
from dreamscape.audio.score import EventDetector
from dreamscape.audio.synthesis.voice import BLOCK, RATE, SAMPLES_PER_TICK, Samples
from dreamscape.dream import inputs
from dreamscape.dream.timeline import Timeline
from dreamscape.rng import Streams
from dreamscape.world.cast import Cast
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import decibels
from dreamscape.world.world import State, World

LOUDNESS = -16.0  # LUFS, of what is listened to on small speakers and phones; broadcasters want -23
FORWARD, _BACK = 10 * RATE, 8 * BLOCK  # samples; a jump further than that begins anew
DUST = ".dust."  # in the names of a world's state: what nothing that sounds depends on
_LIKE = "sapphire"  # a dream that nobody has measured is taken to be as loud as this one
_RINGS = 6 * RATE  # samples that a thread sounds at most


class WorldWithoutDust(World):
    """A world without dust, on which nothing that sounds depends: it takes a third of the time."""

    def cast(self, act: int) -> Cast:
        """An empty stage for an act, with no room for dust."""
        scene = self.scenes[act]
        bodies, strands, _ = scene.places
        return Cast(self._wind, (bodies, strands, 0), scene.wind_speed, scene.eddy)

    def _arrays(self) -> dict[str, NDArray[Any]]:
        return {name: array for name, array in super()._arrays().items() if DUST not in name}


class Programme:
    """The sound of one dream, read by one thread; forward is cheap, and a jump plays the act that it lands in anew.

    It has a world of its own, some ticks ahead of what is read, so that nothing is ever late. Live, it is what a
    `Speaker` plays; other threads may `push` inputs.

    Args:
        timeline: of the dream.
        streams: of the dream.
        scenes: by index of the act.
        gain: amplitude of all, before the limiter.
        workers: render one-shots on other threads, for live sound; see `Mixer`.
    """

    def __init__(
        self,
        timeline: Timeline,
        streams: Streams,
        scenes: Mapping[int, Scene],
        gain: float = 1.0,
        workers: Workers | None = None,
    ) -> None:
        self._timeline, self._streams, self._scenes = timeline, streams, scenes
        self._levels = Levels(timeline, streams, scenes)
        self._gain, self._workers = gain, workers
        self._inputs: deque[inputs.Event] = deque()
        self._next = -1  # the sample after the last one read
        self._state: State | None = None
        self._stood = False  # whether it has begun from that state

    def read(self, start: int, count: int) -> Samples:
        """Samples `start` to `start + count` of the dream, `(count, 2) float32`, within -1 to 1."""
        fresh = self._follows(start) and not self._stood
        if fresh or self._next < 0 or not -_BACK <= start - self._next <= FORWARD:
            self._begin(start)
        while self._world.tick * SAMPLES_PER_TICK < start + count + AHEAD:
            self._step()
        self._next = start + count
        return self._mixer.read(start, count)

    def push(self, event: inputs.Event) -> None:
        """Let an input take effect at its tick, or as soon as it can if the sound is past it."""
        self._inputs.append(event)

    def stand(self, state: State) -> None:
        """Live, after a jump: what is read next follows from a state of the dream's world; no act is played for it.

        Threads that were plucked before that are not heard any more; all else is.
        """
        self._state, self._stood = state, False

    def render(self, start: int, stop: int) -> Iterator[Samples]:
        """Samples `start` to `stop` in order, in pieces of at most BLOCK."""
        for at in range(start, stop, BLOCK):
            yield self.read(at, min(BLOCK, stop - at))

    def _begin(self, start: int) -> None:
        self._mixer = Mixer(self._levels, self._streams, self._gain, self._workers)
        self._ear = EventDetector(self._levels, self._streams)
        self._stood = self._follows(start)
        self._world = WorldWithoutDust(self._timeline, self._streams, self._scenes)
        if self._state and self._stood:
            self._world.restore(self._state)
        else:
            first = self._timeline.span(self._act_before(start))[0]
            self._world.follow(sorted(self._inputs, key=lambda event: event.tick))
            self._inputs.clear()
            self._world.pass_over(first)
            self._world.advance_to(first)
        self._inputs = deque(event for event in self._inputs if event.tick > self._world.tick)  # the rest is over
        self._mixer.hear(self._ear.listen(self._world))

    def _follows(self, start: int) -> bool:
        """Whether a sample lies so little after the state that was told last that it is played from there."""
        since = -1 if self._state is None else start - int(self._state["tick"][0]) * SAMPLES_PER_TICK
        return 0 <= since <= FORWARD

    def _step(self) -> None:
        while self._inputs:
            event = self._inputs.popleft()
            self._world.push(replace(event, tick=max(event.tick, self._world.tick + 1)))
        self._world.step()
        self._mixer.hear(self._ear.listen(self._world))

    def _act_before(self, sample: int) -> int:
        """The last act that was all there, shift and all, before anything began that is heard at a sample."""
        tick = (sample - _RINGS - HORIZON * BLOCK) // SAMPLES_PER_TICK
        act = self._timeline.cue(max(tick, 0)).act
        while act and self._timeline.cue(max(tick, 0)).leaving is not None:
            act, tick = act - 1, self._timeline.span(act)[0] - 1
        return act


def known_loudness(dream: str) -> float | None:
    """The loudness of a dream that is shipped, LUFS at an amplitude of 1; its seed number changes it by some tenths."""
    table = tomllib.loads(resources.asset("loudness.toml").read_text("utf-8"))
    return table.get(dream)


def expected_loudness(dream: str) -> float:
    """The loudness of a dream that is played before anybody has heard it, LUFS at an amplitude of 1."""
    known = known_loudness(dream)
    return known_loudness(_LIKE) or LOUDNESS if known is None else known


def gain(loudness: float, asked: float = LOUDNESS) -> float:
    """The amplitude by which what has a `loudness` becomes as loud as `asked`, both LUFS."""
    return decibels(asked - loudness)
