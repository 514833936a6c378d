"""Droplets: clear lenses that drift up, each with someone else's memory refracted inside."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.easing import smoothstep
from dreamscape.layers.memories import shown, textures, turn_of
from dreamscape.parameters import AlbumDigest, Parameter
from dreamscape.physics import bodies
from dreamscape.places.water.waters import waters
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame
from dreamscape.render.reduced_resolution import ReducedResolution
from dreamscape.render.shader import Array, Shader
from dreamscape.render.targets import finest_read
from dreamscape.resources import folder

ROUND = 16  # corners of a disc
FINE_ROUND, RINGS = 32, (0.0, 0.35, 0.62, 0.83, 1.0)  # of the mesh of a middle: its corners, and how far out they are
WIDE = 0.5, 1.0  # how far a droplet must be open for its middle to hide what is behind it, by night and by day
FINE_ENOUGH = 0.96  # px of a memory's side for each of a droplet, with which its finest level is all that is read
BEHIND_PART = (8, 6, 4, 4)  # what the picture's size is divided by for what is seen through them, by tier


class Droplets(Daylit):
    """Clear drops of water that drift up: each bends what is behind it, and holds a memory.

    Every body of the cast is a lens on a disc; its strongest feeling chooses the memory. What is behind them is what
    the layers before this one have drawn.
    """

    needs = ("memory_0", "memory_1", "memory_2")
    leaves_depth = True

    azimuth = Parameter(0.2, -1.5, 1.5, "tangent", "azimuth of the light above, from straight ahead")
    opened = Parameter(2.0, 0.2, 20.0, "m", "radius at which a droplet is wholly open and shows its memory undistorted")
    first = Parameter(5.0, 0.0, 600.0, "s", "when the first turn begins, as `memories` has it")
    turn = Parameter(7.6, 2.0, 60.0, "s", "how long a turn takes; between two the memories are dark")
    last = Parameter(1e6, 0.0, 1e6, "s", "from when on no turn begins, as `memories` has it")
    album = AlbumDigest("memories of one's own, as `memories` has it")
    clarity = Parameter(1.0, 0.0, 2.0, "x", "brightness of the memories")

    def build(self) -> None:
        """Discs, placed in the vertex stage by the rows of a small texture, and the middles of those that are open."""
        self._middle = self.program(WITHIN=1)
        self._discs, self._middles = (
            self._mesh(self.shader, ROUND, (0.0, 1.0)),
            self._mesh(self._middle, FINE_ROUND, RINGS),
        )
        self._made_ready: set[Shader] = set()
        self._tint = waters(self.streams).tint
        self._rows = np.zeros((0, 2, 4), np.float32)
        self._behind = ReducedResolution(self.ctx, self.quality.choose(BEHIND_PART))
        self._copy = Shader(self.ctx, folder("glsl") / "post" / "lay.glsl")

    def _mesh(self, shader: Shader, corners: int, rings: Sequence[float]) -> Array:
        """A disc of the radius 1: of each point a direction, and how far out it is."""
        turn = np.linspace(0.0, 2.0 * np.pi, corners, endpoint=False)
        points = np.stack([np.stack([np.cos(turn), np.sin(turn), np.full(corners, far)], axis=1) for far in rings])
        first = np.arange(len(rings) - 1)[:, None] * corners
        here, beside = first + np.arange(corners), first + np.roll(np.arange(corners), -1)
        quads = np.stack([here, beside, here + corners, here + corners, beside, beside + corners], axis=-1)
        content = self.ctx.buffer(points.astype("f4").tobytes()), "3f", "spot"
        return shader.array([content], self.ctx.buffer(quads.astype(np.uint32).tobytes()))

    def _fit(self, capacity: int) -> None:
        if len(self._rows) == capacity:
            return
        self._rows = np.zeros((capacity, 2, 4), np.float32)
        self._where = np.zeros((3, capacity), np.float32)
        self._texture = self.ctx.texture((2, capacity), 4, dtype="f4")

    def _sorted(self, frame: Frame) -> NDArray[np.int64]:
        """The droplets that are present, the farthest first."""
        state = frame.snapshot.cast.bodies
        bodies.interpolate(state, frame.snapshot.alpha, self._where)
        present = np.flatnonzero(state.presence > 0)
        away = frame.camera.basis()[2] @ (self._where[:, present] - np.array(frame.camera.position)[:, None])
        return present[np.argsort(-away, kind="stable")]

    def _look_behind(self) -> moderngl.Texture:
        """The picture so far, small."""
        picture = self.ctx.fbo
        (drawn,) = picture.color_attachments
        assert isinstance(drawn, moderngl.Texture)
        self._behind.begin(drawn.size)
        self._copy.bind({"image": drawn})
        self._copy.draw_fullscreen()
        picture.use()
        return self._behind.texture

    def draw(self, frame: Frame) -> None:
        """Draw each run of droplets that hold the same memory, and are open or not."""
        state = frame.snapshot.cast.bodies
        self._fit(state.pos.shape[1])
        order = self._sorted(frame)
        rows = self._rows[: len(order)]
        rows[:, 0, :3], rows[:, 0, 3] = self._where[:, order].T, state.radius[order]
        rows[:, 1, 0], rows[:, 1, 1] = state.born[order] * 0.618034 % 1.0, state.presence[order]
        self._texture.write(self._rows.tobytes())
        turn = turn_of(frame.snapshot.act_seconds, self.first, self.turn, self.last)
        memory = textures(state, order, self.album, turn)
        behind = self._look_behind() if frame.rows is None else self._behind.texture
        bright = self.clarity * shown(frame.snapshot.act_seconds, self.first, self.turn, self.last)
        wide = self._are_wide(rows)
        for start, stop in _runs(list(zip(memory, np.where(wide, np.arange(wide.size), -1), strict=True))):
            read = {"memory": frame.textures[memory[start]], "droplet_rows": self._texture, "behind": behind}
            given = {"side": float(read["memory"].width), "start": start, "bright": bright, "tint": self._tint, **read}
            with finest_read(read["memory"], self._need_no_mipmaps(frame, rows[start:stop], read["memory"].width)):
                self.feed(self.shader, frame, hollow=float(wide[start]), **given)
                self._discs.render(instances=stop - start)
                if wide[start]:
                    self._draw_middles(frame, stop - start, given)
            if self._middle.now not in self._made_ready:
                self._make_ready(frame, given)

    def _are_wide(self, rows: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Which droplets are so far open, and so wholly there, that their middles are drawn apart."""
        opened = smoothstep(rows[:, 0, 3] / self.opened, 0.25, 1.0)
        wide: NDArray[np.bool_] = (opened >= WIDE[self._is_day]) & (rows[:, 1, 1] >= 1.0)
        return wide

    def _need_no_mipmaps(self, frame: Frame, rows: NDArray[np.float32], side: int) -> bool:
        """Whether some droplets are seen so large that the finest level of a memory is all that is read."""
        eye, forward = np.array(frame.camera.position), frame.camera.basis()[2]
        pixel = 2.0 * frame.camera.tangents(frame.size[0] / frame.size[1])[1] / frame.size[1]
        drawn = 2.0 * rows[:, 0, 3] / (np.maximum((rows[:, 0, :3] - eye) @ forward, 0.2) * pixel)
        return bool((drawn * FINE_ENOUGH > side).all() and (rows[:, 1, 1] >= 1.0).all())

    def _make_ready(self, frame: Frame, given: Mapping[str, Any]) -> None:
        """Draw triangles without area in each way that open droplets are: drivers compile what is first drawn with."""
        self._made_ready.add(self._middle.now)
        self._draw_middles(frame, 1, given, vertices=3)
        with finest_read(given["memory"]):
            self.feed(self.shader, frame, hollow=0.0, **given)
            self._discs.render(vertices=3, instances=1)
            self._draw_middles(frame, 1, given, vertices=3)

    def _draw_middles(self, frame: Frame, count: int, given: Mapping[str, object], vertices: int = -1) -> None:
        """Draw what is seen in the middles of some droplets in place of what is behind them."""
        self.ctx.disable(moderngl.BLEND)
        self.feed(self._middle, frame, **given)
        self._middles.render(vertices=vertices, instances=count)
        self.ctx.enable(moderngl.BLEND)


def _runs(kinds: Sequence[object]) -> list[tuple[int, int]]:
    """Start and stop of each run of equal kinds."""
    cuts = [0, *(place for place in range(1, len(kinds)) if kinds[place] != kinds[place - 1]), len(kinds)]
    return [(start, stop) for start, stop in pairwise(cuts) if stop > start]
