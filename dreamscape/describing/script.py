"""The script: sights fitted into the gaps between the voice's lines, as lines that can be spoken and written.

All of it is a function of the dream and its seed, so that sound, text and any part of either agree.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.describing import general
from dreamscape.dream.line import Line
from dreamscape.dream.timeline import Timeline
from dreamscape.speech import line_timing
from dreamscape.world.scene import Scene
from dreamscape.world.sight import Sight
from dreamscape.world.weather import strikes

Span = tuple[float, float]
_BEFORE, _AFTER = 0.4, 0.7  # s kept free before a line of the voice, and after it for its echo
_BETWEEN = 0.6  # s from one description to the next
_LATE, _EARLY = 12.0, 2.0  # s by which sights may be said late, unless they say themselves, and early
_PACE = 1.3  # times the voice's
_LONGEST = 18.0  # s
_FURTHER = 0.7  # of the weight of a sentence, that of the next one of the same sight
_STEP = 0.25  # s, in which a scene's silence is looked for


def descriptions(timeline: Timeline, scenes: Mapping[int, Scene], act: int) -> tuple[Line, ...]:
    """What is said of an act, in order of time, as lines of its own.

    Args:
        timeline: of the dream.
        scenes: by index of the act.
        act: its index.
    """
    start, stop = timeline.span(act)
    pace, length = timeline.acts[act].pace, (stop - start) / TICKS_PER_SECOND
    free, told = _free(timeline, scenes, act, length), dict[int, _Told]()
    for _, number, count, sight in _by_weight(_sights(timeline, scenes, act)):
        first = sight.at / pace
        last = min(first + _LATE if math.isinf(sight.until) else sight.until / pace, length)
        if count == 1:
            at = _place(_spoken(sight.sentences[0]), free, first, last)
            one = None if at is None else _Told(sight.sentences, at)
        else:
            one = told[number].more(free) if number in told and told[number].count == count - 1 else None
        if one:
            told[number], free = one, one.taken_from(free)
    return tuple(sorted((one.line for one in told.values()), key=lambda line: line.at))


def _by_weight(sights: Iterable[Sight]) -> list[tuple[float, int, int, Sight]]:
    """Each sentence of each sight, the weightiest first: its weight, the sight's number, the sentence's, and it."""
    found = [
        (-sight.weight * _FURTHER ** (count - 1), number, count, sight)
        for number, sight in enumerate(sights)
        for count in range(1, len(sight.sentences) + 1)
    ]
    return sorted(found, key=lambda item: (item[0], item[3].at, item[1:3]))


@dataclass(frozen=True)
class _Told:
    """Sentences that are told from `at` on, seconds of the act; `count` of them."""

    sentences: tuple[str, ...]
    at: float
    count: int = 1

    @property
    def line(self) -> Line:
        line = _spoken(" ".join(self.sentences[: self.count]))
        return Line(round(self.at * TICKS_PER_SECOND) / TICKS_PER_SECOND, line.text, line.stay)

    @property
    def long(self) -> float:
        return line_timing.duration(self.line)

    def more(self, free: list[Span]) -> "_Told | None":
        """The same with one more sentence, if there is room for it."""
        longer = replace(self, count=self.count + 1)
        fits = longer.long <= _LONGEST and _is_free(self.at + self.long, longer.at + longer.long, free)
        return longer if fits else None

    def taken_from(self, free: list[Span]) -> list[Span]:
        """What is left of free spans; right after it, it may go on."""
        begin, end = self.at - _BETWEEN, self.at + self.long + _BETWEEN
        return [part for span in free for part in _without(span, begin, end)]


def _sights(timeline: Timeline, scenes: Mapping[int, Scene], act: int) -> Iterator[Sight]:
    """All sights of an act, in any order."""
    played, scene, (start, stop) = timeline.acts[act], scenes[act], timeline.span(act)
    rate = played.pace / TICKS_PER_SECOND
    seconds = (stop - start) * rate
    yield from scene.sights()
    yield general.colours(scene, played.palette)
    yield from general.lightning(scene, strikes(scene.streams, start, stop), start, rate)
    if type(scene).sights is Scene.sights:
        yield from general.camera(scene, seconds)
        yield from general.connection(played, seconds)
    if timeline.endless or act < len(timeline.acts) - 1:
        yield general.leaving(played, seconds)
    elif timeline.closing:
        yield general.ending(stop - start, timeline.closing, rate)


def _free(timeline: Timeline, scenes: Mapping[int, Scene], act: int, length: float) -> list[Span]:
    """When nothing else is said in an act, and it is not silent: seconds after it began, in the dream's time."""
    taken = list[Span]()
    for near in (act - 1, act) if act else (act,):
        offset = (timeline.span(near)[0] - timeline.span(act)[0]) / TICKS_PER_SECOND
        for line in timeline.acts[near].voice:
            if line.spoken:
                at = offset + line.at
                taken.append((at - _BEFORE, at + line_timing.duration(line) + _AFTER))
    pace = timeline.acts[act].pace
    for step in range(int(length / _STEP)):
        at = step * _STEP
        if scenes[act].sounding(at * pace).open < 0.999:
            taken.append((at - _STEP, at + _STEP))
    free = [(0.5 * _BETWEEN, length - 0.5 * _BETWEEN)]
    for begin, end in taken:
        free = [part for span in free for part in _without(span, begin, end)]
    return free


def _place(line: Line, free: list[Span], first: float, last: float) -> float | None:
    """When a line may be said: as soon as possible after `first` and not after `last`, or else a little too early."""
    long = line_timing.duration(line)
    for begin, end in free:
        if max(begin, first) + long <= end and max(begin, first) <= last:
            return max(begin, first)
    early = [end - long for begin, end in free if max(begin, first - _EARLY) <= end - long < first]
    return early[-1] if early else None


def _is_free(begin: float, end: float, free: list[Span]) -> bool:
    """Whether a line that ends at `begin` may go on until `end`."""
    return any(first - _BETWEEN - 1e-6 <= begin and end <= last for first, last in free if begin < last)


def _spoken(text: str) -> Line:
    """A line that says a text, at the pace of descriptions."""
    slow = Line(0.0, text, 60.0)
    stay = line_timing.duration(slow) / (line_timing.SPOKEN_FRACTION * _PACE)
    return Line(0.0, text, stay)


def _without(span: Span, begin: float, end: float) -> Iterator[Span]:
    """What is left of a span outside another."""
    for first, last in ((span[0], min(span[1], begin)), (max(span[0], end), span[1])):
        if last > first:
            yield first, last
