"""The cover: a picture that stands for a film in players' and phones' lists, carried by the film itself."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, cast

import av
from av.codec.context import CodecContext
from av.container import OutputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Disposition
from av.video.codeccontext import VideoCodecContext

from dreamscape.errors import InputError
from dreamscape.export.encoding.formats import Format

LARGEST = 16 << 20  # bytes: it stands in front of the film, and every player reads it first
_KINDS: Final = {b"\xff\xd8\xff": ("mjpeg", "image/jpeg", "jpg"), b"\x89PNG\r\n\x1a\n": ("png", "image/png", "png")}
_HOLDING: Final = ("mp4", "matroska")  # FFmpeg's muxers that write one: QuickTime's and WebM's do not


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture as it was read.

    Attributes:
        codec: FFmpeg's name of what it is compressed with.
        kind, suffix: of such files.
        size: in pixels.
        data: the file's bytes.
    """

    codec: str
    kind: str
    suffix: str
    size: tuple[int, int]
    data: bytes


def read(path: Path, form: Format, suffix: str) -> Cover:
    """The picture of a file, for a film of this format whose name ends in `suffix`.

    Raises:
        InputError: it is none, or the film cannot hold one; says what was expected.
    """
    if form.muxer not in _HOLDING:
        raise InputError(f"--cover {path.name}: {suffix} holds no cover, expected a film that ends in .mkv or .mp4")
    expected = f"expected a JPEG or PNG of at most {LARGEST >> 20} MB"
    try:
        if not path.is_file():
            raise InputError(f"--cover {path}: is no file, {expected}")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"--cover {path}: cannot be read ({error.strerror}), {expected}") from None
    found = next((kind for magic, kind in _KINDS.items() if data.startswith(magic)), None)
    if found is None or len(data) > LARGEST:
        raise InputError(f"--cover {path}: {'too large' if found else 'no such picture'}, {expected}")
    return Cover(*found, _size(path, found[0], data, expected), data)


def _size(path: Path, codec: str, data: bytes, expected: str) -> tuple[int, int]:
    """The size of a picture, which must be whole."""
    decoder = cast(VideoCodecContext, CodecContext.create(codec, "r"))
    try:
        frames = [*decoder.decode(Packet(data)), *decoder.decode(None)]
        return frames[0].width, frames[0].height
    except (FFmpegError, IndexError):
        raise InputError(f"--cover {path}: cannot be decoded, {expected}") from None


def attach(out: OutputContainer, cover: Cover) -> "list[Packet[Any]]":
    """Give a file, whose header has not been written yet, a cover; returns what is to be written after the header."""
    if out.format.name == "matroska":
        out.add_attachment(f"cover.{cover.suffix}", cover.kind, cover.data)
        return []
    stream = out.add_mux_stream(cover.codec, width=cover.size[0], height=cover.size[1])
    stream.disposition = Disposition.attached_pic
    packet: Packet[Any] = av.Packet(cover.data)
    packet.stream, packet.time_base = stream, Fraction(1, 1000)
    packet.pts = packet.dts = 0
    packet.is_keyframe = True
    return [packet]
