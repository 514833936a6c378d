"""Chapters: the acts of a film as chapter marks for players, and as lines for a description."""

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
    """An act, from `start` to `stop` in milliseconds of the film."""

    start: int
    stop: int
    title: str


def chapters_of(request: RenderRequest, rate: Fraction) -> list[Chapter]:
    """The acts shown by a film at `rate` frames per second, in order; a jump within an act begins no new chapter."""
    beginnings, previous = list[tuple[Fraction, str]](), (-1, -1)
    for shot in shots_of(request, rate):
        timeline = Timeline(shot.dream.file, Streams(shot.seed))
        for seconds, act in _acts(timeline, shot, rate):
            if (shot.seed, act) != previous:
                beginnings.append((seconds, timeline.acts[act].scene.replace("_", " ").capitalize()))
            previous = shot.seed, act
    film_end = len(request.frame_numbers(rate)) / rate
    times = [round(seconds * 1000) for seconds in (*(begin for begin, _ in beginnings), film_end)]
    return [Chapter(start, stop, title) for start, stop, (_, title) in zip(times, times[1:], beginnings, strict=False)]


def _acts(timeline: Timeline, shot: Shot, rate: Fraction) -> Iterator[tuple[Fraction, int]]:
    """The acts of a shot: when each begins, in seconds since the film began, and its number."""
    first_and_last = shot.first, shot.first + len(shot.frames) - 1
    first, last = (timeline.cue(moment_of_frame(number, rate).tick).act for number in first_and_last)
    film_start = shot.request.frame_numbers(rate)[0]
    dream_start = (shot.frames.start - film_start - shot.first) / rate  # s into the film
    yield dream_start + shot.first / rate, first
    for act in range(first + 1, last + 1):
        yield dream_start + Fraction(timeline.span(act)[0], TICKS_PER_SECOND), act


def add_chapters(out: OutputContainer, chapters: Sequence[Chapter]) -> None:
    """Add chapters to a container whose header is not written yet; a single chapter is the whole film and not added."""
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


def description_lines(chapters: Sequence[Chapter]) -> Iterator[str]:
    """Lines as video sites expect them in descriptions: `0:00 Shore`, `1:02:03 Key`."""
    for chapter in chapters:
        minutes, seconds = divmod(chapter.start // 1000, 60)
        hours, minutes_left = divmod(minutes, 60)
        clock = f"{hours}:{minutes_left:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        yield f"{clock} {chapter.title}"
