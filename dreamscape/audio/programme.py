"""The programme: the sound of a dream or of a part of it, exact to the sample, at a given loudness.

A part of a dream has the same samples as the whole. So its world is played from the beginning of an early enough act,
and the gain is that of the whole dream: assets/loudness.toml holds the loudness of the dreams that ship, and others are
measured once as a whole (`export.container.loudness`).
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
from dreamscape.dream import inputs
from dreamscape.dream.dream_file import DreamFile
from dreamscape.dream.timeline import Timeline
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import BLOCK, RATE, SAMPLES_PER_TICK, Samples
from dreamscape.world.cast import Cast
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import decibels
from dreamscape.world.state import State
from dreamscape.world.world import World

LOUDNESS = -16.0  # LUFS, usual for small speakers and phones; broadcasters use -23
ASLEEP = -26.0  # LUFS, of an endless dream: it is on while somebody rests
FORWARD, _BACK = 10 * RATE, 8 * BLOCK  # samples; a jump further than that starts over
DUST = ".dust."  # in the names of a world's state; no sound depends on it
_LIKE = "sapphire"  # whose loudness is assumed for a dream that was not measured
_RINGS = 6 * RATE  # samples, the longest a thread rings


class WorldWithoutDust(World):
    """A world without dust: no sound depends on it, and a step takes a third of the time."""

    def cast(self, act: int) -> Cast:
        """An empty stage for an act, with no room for dust."""
        scene = self.scenes[act]
        bodies, strands, _ = scene.places
        return Cast(self._wind, (bodies, strands, 0), scene.wind_speed, scene.eddy)

    def _arrays(self) -> dict[str, NDArray[Any]]:
        return {name: array for name, array in super()._arrays().items() if DUST not in name}


class Programme:
    """The sound of one dream, read by one thread; reading forward is cheap, and a jump replays the act it lands in.

    It has a world of its own, some ticks ahead of the samples that are read, so that no event is late. Live, a
    `Speaker` plays it, and other threads may `push` inputs.

    Args:
        timeline: of the dream.
        streams: of the dream.
        scenes: by index of the act.
        gain: amplitude of all, before the limiter.
        workers: render one-shots on other threads, for live sound; see `Mixer`.
        described: whether what is seen is said between the lines.
        hand: whether the hand's own sounds are part of it.
    """

    def __init__(
        self,
        timeline: Timeline,
        streams: Streams,
        scenes: Mapping[int, Scene],
        gain: float = 1.0,
        workers: Workers | None = None,
        described: bool = False,
        hand: bool = True,
    ) -> None:
        self._timeline, self._streams, self._scenes = timeline, streams, scenes
        self._levels = Levels(timeline, streams, scenes, described)
        self._gain, self._workers, self._hand = gain, workers, hand
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
        """Apply an input at its tick, or as soon as possible if the sound is past it."""
        self._inputs.append(event)

    def stand(self, state: State) -> None:
        """Live, after a jump: continue from a state of the dream's world, without replaying an act.

        Threads that were plucked before are not heard any more; everything else is.
        """
        self._state, self._stood = state, False

    def render(self, start: int, stop: int) -> Iterator[Samples]:
        """Samples `start` to `stop` in order, in pieces of at most BLOCK."""
        for at in range(start, stop, BLOCK):
            yield self.read(at, min(BLOCK, stop - at))

    def _begin(self, start: int) -> None:
        self._mixer = Mixer(self._levels, self._streams, self._gain, self._workers)
        self._detector = EventDetector(self._levels, self._streams, self._hand)
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
        self._mixer.hear(self._detector.listen(self._world))

    def _follows(self, start: int) -> bool:
        """Whether a sample is close enough after the last given state to be played from it."""
        since = -1 if self._state is None else start - int(self._state["tick"][0]) * SAMPLES_PER_TICK
        return 0 <= since <= FORWARD

    def _step(self) -> None:
        while self._inputs:
            event = self._inputs.popleft()
            self._world.push(replace(event, tick=max(event.tick, self._world.tick + 1)))
        self._world.step()
        self._mixer.hear(self._detector.listen(self._world))

    def _act_before(self, sample: int) -> int:
        """The last act that had fully begun, its shift included, before anything that is heard at a sample."""
        tick = (sample - _RINGS - HORIZON * BLOCK) // SAMPLES_PER_TICK
        act = self._timeline.cue(max(tick, 0)).act
        while act and self._timeline.cue(max(tick, 0)).leaving is not None:
            act, tick = act - 1, self._timeline.span(act)[0] - 1
        return act


def known_loudness(dream: str) -> float | None:
    """The loudness of a dream that ships, LUFS at an amplitude of 1; seed numbers change it by some tenths."""
    table = tomllib.loads(resources.asset("loudness.toml").read_text("utf-8"))
    return table.get(dream)


def expected_loudness(dream: str) -> float:
    """The loudness to assume for a dream before it is measured, LUFS at an amplitude of 1."""
    known = known_loudness(dream)
    return known_loudness(_LIKE) or LOUDNESS if known is None else known


def usual_loudness(dream: Timeline | DreamFile) -> float:
    """The loudness of a dream for which none was asked for, LUFS."""
    return ASLEEP if dream.endless else LOUDNESS


def gain(loudness: float, target: float = LOUDNESS) -> float:
    """The gain, as an amplitude, from a loudness to a target loudness, both LUFS."""
    return decibels(target - loudness)
