"""Supersampling: a rectangle of the picture drawn at a multiple of its resolution, then filtered down onto it.

For meshes with thin bright edges; costs nothing outside the rectangle that they cover.
"""

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import resources
from dreamscape.render.context import largest_size
from dreamscape.render.shader import Array, Shader
from dreamscape.render.targets import Target, unfiltered
from dreamscape.render.tiles import scissor

FINER = 2  # samples along each side of a pixel, unless given
MOST_SAMPLES = 1 << 28  # in a picture's whole size: 3 a side up to 29 megapixels, 2 up to 67
_STEP = 64  # px, by which targets grow, so that a moving rectangle seldom needs a new one


def bounds(
    corners: NDArray[np.float32],
    view_projection: NDArray[np.float32],
    size: tuple[int, int],
    rows: range | None = None,
) -> tuple[int, int, int, int] | None:
    """The rectangle of pixels that a body covers: left, bottom, width and height; None if it is out of sight.

    Args:
        corners: (k, 3) float32, metres, points around the body, all in front of the camera.
        view_projection: (4, 4) float32, row-major.
        size: of the picture, px.
        rows: of it that are kept; None for all.
    """
    clip = np.hstack([corners, np.ones((len(corners), 1), np.float32)]) @ view_projection.T
    flat = clip[:, :2] / np.maximum(clip[:, 3:], 1e-2) * 0.5 + 0.5
    least = np.clip(np.floor(flat.min(axis=0) * size - 1), 0, size).astype(int)
    most = np.clip(np.ceil(flat.max(axis=0) * size + 1), 0, size).astype(int)
    if rows is not None:
        least[1], most[1] = max(least[1], rows.start), min(most[1], rows.stop)
    width, height = most - least
    return (int(least[0]), int(least[1]), int(width), int(height)) if width > 0 and height > 0 else None


def finest(size: tuple[int, int], wanted: int, largest: int) -> int:
    """Samples along each side of a pixel, at least 1 and at most `wanted`, that a picture of `size` px can have.

    `largest` is the longest side that the context can draw, px: a larger viewport would be cut to it, and what is
    drawn would move out of its rectangle.
    """
    most = min(largest // max(size), int((MOST_SAMPLES / (size[0] * size[1])) ** 0.5))
    return max(1, min(wanted, most))


class Supersampling:
    """A supersampled target for one mesh.

    Args:
        ctx: the OpenGL context.
        finer: samples along each side of a pixel; fewer in pictures so large that a viewport could not hold them.
        smoothed: whether what has a single sample a pixel is averaged with the next pixels, each way, which smooths its
            outline and moves it by half a pixel.

    Attributes:
        finer: those of the picture that was begun last.
    """

    def __init__(self, ctx: moderngl.Context, finer: int = FINER, smoothed: bool = False) -> None:
        self.finer = self._most = finer
        self._spread = int(smoothed)
        self._ctx = ctx
        self._target: Target | None = None
        self._laid: dict[int, tuple[Shader, Array]] = {}
        self._program(finer)

    def begin(self, rectangle: tuple[int, int, int, int], size: tuple[int, int]) -> None:
        """Direct drawing into the rectangle of a picture of `size`, with a cleared depth buffer."""
        self.finer = finest(size, self._most, largest_size(self._ctx))
        left, bottom, width, height = (side * self.finer for side in rectangle)
        target = self._fit(width + self._spread, height + self._spread)
        target.framebuffer.use()
        target.framebuffer.clear(0.0, 0.0, 0.0, 0.0)  # of all: a rectangle takes a software rasteriser six times longer
        self._ctx.scissor = 0, 0, width + self._spread, height + self._spread
        self._ctx.viewport = -left, -bottom, size[0] * self.finer, size[1] * self.finer
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.BLEND | moderngl.CULL_FACE)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA

    @property
    def texture(self) -> moderngl.Texture:
        """What was drawn, its lower left corner that of the rectangle; to be laid by a shader of one's own."""
        assert self._target is not None
        return self._target.texture

    def end(self) -> None:
        """Restore the state of OpenGL that `begin` changed."""
        self._ctx.scissor = None
        self._ctx.enable_only(moderngl.NOTHING)

    def lay(self, rectangle: tuple[int, int, int, int]) -> None:
        """Draw the result over the bound picture."""
        assert self._target is not None
        left, bottom, width, height = rectangle
        shader, triangle = self._program(self.finer)
        image = self._target.texture
        shader.set(corner=(left, bottom))
        shader.bind({"image": image})
        scissor(self._ctx, left, bottom, width, height)
        self._ctx.disable(moderngl.DEPTH_TEST)  # it stands in front of what is opaque
        with unfiltered(image, not self._spread):
            triangle.render(moderngl.TRIANGLES, vertices=3)
        self._ctx.scissor = None

    def _program(self, finer: int) -> tuple[Shader, Array]:
        """What lays so many samples along each side of a pixel over the picture, and its triangle."""
        if finer not in self._laid:
            post = resources.folder("glsl") / "post"
            shader = (
                Shader(self._ctx, post / "smooth.glsl")
                if self._spread
                else Shader(self._ctx, post / "fine.glsl", {"FINER": finer})
            )
            self._laid[finer] = shader, shader.array([])
        return self._laid[finer]

    def _fit(self, width: int, height: int) -> Target:
        if self._target is None or self._target.size[0] < width or self._target.size[1] < height:
            old_size = (0, 0) if self._target is None else self._target.size
            if self._target is not None:
                self._target.release()
            sides = (max(old, -(-new // _STEP) * _STEP) for old, new in zip(old_size, (width, height), strict=True))
            self._target = Target(self._ctx, (next(sides), next(sides)), depth=True)
        return self._target
