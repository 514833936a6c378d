"""Measures the flashes in any film."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream
from numpy.typing import NDArray

from dreamscape import media
from dreamscape.errors import InputError
from dreamscape.flash.limiter import CELLS
from dreamscape.flash.meter import Excess, Flashes, average_cells, find_excesses, measure
from dreamscape.system import cores

CELL_PIXELS = 8  # pixels of a cell, each way, that are averaged in linear light
BATCH_FRAMES = 36_000  # frames measured at once: twenty minutes at 30 fps, some 400 MB
PICTURE_SUFFIXES = (".png", ".tif", ".tiff", ".jpg", ".jpeg")  # suffixes of numbered pictures
OVERLAP_SECONDS = 4.0  # s that successive batches share, so that every second is measured whole


@dataclass(frozen=True, slots=True)
class Review:
    """The flashes of a film.

    Attributes:
        rate: frames per second.
        frames: of the film.
        worst: the worst second of each kind.
        excesses: intervals that are not safe.
    """

    rate: float
    frames: int
    worst: Flashes
    excesses: list[Excess]


def review(path: Path, rate: Fraction | None = None, first: int | None = None) -> Review:
    """Decode a film, or a sequence of numbered pictures, and measure it.

    Args:
        path: of the film, or name pattern of the pictures.
        rate, first: of a sequence, as of `media.reading_pictures`.

    Raises:
        InputError: it cannot be decoded.
    """
    try:
        is_sequence = path.suffix.lower() in PICTURE_SUFFIXES and media.NUMBER_FIELD.search(path.name)
        with media.reading_pictures(path, rate, first) if is_sequence else media.reading(path) as film:
            if not film.streams.video:
                raise InputError(f"{path}: holds no pictures, expected a film")
            stream = main_video(film)
            stream.thread_type, stream.thread_count = "AUTO", cores.usable()
            frame_rate = float(stream.average_rate or stream.guessed_rate or 25)
            worst, excesses_by_end, count = Flashes(0.0, 0, 0.0, 0), dict[tuple[bool, int], Excess](), 0
            for first, batch in _batches(_frame_cells(film), max(1, round(OVERLAP_SECONDS * frame_rate))):
                measured = measure(batch, frame_rate)
                worst = Flashes(
                    *max(
                        (worst.general, worst.general_at),
                        (measured.general, first + measured.general_at),
                        key=lambda pair: pair[0],
                    ),
                    *max((worst.red, worst.red_at), (measured.red, first + measured.red_at), key=lambda pair: pair[0]),
                )
                for excess in find_excesses(batch, frame_rate):
                    excesses_by_end[excess.red, first + excess.last] = Excess(
                        excess.red, first + excess.first, first + excess.last, excess.most
                    )
                count = first + len(batch)
    except (OSError, FFmpegError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: cannot be decoded ({reason}), expected a film") from None
    if not count:
        raise InputError(f"{path}: holds no pictures, expected a film")
    return Review(frame_rate, count, worst, sorted(excesses_by_end.values(), key=lambda excess: excess.first))


def main_video(film: InputContainer) -> VideoStream:
    """The video stream with the most frames: an AVIF also has a still, and other films may have a cover."""
    return max(film.streams.video, key=lambda stream: stream.frames)


def _frame_cells(film: InputContainer) -> Iterator[NDArray[np.uint8]]:
    """Each frame as cells `(18, 32, 3) uint8`, sRGB."""
    wide, high = CELLS[0] * CELL_PIXELS, CELLS[1] * CELL_PIXELS
    for frame in film.decode(main_video(film)):
        small = frame.reformat(wide, high, "rgb24", interpolation="AREA").to_ndarray()
        yield average_cells(np.asarray(small, np.uint8)[None], CELLS)[0]


def _batches(frames: Iterator[NDArray[np.uint8]], overlap: int) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Frames in overlapping batches `(n, 18, 32, 3)`, each with the number of its first frame."""
    first, batch = 0, list[NDArray[np.uint8]]()
    for frame in frames:
        batch.append(frame)
        if len(batch) == BATCH_FRAMES:
            yield first, np.stack(batch)
            first += len(batch) - overlap
            batch = batch[-overlap:]
    if batch:
        yield first, np.stack(batch)


def frame_time(frame: int, rate: float) -> Fraction:
    """The time of a frame, in seconds."""
    return Fraction(frame) / Fraction(rate).limit_denominator(100_000)
