"""The cover: a picture embedded in a film, which players and phones show in their lists."""

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

MAX_BYTES = 16 << 20  # bytes: it precedes the film, and every player reads it first
_KINDS: Final = {b"\xff\xd8\xff": ("mjpeg", "image/jpeg", "jpg"), b"\x89PNG\r\n\x1a\n": ("png", "image/png", "png")}
_COVER_MUXERS: Final = ("mp4", "matroska")  # FFmpeg's muxers that write a cover: QuickTime's and WebM's do not


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture file.

    Attributes:
        codec: FFmpeg's name of its codec.
        media_type, suffix: media type and suffix of such files.
        size: pixels.
        data: the file's bytes.
    """

    codec: str
    media_type: str
    suffix: str
    size: tuple[int, int]
    data: bytes


def read_cover(path: Path, form: Format, suffix: str) -> Cover:
    """Read a cover for a film of this format, whose name ends in `suffix`.

    Raises:
        InputError: it is no JPEG or PNG, or the film cannot hold a cover; says what was expected.
    """
    if form.muxer not in _COVER_MUXERS:
        raise InputError(f"--cover {path.name}: {suffix} holds no cover, expected a film that ends in .mkv or .mp4")
    expected = f"expected a JPEG or PNG of at most {MAX_BYTES >> 20} MB"
    try:
        if not path.is_file():
            raise InputError(f"--cover {path}: not a file, {expected}")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"--cover {path}: cannot be read ({error.strerror}), {expected}") from None
    kind = next((entry for magic, entry in _KINDS.items() if data.startswith(magic)), None)
    if kind is None or len(data) > MAX_BYTES:
        raise InputError(f"--cover {path}: {'too large' if kind else 'not such a picture'}, {expected}")
    return Cover(*kind, _size(path, kind[0], data, expected), data)


def _size(path: Path, codec: str, data: bytes, expected: str) -> tuple[int, int]:
    """The size of a picture, pixels; InputError if it cannot be decoded whole."""
    decoder = cast(VideoCodecContext, CodecContext.create(codec, "r"))
    try:
        frames = [*decoder.decode(Packet(data)), *decoder.decode(None)]
        return frames[0].width, frames[0].height
    except (FFmpegError, IndexError):
        raise InputError(f"--cover {path}: cannot be decoded, {expected}") from None


def attach(out: OutputContainer, cover: Cover) -> "list[Packet[Any]]":
    """Add a cover to a container whose header is not written yet; returns the packets to write after the header."""
    if out.format.name == "matroska":
        out.add_attachment(f"cover.{cover.suffix}", cover.media_type, cover.data)
        return []
    stream = out.add_mux_stream(cover.codec, width=cover.size[0], height=cover.size[1])
    stream.disposition = Disposition.attached_pic
    packet: Packet[Any] = av.Packet(cover.data)
    packet.stream, packet.time_base = stream, Fraction(1, 1000)
    packet.pts = packet.dts = 0
    packet.is_keyframe = True
    return [packet]
