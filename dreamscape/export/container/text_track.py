"""Text tracks: the voice's lines in a film, in each language, so that they can be read, searched and read aloud."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape
from pathlib import Path
from typing import Any, BinaryIO, cast

from av.container import OutputContainer
from av.packet import Packet
from av.stream import Disposition
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import SubtitleSet

from dreamscape.engine.request import RenderRequest
from dreamscape.export.container.subtitles import SubtitleLine, TextTrack, subtitle_tracks
from dreamscape.languages import film_code
from dreamscape.text import tag

MILLISECOND = Fraction(1, 1000)
ISO_MUXERS = "mp4", "mov"  # FFmpeg's names of the ISO base media containers
# White with a thin dark outline, centred at the bottom, without a background. FFmpeg's subtitle encoders take ASS; what
# differs from their default style they write as markup into each line, or into the track's header.
_ASS_HEADER = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&H00FFFFFF,&H00FFFFFF,&H00000000,&HFF000000,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
_CONTAINER_BOXES = b"moov", b"trak", b"mdia"  # container boxes on the path to a track's handler type
_SUBTITLE_HANDLERS = b"sbtl", b"text"  # handler types of subtitle tracks
_ENABLED = 1  # flag of a track that players show by default


def text_tracks(request: RenderRequest, rate: Fraction) -> list[TextTrack]:
    """The text tracks of a film: its subtitles, and what is seen, if it is a described one."""
    tracks = subtitle_tracks(request, rate)
    if request.dream.described:
        from dreamscape.export.container.descriptions import description_track  # it loads how words are spoken

        tracks += description_track(request, rate)
    return tracks


def add_track(container: OutputContainer, codec: str, track: TextTrack) -> SubtitleStream:
    """Add a text track, without its lines.

    Args:
        container: the film, whose header is not written yet.
        codec: FFmpeg's name of the encoder.
        track: its language, its title, and whether players show it by default.
    """
    stream = cast(SubtitleStream, container.add_stream(codec))
    stream.codec_context.subtitle_header = _ASS_HEADER
    stream.codec_context.time_base = MILLISECOND
    stream.metadata["language"] = film_code(track.language)
    stream.metadata["title"] = tag(track.title)
    if container.format.name in ISO_MUXERS:
        stream.metadata["handler_name"] = tag(track.title)  # where players of these look for it
    stream.disposition = Disposition.default if track.shown else Disposition(0)
    if track.describes:
        stream.disposition |= Disposition.descriptions
    return stream


def encode_lines(
    stream: SubtitleStream, lines: Sequence[SubtitleLine]
) -> "Iterator[tuple[Fraction, list[Packet[Any]]]]":
    """The encoded lines, each with the time in seconds at which it begins."""
    marked_up = stream.codec_context.name == "webvtt"
    for line in lines:
        text = line.text.replace("\\", "").replace("{", "(").replace("}", ")")  # ASS's own markup
        text = escape(text, quote=False) if marked_up else text
        packet = stream.codec_context.encode_subtitle(
            SubtitleSet.create(text=f"0,0,Default,,0,0,0,,{text}".encode(), start=0, end=line.stop - line.start)
        )
        packet.stream, packet.time_base = stream, MILLISECOND
        packet.pts = packet.dts = line.start
        packet.duration = line.stop - line.start
        yield line.start * MILLISECOND, [packet]


def disable_by_default(path: Path) -> None:
    """Disable the subtitle tracks of a complete MP4 or MOV by default: FFmpeg enables the first of its kind.

    Raises:
        OSError: the file cannot be written.
    """
    with path.open("r+b") as file:
        flags = 0  # offset
        for kind, offset in _boxes(file, 0, path.stat().st_size):
            if kind == b"tkhd":
                flags = offset + 3  # the lowest of three bytes, after the version byte
            file.seek(offset + 8)
            if kind == b"hdlr" and file.read(4) in _SUBTITLE_HANDLERS:
                file.seek(flags)
                value = file.read(1)[0]
                file.seek(flags)
                file.write(bytes([value & ~_ENABLED]))


def _boxes(file: BinaryIO, begin: int, end: int) -> Iterator[tuple[bytes, int]]:
    """Type and content offset of all boxes on the path to the handler types, in file order."""
    while begin + 8 <= end:
        file.seek(begin)
        head = file.read(16)
        size, content = int.from_bytes(head[:4], "big"), begin + 8
        if size == 1:  # too large for 32 bits
            size, content = int.from_bytes(head[8:], "big"), begin + 16
        yield head[4:8], content
        if head[4:8] in _CONTAINER_BOXES:
            yield from _boxes(file, content, begin + size)
        begin += size
