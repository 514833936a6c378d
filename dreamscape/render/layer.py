"""The layer contract: one .py and one .glsl of the same name, found by scanning; nothing to register.

A layer declares its parameters, says how it meets the picture below it, and draws. Most need no code at all: the
default draws the .glsl over the whole screen. Samplers in the .glsl are bound by name to published textures.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

import moderngl

from dreamscape.camera import Camera
from dreamscape.parameters import assign, declared
from dreamscape.quality import Quality
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.rng import Streams
from dreamscape.world.world import Snapshot

Blend = Literal["opaque", "over", "add"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a layer may read while drawing one frame.

    Attributes:
        snapshot: the world now.
        camera: the camera now.
        size: of the target in pixels, width and height.
        textures: published textures by name; a layer adds its own.
        reduced: whether this is the act of a shift that covers less, drawn at half the size: coarser meshes do for it.
    """

    snapshot: Snapshot
    camera: Camera
    size: tuple[int, int]
    textures: dict[str, moderngl.Texture]
    reduced: bool = False


class Layer:
    """One layer of a scene.

    Args:
        ctx: the OpenGL context.
        quality: the tier to draw at.
        streams: the dream's randomness.
        parameters: values for the declared parameters.

    Class attributes:
        blend: `opaque` hides what is behind and writes depth; `over` lays premultiplied colour on it; `add` adds light.
        divisor: the part of the resolution it needs (1 full, 2 half, 4 quarter), by tier.
    """

    blend: ClassVar[Blend] = "over"
    divisor: ClassVar[tuple[int, int, int, int]] = (1, 1, 1, 1)

    @classmethod
    def foresee(cls, streams: Streams, quality: Quality) -> None:
        """Work out what takes long and needs no OpenGL, into caches in which `build` finds it.

        Called on another thread, some seconds before the layer is built; what is not foreseen is worked out then.
        """

    def __init__(
        self, ctx: moderngl.Context, quality: Quality, streams: Streams, parameters: Mapping[str, float]
    ) -> None:
        self.ctx = ctx
        self.quality = quality
        self.streams = streams
        assign(self, parameters, type(self).__module__.rpartition(".")[2])
        self._parameters = tuple(declared(type(self)))
        self.shader = self.program()
        self.build()

    def program(self, **defines: object) -> Shader:
        """The layer's .glsl as a program; `defines` choose a variant of it."""
        source = Path(str(sys.modules[type(self).__module__].__file__)).with_suffix(".glsl")
        return Shader(self.ctx, source, {"QUALITY": self.quality.level, **defines})

    def build(self) -> None:
        """Make what lives as long as the layer: geometry, textures, further programs."""

    def prepare(self, frame: Frame) -> None:
        """Draw into targets of the layer's own, before any layer draws into the picture."""

    def rehearse(self, frame: Frame) -> Iterator[None]:
        """`prepare` out of sight, before the act plays, in steps of a few ms: each yields."""
        self.prepare(frame)
        yield

    def draw(self, frame: Frame) -> None:
        """Draw into the picture."""
        self.feed(self.shader, frame)
        self.shader.draw_fullscreen()

    def feed(self, shader: Shader, frame: Frame, **uniforms: object) -> None:
        """Give a program the parameters and uniforms it declares, and the textures it reads."""
        known = shader.declared
        shader.set(**{name: getattr(self, name) for name in self._parameters if name in known}, **uniforms)
        shader.bind(frame.textures)

    def target(self, size: tuple[int, int], mipmaps: bool = False) -> Target:
        """A colour target of the layer's own."""
        return Target(self.ctx, size, mipmaps=mipmaps)
