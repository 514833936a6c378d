"""The world: all that moves, stepped in whole ticks; its state depends on the dream, its seed and the tick alone."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape import heart, weather
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.rng import Streams
from dreamscape.timeline import Cue, Timeline


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What drawing and sound may read of the world, at a moment between two ticks.

    Attributes:
        seconds: since the dream began.
        cue: the cue at the last whole tick.
        heart_trace: `(256,) float32`, the heart's level over the last 4 s, newest first.
        flicker: `(4, 4) float32`, lightning now: azimuth, elevation, spread, brightness.
        act_seconds: since the act began.
        wind: m/s, the mean over the scene.
    """

    seconds: float
    cue: Cue
    act_seconds: float
    heart_trace: NDArray[np.float32]
    flicker: NDArray[np.float32]
    wind: tuple[float, float, float]


class World:
    """The state of one dream.

    Args:
        timeline: what is asked for at each tick.
        streams: the dream's randomness.
    """

    def __init__(self, timeline: Timeline, streams: Streams) -> None:
        self.timeline = timeline
        self.streams = streams
        self.tick = 0
        self.heart = heart.Heart()
        self._strikes: dict[int, list[weather.Strike]] = {}
        heart.step(self.heart, 0, heart.natural_bpm(self._connection), streams)

    @property
    def _connection(self) -> float:
        return self.timeline.cue(self.tick).connection

    def step(self) -> None:
        """Advance by one tick."""
        self.tick += 1
        heart.step(self.heart, self.tick, heart.natural_bpm(self._connection), self.streams)

    def advance_to(self, tick: int) -> None:
        """Step up to `tick`, which must not lie in the past."""
        if tick < self.tick:
            raise ValueError(f"the world is at tick {self.tick} and cannot go back to {tick}; restore a checkpoint")
        while self.tick < tick:
            self.step()

    def strikes(self, act: int) -> list[weather.Strike]:
        """The lightning of an act."""
        if act not in self._strikes:
            self._strikes[act] = weather.strikes(self.streams, *self.timeline.span(act))
        return self._strikes[act]

    def snapshot(self, alpha: float = 0.0) -> Snapshot:
        """The world at `alpha` in [0, 1) between the last tick and the next."""
        cue = self.timeline.cue(self.tick)
        seconds = (self.tick + alpha) / TICKS_PER_SECOND
        return Snapshot(
            seconds=seconds,
            cue=cue,
            act_seconds=(cue.act_tick + alpha) / TICKS_PER_SECOND,
            heart_trace=heart.trace(self.heart, seconds, heart.natural_bpm(cue.connection)),
            flicker=weather.flicker(self.strikes(cue.act), seconds),
            wind=(1.0, 0.0, 0.4),
        )

    def _arrays(self) -> dict[str, NDArray[np.generic]]:
        """All state but the tick, by name, in a fixed order."""
        return {f"heart.{name}": array for name, array in self.heart.arrays().items()}

    def checkpoint(self) -> dict[str, NDArray[np.generic]]:
        """A copy of the whole state."""
        return {"tick": np.array([self.tick], np.int64), **{k: v.copy() for k, v in self._arrays().items()}}

    def restore(self, state: dict[str, NDArray[np.generic]]) -> None:
        """Go back to a checkpoint, exactly."""
        self.tick = int(state["tick"][0])
        for name, array in self._arrays().items():
            array[...] = state[name]

    def digest(self) -> str:
        """A hash of the whole state; equal states have equal digests."""
        hashed = hashlib.blake2b(digest_size=16)
        for name, array in self.checkpoint().items():
            hashed.update(name.encode())
            hashed.update(np.ascontiguousarray(array).tobytes())
        return hashed.hexdigest()
