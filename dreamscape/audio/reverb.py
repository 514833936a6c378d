"""The room: one vast hall for the whole dream, as a finite impulse response that every block is convolved with.

Its memory ends after SECONDS, to the sample, so any part of the dream can be rendered alone by starting that much
earlier. The response is cut into partitions of one block, whose spectra are multiplied with those of the last blocks
(Stockham 1966; Gardner 1995, "Efficient convolution without input-output delay", with partitions of equal length).
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import fades, sample_count, sample_times
from dreamscape.synthesis.overlap_add import band_gain
from dreamscape.synthesis.voice import BLOCK, RATE

PARTS = 104
SECONDS = PARTS * BLOCK / 48_000  # 2.2 s
# Of the response: bands in Hz, and the seconds in which each falls by 60 dB; stone below, glass and mist above.
_BANDS = ((40.0, 220.0, 2.1), (220.0, 900.0, 2.4), (900.0, 3500.0, 2.0), (3500.0, 9000.0, 1.5), (9000.0, 16000.0, 1.0))
_MONO = 210.0  # Hz, below which both ears hear the same: basses that differ between them swim
_BEFORE = 0.019  # s until the first reflection
_WALLS = 14  # single early reflections before the dense tail

Spectra = NDArray[np.complex64]


def impulse_response(streams: Streams) -> NDArray[np.float64]:
    """The impulse response, `(PARTS * BLOCK, 2)`; the sum of squares of each ear is 1."""
    random = streams.at("room")
    count = PARTS * BLOCK
    t = sample_times(count)
    total = np.zeros((count, 2))
    apart = 1.0 / (1.0 + (_MONO / np.maximum(np.fft.rfftfreq(count, 1.0 / RATE), 1.0)) ** 8)
    for low, high, t60 in _BANDS:
        spectrum = np.fft.rfft(random.standard_normal((2, count))) * band_gain(count, low, high, 6.0)
        spectrum[1] = np.sqrt(1.0 - apart * apart) * spectrum[0] + apart * spectrum[1]
        total += (np.fft.irfft(spectrum, count) * np.exp(-np.log(1000.0) * t / t60)).T
    total *= (1.0 - np.exp(-t / 0.045))[:, None]  # echoes grow denser before they fade
    at = np.sort(random.uniform(0.0, 0.075, _WALLS))
    level = 0.9 * np.abs(total).max() * (1.0 - at / 0.09)
    for when, loud, side in zip(at, level, random.uniform(0.15, 0.85, _WALLS), strict=True):
        total[sample_count(when)] += loud * np.array([1.0 - side, side]) * random.choice((-1.0, 1.0))
    total = np.roll(total, sample_count(_BEFORE), axis=0)
    total[: sample_count(_BEFORE)] = 0.0
    total *= fades(count, 0.0, 0.3)[:, None]
    return np.asarray(total / np.sqrt((total * total).sum(axis=0)))


@lru_cache(maxsize=2)
def _spectra(streams: Streams) -> Spectra:
    """The spectra of the response's partitions, last first, twice: any rotation of the ring is a slice of it.

    `(BLOCK + 1, 2, 2 * PARTS)`: what is summed lies together, so that BLAS sums it.
    """
    parts = np.zeros((PARTS, 2 * BLOCK, 2))
    parts[:, :BLOCK] = impulse_response(streams).reshape(PARTS, BLOCK, 2)
    spectra = np.fft.rfft(parts, axis=1).astype(np.complex64)[::-1]
    return np.ascontiguousarray(np.concatenate([spectra, spectra]).transpose(1, 2, 0))


class Reverb:
    """The room of a dream.

    Blocks must come in order, without gaps; silence is assumed before the first.

    Args:
        streams: of the dream.
    """

    def __init__(self, streams: Streams) -> None:
        self._responses = _spectra(streams)
        self._ring: Spectra = np.zeros((BLOCK + 1, 2, PARTS), np.complex64)
        self._before = np.zeros((BLOCK, 2))

    def clear(self) -> None:
        """Forget all blocks."""
        self._ring[:] = 0.0
        self._before = np.zeros((BLOCK, 2))

    def block(self, number: int, sent: NDArray[np.float64]) -> NDArray[np.float64]:
        """The reverberation while block `number` is sent into the room, both `(BLOCK, 2) float64`."""
        index = number % PARTS
        self._ring[:, :, index] = np.fft.rfft(np.concatenate([self._before, sent]), axis=0)
        self._before = sent
        rotated = self._responses[:, :, PARTS - 1 - index : 2 * PARTS - 1 - index]
        total = np.matmul(self._ring[:, :, None], rotated[..., None])[..., 0, 0]
        return np.asarray(np.fft.irfft(total.astype(np.complex128), axis=0)[BLOCK:])
