"""The timing of a line: how fast it is whispered and when each letter is spoken, for sound and captions alike."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.dream.line import Line
from dreamscape.speech import speaking

BREATH = 0.55  # s, drawn before the first word, unhurried
SPOKEN_FRACTION = 0.78  # of the time that a line stays: it is spoken by then, and can be read to its end
_FASTEST = 1.8
_SILENT = 0.075  # s from letter to letter of what is not whispered


def is_whispered(line: Line) -> bool:
    """Whether the voice has words for a line; letters that it does not know are shown as a caption alone."""
    return speaking.duration(line.spoken) > 0.0


def pace(line: Line) -> float:
    """The pace of a line: 1 unhurried, more if it would not be over in its time."""
    unhurried = BREATH + speaking.duration(line.spoken)
    return min(max(unhurried / (SPOKEN_FRACTION * line.stay), 1.0), _FASTEST)


def duration(line: Line) -> float:
    """Seconds from the line's first breath to its last sound; 0 if it is not whispered."""
    if not is_whispered(line):
        return 0.0
    return BREATH / pace(line) + speaking.duration(line.spoken, pace(line))


def letter_times(line: Line) -> NDArray[np.float64]:
    """When each character of a line is spoken, `(len(text),)` seconds after the line begins, never falling.

    The letters of a line that is written in another language than it is whispered in come in their order, at the times
    of the letters that are whispered; those of a line that is not whispered at all, one after the other.
    """
    seen = np.array([not letter.isspace() for letter in line.text], bool)
    order = np.maximum(np.cumsum(seen) - 1, 0)  # each letter's number, and that of the one before a space
    if not is_whispered(line):
        return np.asarray(order * min(_SILENT, SPOKEN_FRACTION * line.stay / max(len(order), 1)))
    times = BREATH / pace(line) + speaking.speak(line.spoken, pace(line)).letters
    if line.text == line.spoken:
        return np.asarray(times)
    said = times[[not letter.isspace() for letter in line.spoken]]
    at = order * (max(len(said) - 1, 0) / max(int(seen.sum()) - 1, 1))
    return np.asarray(np.interp(at, np.arange(len(said)), said))
