"""The join: segments, sound and subtitles put together in one file, without encoding the picture again."""

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
from dreamscape.export.container.chapters import Chapter, mark
from dreamscape.export.container.cover import Cover, attach
from dreamscape.export.container.png_avif_tags import append_to_avif
from dreamscape.export.container.soundtrack import SoundSource, Soundtrack
from dreamscape.export.container.subtitles import Spoken
from dreamscape.export.encoding import packets
from dreamscape.export.encoding.encoder import configure
from dreamscape.export.encoding.formats import Format

Track = Iterator[tuple[Fraction, "list[Packet[Any]]"]]  # packets, with the seconds at which they are due, in order


@dataclass(frozen=True, slots=True)
class SegmentStream:
    """A segment's file, how many frames of the film come before it, and how many it has."""

    path: Path
    before: int
    count: int


def join(
    path: Path,
    pieces: Sequence[SegmentStream],
    delay: int,
    form: Format,
    size: tuple[int, int],
    rate: Fraction,
    metadata: Mapping[str, str],
    lines: Sequence[Spoken] = (),
    sound: SoundSource | None = None,
    chapters: Sequence[Chapter] = (),
    cover: Cover | None = None,
    shown: bool = False,
) -> Generator[Fraction, None, None]:
    """Write the whole film; yields, after each packet, how many seconds of it are written.

    Args:
        path: of the film.
        pieces: the segments, in order.
        delay: the largest of their encoders'.
        form: of the segments.
        size: of the film in pixels.
        rate: frames a second, exact.
        metadata: tags of the container.
        lines: of the subtitle track, in order of time; no track without any.
        sound: what is heard; no track without.
        chapters: marks, in order of time.
        cover: the picture that stands for the film, in a container that holds one.
        shown: whether players show the lines unless they are told not to.

    Raises:
        OSError, FFmpegError: writing or reading failed.
        DreamscapeError: the segments do not fit together.
    """

    def pictures(stream: VideoStream) -> Track:
        check_headers((piece.path for piece in pieces), stream.codec_context.extradata or b"")
        return _pictures(pieces, stream, delay, rate)

    with media.writing(path, form.muxer, form.container_options) as out:
        yield from assemble(out, form, size, rate, metadata, pictures, lines, sound, chapters, cover, shown)
    if lines and not shown and form.muxer in text_track.BOXED:
        text_track.hide(path)
    if form.muxer == "avif":
        append_to_avif(path, metadata)


def assemble(
    out: OutputContainer,
    form: Format,
    size: tuple[int, int],
    rate: Fraction,
    metadata: Mapping[str, str],
    pictures: Callable[[VideoStream], Track],
    lines: Sequence[Spoken],
    sound: SoundSource | None,
    chapters: Sequence[Chapter],
    cover: Cover | None,
    shown: bool,
) -> Generator[Fraction, None, None]:
    """Write a whole film into a file that is open; `pictures` is asked for them once the header is written.

    Other arguments, and what is yielded and raised, as of `join`.
    """
    out.metadata.update(_named(metadata, form.muxer))
    mark(out, chapters)
    stream = cast(VideoStream, out.add_stream(form.codec, rate=rate, options=dict(form.options)))
    configure(stream.codec_context, form, size, rate)
    tracks = [] if sound is None else [Soundtrack(out, sound).packets()]
    if lines and form.subtitle_encoder:
        tracks.append(text_track.packets(text_track.track(out, form.subtitle_encoder, shown), lines))
    front = [] if cover is None else attach(out, cover)
    out.start_encoding()
    out.mux(front)
    for when, ready in merge(pictures(stream), *tracks, key=itemgetter(0)):
        out.mux(ready)
        yield when


def _named(metadata: Mapping[str, str], muxer: str) -> dict[str, str]:
    """The tags under the names that a container has for them."""
    if muxer != "mxf":
        return dict(metadata)
    named = {"title": "material_package_name"}
    return {named.get(name, f"comment_{name.capitalize()}"): text for name, text in metadata.items()}


def check_headers(paths: Iterable[Path], ours: bytes) -> None:
    """Refuse segments whose encoder wrote another header than the one here: no player could show both.

    Args:
        paths: of the segments' files.
        ours: the header that the encoder here writes.

    Raises:
        DreamscapeError: there is one.
    """
    for path in paths:
        if packets.read_header(path) != ours:
            raise DreamscapeError(
                f"{path.name}: was encoded by another encoder than the one here, as of another build of PyAV, and no "
                "film can hold both; go on where it was made, or begin anew with --overwrite"
            )


def _pictures(pieces: Sequence[SegmentStream], stream: VideoStream, delay: int, rate: Fraction) -> Track:
    """The packets of all segments, with the times of the film; each with the time in seconds of its decoding."""
    for piece in pieces:
        number = piece.before - 1
        for number, packet in enumerate(packets.read_packets(piece.path), start=piece.before):
            assert packet.pts is not None
            packet.stream, packet.time_base = stream, 1 / rate
            packet.pts += piece.before
            packet.dts = number - delay
            packet.duration = 1
            yield number / rate, [packet]
        if number != piece.before + piece.count - 1:
            raise DreamscapeError(f"{piece.path}: holds another number of frames; remove it and go on with --resume")
