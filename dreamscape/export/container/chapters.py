"""Chapters: the acts of a film as marks that players show, and as lines for its description."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from av.container import OutputContainer

from dreamscape.clock import TICKS_PER_SECOND, moment_of_frame
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.request import RenderRequest
from dreamscape.engine.shots import Shot, shots_of
from dreamscape.rng import Streams
from dreamscape.text import tag

MILLISECOND = Fraction(1, 1000)


@dataclass(frozen=True, slots=True)
class Chapter:
    """An act, from `start` to `stop`, milliseconds of the film."""

    start: int
    stop: int
    title: str


def chapters_of(request: RenderRequest, rate: Fraction) -> list[Chapter]:
    """The acts of which a film at `rate` frames a second shows something, in order; a jump within one begins none."""
    begins, last = list[tuple[Fraction, str]](), (-1, -1)
    for shot in shots_of(request, rate):
        timeline = Timeline(request.dream.file, Streams(shot.seed))
        for when, act in _acts(timeline, shot, rate):
            if (shot.seed, act) != last:
                begins.append((when, timeline.acts[act].scene.replace("_", " ").capitalize()))
            last = shot.seed, act
    times = [round(when * 1000) for when in [*(when for when, _ in begins), len(request.numbers(rate)) / rate]]
    return [Chapter(start, stop, title) for start, stop, (_, title) in zip(times, times[1:], begins, strict=False)]


def _acts(timeline: Timeline, shot: Shot, rate: Fraction) -> Iterator[tuple[Fraction, int]]:
    """When, in seconds since the film began, the acts of a shot begin, each with its number."""
    ends = shot.first, shot.first + len(shot.film) - 1
    first, last = (timeline.cue(moment_of_frame(number, rate).tick).act for number in ends)
    since = (shot.film.start - shot.whole.numbers(rate)[0] - shot.first) / rate  # of the film, as the dream begins
    yield since + shot.first / rate, first
    for act in range(first + 1, last + 1):
        yield since + Fraction(timeline.span(act)[0], TICKS_PER_SECOND), act


def mark(out: OutputContainer, chapters: Sequence[Chapter]) -> None:
    """Give a file, whose header has not been written yet, its chapters; one alone is the film itself and no mark."""
    if len(chapters) > 1:
        out.set_chapters(
            [
                {
                    "id": number,
                    "start": chapter.start,
                    "end": chapter.stop,
                    "time_base": MILLISECOND,
                    "metadata": {"title": tag(chapter.title)},
                }
                for number, chapter in enumerate(chapters, start=1)
            ]
        )


def listing(chapters: Sequence[Chapter]) -> Iterator[str]:
    """The lines that descriptions of films have: `0:00 Shore`, `1:02:03 Key`."""
    for chapter in chapters:
        minutes, seconds = divmod(chapter.start // 1000, 60)
        hours, rest = divmod(minutes, 60)
        clock = f"{hours}:{rest:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        yield f"{clock} {chapter.title}"
