"""The hand: open, palm up, dark against the light; the stone in it melts and runs as starlight up into the veins."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.parameters import Parameter, Toggle, Vector
from dreamscape.places.hand import veins
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.patches import PatchedMesh, view_planes
from dreamscape.render.shader import Array, Shader
from dreamscape.render.supersampling import Supersampling, around, bounds
from dreamscape.resources import asset
from dreamscape.rng import Streams

# Parts of the mesh by distance from the wrist, m: veins on the arm, liquid on the palm, both between, none on fingers.
PARTS: tuple[tuple[dict[str, int], float, float], ...] = (
    ({"VEINS": 1}, -1.0, -0.034),
    ({"VEINS": 1, "LIQUID": 1}, -0.034, 0.012),
    ({"LIQUID": 1}, 0.012, 0.104),
    ({}, 0.104, 1.0),
)
MESHES = ("rough", "coarse", "fine", "fine")  # by quality tier: triangles of a few pixels cost more than their pixels
COARSER = ("shape", "rough", "coarse", "coarse")  # the same, in pictures drawn reduced and where the hand is small
CELLS = {"shape": 0.0068, "rough": 0.0047, "coarse": 0.0034, "fine": 0.0021}  # m, of the grids that they are made on
SMALL = 4.0  # px, a cell of the coarser mesh where that is used
NEARER = 0.1  # m, by which fingers may be nearer than the wrist
FINER = (1, 1, 2, 2)  # samples along each side of a pixel, by tier; with one, the outline is drawn soft instead
SEEN = 9.0  # m from the camera, beyond which the hand is smaller than the figure's own and is not drawn
RINGS, SPOKES = 28, 44  # of the stone's mesh
SKIN = 0.008  # m around the mesh at rest; bending fingers stay within it
BENT = 0.07  # rad, by which they turn at most
LAYOUT = "3f 3f 2f", "position", "facing", "shade"


@lru_cache(maxsize=4)
def _mesh(name: str) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.uint32]]:
    """Positions (n, 3) in m, normals (n, 3), shades (n, 2) and triangles (k, 3) of a baked mesh."""
    with np.load(asset("hand.npz"), allow_pickle=False) as baked:
        return (
            baked[f"{name}_position"].astype("f4") * np.float32(1e-5),  # stored in 10 um
            baked[f"{name}_normal"].astype("f4") / np.float32(127.0),
            baked[f"{name}_shade"].astype("f4") / np.float32(255.0),
            baked[f"{name}_triangles"].astype("u4"),
        )


@lru_cache(maxsize=2)
def _hull(name: str) -> NDArray[np.float32]:
    """Points that enclose a baked mesh, (k, 3) in m."""
    return around(_mesh(name)[0], SKIN)


class Hand(Layer):
    """An open hand, palm up, dark against the light; starlight runs from the stone in it up into the veins.

    A supersampled mesh baked by scripts/bake_hand.py; the liquid and the veins are light in its skin.
    """

    wrist = Vector((0.0, 0.0, 0.0), -500.0, 500.0, "m", "position of the wrist", formerly="x y z")
    tilt = Parameter(0.5, -3.2, 3.2, "rad", "how far the palm turns to the camera")
    left = Toggle(False, "whether it is a left hand")
    stone = Toggle(False, "whether a stone lies in it")
    melts = Parameter(3.0, 0.0, 60.0, "s", "when the stone begins to melt")
    rises = Parameter(6.0, 0.0, 60.0, "s", "when the light reaches the wrist")
    swells = Parameter(600.0, 0.0, 600.0, "s", "when the light in palm and veins begins to swell")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Load the meshes and draw the map of the veins."""
        _hull(quality.choose(MESHES))
        _mesh(quality.choose(COARSER))
        veins.vein_map(streams)

    def build(self) -> None:
        """The meshes of hand and stone, the map of the veins, and a supersampled target."""
        self._hull = _hull(self.quality.choose(MESHES))
        self._mirror = -1.0 if self.left else 1.0
        self._parts = [(self.program(**defines), low, high) for defines, low, high in PARTS]
        self._finer, self._coarser = (self._skin(self.quality.choose(names)) for names in (MESHES, COARSER))
        self._pebble = self.program(STONE_ITSELF=1)
        self._pebble_mesh = self._ball(self._pebble)
        self._grain = self.streams.offset("stone", 8.0)
        self._veins = self.ctx.texture(veins.SIZE, 4, veins.vein_map(self.streams).tobytes(), dtype="f2")
        self._veins.repeat_x = self._veins.repeat_y = False
        self._fine = Supersampling(self.ctx, self.quality.choose(FINER))
        self._rectangle: tuple[int, int, int, int] | None = None

    def _skin(self, name: str) -> list[PatchedMesh]:
        """The parts of a baked mesh."""
        position, normal, shade, triangles = _mesh(name)
        vertices = np.hstack([position, normal, shade])
        far = position[triangles, 0].mean(axis=1)
        triangles = triangles[:, :: int(self._mirror)]  # a mirror image turns its triangles inside out
        parts = []
        for shader, low, high in self._parts:
            part = triangles[(far >= low) & (far < high)]
            parts.append(PatchedMesh(self.ctx, shader, vertices, normal, part, LAYOUT, SKIN, BENT))
        return parts

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

    def prepare(self, frame: Frame) -> None:
        """Draw hand and stone into their supersampled target, while the camera is near enough."""
        self._rectangle = None
        if np.linalg.norm(np.subtract(self.wrist, frame.camera.position)) > SEEN:
            return
        c, s = np.cos(self.tilt), np.sin(self.tilt)
        turned = np.array([(self._mirror, 0, 0), (0, c, s), (0, -s, c)], np.float32)  # as in glsl/acts/held.glsl
        width, height = frame.size
        self._rectangle = bounds(
            self._hull @ turned.T + np.array(self.wrist, np.float32),
            frame.camera.view_projection(width / height),
            frame.size,
        )
        if self._rectangle is None:
            return
        self._fine.begin(self._rectangle, frame.size)
        model = np.eye(4, dtype=np.float32)
        model[:3, :3], model[:3, 3] = turned, self.wrist
        planes = view_planes(frame.camera.view_projection(width / height) @ model)
        eye = np.asarray(np.subtract(frame.camera.position, self.wrist) @ turned, np.float32)
        for part in self._coarser if frame.reduced or self._is_small(frame) else self._finer:
            reach = veins.LENGTH, veins.WIDTH
            self.feed(part.shader, frame, mirror=self._mirror, reach=reach, veins=self._veins)
            part.render(eye, planes)
        if self.stone:
            self.feed(self._pebble, frame, mirror=self._mirror, grain=self._grain)
            self._pebble_mesh.render()
        self._fine.end()

    def _is_small(self, frame: Frame) -> bool:
        """Whether the coarser mesh looks like the finer one."""
        camera = frame.camera
        deep = float(camera.basis()[2] @ np.subtract(self.wrist, camera.position)) - NEARER
        pixel = 2.0 * camera.tangents(frame.size[0] / frame.size[1])[1] * max(deep, 0.0) / frame.size[1]  # m
        return CELLS[self.quality.choose(COARSER)] < SMALL * pixel

    def draw(self, frame: Frame) -> None:
        """Draw the supersampled hand over the picture."""
        if self._rectangle is not None:
            self._fine.lay(self._rectangle)
