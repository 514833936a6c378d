"""Animations: GIF, WebP and animated PNG. Segments are filmed without loss, and compressed when joined.

They have colours or packets that depend on the whole film, so nothing of them can be made segment by segment.
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
FASTEST = 50  # frames a second that a GIF can tell: its times are hundredths, and players slow down what is below two
BROWSERS = 90  # that they show as fast as they are: what is shorter than 11 ms they show for 100 ms
LARGEST = 16_383  # px: 14 bits of a WebP's header
DEFAULT_CRF, HIGHEST_CRF = 12, 51  # of WebP
_BETWEEN = "png"  # encoder of the segments
_ENCODERS = {"gif": ("gif", "pal8"), "webp": ("libwebp_anim", "bgra")}  # by muxer, with their layouts
_FINEST = 65_535  # of the two numbers that an animated PNG tells a frame's time by
_TIDY = 100  # frames; a WebP's small packets, kept until the end, split what its encoder would use again for each frame


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
        size: in pixels.
        rate: frames a second.
        crf: quality of a WebP, 0 without loss; None for the usual one.
        threads: that the segments' encoder may have; None for as many as there are cores.
        alpha: with an alpha channel, which an animated PNG can hold.

    Raises:
        InputError: there is none such.
    """
    options: dict[str, str] = {}
    if suffix.lower() == ".gif":
        if rate > FASTEST:
            raise InputError(f"--fps {rate}: too fast for a GIF, expected at most {FASTEST} frames a second")
        if crf is not None:
            raise InputError(f"--crf {crf}: a GIF has only one quality; leave --crf out, or make a .webp")
    elif suffix.lower() == ".apng":
        _check_png(rate, crf)
    else:
        if rate > BROWSERS:
            raise InputError(f"--fps {rate}: browsers show a faster WebP too slowly, expected at most {BROWSERS}")
        if max(size) > LARGEST:
            asked = "{}x{}".format(*size)
            raise InputError(f"--size {asked}: too large for WebP, expected sides of at most {LARGEST} pixels")
        crf = DEFAULT_CRF if crf is None else crf
        if not 0 <= crf <= HIGHEST_CRF:
            raise InputError(f"--crf {crf}: out of bounds for WebP, expected 0 (best) to {HIGHEST_CRF} (smallest)")
        quality = {"lossless": "1"} if crf == 0 else {"quality": str(100 - crf * 100 // HIGHEST_CRF)}
        hardware_encoders.check_available("libwebp_anim", "bgra", "WebP")
        options = {**quality, "compression_level": "4"}
    between = {"pred": "up", "threads": str(threads or cores.usable())}
    return Format(
        _BETWEEN,
        "rgba" if alpha else "rgb24",
        between,
        options,
        MUXERS[suffix.lower()],
        audio_encoders=(),
        subtitle_encoder="",
    )


def _check_png(rate: Fraction, crf: int | None) -> None:
    """Refuse what an animated PNG cannot be."""
    if crf is not None:
        raise InputError(f"--crf {crf}: an animated PNG is lossless; leave --crf out, or make a .avif")
    if rate > BROWSERS:
        raise InputError(f"--fps {rate}: browsers show a faster animated PNG too slowly, expected at most {BROWSERS}")
    if max(rate.numerator, rate.denominator) > _FINEST:
        raise InputError(
            f"--fps {rate}: too fine a fraction for an animated PNG, expected numbers up to {_FINEST} like 30000/1001"
        )


def write(
    path: Path,
    pieces: Sequence[SegmentStream],
    form: Format,
    size: tuple[int, int],
    rate: Fraction,
    metadata: Mapping[str, str],
) -> Generator[Fraction, None, None]:
    """Write the whole animation, which begins again when it ends; yields how many seconds of the film are written.

    Raises:
        OSError, FFmpegError: writing or reading failed.
        DreamscapeError: a segment is damaged.
    """
    gif = form.muxer == MUXERS[".gif"]
    again = "plays" if form.muxer == MUXERS[".apng"] else "loop"
    seen = pieces[-1].first_frame + pieces[-1].frame_count
    with ExitStack() as opened:
        if gif:
            file = GifCommentWriter(opened.enter_context(path.open("wb")), metadata)
            out = opened.enter_context(media.piping(file, form.muxer, {again: "0"}))
        else:
            out = opened.enter_context(media.writing(path, form.muxer, {again: "0"}))
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
        frames = filters.dithered(lambda: _pictures(pieces, rate), size, rate) if gif else _pictures(pieces, rate)
        for number, frame in enumerate(frames, start=1):
            if number % _TIDY == 0:
                memory.give_back()
            out.mux(stream.encode(frame if gif else frame.reformat(format=pixels)))
            yield min(Fraction(number), Fraction(seen)) / rate
        out.mux(stream.encode(None))
    if form.muxer == MUXERS[".apng"]:
        append_to_png(path, metadata)
    elif metadata and not gif:
        append_to_webp(path, metadata, size)


def _pictures(pieces: Iterable[SegmentStream], rate: Fraction) -> Iterator[VideoFrame]:
    """The pictures of all segments."""
    number = 0
    for piece in pieces:
        decoder = cast(VideoCodecContext, CodecContext.create(_BETWEEN, "r"))
        for packet in packets.read_packets(piece.path):
            for frame in decoder.decode(packet):
                frame.pts, frame.time_base = number, 1 / rate
                frame.color_primaries, frame.color_trc = ColorPrimaries.BT709, ColorTrc.IEC61966_2_1
                number += 1
                yield frame
