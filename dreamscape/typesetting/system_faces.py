"""The system's faces: by fontconfig where it is, else from the platform's font folders."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import freetype

# Families to prefer, by script: book faces that stand well beside the program's own serif.
PREFERRED = {
    "": ("Noto Serif", "DejaVu Serif", "Georgia", "Times New Roman", "Noto Sans Symbols"),
    "ARABIC": ("Noto Naskh Arabic", "Amiri", "Scheherazade New", "Geeza Pro", "Sakkal Majalla", "Times New Roman"),
    "CJK": ("Noto Serif CJK JP", "Noto Serif JP", "Source Han Serif", "Hiragino Mincho ProN", "Yu Mincho", "MS Mincho"),
    "DEVANAGARI": ("Noto Serif Devanagari", "Tiro Devanagari Hindi", "Kohinoor Devanagari", "Nirmala UI"),
    "HANGUL": ("Noto Serif CJK KR", "Noto Serif KR", "AppleMyungjo", "Batang", "Malgun Gothic"),
    "HEBREW": ("Noto Serif Hebrew", "Frank Ruehl CLM", "New Peninim MT", "Times New Roman"),
}  # fmt: skip
_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
_PATIENCE = 10.0  # s for fontconfig, whose first answer may make its cache
_MOST_LETTERS = 64  # of a text that fontconfig is asked for


@dataclass(frozen=True, slots=True)
class Face:
    """A face: its file, and its number in a file of several."""

    path: Path
    index: int = 0


def candidates(letters: Iterable[str], script: str, language: str, italic: bool) -> Iterator[Face]:
    """Faces that may have these letters, the most fitting first; each must be asked whether it does."""
    families = (*PREFERRED.get(script, ()), *PREFERRED[""])
    found = _by_fontconfig("".join(sorted(set(letters))[:_MOST_LETTERS]), families, language, italic)
    if found is not None:
        yield found
    yield from _in_folders(families, italic)


@lru_cache(maxsize=64)
def _by_fontconfig(letters: str, families: tuple[str, ...], language: str, italic: bool) -> Face | None:
    """What fontconfig says; it puts the letters first, then the family."""
    names = ",".join((*families, "serif")).replace("-", r"\-")
    pattern = f"{names}:weight=light:slant={'italic' if italic else 'roman'}:scalable=true:color=false"
    pattern += f":charset={' '.join(f'{ord(letter):x}' for letter in letters)}"
    pattern += f":lang={language.lower()}" if language else ""
    with suppress(OSError, subprocess.SubprocessError, ValueError):
        said = subprocess.run(
            ["fc-match", "-f", "%{file}\n%{index}", pattern], capture_output=True, timeout=_PATIENCE, check=True
        ).stdout
        path, _, index = said.decode("utf-8", "surrogateescape").rpartition("\n")
        return Face(Path(path), int(index) & 0xFFFF)  # above that: a named style of a variable face
    return None


def _in_folders(families: tuple[str, ...], italic: bool) -> list[Face]:
    """All faces of the font folders, those of the families first, light and regular ones before others."""

    def rank(item: tuple[str, str, Face]) -> tuple[int, bool, int, str]:
        family, style, face = item
        place = families.index(family) if family in families else len(families)
        slanted = "italic" in style.lower() or "oblique" in style.lower()
        weights = [name in style.lower() for name in ("regular", "book", "light", "roman")]
        return place, slanted != italic, 0 if any(weights) else 1, face.path.name

    return [face for *_, face in sorted(_installed(), key=rank)]


@cache
def _installed() -> tuple[tuple[str, str, Face], ...]:
    """Family, style and place of each scalable face in the font folders."""
    found = list[tuple[str, str, Face]]()
    for folder in _folders():
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix.lower() in _SUFFIXES:
                with suppress(freetype.FT_Exception, OSError):
                    found += _faces_of(path)
    return tuple(found)


def _faces_of(path: Path) -> list[tuple[str, str, Face]]:
    count = freetype.Face(str(path)).num_faces
    faces = [(freetype.Face(str(path), index), index) for index in range(count)]
    return [
        ((face.family_name or b"").decode("ascii", "replace"), (face.style_name or b"").decode("ascii", "replace"),
         Face(path, index))
        for face, index in faces if face.is_scalable
    ]  # fmt: skip


def _folders() -> list[Path]:
    """The font folders of the platform, the user's first."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        return [home / "AppData/Local/Microsoft/Windows/Fonts", windows / "Fonts"]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    return [home / ".local/share/fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]
