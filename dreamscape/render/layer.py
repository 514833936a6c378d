"""The layer contract: one .py and one .glsl of the same name, found by scanning; nothing to register.

A layer declares its parameters and the textures that it exchanges with other layers, says how it is blended with the
picture below it, and draws. Most need no code at all: the default draws the .glsl over the whole screen. Samplers are
bound by name to published textures.
"""

import sys
from collections import ChainMap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal, get_args

import moderngl

from dreamscape.camera import Camera
from dreamscape.errors import one_of
from dreamscape.parameters import Parametrised, Values, assign, declared
from dreamscape.quality import TIERS, Quality
from dreamscape.render.shader import Shader
from dreamscape.render.sound_textures import NAMES as SOUND
from dreamscape.render.targets import Target
from dreamscape.rng import Streams
from dreamscape.world.snapshot import Snapshot

Blend = Literal["opaque", "over", "add"]
DIVISORS = (1, 2, 3, 4, 6, 8)  # parts of the resolution that a layer may ask for
SOFTENED = "softened"  # the texture of what lies below a layer that softens it
RENAMED = {"foresee": "precompute"}  # methods by their names in earlier versions
COMMON = ("heart_trace", *SOUND)  # textures that every frame has: nobody publishes them


@dataclass(frozen=True, slots=True)
class Frame:
    """What a layer may read while it draws a frame.

    Attributes:
        snapshot: the world at this moment.
        camera: the camera at this moment.
        size: width and height of the target in pixels.
        textures: published textures by name; a layer adds its own as it prepares.
        reduced: whether this is the act of a shift that covers less and is drawn at half the size, for which coarser
            meshes are enough.
        rows: of the picture that are kept, if it is drawn in tiles; None for all. Smaller, the whole picture has been
            drawn just before: what was made of it then, such as what is seen through something, is good for its tiles.
        again: whether this is another tile of the same picture: what was drawn for all of it need not be drawn again.
    """

    snapshot: Snapshot
    camera: Camera
    size: tuple[int, int]
    textures: dict[str, moderngl.Texture]
    reduced: bool = False
    rows: range | None = None
    again: bool = False


class Layer(Parametrised):
    """One layer of a scene.

    Args:
        ctx: the OpenGL context.
        quality: the tier to draw at.
        streams: the dream's random streams.
        parameters: values for the declared parameters.

    Attributes:
        blend: `opaque` hides what is behind and writes depth; `over` lays premultiplied colour on it; `add` adds light.
        divisor: what the resolution is divided by (1 full, 2 half, 4 quarter), by tier.
        fewest_rows: a divisor that would leave the layer fewer rows of pixels is not used but the next smaller one that
            does not, by tier.
        publishes: the textures that it puts into `frame.textures` in `prepare`, by name, for other layers.
        needs: the textures of other layers that it reads; some layer of the scene must publish each of them.
        prepares_tiles: whether it prepares only for the rows that are kept, and so for each tile of a picture.
        leaves_depth: whether a `draw` of its own writes no depth before the far plane, as none of a layer that is not
            `opaque` should; where that is so of all that is drawn, depth is neither cleared nor tested.
        prepares_first: whether it prepares before the layers that do not, of which it reads nothing: a picture that it
            draws there is finished when it is laid, and no software rasteriser waits for what is queued after it.
        draws_early: whether it draws as soon as it has prepared, where it is among the first layers of a scene and all
            of these do: a software rasteriser then shades it while the layers after it prepare. All that it reads is
            its own or of layers before it.
        prepares_with: the textures of other layers that it reads or draws into as early as `prepare`: the layer that
            publishes one stands before this one in the scene. Those that are not in `needs` are optional.

    All layers of a scene prepare, in its order but for those that prepare first, before the first one draws, but for
    those that draw early; so the order matters for what is used in `prepare` alone, and for layers with a divisor,
    which draw right after they have prepared.
    """

    blend: ClassVar[Blend] = "over"
    divisor: ClassVar[tuple[int, int, int, int]] = (1, 1, 1, 1)
    fewest_rows: ClassVar[tuple[int, int, int, int]] = (1, 1, 1, 1)
    publishes: ClassVar[tuple[str, ...]] = ()
    needs: ClassVar[tuple[str, ...]] = ()
    prepares_with: ClassVar[tuple[str, ...]] = ()
    prepares_tiles: ClassVar[bool] = False
    leaves_depth: ClassVar[bool] = False
    prepares_first: ClassVar[bool] = False
    draws_early: ClassVar[bool] = False
    catalogue_name: ClassVar[str]  # set by the catalogue

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        _check(cls)

    @classmethod
    def shader_file(cls) -> Path:
        """Its .glsl: the file beside its module with the layer's name, or else with the module's."""
        module = Path(str(sys.modules[cls.__module__].__file__))
        own = module.with_name(f"{cls.name()}.glsl")
        return own if own.is_file() else module.with_suffix(".glsl")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Compute what takes long and needs no OpenGL, into caches that `build` reads.

        Called on another thread, some seconds before the layer is built; `build` must work without it too.
        """

    def __init__(self, ctx: moderngl.Context, quality: Quality, streams: Streams, parameters: Values) -> None:
        self.ctx = ctx
        self.quality = quality
        self.streams = streams
        assign(self, parameters, self.name())
        self._parameters = declared(type(self))
        self._read: dict[Shader, list[tuple[str, Callable[[Any], Any]]]] = {}  # by each program: parameters it declares
        self.shader = self.program()
        self.build()

    @classmethod
    def name(cls) -> str:
        """The name that scenes and controls use: the catalogue's, or its module's if it was made without that."""
        name: str = vars(cls).get("catalogue_name", cls.__module__.rpartition(".")[2])
        return name

    def program(self, **defines: object) -> Shader:
        """Compile the layer's .glsl; `defines` choose a variant of it."""
        shader = Shader(self.ctx, self.shader_file(), {"QUALITY": self.quality.level, **defines})
        shader.unread = self._parameters.keys() - shader.declared
        return shader

    @cached_property
    def is_flat(self) -> bool:
        """Whether it only fills the screen at the far plane: it neither writes other depth nor is hidden by any."""
        return type(self).draw is Layer.draw and not self.shader.source.mentions("VERTEX_STAGE", "gl_FragDepth")

    @cached_property
    def is_backdrop(self) -> bool:
        """Whether it covers the whole picture at the far plane, so that nothing below it is seen."""
        whole = self.blend == "opaque" and self.divisor[self.quality.level] == 1
        return whole and self.is_flat and not self.shader.source.mentions("discard")

    def covers(self, frame: Frame) -> range:
        """The rows of a picture of which it will draw every pixel, over whatever is there; they are not cleared."""
        whole = self.is_backdrop or (self.blend == "opaque" and self.divisor_of(frame.size[1]) > 1)
        return range(frame.size[1] if whole else 0)

    def draws(self, frame: Frame) -> bool:
        """Whether it draws anything at this moment; if not it still prepares, but costs no pass over the picture."""
        return True

    def softens(self, frame: Frame) -> bool:
        """Whether it blurs all that is drawn before it so much that half the resolution is enough for that.

        If so, that is drawn apart into the texture SOFTENED, which the layer then reads in place of the picture, and it
        draws every pixel of the picture.
        """
        return False

    def divisor_of(self, rows: int) -> int:
        """What a picture of so many rows is divided by for this layer."""
        asked, fewest = self.quality.choose(self.divisor), self.quality.choose(self.fewest_rows)
        return max((part for part in DIVISORS if part <= asked and -(-rows // part) >= fewest), default=1)

    def build(self) -> None:
        """Make what lasts as long as the layer: geometry, textures, further programs."""

    def prepare(self, frame: Frame) -> None:
        """Draw into targets of the layer's own, before any layer draws into the picture."""

    def rehearse(self, frame: Frame) -> Iterator[None]:
        """`prepare` before the act plays, out of sight; yields after each step of a few ms."""
        self.prepare(frame)
        yield

    def draw(self, frame: Frame) -> None:
        """Draw into the picture."""
        self.feed(self.shader, frame)
        self.shader.draw_fullscreen()

    def feed(self, shader: Shader, frame: Frame, **uniforms: object) -> None:
        """Set the uniforms of a program and bind its samplers.

        Args:
            shader: the program; of the layer's parameters, it gets those that it declares.
            frame: the moment; samplers get the published textures of their names.
            uniforms: further values by name, each in place of a parameter of its name; a texture among them is bound to
                the sampler of that name.
        """
        own = {name: value for name, value in uniforms.items() if isinstance(value, moderngl.Texture)}
        for name in own:
            del uniforms[name]
        if shader not in self._read:
            self._read[shader] = [(n, p.uniform) for n, p in self._parameters.items() if n in shader.declared]
        values = {name: uniform(getattr(self, name)) for name, uniform in self._read[shader]}
        shader.set(**values | uniforms if uniforms else values)
        shader.bind(ChainMap(own, frame.textures) if own else frame.textures)

    def target(self, size: tuple[int, int], mipmaps: bool = False) -> Target:
        """A colour target of the layer's own."""
        return Target(self.ctx, size, mipmaps=mipmaps)


def _check(kind: type[Layer]) -> None:
    """Raise ValueError, naming the class and its attribute, unless what a class of layers declares is possible."""
    where = f"{kind.__module__}:{kind.__qualname__}"
    if kind.blend not in get_args(Blend):
        raise ValueError(f"{where}.blend: expected {one_of(map(repr, get_args(Blend)))}, got {kind.blend!r}")
    divisor = kind.divisor
    if not (isinstance(divisor, tuple) and len(divisor) == len(TIERS) and all(part in DIVISORS for part in divisor)):
        raise ValueError(f"{where}.divisor: expected {len(TIERS)} of {one_of(DIVISORS)}, one a tier, got {divisor!r}")
    for old, new in RENAMED.items():
        if old in vars(kind):
            raise ValueError(f"{where}.{old}: was renamed, expected {new!r}")
    for name in ("publishes", "needs", "prepares_with"):
        textures = getattr(kind, name)
        if not (isinstance(textures, tuple) and all(isinstance(text, str) and text for text in textures)):
            raise ValueError(f'{where}.{name}: expected a tuple of names such as ("panorama",), got {textures!r}')
