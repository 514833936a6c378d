"""The entities: every body of the cast as a small creature of light, shaped by what it feels most."""

import moderngl
import numpy as np

from dreamscape.arrays import F32
from dreamscape.parameters import Parameter
from dreamscape.physics import bodies
from dreamscape.physics.emotions import mix_colours
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Array, Shader

KINDS = (0, 1, 2), (3, 4, 5, 6), (7,)  # emotions whose creatures one program draws
BIRDS = 2
STILL = "3f 12x 3f 2f 2f/i", "position", "hue", "kind_phase", "look"
MOVING = "3f 3f 3f 2f 2f/i", "position", "velocity", "hue", "kind_phase", "look"


class Entities(Layer):
    """Small creatures of light, one for each body of the cast, shaped by what it feels most; none without feelings.

    An octagon for each, facing the camera, and a quad for its image in the sea.

    Sadness is a swell that is lit from within, with a long image in the sea, resilience light in a cushion of moss,
    impatience a thundercloud that is lit from inside, grief a falling tear, curiosity a firefly that darts and leaves a
    trail, wisdom a lantern's glow, tenderness a glow that breathes, joy a bird with a spark at its heart.
    """

    blend = "add"

    size = Parameter(1.0, 0.05, 20.0, "m", "half the side of a creature with its halo")
    brightness = Parameter(1.0, 0.0, 8.0, "x", "of each creature")
    mirrored = Parameter(0.4, 0.0, 2.0, "x", "brightness of their images in the sea at height 0")
    wings = Parameter(1.6, 0.1, 8.0, "x", "how much larger than the others the birds are")

    def build(self) -> None:
        """Programs of instanced shapes; the buffers grow to the cast's size when it is first seen."""
        self._values = np.zeros((0, 13), np.float32)
        self._sea = self.program(MIRRORED=1, KINDS=0)
        self._own = [self.program(KINDS=kinds) for kinds in range(len(KINDS))]

    def _fit(self, count: int) -> None:
        if len(self._values) == count:
            return
        self._values = np.zeros((count, 13), np.float32)
        self._where = np.zeros((3, count), np.float32)
        self._quads = [self._quad(shader, MOVING if n == BIRDS else STILL) for n, shader in enumerate(self._own)]
        self._images = self._quad(self._sea, STILL)

    def _quad(self, shader: Shader, layout: tuple[str, ...]) -> tuple[moderngl.Buffer, Array]:
        buffer = self.ctx.buffer(reserve=self._values.nbytes, dynamic=True)
        return buffer, shader.array([(buffer, *layout)])

    def draw(self, frame: Frame) -> None:
        """Draw the images in the sea, then the bodies."""
        state = frame.snapshot.cast.bodies
        present = np.flatnonzero((state.presence > 0) & (state.emotion.sum(axis=0) > 0))
        if present.size == 0:
            return
        self._fit(state.presence.shape[0])
        bodies.interpolate(state, frame.snapshot.alpha, self._where)
        weights = state.emotion[:, present]
        kind = weights.argmax(axis=0)
        values = self._values[: present.size]
        values[:, 0:3] = self._where[:, present].T
        values[:, 3:6] = state.vel[:, present].T
        values[:, 6:9] = mix_colours(weights)
        values[:, 9] = kind
        values[:, 10] = state.phase[present]
        values[:, 11] = state.presence[present]
        values[:, 12] = present
        self._render(self._sea, self._images, values, frame, 4)
        for shader, quads, kinds in zip(self._own, self._quads, KINDS, strict=True):
            self._render(shader, quads, values[np.isin(kind, kinds)], frame, 8)

    def _render(
        self, shader: Shader, quads: tuple[moderngl.Buffer, Array], values: F32, frame: Frame, corners: int
    ) -> None:
        if len(values):
            quads[0].write(values.tobytes())
            self.feed(shader, frame)
            quads[1].render(moderngl.TRIANGLE_STRIP, vertices=corners, instances=len(values))
