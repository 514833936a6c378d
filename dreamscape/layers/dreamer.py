"""The dreamer: a small dark figure with a thin rim of light, breathing, coat, hair and scarf in the wind."""

import math

import moderngl
import numpy as np

from dreamscape.arrays import F32
from dreamscape.parameters import Parameter, Vector
from dreamscape.places.figure import dreamer
from dreamscape.places.figure.posture import gust, posture
from dreamscape.quality import Quality
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame
from dreamscape.render.shader import Array, Shader
from dreamscape.render.supersampling import Supersampling, bounds
from dreamscape.render.targets import unfiltered
from dreamscape.render.tiles import scissor
from dreamscape.rng import Streams

CARD = (-1.15, -0.08, 0.80, 1.86)  # m from the feet: left, bottom, right and top of the card that it is laid on
BOX = (
    (-0.36, -0.02, -0.36),
    (0.36, 1.74, 0.73),
)  # m: what it fills, its scarf in the wind: ahead, up, to its left
HELD_OUT = 0.42  # m, how much farther to its right the hand is at most
FINER = (2, 3, 3, 3)  # samples along each side of a pixel, by quality tier
LARGE, COARSEST = 155, 2  # px, one higher so few: what it has is wider than pixels
SMALL, FINEST = 64, 4  # px, a figure less high has so many: its rim and limbs are finer than pixels
LAYOUT = "3f 3f 3f 3f", "position", "reaching", "normal", "surface"


class Dreamer(Daylit):
    """The dreamer: a small dark figure with a thin rim of light, breathing, coat, hair and scarf in the wind.

    A supersampled mesh of a real anatomy, baked by scripts/bake_dreamer.py, that looks towards the seam.
    """

    prepares_tiles = True
    prepares_first = True

    feet = Vector((0.0, 0.0, 0.0), -1000.0, 1000.0, "m", "position of the feet", formerly="x y z")
    rim = Parameter(1.0, 0.0, 3.0, "x", "brightness of the rim of light")
    reach = Parameter(0.0, 0.0, 1.0, "part", "how far the right hand is held out, palm up")
    veins = Parameter(0.0, 0.0, 3.0, "x", "brightness of the veins of starlight")
    nearest = Parameter(
        1.6, 0.5, 100.0, "m", "distance of the camera within which it is not drawn; it fades in up to 2.5 times that"
    )
    seam_azimuth = Parameter(0.27, -1.0, 1.0, "tangent", "where the rim's light comes from")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Load the mesh."""
        dreamer.mesh("standing")
        dreamer.reaching()

    def build(self) -> None:
        """The mesh, a supersampled target, and the card that it is laid on."""
        mesh = dreamer.mesh("standing")
        vertices = [mesh.position, dreamer.reaching(), mesh.normal, mesh.kind, mesh.sway, mesh.shade]
        buffer = self.ctx.buffer(np.column_stack(vertices).astype("f4").tobytes())
        self._content = [(buffer, *LAYOUT)], self.ctx.buffer(mesh.triangles.tobytes())
        self._figures: dict[bool, tuple[Shader, Array]] = {}
        self._laid = self.program(LAID=1)
        self._card = self._laid.array([])
        samples = self.quality.choose(FINER), FINEST, COARSEST
        self._large, self._small, self._near = (Supersampling(self.ctx, n) for n in samples)
        self._fine = self._large
        self._rectangle: tuple[int, int, int, int] | None = None

    def prepare(self, frame: Frame) -> None:
        """Draw the figure into its supersampled target, unless the camera is too near for its detail."""
        super().prepare(frame)
        self._rectangle = None
        camera, (width, height) = frame.camera, frame.size
        if np.linalg.norm(np.subtract(np.add(self.feet, (0.0, 1.0, 0.0)), camera.position)) < self.nearest:
            return
        corners = self._corners()
        self._rectangle = bounds(corners, camera.view_projection(width / height), frame.size, frame.rows)
        if self._rectangle is not None:
            tall = self._height(frame)
            self._fine = self._small if tall < SMALL else self._large if tall < LARGE else self._near
            self._fine.begin(self._rectangle, frame.size)
            seconds = frame.snapshot.seconds
            stands = posture(seconds)
            shift = stands.left, stands.ahead, stands.turn, 0.008 * stands.breath
            shader, figure = self._made(self.veins > 0.0)
            self.feed(shader, frame, posture=shift, gust=gust(seconds))
            figure.render()
            self._fine.end()

    def _made(self, veined: bool) -> tuple[Shader, Array]:
        """The program with or without veins, and the figure's vertex array."""
        if veined not in self._figures:
            shader = self.program(VEINS=1) if veined else self.shader
            self._figures[veined] = shader, shader.array(*self._content)
        return self._figures[veined]

    def _corners(self) -> F32:
        """Of a box around the figure, `(8, 3)`, m."""
        (back, low, right), (ahead, high, left) = BOX
        way = np.array((0.6 * self.seam_azimuth, 1.0)) / math.hypot(0.6 * self.seam_azimuth, 1.0)  # its, x and z
        across = np.array((-way[1], way[0]))
        places = [way * x + across * z for x in (back, ahead) for z in (right - HELD_OUT * self.reach, left)]
        return np.array([np.add(self.feet, (x, y, z)) for x, z in places for y in (low, high)], np.float32)

    def _height(self, frame: Frame) -> float:
        """How high the figure is in the picture, px, whether or not all of it is seen."""
        camera, (width, height) = frame.camera, frame.size
        away = max(float(camera.basis()[2] @ np.subtract(self.feet, camera.position)), 1e-2)
        return CARD[3] * height / (2.0 * camera.tangents(width / height)[1] * away)

    def draw(self, frame: Frame) -> None:
        """Lay the supersampled figure over the picture, behind what is nearer."""
        if self._rectangle is not None:
            image = self._fine.texture
            where = {"card": CARD, "corner": self._rectangle[:2], "each": (1.0 / image.width, 1.0 / image.height)}
            self.feed(self._laid, frame, **where, finer=self._fine.finer, image=image)
            scissor(self.ctx, *self._rectangle)
            with unfiltered(image):
                self._card.render(moderngl.TRIANGLE_STRIP, vertices=4)
            self.ctx.scissor = None
