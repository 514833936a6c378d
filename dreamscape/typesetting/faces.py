"""Faces: which face draws a letter: the program's own serif, or else the first of the system's that has it."""

import importlib.util
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz as hb

from dreamscape.typesetting.scripts import is_seen, script
from dreamscape.typesetting.system_faces import Face, candidates

OWN = {  # by style, of the package font-source-serif-pro, SIL Open Font License 1.1
    "voice": "SourceSerifPro-LightIt.ttf",
    "dreamer": "SourceSerifPro-Light.ttf",
    "small": "SourceSerifPro-Regular.ttf",  # the program's own small letters
}
_USUAL = {  # letters by which the face of a script is chosen, by script
    "CYRILLIC": frozenset("жя"), "GREEK": frozenset("λω"), "ARABIC": frozenset("بم"), "HEBREW": frozenset("אש"),
    "DEVANAGARI": frozenset("कम"), "CJK": frozenset("永あ"), "HANGUL": frozenset("한글"), "THAI": frozenset("กม"),
}  # fmt: skip
ITALIC = "voice"  # the style that is italic, where a face is


@cache
def own(style: str) -> Face:
    """The program's own face of a style."""
    package = importlib.util.find_spec("font_source_serif_pro")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("font-source-serif-pro: not installed; install dreamscape again, it is a dependency")
    return Face(Path(package.submodule_search_locations[0]) / "files" / OWN[style])


@lru_cache(maxsize=64)
def opened(face: Face) -> hb.Face:
    """The face's tables, for shaping."""
    return hb.Face(hb.Blob.from_file_path(str(face.path)), face.index)


@lru_cache(maxsize=64)
def _letters_of(face: Face) -> hb.Font:
    return hb.Font(opened(face))


def has(face: Face, letter: str) -> bool:
    """Whether a face has a glyph for a letter."""
    return _letters_of(face).get_nominal_glyph(ord(letter)) is not None


def has_all(face: Face, letters: Iterable[str]) -> bool:
    """Whether a face has glyphs for all of these letters; False if its file cannot be read."""
    try:
        return all(has(face, letter) for letter in letters)
    except (OSError, hb.HarfBuzzError):
        return False


@lru_cache(maxsize=512)
def face_of(letters: frozenset[str], style: str, language: str = "") -> Face | None:
    """A face that has all these letters of one script: the program's own, or the system's; None if there is none."""
    if has_all(own(style), letters):
        return own(style)
    name = next(iter({script(letter) for letter in letters} - {""}), "")
    usual = _USUAL.get(name, frozenset())
    if usual and usual != letters and (face := face_of(usual, style, language)) and has_all(face, letters):
        return face  # one face for all words of a line
    return next((face for face in candidates(letters, name, language, style == ITALIC) if has_all(face, letters)), None)


def missing(text: str, style: str, language: str = "") -> list[str]:
    """The letters of a text that no face has, each once, in order."""
    seen = dict.fromkeys(letter for letter in text if is_seen(letter))
    together = [
        frozenset(letter for letter in seen if script(letter) == name) for name in set(map(script, seen)) - {""}
    ]
    for letters in together:
        if face_of(letters, style, language) is not None:
            seen = dict.fromkeys(letter for letter in seen if letter not in letters)
    return [letter for letter in seen if face_of(frozenset(letter), style, language) is None]
