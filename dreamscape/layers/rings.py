"""Rings that fallen drops and struck notes leave on the water, and that notes leave in the air, as light."""

import math
from typing import ClassVar

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICK, TICKS_PER_SECOND
from dreamscape.parameters import Integer, Parameter, Vector
from dreamscape.places.key import chimes, helix
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Array, Shader
from dreamscape.rng import Streams

MOST = 48  # rings at the same time
LASTS = 3.4  # s, life of a ring on the water
RAINS = 60.0  # s into the act, so long it rains
RAINED_ON = (-2.6, 2.6), (-0.8, 2.0)  # m, in x and z, where drops of rain are seen
RINGS_LAST = 1.9  # s, life of a ring of light in the air


def rain_drops(streams: Streams, rate: float) -> NDArray[np.float64]:
    """Drops of rain on the water, `rate` a second: rows of s into the act, x and z in m, strength of their rings."""
    rng = streams.at("rain on the water")
    count = round(rate * RAINS)
    when = np.sort(rng.uniform(0.0, RAINS, count))
    x, z = (rng.uniform(*span, count) for span in RAINED_ON)
    return np.stack([when, x, z, rng.uniform(0.12, 0.35, count)], 1)


class Rings(Layer):
    """Rings of light that drops and struck notes leave on the water and in the air.

    Publishes `ripples`, a map of the water's slopes.
    """

    blend = "add"
    leaves_depth = True

    tip = Vector(
        (0.0, 0.0, 0.0), (-1000.0, -100.0, -100.0), (1000.0, 100.0, 100.0), "m", "the key's tip", formerly="x y z"
    )
    body = Integer(-1, -1, 63, "place", "the body that carries the key off as it moves; -1 for none")
    scale = Parameter(1.0, 0.01, 100.0, "m", "height of the key")
    lean = Parameter(0.0, -60.0, 60.0, "degrees", "how far the key's bow leans to the right")
    brightness = Parameter(1.0, 0.0, 4.0, "x", "of the rings of light")
    dripping = Vector((0.0, 0.0), -100.0, 100.0, "m", "who sheds drops", axes="xz", formerly="drop_x drop_z")
    rain = Parameter(0.0, 0.0, 12.0, "drops/s", "of rain on the water around")

    map_size: ClassVar = (160, 224, 352, 512)

    def build(self) -> None:
        """The map, the schedule of drops and notes, and a strip for the rings of light."""
        side = self.quality.choose(self.map_size)
        self._map = self.target((side, side))
        self._painter = self.program(ON_WATER=1)
        self._quad = self._painter.array([])
        self._strip = self.shader.array([])
        self._notes = chimes.notes(self.streams)
        self._drops = self._schedule()

    def _schedule(self) -> NDArray[np.float64]:
        """Start, place and strength of each ring on the water: rows of s, x and z in m, strength, negative if dark."""
        rng = self.streams.at("drops")
        rising = np.array([(0.0, 0.0, 0.0, 2.2), (0.5, 0.04, 0.0, 1.8), (1.1, -0.03, 0.0, 1.5), (1.9, 0.02, 0.0, 1.1)])
        early = 0.4 + 5.0 * rng.random(34) ** 1.5
        late = 5.5 + np.cumsum(rng.exponential(0.75, 24))
        when = np.concatenate([early, late])
        spread = np.where(when < 5.5, 0.42, 0.55)
        drops = np.stack([when, *(rng.normal(0.0, 1.0, (2, len(when))) * spread), rng.uniform(0.25, 0.7, len(when))], 1)
        drops = np.concatenate([rising, drops])
        drops[:, 1:3] += self.dripping
        struck = self._notes.tick / TICKS_PER_SECOND
        angle = 2.4 * self._notes.rung  # the golden angle: no two rungs drip at the same place
        x, _, z = self.tip
        notes = np.stack([struck, x + 0.08 * np.cos(angle), z + 0.08 * np.sin(angle), 0.55 * self._notes.level], 1)
        drops[:, 3] *= -1.0  # they carry no light
        return np.concatenate([rain_drops(self.streams, self.rain), drops, notes])

    def prepare(self, frame: Frame) -> None:
        """Draw every ring on the water into the map, and publish it."""
        age = frame.snapshot.act_seconds - self._drops[:, 0]
        live = np.flatnonzero((age >= 0) & (age < LASTS))[-MOST:]
        drops = [(self._drops[i, 1], self._drops[i, 2], age[i], self._drops[i, 3]) for i in live]
        self._map.begin(clear=(0.0, 0.0, 0.0, 0.0))
        frame.textures["ripples"] = self._map.texture
        self._instances(self._painter, frame, self._quad, 4, drops)
        self.ctx.enable_only(moderngl.NOTHING)

    def draw(self, frame: Frame) -> None:
        """Draw the rings of light around the rungs that were struck."""
        moved = np.zeros(3, np.float32)
        if self.body >= 0:
            state = frame.snapshot.cast.bodies
            since_tick = np.float32((1.0 - frame.snapshot.alpha) * TICK)
            moved = (state.pos - state.home - state.vel * since_tick)[:, self.body]  # in float32, as pictures have it
        x, y, z = self.tip
        rings = self._light(frame.snapshot.act_seconds, y + float(moved[1]))
        self._instances(self.shader, frame, self._strip, 2 * 97, rings, middle=(x + moved[0], z + moved[2]),
                        tip_height=y + float(moved[1]), slant=math.tan(math.radians(self.lean)))  # fmt: skip

    def _light(self, seconds: float, tip: float) -> list[tuple[float, float, float, float]]:
        """Height in m, age as a part of its life, strength and pitch, 0 to 1, of each ring of light."""
        age = (seconds - self._notes.tick / TICKS_PER_SECOND) / RINGS_LAST
        live = np.flatnonzero((age >= 0) & (age < 1))[-MOST:]
        upright = self.scale * math.cos(math.radians(self.lean))
        height = tip + upright * helix.rung_height(self._notes.rung[live])
        pitch = self._notes.rung[live] / (chimes.RUNGS - 1)
        return list(
            zip(height.tolist(), age[live].tolist(), self._notes.level[live].tolist(), pitch.tolist(), strict=True)
        )

    def _instances(
        self, shader: Shader, frame: Frame, shape: Array, vertices: int,
        rings: list[tuple[float, float, float, float]], **uniforms: object,
    ) -> None:  # fmt: skip
        if not rings:
            return
        self.ctx.enable(moderngl.BLEND)
        self.ctx.blend_func = moderngl.ONE, moderngl.ONE
        self.feed(shader, frame, rings=rings + [(0.0, 0.0, 0.0, 0.0)] * (MOST - len(rings)), **uniforms)
        shape.render(moderngl.TRIANGLE_STRIP, vertices=vertices, instances=len(rings))

    publishes = ("ripples",)
