"""The review: any film's frames as the flash meter wants them, and what it says of them."""

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
from dreamscape.flash.meter import Excess, Flashes, cells, excesses, measure
from dreamscape.system import cores

FINER = 8  # pixels of a cell that are averaged in linear light, each way
AT_ONCE = 36_000  # frames: twenty minutes at 30 a second, some 400 MB while they are measured
PICTURES = (".png", ".tif", ".tiff", ".jpg", ".jpeg")  # that come numbered
OVERLAP = 4.0  # s that two such parts share, so that no second is cut


@dataclass(frozen=True, slots=True)
class Review:
    """What a film's flashes come to.

    Attributes:
        rate: frames a second.
        frames: how many there are.
        worst: second of each kind.
        excesses: spans that are not safe.
    """

    rate: float
    frames: int
    worst: Flashes
    excesses: list[Excess]


def review(path: Path, rate: Fraction | None = None, first: int | None = None) -> Review:
    """Decode a film, or a sequence of pictures with a place for the number in its name, and measure it.

    Args:
        path: of the film, or of the pictures.
        rate, first: of a sequence, as of `media.reading_pictures`.

    Raises:
        InputError: it is no film that can be decoded.
    """
    try:
        numbered = path.suffix.lower() in PICTURES and media.PLACE.search(path.name)
        with media.reading_pictures(path, rate, first) if numbered else media.reading(path) as film:
            if not film.streams.video:
                raise InputError(f"{path}: holds no pictures, expected a film")
            stream = moving(film)
            stream.thread_type, stream.thread_count = "AUTO", cores.usable()
            pace = float(stream.average_rate or stream.guessed_rate or 25)
            worst, found, count = Flashes(0.0, 0, 0.0, 0), dict[tuple[bool, int], Excess](), 0
            for first, part in _parts(_small(film), max(1, round(OVERLAP * pace))):
                now = measure(part, pace)
                worst = Flashes(
                    *max((worst.general, worst.general_at), (now.general, first + now.general_at), key=lambda a: a[0]),
                    *max((worst.red, worst.red_at), (now.red, first + now.red_at), key=lambda a: a[0]),
                )
                for one in excesses(part, pace):
                    found[one.red, first + one.last] = Excess(one.red, first + one.first, first + one.last, one.most)
                count = first + len(part)
    except (OSError, FFmpegError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: cannot be decoded ({said}), expected a film") from None
    if not count:
        raise InputError(f"{path}: holds no pictures, expected a film")
    return Review(pace, count, worst, sorted(found.values(), key=lambda one: one.first))


def moving(film: InputContainer) -> VideoStream:
    """The pictures of a film that move: an AVIF has a still one before them, other films may have a cover."""
    return max(film.streams.video, key=lambda stream: stream.frames)


def _small(film: InputContainer) -> Iterator[NDArray[np.uint8]]:
    """Each frame as cells `(18, 32, 3)`, sRGB."""
    wide, high = CELLS[0] * FINER, CELLS[1] * FINER
    for frame in film.decode(moving(film)):
        small = frame.reformat(wide, high, "rgb24", interpolation="AREA").to_ndarray()
        yield cells(np.asarray(small, np.uint8)[None], CELLS)[0]


def _parts(frames: Iterator[NDArray[np.uint8]], overlap: int) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Frames in parts `(n, 18, 32, 3)` that overlap, each with the number of its first."""
    first, held = 0, list[NDArray[np.uint8]]()
    for frame in frames:
        held.append(frame)
        if len(held) == AT_ONCE:
            yield first, np.stack(held)
            first += len(held) - overlap
            held = held[-overlap:]
    if held:
        yield first, np.stack(held)


def at(frame: int, rate: float) -> Fraction:
    """When a frame is shown, in seconds."""
    return Fraction(frame) / Fraction(rate).limit_denominator(100_000)
