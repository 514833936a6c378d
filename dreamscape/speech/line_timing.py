"""The timing of a line: how fast it is whispered and when each letter is spoken, for sound and captions alike."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.dream.dream_file import Line
from dreamscape.speech import phones

_SPOKEN_FRACTION = 0.72  # of the time that a line stays: it is spoken by then, and can be read to its end
_FASTEST = 2.0


def pace(line: Line) -> float:
    """The pace of a line: 1 unhurried, more if it would not be over in its time."""
    return min(max(phones.duration(line.text) / (_SPOKEN_FRACTION * line.stay), 1.0), _FASTEST)


def duration(line: Line) -> float:
    """Seconds from the line's first sound to its last."""
    return phones.duration(line.text, pace(line))


def letter_times(line: Line) -> NDArray[np.float64]:
    """When each character of a line is spoken, `(len(text),)` seconds after the line begins, never falling."""
    return phones.letter_times(line.text, pace(line))
