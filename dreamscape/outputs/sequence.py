"""Sequences: a film as numbered pictures, PNG, TIFF or OpenEXR, as compositors and archives take them.

Each packet of a segment is a whole file already; joining only gives each its name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from dreamscape import cores
from dreamscape.errors import InputError, one_of
from dreamscape.outputs import hardware, packets
from dreamscape.outputs.formats import Format
from dreamscape.outputs.join import Piece
from dreamscape.outputs.labels import labeller
from dreamscape.outputs.parts import Parts

MUXER = "image2"
SUFFIXES = (".png", ".tif", ".tiff", ".exr")
_PLACE = re.compile(r"%(0(\d{1,2}))?d")
_PNG = {False: {8: "rgb24", 16: "rgb48be"}, True: {8: "rgba", 16: "rgba64be"}}
_TIFF = {False: {8: "rgb24", 16: "rgb48le"}, True: {8: "rgba", 16: "rgba64le"}}
_EXR = {False: {16: "gbrpf32le"}, True: {16: "gbrapf32le"}}  # FFmpeg makes half floats of them


def choose(suffix: str, bits: int | None, alpha: bool, threads: int | None = None) -> Format:
    """The format of the pictures of a sequence.

    Args:
        suffix: of the files, one of SUFFIXES.
        bits: of a sample, 8 or 16; None for 16.
        alpha: with an alpha channel.
        threads: that the encoder may have; None for as many as there are cores.

    Raises:
        InputError: there is none such.
    """
    codec, title, layouts, settings = {
        ".png": ("png", "PNG", _PNG, {"pred": "up"}),
        ".exr": ("exr", "OpenEXR", _EXR, {"format": "half", "compression": "zip16"}),
    }.get(suffix.lower(), ("tiff", "TIFF", _TIFF, {"compression_algo": "deflate"}))
    able = layouts[alpha]
    if bits is not None and bits not in able:
        raise InputError(f"--bits {bits}: {title} has none such here, expected {one_of(able)}")
    pixels = able[bits or 16]
    hardware.check(codec, pixels, title)
    settings = {**settings, "threads": str(threads or cores.usable())}
    return Format(codec, pixels, settings, {}, MUXER, sounds=(), subtitles="")


def named(pattern: Path, number: int) -> Path:
    """The path of one picture of a sequence."""
    return pattern.with_name(_PLACE.sub(lambda match: f"{number:0{int(match[2] or 1)}d}", pattern.name))


def check(pattern: Path, frames: range, overwrite: bool) -> None:
    """Raise InputError unless pictures of these numbers may be written at `pattern`."""
    if len(_PLACE.findall(pattern.name)) != 1 or "%" in _PLACE.sub("", pattern.name):
        stem = pattern.stem.replace("%", "")
        raise InputError(
            f"{pattern}: expected a place for the frames' numbers in the name, like {stem}.%05d{pattern.suffix}; "
            "for one picture use dreamscape still"
        )
    if not pattern.parent.is_dir():
        raise InputError(f"{pattern}: the folder {pattern.parent} does not exist; make it first or choose another")
    try:
        there = next((path for number in frames if (path := named(pattern, number)).exists()), None)
    except OSError as error:  # their names are too long, for one
        raise InputError(f"{pattern}: cannot be written ({error.strerror}); choose another place") from None
    if there and not overwrite:
        raise InputError(f"{there}: exists already; choose another name or give --overwrite")


def place(
    pattern: Path, parts: Parts, pieces: Sequence[Piece], rate: Fraction, metadata: Mapping[str, str]
) -> Iterator[Fraction]:
    """Give each picture its name; yields, after each, how many seconds of the film are in their places."""
    labelled = labeller(pattern.suffix, metadata)
    first = parts.manifest.first
    for piece in pieces:
        for number, packet in enumerate(packets.packets(piece.path), start=piece.before):
            parts.place_one(labelled(bytes(packet)), named(pattern, first + number))
            yield (number + 1) / rate
    parts.remove()


def is_exr(pattern: Path) -> bool:
    """Whether the pictures hold light as it is, which is no picture yet."""
    return pattern.suffix.lower() == ".exr"
