"""Droplets: clear lenses that drift up, each with someone else's memory refracted inside."""

from collections.abc import Sequence
from itertools import pairwise

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.layers.memories import shown, textures, turn_of
from dreamscape.parameters import AlbumDigest, Parameter
from dreamscape.physics import bodies
from dreamscape.places.water.waters import waters
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame
from dreamscape.render.reduced_resolution import ReducedResolution
from dreamscape.render.shader import Shader
from dreamscape.resources import folder

BEHIND_PART = (8, 6, 4, 4)  # what the picture's size is divided by for what is seen through them, by tier


class Droplets(Daylit):
    """Clear drops of water that drift up: each bends what is behind it, and holds a memory.

    Every body of the cast is a lens on a card; its strongest feeling chooses the memory. What is behind them is what
    the layers before this one have drawn.
    """

    needs = ("memory_0", "memory_1", "memory_2")

    azimuth = Parameter(0.2, -1.5, 1.5, "tangent", "azimuth of the light above, from straight ahead")
    opened = Parameter(2.0, 0.2, 20.0, "m", "radius at which a droplet is wholly open and shows its memory undistorted")
    first = Parameter(5.0, 0.0, 600.0, "s", "when the first turn begins, as `memories` has it")
    turn = Parameter(7.6, 2.0, 60.0, "s", "how long a turn takes; between two the memories are dark")
    last = Parameter(1e6, 0.0, 1e6, "s", "from when on no turn begins, as `memories` has it")
    album = AlbumDigest("memories of one's own, as `memories` has it")
    clarity = Parameter(1.0, 0.0, 2.0, "x", "brightness of the memories")

    def build(self) -> None:
        """Cards of four corners, made in the vertex stage from the rows of a small texture."""
        self._cards = self.shader.array([])
        self._tint = waters(self.streams).tint
        self._rows = np.zeros((0, 2, 4), np.float32)
        self._behind = ReducedResolution(self.ctx, self.quality.choose(BEHIND_PART))
        self._copy = Shader(self.ctx, folder("glsl") / "post" / "lay.glsl")

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
        """Draw each run of droplets that hold the same memory."""
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
        for start, stop in _runs(memory):
            image = frame.textures[memory[start]]
            read = {"memory": image, "behind": behind, "droplet_rows": self._texture}
            self.feed(self.shader, frame, side=float(image.width), start=start, bright=bright, tint=self._tint, **read)
            self._cards.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=stop - start)


def _runs(names: Sequence[str]) -> list[tuple[int, int]]:
    """Start and stop of each run of equal names."""
    cuts = [0, *(place for place in range(1, len(names)) if names[place] != names[place - 1]), len(names)]
    return [(start, stop) for start, stop in pairwise(cuts) if stop > start]
