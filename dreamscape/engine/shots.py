"""Shots: what a film is cut from: one take, or the legs of a session that jumped, laid one after the other.

Frames are counted on the film's own time line. That is the dream's, up to a session's first jump; from there on it goes
on as if nothing had been, while the dream is elsewhere. Each leg has the frames that a film of it alone has.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

from dreamscape.clock import TICKS_PER_SECOND, frames_between
from dreamscape.dream.legs import Leg, inputs_of
from dreamscape.engine.request import RenderRequest


@dataclass(frozen=True, slots=True)
class Shot:
    """A part of a film without a jump.

    Attributes:
        whole: the take that is filmed.
        film: the numbers of its frames in the film.
        first: the number, counted from the dream's beginning, of the first of them.
        leg: the number of the session's leg; 0 where there is but one.
    """

    whole: RenderRequest
    film: range
    first: int
    leg: int = 0

    @property
    def seed(self) -> int:
        """The seed number that it was played with."""
        number = self.whole.legs[self.leg].seed if self.whole.legs else None
        return self.whole.seed if number is None else number

    def dreamt(self, number: int) -> int:
        """The number of a frame of the film, counted from the dream's beginning."""
        return number - self.film.start + self.first

    def take(self, rate: Fraction) -> RenderRequest:
        """The shot as a take of its own, in the dream's time."""
        if not self.whole.legs:
            return self.whole
        start, stop = Fraction(self.first) / rate, Fraction(self.first + len(self.film)) / rate
        inputs = inputs_of(self.whole.legs, self.leg)
        return replace(self.whole, seed=self.seed, start=start, stop=stop, inputs=inputs, legs=())


def shots_of(request: RenderRequest, rate: Fraction) -> tuple[Shot, ...]:
    """The shots of a film of a take, in order; where it begins or ends outside the session, the dream just goes on."""
    numbers = request.numbers(rate)
    if not request.legs:
        return (Shot(request, numbers, numbers[0]),)
    places, last = places_of(request.legs, rate), len(request.legs) - 1
    found = []
    for number, leg in enumerate(request.legs):
        begin = max(places[number], numbers.start) if number else numbers.start
        stop = min(places[number + 1], numbers.stop) if number < last else numbers.stop
        if begin < stop:
            found.append(Shot(request, range(begin, stop), begin - places[number] + _frames(leg, rate).start, number))
    return tuple(found)


def shot_at(shots: Sequence[Shot], number: int) -> Shot:
    """The shot that a frame of the film is of."""
    return shots[bisect_right(shots, number, key=lambda shot: shot.film.start) - 1]


def places_of(legs: Sequence[Leg], rate: Fraction) -> list[int]:
    """The number in the film of each leg's first frame, and of the frame after the last one."""
    frames = [_frames(leg, rate) for leg in legs]
    return list(accumulate(map(len, frames), initial=frames[0].start))


def _frames(leg: Leg, rate: Fraction) -> range:
    return frames_between(Fraction(leg.start, TICKS_PER_SECOND), Fraction(leg.stop, TICKS_PER_SECOND), rate)
