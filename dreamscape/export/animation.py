"""Animations: GIF, WebP and animated PNG. Segments are lossless, and compressed when they are joined.

Their palettes or packets depend on the whole film, so they cannot be encoded segment by segment.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import cast

from av.codec.context import CodecContext
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorTrc
from av.video.stream import VideoStream

from dreamscape import media
from dreamscape.errors import InputError
from dreamscape.export.container.image_tags import GifCommentWriter, append_to_webp
from dreamscape.export.container.mux import SegmentStream
from dreamscape.export.container.png_avif_tags import append_to_png
from dreamscape.export.encoding import filters, hardware_encoders, packets
from dreamscape.export.encoding.formats import Format
from dreamscape.system import cores, memory

MUXERS = {".gif": "gif", ".webp": "webp", ".apng": "apng"}
SUFFIXES = tuple(MUXERS)
MAX_GIF_RATE = 50  # frames per second of a GIF: its unit is 0.01 s, and players slow down frames shorter than two units
MAX_BROWSER_RATE = 90  # frames per second in browsers: they show frames shorter than 11 ms for 100 ms
MAX_WEBP_SIDE = 16_383  # px: 14 bits in a WebP's header
DEFAULT_CRF, MAX_CRF = 12, 51  # of WebP
_SEGMENT_ENCODER = "png"  # encoder of the segments
_ENCODERS = {"gif": ("gif", "pal8"), "webp": ("libwebp_anim", "bgra")}  # encoder and pixel format by muxer
_MAX_APNG_NUMBER = 65_535  # largest numerator and denominator of a frame's duration in an animated PNG
_TRIM_INTERVAL = (
    100  # frames between heap trims: a WebP's small packets, kept until the end, fragment the encoder's memory
)


def choose(
    suffix: str,
    size: tuple[int, int],
    rate: Fraction,
    crf: int | None,
    threads: int | None = None,
    alpha: bool = False,
) -> Format:
    """The format of an animation.

    Args:
        suffix: of the file, one of SUFFIXES.
        size: pixels.
        rate: frames per second.
        crf: quality of a WebP, 0 for lossless; None for the default.
        threads: the number the segments' encoder may have; None for as many as there are cores.
        alpha: with an alpha channel, which an animated PNG can hold.

    Raises:
        InputError: there is no such format.
    """
    options: dict[str, str] = {}
    if suffix.lower() == ".gif":
        if rate > MAX_GIF_RATE:
            raise InputError(f"--fps {rate}: too fast for a GIF, expected at most {MAX_GIF_RATE} frames a second")
        if crf is not None:
            raise InputError(f"--crf {crf}: a GIF has only one quality; leave --crf out, or make a .webp")
    elif suffix.lower() == ".apng":
        _check_png(rate, crf)
    else:
        if rate > MAX_BROWSER_RATE:
            raise InputError(
                f"--fps {rate}: browsers play a faster WebP too slowly, expected at most {MAX_BROWSER_RATE}"
            )
        if max(size) > MAX_WEBP_SIDE:
            given = "{}x{}".format(*size)
            raise InputError(f"--size {given}: too large for WebP, expected sides of at most {MAX_WEBP_SIDE} pixels")
        crf = DEFAULT_CRF if crf is None else crf
        if not 0 <= crf <= MAX_CRF:
            raise InputError(f"--crf {crf}: out of bounds for WebP, expected 0 (best) to {MAX_CRF} (smallest)")
        quality = {"lossless": "1"} if crf == 0 else {"quality": str(100 - crf * 100 // MAX_CRF)}
        hardware_encoders.check_available("libwebp_anim", "bgra", "WebP")
        options = {**quality, "compression_level": "4"}
    segment_options = {"pred": "up", "threads": str(threads or cores.usable())}
    return Format(
        _SEGMENT_ENCODER,
        "rgba" if alpha else "rgb24",
        segment_options,
        options,
        MUXERS[suffix.lower()],
        audio_encoders=(),
        subtitle_encoder="",
    )


def _check_png(rate: Fraction, crf: int | None) -> None:
    """Raise InputError for options that an animated PNG does not support."""
    if crf is not None:
        raise InputError(f"--crf {crf}: an animated PNG is lossless; leave --crf out, or make a .avif")
    if rate > MAX_BROWSER_RATE:
        raise InputError(
            f"--fps {rate}: browsers play a faster animated PNG too slowly, expected at most {MAX_BROWSER_RATE}"
        )
    if max(rate.numerator, rate.denominator) > _MAX_APNG_NUMBER:
        raise InputError(
            f"--fps {rate}: too fine a fraction for an animated PNG, expected numbers up to {_MAX_APNG_NUMBER} "
            "like 30000/1001"
        )


def write(
    path: Path,
    segments: Sequence[SegmentStream],
    form: Format,
    size: tuple[int, int],
    rate: Fraction,
    metadata: Mapping[str, str],
) -> Generator[Fraction, None, None]:
    """Write the whole animation, which repeats forever; yields how many seconds of the film are written.

    Raises:
        OSError, FFmpegError: writing or reading failed.
        DreamscapeError: a segment is damaged.
    """
    is_gif = form.muxer == MUXERS[".gif"]
    loop_option = "plays" if form.muxer == MUXERS[".apng"] else "loop"
    frame_count = segments[-1].first_frame + segments[-1].frame_count
    with ExitStack() as stack:
        if is_gif:
            file = GifCommentWriter(stack.enter_context(path.open("wb")), metadata)
            out = stack.enter_context(media.piping(file, form.muxer, {loop_option: "0"}))
        else:
            out = stack.enter_context(media.writing(path, form.muxer, {loop_option: "0"}))
        out.metadata.update(metadata)
        codec, pixels = _ENCODERS.get(form.muxer, ("apng", form.pixels))
        options = dict(form.container_options)
        stream = cast(VideoStream, out.add_stream(codec, rate=rate, options=options))
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        stream.codec_context.time_base = 1 / rate
        stream.codec_context.color_primaries, stream.codec_context.color_trc = (
            ColorPrimaries.BT709,
            ColorTrc.IEC61966_2_1,
        )
        stream.codec_context.sample_aspect_ratio = Fraction(1)
        frames = filters.dithered(lambda: _decoded(segments, rate), size, rate) if is_gif else _decoded(segments, rate)
        for number, frame in enumerate(frames, start=1):
            if number % _TRIM_INTERVAL == 0:
                memory.trim()
            out.mux(stream.encode(frame if is_gif else frame.reformat(format=pixels)))
            yield min(Fraction(number), Fraction(frame_count)) / rate
        out.mux(stream.encode(None))
    if form.muxer == MUXERS[".apng"]:
        append_to_png(path, metadata)
    elif metadata and not is_gif:
        append_to_webp(path, metadata, size)


def _decoded(segments: Iterable[SegmentStream], rate: Fraction) -> Iterator[VideoFrame]:
    """The decoded frames of all segments."""
    number = 0
    for segment in segments:
        decoder = cast(VideoCodecContext, CodecContext.create(_SEGMENT_ENCODER, "r"))
        for packet in packets.read_packets(segment.path):
            for frame in decoder.decode(packet):
                frame.pts, frame.time_base = number, 1 / rate
                frame.color_primaries, frame.color_trc = ColorPrimaries.BT709, ColorTrc.IEC61966_2_1
                number += 1
                yield frame
