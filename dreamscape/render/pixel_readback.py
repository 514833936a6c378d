"""Pixel readback: a graded R'G'B' picture, or a scene's linear light, in the layouts of still-picture formats."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np

from dreamscape.render.targets import Target


@dataclass(frozen=True, slots=True)
class PixelFormat:
    """A memory layout of pixels, under FFmpeg's name for it.

    Attributes:
        bits: of a sample.
        kind: NumPy's dtype of a sample.
        alpha: whether there is a fourth channel.
        planar: whether each channel has its own plane: green, blue, red, alpha.
        linear: whether samples are linear light, as floats.
    """

    name: str
    bits: int
    kind: str
    alpha: bool = False
    planar: bool = False
    linear: bool = False

    @property
    def samples(self) -> int:
        """Samples per pixel."""
        return 4 if self.alpha else 3

    def planes(self, size: tuple[int, int]) -> list[tuple[int, int]]:
        """Width in bytes and height in rows of each plane of a picture of `size` pixels."""
        row = size[0] * np.dtype(self.kind).itemsize
        return [(row, size[1])] * self.samples if self.planar else [(row * self.samples, size[1])]


PIXELS = {
    pixel.name: pixel
    for pixel in (
        PixelFormat("rgb24", 8, "u1"),
        PixelFormat("rgba", 8, "u1", alpha=True),
        PixelFormat("rgb48be", 16, ">u2"),
        PixelFormat("rgba64be", 16, ">u2", alpha=True),
        PixelFormat("rgb48le", 16, "<u2"),
        PixelFormat("rgba64le", 16, "<u2", alpha=True),
        PixelFormat("gbrp12le", 12, "<u2", planar=True),
        PixelFormat("gbrap12le", 12, "<u2", alpha=True, planar=True),
        PixelFormat("gbrpf32le", 16, "<f4", planar=True, linear=True),
        PixelFormat("gbrapf32le", 16, "<f4", alpha=True, planar=True, linear=True),
    )
}
_PLANES = (1, 2, 0, 3)  # channels in the order of planes


class PixelReader:
    """Reads pictures back, some frames late so that drawing need not wait; the interface is that of `Planes`.

    Args:
        ctx: the OpenGL context.
        size: of the pictures in pixels.
        pixel: the layout to convert to.
        strides: bytes from row to row of each plane.
    """

    def __init__(
        self, ctx: moderngl.Context, size: tuple[int, int], pixel: PixelFormat, strides: Sequence[int]
    ) -> None:
        self._ctx, self._size, self._pixel, self._strides = ctx, size, pixel, strides
        self._read_as, kind = {"u1": ("f1", "u1"), "<f4": ("f4", "<f4")}.get(pixel.kind, ("nu2", "<u2"))
        self._kind = np.dtype(kind)
        self._count = size[0] * size[1] * pixel.samples * self._kind.itemsize
        self._free: list[moderngl.Buffer] = []
        self._pending: deque[moderngl.Buffer] = deque()

    def begin(self, graded: Target) -> None:
        """Begin to copy a graded picture, its first row at the top, out of the GPU."""
        buffer = self._free.pop() if self._free else self._ctx.buffer(reserve=self._count, dynamic=True)
        graded.framebuffer.read_into(buffer, components=self._pixel.samples, dtype=self._read_as, alignment=1)
        self._pending.append(buffer)

    def read(self, into: Sequence[Any]) -> None:
        """Copy the oldest picture begun into writable buffers, one for each plane."""
        buffer = self._pending.popleft()
        width, height = self._size
        samples = np.frombuffer(buffer.read(), self._kind).reshape(height, width, self._pixel.samples)
        kind = np.dtype(self._pixel.kind)
        if self._pixel.bits not in (8, 16):  # the GPU has given 16 bits
            samples = (samples * np.uint32((1 << self._pixel.bits) - 1) + 32767) // 65535
        for number, (plane, stride) in enumerate(zip(into, self._strides, strict=True)):
            row = samples[..., _PLANES[number]] if self._pixel.planar else samples.reshape(height, -1)
            room = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, stride)[:height]
            room[:, : row.shape[1] * kind.itemsize].view(kind)[:] = row
        self._free.append(buffer)
