"""A line of the voice in time: how fast it is whispered and when each letter is reached, for ear and eye alike."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.dream.dream_file import Line
from dreamscape.speech import phones

_SAID_BY = 0.72  # of the time that a line stays: it has been said by then, and can be read to its end
_FASTEST = 2.0


def pace(line: Line) -> float:
    """1 unhurried; more if a line would not be over in its time."""
    return min(max(phones.length(line.text) / (_SAID_BY * line.stay), 1.0), _FASTEST)


def lasts(line: Line) -> float:
    """Seconds from the line's first sound to its last."""
    return phones.length(line.text, pace(line))


def letter_times(line: Line) -> NDArray[np.float64]:
    """When each character of a line is reached, `(len(text),)` seconds after the line begins, never falling."""
    return phones.letter_times(line.text, pace(line))
