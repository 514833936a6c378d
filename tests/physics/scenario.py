"""A whole tick at the size that every act must fit in: 20,000 particles, 256 strands of 24 nodes, 64 bodies.

Used by the tests and by `benchmarks/physics.py`;
`python tests/physics/scenario.py 500` prints the digest after 500 ticks; more numbers are
those of particles, strands and bodies.
"""

import hashlib
import sys
from dataclasses import replace

import numpy as np

from dreamscape.physics import bodies, emitters, emotions, magnets, particles, steering, strand_dynamics, strands, wind
from dreamscape.rng import Streams

EMITTERS = (
    replace(emitters.SPRAY, rate=1200, points=((-20.0, 0.0, 12.0), (0.0, 0.2, 9.0), (20.0, 0.0, 12.0)), floor=-0.2),
    replace(emitters.TRAILS, rate=1500),
    replace(emitters.MOTES, rate=800),
    replace(emitters.SNOW, rate=600, points=((0.0, 7.0, 10.0),)),
)


class Scenario:
    """Every part at work: bodies wander, orbit and flee, strands come and go, a hand passes, four kinds of dust."""

    def __init__(self, seed=1, particle_count=20_000, strand_count=256, body_count=64):
        self.tick = 0
        self.streams = Streams(seed)
        self.wind = wind.load()
        self.bodies = bodies.make(body_count)
        self.strands = strands.make(strand_count)
        self.dust = particles.make(particle_count)
        self.magnets = magnets.make(self.bodies, self.strands)
        rng = self.streams.at("scenario")
        homes = rng.random((3, body_count), dtype=np.float32) * np.float32(20) - np.float32(10)
        weights = rng.random((8, body_count), dtype=np.float32)
        place = bodies.spawn(self.bodies, homes, weights, rng)
        for rule, weight in (
            (bodies.HOME, 0.4),
            (bodies.WANDER, 0.5),
            (bodies.SPACE, 3.0),
            (bodies.FLEE, 4.0),
            (bodies.FOLLOW, 0.2),
        ):
            self.bodies.steer[rule] = weight
        self.bodies.steer[bodies.ORBIT, ::3] = 0.6
        root = np.arange(strand_count) % body_count
        tip = (np.arange(strand_count) * 7 + 1) % body_count
        tip[tip == root] = -1
        both = np.stack([weights[:, place[root]], weights[:, place[np.maximum(tip, 0)]]])
        strands.spawn(self.strands, self.bodies.pos, root, tip, both)
        self.fill()

    def fill(self):
        """The pool as full as it gets: motes everywhere."""
        capacity = self.dust.data.shape[1]
        rng = self.streams.at("fill")
        fresh = np.zeros((particles.FLOOR + 1, capacity), np.float32)
        fresh[:3] = rng.random((3, capacity), dtype=np.float32) * np.float32(30) - np.float32(15)
        fresh[particles.PACE] = np.float32(1 / 60) / (2 + 20 * rng.random(capacity, dtype=np.float32))
        fresh[particles.SIZE] = 0.01
        fresh[particles.KEEP], fresh[particles.CARRY] = 0.97, 0.02
        fresh[particles.PULL] = 0.004
        fresh[particles.FLOOR] = emitters.NO_FLOOR
        emitters.add(self.dust, fresh, rng.integers(0, self.magnets.table.shape[0], capacity))

    def hand(self):
        """A hand that sweeps through every four seconds and is lifted in between; then one that makes no sense."""
        beat = self.tick % 240
        x = np.float32(beat) / np.float32(24) - np.float32(5)
        if self.tick % 1000 == 999:
            return np.array([np.inf, np.nan, -np.inf, 1], np.float32)
        return np.array([x, 0.5, 0.0, 1.0 if beat < 180 else 0.0], np.float32)

    def script(self):
        """What a scene would do: a few strands let go, fade, are plucked and are made anew; bodies leave and come."""
        t, count = self.tick, self.strands.presence.shape[0]
        rng = self.streams.at("script", t)
        if t % 20 == 0:
            place = np.array([t // 20 % count])
            if t % 60 == 0:
                strands.untie(self.strands, place)
            elif t % 60 == 20:
                strands.fade(self.strands, place)
            else:
                strands.pluck(self.strands, t, place, 0.7, 0.3)
            ends = rng.integers(0, self.bodies.presence.shape[0], (2, 1))
            feeling = np.stack([emotions.feeling(impatience=1), emotions.feeling(sadness=1)])
            strands.spawn(self.strands, self.bodies.pos, ends[0], ends[1], feeling)
        if t % 300 == 0:
            bodies.fade(self.bodies, np.array([t // 300 % self.bodies.presence.shape[0]]))
        if t % 300 == 150:
            homes = np.zeros((3, 2), np.float32)  # two in one place
            bodies.spawn(self.bodies, homes, emotions.feeling(curiosity=1, joy=0.5), rng)

    def step(self):
        """One tick."""
        self.tick += 1
        t, at, hand = self.tick, self.streams.at, self.hand()
        self.script()
        steering.step(
            self.bodies, self.wind, t, at("bodies", t), connection=0.4, pointer=hand, bonds=strands.bonds(self.strands)
        )
        strand_dynamics.step(self.strands, self.bodies, self.wind, t, at("strands", t), pointer=hand)
        magnets.update(self.magnets, self.bodies, self.strands)
        rng = at("dust", t)
        particles.step(self.dust, self.wind, t, rng, magnets=self.magnets.table)
        for emitter in EMITTERS:
            emitters.emit(self.dust, emitter, t, rng, self.magnets)

    def arrays(self):
        """All state by name."""
        parts = {"bodies": self.bodies, "strands": self.strands, "dust": self.dust}
        return {f"{part}.{name}": array for part, owner in parts.items() for name, array in owner.arrays().items()}

    def digest(self):
        """The hash of all state."""
        result = hashlib.blake2b(digest_size=16)
        for name, array in sorted(self.arrays().items()):
            result.update(name.encode())
            result.update(np.ascontiguousarray(array).tobytes())
        return result.hexdigest()

    def checkpoint(self):
        """A copy of all state."""
        return self.tick, {name: array.copy() for name, array in self.arrays().items()}

    def restore(self, saved):
        """Back to a checkpoint."""
        self.tick, arrays = saved
        for name, array in self.arrays().items():
            array[...] = arrays[name]


if __name__ == "__main__":
    scenario = Scenario(1, *map(int, sys.argv[2:]))
    for _ in range(int(sys.argv[1])):
        scenario.step()
    print(scenario.digest())
