"""Multisampling: a mesh shaded once a pixel, its outlines drawn at four samples a pixel, then laid over the picture.

For meshes whose shading is dear and smooth. Only the strips of the picture that the mesh may cover are laid over it:
software rasterisers pay for every pixel of a rectangle, and an arm across a picture fills a fifth of its own.
"""

import moderngl
import numpy as np

from dreamscape import resources
from dreamscape.arrays import F32
from dreamscape.render.shader import Shader
from dreamscape.render.tiles import scissor

Rectangle = tuple[int, int, int, int]  # left, bottom, width and height, px

PIECE = 0.03  # m, the sides of the pieces that boxes are put around
STRIP = 64  # px, the width of a strip: that of llvmpipe's tiles
_STEP = 64  # px, by which targets grow, so that a moving mesh seldom needs a new one
_NEAREST = 1e-2  # m from the camera; what is nearer counts as that far


def boxes(low: F32, high: F32) -> F32:
    """The corners of boxes around pieces of a body, (k, 8, 3) m.

    Args:
        low, high: (n, 3) float32, m, the least and greatest coordinates that each of its triangles reaches.
    """
    cell = np.floor((low + high) / (2.0 * PIECE)).astype(np.int64)
    _, piece = np.unique(cell, axis=0, return_inverse=True)
    piece = piece.ravel()
    ends = [np.full((piece.max() + 1, 3), sign * np.inf, np.float32) for sign in (1.0, -1.0)]
    np.minimum.at(ends[0], piece, low)
    np.maximum.at(ends[1], piece, high)
    corner = np.array([[(k >> axis) & 1 for axis in range(3)] for k in range(8)])
    return np.stack([np.stack(ends)[corner[:, axis], :, axis] for axis in range(3)], axis=-1).transpose(1, 0, 2)


def strips(corners: F32, view_projection: F32, size: tuple[int, int], rows: range | None = None) -> list[Rectangle]:
    """The strips of a picture of `size` that boxes may cover, from left to right.

    Args:
        corners: (k, 8, 3) float32, m, of the boxes.
        view_projection: (4, 4) float32, row-major.
        size: width and height, px.
        rows: of it that are kept; None for all.
    """
    clip = corners @ view_projection[:, :3].T + view_projection[:, 3]
    clip = clip[(clip[..., 3] > _NEAREST).any(axis=1)]  # the rest is behind the camera
    flat = clip[..., :2] / np.maximum(clip[..., 3:], _NEAREST) * 0.5 + 0.5
    least = np.clip(np.floor(flat.min(axis=1) * size - 1), 0, size).astype(int)
    most = np.clip(np.ceil(flat.max(axis=1) * size + 1), 0, size).astype(int)
    if rows is not None:
        least[:, 1], most[:, 1] = np.maximum(least[:, 1], rows.start), np.minimum(most[:, 1], rows.stop)
    result = []
    for left in range(0, size[0], STRIP):
        right = min(left + STRIP, size[0])
        meets = (least[:, 0] < right) & (most[:, 0] > left) & (most[:, 1] > least[:, 1])
        if meets.any():
            bottom, top = int(least[meets, 1].min()), int(most[meets, 1].max())
            result.append((left, bottom, right - left, top - bottom))
    return result


class Multisampling:
    """A multisampled target for one mesh.

    Args:
        ctx: the OpenGL context.
        samples: samples a pixel, 1 or 4; with 1, colours are blended, for meshes that draw their outlines soft.
    """

    def __init__(self, ctx: moderngl.Context, samples: int) -> None:
        self._ctx, self._samples = ctx, samples
        self._size = (0, 0)
        self._kept: list[moderngl.Texture | moderngl.Renderbuffer | moderngl.Framebuffer] = []
        self._corner = (0, 0)
        self._lay = Shader(ctx, resources.folder("glsl") / "post" / "resolve.glsl", {"SAMPLES": samples})

    def begin(self, strips: list[Rectangle], size: tuple[int, int]) -> None:
        """Direct drawing into the strips of a picture of `size`, at least one, with a cleared depth buffer."""
        left, bottom = (min(s[k] for s in strips) // 2 * 2 for k in (0, 1))  # derivatives are of 2x2 px of the picture
        width, height = max(s[0] + s[2] for s in strips) - left, max(s[1] + s[3] for s in strips) - bottom
        self._fit(width, height)
        self._corner = left, bottom
        self._framebuffer.use()
        self._ctx.scissor = None
        self._framebuffer.clear(0.0, 0.0, 0.0, 0.0)  # all of it: llvmpipe draws a triangle to clear a part
        self._ctx.scissor = 0, 0, width, height
        self._ctx.viewport = -left, -bottom, *size
        blend = moderngl.BLEND if self._samples == 1 else moderngl.NOTHING
        self._ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE | blend)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA

    def end(self) -> None:
        """Restore the state of OpenGL that `begin` changed."""
        self._ctx.scissor = None
        self._ctx.enable_only(moderngl.NOTHING)

    def lay(self, strips: list[Rectangle]) -> None:
        """Draw the result over the bound picture."""
        self._lay.set(corner=self._corner)
        self._lay.bind({"image": self._texture})
        self._ctx.disable(moderngl.DEPTH_TEST)  # it stands in front of what is opaque
        for strip in strips:
            scissor(self._ctx, *strip)
            self._lay.draw_fullscreen()
        self._ctx.scissor = None

    def _fit(self, width: int, height: int) -> None:
        """A target that is large enough, and not much larger."""
        enough = self._size[0] >= width and self._size[1] >= height
        if enough and self._size[0] * self._size[1] <= 4 * (width + _STEP) * (height + _STEP):
            return
        for old in self._kept:
            old.release()
        self._size = -(-width // _STEP) * _STEP, -(-height // _STEP) * _STEP
        several = self._samples if self._samples > 1 else 0  # 0 makes a texture that is not multisampled
        self._texture = self._ctx.texture(self._size, 4, dtype="f2", samples=several)
        depth = self._ctx.depth_renderbuffer(self._size, samples=several)
        self._framebuffer = self._ctx.framebuffer([self._texture], depth)
        self._kept = [self._framebuffer, self._texture, depth]
