"""The light that the flash limiter measured in a segment, stored beside it so that the next one is limited alike.

The limiter depends only on the light of the last MEMORY seconds. A segment that is drawn before its predecessor, by
another process or machine, starts without that light. Almost always that changes nothing; where it does, which shows in
the digests of the exposures, the segment is drawn again.
"""

import hashlib
import math
import zlib
from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.clock import moment_of_frame
from dreamscape.flash.limiter import CELLS, MEMORY, Exposure, Limiter

F16 = NDArray[np.float16]
NO_LIGHT: F16 = np.zeros((0, CELLS[1], CELLS[0], 3), np.float16)
ZLIB_LEVEL = 1  # zlib's fastest level


def pack(light: Sequence[F32]) -> bytes:
    """The light of frames as bytes, without loss: the meter measures half floats."""
    return zlib.compress(np.asarray(light, np.float16).tobytes(), ZLIB_LEVEL)


def unpack(data: bytes, count: int) -> F16:
    """The light of `count` frames, `(n, 18, 32, 3)`.

    Raises:
        ValueError: the data is damaged or of another length.
    """
    size = count * CELLS[0] * CELLS[1] * 3 * 2
    try:
        raw = zlib.decompressobj().decompress(data, size + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if len(raw) != size:
        raise ValueError(f"expected {size} bytes of light, got {len(raw)}")
    return np.frombuffer(raw, np.float16).reshape(count, CELLS[1], CELLS[0], 3)


def memory_frames(rate: Fraction) -> int:
    """The number of frames before a frame that can affect its exposure."""
    return math.ceil(MEMORY * rate) + 1


def reset_to(limiter: Limiter, before: F16, first: int, rate: Fraction) -> None:
    """Reset a limiter to the light of the frames before frame `first`."""
    limiter.forget()
    for number, light in enumerate(before, start=first - len(before)):
        limiter.observe(moment_of_frame(number, rate).seconds, light.astype(np.float32))


def exposures(before: F16, light: F16, first: int, rate: Fraction) -> list[Exposure]:
    """The exposures of the frames from `first` on, from their light and the light before them."""
    limiter = Limiter()
    reset_to(limiter, before, first, rate)
    results = []
    for number, cells in enumerate(light, start=first):
        seconds = moment_of_frame(number, rate).seconds
        results.append(limiter.exposure(seconds))
        limiter.observe(seconds, cells.astype(np.float32))
    return results


def digest(exposed: Iterable[Exposure]) -> str:
    """The 64-bit BLAKE2b digest of exposures."""
    values = np.array([(exposure.light, exposure.colour) for exposure in exposed], np.float64)
    return hashlib.blake2b(values.tobytes(), digest_size=8).hexdigest()
