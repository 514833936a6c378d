"""The lone light in the middle, and the small figure that holds it, more sensed than seen."""

import math

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.easing import ease
from dreamscape.parameters import Parameter, Toggle, Vector
from dreamscape.places.figure import dreamer
from dreamscape.places.hand.offering import axes
from dreamscape.quality import Quality
from dreamscape.render.fringe import Fringe
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.own_depth import OwnDepth
from dreamscape.render.shader import Array
from dreamscape.render.supersampling import Supersampling, bounds
from dreamscape.rng import Streams

PALM = np.array((0.535, 1.330, -0.115), np.float32)  # m from the figure's feet, where it holds the light
SLEEVE = np.array((0.485, 1.315, -0.115), np.float32)  # the same where the arm is that of the layer `hand`
THROUGH = 0.7  # m of the camera from the light, up to which the figure is seen through
WHOLE = 4.0, 7.5  # m of the camera from the light, between which the figure's own arm takes that one's place
SHOWN = 0.5  # m of the camera from the light, from which on the figure can be seen
FAR = (3.0, 4.0, 9.0, 9.0)  # m, from which on the lighter mesh looks the same, by tier
CLOSE = ("near_middle", "near_fine", "near_fine", "near_fine")  # the upper part of the near mesh, by tier
_BOX = np.array([(x, y, z) for x in (-0.45, 0.75) for y in (-0.03, 1.75) for z in (-0.45, 0.45)], np.float32)
FINER = 2  # samples along each side of a pixel; near, where it is large, one, and a fringe around its outlines
SLIM = 0.5  # px, by which it is smaller there: half of the fringe lies outside
Rectangle = tuple[int, int, int, int]  # px: left, bottom, width and height
LAYOUT = "3f 3f 3f", "position", "normal", "surface"
Parts = list[NDArray[np.uint32]]  # the triangles of each program
WITHIN = 1.2  # m of the camera from the light, up to which nothing of its glow can be seen
_ARM = (0.09, 0.18, -0.06)  # m, x beside the trunk and in front of it, and z: beyond these a vertex may be of the arm
_SLEEVED = (  # m, least x, greatest z, least y: where all of the figure is another layer's arm, by lone_light.glsl
    (0.30, 1.0, 0.91), (0.20, -0.17, 1.13), (0.28, -0.17, 0.91),
)  # fmt: skip


class LoneLight(Layer):
    """One light in the middle, and the small figure that holds it, more sensed than seen.

    A card that faces the camera, and a mesh: near with a fringe around its outlines, far supersampled. The figure shows
    only from far enough back.
    """

    prepares_tiles = True
    leaves_depth = True

    middle = Vector((0.0, 0.0, 0.0), -500.0, 500.0, "m", "position of the light", formerly="x y z")
    kindles = Parameter(12.0, 0.0, 600.0, "s", "when the light begins to shine")
    gathers = Parameter(25.0, 0.0, 600.0, "s", "when it brightens, as the threads come to it")
    left = Toggle(False, "whether the figure is mirrored, and holds it in its left hand")
    turn = Parameter(0.0, -3.2, 3.2, "rad", "how far the figure is turned about it, as the hand of the layer `hand`")
    halo = Parameter(8.0, 0.5, 100.0, "m", "how far the light reaches")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Load the meshes."""
        dreamer.close(quality.choose(CLOSE))
        dreamer.mesh("holding_far")

    def build(self) -> None:
        """A card of four corners, made in the vertex stage; the figure near and far, and what each is drawn with."""
        self._card = self.shader.array([])
        self._holders = [self.program(HOLDER=1), self.program(HOLDER=1, HAIR=1), self.program(HOLDER=1, ARM=1)]
        near = dreamer.close(self.quality.choose(CLOSE))
        bare = ~_sleeved(near)
        self._figures = [self._figure(mesh, _parts(mesh, slice(None))) for mesh in (near, dreamer.mesh("holding_far"))]
        armless = _parts(near, bare)
        self._armless, self._outlines = self._figure(near, armless), self._fringe(near, armless)
        self._fine, self._own = Supersampling(self.ctx, FINER), OwnDepth(self.ctx)
        self._rectangle: Rectangle | None = None
        turn = -self.turn if self.left else self.turn
        self._stands = math.cos(turn), math.sin(turn), -1.0 if self.left else 1.0
        self._axes = axes(self.left, 0.0, self.turn).astype(np.float32)  # of the figure, as columns

    def _figure(self, mesh: dreamer.DreamerMesh, parts: Parts) -> list[Array]:
        """A figure, an array for each program."""
        layout = self.ctx.buffer(_vertices(mesh).tobytes()), *LAYOUT
        drawn = zip(self._holders, parts, strict=True)
        way = -1 if self.left else 1  # a mirror image turns its triangles inside out
        return [shader.array([layout], self.ctx.buffer(part[:, ::way].tobytes())) for shader, part in drawn]

    def _fringe(self, mesh: dreamer.DreamerMesh, parts: Parts) -> Fringe:
        """The outlines of a figure."""
        number = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        shaders = [(shader, LAYOUT) for shader in self._holders]
        return Fringe(self.ctx, shaders, _vertices(mesh), np.concatenate(parts), number)

    def prepare(self, frame: Frame) -> None:
        """Once the light shines, draw the figure supersampled, unless it is near."""
        self._rectangle = None
        away = self._away(frame)
        whole = ease((away - WHOLE[0]) / (WHOLE[1] - WHOLE[0]))
        if frame.snapshot.act_seconds <= self.kindles or not whole:
            return
        palm = SLEEVE + (PALM - SLEEVE) * np.float32(whole)
        width, height = frame.size
        box = (_BOX - palm) @ self._axes.T + np.array(self.middle, np.float32)
        self._rectangle = bounds(box, frame.camera.view_projection(width / height), frame.size, frame.rows)
        if self._rectangle is not None:
            self._fine.begin(self._rectangle, frame.size)
            self._render(self._figures[away > self.quality.choose(FAR)], frame, palm, whole=whole, slim=0.0)
            self._fine.end()

    def _render(self, figure: list[Array], frame: Frame, palm: F32, **uniforms: float) -> None:
        for shader, part in zip(self._holders, figure, strict=True):
            own = {name: value for name, value in uniforms.items() if name in shader.declared}
            self.feed(shader, frame, palm=tuple(palm), stands=self._stands, **own)
            part.render()

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
        elif SHOWN < away <= WHOLE[0]:
            self._draw_near(frame)

    def _draw_near(self, frame: Frame) -> None:
        """Draw the figure without its arm straight into the picture, and its outlines."""
        picture, middle = self.ctx.fbo, np.array(self.middle, np.float32)
        self._own.begin(picture)
        if self._away(frame) < THROUGH:
            with self._own.depth_alone():
                self._render(self._armless, frame, SLEEVE, whole=0.0, slim=SLIM)
        self._render(self._armless, frame, SLEEVE, whole=0.0, slim=SLIM)
        self.ctx.disable(moderngl.CULL_FACE)
        eye = np.subtract(frame.camera.position, middle).astype(np.float32) @ self._axes + SLEEVE
        self._outlines.render(eye)
        picture.use()

    def _away(self, frame: Frame) -> float:
        """The distance of the camera from the light, m."""
        return float(np.linalg.norm(np.subtract(self.middle, frame.camera.position)))


def _vertices(mesh: dreamer.DreamerMesh) -> F32:
    """All of a vertex, as by LAYOUT, (n, 9)."""
    return np.column_stack([mesh.position, mesh.normal, mesh.kind, mesh.sway, mesh.shade]).astype("f4")


def _parts(mesh: dreamer.DreamerMesh, drawn: slice | NDArray[np.bool_]) -> Parts:
    """Of the triangles of a figure that are `drawn`: what is neither hair, arm nor scarf, the hair, the rest."""
    x, z = mesh.position[:, 0], mesh.position[:, 2]
    triangles = mesh.triangles[drawn]
    arm = (((x > _ARM[0]) & (z < _ARM[2])) | (x > _ARM[1]))[triangles].any(axis=1)
    kind = mesh.kind[triangles[:, 0]]
    hair = kind == dreamer.HAIR
    rest = ~hair & (arm | (kind == dreamer.SCARF))
    return [triangles[part] for part in (~hair & ~rest, hair, rest)]


def _sleeved(mesh: dreamer.DreamerMesh) -> NDArray[np.bool_]:
    """Which triangles of a figure are of the arm that is another layer's, and so would be drawn to no effect, (m,)."""
    x, y, z = mesh.position.T
    of_arm = [((x >= least) & (z <= behind) & (y >= low))[mesh.triangles] for least, behind, low in _SLEEVED]
    return np.asarray(np.any([corners.all(axis=1) for corners in of_arm], axis=0))
