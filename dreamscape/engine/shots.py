"""Shots: what a film is cut from, the whole request or the legs of a session that jumped, one after the other.

Frames are counted on the film's own time line. It is the dream's up to a session's first jump; from there it continues
without a gap, while the dream is elsewhere. Each leg has the frames that a film of it alone has.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

from dreamscape.clock import TICKS_PER_SECOND, frames_between
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.layout import laid_out
from dreamscape.dream.legs import Leg, inputs_of
from dreamscape.engine.request import RenderRequest


@dataclass(frozen=True, slots=True)
class Shot:
    """A part of a film without a jump.

    Attributes:
        request: of the whole film.
        frames: the numbers of its frames in the film.
        first: the number of its first frame, counted from the dream's beginning.
        leg: the number of the session's leg; 0 where there is only one.
    """

    request: RenderRequest
    frames: range
    first: int
    leg: int = 0

    @property
    def seed(self) -> int:
        """The seed number that the shot was played with."""
        number = self.request.legs[self.leg].seed if self.request.legs else None
        return self.request.seed if number is None else number

    @property
    def dream(self) -> Dream:
        """The dream as it was laid out in the shot."""
        layout = self.request.legs[self.leg].layout if self.request.legs else ()
        return laid_out(self.request.dream, layout) if layout else self.request.dream

    def dream_frame(self, number: int) -> int:
        """The number of a frame of the film, counted from the dream's beginning."""
        return number - self.frames.start + self.first

    def as_request(self, rate: Fraction) -> RenderRequest:
        """The shot as a request of its own, in the dream's time."""
        if not self.request.legs:
            return self.request
        start, stop = Fraction(self.first) / rate, Fraction(self.first + len(self.frames)) / rate
        inputs = inputs_of(self.request.legs, self.leg)
        return replace(self.request, dream=self.dream, seed=self.seed, start=start, stop=stop, inputs=inputs, legs=())


def shots_of(request: RenderRequest, rate: Fraction) -> tuple[Shot, ...]:
    """The shots of a film, in order; where it begins or ends outside the session, the dream just goes on."""
    numbers = request.frame_numbers(rate)
    if not request.legs:
        return (Shot(request, numbers, numbers[0]),)
    starts, last = leg_starts(request.legs, rate), len(request.legs) - 1
    shots = []
    for number, leg in enumerate(request.legs):
        begin = max(starts[number], numbers.start) if number else numbers.start
        stop = min(starts[number + 1], numbers.stop) if number < last else numbers.stop
        if begin < stop:
            shots.append(Shot(request, range(begin, stop), begin - starts[number] + _frames(leg, rate).start, number))
    return tuple(shots)


def shot_at(shots: Sequence[Shot], number: int) -> Shot:
    """The shot that a frame of the film belongs to."""
    return shots[bisect_right(shots, number, key=lambda shot: shot.frames.start) - 1]


def leg_starts(legs: Sequence[Leg], rate: Fraction) -> list[int]:
    """The number in the film of each leg's first frame, and of the frame after the last leg."""
    frames = [_frames(leg, rate) for leg in legs]
    return list(accumulate(map(len, frames), initial=frames[0].start))


def _frames(leg: Leg, rate: Fraction) -> range:
    return frames_between(Fraction(leg.start, TICKS_PER_SECOND), Fraction(leg.stop, TICKS_PER_SECOND), rate)
