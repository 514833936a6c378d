"""What a shader from elsewhere is made of, whichever format it was written in: inputs, pictures and passes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from dreamscape.shaders.sizes import Size

InputKind = Literal["event", "bool", "long", "float", "point2D", "color", "image", "audio", "audioFFT"]
Sampler = Literal["sampler2D", "samplerCube", "sampler3D"]
Use = Literal["generator", "filter", "transition"]
WHOLE = Size("$WIDTH", "size"), Size("$HEIGHT", "size")  # of a target that is as large as the picture
MOST_INPUTS, MOST_PASSES, MOST_PICTURES = 256, 48, 16
MOST_TEXELS = 1 << 26  # of all targets of a shader together: 512 MiB as half floats


@dataclass(frozen=True, slots=True)
class Input:
    """One input.

    Attributes:
        name: of the uniform.
        kind: as ISF calls it.
        about: for people.
        default: a number, a tuple of them for `point2D` and `color`, or None for images and sound.
        low, high: of the number or of each of them.
        values, labels: of a `long` with a list of values, these and what people call them; else empty.
        samples: of sound, how many are wanted; 0 for any.
    """

    name: str
    kind: InputKind
    about: str = ""
    default: Any = None
    low: Any = None
    high: Any = None
    values: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    samples: int = 0


@dataclass(frozen=True, slots=True)
class Channel:
    """What a sampler reads: an image by name, how it is sampled, and GLSL's type of the sampler."""

    image: str
    nearest: bool = False
    repeats: bool = False
    sampler: Sampler = "sampler2D"


@dataclass(frozen=True, slots=True)
class Pass:
    """One drawing of the whole picture, or of a target.

    Attributes:
        fragment, vertex: GLSL 3.30 without a version, their `main` called `shader_main`; no vertex stage if empty.
        target: the name of the image that it draws; empty for the picture.
        width, height: of the target.
        persistent: whether the target keeps what it shows until the next tick.
        floating: whether the target holds floats.
        channels: by sampler, what is read; a sampler that is not named reads the image of its own name.
    """

    fragment: str
    vertex: str = ""
    target: str = ""
    width: Size = WHOLE[0]
    height: Size = WHOLE[1]
    persistent: bool = False
    floating: bool = False
    channels: Mapping[str, Channel] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Model:
    """A shader that was read.

    Attributes:
        path: of the file or folder, absolute.
        use: what it takes: nothing, a picture, or two.
        about: for people; one line.
        inputs: in the order of the file.
        passes: in the order they are drawn.
        pictures: the files of imported pictures, by the name of the image.
        cubes: of each cube map by its name, the names of the six pictures.
        files: what it was read from, absolute; line 12 of the third one is numbered 20012 in the passes.
        digest: BLAKE2b, 32 hexadecimal digits, of all of these files.
        opaque: whether its alpha means nothing.
        sound: the image of what is heard, in two rows as Shadertoy has it; empty for none.
        shown: what errors call the sources, where that is not the names of `files`.
    """

    path: Path
    use: Use
    about: str
    inputs: tuple[Input, ...]
    passes: tuple[Pass, ...]
    pictures: Mapping[str, Path]
    files: tuple[Path, ...]
    digest: str
    opaque: bool = False
    sound: str = ""
    shown: tuple[str, ...] = ()
    cubes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def persistent(self) -> bool:
        """Whether a moment depends on those before it."""
        return any(one.persistent for one in self.passes)

    def reads(self, image: str) -> bool:
        """Whether a sampler is set to an image."""
        return any(channel.image == image for one in self.passes for channel in one.channels.values())

    @property
    def sources(self) -> tuple[str, ...]:
        """What errors call the sources, in the order of their numbers."""
        return self.shown or tuple(file.name for file in self.files)
