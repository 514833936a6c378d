"""The lone light in the middle, and the small figure that holds it, more sensed than seen."""

import itertools
from collections.abc import Iterable

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
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
_BOX = np.array([[(x, y, z) for x in (-0.45, 0.75) for y in (-0.03, 1.75) for z in (-0.45, 0.45)]], np.float32)
FINER = 2  # samples along each side of a pixel; near, where it is large, one that is averaged with the next ones
Rectangle = tuple[int, int, int, int]  # px: left, bottom, width and height
LAYOUT = "3f 3f 3f", "position", "normal", "surface"
WITHIN = 1.2  # m of the camera from the light, up to which nothing of its glow can be seen
_ARM = (0.09, 0.18, -0.06)  # m, x beside the trunk and in front of it, and z: beyond these a vertex may be of the arm
_SLEEVED = (  # m, least x, greatest z, least y: where all of the figure is another layer's arm, by lone_light.glsl
    (0.30, 1.0, 0.91), (0.20, -0.17, 1.13), (0.28, -0.17, 0.91),
)  # fmt: skip
_STIRS = 0.03  # m, by which vertices move
_SLICES = (  # m, from which height to which, from which z on and up to which x there is any of the figure but the arm
    (0.00, 0.30, -1.0, 1.0), (0.30, 0.60, -1.0, 1.0), (0.60, 0.91, -1.0, 1.0), (0.91, 1.13, -1.0, 0.27),
    (1.13, 1.32, -1.0, 0.17), (1.32, 1.50, -1.0, 0.17), (1.50, 1.75, -1.0, 0.17),
    (1.13, 1.32, -0.14, 0.27), (1.32, 1.50, -0.14, 0.27), (1.50, 1.75, -0.14, 0.27),
)  # fmt: skip


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
        near = dreamer.close("holding")
        bare = ~_sleeved(near)
        self._body = _boxes(near.position[near.triangles[bare]])
        self._figures = [self._figure(mesh, slice(None)) for mesh in (near, dreamer.mesh("holding_far"))]
        self._armless = self._figure(near, bare)
        self._near, self._far = Supersampling(self.ctx, 1, smoothed=True), Supersampling(self.ctx, FINER)
        self._fine = self._near
        self._rectangle: Rectangle | None = None

    def _figure(self, mesh: dreamer.DreamerMesh, drawn: slice | NDArray[np.bool_]) -> list[Array]:
        """The parts of a figure, one for each program: what is neither hair, arm nor scarf, the hair, the rest.

        Of its triangles, those that are `drawn`.
        """
        vertices = np.column_stack([mesh.position, mesh.normal, mesh.kind, mesh.sway, mesh.shade]).astype("f4")
        layout = self.ctx.buffer(vertices.tobytes()), *LAYOUT
        x, z = mesh.position[:, 0], mesh.position[:, 2]
        triangles = mesh.triangles[drawn]
        arm = (((x > _ARM[0]) & (z < _ARM[2])) | (x > _ARM[1]))[triangles].any(axis=1)
        kind = mesh.kind[triangles[:, 0]]
        hair = kind == dreamer.HAIR
        rest = ~hair & (arm | (kind == dreamer.SCARF))
        parts = zip(self._holders, (~hair & ~rest, hair, rest), strict=True)
        return [shader.array([layout], self.ctx.buffer(triangles[part].tobytes())) for shader, part in parts]

    def prepare(self, frame: Frame) -> None:
        """Draw the figure into its supersampled target, once the light shines and the camera is far enough back."""
        self._rectangle = None
        width, height = frame.size
        away = self._away(frame)
        if frame.snapshot.act_seconds > self.kindles and away > SHOWN:
            whole = ease((away - WHOLE[0]) / (WHOLE[1] - WHOLE[0]))
            palm = (SLEEVE + (PALM - SLEEVE) * whole).astype(np.float32)
            boxes = (_BOX if whole else self._body) - palm + np.array(self.middle, np.float32)
            view = frame.camera.view_projection(width / height)
            self._rectangle = _around(bounds(box, view, frame.size, frame.rows) for box in boxes)
        if self._rectangle is not None:
            self._fine = self._far if whole else self._near
            self._fine.begin(self._rectangle, frame.size)
            figure = self._figures[away > self.quality.choose(FAR)] if whole else self._armless
            for shader, part in zip(self._holders, figure, strict=True):
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


def _sleeved(mesh: dreamer.DreamerMesh) -> NDArray[np.bool_]:
    """Which triangles of a figure are of the arm that is another layer's, and so would be drawn to no effect, (m,)."""
    x, y, z = mesh.position.T
    of_arm = [((x >= least) & (z <= behind) & (y >= low))[mesh.triangles] for least, behind, low in _SLEEVED]
    return np.asarray(np.any([corners.all(axis=1) for corners in of_arm], axis=0))


def _boxes(corners: F32) -> F32:
    """The corners of boxes around the triangles of a figure without that arm, wherever they move, (k, 8, 3) m.

    Args:
        corners: (n, 3, 3) m, of the triangles.
    """
    boxes = []
    for bottom, top, least, most in _SLICES:
        touching = (corners[:, :, 1].max(axis=1) >= bottom) & (corners[:, :, 1].min(axis=1) <= top)
        part = corners[touching].reshape(-1, 3)
        low = np.maximum(part.min(axis=0) - _STIRS, (-1.0, bottom - _STIRS, least))
        high = np.minimum(part.max(axis=0) + _STIRS, (most, top + _STIRS, 1.0))
        boxes.append(list(itertools.product(*zip(low, high, strict=True))))
    return np.array(boxes, np.float32)


def _around(rectangles: Iterable[Rectangle | None]) -> Rectangle | None:
    """The least rectangle around some: left, bottom, width and height."""
    sides = [(left, bottom, left + wide, bottom + tall) for left, bottom, wide, tall in filter(None, rectangles)]
    if not sides:
        return None
    left, bottom, right, top = (
        pick(side) for pick, side in zip((min, min, max, max), zip(*sides, strict=True), strict=True)
    )
    return left, bottom, right - left, top - bottom
