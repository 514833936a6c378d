"""Descriptions: what is seen, as a track of a film, as WebVTT, text and JSON."""

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.describing.script import descriptions
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.engine.request import RenderRequest
from dreamscape.engine.shots import Shot, shots_of
from dreamscape.export.container.chapters import chapters_of
from dreamscape.export.container.subtitles import SubtitleLine, TextTrack, subtitle_lines, to_vtt
from dreamscape.languages import OWN
from dreamscape.rng import Streams
from dreamscape.speech import line_timing
from dreamscape.text import printable

TITLE = "Descriptions"
RATE = Fraction(TICKS_PER_SECOND)  # frames per second of a request of which no film is made


def description_track(request: RenderRequest, rate: Fraction) -> list[TextTrack]:
    """The track of what is seen in a film; none if nothing is said of it."""
    lines = description_lines(request, rate)
    return [TextTrack(OWN, TITLE, tuple(lines), describes=True)] if lines else []


def description_lines(request: RenderRequest, rate: Fraction = RATE) -> list[SubtitleLine]:
    """What is said of the picture in a film at `rate` frames per second, in order, with the times of the sound."""
    shots = shots_of(request, rate)
    return [line for shot in shots for line in _of_shot(shot, rate, shots[0].frames.start)]


def _of_shot(shot: Shot, rate: Fraction, first_frame: int) -> Iterator[SubtitleLine]:
    interval, offset = shot.as_request(rate), (shot.frames.start - first_frame) / rate
    streams = Streams(shot.seed)
    timeline = Timeline(interval.dream.file, streams)
    scenes = Scenes(timeline, streams)
    first, last = (timeline.cue(int(at * TICKS_PER_SECOND)).act for at in (interval.start, interval.stop))
    for act in range(first, last + 1):
        begins = Fraction(timeline.span(act)[0], TICKS_PER_SECOND)
        for line in descriptions(timeline, scenes, act):
            start = begins + Fraction(line.at)
            stop = min(start + Fraction(line_timing.duration(line)), interval.stop)
            if interval.start <= start < interval.stop:
                begin, end = (round((offset + at - interval.start) * 1000) for at in (start, stop))
                yield SubtitleLine(begin, end, line.text)


def as_vtt(request: RenderRequest) -> str:
    """A WebVTT file whose cues are meant for a track of the kind `descriptions`."""
    return to_vtt(description_lines(request))


def as_text(request: RenderRequest) -> str:
    """The acts, what is seen in them, and between quotation marks what is said, each with its time."""
    said = [SubtitleLine(line.start, line.stop, f"“{line.text}”") for line in subtitle_lines(request, RATE)]
    rows = sorted([*description_lines(request), *said], key=lambda line: line.start)
    chapters = chapters_of(request, RATE)
    blocks = [printable(request.dream.file.title)]
    for chapter in chapters:
        inside = [row for row in rows if chapter.start <= row.start < chapter.stop]
        blocks.append(
            "\n".join([printable(chapter.title), *(f"{_clock(row.start)}  {_one_line(row)}" for row in inside)])
        )
    return "\n\n".join(blocks) + "\n"


def as_json(request: RenderRequest) -> str:
    """All of it for programs: times in seconds, from the beginning of what was asked for."""
    lines, said, acts = description_lines(request), subtitle_lines(request, RATE), chapters_of(request, RATE)
    content = {
        "title": request.dream.file.title,
        "dream": request.dream.name,
        "seed": request.seed,
        "seconds": float(request.stop - request.start),
        "acts": [{"title": act.title, "start": act.start / 1000, "end": act.stop / 1000} for act in acts],
        "descriptions": _rows(lines),
        "lines": _rows(said),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


WRITERS = {".vtt": as_vtt, ".txt": as_text, ".json": as_json}  # by suffix


def _rows(lines: Sequence[SubtitleLine]) -> list[dict[str, object]]:
    return [{"start": line.start / 1000, "end": line.stop / 1000, "text": line.text} for line in lines]


def _one_line(line: SubtitleLine) -> str:
    return printable(" ".join(line.text.split()))


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02}"
