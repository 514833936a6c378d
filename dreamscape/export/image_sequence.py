"""Sequences: a film as numbered pictures, PNG, TIFF or OpenEXR, as compositors and archives take them.

Each packet of a segment is a whole file already; joining only gives each its name.
"""

import re
from collections.abc import Generator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from dreamscape.errors import InputError, one_of
from dreamscape.export.container.image_tags import tagger
from dreamscape.export.container.mux import SegmentStream
from dreamscape.export.encoding import hardware_encoders, packets
from dreamscape.export.encoding.formats import Format
from dreamscape.export.segments.segment_store import SegmentStore
from dreamscape.files import placing as _place
from dreamscape.system import cores

MUXER = "image2"
SUFFIXES = (".png", ".tif", ".tiff", ".exr")
_PLACE = re.compile(r"%(0(\d{1,2}))?d")
_JOINTS = ".-_ "  # between a name and its number
_MOST_DIGITS = 99
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
        raise InputError(f"--bits {bits}: {title} does not come in {bits} bits here, expected {one_of(able)}")
    pixels = able[bits or 16]
    hardware_encoders.check_available(codec, pixels, title)
    settings = {**settings, "threads": str(threads or cores.usable())}
    return Format(codec, pixels, settings, {}, MUXER, audio_encoders=(), subtitle_encoder="")


def named(pattern: Path, number: int) -> Path:
    """The path of one picture of a sequence."""
    return pattern.with_name(_PLACE.sub(lambda match: f"{number:0{int(match[2] or 1)}d}", pattern.name))


def number_in(pattern: Path, name: str) -> int | None:
    """The number of the picture of a sequence that has this name; None if it is none."""
    before, _, _, after = _PLACE.split(pattern.name, maxsplit=1)
    digits = name.removeprefix(before).removesuffix(after)
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > _MOST_DIGITS:
        return None
    return int(digits) if named(pattern, int(digits)).name == name else None


def are_there(pattern: Path, frames: range) -> bool:
    """Whether the pictures of these numbers lie in their places."""
    return all(named(pattern, number).is_file() for number in frames)


def others(pattern: Path, frames: range) -> list[Path]:
    """Pictures of the sequence that are there and have none of these numbers, in order."""
    found = [number_in(pattern, item.name) for item in pattern.parent.iterdir()]
    return [named(pattern, number) for number in sorted(n for n in found if n is not None) if number not in frames]


def beside(pattern: Path, suffix: str) -> Path:
    """The name of one file beside a sequence, without the place for numbers: `a.srt` for `a.%05d.png`."""
    before, *_, after = _PLACE.split(pattern.stem) if _PLACE.search(pattern.stem) else (pattern.stem, "")
    stem = f"{before.rstrip(_JOINTS)}{after}".lstrip(_JOINTS)
    return pattern.with_name(f"{stem or 'subtitles'}{suffix}")


def check(pattern: Path, frames: Sequence[int], overwrite: bool) -> None:
    """Raise InputError unless pictures of these numbers may be written at `pattern`."""
    if len(_PLACE.findall(pattern.name)) != 1 or "%" in _PLACE.sub("", pattern.name):
        stem = pattern.stem.replace("%", "")
        raise InputError(
            f"{pattern}: expected a place for the frames' numbers in the name, like {stem}.%05d{pattern.suffix}; "
            "for one picture use dreamscape still"
        )
    _place.check_parent(pattern)
    for number in frames:
        _place.check_free(named(pattern, number), overwrite)


def place(
    pattern: Path,
    parts: SegmentStore,
    pieces: Sequence[SegmentStream],
    rate: Fraction,
    metadata: Mapping[str, str],
    overwrite: bool = False,
) -> Generator[Fraction, None, None]:
    """Give each picture its name, and free each segment; yields, after each, how many seconds of the film are in place.

    What was put in its place before an interruption is passed over.

    Raises:
        InTheWay: a place is taken by something that may not be replaced.
        OSError: a picture cannot be written.
        DreamscapeError: a segment is damaged.
    """
    labelled = tagger(pattern.suffix, metadata)
    first = parts.manifest.first
    for segment, piece in enumerate(pieces):
        if not parts.is_free(segment):
            parts.begin_placing(segment)
            for number, packet in enumerate(packets.read_packets(piece.path), start=piece.first_frame):
                parts.place_one(labelled(bytes(packet)), named(pattern, first + number), overwrite)
                yield (number + 1) / rate
            parts.free(segment, pattern.parent)
        yield (piece.first_frame + piece.frame_count) / rate


def is_one(form: Format) -> bool:
    """Whether a format is that of a sequence."""
    return form.muxer == MUXER


def is_exr(pattern: Path) -> bool:
    """Whether the pictures hold light as it is, which is no picture yet."""
    return pattern.suffix.lower() == ".exr"
