"""Shadertoy: passes that are functions of a pixel, from files of one's own, or from the JSON that the site exports.

Nothing is fetched from there: its shaders are their authors', and most may not be copied.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dreamscape import resources
from dreamscape.errors import InputError, one_of
from dreamscape.render.shader_source import FILE_LINES
from dreamscape.shaders import files, solids
from dreamscape.shaders.model import Channel, Model, Pass
from dreamscape.shaders.translation import translated
from dreamscape.text import short

BUFFERS = "ABCD"
SOUND, KEYBOARD, SKY, VOLUME = "sound", "keyboard", "sky", "volume"  # images by these names
OWN = {  # that need no file, by their words
    KEYBOARD: Channel(KEYBOARD, nearest=True),
    SKY: Channel(SKY, sampler="samplerCube"),
    VOLUME: Channel(VOLUME, repeats=True, sampler="sampler3D"),
}
_CHANNEL = re.compile(r'^[ \t]*#[ \t]*iChannel([0-3])(?:::(\w+))?[ \t]+"([^"\n]*)"[^\n]*$', re.MULTILINE)
_HEARD = ("sound", "music", "mic", "musicstream")


@dataclass(slots=True)
class Part:
    """The source of a pass, or of what all of them have in common.

    Attributes:
        name: `Image`, `Common`, or `Buffer A` to `Buffer D`.
        code: its GLSL.
        shown: what errors call it.
        channels: by number, what each reads.
    """

    name: str
    code: str
    shown: str
    channels: dict[int, Channel] = field(default_factory=dict)


@dataclass(slots=True)
class Album:
    """The pictures that a shader's channels name.

    Attributes:
        folder: of the shader.
        pictures, cubes: as of `Model`.
    """

    folder: Path
    pictures: dict[str, Path] = field(default_factory=dict)
    cubes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def flat(self, name: str, where: str) -> Channel:
        """A picture by its file's name; `where` names the channel in messages."""
        return Channel(self._add(files.beside(self.folder, name, where)), repeats=True)

    def cube(self, paths: Sequence[Path]) -> Channel:
        """A cube map of six pictures."""
        name = f"cube_{len(self.cubes)}"
        self.cubes[name] = tuple(self._add(path) for path in paths)
        return Channel(name, sampler="samplerCube")

    def _add(self, path: Path) -> str:
        name = f"picture_{len(self.pictures)}"
        self.pictures[name] = path
        return name


def load(path: Path) -> Model:
    """Read `Image.frag` or `mine.frag`, with `Common` and `Buffer A` to `Buffer D` beside it.

    Of `mine.frag` these are `mine.Common.frag` and so on. Channels are named by lines such as `#iChannel0 "BufferA"`.

    Raises:
        InputError: it cannot be read, or asks for what there is not.
    """
    found = {"Image": path, **_siblings(path)}
    album = Album(path.parent)
    parts = []
    for name, file in found.items():
        part = Part(name, files.text_of(file, "a shader of Shadertoy's"), file.name)
        _name_channels(part, list(found), album)
        parts.append(part)
    return model_of(path, parts, album, tuple(found.values()), path.stem)


def model_of(path: Path, parts: Sequence[Part], album: Album, read: tuple[Path, ...], about: str) -> Model:
    """The model of some parts, which were read from these files, with the pictures that they name.

    Raises:
        InputError: there is no image among them.
    """
    by_name = {part.name: part for part in parts}
    if "Image" not in by_name or "mainImage" not in by_name["Image"].code:
        raise InputError(f"{path.name}: expected a function mainImage(out vec4, in vec2), as Shadertoy's shaders have")
    passes = [
        _pass(part, parts) for name in (*(f"Buffer {x}" for x in BUFFERS), "Image") if (part := by_name.get(name))
    ]
    digest = files.digest_of((*read, *album.pictures.values()))
    shown = tuple(part.shown for part in parts)
    return Model(
        path, "generator", about, (), tuple(passes), album.pictures, read, digest, True, SOUND, shown, album.cubes
    )


def target(name: str) -> str:
    """The image that a buffer draws."""
    return name.replace(" ", "_").lower()


def _siblings(path: Path) -> dict[str, Path]:
    """What belongs to an image's file, by the name of the part."""
    stem = path.stem.lower()
    wanted = {name.replace(" ", "").lower(): name for name in ("Common", *(f"Buffer {x}" for x in BUFFERS))}
    found: dict[str, Path] = {}
    for file in sorted(path.parent.glob("*.frag")):
        plain = file.stem.lower().replace(" ", "")
        own = plain if stem == "image" else plain.removeprefix(f"{stem}.") if plain.startswith(f"{stem}.") else ""
        if own in wanted:
            found[wanted[own]] = file
    return {name: found[name] for name in wanted.values() if name in found}


def _name_channels(part: Part, names: list[str], album: Album) -> None:
    """Take the channels of a part out of its source; those that are not named are the buffers in order."""
    for number, name in enumerate(f"Buffer {x}" for x in BUFFERS):
        if name in names:
            part.channels[number] = Channel(target(name))
    for match in _CHANNEL.finditer(part.code):
        number, setting, value = int(match[1]), (match[2] or "").lower(), match[3]
        before = part.channels.get(number, Channel(""))
        word = value.lower()
        if setting == "filter":
            part.channels[number] = replace(before, nearest=word == "nearest")
        elif setting.startswith("wrap"):
            part.channels[number] = replace(before, repeats=word == "repeat")
        elif not setting:
            where = f"{part.shown}: iChannel{number}"
            part.channels[number] = _channel(value, part, names, album, where)
    part.code = _CHANNEL.sub("", part.code)


def _channel(word: str, part: Part, names: list[str], album: Album, where: str) -> Channel:
    """What a word in a file means."""
    plain = word.removeprefix("file://").removeprefix("./")
    key = plain.lower().removesuffix(".frag").removesuffix(".glsl").replace(" ", "")
    buffers = {name.replace(" ", "").lower(): name for name in names if name.startswith("Buffer")}
    if key == "self" and part.name in buffers.values():
        return Channel(target(part.name))
    if key in buffers:
        return Channel(target(buffers[key]))
    if key in _HEARD or key in OWN:
        return OWN.get(key) or Channel(SOUND)
    if not plain.lower().endswith((".png", ".jpg", ".jpeg")):
        known = one_of([*buffers.values(), SOUND, *OWN, "a PNG or JPEG"])
        raise InputError(f"{where}: expected {known}, got {short(repr(word))}")
    if "{}" in plain:
        return album.cube(solids.faces(album.folder, plain, where))
    return album.flat(plain, where)


def _pass(part: Part, parts: Sequence[Part]) -> Pass:
    """A pass with its source: what Shadertoy promises, the common part, its own."""
    folder = resources.folder("glsl") / "shaders"
    begin, end = ((folder / f"{name}.glsl").read_text("utf-8") for name in ("shadertoy", "image_end"))
    sources = [one for one in parts if one.name == "Common" or one is part]
    sources.sort(key=lambda one: one is part)
    texts = [f"#line {parts.index(one) * FILE_LINES + 1}\n{translated(one.code, one.shown)}" for one in sources]
    channels = {f"iChannel{number}": channel for number, channel in part.channels.items()}
    types = [channels.get(f"iChannel{number}", Channel("")).sampler for number in range(4)]
    defines = [f"#define CHANNEL{number} {kind}" for number, kind in enumerate(types)]
    stage = "\n".join([*defines, begin, *texts, end])
    if part.name == "Image":
        return Pass(stage, channels=channels)
    return Pass(stage, target=target(part.name), persistent=True, floating=True, channels=channels)
