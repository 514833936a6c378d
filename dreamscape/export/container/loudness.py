"""Loudness as listeners judge it: ITU-R BS.1770-4, with its gates; what EBU R128 and every streaming service use."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from dreamscape.audio.events import decibels
from dreamscape.audio.programme import LOUDNESS, Programme
from dreamscape.audio.synthesis.voice import SAMPLES_PER_TICK, Samples
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Timeline
from dreamscape.export.encoding.filters import MomentaryLoudness
from dreamscape.rng import Streams
from dreamscape.world.scene import Scene

QUIETEST = -70.0  # LUFS, of the gate
PART = 5 * 60 * TICKS_PER_SECOND  # ticks, from the beginning, that are measured of a dream without an end
_HEADROOM = -30.0  # dB, while loudness is measured, so that the limiter hears nothing
MEASURABLE = QUIETEST - _HEADROOM, 20.0  # LUFS of a dream: what passes the meter's gate; many times a full voice


class Meter:
    """Measures what it is given, piece by piece.

    FFmpeg weighs and sums; the gates are ours, since FFmpeg's own figure goes by steps of 0.01 LU, which would move the
    samples of a film.
    """

    def __init__(self) -> None:
        self._momentary, self._moments = MomentaryLoudness(), list[float]()

    def add(self, sound: Samples) -> None:
        """Hear the next samples, `(n, 2)`."""
        self._moments += self._momentary.add(sound)

    def integrated(self) -> float:
        """The loudness of all, LUFS: of the 400 ms above -70 LUFS, those within 10 LU of their mean; -inf for none."""
        power = _power(np.array(self._moments[3:]))  # the first that is of 400 ms is the fourth
        loud = power[power > _power(QUIETEST)]
        if not loud.size:
            return -np.inf
        loud = loud[loud > 0.1 * loud.mean()]
        return float(-0.691 + 10.0 * np.log10(loud.mean()))


def measure(
    timeline: Timeline,
    streams: Streams,
    scenes: Mapping[int, Scene],
    tell: Callable[[float], None] = lambda done: None,
) -> float:
    """The loudness of a whole dream, LUFS, at an amplitude of 1 and without the limiter; hears all of it.

    Of a dream in which next to nothing is heard, the usual LOUDNESS.

    Args:
        timeline, streams, scenes: of the dream.
        tell: told how much has been heard, 0 to 1.
    """
    meter, heard = Meter(), 0
    stop = (PART if timeline.endless else timeline.ticks) * SAMPLES_PER_TICK
    for sound in Programme(timeline, streams, scenes, decibels(_HEADROOM)).render(0, stop):
        meter.add(sound)
        heard += len(sound)
        tell(heard / stop)
    found = meter.integrated() - _HEADROOM
    return found if is_measured(found) else LOUDNESS


def is_measured(loudness: float) -> bool:
    """Whether a number may be the loudness of a dream, LUFS at an amplitude of 1."""
    return MEASURABLE[0] <= loudness <= MEASURABLE[1]  # what is not a number is not


def _power(loudness: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(10.0 ** ((np.asarray(loudness) + 0.691) / 10.0))
