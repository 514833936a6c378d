"""The strangers: walkers of glass, lines of light when far; one body may be the dreamer, dark, a hand held aloft."""

import moderngl
import numpy as np

from dreamscape.clock import TICK
from dreamscape.parameters import Integer, Parameter
from dreamscape.physics import bodies as _bodies
from dreamscape.physics.emotions import COLOURS
from dreamscape.places.street import gait
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.mirror import Mirror

GROWN = 1.1  # m, the height of the body (of physics) of a walker 1.75 m tall
_WALK = 0.45  # m/s, from which on strides have their full length
_LAYOUT = "4f 4f 4f 4f 4f 4f 4f 4f 4f 4f 4f/i"
_NAMES = (*(f"j{k}" for k in range(9)), "stand", "feeling")


class Strangers(Layer):
    """Walkers of glass, lines of light when far; one of them may be the dreamer, dark, a hand held aloft.

    Every body from `first` on is a figure on a card that faces the camera, far ones first.
    """

    prepares_with = ("mirror",)

    first = Integer(0, 0, 63, "place", "the first body that is drawn as a walker")
    dreamer = Integer(-1, -1, 63, "place", "the body that is the dreamer; -1 for none")
    brightness = Parameter(1.0, 0.0, 3.0, "x", "of the strangers' light")
    rim = Parameter(1.0, 0.0, 3.0, "x", "brightness of the dreamer's rim of light")

    def build(self) -> None:
        """The mirror; the buffer of joints grows with the cast."""
        self._rows = np.zeros((0, 44), np.float32)
        self._mirror = Mirror(self.ctx)

    def prepare(self, frame: Frame) -> None:
        """Pose everyone, and draw them upside down into the mirror if the scene has one."""
        self._pose(frame)
        if "mirror" in frame.textures and self._count:
            self.feed(self.shader, frame, upright=-1.0)
            self._mirror.begin(frame.textures["mirror"])
            self.ctx.disable(moderngl.CULL_FACE)
            self._cards.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=self._count)
            self._mirror.end()

    def draw(self, frame: Frame) -> None:
        """Draw the cards."""
        if self._count:
            self.feed(self.shader, frame, upright=1.0)
            self._cards.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=self._count)

    def _pose(self, frame: Frame) -> None:
        """Write the joints as the camera sees them, in metres right of and above the feet."""
        state, alpha = frame.snapshot.cast.bodies, frame.snapshot.alpha
        if len(self._rows) != state.presence.size:
            self._rows = np.zeros((state.presence.size, 44), np.float32)
            self._buffer = self.ctx.buffer(reserve=self._rows.nbytes, dynamic=True)
            self._cards = self.shader.array([(self._buffer, _LAYOUT, *_NAMES)])
        shown = (state.presence > 0) & (np.arange(state.presence.size) >= self.first)
        if self.dreamer >= 0:
            shown[self.dreamer] = state.presence[self.dreamer] > 0
        pos = np.zeros_like(state.pos)
        _bodies.interpolate(state, alpha, pos)
        right, _, forward = frame.camera.basis()
        deep = forward @ (pos - np.array(frame.camera.position)[:, None])
        walkers = np.flatnonzero(shown & (deep > 0.3))
        walkers = walkers[np.argsort(-deep[walkers], kind="stable")]
        self._count = walkers.size
        if not self._count:
            return
        vx, _, vz = state.vel[:, walkers]
        speed = np.hypot(vx, vz)
        heading = np.arctan2(vx, vz + 1e-6)
        dark = (walkers == self.dreamer).astype(np.float32)
        tall = np.where(dark > 0, 1.0, pos[1, walkers] / GROWN).astype(np.float32)
        phase = state.phase[walkers] - speed * np.float32((1.0 - alpha) * TICK / gait.STRIDE) / tall
        joints = gait.joints(phase.astype(np.float32), np.minimum(speed / _WALK, 1.0).astype(np.float32), dark)
        flat = np.array([right[0], right[2]]) / np.hypot(right[0], right[2])
        aside = np.cos(heading) * flat[0] - np.sin(heading) * flat[1]
        ahead = np.sin(heading) * flat[0] + np.cos(heading) * flat[1]
        seen = np.stack([joints[:, 0] * aside + joints[:, 2] * ahead, joints[:, 1]]) * tall  # (2, 17, k)
        rows = self._rows[: walkers.size]
        rows[:, :34] = seen.transpose(2, 1, 0).reshape(walkers.size, 34)
        rows[:, 34], rows[:, 35] = tall, ahead
        rows[:, 36], rows[:, 37], rows[:, 38], rows[:, 39] = (
            pos[0, walkers],
            pos[2, walkers],
            dark,
            (walkers * 0.618) % 1.0,
        )
        weights = state.emotion[:, walkers]
        rows[:, 40:43] = (weights.T @ COLOURS) / np.maximum(weights.sum(axis=0), 1e-6)[:, None]
        rows[:, 43] = state.presence[walkers]
        self._buffer.write(rows.tobytes())
