"""Drawing: a take's frames by their numbers, graded as an encoder's layout of planes asks for, and read back."""

import hashlib
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from av.video.frame import VideoFrame

from dreamscape import options
from dreamscape.clock import moment_of_frame
from dreamscape.inputs import Setting
from dreamscape.limiter import Limiter
from dreamscape.outputs.worlds import State, restore, state_of
from dreamscape.render.pixels import PIXELS, Pixel, Reader
from dreamscape.render.planes import LAYOUTS, Layout, Planes
from dreamscape.render.post import Coding
from dreamscape.render.targets import Target
from dreamscape.stage import Stage
from dreamscape.take import Take


def coding_of(pixels: str) -> Coding:
    """How pictures are graded for a layout of planes or of pixels, by FFmpeg's name."""
    if pixels in LAYOUTS:
        layout = LAYOUTS[pixels]
        return Coding(layout.bits, ycbcr=True, clear=layout.alpha)
    pixel = PIXELS[pixels]
    return Coding(pixel.bits, clear=pixel.alpha, linear=pixel.linear)


class Drawing:
    """Draws a take.

    Args:
        take: what.
        pixels: FFmpeg's name of the layout.
        limiter: of flashes.

    Attributes:
        stage: where it is drawn.
        layout: of planes or pixels.
        renderer: what draws, in OpenGL's words.
        next: the number of the frame after the last one that was drawn.
    """

    def __init__(self, take: Take, pixels: str, limiter: Limiter | None = None) -> None:
        self._take, self._limiter = take, limiter
        self.layout: Layout | Pixel = LAYOUTS[pixels] if pixels in LAYOUTS else PIXELS[pixels]
        if isinstance(self.layout, Layout):
            options.check_even(take.size)
        self._coding = coding_of(pixels)
        self.stage: Stage = take.stage(self._coding, limiter)
        self.renderer = str(self.stage.ctx.info["GL_RENDERER"])
        self._beginning = state_of(self.stage.world)
        self.next = -1

    def reader(self, strides: Sequence[int]) -> Planes | Reader:
        """What packs pictures and reads them back; `strides` are the bytes from row to row of each plane."""
        kind = self.layout
        if isinstance(kind, Layout):
            return Planes(self.stage.ctx, self._take.size, kind, strides)
        return Reader(self.stage.ctx, self._take.size, kind, strides)

    def enter(self, tick: int, state: State | None) -> None:
        """Bring the world to `tick` or before it, by its state there if somebody has it."""
        world, inputs = self.stage.world, self._take.inputs
        if world.tick > tick and any(isinstance(event, Setting) for event in inputs):
            self.stage = self._take.stage_on(self.stage.ctx, self._coding, self._limiter)  # nothing was set yet
            world = self.stage.world
        known = state is not None and (world.tick == tick or restore(world, tick, state, inputs))
        if not known and (state is not None or world.tick > tick):
            restore(world, 0, self._beginning, inputs)

    def draw(self, number: int, rate: Fraction) -> Target:
        """Draw a frame of a film."""
        self.next = number + 1
        return self.stage.draw(moment_of_frame(number, rate))

    def measure(self) -> None:
        """Let the limiter know the last frame."""
        if self.stage.exposer:
            self.stage.exposer.measure()

    def close(self) -> None:
        """Free everything."""
        self.stage.ctx.release()


def digest_of(frame: VideoFrame, layout: Layout | Pixel) -> str:
    """The BLAKE2b digest, 64 bits, of a frame as it goes to the encoder: its planes' rows without padding."""
    hashed = hashlib.blake2b(digest_size=8)
    for plane, (row, rows) in zip(frame.planes, layout.planes((frame.width, frame.height)), strict=True):
        whole = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        hashed.update(whole[:rows, :row].tobytes())
    return hashed.hexdigest()
