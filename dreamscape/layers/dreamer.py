"""The dreamer: a small dark figure with a thin rim of light, breathing, coat, hair and scarf in the wind."""

import moderngl
import numpy as np

from dreamscape.parameters import Parameter, Vector
from dreamscape.places.figure import dreamer
from dreamscape.places.figure.posture import gust, posture
from dreamscape.quality import Quality
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame
from dreamscape.render.supersampling import Supersampling, bounds
from dreamscape.rng import Streams

CARD = (-1.15, -0.08, 0.80, 1.86)  # m from the feet: the figure's left, bottom, right and top, its scarf in the wind
FINER = (2, 3, 3, 3)  # samples along each side of a pixel, by quality tier
SMALL, FINEST = 64, 4  # px, a figure less high has so many: its rim and limbs are finer than pixels
LAYOUT = "3f 3f 3f 3f", "position", "reaching", "normal", "surface"


class Dreamer(Daylit):
    """The dreamer: a small dark figure with a thin rim of light, breathing, coat, hair and scarf in the wind.

    A supersampled mesh of a real anatomy, baked by scripts/bake_dreamer.py, that looks towards the seam.
    """

    prepares_tiles = True

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
        self._figure = self.shader.array([(buffer, *LAYOUT)], self.ctx.buffer(mesh.triangles.tobytes()))
        self._laid = self.program(LAID=1)
        self._card = self._laid.array([])
        self._large, self._small = (Supersampling(self.ctx, n) for n in (self.quality.choose(FINER), FINEST))
        self._fine = self._large
        self._rectangle: tuple[int, int, int, int] | None = None

    def prepare(self, frame: Frame) -> None:
        """Draw the figure into its supersampled target, unless the camera is too near for its detail."""
        super().prepare(frame)
        self._rectangle = None
        camera, (width, height) = frame.camera, frame.size
        if np.linalg.norm(np.subtract(np.add(self.feet, (0.0, 1.0, 0.0)), camera.position)) < self.nearest:
            return
        right = camera.basis()[0] * np.array((1.0, 0.0, 1.0))
        across = right / max(float(np.linalg.norm(right)), 1e-6)
        corners = [np.array(self.feet) + across * x + (0.0, y, 0.0) for x in CARD[::2] for y in CARD[1::2]]
        self._rectangle = bounds(
            np.array(corners, np.float32), camera.view_projection(width / height), frame.size, frame.rows
        )
        if self._rectangle is not None:
            self._fine = self._small if self._height(frame) < SMALL else self._large
            self._fine.begin(self._rectangle, frame.size)
            seconds = frame.snapshot.seconds
            stands = posture(seconds)
            shift = stands.left, stands.ahead, stands.turn, 0.008 * stands.breath
            self.feed(self.shader, frame, posture=shift, gust=gust(seconds))
            self._figure.render()
            self._fine.end()

    def _height(self, frame: Frame) -> float:
        """How high the figure is in the picture, px, whether or not all of it is seen."""
        camera, (width, height) = frame.camera, frame.size
        away = max(float(camera.basis()[2] @ np.subtract(self.feet, camera.position)), 1e-2)
        return CARD[3] * height / (2.0 * camera.tangents(width / height)[1] * away)

    def draw(self, frame: Frame) -> None:
        """Lay the supersampled figure over the picture, behind what is nearer."""
        if self._rectangle is not None:
            corner = self._rectangle[:2]
            self.feed(self._laid, frame, card=CARD, corner=corner, finer=self._fine.finer, image=self._fine.texture)
            self._card.render(moderngl.TRIANGLE_STRIP, vertices=4)
