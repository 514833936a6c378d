"""Shaping: a line of text as positioned glyphs, by HarfBuzz; any script, right to left too, mixed in one line."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

import uharfbuzz as hb
from bidi import algorithm

from dreamscape.typesetting.faces import OWN, face_of, has, opened, own
from dreamscape.typesetting.scripts import APART, is_seen, script, turns
from dreamscape.typesetting.system_faces import Face

_FINE = 64  # steps of a pixel
_EMS = {  # of the system's faces, by script, which beside the program's own look smaller or larger than it
    "ARABIC": 1.22, "HEBREW": 1.08, "DEVANAGARI": 1.06, "CJK": 0.95, "HANGUL": 0.95, "CYRILLIC": 0.92, "GREEK": 0.92,
}  # fmt: skip
_ISOLATES = re.compile("[\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a line.

    Attributes:
        face, em, number: the face, its em in px, and the glyph's number in it.
        x, y: px from the line's left end, and up from its baseline.
        start, stop: the letters of the text that it stands for, with others of the same `start` perhaps: a cluster.
    """

    face: Face
    em: float
    number: int
    x: float
    y: float
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class ShapedLine:
    """The glyphs of a line, from left to right, and its width, px."""

    glyphs: tuple[Glyph, ...]
    width: float


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters `start` to `stop` of a text: in one script, one face and one direction (odd levels go leftwards)."""

    start: int
    stop: int
    script: str
    face: Face | None
    level: int


@lru_cache(maxsize=1024)
def shape(text: str, pixels: int, style: str, language: str = "", tracking: float = 0.0) -> ShapedLine:
    """Shape a line at an em of `pixels`.

    Args:
        text: the line.
        pixels: of an em.
        style: of the face, one of `faces.OWN`.
        language: a tag such as `ja`, which some faces draw letters for; empty for none.
        tracking: em between letters in addition, in scripts whose letters stand apart.
    """
    glyphs, pen = list[Glyph](), 0.0
    for run in _in_visual_order(_runs(text, style, language)):
        if run.face is not None:
            apart = tracking * pixels if run.script in APART else 0.0
            shaped = _shape_run(text, run, run.face, pixels, language, apart)
            glyphs += [replace(glyph, x=glyph.x + pen) for glyph in shaped.glyphs]
            pen += shaped.width
    return ShapedLine(tuple(glyphs), pen)


def _shape_run(text: str, run: _Run, face: Face, pixels: int, language: str, apart: float) -> ShapedLine:
    font, em = hb.Font(opened(face)), round(pixels * _FINE * _em(face, run.script))
    font.scale = em, em
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(letter) for letter in text], run.start, run.stop - run.start)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    if language:
        buffer.language = language
    hb.shape(font, buffer, {"liga": False, "clig": False} if apart else {})
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    stops = dict(zip(starts, [*starts[1:], run.stop], strict=True))
    glyphs, pen, before = list[Glyph](), 0.0, -1
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if info.codepoint == 0:  # a box
            continue
        pen += apart if before not in (-1, info.cluster) else 0.0
        before = info.cluster
        x, y = pen + place.x_offset / _FINE, place.y_offset / _FINE
        glyphs.append(Glyph(face, em / _FINE, info.codepoint, x, y, info.cluster, stops[info.cluster]))
        pen += place.x_advance / _FINE
    return ShapedLine(tuple(glyphs), pen + (apart if glyphs else 0.0))


def _em(face: Face, its_script: str) -> float:
    """The em of a face in ems of the program's own."""
    return 1.0 if face in map(own, OWN) else _EMS.get(its_script, 1.0)


def _runs(text: str, style: str, language: str) -> list[_Run]:
    """The runs of a text, in the order in which it is read."""
    kinds = list(zip(_scripts_and_faces(text, style, language), _levels(text), strict=True))
    runs, start = list[_Run](), 0
    for ((its_script, face), level), same in groupby(kinds):
        stop = start + len(list(same))
        runs.append(_Run(start, stop, its_script, face, level))
        start = stop
    return runs


def _scripts_and_faces(text: str, style: str, language: str) -> Iterator[tuple[str, Face | None]]:
    """The script and the face of each letter; what all scripts share goes with the letters before it, if it can."""
    letters = {name: frozenset(letter for letter in text if script(letter) == name) for name in map(script, text)}
    faces = {name: face_of(letters[name], style, language) for name in letters if name}
    now = next(((name, faces[name]) for name in map(script, text) if name), ("", own(style)))
    for letter in text:
        name = script(letter)
        if name:
            now = name, faces[name] or face_of(frozenset(letter), style, language)
        elif is_seen(letter) and not (now[1] and has(now[1], letter)):
            mark = unicodedata.category(letter)[0] == "M"  # stays with its letter, even without a glyph
            now = now if mark and now[1] else ("", face_of(frozenset(letter), style, language))
        yield now


def _levels(text: str) -> list[int]:
    """The embedding level of each letter, by the Unicode Bidirectional Algorithm."""
    if not turns(text):
        return [0] * len(text)
    storage = algorithm.get_empty_storage()
    storage["base_level"] = algorithm.get_base_level(text)
    storage["base_dir"] = "R" if storage["base_level"] else "L"
    algorithm.get_embedding_levels(_ISOLATES.sub("\u200b", text), storage)  # which it does not know
    for place, letter in enumerate(storage["chars"]):
        letter["place"] = place
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    levels = [storage["base_level"]] * len(text)
    for letter in storage["chars"]:
        levels[letter["place"]] = letter["level"]
    return levels


def _in_visual_order(runs: list[_Run]) -> list[_Run]:
    """The runs from left to right (rule L2)."""
    runs = list(runs)
    highest = max((run.level for run in runs), default=0)
    for level in range(highest, 0, -1):
        first = 0
        while first < len(runs):
            last = first
            while last < len(runs) and runs[last].level >= level:
                last += 1
            runs[first:last] = runs[first:last][::-1]
            first = last + 1
    return runs
