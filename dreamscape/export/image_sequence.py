"""Image sequences: a film as numbered PNG, TIFF or OpenEXR files, as compositors and archives take them.

Each packet of a segment is a complete file already; joining only gives each its name.
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
_NUMBER_FIELD = re.compile(r"%(0(\d{1,2}))?d")
_SEPARATORS = ".-_ "  # separators between a name and its number
_MAX_DIGITS = 99
_PNG = {False: {8: "rgb24", 16: "rgb48be"}, True: {8: "rgba", 16: "rgba64be"}}
_TIFF = {False: {8: "rgb24", 16: "rgb48le"}, True: {8: "rgba", 16: "rgba64le"}}
_EXR = {False: {16: "gbrpf32le"}, True: {16: "gbrapf32le"}}  # FFmpeg converts them to half floats


def choose(suffix: str, bits: int | None, alpha: bool, threads: int | None = None) -> Format:
    """The format of a sequence's pictures.

    Args:
        suffix: of the files, one of SUFFIXES.
        bits: bit depth, 8 or 16; None for 16.
        alpha: with an alpha channel.
        threads: the number the encoder may have; None for as many as there are cores.

    Raises:
        InputError: there is no such format.
    """
    codec, title, layouts, settings = {
        ".png": ("png", "PNG", _PNG, {"pred": "up"}),
        ".exr": ("exr", "OpenEXR", _EXR, {"format": "half", "compression": "zip16"}),
    }.get(suffix.lower(), ("tiff", "TIFF", _TIFF, {"compression_algo": "deflate"}))
    layouts_by_bits = layouts[alpha]
    if bits is not None and bits not in layouts_by_bits:
        raise InputError(
            f"--bits {bits}: {title} does not come in {bits} bits here, expected {one_of(layouts_by_bits)}"
        )
    pixels = layouts_by_bits[bits or 16]
    hardware_encoders.check_available(codec, pixels, title)
    settings = {**settings, "threads": str(threads or cores.usable())}
    return Format(codec, pixels, settings, {}, MUXER, audio_encoders=(), subtitle_encoder="")


def picture_path(pattern: Path, number: int) -> Path:
    """The path of one picture of a sequence."""
    return pattern.with_name(_NUMBER_FIELD.sub(lambda match: f"{number:0{int(match[2] or 1)}d}", pattern.name))


def picture_number(pattern: Path, name: str) -> int | None:
    """The number in a picture's name; None if the name does not match the sequence."""
    before, _, _, after = _NUMBER_FIELD.split(pattern.name, maxsplit=1)
    digits = name.removeprefix(before).removesuffix(after)
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > _MAX_DIGITS:
        return None
    return int(digits) if picture_path(pattern, int(digits)).name == name else None


def pictures_exist(pattern: Path, frames: range) -> bool:
    """Whether all pictures with these numbers exist."""
    return all(picture_path(pattern, number).is_file() for number in frames)


def other_pictures(pattern: Path, frames: range) -> list[Path]:
    """Existing pictures of the sequence that have none of these numbers, in order."""
    numbers = [picture_number(pattern, file.name) for file in pattern.parent.iterdir()]
    return [
        picture_path(pattern, number) for number in sorted(n for n in numbers if n is not None) if number not in frames
    ]


def companion(pattern: Path, suffix: str) -> Path:
    """The path of a single file beside a sequence, without the number: `a.srt` for `a.%05d.png`."""
    before, *_, after = _NUMBER_FIELD.split(pattern.stem) if _NUMBER_FIELD.search(pattern.stem) else (pattern.stem, "")
    stem = f"{before.rstrip(_SEPARATORS)}{after}".lstrip(_SEPARATORS)
    return pattern.with_name(f"{stem or 'subtitles'}{suffix}")


def check(pattern: Path, frames: Sequence[int], overwrite: bool) -> None:
    """Raise InputError unless pictures with these numbers may be written at `pattern`."""
    if len(_NUMBER_FIELD.findall(pattern.name)) != 1 or "%" in _NUMBER_FIELD.sub("", pattern.name):
        stem = pattern.stem.replace("%", "")
        raise InputError(
            f"{pattern}: expected a place for the frames' numbers in the name, like {stem}.%05d{pattern.suffix}; "
            "for one picture use dreamscape still"
        )
    _place.check_parent(pattern)
    for number in frames:
        _place.check_free(picture_path(pattern, number), overwrite)


def place_pictures(
    pattern: Path,
    store: SegmentStore,
    segments: Sequence[SegmentStream],
    rate: Fraction,
    metadata: Mapping[str, str],
    overwrite: bool = False,
) -> Generator[Fraction, None, None]:
    """Write each picture to its own file, and release each segment; yields how many seconds of the film are in place.

    Pictures written before an interruption are skipped.

    Raises:
        InTheWay: something exists at a path that may not be replaced.
        OSError: a picture cannot be written.
        DreamscapeError: a segment is damaged.
    """
    tag = tagger(pattern.suffix, metadata)
    first = store.manifest.first
    for index, segment in enumerate(segments):
        if not store.is_released(index):
            store.begin_placing(index)
            for number, packet in enumerate(packets.read_packets(segment.path), start=segment.first_frame):
                store.place_picture(tag(bytes(packet)), picture_path(pattern, first + number), overwrite)
                yield (number + 1) / rate
            store.release(index, pattern.parent)
        yield (segment.first_frame + segment.frame_count) / rate


def is_sequence(form: Format) -> bool:
    """Whether a format is that of an image sequence."""
    return form.muxer == MUXER


def is_exr(pattern: Path) -> bool:
    """Whether the pictures hold linear light rather than display colours."""
    return pattern.suffix.lower() == ".exr"
