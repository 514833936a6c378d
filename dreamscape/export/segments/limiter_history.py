"""Lights: what the flash limiter saw of a segment, kept beside it, so that the next one is limited as in one go.

What the limiter does follows from the light of the last MEMORY seconds and from nothing else. A segment that is filmed
before the one in front of it, by another process or machine, begins as if nothing had been. Almost always that changes
nothing; where it does, which shows in the digests of the exposures, the segment is filmed once more.
"""

import hashlib
import math
import zlib
from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import moment_of_frame
from dreamscape.flash.limiter import CELLS, MEMORY, Exposure, Limiter
from dreamscape.flash.meter import F32

F16 = NDArray[np.float16]
NOTHING: F16 = np.zeros((0, CELLS[1], CELLS[0], 3), np.float16)
FASTEST = 1  # zlib's level


def pack(light: Sequence[F32]) -> bytes:
    """The light of frames as bytes; what the meter measures are half floats, so nothing is lost."""
    return zlib.compress(np.asarray(light, np.float16).tobytes(), FASTEST)


def unpack(data: bytes, count: int) -> F16:
    """The light of `count` frames, `(n, 18, 32, 3)`.

    Raises:
        ValueError: it is not that.
    """
    size = count * CELLS[0] * CELLS[1] * 3 * 2
    try:
        raw = zlib.decompressobj().decompress(data, size + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if len(raw) != size:
        raise ValueError(f"expected {size} bytes of light, got {len(raw)}")
    return np.frombuffer(raw, np.float16).reshape(count, CELLS[1], CELLS[0], 3)


def remembered(rate: Fraction) -> int:
    """How many frames before one can matter to how it is shown."""
    return math.ceil(MEMORY * rate) + 1


def recall(limiter: Limiter, before: F16, first: int, rate: Fraction) -> None:
    """Let a limiter know the light of the frames before the frame `first`, and nothing else."""
    limiter.forget()
    for number, light in enumerate(before, start=first - len(before)):
        limiter.note(moment_of_frame(number, rate).seconds, light.astype(np.float32))


def exposures(before: F16, light: F16, first: int, rate: Fraction) -> list[Exposure]:
    """How the frames from `first` on are to be shown, by their light and that of those before them."""
    limiter = Limiter()
    recall(limiter, before, first, rate)
    found = []
    for number, cells in enumerate(light, start=first):
        seconds = moment_of_frame(number, rate).seconds
        found.append(limiter.exposure(seconds))
        limiter.note(seconds, cells.astype(np.float32))
    return found


def digest(shown: Iterable[Exposure]) -> str:
    """The BLAKE2b digest, 64 bits, of exposures."""
    values = np.array([(one.light, one.colour) for one in shown], np.float64)
    return hashlib.blake2b(values.tobytes(), digest_size=8).hexdigest()
