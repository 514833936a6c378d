"""The hand: open, palm up, dark against the light; the stone in it melts and runs as starlight up into the veins."""

import math
from functools import lru_cache
from itertools import pairwise

import moderngl
import numpy as np

from dreamscape.easing import smoothstep
from dreamscape.parameters import Parameter, Toggle, Vector
from dreamscape.places.hand import mesh, veins
from dreamscape.places.hand.offering import Offering, axes, bends, held
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.outlines import Outlines
from dreamscape.render.own_depth import OwnDepth
from dreamscape.render.patches import PatchedMesh, Patches, view_planes
from dreamscape.render.shader import Array, Shader
from dreamscape.rng import Streams

# Parts of the mesh by distance from the wrist, m: veins on the arm, liquid on the palm, both between, none on fingers.
PARTS: tuple[tuple[dict[str, int], float, float], ...] = (
    ({"VEINS": 1}, -1.0, -0.034),
    ({"VEINS": 1, "LIQUID": 1}, -0.034, 0.012),
    ({"LIQUID": 1}, 0.012, 0.104),
    ({}, 0.104, 1.0),
)
CUTS = tuple(high for _, _, high in PARTS[:-1])
SPANS = *pairwise((-math.inf, *CUTS, math.inf)), (-math.inf, math.inf), (CUTS[0], CUTS[-1])  # parts that are drawn
Part = tuple[Shader, float, float, tuple[str, ...]]  # its program, from where to where it reaches, m, and its vertices
Drawn = tuple[list[PatchedMesh], tuple[Outlines, Outlines] | tuple[()]]  # parts of a hand, and its outlines
HANDS = ("coarse", "fine", "fine", "fine")  # meshes by quality tier
SLEEVES = ("coarse", "coarse", "coarse", "fine")
FRINGED = (False, True, True, True)  # whether outlines have a fringe, by tier; without, they are drawn soft
EDGE = 0.0045  # m, a side of the coarser mesh's triangles
SMALL = 4.0  # px, a side of one of them where that is used,
MOVING = 7.0  # and before a flood of light, from which the camera moves back fast
NEARER = 0.1  # m, by which fingers may be nearer than the wrist
SEEN = 9.0  # m from the camera, beyond which the hand is smaller than the figure's own and is not drawn
GONE = 3.3  # s from when its light begins to swell until all of it has dissolved: SWELL and 0.9 s
EARLY = 0.5  # s before the light reaches the wrist, when it begins to, as in glsl/acts/melting.glsl
RUN_OFF = 3.3  # s from when the stone begins to melt until nothing of it is left: nine tenths of MELT, smoothed
RINGS, SPOKES = 28, 44  # of the stone's mesh
SKIN = 0.008  # m around the mesh at rest; bending fingers stay within it
BENT = 0.07  # rad, by which they turn at most
LAYOUT = "3f 3f 3f 4x", "position", "facing", "shade"
UNROLLED = "3f 3f 3f 1f", "position", "facing", "shade", "across"  # for what is drawn along the skin


def bent(seconds: float) -> float:
    """How far fingers are bent, `seconds` into the dream; as in hand.glsl."""
    return 0.045 * math.sin(seconds * 1.57) + 0.020 * math.sin(seconds * 0.73 + 1.0)


@lru_cache(maxsize=48)
def patches(name: str, low: float = -math.inf, high: float = math.inf, curl: float = 0.0, fan: float = 0.0) -> Patches:
    """The patches of what of a mesh reaches from `low` to `high` m from the wrist, its fingers bent as by `held`."""
    whole = held(mesh.mesh(name), curl, fan)
    far = whole.position[whole.triangles, 0].mean(axis=1)
    return Patches(whole.vertices, whole.normal, whole.triangles[(far >= low) & (far < high)], SKIN, BENT)


class Hand(Layer):
    """An open hand, palm up, dark against the light; starlight runs from the stone in it up into the veins.

    A mesh baked by scripts/bake_hand.py; the liquid and the veins are light in its skin.
    """

    leaves_depth = True

    wrist = Vector((0.0, 0.0, 0.0), -500.0, 500.0, "m", "position of the wrist", formerly="x y z")
    tilt = Parameter(0.5, -3.2, 3.2, "rad", "how far the palm turns to the camera")
    turn = Parameter(0.0, -3.2, 3.2, "rad", "how far it is turned about the vertical, its fingers away from the camera")
    curl = Parameter(0.0, -0.5, 0.5, "slope", "how far fingers rise towards their tips")
    fan = Parameter(0.0, -0.3, 0.3, "slope", "how much more the little finger does, and the index less")
    left = Toggle(False, "whether it is a left hand")
    stone = Toggle(False, "whether a stone lies in it")
    melts = Parameter(3.0, 0.0, 60.0, "s", "when the stone begins to melt")
    rises = Parameter(6.0, 0.0, 60.0, "s", "when the light reaches the wrist")
    swells = Parameter(600.0, 0.0, 600.0, "s", "when the light in palm and veins begins to swell")
    floods = Parameter(0.0, 0.0, 4.0, "x", "how strong the light behind it grows; 0 if there is none")
    behind = Vector((0.0, 0.06, 5.0), -500.0, 500.0, "m", "where that light is")
    rising = Parameter(6.5, 0.1, 60.0, "s", "how long it takes to its full strength")
    ebbs = Parameter(600.0, 0.0, 600.0, "s", "when it begins to ebb")
    ebbing = Parameter(6.0, 0.1, 60.0, "s", "how long the ebb takes")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Load the meshes and part them, make the map of creases and draw that of the veins."""
        offering = Offering.from_seed(streams)
        for hand, sleeve in {(quality.choose(HANDS), quality.choose(SLEEVES)), ("coarse", "coarse")}:
            patches(f"sleeve_{sleeve}")
            for span in SPANS:
                patches(hand, *span)
                patches(hand, *span, offering.curl, offering.fan)
        mesh.creases()
        veins.vein_map(streams)

    def build(self) -> None:
        """The meshes of hand, sleeve and stone, and the maps of creases and veins."""
        self._mirror = -1.0 if self.left else 1.0
        lit = ({"BEHIND": 1} if self.floods > 0.0 else {}) | ({"TURNED": 1} if self.turn else {})
        self._turn = self._mirror * self.turn
        parts: list[Part] = [
            (self.program(**defines, **lit), low, high, UNROLLED if "VEINS" in defines else LAYOUT)
            for defines, low, high in PARTS
        ]
        self._cloth = self.program(CLOTH=1, **lit)
        self._sleeves: dict[str, tuple[PatchedMesh, Outlines | None]] = {}
        fine = self.quality.choose(HANDS), self.quality.choose(SLEEVES)
        (plain, _, stop, _), (wet, _, palm, _) = parts[-1], parts[-2]
        dry: list[Part] = [(plain, parts[0][1], stop, LAYOUT)]
        bare: list[Part] = [(plain, parts[0][1], parts[1][1], LAYOUT), (wet, parts[1][1], palm, LAYOUT), parts[-1]]
        self._finer, self._coarser, self._dry, self._bare = (
            self._drawn(*names, some)
            for names, some in ((fine, parts), (("coarse", "coarse"), parts), (fine, dry), (fine, bare))
        )
        self._pebble = self.program(STONE_ITSELF=1, **lit)
        self._pebble_mesh = self._ball(self._pebble)
        self._grain = self.streams.offset("stone", 8.0)
        self._veins = self.ctx.texture(veins.SIZE, 4, veins.vein_map(self.streams).tobytes(), dtype="f2")
        creases = mesh.creases()
        self._creases = self.ctx.texture(creases.shape[1::-1], 4, creases.tobytes())
        for texture in (self._veins, self._creases):
            texture.repeat_x = texture.repeat_y = False
        self._own = OwnDepth(self.ctx)

    def _drawn(self, hand_name: str, sleeve_name: str, parts: list[Part]) -> Drawn:
        """The parts of a mesh of the hand, its sleeve, and what has a fringe: the outlines of both."""
        hand, (sleeve, hem) = held(mesh.mesh(hand_name), self.curl, self.fan), self._sleeve(sleeve_name)
        far = hand.position[hand.triangles, 0].mean(axis=1)
        number = np.searchsorted([high for _, _, high, _ in parts[:-1]], far, side="right")
        spans = pairwise((-math.inf, *(high for _, _, high, _ in parts[:-1]), math.inf))
        drawn = [
            PatchedMesh(self.ctx, shader, patches(hand_name, *span, self.curl, self.fan), layout, self.left)
            for (shader, _, _, layout), span in zip(parts, spans, strict=True)
        ]
        if hem is None:
            return [*drawn, sleeve], ()
        shaders = [(shader, layout) for shader, _, _, layout in parts]
        bending = bends(hand.position)
        return [*drawn, sleeve], (
            Outlines(self.ctx, shaders, hand.vertices, hand.triangles, number, bending),
            hem,
        )

    def _sleeve(self, name: str) -> tuple[PatchedMesh, Outlines | None]:
        """A mesh of the sleeve, made once, and its outlines if there are fringes."""
        if name not in self._sleeves:
            whole = mesh.mesh(f"sleeve_{name}")
            count, still = len(whole.triangles), np.zeros(len(whole.position), np.float32)
            patched = PatchedMesh(self.ctx, self._cloth, patches(f"sleeve_{name}"), UNROLLED, self.left)
            hem = None
            if self.quality.choose(FRINGED):
                one, shaders = np.zeros(count, np.int64), [(self._cloth, UNROLLED)]
                hem = Outlines(self.ctx, shaders, whole.vertices, whole.triangles, one, still)
            self._sleeves[name] = patched, hem
        return self._sleeves[name]

    def _ball(self, shader: Shader) -> Array:
        """A unit sphere, which the vertex stage shapes into a pebble."""
        polar = np.linspace(0.0, np.pi, RINGS)[:, None]
        around = np.linspace(0.0, 2.0 * np.pi, SPOKES)[None]
        sphere = np.stack(
            np.broadcast_arrays(np.sin(polar) * np.cos(around), np.cos(polar), np.sin(polar) * np.sin(around)), axis=-1
        )
        index = np.arange(RINGS * SPOKES, dtype=np.uint32).reshape(RINGS, SPOKES)
        a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, :-1], index[1:, 1:]
        order = [a, b, c, c, b, d][:: int(self._mirror)]
        triangles = self.ctx.buffer(np.stack(order, axis=-1).tobytes())
        return shader.array([(self.ctx.buffer(sphere.astype("f4").tobytes()), "3f", "ball")], triangles)

    def draw(self, frame: Frame) -> None:
        """Draw hand, sleeve and stone in front of the picture, while the camera is near enough."""
        if frame.snapshot.act_seconds > self.swells + GONE:
            return
        if np.linalg.norm(np.subtract(self.wrist, frame.camera.position)) > SEEN:
            return
        turned = axes(self.left, self.tilt, self._mirror * self._turn).astype(np.float32)
        model = np.eye(4, dtype=np.float32)
        model[:3, :3], model[:3, 3] = turned, self.wrist
        planes = view_planes(frame.camera.view_projection(frame.size[0] / frame.size[1]) @ model)
        eye = np.asarray(np.subtract(frame.camera.position, self.wrist) @ turned, np.float32)
        parts, fringes = self._meshes(frame)
        picture = self.ctx.fbo
        self._own.begin(picture)
        for part in parts:
            self._feed(part.shader, frame)
            part.render(eye, planes)
        if self.stone and frame.snapshot.act_seconds < self.melts + RUN_OFF:
            self.feed(self._pebble, frame, grain=self._grain, **self._pose())
            self._pebble_mesh.render()
        if fringes:
            self.ctx.disable(moderngl.CULL_FACE)
            hand, sleeve = fringes
            hand.render(eye, bent(frame.snapshot.seconds), planes)
            sleeve.render(eye, 0.0, planes)
        picture.use()

    def _meshes(self, frame: Frame) -> Drawn:
        """What is drawn at a moment: without what does nothing yet, the liquid and the veins."""
        if frame.reduced or self._is_small(frame):
            return self._coarser
        seconds = frame.snapshot.act_seconds
        if seconds >= self.rises - EARLY:
            return self._finer
        return self._dry if seconds < self.melts else self._bare

    def _pose(self) -> dict[str, object]:
        """The uniforms of glsl/acts/held.glsl."""
        about = {"about": (math.cos(self._turn), math.sin(self._turn))} if self._turn else {}
        return {"mirror": self._mirror, "lean": (math.cos(self.tilt), math.sin(self.tilt)), **about}

    def _feed(self, shader: Shader, frame: Frame) -> None:
        """Set the uniforms of a part."""
        (x, z), (far_x, far_z) = mesh.LOW, mesh.HIGH
        lit = {}
        if self.floods > 0.0:
            way = np.subtract(self.behind, self.wrist)
            lit = {"flood": (*(way / np.linalg.norm(way)).tolist(), self._flooded(frame.snapshot.act_seconds))}
        self.feed(
            shader,
            frame,
            reach=(veins.LENGTH, veins.WIDTH),
            veins=self._veins,
            creases=self._creases,
            charted=(x, z, 1.0 / (far_x - x), 1.0 / (far_z - z)),
            **self._pose(),
            **lit,
        )

    def _flooded(self, seconds: float) -> float:
        """How strong the light behind is, `seconds` into the act."""
        return self.floods * smoothstep(seconds / self.rising) * (1.0 - smoothstep((seconds - self.ebbs) / self.ebbing))

    def _is_small(self, frame: Frame) -> bool:
        """Whether the coarser mesh looks like the finer one."""
        camera = frame.camera
        deep = float(camera.basis()[2] @ np.subtract(self.wrist, camera.position)) - NEARER
        pixel = 2.0 * camera.tangents(frame.size[0] / frame.size[1])[1] * max(deep, 0.0) / frame.size[1]  # m
        return (MOVING if self.floods else SMALL) * pixel > EDGE
