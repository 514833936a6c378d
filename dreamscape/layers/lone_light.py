"""The lone light in the middle, and the small figure that holds it, more sensed than seen."""

import moderngl
import numpy as np

from dreamscape.easing import ease
from dreamscape.parameters import Parameter, Vector
from dreamscape.places.figure import dreamer
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Array
from dreamscape.render.supersampling import Supersampling, bounds
from dreamscape.rng import Streams

PALM = np.array((0.535, 1.330, -0.115))  # m from the figure's feet, where it holds the light
SLEEVE = np.array((0.485, 1.315, -0.115))  # the same while the arm is that of the layer `hand`, which is bent more
WHOLE = 4.0, 7.5  # m of the camera from the light, between which the figure's own arm takes that one's place
SHOWN = 0.5  # m of the camera from the light, from which on the figure can be seen
FAR = (3.0, 4.0, 9.0, 9.0)  # m, from which on the lighter mesh looks the same, by tier
_BOX, _BODY = (
    np.array([(x, y, z) for x in (-0.45, ahead) for y in (-0.03, 1.75) for z in (-0.45, 0.45)], np.float32)
    for ahead in (0.75, 0.45)
)  # around the figure, and around what is not its arm
FINER = 2  # samples along each side of a pixel; near, where it is large, one that is averaged with the next ones
LAYOUT = "3f 3f 3f", "position", "normal", "surface"
WITHIN = 1.2  # m of the camera from the light, up to which nothing of its glow can be seen
_ARM = (0.09, 0.18, -0.06)  # m, x beside the trunk and in front of it, and z: beyond these a vertex may be of the arm


class LoneLight(Layer):
    """One light in the middle, and the small figure that holds it, more sensed than seen.

    A card that faces the camera, and a supersampled mesh; the figure shows only from far enough back.
    """

    prepares_tiles = True

    middle = Vector((0.0, 0.0, 0.0), -500.0, 500.0, "m", "position of the light", formerly="x y z")
    kindles = Parameter(12.0, 0.0, 600.0, "s", "when the light begins to shine")
    gathers = Parameter(25.0, 0.0, 600.0, "s", "when it brightens, as the threads come to it")
    halo = Parameter(8.0, 0.5, 100.0, "m", "how far the light reaches")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Load the meshes."""
        dreamer.close("holding")
        dreamer.mesh("holding_far")

    def build(self) -> None:
        """A card of four corners, made in the vertex stage; the figure near and far, and a target for it."""
        self._card = self.shader.array([])
        self._holders = [self.program(HOLDER=1), self.program(HOLDER=1, HAIR=1), self.program(HOLDER=1, ARM=1)]
        self._figures = [self._figure(mesh) for mesh in (dreamer.close("holding"), dreamer.mesh("holding_far"))]
        self._near, self._far = Supersampling(self.ctx, 1, smoothed=True), Supersampling(self.ctx, FINER)
        self._fine = self._near
        self._rectangle: tuple[int, int, int, int] | None = None

    def _figure(self, mesh: dreamer.DreamerMesh) -> list[Array]:
        """The parts of a figure, one for each program: what is neither hair, arm nor scarf, the hair, the rest."""
        vertices = np.column_stack([mesh.position, mesh.normal, mesh.kind, mesh.sway, mesh.shade]).astype("f4")
        layout = self.ctx.buffer(vertices.tobytes()), *LAYOUT
        x, z = mesh.position[:, 0], mesh.position[:, 2]
        arm = (((x > _ARM[0]) & (z < _ARM[2])) | (x > _ARM[1]))[mesh.triangles].any(axis=1)
        kind = mesh.kind[mesh.triangles[:, 0]]
        hair = kind == dreamer.HAIR
        rest = ~hair & (arm | (kind == dreamer.SCARF))
        parts = zip(self._holders, (~hair & ~rest, hair, rest), strict=True)
        return [shader.array([layout], self.ctx.buffer(mesh.triangles[part].tobytes())) for shader, part in parts]

    def prepare(self, frame: Frame) -> None:
        """Draw the figure into its supersampled target, once the light shines and the camera is far enough back."""
        self._rectangle = None
        width, height = frame.size
        away = self._away(frame)
        if frame.snapshot.act_seconds > self.kindles and away > SHOWN:
            whole = ease((away - WHOLE[0]) / (WHOLE[1] - WHOLE[0]))
            palm = (SLEEVE + (PALM - SLEEVE) * whole).astype(np.float32)
            points = (_BOX if whole else _BODY) - palm + np.array(self.middle, np.float32)
            self._rectangle = bounds(points, frame.camera.view_projection(width / height), frame.size, frame.rows)
        if self._rectangle is not None:
            self._fine = self._far if whole else self._near
            self._fine.begin(self._rectangle, frame.size)
            for shader, part in zip(self._holders, self._figures[away > self.quality.choose(FAR)], strict=True):
                self.feed(shader, frame, palm=tuple(palm), **({"whole": whole} if "whole" in shader.declared else {}))
                part.render()
            self._fine.end()

    def draw(self, frame: Frame) -> None:
        """Draw the light, on a card that grows with the camera's distance, and the figure in front of it."""
        away = self._away(frame)
        if frame.snapshot.act_seconds <= self.kindles:
            return
        if away > WITHIN:
            side = min(self.halo, 0.3 * away)
            self.feed(self.shader, frame, card=(-side, -side, side, side))
            self._card.render(moderngl.TRIANGLE_STRIP, vertices=4)
        if self._rectangle is not None:
            self._fine.lay(self._rectangle)

    def _away(self, frame: Frame) -> float:
        """The distance of the camera from the light, m."""
        return float(np.linalg.norm(np.subtract(self.middle, frame.camera.position)))
