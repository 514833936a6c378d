"""Subtitles: the lines of the voice, for a film's subtitle track and as SubRip (.srt) and WebVTT (.vtt) files."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.request import RenderRequest
from dreamscape.engine.shots import shots_of
from dreamscape.languages import own_name
from dreamscape.rng import Streams
from dreamscape.text import tag


@dataclass(frozen=True, slots=True)
class SubtitleLine:
    """A spoken line and its times in the film, whole milliseconds from the first frame."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class TextTrack:
    """A text track of a film.

    Attributes:
        language: its tag.
        title: what players call it.
        lines: in order of time.
        shown: whether players show it by default.
        describes: whether it says what is seen, to be read aloud.
    """

    language: str
    title: str
    lines: tuple[SubtitleLine, ...]
    shown: bool = False
    describes: bool = False


def subtitle_tracks(request: RenderRequest, rate: Fraction) -> list[TextTrack]:
    """A track for each language that the dream's lines are written in, the one to be read first; none without lines.

    The first is shown by default where the picture has no captions.
    """
    tracks = list[TextTrack]()
    for tag_ in request.dream.file.languages:
        if lines := subtitle_lines(request, rate, tag_):
            shown = not tracks and not request.captions
            tracks.append(TextTrack(tag_, own_name(tag_), tuple(lines), shown))
    return tracks


def subtitle_lines(request: RenderRequest, rate: Fraction, language: str = "") -> list[SubtitleLine]:
    """The lines heard in a film at `rate` frames per second, in order, in a language where they are written in it."""
    shots, lines = shots_of(request, rate), list[SubtitleLine]()
    for shot in shots:
        interval, offset = shot.as_request(rate), (shot.frames.start - shots[0].frames.start) / rate
        timeline = Timeline(shot.dream.file, Streams(shot.seed))
        lines += lines_between(timeline, interval.start, interval.stop, offset, language)
    return lines


def lines_between(
    timeline: Timeline, start: Fraction, stop: Fraction, offset: Fraction = Fraction(0), language: str = ""
) -> list[SubtitleLine]:
    """The lines heard in an interval of a dream, in order.

    Args:
        timeline: of the dream.
        start, stop: of the interval, seconds since the dream began.
        offset: seconds of the film before the interval.
        language: a tag; lines that are not written in it stay as they are.
    """
    lines = []
    for act, act_text in enumerate(timeline.acts):
        act_start = Fraction(timeline.span(act)[0], TICKS_PER_SECOND)
        for script_line in act_text.voice:
            first = max(act_start + Fraction(script_line.at), start)
            last = min(act_start + Fraction(script_line.at) + Fraction(script_line.stay), stop)
            if first < last:
                start_ms, stop_ms = (round((offset + seconds - start) * 1000) for seconds in (first, last))
                lines.append(SubtitleLine(start_ms, stop_ms, cue_text(script_line.in_language(language).text)))
    return sorted(lines, key=lambda line: line.start)


def cue_text(text: str) -> str:
    """Clean a text for use as one cue of any subtitle format.

    Line breaks stay. Empty lines, which would end the cue, arrows that would read as the times of another cue, and
    control characters are removed. Escaping a format's own markup is left to its writer.
    """
    lines = (tag(" ".join(line.split())) for line in text.splitlines())
    return re.sub("-{2,}>", "\u2192", "\n".join(filter(None, lines)))


def to_srt(lines: Sequence[SubtitleLine]) -> str:
    """The text of a SubRip file."""
    return "\n".join(_blocks(lines))


def to_vtt(lines: Sequence[SubtitleLine]) -> str:
    """The text of a WebVTT file."""
    return "\n".join(
        ["WEBVTT\n", *_blocks([replace(line, text=escape(line.text, quote=False)) for line in lines], ".")]
    )


WRITERS = {".srt": to_srt, ".vtt": to_vtt}  # writers by suffix


def _blocks(lines: Sequence[SubtitleLine], point: str = ",") -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        yield f"{number}\n{_timestamp(line.start, point)} --> {_timestamp(line.stop, point)}\n{line.text}\n"


def _timestamp(milliseconds: int, point: str) -> str:
    seconds, millis = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{millis:03}"
