"""The threads: bundles of strands of grains of light, whose travel is what both ends feel."""

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.camera import Camera
from dreamscape.easing import smoothstep
from dreamscape.parameters import Parameter
from dreamscape.physics.emotions import AMPLITUDE, FREQUENCY, GOLD, mix_colours, mix_traits
from dreamscape.physics.grains import ROWS, mix_grains
from dreamscape.physics.strands import Strands
from dreamscape.places.shore import coast, seaward
from dreamscape.quality import Quality
from dreamscape.render import bundles, grain_texture
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.thread_textures import ThreadTextures
from dreamscape.rng import Streams

PLACES = (18, 22, 26, 40)  # along a thread, by tier, on a Catmull-Rom curve through its nodes
TEXELS = 5  # of each place
CORE = 1.1  # px at 720, half the width of the core
BRIGHT = 2.6  # of a thread, at a brightness of 1
PLAYED = np.float32(1.3)  # how much brighter a thread is whose pitch class is all that is heard
OUTWARD = 0.06  # of the texture a second: how fast what strays goes outward
CROWD = 200.0  # px on the screen from the root, within which threads crowd in pictures that are smaller than 720p
KINDS = [ROWS[name] for name in ("mist", "grit", "sparks", "drops")]


class Threads(Layer):
    """Bundles of three strands of grains of light between bodies, which twist and shine where they are taut.

    The grains of a strand are a texture that is drawn along it: those of the root's feeling travel to the tip, those of
    the tip's to the root. How they travel is computed here, for a few places along each thread.
    """

    blend = "add"
    leaves_depth = True

    width = Parameter(1.0, 0.1, 8.0, "x", "of strands and bundles")
    brightness = Parameter(1.0, 0.0, 8.0, "x", "of all")
    core = Parameter(0.08, 0.0, 2.0, "x", "light of the faint core")
    sway = Parameter(0.0, 0.0, 8.0, "x", "height of the long waves of its ends' feelings, drawn on top of its motion")
    fading = Parameter(0.0, 0.0, 1.0, "part", "of its length from the tip, over which it fades into nothing")
    taper = Parameter(0.06, 0.0, 0.5, "part", "of its length, over which each end tapers into nothing")
    nearness = Parameter(
        0.75, 0.1, 4.0, "x", "how large grains are mostly seen, which are 1 at 9 m: far ones are averaged"
    )
    fineness = Parameter(1.0, 0.5, 3.0, "x", "how many places of a thread are computed; short ones need few")
    golden = Parameter(0.6, 0.0, 1.0, "part", "how much of the colour is gold rather than the feeling's")
    calm = Parameter(
        0.0, 0.0, 1.0, "part", "how much wider and smoother, and dimmer at their roots, they are in pictures below 720p"
    )
    softness = Parameter(
        0.0, 0.0, 5.0, "m", "how far from the shore's rock threads begin to fade that go behind it; 0 for no such rock"
    )

    def build(self) -> None:
        """The textures grow to the cast's size when it is first seen."""
        self._ribbon = self.shader.array([])
        self._textures = ThreadTextures(self.ctx, TEXELS)
        self._count = 0  # of strands that are present
        self._feelings: F32 = np.empty(0, np.float32)
        self._mixed_for: tuple[float, ...] = ()  # the lines of the picture, and the parameters that looks depend on
        self._grains: dict[int, dict[str, moderngl.Texture]] = {}  # of grains, by how much they are averaged

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Draw the grains."""
        grain_texture.grains()
        grain_texture.strays()

    def prepare(self, frame: Frame) -> None:
        """Compute the places of the strands that are present."""
        state = frame.snapshot.cast.strands
        _, nodes, count = state.pos.shape
        present = np.flatnonzero(state.presence > 0)
        self._count = present.size
        if not self._count:
            return
        anew = self._textures.fit(nodes, count, round(self.quality.choose(PLACES) * self.fineness))
        feelings = state.emotion[:, :, present]
        mixed_for = frame.size[1], self.golden, self.width, self.calm
        if anew or mixed_for != self._mixed_for or not np.array_equal(feelings, self._feelings):
            self._feelings, self._mixed_for = feelings, mixed_for
            self._feel(feelings, frame.size[1])
        self._compute(frame, state, present)

    def draw(self, frame: Frame) -> None:
        """Draw the strands that are present."""
        if not self._count:
            return
        thick = max(CORE, 0.9 * 720.0 / frame.size[1])
        reduced = grain_texture.reduction(self.nearness * min(self.width, 2.0) * frame.size[1])
        textures, places = self._grain_textures(reduced) | self._textures.named(), len(self._textures.along)
        outward = frame.snapshot.act_seconds * OUTWARD % 1.0
        lit = self.core * CORE / thick
        self.feed(self.shader, frame, count=places, thick=thick, lit=lit, outward=outward, **textures)
        self._ribbon.render(moderngl.TRIANGLE_STRIP, vertices=2 * places, instances=self._count)

    def _grain_textures(self, reduced: int) -> dict[str, moderngl.Texture]:
        if reduced not in self._grains:
            fields = {"grain_texture": grain_texture.grains(), "stray_texture": grain_texture.strays()}
            self._grains[reduced] = {k: grain_texture.make(self.ctx, field, reduced) for k, field in fields.items()}
        return self._grains[reduced]

    def _feel(self, feelings: F32, lines: int) -> None:
        """Mix what the feelings `(2, 8, n)` of root and tip say of threads in a picture of so many lines."""
        weights = np.ascontiguousarray(feelings.transpose(1, 0, 2))
        self._mixed = mix_grains(weights)
        self._felt = mix_traits(weights)
        colours = mix_colours(weights)
        looks = self._textures.looks[: feelings.shape[2]]
        looks[:, :2, :3] = colours + (GOLD - colours) * self.golden
        # of grains that are finer than a pixel, the brightest are seen
        far = max(1.0 - self.width, 0.0) * min(lines / 720.0, 1.0) ** (2.0 * self.calm)
        looks[:, 2:] = self._mixed[KINDS].transpose(2, 1, 0) * (1.0 - far, 1.0, 1.0 + far, 1.0)
        looks[:, 2:, KINDS.index(ROWS["sparks"])] += np.float32(0.9 * far)
        self._textures.write_looks(len(looks))

    def _compute(self, frame: Frame, state: Strands, present: NDArray[np.int64]) -> None:
        """Write what the threads look like at each place."""
        matrix = bundles.smooth(self._textures.nodes, len(self._textures.along))
        points: F32 = np.matmul(matrix, frame.snapshot.strand_nodes()[:, :, present])
        tension = matrix @ state.tension[:, present]
        if self.sway:
            points += self._waves(points, frame.camera, state, present)
        screen = bundles.seen(points, frame.camera, frame.size)
        screen.near *= np.float32(self.width)
        own = np.asarray(state.born[present] * 0.6180339887 % 1.0, np.float64)
        hang = bundles.hang(points)
        pixel = 720.0 / frame.size[1]
        moment = bundles.Moment(
            frame.snapshot.act_seconds, own, 1.3 * pixel * min(max(pixel, 1.0), 2.0) ** (1.1 * self.calm)
        )
        found = bundles.bundle(screen, self._mixed, tension, hang, moment)
        values = self._textures.values[: present.size]
        values[:, :, 0] = screen.clip.transpose(2, 1, 0)
        values[:, :, 1, :2] = screen.across.transpose(2, 1, 0)
        values[:, :, 1, 2] = found.half.T
        light = self._light(screen, tension, hang) * found.dim
        if self.calm:
            light *= _uncrowded(screen.length, pixel)
        if self.softness:
            light *= self._uncovered(points, frame.camera)
        level = self._level(frame, state.presence[present]) * (1.0 + PLAYED * frame.snapshot.heard.played(own))
        values[:, :, 1, 3] = (light * level).T
        values[:, :, 2, :2] = found.offset.transpose(2, 1, 0)
        values[:, :, 2, 2] = (1.0 / found.width).T
        values[:, :, 3, :3] = found.place.transpose(2, 1, 0)
        values[:, :, 4, :2] = found.light.transpose(2, 1, 0)
        values[:, :, 4, 2] = (1.0 / found.stray).T
        self._textures.write_places(len(values))

    def _level(self, frame: Frame, presence: F32) -> F32:
        return presence * np.float32(BRIGHT * self.brightness * (1.0 + 0.4 * frame.snapshot.heard["middle"]))

    def _light(self, screen: bundles.Screen, tension: F32, hang: F32) -> F32:
        """The light at places `(s, n)`: more where it is taut, less towards the ends; heavy grains pool in the sag."""
        s = self._textures.along
        ends = smoothstep(np.minimum(s, 1.0 - s) / max(self.taper, 1e-3), 0.0, 1.0)
        if self.fading:
            ends = ends * np.minimum((1.0 - s) / self.fading, 1.0) ** 2
        gather = 1.0 + self._mixed[ROWS["pools"]].mean(axis=0) * (1.9 * hang * hang - 0.75)
        ahead = np.clip((screen.clip[3] - bundles.NEAREST) * 2.0, 0.0, 1.0)
        return np.asarray((0.35 + 0.8 * tension) * gather * ahead * ends, np.float32)

    def _uncovered(self, points: F32, camera: Camera) -> F32:
        """How much is seen of `points (3, s, n)`, `(s, n)`: less near the rock that hides what is behind it."""
        low = np.flatnonzero(points[1].min(axis=0) < coast.FEET[1])
        seen = np.ones(points.shape[1:], np.float32)
        clear = seaward.clearance(points[:, :, low], np.array(camera.position, np.float32), seaward.field(self.streams))
        seen[:, low] = smoothstep(clear / self.softness, 0.0, 1.0)
        return seen

    def _waves(self, points: F32, camera: Camera, state: Strands, present: NDArray[np.int64]) -> F32:
        """The waves of what both ends feel, across the view, `(3, s, n)` m.

        Few and long ones, the faster feeling the shorter, which rise from nothing at the ends; each is highest in the
        half that is nearer to who feels it.
        """
        s = self._textures.along
        gone = np.stack([s, 1.0 - s], axis=1)  # (s, 2, 1)
        turns = gone * (0.75 + 0.40 * self._felt[FREQUENCY]) - state.turn[:, present]
        wave = (self._felt[AMPLITUDE] * (1.35 - gone) * np.sin(np.float32(2.0 * np.pi) * turns)).sum(axis=1)
        rise = 4.0 * s * (1.0 - s)
        reach = state.reach[present]
        wave *= rise * rise * (reach * reach * np.float32(self.sway))
        x, y, z = points[:, len(s) // 2] - np.array(camera.position, np.float32)[:, None]
        u, v, w = points[:, -1] - points[:, 0]
        side = np.stack([v * z - w * y, w * x - u * z, u * y - v * x])
        side /= np.sqrt((side * side).sum(axis=0)) + np.float32(1e-3)
        return np.asarray(side[:, None] * wave, np.float32)


def _uncrowded(length: F32, pixel: float) -> F32:
    """The light of threads `length` px at 720 from their root, no unit: less where many share few large pixels."""
    least = np.float32(min(1.0 / pixel, 1.0))
    return np.asarray(least + (1 - least) * np.minimum(length / np.float32(CROWD), 1.0), np.float32)
