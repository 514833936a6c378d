"""Shadertoy: passes that are functions of a pixel, from files of one's own, or from the JSON that the site exports.

Nothing is fetched from there: its shaders are their authors', and most may not be copied.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dreamscape import resources
from dreamscape.errors import InputError, one_of
from dreamscape.render.shader_source import FILE_LINES
from dreamscape.shaders import files
from dreamscape.shaders.model import Channel, Model, Pass
from dreamscape.shaders.translation import translated
from dreamscape.text import short

BUFFERS = "ABCD"
SOUND, KEYBOARD = "sound", "keyboard"  # images by these names
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


def load(path: Path) -> Model:
    """Read `Image.frag` or `mine.frag`, with `Common` and `Buffer A` to `Buffer D` beside it.

    Of `mine.frag` these are `mine.Common.frag` and so on. Channels are named by lines such as `#iChannel0 "BufferA"`.

    Raises:
        InputError: it cannot be read, or asks for what there is not.
    """
    found = {"Image": path, **_siblings(path)}
    pictures: dict[str, Path] = {}
    parts = []
    for name, file in found.items():
        part = Part(name, files.text_of(file, "a shader of Shadertoy's"), file.name)
        _name_channels(part, list(found), path.parent, pictures)
        parts.append(part)
    return model_of(path, parts, pictures, tuple(found.values()), path.stem)


def model_of(path: Path, parts: Sequence[Part], pictures: dict[str, Path], read: tuple[Path, ...], about: str) -> Model:
    """The model of some parts, which were read from these files.

    Raises:
        InputError: there is no image among them.
    """
    by_name = {part.name: part for part in parts}
    if "Image" not in by_name or "mainImage" not in by_name["Image"].code:
        raise InputError(f"{path.name}: expected a function mainImage(out vec4, in vec2), as Shadertoy's shaders have")
    passes = [
        _pass(part, parts) for name in (*(f"Buffer {x}" for x in BUFFERS), "Image") if (part := by_name.get(name))
    ]
    digest = files.digest_of((*read, *pictures.values()))
    shown = tuple(part.shown for part in parts)
    return Model(path, "generator", about, (), tuple(passes), pictures, read, digest, True, SOUND, shown)


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


def _name_channels(part: Part, names: list[str], folder: Path, pictures: dict[str, Path]) -> None:
    """Take the channels of a part out of its source; those that are not named are the buffers in order."""
    for number, name in enumerate(f"Buffer {x}" for x in BUFFERS):
        if name in names:
            part.channels[number] = Channel(target(name))
    for match in _CHANNEL.finditer(part.code):
        number, setting, value = int(match[1]), (match[2] or "").lower(), match[3]
        before = part.channels.get(number, Channel(""))
        word = value.lower()
        if setting == "filter":
            part.channels[number] = Channel(before.image, word == "nearest", before.repeats)
        elif setting.startswith("wrap"):
            part.channels[number] = Channel(before.image, before.nearest, word == "repeat")
        elif not setting:
            where = f"{part.shown}: iChannel{number}"
            image = _image(value, part, names, folder, pictures, where)
            part.channels[number] = Channel(image, nearest=image == KEYBOARD, repeats=image in pictures)
    part.code = _CHANNEL.sub("", part.code)


def _image(word: str, part: Part, names: list[str], folder: Path, pictures: dict[str, Path], where: str) -> str:
    """The image that a word in a file means."""
    plain = word.removeprefix("file://").removeprefix("./")
    key = plain.lower().removesuffix(".frag").removesuffix(".glsl").replace(" ", "")
    buffers = {name.replace(" ", "").lower(): name for name in names if name.startswith("Buffer")}
    if key == "self" and part.name in buffers.values():
        return target(part.name)
    if key in buffers:
        return target(buffers[key])
    if key in _HEARD:
        return SOUND
    if key == KEYBOARD:
        return KEYBOARD
    if not plain.lower().endswith((".png", ".jpg", ".jpeg")):
        known = one_of([*buffers.values(), SOUND, KEYBOARD, "a PNG or JPEG"])
        raise InputError(f"{where}: expected {known}, got {short(repr(word))}")
    name = f"picture_{len(pictures)}"
    pictures[name] = files.beside(folder, plain, where)
    return name


def _pass(part: Part, parts: Sequence[Part]) -> Pass:
    """A pass with its source: what Shadertoy promises, the common part, its own."""
    folder = resources.folder("glsl") / "shaders"
    begin, end = ((folder / f"{name}.glsl").read_text("utf-8") for name in ("shadertoy", "image_end"))
    sources = [one for one in parts if one.name == "Common" or one is part]
    sources.sort(key=lambda one: one is part)
    texts = [f"#line {parts.index(one) * FILE_LINES + 1}\n{translated(one.code, one.shown)}" for one in sources]
    channels = {f"iChannel{number}": channel for number, channel in part.channels.items()}
    stage = "\n".join([begin, *texts, end])
    if part.name == "Image":
        return Pass(stage, channels=channels)
    return Pass(stage, target=target(part.name), persistent=True, floating=True, channels=channels)
