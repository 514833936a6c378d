"""The key: two DNA helices of gold and glass, intertwined, around the stone; its rungs pair when they are struck."""

import math

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.easing import ease, give
from dreamscape.parameters import Integer, Parameter, Toggle, Vector
from dreamscape.physics import bodies
from dreamscape.places.key import chimes, helix
from dreamscape.quality import Quality
from dreamscape.render.context import CLIP_DISTANCE
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.mirror import Mirror
from dreamscape.render.shader import Array, Shader
from dreamscape.render.supersampling import FINER, Supersampling, bounds
from dreamscape.rng import Streams

_BOX = np.array([(x, y, z) for x in (-0.28, 0.28) for y in (-0.03, 1.04) for z in (-0.09, 0.09)], np.float32)

SMALL = 400  # rows of a picture in which a strand is hardly two pixels wide, and
FINEST = (2, 4, 4, 4)  # samples along each side of a pixel there, by tier, so that it does not sparkle as it turns
ONSET = 0.10  # s in which a rung lights up: at once would be a flicker
ROUND = 0.14  # px by which the sides of a tube may deviate from round;
NOT_HIDDEN = 1000.0  # m
BROKEN = 4.0  # times as much where waves break the image up


VERTEX = "3f 3f 3f 3f", "position", "normal", "retreat", "mark"


class Mesh:
    """A mesh of the key in the memory of the GPU, drawn by a program for each material.

    Args:
        ctx: the OpenGL context.
        mesh: the mesh.
    """

    def __init__(self, ctx: moderngl.Context, mesh: helix.HelixMesh) -> None:
        vertices = np.hstack([mesh.position, mesh.normal, mesh.retreat, mesh.mark]).astype("f4")
        self._content = [(ctx.buffer(vertices.tobytes()), *VERTEX)], ctx.buffer(mesh.triangles.tobytes())
        self._parts = mesh.parts()
        self._arrays: dict[Shader, Array] = {}

    def render(self, programs: tuple[Shader, ...]) -> None:
        """Draw all of it, by the programs of its parts."""
        for shader, part in zip(programs, self._parts, strict=True):
            if shader not in self._arrays:
                self._arrays[shader] = shader.array(*self._content)
            self._arrays[shader].render(vertices=3 * len(part), first=3 * part.start)


class Key(Layer):
    """A key of gold and glass: two intertwined DNA helices around a stone, with rungs that ring.

    A supersampled mesh. Turn, nod, glow and dissolve may each change once within the act.
    """

    prepares_with = ("mirror",)
    prepares_tiles = True
    leaves_depth = True

    tip = Vector(
        (0.0, 0.0, 0.0), -1000.0, 1000.0, "m", "its tip, or its middle from the body it follows", formerly="x y z"
    )
    body = Integer(-1, -1, 63, "place", "the body of the cast that its middle follows; -1 for none")
    scale = Parameter(1.0, 0.01, 100.0, "m", "height of the key")
    nod = Parameter(
        0.0, -180.0, 180.0, "degrees", "how far the bow leans away from the camera; -90 points the bit ahead"
    )
    nod_by = Parameter(0.0, -180.0, 180.0, "degrees", "how far it nods further, once in the act")
    nod_at = Parameter(0.0, 0.0, 600.0, "s", "into the act, when that begins")
    nod_for = Parameter(1.0, 0.01, 600.0, "s", "how long it takes")
    lean = Parameter(0.0, -180.0, 180.0, "degrees", "how far the bow leans to the right")
    spin = Parameter(0.0, -360.0, 360.0, "degrees/s", "steady turn about its shaft")
    turn = Parameter(0.0, -720.0, 720.0, "degrees", "about its shaft; 0 and 180 show the bow whole")
    turn_by = Parameter(0.0, -720.0, 720.0, "degrees", "how far it turns further, once in the act")
    turn_at = Parameter(0.0, 0.0, 600.0, "s", "into the act, when that begins")
    turn_for = Parameter(1.0, 0.01, 600.0, "s", "how long it takes")
    heavy = Parameter(0.0, 0.0, 1.0, "part", "how far it resists before it gives, as in a lock, while it turns further")
    hidden = Parameter(NOT_HIDDEN, -1000.0, NOT_HIDDEN, "m", "z from which on it is hidden, in a lock")
    glow = Parameter(1.0, 0.0, 8.0, "x", "light from within")
    glow_by = Parameter(0.0, -8.0, 8.0, "x", "how much brighter it becomes, once in the act")
    glow_at = Parameter(0.0, 0.0, 600.0, "s", "into the act, when that begins")
    glow_for = Parameter(1.0, 0.01, 600.0, "s", "how long it takes")
    dissolve = Parameter(0.0, 0.0, 1.0, "part", "how much of it is dust")
    dissolve_by = Parameter(0.0, -1.0, 1.0, "part", "how much more of it becomes dust, once in the act")
    dissolve_at = Parameter(0.0, 0.0, 600.0, "s", "into the act, when that begins")
    dissolve_for = Parameter(1.0, 0.01, 600.0, "s", "how long it takes")
    against = Parameter(0.0, 0.0, 1.0, "part", "how dark it is against a flood of light that grows behind it")
    against_for = Parameter(1.0, 0.01, 600.0, "s", "how long that light takes to grow, from the act's beginning")
    struck = Toggle(False, "whether rungs stand apart until the act's chimes have struck them")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Build the meshes."""
        for sides in helix.LEVELS:
            helix.key(streams, quality.choose(sides))

    def build(self) -> None:
        """Finer and coarser meshes, and a supersampled target."""
        self._kind = ({"AGAINST": 1} if self.against else {}) | ({"HIDDEN": 1} if self.hidden < NOT_HIDDEN else {})
        self._programs: dict[bool, tuple[Shader, ...]] = {}
        levels = [self.quality.choose(sides) for sides in helix.LEVELS]
        self._meshes = [(helix.deviation(sides), Mesh(self.ctx, helix.key(self.streams, sides))) for sides in levels]
        for dusty in (False, True)[: 1 + bool(self.dissolve or self.dissolve_by)]:
            self._programs_of(dusty)
        self._large, self._small = (Supersampling(self.ctx, n) for n in (FINER, self.quality.choose(FINEST)))
        self._fine = self._large
        self._rectangle: tuple[int, int, int, int] | None = None
        self._mirror = Mirror(self.ctx)
        self._notes = chimes.notes(self.streams)

    def _programs_of(self, dusty: bool) -> tuple[Shader, ...]:
        """What draws gold, the stone with the rungs, and glass, whole or as it turns to dust."""
        if dusty not in self._programs:
            kind = self._kind | ({"DUST": 1} if dusty else {})
            gold = self.program(**kind) if kind else self.shader
            self._programs[dusty] = gold, self.program(JEWELS=1, **kind), self.program(GLASS=1, **kind)
        return self._programs[dusty]

    def prepare(self, frame: Frame) -> None:
        """Draw the key into its supersampled target, and upside down into the mirror if the scene has one."""
        seconds = frame.snapshot.act_seconds
        gone = self.dissolve + self.dissolve_by * ease((seconds - self.dissolve_at) / self.dissolve_for)
        self._rectangle = None
        if gone >= 1.0:
            return
        place, turned = self._pose(frame)
        corners = np.asarray(_BOX @ turned.T * np.float32(self.scale) + place, np.float32)
        width, height = frame.size
        programs = self._programs_of(gone > 0.0)
        uniforms = {
            "place": place.tobytes(),
            "turned": (self.scale * turned).T.astype(np.float32).tobytes(),
            "shine": self.glow + self.glow_by * ease((seconds - self.glow_at) / self.glow_for),
            "rungs": self._rungs(seconds, frame.snapshot.heard.chroma),
            **({"gone": gone} if gone > 0.0 else {}),
            **({"against": self.against * ease(seconds / self.against_for)} if self.against else {}),
        }
        for shader in programs:
            self.feed(shader, frame, **uniforms, upright=1.0)
        self._rectangle = bounds(corners, frame.camera.view_projection(width / height), frame.size, frame.rows)
        self._fine = self._small if height <= SMALL else self._large
        if self._rectangle is not None:
            self._fine.begin(self._rectangle, frame.size)
            self._render(self._fitting(frame, corners), programs, gone > 0.0)
            self._fine.end()
        if "mirror" in frame.textures and not frame.again:
            for shader in programs:
                shader.set(upright=-1.0)
            self._mirror.begin(frame.textures["mirror"])
            coarser = BROKEN * frame.size[1] / frame.textures["mirror"].height
            self._render(self._fitting(frame, corners, coarser), programs, gone > 0.0)
            self._mirror.end()

    def _render(self, mesh: Mesh, programs: tuple[Shader, ...], dusty: bool) -> None:
        """Draw a mesh but for what is hidden and what has wholly become dust."""
        cut_off = [CLIP_DISTANCE] * (self.hidden < NOT_HIDDEN) + [CLIP_DISTANCE + 1] * dusty
        for distance in cut_off:
            self.ctx.enable_direct(distance)
        mesh.render(programs)
        for distance in cut_off:
            self.ctx.disable_direct(distance)

    def _fitting(self, frame: Frame, corners: NDArray[np.float32], coarser: float = 1.0) -> Mesh:
        """The coarsest mesh that looks round in a picture so many times `coarser`.

        The finest is for the picture itself.
        """
        meshes = self._meshes if coarser <= 1.0 else self._meshes[1:]
        camera = frame.camera
        nearest = float(((corners - np.array(camera.position)) @ camera.basis()[2]).min())
        pixel = 2.0 * camera.tangents(frame.size[0] / frame.size[1])[1] * max(nearest, 0.0) / frame.size[1]  # m
        fitting = [mesh for deviation, mesh in meshes if deviation * self.scale < ROUND * pixel * coarser]
        return fitting[-1] if fitting else meshes[0][1]

    def draw(self, frame: Frame) -> None:
        """Draw the supersampled key over the picture."""
        if self._rectangle is not None:
            self._fine.lay(self._rectangle)

    def _pose(self, frame: Frame) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Position of the key's tip, (3,) m, and its axes as columns, (3, 3)."""
        seconds = frame.snapshot.act_seconds
        way = (seconds - self.turn_at) / self.turn_for
        change = self.turn_by * (ease(way) + self.heavy * (give(way) - ease(way)))
        turn = math.radians(self.turn + change + self.spin * seconds)
        nod = math.radians(self.nod + self.nod_by * ease((seconds - self.nod_at) / self.nod_for))
        turned = _about(2, -math.radians(self.lean)) @ _about(0, nod) @ _about(1, turn)
        place = np.array(self.tip, np.float32)
        if self.body >= 0:
            place += np.array(bodies.position(frame.snapshot.cast.bodies, self.body, frame.snapshot.alpha), np.float32)
            place -= turned[:, 1] * np.float32(0.5 * self.scale)
        return place, np.asarray(turned, np.float32)

    def _rungs(self, seconds: float, chroma: F32) -> list[tuple[float, float]]:
        """How far each rung is paired, and how brightly it rings, 0 to 1; with music by its pitch class, by fifths."""
        played = [float(chroma[(2 + 7 * rung) % 12]) for rung in range(chimes.RUNGS)]
        if not self.struck:
            return [(1.0, min(0.8 * level, 1.0)) for level in played]
        since = seconds - self._notes.tick / TICKS_PER_SECOND
        rises = np.clip(since / ONSET, 0.0, 1.0)
        ringing = self._notes.level * rises * np.exp(-np.maximum(since, 0) / 0.5)
        rungs = []
        for rung in range(chimes.RUNGS):
            mine = self._notes.rung == rung
            paired = ease((float(since[mine].max()) + 0.30) / 0.42)  # the halves meet as the note sounds
            rungs.append((paired, min(1.0, float(ringing[mine].sum()) + 0.8 * played[rung])))
        return rungs


def _about(axis: int, angle: float) -> NDArray[np.float32]:
    """A rotation by `angle`, radians, about x (0), y (1) or z (2)."""
    c, s = math.cos(angle), math.sin(angle)
    turned = np.eye(3, dtype=np.float32)
    i, j = (axis + 1) % 3, (axis + 2) % 3
    turned[i, i], turned[i, j], turned[j, i], turned[j, j] = c, -s, s, c
    return turned
