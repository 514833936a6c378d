"""Spans: the sections of a song as the lengths of acts. What is too short is merged, what is too long is divided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from dreamscape.arrays import F64
from dreamscape.structure.song_structure import Section, SongStructure

SHORTEST, LONGEST = 8.0, 48.0  # s, an act of a song of a few minutes
MOST = 60  # acts
BARELY = 4.0  # s, the least that may stand before a drop as an act of its own


@dataclass(frozen=True, slots=True)
class Span:
    """What one act shows of a song.

    Attributes:
        start, stop: s, on bar lines where there are any.
        label, kind, loudness: of its section; of the longest, if several were merged.
        part, parts: which part of its section it is, from 1, and of how many.
    """

    start: float
    stop: float
    label: str
    kind: str
    loudness: float
    part: int = 1
    parts: int = 1

    @property
    def seconds(self) -> float:
        """Its length."""
        return self.stop - self.start


def spans_of(structure: SongStructure) -> list[Span]:
    """The spans of a song, in order."""
    shortest = max(SHORTEST, structure.seconds / MOST)
    longest = max(LONGEST, 2.0 * shortest)
    bars = structure.beats.bars
    merged = _merged(_snapped(structure.sections, bars), shortest)
    return [part for span in merged for part in _divided(span, longest, bars)]


def _snapped(sections: Sequence[Section], bars: F64) -> list[Span]:
    """The sections from bar line to bar line; the first from the beginning, the last to the end."""
    bounds = [0.0, *(_nearest(section.start, bars) for section in sections[1:]), sections[-1].stop]
    return [
        Span(start, stop, section.label, section.kind, section.loudness)
        for section, start, stop in zip(sections, bounds[:-1], bounds[1:], strict=True)
    ]


def _nearest(second: float, bars: F64) -> float:
    """The bar line nearest to a time, if it is within a second; else the time."""
    if not len(bars):
        return second
    nearest = float(bars[np.abs(bars - second).argmin()])
    return nearest if abs(nearest - second) < 1.0 else second


def _merged(spans: list[Span], shortest: float) -> list[Span]:
    """The spans with the shortest one merged with a neighbour, until all are long enough."""
    while len(spans) > 1:
        short = [i for i, span in enumerate(spans) if span.seconds < (BARELY if _before_drop(spans, i) else shortest)]
        if not short:
            break
        index = min(short, key=lambda i: spans[i].seconds)
        other = _neighbour(spans, index)
        first, last = sorted((index, other))
        longer = max(spans[first], spans[last], key=lambda span: (span.kind != "", span.seconds))
        spans[first : last + 1] = [replace(longer, start=spans[first].start, stop=spans[last].stop)]
    return spans


def _before_drop(spans: list[Span], index: int) -> bool:
    """Whether the first span leads straight into a drop, and has no other to be merged with."""
    return index == 0 and spans[1].kind == "drop"


def _neighbour(spans: list[Span], index: int) -> int:
    """The neighbour with which a short span is merged: one that sounds alike, but a drop keeps its beginning."""
    sides = [i for i in (index - 1, index + 1) if 0 <= i < len(spans)]
    free = [i for i in sides if spans[max(i, index)].kind != "drop"] or sides
    return min(
        free, key=lambda i: (spans[i].label != spans[index].label, abs(spans[i].loudness - spans[index].loudness))
    )


def _divided(span: Span, longest: float, bars: F64) -> list[Span]:
    """A span in parts of about equal length, none longer than `longest` by more than a bar, cut at bar lines."""
    parts = max(1, int(np.ceil(span.seconds / longest - 0.1)))
    inside = bars[(bars > span.start + 1.0) & (bars < span.stop - 1.0)]
    phrases = inside[3::4] if len(inside) >= 8 * parts else inside
    cuts = [_cut(span.start + span.seconds * k / parts, phrases) for k in range(1, parts)]
    bounds = [span.start, *cuts, span.stop]
    return [
        replace(span, start=start, stop=stop, part=number, parts=parts, kind=span.kind if number == 1 else "")
        for number, (start, stop) in enumerate(pairwise(bounds), 1)
    ]


def _cut(second: float, lines: F64) -> float:
    """The line nearest to a time; the time itself if there is none."""
    return float(lines[np.abs(lines - second).argmin()]) if len(lines) else second
