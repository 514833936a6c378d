"""What the shaders of threads read: some texels of each place along each thread, and four of each thread's look."""

import moderngl
import numpy as np

from dreamscape.arrays import F32

LOOK = 4  # texels


class ThreadTextures:
    """Arrays that are filled anew for each frame, and the textures that they are written to.

    Args:
        ctx: the OpenGL context.
        texels: of each place.

    Attributes:
        nodes: of a strand; 0 before `fit`.
        along: `(places, 1) float32`, where along a thread its places are, 0 to 1.
        values: `(threads, places, texels, 4) float32`.
        looks: `(threads, LOOK, 4) float32`.
    """

    along: F32
    values: F32
    looks: F32

    def __init__(self, ctx: moderngl.Context, texels: int) -> None:
        self.nodes = 0
        self._fitted: tuple[int, ...] = ()
        self._ctx, self._texels = ctx, texels

    def fit(self, nodes: int, threads: int, places: int) -> bool:
        """Make room for a cast of so many threads, each of so many places; whether it was for another one before."""
        if self._fitted == (nodes, threads, places):
            return False
        self.nodes, self._fitted = nodes, (nodes, threads, places)
        self.along = np.linspace(0.0, 1.0, places, dtype=np.float32)[:, None]
        self.values = np.zeros((threads, places, self._texels, 4), np.float32)
        self.looks = np.zeros((threads, LOOK, 4), np.float32)
        self._places = self._ctx.texture((self._texels * places, threads), 4, dtype="f4")
        self._looks = self._ctx.texture((LOOK, threads), 4, dtype="f4")
        return True

    def write_places(self, threads: int) -> None:
        """Write the values of the first so many threads."""
        self._places.write(self.values[:threads].tobytes(), (0, 0, self._texels * len(self.along), threads))

    def write_looks(self, threads: int) -> None:
        """Write the looks of the first so many threads."""
        self._looks.write(self.looks[:threads].tobytes(), (0, 0, LOOK, threads))

    def named(self) -> dict[str, moderngl.Texture]:
        """The textures under the names that shaders have for them."""
        return {"places": self._places, "looks": self._looks}
