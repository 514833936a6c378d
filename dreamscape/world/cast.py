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
Places = tuple[int, int, int]  # the most bodies, strands and particles at a time


class Cast:
    """Everything that moves in one act.

    Args:
        wind: the flow that all acts share; read-only.
        places: the most bodies, strands and particles; the cost of a tick is proportional to them. With no place for
            particles there are none.
        wind_speed, eddy: see below.
        scene: the name of the act's scene, for messages.
        rhythm: the shape of the state below.

    Attributes:
        rhythm: float64, the state of what a scene lets move in time with music; 0 in silence.
        bodies, strands, dust: the state; see dreamscape.physics.
        wind_speed: m/s, root mean square; `eddy` m, the size of the wind's cells.
        hand: (4,) float32, the dreamer's hand at the last tick, as passed to `step`; not to be changed.
    """

    def __init__(
        self,
        wind: Wind,
        places: Places,
        wind_speed: float = 1.0,
        eddy: float = 1.0,
        scene: str = "",
        rhythm: tuple[int, ...] = (0,),
    ) -> None:
        self.rhythm = np.zeros(rhythm)
        self.wind, self.wind_speed, self.eddy = wind, wind_speed, eddy
        self.bodies = _bodies.make(places[0])
        self.strands = _strands.make(places[1], NODES)
        self.dust = particles.make(max(places[2], 1))
        self._dusty, self._empty = places[2] > 0, max(places) == 0  # as in a scene of one shader
        self._magnets = magnets.make(self.bodies, self.strands)
        self.hand = np.full(4, np.inf, np.float32)
        self._owner, self._entering = scene, True

    def step(self, tick: int, streams: Streams, connection: float, pointer: F32, eye: F32 | None) -> None:
        """Advance everything by one tick.

        Args:
            tick, streams, connection: the time, the dream's randomness, and how connected the dreamer is.
            pointer: (4,) float32: the hand's x, y, z in metres and its press, 0 to 1.
            eye: (3,) float32, m: the hand reaches along the ray from here through `pointer`; None without one.
        """
        self.hand, self._entering = pointer, False
        if self._empty or self._is_vacant():
            return
        rng = streams.at("cast", tick)
        tied = _strands.bonds(self.strands)
        steering.step(self.bodies, self.wind, tick, rng, connection=connection, pointer=pointer, eye=eye, bonds=tied)
        strand_dynamics.step(self.strands, self.bodies, self.wind, tick, rng, pointer=pointer, eye=eye)
        if self._dusty:  # last, so that everything else moves the same without them
            magnets.update(self._magnets, self.bodies, self.strands)
            table, wind = self._magnets.table, self.wind
            particles.step(self.dust, wind, tick, rng, magnets=table, speed=self.wind_speed, cell=self.eddy)

    def _is_vacant(self) -> bool:
        """Whether nothing was ever added and nothing was touched, so that a tick changes nothing."""
        added = self.bodies.serial[0] or self.strands.serial[0] or self.dust.totals[1]
        return not (added or self.bodies.push.any() or self.bodies.vel.any())

    def emit(self, emitter: emitters.Emitter, tick: int, rng: np.random.Generator, level: float = 1.0) -> int:
        """Emit the dust that is due at `tick`, at `level` (0 to 1) of the emitter's rate; returns the count."""
        if not self._dusty:
            return 0
        return emitters.emit(self.dust, emitter, tick, rng, self._magnets, level)

    def appear(
        self, homes: F32, emotion: F32, rng: np.random.Generator, steer: F32 | None = None, radius: float = 0.5
    ) -> np.ndarray:
        """Add bodies.

        Args:
            homes: (3, k) float32, metres.
            emotion: (8,) or (8, k) float32 weights, from `physics.emotions.feeling`.
            rng: for the phases of their rhythms.
            steer: (6,) or (6, k) float32 weights of home, wander, space, orbit, flee, follow; at rest if not given.
            radius: m, the distance that they keep.

        Returns:
            (k,) int64, their slots; in an empty cast the first ones, in order. Once the act plays, new bodies replace
            the oldest where no slot is free.

        Raises:
            ValueError: the scene's `places` has too few for them.
        """
        self._check_places(0, "bodies", np.shape(homes)[-1], self.bodies)
        slots = _bodies.spawn(self.bodies, homes, emotion, rng, radius)
        if steer is not None:
            self.bodies.steer[:, slots] = np.asarray(steer, np.float32).reshape(6, -1)
        return slots

    def tie(
        self, root: np.ndarray, tip: np.ndarray, emotion: F32, seconds: float = 1.5, reach: float = 1.0
    ) -> np.ndarray:
        """Grow threads from the bodies in slots `root` (k,) to those in `tip` (k,); returns their slots, (k,) int64.

        Args:
            root, tip: slots of bodies; a thread with tip -1 hangs.
            emotion: (2, 8) or (2, 8, k) float32, the weights at root and tip.
            seconds: how long the reaching takes.
            reach: how far it comes, 0 to 1; below 1 it almost meets.

        Raises:
            ValueError: the scene's `places` has too few for them.
        """
        self._check_places(1, "threads", len(root), self.strands)
        return _strands.spawn(self.strands, self.bodies.pos, root, tip, emotion, seconds=seconds, reach_goal=reach)

    def _check_places(self, index: int, kind: str, count: int, state: _bodies.Bodies | _strands.Strands) -> None:
        """Raise ValueError if so many more have no place; while a scene enters, nothing of it may be replaced."""
        capacity = state.presence.shape[0]
        total = count + (int(state.serial[0]) if self._entering else 0)
        if total > capacity:
            where = f"scene {self._owner}: " if self._owner else ""
            example = ", ".join(str(total) if i == index else "..." for i in range(3))
            raise ValueError(
                f"{where}{total} {kind}, but places for {capacity}; give places = ({example}) or add fewer"
            )

    def arrays(self) -> Arrays:
        """The state, for checkpoints and digests."""
        parts = {
            f"{part}.{name}": array
            for part, item in (("bodies", self.bodies), ("strands", self.strands), ("dust", self.dust))
            for name, array in item.arrays().items()
        }
        return {**parts, "rhythm": self.rhythm} if self.rhythm.size else parts
