"""Filaments: far, half-formed threads between lights, and in the end one from the lone light to every other."""

import moderngl
import numpy as np

from dreamscape.layers.fellow_lights import FellowLights
from dreamscape.parameters import Parameter
from dreamscape.places.night import constellation
from dreamscape.quality import Quality
from dreamscape.render import grain_texture
from dreamscape.render.layer import Frame, Layer
from dreamscape.rng import Streams

STEPS = 24, 8  # quads along a filament that is bright, and along a faint one
BRIGHT = 0.28  # magnitude, from which on one is bright
REACH = 7.5  # m, the longest distance of two lights that are joined
GRAIN = 0.22  # of the size of grains in the cast's threads
NEAREST = -18.0  # m, z; nearer lights are out of focus, and joined to the lone light only


class Filaments(Layer):
    """Far, half-formed threads between lights, and in the end one from the lone light to every other.

    Instanced strips along cubic curves, too far off to need the physics of the cast's threads.
    """

    blend = "add"
    leaves_depth = True

    reaches = Parameter(13.0, 0.0, 600.0, "s", "when the first of the lights reach for each other")
    gathers = Parameter(25.0, 0.0, 600.0, "s", "when the threads to the one light set out")
    gathering = Parameter(6.0, 0.1, 600.0, "s", "how long it takes until the last have set out")
    width = Parameter(2.6, 1.0, 20.0, "px at 720", "of a thread with its halo")
    brightness = Parameter(1.0, 0.0, 4.0, "x", "of all")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Place the lights and choose the pairs to join."""
        constellation.far_pairs(streams, quality.choose(FellowLights.lights), REACH)
        grain_texture.grains()

    def build(self) -> None:
        """Ends, bow and start of each filament."""
        lights = self.quality.choose(FellowLights.lights)
        far, pairs = constellation.lights(self.streams, lights), constellation.far_pairs(self.streams, lights, REACH)
        rng = self.streams.at("filaments")
        pairs = pairs[(far.position[pairs, 2] > NEAREST).all(axis=1)]
        count = len(far.position)
        root = np.concatenate([far.position[pairs[:, 0]], np.zeros((count, 3), np.float32)])
        tip = np.concatenate([far.position[pairs[:, 1]], far.position])
        span = np.linalg.norm(tip - root, axis=1, keepdims=True)
        swirl = np.cross((0.0, 0.12, -1.0), tip - root) * rng.normal(0.035, 0.075, (len(root), 1))
        swirl[: len(pairs)] *= rng.choice((-1.0, 1.0), (len(pairs), 1))
        bow = swirl + rng.normal(0.0, 0.055, (len(root), 3)) * span
        bow[:, 1] -= 0.05 * span[:, 0]
        order = rng.random(len(root))
        near = np.linalg.norm(tip[len(pairs) :], axis=1)
        order[len(pairs) :] = 0.75 * np.argsort(np.argsort(near)) / count + 0.25 * order[len(pairs) :]
        final = np.repeat((0.0, 1.0), (len(pairs), count))
        bright = np.concatenate([0.5 * (far.magnitude[pairs[:, 0]] + far.magnitude[pairs[:, 1]]), far.magnitude])
        table = np.column_stack([root, tip, bow, order, final, bright, rng.random(len(root))]).astype("f4")
        self._reduced = 0
        self._strips = []
        for last in (False, True):
            for steps, bright_ones in zip(STEPS, (True, False), strict=True):
                rows = table[((final > 0.5) == last) & ((bright > BRIGHT) == bright_ones)]
                if len(rows):
                    buffer = self.ctx.buffer(rows.tobytes())
                    array = self.shader.array([(buffer, "3f 3f 3f 4f/i", "root", "tip", "bow", "look")])
                    self._strips.append((last, steps, len(rows), array))

    def draw(self, frame: Frame) -> None:
        """Draw the strips; those to the lone light from `gathers` on."""
        if frame.snapshot.act_seconds < self.reaches:
            return
        gathered = frame.snapshot.act_seconds >= self.gathers
        reduced = grain_texture.reduction(frame.size[1] * GRAIN)
        if self._reduced != reduced:
            self._reduced, self._grains = reduced, grain_texture.make(self.ctx, grain_texture.grains(), reduced)
        self.feed(self.shader, frame, steps=STEPS[0], grain_texture=self._grains)
        for last, steps, count, strip in self._strips:
            if gathered or not last:
                self.shader.set(steps=steps)
                strip.render(moderngl.TRIANGLE_STRIP, vertices=2 * (steps + 1), instances=count)
