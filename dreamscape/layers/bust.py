"""The dreamer half out of the water: dark and wet, a rim of light, and points of light that come out on them."""

from dataclasses import replace
from functools import lru_cache

import moderngl
import numpy as np

from dreamscape.arrays import F32
from dreamscape.easing import ease, smoothstep
from dreamscape.parameters import Parameter, Toggle, Vector
from dreamscape.places.figure import dreamer
from dreamscape.places.figure.dreamer import CLOTH, HAIR, SCARF, SKIN
from dreamscape.places.figure.posture import Posture, posture
from dreamscape.quality import Quality
from dreamscape.render.context import CLIP_DISTANCE
from dreamscape.render.daylight import Daylit
from dreamscape.render.fringe import Fringe
from dreamscape.render.layer import Frame
from dreamscape.render.mirror import Mirror
from dreamscape.render.own_depth import OwnDepth
from dreamscape.render.patches import PatchedMesh, Patches, view_planes
from dreamscape.render.supersampling import Supersampling, bounds
from dreamscape.rng import Streams

POINTS = 800  # of light
_BOX = np.array([(x, y, z) for x in (-0.17, 0.64) for y in (0.0, 0.78) for z in (-0.26, 0.32)], np.float32)
_CROWN = np.array((0.03, 0.70, 0.0), np.float32)  # m, the middle of the head

MESHES = ("near_light", "near_light", "near_fine", "near_fine")  # by tier
MIRRORED = ("near_rough", "near_rough", "near_light", "near_middle")  # the same for the reflection in moving water
FINER = (1, 2, 2, 2)  # samples along each side of a pixel, by tier; with one, the outline is drawn soft instead,
BY_DAY = 2  # which only a dark one may be against the night
LARGE = 600  # rows of a picture from which on one is enough for the figure, with a fringe around its outlines,
FRINGE = 0.8  # px, how wide that is; all of it lies outside, as what lies beneath thin cloth would show through
BODY = "3f 3f 2f", "position", "normal", "surface"
STRANDS = "3f 3f 3f 2f", "position", "normal", "along", "surface"
SPARKS = "3f 3f 1f", "position", "normal", "number"
BREATH, BENT = 0.045, 0.16  # m by which it moves at most as it breathes and shifts, and rad by which it turns
TURNS, SHIFTS = 0.22, 0.5  # of what it does on land, that it turns its head and shifts its weight in the water


class Bust(Daylit):
    """The dreamer half out of the water, dark and wet: a rim of light, and points of light on skin and coat.

    A supersampled mesh of a real anatomy, baked by scripts/bake_dreamer.py, and its points of light.
    """

    prepares_with = ("mirror",)
    prepares_tiles = True
    leaves_depth = True

    base = Vector((0.0, 0.0), -100.0, 100.0, "m", "where it stands in the water", axes="xz", formerly="x z")
    facing = Parameter(0.0, -180.0, 180.0, "degrees", "where it looks, from +x towards +z")
    left_handed = Toggle(False, "whether it holds out its left hand, as its own mirror image")
    sunk = Parameter(0.0, 0.0, 2.0, "m", "how deep it is under as the act begins")
    rise_at = Parameter(0.0, 0.0, 600.0, "s", "into the act, when it begins to rise")
    rise_for = Parameter(3.0, 0.01, 600.0, "s", "how long that takes")
    lamp = Vector(
        (0.0, 1.0, 0.0), -100.0, 100.0, "m", "position of the light in front of it", formerly="light_x light_y light_z"
    )
    kindle = Parameter(0.0, 0.0, 600.0, "s", "into the act, when that light begins")
    rim = Parameter(1.0, 0.0, 4.0, "x", "brightness of the rim")
    glimmer = Parameter(1.0, 0.0, 4.0, "x", "brightness of the points of light")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Load the meshes."""
        for name in (quality.choose(MESHES), quality.choose(MIRRORED)):
            _patches(name)

    def build(self) -> None:
        """The meshes, the points, and a supersampled target for both."""
        figure = wet(self.quality.choose(MESHES))
        finer = BY_DAY if self.sun > 0.0 else self.quality.choose(FINER)
        soft = {"SOFT": 1} if finer == 1 else {}
        self._hair_first = not soft  # it hides skin and cloth, which then are not shaded; soft, it lets them through
        self._shaders = self.program(**soft), self.program(STRANDS=1, **soft)
        self._figure = self._meshes(self.quality.choose(MESHES))
        self._mirrored = self._meshes(self.quality.choose(MIRRORED))
        rng = self.streams.at("sparks")
        sparks = np.hstack([*dreamer.sparks(figure, POINTS, rng), rng.random((POINTS, 1))]).astype("f4")
        self._glints = self.program(SPARKS=1, **soft)
        self._sparks = self._glints.array([(self.ctx.buffer(sparks.tobytes()), *SPARKS)])
        self._fine = Supersampling(self.ctx, finer, smoothed=bool(soft))
        dark = not soft and self.sun == 0.0  # by day the edges of cloth and hair are bright, and one sample is too few
        self._outlines, self._own = self._fringe(figure) if dark else None, OwnDepth(self.ctx)
        self._still = Still(figure)
        self._mirror = Mirror(self.ctx)
        self._rectangle: tuple[int, int, int, int] | None = None

    def _meshes(self, name: str) -> tuple[PatchedMesh, PatchedMesh]:
        """Body and clothes, and the hair."""
        body, hair = _patches(name)
        skin, strands = self._shaders
        return PatchedMesh(self.ctx, skin, body, BODY), PatchedMesh(self.ctx, strands, hair, STRANDS)

    def _fringe(self, figure: dreamer.DreamerMesh) -> Fringe:
        """The outlines of body and hair."""
        number = np.where(figure.kind == HAIR, figure.strand, figure.kind)
        vertices = np.column_stack([figure.position, figure.normal, figure.along, number, figure.shade])
        part = (figure.kind[figure.triangles[:, 0]] == HAIR).astype(np.int64)
        layouts = ("3f 3f 12x 2f", *BODY[1:]), STRANDS
        shaders = list(zip(self._shaders, layouts, strict=True))
        return Fringe(self.ctx, shaders, vertices, figure.triangles, part)

    def prepare(self, frame: Frame) -> None:
        """Draw the figure into its supersampled target, and upside down into the mirror if the scene has one."""
        super().prepare(frame)
        depth = self.sunk * (1.0 - ease((frame.snapshot.act_seconds - self.rise_at) / self.rise_for))
        angle = np.radians(self.facing)
        turned = np.array(
            [(np.cos(angle), 0, -np.sin(angle)), (0, 1, 0), (np.sin(angle), 0, np.cos(angle))], np.float32
        )
        if self.left_handed:
            turned[:, 2] *= -1.0
        place = np.array((self.base[0], -depth, self.base[1]), np.float32)
        self._stands = place, turned
        width, height = frame.size
        self._rectangle = bounds(
            _BOX @ turned.T + place, frame.camera.view_projection(width / height), frame.size, frame.rows
        )
        self._straight = self._outlines is not None and height >= LARGE and not frame.reduced
        self._moved = _moved(posture(frame.snapshot.seconds))
        pose = {"place": tuple(place), "turned": tuple(turned.T.ravel()), "posture": self._moved}
        for shader in (*self._shaders, self._glints):
            self.feed(shader, frame, **pose, upright=1.0, fringe=0.0)
        self._shaders[1].set(crown=tuple((turned @ _CROWN + place)[[0, 2]]))
        if self._rectangle is not None and not self._straight:
            self._fine.begin(self._rectangle, frame.size)
            self._render(frame, self._mirrored if frame.reduced else self._figure)
            self._render_sparks(frame)
            self._fine.end()
        if "mirror" in frame.textures and not frame.again:
            for shader in self._shaders:
                shader.set(upright=-1.0)
            self._mirror.begin(frame.textures["mirror"])
            self._render(frame, self._mirrored, -1.0)
            self._mirror.end()

    def _render(self, frame: Frame, meshes: tuple[PatchedMesh, PatchedMesh], upright: float = 1.0) -> None:
        """Draw the figure as the camera or its mirror image sees it."""
        self.ctx.enable_direct(CLIP_DISTANCE)  # by the water
        self.ctx.front_face = "cw" if self.left_handed == (upright > 0.0) else "ccw"
        for mesh in meshes[::-1] if self._hair_first else meshes:
            mesh.render(*_seen_from(frame, *self._stands, upright))
        self.ctx.front_face = "ccw"
        self.ctx.disable_direct(CLIP_DISTANCE)

    def _render_sparks(self, frame: Frame) -> None:
        """Draw the points of light, which the water's ripples would draw out into dashes."""
        samples = 1 if self._straight else self._fine.finer
        self._glints.set(point=samples * frame.size[1] / 720.0)  # a pixel of a picture of 720 rows
        self.ctx.enable(moderngl.PROGRAM_POINT_SIZE)
        self._sparks.render(moderngl.POINTS)
        self.ctx.disable(moderngl.PROGRAM_POINT_SIZE)

    def draw(self, frame: Frame) -> None:
        """Draw the figure over the picture, or straight into it."""
        if self._rectangle is None:
            return
        if self._straight:
            self._draw_straight(frame)
        else:
            self._fine.lay(self._rectangle)

    def _draw_straight(self, frame: Frame) -> None:
        """Draw the figure with one sample a pixel, its outlines and its points of light."""
        assert self._outlines is not None
        picture = self.ctx.fbo
        for shader in self._shaders:
            shader.set(upright=1.0, fringe=FRINGE)
        self._own.begin(picture)
        self._render(frame, self._figure)
        self.ctx.disable(moderngl.CULL_FACE)
        self.ctx.enable_direct(CLIP_DISTANCE)
        eye, _ = _seen_from(frame, *self._stands, 1.0)
        with self._own.depth_kept():
            self._outlines.render(self._still.eyes(eye, self._moved))
        self.ctx.disable_direct(CLIP_DISTANCE)
        self._render_sparks(frame)
        picture.use()


class Still:
    """Where the eye is from parts of a figure that moves, had they not moved.

    Args:
        figure: the mesh, m triangles.
    """

    def __init__(self, figure: dreamer.DreamerMesh) -> None:
        x, y, _ = figure.position[figure.triangles].mean(axis=1).T
        self._turns, self._leans = smoothstep(y, 0.40, 0.54), 1.4 * (1.0 - smoothstep(x, 0.1, 0.4))
        self._rises = 0.006 * smoothstep(y, 0.1, 0.5)

    def eyes(self, eye: F32, moved: tuple[float, float, float, float]) -> F32:
        """From each triangle, (m, 3) float32, m; `eye` (3,) in the figure's axes, `moved` as the shader's `posture`."""
        left, ahead, turn, breath = moved
        leans, turns = self._leans * eye[1], turn * self._turns
        x, z = eye[0] - leans * ahead - 0.02, eye[2] - leans * left
        seen = x + turns * z + 0.02, eye[1] - breath * self._rises, z - turns * x
        return np.stack(np.broadcast_arrays(*seen), axis=1).astype(np.float32)


def _moved(stands: Posture) -> tuple[float, float, float, float]:
    """By how much of what it does on land it moves in the water, as the shader's `posture`."""
    return SHIFTS * stands.left, SHIFTS * stands.ahead, TURNS * stands.turn, 0.5 + 0.5 * stands.breath


def _seen_from(frame: Frame, place: F32, turned: F32, upright: float) -> tuple[F32, F32]:
    """The eye, (3,) m, and the planes of what is seen, (5, 4), in the figure's axes; the fifth is the water's."""
    width, height = frame.size
    model = np.eye(4, dtype=np.float32)
    model[:3, :3], model[:3, 3] = turned, place
    matrix = frame.camera.view_projection(width / height) * np.array((1.0, upright, 1.0, 1.0), np.float32) @ model
    eye = np.array(frame.camera.position) * (1.0, upright, 1.0) - place
    return np.asarray(eye @ turned, np.float32), np.vstack([view_planes(matrix), model[1]])


@lru_cache(maxsize=2)
def wet(name: str) -> dreamer.DreamerMesh:
    """A mesh whose hair is waved as it dries, and lies close at the forehead, instead of like the brim of a cap."""
    figure = dreamer.mesh(name)
    (x, y, _), hair = figure.position.T, figure.kind == HAIR
    low = hair * (1.0 - smoothstep(y, 0.34, 0.66))
    turn = 37.0 * y + 23.0 * figure.strand
    aside = np.array((0.8, 0.0, 0.6))
    from_head = figure.position - (0.03, 0.66, 0.0)
    from_head /= np.linalg.norm(from_head, axis=1, keepdims=True)
    close = hair * smoothstep(x, 0.035, 0.09) * smoothstep(y, 0.67, 0.72)
    position = figure.position + np.outer(0.0115 * low * np.sin(turn), aside) - 0.011 * close[:, None] * from_head
    along = figure.along + np.outer(0.42 * low * np.cos(turn) * figure.along[:, 1], aside)
    return replace(figure, position=position.astype(np.float32), along=along.astype(np.float32))


@lru_cache(maxsize=2)
def _patches(name: str) -> tuple[Patches, Patches]:
    """Body and clothes of a mesh, and its hair."""
    figure = wet(name)
    body = np.column_stack([figure.position, figure.normal, figure.kind, figure.shade])
    hair = np.column_stack([figure.position, figure.normal, figure.along, figure.strand, figure.shade])
    return (
        Patches(body, figure.normal, figure.of(SKIN, CLOTH, SCARF), BREATH, BENT),
        Patches(hair, figure.normal, figure.of(HAIR), BREATH, BENT),
    )
