"""The exposure pass: grades pictures as bright as the flash limiter allows, and measures their light for it."""

import moderngl
import numpy as np

from dreamscape import resources
from dreamscape.arrays import F32
from dreamscape.flash.limiter import CELLS, UNLIMITED, Limiter
from dreamscape.render.context import flush
from dreamscape.render.in_place import Scene, bind, file_of
from dreamscape.render.light_packer import Written, look_defines
from dreamscape.render.planes import Planes
from dreamscape.render.post import Post
from dreamscape.render.shader import Shader
from dreamscape.render.shader_source import InPlaceFile
from dreamscape.render.targets import Surface, Target

SIDE = 2  # samples along each side of a texel
PARTS = 4  # texels along each side of a cell: a sample for every 5 x 5 pixels at 1280x720, and work for all cores,
# since a software rasteriser shares out tiles of 64 x 64 texels
TEXELS = CELLS[0] * PARTS, CELLS[1] * PARTS


class ExposurePass:
    """Grades pictures in sequence; each is measured on the GPU, and the measurement read back one picture later.

    Args:
        ctx: the OpenGL context.
        limiter: keeps the pictures from flashing; it may already know pictures that were shown before.

    Attributes:
        exposure: the exposure of the last picture.
    """

    def __init__(self, ctx: moderngl.Context, limiter: Limiter) -> None:
        self.exposure = UNLIMITED
        self._ctx, self._limiter = ctx, limiter
        self._shaders: dict[tuple[tuple[str, ...], InPlaceFile | None], Shader] = {}
        self.compile()
        self._cells = Target(ctx, TEXELS, dtype="f4")  # NumPy takes long to convert half floats
        self._texels = np.empty(TEXELS[0] * TEXELS[1] * 4, np.float32)
        self._buffer = ctx.buffer(reserve=self._texels.nbytes)
        self._measured: float | None = None  # when the picture in the cells is shown, s
        self._fetched = False  # whether its copy into the buffer has begun

    def grade(
        self,
        post: Post,
        light: moderngl.Texture,
        bloom: float,
        shown: float,
        top_first: bool,
        onto: Surface,
        look: float = 1.0,
    ) -> None:
        """Grade light into a picture that is shown at `shown`, in seconds; other arguments as of `Post.grade`."""
        self._expose(post, light, bloom, shown, look)
        post.grade(light, bloom, top_first, self.exposure.mix, onto, look)

    def pack(
        self,
        post: Post,
        light: Scene,
        bloom: float,
        shown: float,
        planes: Planes,
        look: float = 1.0,
        written: Written | None = None,
    ) -> None:
        """As `grade`, but straight into a film's planes, as `Post.pack`."""
        self._expose(post, light, bloom, shown, look)
        post.pack(light, bloom, self.exposure.mix, planes, look, written)

    def compile(self, look: float = 1.0, in_place: InPlaceFile | None = None) -> Shader:
        """The shader that measures pictures of a look, or of a layer's file in place, compiled now unless it was."""
        defines = {"SIDE": SIDE, **look_defines(look, UNLIMITED.mix)}
        if (key := (tuple(defines), in_place)) not in self._shaders:
            path = resources.folder("glsl") / "post" / "cells.glsl"
            self._shaders[key] = Shader(self._ctx, path, defines, in_place)
        return self._shaders[key]

    def _expose(self, post: Post, light: Scene, bloom: float, shown: float, look: float) -> None:
        """Find the exposure of a picture, gather its glow, and begin to measure it for the next one."""
        flush(self._ctx)  # so that the light is drawn in the meantime
        self.measure()
        self.exposure = self._limiter.exposure(shown)
        post.gather(light, look)
        shader = self.compile(look, file_of(light))
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
        self._cells.begin()  # before the picture, so that reading back need not wait for it
        shader.set(target_texel=(1.0 / TEXELS[0], 1.0 / TEXELS[1]), bloom_strength=bloom * look)
        if 0.0 < look < 1.0:
            shader.set(look=look)
        bind(shader, light, post.glow.samplers)
        shader.draw_fullscreen()
        self._measured, self._fetched = shown, False

    def fetch(self) -> None:
        """Begin to copy the last picture's light out of the GPU.

        Best called right before the next picture is drawn: a software rasteriser waits here until the last picture is
        finished, and so can use the time between the two.
        """
        if self._measured is not None and not self._fetched:
            self._cells.framebuffer.read_into(self._buffer, components=4, dtype="f4")
            self._fetched = True

    def measure(self) -> None:
        """Report the last picture's light to the limiter, unless that was done."""
        if self._measured is not None:
            self.fetch()
            self._limiter.observe(self._measured, self._light())
            self._measured = None

    def _light(self) -> F32:
        """The mean linear light of the cells, `(18, 32, 3)`, 0 to 1; half floats, as a segment's light is stored."""
        self._buffer.read_into(self._texels)
        columns = self._texels.reshape(CELLS[1], PARTS, -1).sum(axis=1)
        light = columns.reshape(CELLS[1], CELLS[0], PARTS, 4).sum(axis=2)[..., :3] / np.float32(PARTS**2)
        return np.asarray(light.clip(0.0, 1.0).astype(np.float16), np.float32)
