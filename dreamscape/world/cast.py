"""The cast of one act: its bodies, the strands between them and its dust, stepped together; scenes direct it."""

import numpy as np

from dreamscape.arrays import F32
from dreamscape.physics import bodies as _bodies
from dreamscape.physics import emitters, magnets, particles, steering, strand_dynamics
from dreamscape.physics import strands as _strands
from dreamscape.physics.exact import Arrays
from dreamscape.physics.wind import Wind
from dreamscape.rng import Streams

NODES = 24  # of every strand
Places = tuple[int, int, int]  # how many bodies, strands and particles there can be at once


class Cast:
    """What moves in one act.

    Args:
        wind: the one flow that every act shares; read-only.
        places: room for how many bodies, strands and particles; a tick costs in proportion. No room for particles
            leaves them out altogether.

    Attributes:
        bodies, strands, dust: the state; see dreamscape.physics.
        wind_speed: m/s, root mean square; `eddy` m, the size of the wind's cells.
        hand: (4,) float32, the dreamer's hand at the last tick, as `step` takes it; to be read only.
    """

    def __init__(self, wind: Wind, places: Places, wind_speed: float = 1.0, eddy: float = 1.0) -> None:
        self.wind, self.wind_speed, self.eddy = wind, wind_speed, eddy
        self.bodies = _bodies.make(places[0])
        self.strands = _strands.make(places[1], NODES)
        self.dust = particles.make(max(places[2], 1))
        self._dusty = places[2] > 0
        self._magnets = magnets.make(self.bodies, self.strands)
        self.hand = np.full(4, np.inf, np.float32)

    def step(self, tick: int, streams: Streams, connection: float, pointer: F32, eye: F32) -> None:
        """Advance all by one tick.

        Args:
            tick, streams, connection: the time, the dream's randomness, and how connected the dreamer is.
            pointer: (4,) float32: the hand's x, y, z in metres and its press, 0 to 1.
            eye: (3,) float32, m: the hand reaches along the ray from here, as far as there is something.
        """
        self.hand = pointer
        rng = streams.at("cast", tick)
        tied = _strands.bonds(self.strands)
        steering.step(self.bodies, self.wind, tick, rng, connection=connection, pointer=pointer, eye=eye, bonds=tied)
        strand_dynamics.step(self.strands, self.bodies, self.wind, tick, rng, pointer=pointer, eye=eye)
        if self._dusty:  # last, so that what moves without them moves the same
            magnets.update(self._magnets, self.bodies, self.strands)
            table, wind = self._magnets.table, self.wind
            particles.step(self.dust, wind, tick, rng, magnets=table, speed=self.wind_speed, cell=self.eddy)

    def emit(self, emitter: emitters.Emitter, tick: int, rng: np.random.Generator, level: float = 1.0) -> int:
        """Let an emitter give the dust that is due at `tick`, at `level` (0 to 1) of its rate; says how much."""
        if not self._dusty:
            return 0
        return emitters.emit(self.dust, emitter, tick, rng, self._magnets, level)

    def appear(
        self, homes: F32, emotion: F32, rng: np.random.Generator, steer: F32 | None = None, radius: float = 0.5
    ) -> np.ndarray:
        """Let bodies appear.

        Args:
            homes: (3, k) float32, metres.
            emotion: (8,) or (8, k) float32 weights, from `physics.emotions.feeling`.
            rng: chooses the phases of their rhythms.
            steer: (6,) or (6, k) float32 weights of home, wander, space, orbit, flee, follow; at rest if not given.
            radius: metres, the distance they keep.

        Returns:
            (k,) int64, their places; on an empty stage the first ones, in order.
        """
        place = _bodies.spawn(self.bodies, homes, emotion, rng, radius)
        if steer is not None:
            self.bodies.steer[:, place] = np.asarray(steer, np.float32).reshape(6, -1)
        return place

    def tie(
        self, root: np.ndarray, tip: np.ndarray, emotion: F32, seconds: float = 1.5, reach: float = 1.0
    ) -> np.ndarray:
        """Let threads grow from the bodies at `root` (k,) to those at `tip` (k,); returns their places, (k,) int64.

        Args:
            root, tip: places of bodies; tip -1 lets a thread hang.
            emotion: (2, 8) or (2, 8, k) float32, the weights at root and tip.
            seconds: how long the reaching takes.
            reach: how far it comes, 0 to 1; below 1 it almost meets.
        """
        return _strands.spawn(self.strands, self.bodies.pos, root, tip, emotion, seconds=seconds, reach_goal=reach)

    def arrays(self) -> Arrays:
        """The state, for checkpoints and digests."""
        return {
            f"{part}.{name}": array
            for part, item in (("bodies", self.bodies), ("strands", self.strands), ("dust", self.dust))
            for name, array in item.arrays().items()
        }
