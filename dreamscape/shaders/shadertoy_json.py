"""The JSON that Shadertoy exports of a shader of one's own."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from dreamscape.errors import InputError
from dreamscape.shaders import files, solids
from dreamscape.shaders.model import Channel, Model
from dreamscape.shaders.shadertoy import BUFFERS, KEYBOARD, OWN, SOUND, VOLUME, Album, Part, model_of, target
from dreamscape.text import short

_MOST_PASSES = 8
_BUFFER_IDS = {"4dXGR8": "A", "XsXGR8": "B", "4sXGR8": "C", "XdfGR8": "D", "37": "A", "38": "B", "39": "C", "40": "D"}


def load(path: Path) -> Model:
    """Read an exported shader.

    Raises:
        InputError: it is none, or asks for what there is not.
    """
    where = path.name
    try:
        data = json.loads(files.text_of(path, "a shader that Shadertoy exported"), strict=False)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}:{error.lineno}: {error.msg}, expected what Shadertoy exports") from None
    except (RecursionError, ValueError):
        raise InputError(f"{where}: nested too deep, expected what Shadertoy exports") from None
    data = data[0] if isinstance(data, list) and data else data
    shader = data.get("Shader", data) if isinstance(data, dict) else None
    passes = shader.get("renderpass") if isinstance(shader, dict) else None
    if not isinstance(passes, list) or len(passes) > _MOST_PASSES or not all(isinstance(one, dict) for one in passes):
        raise InputError(f"{where}: expected what Shadertoy exports, with a list of renderpass")
    names = _buffers(passes)
    album = Album(path.parent)
    parts = [_part(one, names, path, album) for one in passes if one.get("type") != "sound"]
    info = shader.get("info") if isinstance(shader, dict) else None
    about = " ".join(str(info.get("name", path.stem)).split())[:200] if isinstance(info, dict) else path.stem
    return model_of(path, parts, album, (path,), about)


def _buffers(passes: list[dict[str, Any]]) -> dict[str, str]:
    """The names of buffers by the ids of what they draw."""
    found = {key: f"Buffer {letter}" for key, letter in _BUFFER_IDS.items()}
    for one in passes:
        letter, outputs = _letter(one, ""), one.get("outputs")
        if one.get("type") == "buffer" and letter in (*BUFFERS,) and isinstance(outputs, list):
            drawn = (out for out in outputs if isinstance(out, dict) and "id" in out)
            found |= {str(out["id"]): f"Buffer {letter}" for out in drawn}
    return found


def _letter(one: dict[str, Any], default: str) -> str:
    """The letter with which a pass's name ends; `default` without a name."""
    return str(one.get("name", default))[-1:].upper()


def _part(one: dict[str, Any], buffers: dict[str, str], path: Path, album: Album) -> Part:
    kind, code = one.get("type"), one.get("code")
    if kind not in ("image", "common", "buffer") or not isinstance(code, str):
        raise InputError(f"{path.name}: a pass of the kind {short(repr(kind))}, expected image, buffer or common")
    name = {"image": "Image", "common": "Common"}.get(str(kind), f"Buffer {_letter(one, 'A')}")
    if name[-1] not in BUFFERS and kind == "buffer":
        raise InputError(f"{path.name}: a buffer {short(repr(one.get('name')))}, expected Buffer A to D")
    part = Part(name, code, f"{path.name}, {name}")
    inputs = one.get("inputs")
    for item in inputs if isinstance(inputs, list) else ():
        if isinstance(item, dict) and item.get("channel") in range(4):
            where = f"{part.shown}: iChannel{item['channel']}"
            part.channels[item["channel"]] = _channel(item, buffers, album, where)
    return part


def _channel(item: dict[str, Any], buffers: dict[str, str], album: Album, where: str) -> Channel:
    kind, given = item.get("ctype") or item.get("type"), item.get("sampler")
    sampler = given if isinstance(given, dict) else {}
    nearest, repeats = sampler.get("filter") == "nearest", sampler.get("wrap") == "repeat"
    if kind in ("music", "mic", "musicstream"):
        return Channel(SOUND, nearest)
    if kind in (KEYBOARD, VOLUME):
        return replace(OWN[kind], nearest=nearest)
    source = str(item.get("src") or item.get("filepath") or "")
    if kind == "buffer":
        known = buffers.get(str(item.get("id")))
        letter = source.rpartition("buffer0")[2][:1]  # /media/previz/buffer00.png
        known = known or (f"Buffer {BUFFERS[int(letter)]}" if letter in tuple("0123") else None)
        if known is None:
            raise InputError(f"{where}: a buffer that the file does not hold")
        return Channel(target(known), nearest, repeats)
    name = source.rpartition("/")[2]
    if kind == "cubemap":
        stem, dot, suffix = name.rpartition(".")
        names = [name, *(f"{stem}_{number}{dot}{suffix}" for number in range(1, solids.FACES))]
        return album.cube([files.beside(album.folder, one, where) for one in names])
    if kind != "texture":
        raise InputError(
            f"{where}: a {short(kind)}, expected a buffer, a texture, a cubemap, a volume, music or the keyboard"
        )
    return replace(album.flat(name, where), nearest=nearest, repeats=repeats)
