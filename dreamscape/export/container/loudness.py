"""Integrated loudness by ITU-R BS.1770-4 with its gates, as EBU R128 and every streaming service measure it."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from dreamscape.audio.programme import LOUDNESS, Programme
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Timeline
from dreamscape.export.encoding.filters import MomentaryLoudness
from dreamscape.rng import Streams
from dreamscape.synthesis.voice import SAMPLES_PER_TICK, Samples
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import decibels

ABSOLUTE_GATE = -70.0  # LUFS, the absolute gate
ENDLESS_TICKS = 5 * 60 * TICKS_PER_SECOND  # ticks of an endless dream, from its beginning, that are measured
_HEADROOM = -30.0  # dB, while loudness is measured, so that the limiter never acts
MEASURABLE = (
    ABSOLUTE_GATE - _HEADROOM,
    20.0,
)  # LUFS: from what passes the absolute gate to many times a full voice


class LoudnessMeter:
    """Measures the integrated loudness of sound added block by block.

    FFmpeg weights and sums; the gates are ours, because FFmpeg's own result is rounded to 0.01 LU, which would change
    a film's samples.
    """

    def __init__(self) -> None:
        self._filter, self._windows = MomentaryLoudness(), list[float]()

    def add(self, sound: Samples) -> None:
        """Add the next samples, `(n, 2)`."""
        self._windows += self._filter.add(sound)

    def integrated(self) -> float:
        """The loudness so far, LUFS: the mean of 400 ms windows above both gates; -inf if there are none.

        The absolute gate is -70 LUFS, the relative one 10 LU below the mean of what passes it.
        """
        power = _power(np.array(self._windows[3:]))  # the fourth is the first full window
        loud = power[power > _power(ABSOLUTE_GATE)]
        if not loud.size:
            return -np.inf
        loud = loud[loud > 0.1 * loud.mean()]
        return float(-0.691 + 10.0 * np.log10(loud.mean()))


def measure(
    timeline: Timeline,
    streams: Streams,
    scenes: Mapping[int, Scene],
    progress: Callable[[float], None] = lambda done: None,
) -> float:
    """Measure the loudness of a whole dream by synthesising it, LUFS, at an amplitude of 1 and without the limiter.

    Returns the default LOUDNESS for a dream that is next to silent.

    Args:
        timeline, streams, scenes: of the dream.
        progress: called with the fraction that is done, 0 to 1.
    """
    meter, sample_count = LoudnessMeter(), 0
    end = (ENDLESS_TICKS if timeline.endless else timeline.ticks) * SAMPLES_PER_TICK
    for sound in Programme(timeline, streams, scenes, decibels(_HEADROOM)).render(0, end):
        meter.add(sound)
        sample_count += len(sound)
        progress(sample_count / end)
    loudness = meter.integrated() - _HEADROOM
    return loudness if is_plausible(loudness) else LOUDNESS


def is_plausible(loudness: float) -> bool:
    """Whether a number can be the loudness of a dream, LUFS at an amplitude of 1; False for NaN."""
    return MEASURABLE[0] <= loudness <= MEASURABLE[1]


def _power(loudness: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(10.0 ** ((np.asarray(loudness) + 0.691) / 10.0))
