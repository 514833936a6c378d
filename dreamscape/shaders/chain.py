"""The chain of a shader's passes: its targets, what they keep from tick to tick, and the picture at the end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np

from dreamscape import resources
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.errors import InputError
from dreamscape.render.context import largest_size
from dreamscape.render.targets import Target
from dreamscape.render.tiles import untiled
from dreamscape.shaders import picture_files, solids
from dreamscape.shaders.keyboard import KeyboardImage
from dreamscape.shaders.model import MOST_TEXELS, Channel, Model, Pass
from dreamscape.shaders.program import PassProgram
from dreamscape.shaders.shadertoy import KEYBOARD, SKY, VOLUME

Images = Mapping[str, moderngl.Texture]
AnyTexture = moderngl.Texture | moderngl.TextureCube | moderngl.Texture3D


@dataclass(frozen=True, slots=True)
class Step:
    """A moment of a shader.

    Attributes:
        number: of the tick, from 0.
        seconds: since it began.
    """

    number: int
    seconds: float


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
        self._copy = self._program(copied, "kept") if model.persistent else None
        self._final = self._program(copied if last.target else last, end)
        self._images = _images(ctx, model)
        self._read = {  # targets that a pass reads while it draws them anew
            one.target
            for one, program in zip(self._drawn, self._programs, strict=True)
            if any(channel.image == one.target for channel in program.samplers.values())
        }
        self._blank = picture_files.texture(ctx, np.zeros((1, 1, 4), np.uint8))
        self._buffers: dict[str, _Buffer] = {}
        self._fitted: tuple[object, ...] = ()  # what the buffers' sizes were worked out from
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
                buffer.begin(one.persistent)
                self._draw(program, {**values, **_moment(step, buffer.size)}, images)
                buffer.end()
        self.step = step

    def show(self, step: Step, values: Mapping[str, Any], images: Images, size: tuple[int, int]) -> None:
        """Draw the picture into what is bound, with the depth test and blending that are set; arguments as before."""
        self._draw(self._final, {**values, **_moment(step, size)}, images)

    def _draw(self, program: PassProgram, values: Mapping[str, Any], images: Images) -> None:
        """Draw a pass; what it reads is sampled as it asks, and whatever is drawn afterwards as ever."""
        used = list[tuple[int, moderngl.Sampler]]()
        for unit, channel in enumerate(program.samplers.values()):
            self._image(channel.image, images).use(unit)
            if channel.nearest or channel.repeats:
                used.append((unit, self._sampler(channel.nearest, channel.repeats)))
        for unit, sampler in used:
            sampler.use(unit)
        program.set(values)
        program.draw()
        for unit, sampler in used:
            sampler.clear(unit)

    def _image(self, name: str, images: Images) -> AnyTexture:
        """The texture of an image by its name."""
        if name in self._buffers:
            return self._buffers[name].texture
        return images.get(name) or self._images.get(name, self._blank)

    def _sampler(self, nearest: bool, repeats: bool) -> moderngl.Sampler:
        key, kind = (nearest, repeats), moderngl.NEAREST if nearest else moderngl.LINEAR
        if key not in self._samplers:
            self._samplers[key] = self._ctx.sampler(
                repeat_x=repeats, repeat_y=repeats, repeat_z=repeats, filter=(kind, kind)
            )
        return self._samplers[key]

    def _fit(self, values: Mapping[str, Any], size: tuple[int, int]) -> None:
        """Make the targets for a picture of this size and these values, unless they are there."""
        names = {name for one in self._drawn for side in (one.width, one.height) for name in side.names}
        inputs = size, *(values.get(name) for name in sorted(names))
        if inputs == self._fitted:
            return
        numbers = {name: float(value) for name, value in values.items() if isinstance(value, int | float)}
        numbers |= {"WIDTH": float(size[0]), "HEIGHT": float(size[1])}
        wanted = {one.target: (one.width.pixels(numbers), one.height.pixels(numbers)) for one in self._drawn}
        held = sum(width * height * (1 + (name in self._read)) for name, (width, height) in wanted.items())
        largest = largest_size(self._ctx)
        if held > MOST_TEXELS or any(max(sides) > largest for sides in wanted.values()):
            where = f"{self._model.path.name}: its targets have {held:,} pixels"
            raise InputError(f"{where}, expected at most {MOST_TEXELS:,}, and {largest} a side; draw a smaller picture")
        for one in self._drawn:
            before = self._buffers.get(one.target)
            if before is None or before.size != wanted[one.target]:
                twofold = one.target in self._read
                self._buffers[one.target] = made = _Buffer(self._ctx, wanted[one.target], one, twofold)
                if before and one.persistent and self._copy:
                    made.take(self._copy, before)
                if before:
                    before.release()
        self._fitted = inputs


def _images(ctx: moderngl.Context, model: Model) -> dict[str, AnyTexture]:
    """The images of a model that do not change; no key is down."""
    paths = dict(model.pictures)
    made: dict[str, AnyTexture] = {
        name: solids.cube(ctx, [paths.pop(face) for face in faces], f"{model.path.name}: {name}")
        for name, faces in model.cubes.items()
    }
    made |= {name: picture_files.texture(ctx, picture_files.read(path)) for name, path in paths.items()}
    own: dict[str, Callable[[], AnyTexture]] = {
        KEYBOARD: lambda: KeyboardImage(ctx).texture, SKY: lambda: solids.sky(ctx), VOLUME: lambda: solids.noise(ctx)
    }  # fmt: skip
    return made | {name: make() for name, make in own.items() if model.reads(name)}


def _moment(step: Step, size: tuple[int, int]) -> dict[str, Any]:
    """What formats promise of the moment, by all of the names that they have for it."""
    width, height = map(float, size)
    return {
        "RENDERSIZE": (width, height),
        "TIME": step.seconds,
        "TIMEDELTA": 1.0 / TICKS_PER_SECOND,
        "DATE": (2000.0, 1.0, 1.0, step.seconds),
        "FRAMEINDEX": step.number,
        "iResolution": (width, height, 1.0),
        "iTime": step.seconds,
        "iTimeDelta": 1.0 / TICKS_PER_SECOND,
        "iFrame": step.number,
        "iFrameRate": float(TICKS_PER_SECOND),
        "iDate": (2000.0, 0.0, 1.0, step.seconds),
    }
