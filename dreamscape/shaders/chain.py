"""The chain of a shader's passes: its targets, what they keep from tick to tick, and the picture at the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np

from dreamscape import resources
from dreamscape.errors import InputError
from dreamscape.render.context import largest_size
from dreamscape.render.targets import Target
from dreamscape.render.tiles import untiled
from dreamscape.shaders import picture_files
from dreamscape.shaders.model import MOST_TEXELS, Channel, Model, Pass
from dreamscape.shaders.program import PassProgram
from dreamscape.shaders.shadertoy import KEYBOARD

Images = Mapping[str, moderngl.Texture]


@dataclass(frozen=True, slots=True)
class Step:
    """A moment of a shader.

    Attributes:
        number: of the frame, from 0; of a shader that keeps something, one a tick.
        seconds: since it began.
        delta: s since the frame before.
    """

    number: int
    seconds: float
    delta: float


class _Buffer:
    """A target that may be read while it is drawn anew: two textures that change places."""

    def __init__(self, ctx: moderngl.Context, size: tuple[int, int], one: Pass, twofold: bool) -> None:
        self.size, self._dtype = size, "f4" if one.floating else "f1"
        self._targets = [Target(ctx, size, self._dtype) for _ in range(2 if twofold else 1)]
        self.clear()

    @property
    def texture(self) -> moderngl.Texture:
        """What it shows."""
        return self._targets[0].texture

    def begin(self, persistent: bool) -> Target:
        """The target to draw into."""
        target = self._targets[-1]
        target.begin(clear=None if persistent and len(self._targets) == 1 else (0.0, 0.0, 0.0, 0.0))
        return target

    def end(self) -> None:
        """Show what was drawn."""
        self._targets.reverse()

    def clear(self) -> None:
        for target in self._targets:
            target.begin(clear=(0.0, 0.0, 0.0, 0.0))

    def take(self, copy: PassProgram, other: "_Buffer") -> None:
        """Show what another one shows, at this one's size."""
        self._targets[0].begin()
        other.texture.use(0)
        copy.draw()

    def release(self) -> None:
        for target in self._targets:
            target.release()


class Chain:
    """Draws a model.

    Args:
        ctx: the OpenGL context.
        model: what to draw.
        end: the file of glsl/shaders that ends its last pass: `finished` for colours to be seen, `lit` for light.

    Raises:
        ShaderError: it does not compile.
        InputError: a picture cannot be read.
    """

    def __init__(self, ctx: moderngl.Context, model: Model, end: str = "finished") -> None:
        self._ctx, self._model = ctx, model
        last = model.passes[-1]
        self._drawn = [one for one in model.passes if one.target]
        self._programs = [self._program(one, "kept") for one in self._drawn]
        folder = resources.folder("glsl") / "shaders"
        copied = Pass((folder / "copied.glsl").read_text("utf-8"), channels={"image": Channel(last.target)})
        self._copy = self._program(copied, "kept")
        self._final = self._program(copied if last.target else last, end)
        read = {name: picture_files.read(path) for name, path in model.pictures.items()}
        self._images = {name: picture_files.texture(ctx, pixels) for name, pixels in read.items()}
        self._images[KEYBOARD] = picture_files.texture(ctx, np.zeros((3, 256, 4), np.uint8))  # no key is down
        self._blank = picture_files.texture(ctx, np.zeros((1, 1, 4), np.uint8))
        self._buffers: dict[str, _Buffer] = {}
        self._samplers: dict[tuple[bool, bool], moderngl.Sampler] = {}
        self.step: Step | None = None  # the last one

    def _program(self, one: Pass, end: str) -> PassProgram:
        return PassProgram(self._ctx, one, end, self._model.sources, self._model.opaque)

    @property
    def has_targets(self) -> bool:
        """Whether there is anything to draw before the picture."""
        return bool(self._drawn)

    def forget(self) -> None:
        """Begin anew: what targets keep is cleared."""
        self.step = None
        for buffer in self._buffers.values():
            buffer.clear()

    def advance(self, step: Step, values: Mapping[str, Any], images: Images, size: tuple[int, int]) -> None:
        """Draw all targets for a step.

        Args:
            step: the moment.
            values: of the uniforms by name.
            images: of the inputs by name; what is missing is blank.
            size: of the picture, px.

        Raises:
            InputError: its targets are too large.
        """
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
        with untiled(self._ctx):
            self._fit(values, size)
            for one, program in zip(self._drawn, self._programs, strict=True):
                buffer = self._buffers[one.target]
                self._bind(program, images)
                program.set({**values, **self.moment(step, buffer.size)})
                buffer.begin(one.persistent)
                program.draw()
                buffer.end()
        self.step = step

    def show(self, step: Step, values: Mapping[str, Any], images: Images, size: tuple[int, int]) -> None:
        """Draw the picture into what is bound, with the depth test and blending that are set; arguments as before."""
        self._bind(self._final, images)
        self._final.set({**values, **self.moment(step, size)})
        self._final.draw()
        for unit in range(len(self._final.samplers)):
            for sampler in self._samplers.values():
                sampler.clear(unit)

    def moment(self, step: Step, size: tuple[int, int]) -> dict[str, Any]:
        """What formats promise of the moment, by all of the names that they have for it."""
        width, height = map(float, size)
        date = 2000.0, 1.0, 1.0, step.seconds
        return {
            "RENDERSIZE": (width, height),
            "TIME": step.seconds,
            "TIMEDELTA": step.delta,
            "DATE": date,
            "FRAMEINDEX": step.number,
            "iResolution": (width, height, 1.0),
            "iTime": step.seconds,
            "iTimeDelta": step.delta,
            "iFrame": step.number,
            "iFrameRate": 1.0 / step.delta if step.delta else 60.0,
            "iDate": (2000.0, 0.0, 1.0, step.seconds),
        }

    def image(self, name: str, images: Images) -> moderngl.Texture:
        """The texture of an image by its name."""
        if name in self._buffers:
            return self._buffers[name].texture
        return images.get(name) or self._images.get(name, self._blank)

    def _bind(self, program: PassProgram, images: Images) -> None:
        for unit, channel in enumerate(program.samplers.values()):
            self.image(channel.image, images).use(unit)
            kind = channel.nearest, channel.repeats
            if any(kind) and kind not in self._samplers:
                self._samplers[kind] = _sampler(self._ctx, *kind)
            if any(kind):
                self._samplers[kind].use(unit)
            else:
                for sampler in self._samplers.values():
                    sampler.clear(unit)

    def _fit(self, values: Mapping[str, Any], size: tuple[int, int]) -> None:
        """Make the targets for a picture of this size and these values, unless they are there."""
        numbers = {name: float(value) for name, value in values.items() if isinstance(value, int | float)}
        numbers |= {"WIDTH": float(size[0]), "HEIGHT": float(size[1])}
        wanted = {one.target: (one.width.pixels(numbers), one.height.pixels(numbers)) for one in self._drawn}
        read = {
            channel.image
            for one, program in zip(self._drawn, self._programs, strict=True)
            for channel in program.samplers.values()
            if channel.image == one.target
        }
        held = sum(width * height * (1 + (name in read)) for name, (width, height) in wanted.items())
        largest = largest_size(self._ctx)
        if held > MOST_TEXELS or any(max(sides) > largest for sides in wanted.values()):
            where = f"{self._model.path.name}: its targets have {held:,} pixels"
            raise InputError(f"{where}, expected at most {MOST_TEXELS:,}, and {largest} a side; draw a smaller picture")
        for one in self._drawn:
            before = self._buffers.get(one.target)
            if before is None or before.size != wanted[one.target]:
                self._buffers[one.target] = made = _Buffer(self._ctx, wanted[one.target], one, one.target in read)
                if before and one.persistent:
                    made.take(self._copy, before)
                if before:
                    before.release()

    def release(self) -> None:
        """Free the GPU's objects."""
        for program in (*self._programs, self._final, self._copy):
            program.release()
        for texture in (*self._images.values(), self._blank):
            texture.release()
        for buffer in self._buffers.values():
            buffer.release()


def _sampler(ctx: moderngl.Context, nearest: bool, repeats: bool) -> moderngl.Sampler:
    kind = moderngl.NEAREST if nearest else moderngl.LINEAR
    return ctx.sampler(repeat_x=repeats, repeat_y=repeats, filter=(kind, kind))
