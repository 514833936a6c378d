"""Muxing: segments, sound and subtitles joined into one file, without encoding the picture again."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from dreamscape import media
from dreamscape.errors import DreamscapeError
from dreamscape.export.container import text_track
from dreamscape.export.container.chapters import Chapter, add_chapters
from dreamscape.export.container.cover import Cover, attach
from dreamscape.export.container.png_avif_tags import append_to_avif
from dreamscape.export.container.soundtrack import SoundSource, Soundtrack
from dreamscape.export.container.subtitles import TextTrack
from dreamscape.export.encoding import packets
from dreamscape.export.encoding.encoder import configure
from dreamscape.export.encoding.formats import Format
from dreamscape.system.priorities import without_realtime

PacketStream = Iterator[tuple[Fraction, "list[Packet[Any]]"]]  # packets with their times in seconds, in order


@dataclass(frozen=True, slots=True)
class SegmentStream:
    """A segment's packet file, the number of film frames before it, and its number of frames."""

    path: Path
    first_frame: int
    frame_count: int


def join_segments(
    path: Path,
    segments: Sequence[SegmentStream],
    delay: int,
    form: Format,
    size: tuple[int, int],
    rate: Fraction,
    metadata: Mapping[str, str],
    texts: Sequence[TextTrack] = (),
    sound: SoundSource | None = None,
    chapters: Sequence[Chapter] = (),
    cover: Cover | None = None,
) -> Generator[Fraction, None, None]:
    """Write the whole film; yields, after each packet, how many seconds of the film are written.

    Args:
        path: of the film.
        segments: the segments, in order.
        delay: the largest encoder delay of the segments, frames.
        form: of the segments.
        size: of the film, pixels.
        rate: frames per second, exact.
        metadata: tags of the container.
        texts: its text tracks.
        sound: the soundtrack; None for no track.
        chapters: in order of time.
        cover: for a container that can hold one.

    Raises:
        OSError, FFmpegError: reading or writing failed.
        DreamscapeError: the segments do not fit together.
    """

    def pictures(stream: VideoStream) -> PacketStream:
        check_headers((segment.path for segment in segments), stream.codec_context.extradata or b"")
        return _video_packets(segments, stream, delay, rate)

    with media.writing(path, form.muxer, form.container_options) as out:
        yield from mux_tracks(out, form, size, rate, metadata, pictures, texts, sound, chapters, cover)
    if texts and not any(text.shown for text in texts) and form.muxer in text_track.ISO_MUXERS:
        text_track.disable_by_default(path)
    if form.muxer == "avif":
        append_to_avif(path, metadata)


def mux_tracks(
    out: OutputContainer,
    form: Format,
    size: tuple[int, int],
    rate: Fraction,
    metadata: Mapping[str, str],
    pictures: Callable[[VideoStream], PacketStream],
    texts: Sequence[TextTrack],
    sound: SoundSource | None,
    chapters: Sequence[Chapter],
    cover: Cover | None,
) -> Generator[Fraction, None, None]:
    """Write a whole film to an open container; `pictures` makes the video packets once the header is written.

    Other arguments, yields and errors are those of `join_segments`.
    """
    out.metadata.update(_container_tags(metadata, form.muxer))
    add_chapters(out, chapters)
    stream = cast(VideoStream, out.add_stream(form.codec, rate=rate, options=dict(form.options)))
    configure(stream.codec_context, form, size, rate)
    tracks = [] if sound is None else [Soundtrack(out, sound).packets()]
    for text in texts if form.subtitle_encoder else ():
        added = text_track.add_track(out, form.subtitle_encoder, text)
        tracks.append(text_track.encode_lines(added, text.lines))
    cover_packets = [] if cover is None else attach(out, cover)
    with without_realtime():
        out.start_encoding()
    out.mux(cover_packets)
    for seconds, ready in merge(pictures(stream), *tracks, key=itemgetter(0)):
        out.mux(ready)
        yield seconds


def _container_tags(metadata: Mapping[str, str], muxer: str) -> dict[str, str]:
    """The tags under the container's names for them."""
    if muxer != "mxf":
        return dict(metadata)
    names = {"title": "material_package_name"}
    return {names.get(name, f"comment_{name.capitalize()}"): text for name, text in metadata.items()}


def check_headers(paths: Iterable[Path], expected: bytes) -> None:
    """Check that segments have the codec header of this build's encoder: no player could play a mixture.

    Args:
        paths: of the packet files.
        expected: the header that this build's encoder writes.

    Raises:
        DreamscapeError: a segment has another header.
    """
    for path in paths:
        if packets.read_header(path) != expected:
            raise DreamscapeError(
                f"{path.name}: was encoded by another encoder than this one, for example by another build of PyAV, "
                "and no film can hold both; go on where it was made, or start over with --overwrite"
            )


def _video_packets(segments: Sequence[SegmentStream], stream: VideoStream, delay: int, rate: Fraction) -> PacketStream:
    """The packets of all segments, with times on the film's time line; each with its decoding time in seconds."""
    for segment in segments:
        number = segment.first_frame - 1
        for number, packet in enumerate(packets.read_packets(segment.path), start=segment.first_frame):
            assert packet.pts is not None
            packet.stream, packet.time_base = stream, 1 / rate
            packet.pts += segment.first_frame
            packet.dts = number - delay
            packet.duration = 1
            yield number / rate, [packet]
        if number != segment.first_frame + segment.frame_count - 1:
            raise DreamscapeError(f"{segment.path}: has the wrong number of frames; remove it and go on with --resume")
