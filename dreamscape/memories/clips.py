"""Clips: some seconds of a film as square pictures; how much is decoded does not depend on how long it is."""

from itertools import islice
from pathlib import Path

import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame

from dreamscape import media
from dreamscape.arrays import U8
from dreamscape.memories import photographs

RATE = 8  # pictures a second that are kept
SECONDS = 6.0  # of a film that are taken
MOST_PIXELS = 1 << 26  # of a frame: 8192x8192
_MOST_DECODED = 600  # frames, those that are left out too


def read(path: Path, side: int, most: int = round(RATE * SECONDS)) -> U8:
    """Pictures from the middle of a clip, `(n, side, side, 3)`, sRGB, first rows at the top, `RATE` a second.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no film, or one out of bounds; says why.
    """
    try:
        with media.reading(path) as film:
            return _pictures(film, side, most)
    except FFmpegError:
        raise ValueError("cannot be decoded") from None


def _pictures(film: InputContainer, side: int, most: int) -> U8:
    if not film.streams.video:
        raise ValueError("no picture in it")
    stream = film.streams.video[0]
    if stream.codec_context is None:  # of a kind that FFmpeg does not know
        raise ValueError("cannot be decoded")
    wide, high = stream.codec_context.width, stream.codec_context.height
    if not 0 < wide * high <= MOST_PIXELS:
        raise ValueError(f"{wide}x{high} pixels, expected at most {MOST_PIXELS >> 20} million")
    stream.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
    stream.thread_type = "AUTO"
    length = float((film.duration or 0) / 1_000_000)
    start = max((length - SECONDS) / 2.0, 0.0)
    if start > 0.0:
        film.seek(int(start * 1_000_000))
    kept: list[U8] = []
    first, cut = None, 0
    for number, frame in enumerate(islice(film.decode(stream), _MOST_DECODED)):
        if frame.time is not None and frame.time < start:  # from the key frame before
            continue
        first = frame.time if first is None else first
        since = (frame.time or 0.0) - (first or 0.0) if frame.time is not None else number / 25.0
        if since * RATE + 1e-6 >= len(kept):
            picture = _upright(frame, side)
            cut = photographs.cut(picture) if not kept else cut
            kept.append(photographs.cut_square(picture, cut, side))
        if len(kept) >= most:
            break
    if not kept:
        raise ValueError("no picture in it")
    return np.stack(kept)


def _upright(frame: VideoFrame, side: int) -> U8:
    """A frame with its shorter side twice as long as it will be at most, turned as its film says."""
    part = min(1.0, 2.0 * side / min(frame.width, frame.height))
    size = {"width": max(round(frame.width * part), 1), "height": max(round(frame.height * part), 1)}
    pixels = frame.reformat(format="rgb24", **size).to_ndarray()
    return np.ascontiguousarray(np.rot90(pixels, round(frame.rotation / 90.0) % 4))
