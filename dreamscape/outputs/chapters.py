"""Chapters: the acts of a film as marks that players show, and as lines for its description."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from av.container import OutputContainer

from dreamscape.clock import TICKS_PER_SECOND, moment_of_frame
from dreamscape.rng import Streams
from dreamscape.take import Take
from dreamscape.text import tag
from dreamscape.timeline import Timeline

MILLISECOND = Fraction(1, 1000)


@dataclass(frozen=True, slots=True)
class Chapter:
    """An act, from `start` to `stop`, milliseconds of the film."""

    start: int
    stop: int
    title: str


def chapters_of(take: Take, rate: Fraction) -> list[Chapter]:
    """The acts of which a film at `rate` frames a second shows something, in order."""
    timeline, frames = Timeline(take.dream.seed, Streams(take.seed)), take.numbers(rate)
    first, last = (timeline.cue(moment_of_frame(number, rate).tick).act for number in (frames[0], frames[-1]))
    begins = [frames[0] / rate]
    begins += [Fraction(timeline.span(act)[0], TICKS_PER_SECOND) for act in range(first + 1, last + 1)]
    times = [round((when - begins[0]) * 1000) for when in [*begins, (frames[-1] + 1) / rate]]
    titles = [timeline.acts[act].scene.replace("_", " ").capitalize() for act in range(first, last + 1)]
    return [Chapter(*each) for each in zip(times, times[1:], titles, strict=False)]


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
