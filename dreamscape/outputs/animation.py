"""Animations: GIF and WebP, for pages and messages. Segments are filmed without loss and compressed when joined.

Both have colours or packets that depend on the whole film, so nothing of them can be made segment by segment.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
from av.codec.context import CodecContext
from av.filter import Graph
from av.video.codeccontext import VideoCodecContext
from av.video.format import VideoFormat
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from dreamscape import cores
from dreamscape.errors import InputError
from dreamscape.outputs import hardware, media, packets
from dreamscape.outputs.formats import Format
from dreamscape.outputs.join import Piece

MUXERS = {".gif": "gif", ".webp": "webp"}
SUFFIXES = tuple(MUXERS)
FASTEST = 50  # frames a second that a GIF can tell: its times are hundredths, and players slow down what is below two
DEFAULT_CRF, HIGHEST_CRF = 12, 51  # of WebP
_BETWEEN = "png", "rgb24"  # encoder and layout of the segments
_DITHER = "sierra2_4a:diff_mode=rectangle"  # only what moves is written again


def choose(suffix: str, rate: Fraction, crf: int | None, threads: int | None = None) -> Format:
    """The format of an animation.

    Args:
        suffix: of the file, one of SUFFIXES.
        rate: frames a second.
        crf: quality of a WebP, 0 without loss; None for the usual one.
        threads: that the segments' encoder may have; None for as many as there are cores.

    Raises:
        InputError: there is none such.
    """
    options: dict[str, str] = {}
    if suffix.lower() == ".gif":
        if rate > FASTEST:
            raise InputError(f"--fps {rate}: too fast for a GIF, expected at most {FASTEST} frames a second")
        if crf is not None:
            raise InputError(f"--crf {crf}: a GIF has one quality; leave --crf out, or make a .webp")
    else:
        crf = DEFAULT_CRF if crf is None else crf
        if not 0 <= crf <= HIGHEST_CRF:
            raise InputError(f"--crf {crf}: out of bounds for WebP, expected 0 (best) to {HIGHEST_CRF} (smallest)")
        quality = {"lossless": "1"} if crf == 0 else {"quality": str(100 - crf * 100 // HIGHEST_CRF)}
        hardware.check("libwebp_anim", "bgra", "WebP")
        options = {**quality, "compression_level": "4"}
    between = {"pred": "up", "threads": str(threads or cores.usable())}
    return Format(*_BETWEEN, between, options, MUXERS[suffix.lower()], sounds=(), subtitles="")


def write(
    path: Path,
    pieces: Sequence[Piece],
    form: Format,
    size: tuple[int, int],
    rate: Fraction,
    metadata: Mapping[str, str],
) -> Iterator[Fraction]:
    """Write the whole animation, which begins again when it ends; yields how many seconds of the film are written.

    Raises:
        OSError, FFmpegError: writing or reading failed.
        DreamscapeError: a segment is damaged.
    """
    gif = form.muxer == MUXERS[".gif"]
    seen = pieces[-1].before + pieces[-1].count
    with media.writing(path, form.muxer, {"loop": "0"}) as out:
        out.metadata.update(metadata)
        codec, pixels = ("gif", "pal8") if gif else ("libwebp_anim", "bgra")
        options = {} if gif else dict(form.container_options)
        stream = cast(VideoStream, out.add_stream(codec, rate=rate, options=options))
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        stream.codec_context.time_base = 1 / rate
        frames = _dithered(pieces, size, rate) if gif else _pictures(pieces, rate)
        for number, frame in enumerate(frames, start=1):
            out.mux(stream.encode(frame if gif else frame.reformat(format=pixels)))
            yield min(Fraction(number), Fraction(seen)) / rate
        out.mux(stream.encode(None))


def _pictures(pieces: Iterable[Piece], rate: Fraction) -> Iterator[VideoFrame]:
    """The pictures of all segments."""
    number = 0
    for piece in pieces:
        decoder = cast(VideoCodecContext, CodecContext.create(_BETWEEN[0], "r"))
        for packet in packets.packets(piece.path):
            for frame in decoder.decode(packet):
                frame.pts, frame.time_base = number, 1 / rate
                number += 1
                yield frame


def _dithered(pieces: Sequence[Piece], size: tuple[int, int], rate: Fraction) -> Iterator[VideoFrame]:
    """The pictures in the 256 colours that serve the whole film best."""
    chooser = Graph()
    found = chooser.add("palettegen", "stats_mode=full")
    _source(chooser, size, rate).link_to(found)
    found.link_to(chooser.add("buffersink"))
    chooser.configure()
    for frame in _pictures(pieces, rate):
        chooser.vpush(frame)
    chooser.vpush(None)
    palette = chooser.vpull()

    graph = Graph()
    film = _source(graph, size, rate)
    colours = graph.add_buffer(width=16, height=16, format=palette.format, time_base=1 / rate)
    use, sink = graph.add("paletteuse", f"dither={_DITHER}"), graph.add("buffersink")
    film.link_to(use, 0, 0)
    colours.link_to(use, 0, 1)
    use.link_to(sink)
    graph.configure()
    palette.pts, palette.time_base = 0, 1 / rate
    colours.push(palette)
    colours.push(None)
    for frame in _pictures(pieces, rate):
        film.push(frame)
        yield from _ready(sink)
    film.push(None)
    yield from _ready(sink)


def _source(graph: Graph, size: tuple[int, int], rate: Fraction) -> Any:
    return graph.add_buffer(width=size[0], height=size[1], format=VideoFormat(_BETWEEN[1], *size), time_base=1 / rate)


def _ready(sink: Any) -> Iterator[VideoFrame]:
    """What a filter graph has finished."""
    while True:
        try:
            yield sink.pull()
        except (BlockingIOError, EOFError, av.error.EOFError):
            return
