"""The lines of the voice as text: for a film's subtitle track, and as SubRip (.srt) and WebVTT (.vtt)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.request import RenderRequest
from dreamscape.engine.shots import shots_of
from dreamscape.rng import Streams
from dreamscape.text import tag


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line with its times in the film, whole milliseconds from the first frame."""

    start: int
    stop: int
    text: str


def lines_of(request: RenderRequest, rate: Fraction) -> list[Spoken]:
    """The lines that are heard in a film at `rate` frames a second, in order."""
    shots, found = shots_of(request, rate), list[Spoken]()
    for shot in shots:
        own, after = shot.take(rate), (shot.film.start - shots[0].film.start) / rate
        timeline = Timeline(request.dream.file, Streams(shot.seed))
        found += spoken(timeline, own.start, own.stop, after)
    return found


def spoken(timeline: Timeline, start: Fraction, stop: Fraction, after: Fraction = Fraction(0)) -> list[Spoken]:
    """The lines that are heard in a part of a dream, in order.

    Args:
        timeline: of the dream.
        start, stop: of the part, seconds since the dream began.
        after: seconds of the film before the part.
    """
    found = []
    for act, asked in enumerate(timeline.acts):
        began = Fraction(timeline.span(act)[0], TICKS_PER_SECOND)
        for line in asked.voice:
            first = max(began + Fraction(line.at), start)
            last = min(began + Fraction(line.at) + Fraction(line.stay), stop)
            if first < last:
                begin, end = (round((after + when - start) * 1000) for when in (first, last))
                found.append(Spoken(begin, end, cue(line.text)))
    return sorted(found, key=lambda one: one.start)


def cue(text: str) -> str:
    """Words as the text of one cue, in any format of subtitles.

    Lines keep their breaks. There is none without words, which would end the cue; nothing that reads as the times of
    another one; and no control character. Signs of a format's own markup are for its writer to escape.
    """
    lines = (tag(" ".join(line.split())) for line in text.splitlines())
    return re.sub("-{2,}>", "\u2192", "\n".join(filter(None, lines)))


def srt(lines: Sequence[Spoken]) -> str:
    """The text of a SubRip file."""
    return "\n".join(_blocks(lines))


def vtt(lines: Sequence[Spoken]) -> str:
    """The text of a WebVTT file."""
    return "\n".join(
        ["WEBVTT\n", *_blocks([replace(line, text=escape(line.text, quote=False)) for line in lines], ".")]
    )


KINDS = {".srt": srt, ".vtt": vtt}  # by the end of the file's name


def _blocks(lines: Sequence[Spoken], point: str = ",") -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        yield f"{number}\n{_stamp(line.start, point)} --> {_stamp(line.stop, point)}\n{line.text}\n"


def _stamp(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"
