"""Shader source: .glsl files with their includes expanded, and driver errors mapped back to files and lines."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from dreamscape import resources
from dreamscape.errors import ShaderError

FOLDERS = "shared", "acts", "post"  # of glsl/, which are searched for an included file
VERSION = "#version 330 core\n"  # that every stage begins with
FILE_LINES = 10_000  # line 12 of the third file is numbered 20012, since Mesa ignores the file number of #line

IN_PLACE, SHADE = "IN_PLACE", "shade"  # where a layer is read in place (in_place.py): the define, and its function

_INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"\s*(?://.*)?$')
_UNIFORM = re.compile(r"\buniform\s+(?:(?:lowp|mediump|highp)\s+)?(\w+)\s*((?:\[[^\]]*\])?)\s*([^;{}]*);")
_DEFAULT = re.compile(r"(\w+)\s*(?:\[[^\]]*\])?\s*=(?!=)")
_DECLARATOR = re.compile(r"(\w+)\s*((?:\[[^\]]*\])?)")
_PLACE = re.compile(r"\b0(?::(\d+)(?=[:(])|\((\d+)\))")  # Mesa `0:12(3): `, NVIDIA `0(12) : `, others `0:12: `
_UNDECLARED = re.compile(r"undeclared|undefined|not declared", re.IGNORECASE)
_NO_FIELD = re.compile(r"cannot access field|no such field|not (?:a )?member", re.IGNORECASE)
_CANDIDATES = "; candidates are"  # with which Mesa begins to list all overloads
_QUOTED = re.compile(r"[`'\"](\w+)['\"]")
_MEMBER = re.compile(r"^ +(?:float|vec[234]|mat4) (\w+)", re.MULTILINE)
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_NESTED = re.compile(r"\([^()]*\)")
_BLOCK = re.compile(r"(\buniform\s+\w+\s*\{[^}]*\})")
_GLOBAL = re.compile(r"^(?:const\s+)?(?!uniform\b|return\b)\w+\s+(\w+)\s*(?:[(=]|\[)", re.MULTILINE)


@lru_cache(maxsize=512)  # of hits; a miss raises and is searched again
def _find(name: str, *folders: Path) -> Path:
    """The file of this name in the first folder that has one."""
    for folder in folders:
        if (folder / name).is_file():
            return (folder / name).resolve()
    raise FileNotFoundError(name)


@cache
def _shared() -> tuple[Path, ...]:
    """The folders that are searched after a file's own."""
    return tuple(resources.folder("glsl") / name for name in FOLDERS)


@lru_cache(maxsize=512)
def _parts(text: str) -> tuple[tuple[tuple[str, ...], int, str], ...]:
    """A file's lines up to each include, the include's line and the name it gives; at last those after it, and no name.

    Programs share most of their files, and each reads them anew, as they may be edited meanwhile.
    """
    parts, lines = list[tuple[tuple[str, ...], int, str]](), list[str]()
    for count, line in enumerate(text.splitlines(), start=1):
        if match := _INCLUDE.match(line):
            parts.append((tuple(lines), count, match[1]))
            lines = []
        else:
            lines.append(line)
    return (*parts, (tuple(lines), 0, ""))


@lru_cache(maxsize=32)  # the variants of a program, and its twin for the hand, have one text
def _without_comments(text: str) -> str:
    return _COMMENT.sub(" ", text)


@lru_cache(maxsize=32)
def _declarations(code: str) -> list[tuple[str, str, str]]:
    """Type, length and declarators of each declaration of plain uniforms in code without comments."""
    while _NESTED.search(code):
        code = _NESTED.sub("", code)  # so that the remaining commas separate declarators
    return _UNIFORM.findall(code)


@cache
def _frame_members() -> frozenset[str]:
    """The names of what glsl/shared/frame.glsl holds."""
    text = (resources.folder("glsl") / "shared" / "frame.glsl").read_text("utf-8")
    return frozenset(_MEMBER.findall(text.partition("{")[2].partition("}")[0]))


def _nearest_member(name: str) -> list[str]:
    """What of glsl/shared/frame.glsl has a name like this one: the nearest, or nothing."""
    return difflib.get_close_matches(name, sorted(_frame_members()), 1)


def _renamed(lines: list[str]) -> list[str]:
    """A layer's lines, in which all that it defines but SHADE and uniforms has a name that no other file has."""
    text = "\n".join(lines)
    names = "|".join({*_GLOBAL.findall(_without_comments(text))} - {SHADE, "if", "for", "while", "switch"})
    own, parts = re.compile(rf"(?<![.\w])(?:{names})\b"), _BLOCK.split(text)
    parts[::2] = [own.sub(rf"{IN_PLACE.lower()}_\g<0>", part) for part in parts[::2]] if names else parts[::2]
    return "".join(parts).splitlines()


@dataclass(frozen=True, slots=True)
class InPlaceFile:
    """A layer's .glsl that another shader contains, with the macros that the layer defines for it."""

    path: Path
    defines: tuple[tuple[str, object], ...] = ()


class ShaderSource:
    """The text of one .glsl file with its includes, each expanded once.

    Args:
        path: the .glsl file.
        defines: macros by name.
        prelude: text that the fragment stage begins with.
        in_place: a layer's file that the fragment stage reads in place; its own names cannot clash with others.

    Attributes:
        files: the file and its includes in the order they were read, and then those of a layer in place.
        code: the text without comments.

    Raises:
        ShaderError: a file cannot be read or an include not be found; names who includes it.
    """

    def __init__(
        self, path: Path, defines: Mapping[str, object], prelude: str = "", in_place: InPlaceFile | None = None
    ) -> None:
        self.path, self._prelude = path, prelude
        self.files: list[Path] = []
        self._defines = {**defines, **({IN_PLACE: 1} if in_place else {})}
        lines = self._expand(path.resolve())
        if in_place:
            own = [f"#define {name} {value}" for name, value in in_place.defines]
            own += _renamed(self._expand(in_place.path.resolve(), len(self.files)))
            lines += ["#ifdef FRAGMENT_STAGE", *own, "#endif"]
        self._body = "\n".join(lines)
        self.code = _without_comments(self._body)

    def stage(self, name: str) -> str:
        """The complete text of one stage, `VERTEX_STAGE` or `FRAGMENT_STAGE`."""
        defines = "".join(f"#define {key} {value}\n" for key, value in {name: 1, **self._defines}.items())
        prelude = self._prelude if name == "FRAGMENT_STAGE" else ""
        return f"{VERSION}{defines}{prelude}{self._body}\n"

    @property
    def has_vertex_stage(self) -> bool:
        """Whether the file has a vertex stage of its own."""
        return self.mentions("VERTEX_STAGE")

    def mentions(self, *words: str) -> bool:
        """Whether any of these occurs in the code, includes and all, but comments."""
        return any(word in self.code for word in words)

    def uniforms(self) -> dict[str, str]:
        """The declared plain uniforms, name to GLSL type (`vec4[]` for an array of any length), used or not."""
        types: dict[str, str] = {}
        for kind, length, declarators in self._declarations():
            for name, own_length in _DECLARATOR.findall(re.sub(r"=[^,]*", "", declarators)):
                types[name] = f"{kind}[]" if length or own_length else kind
        return types

    def initialised(self) -> set[str]:
        """The uniforms that have a value from their declaration on."""
        return {name for _, _, declarators in self._declarations() for name in _DEFAULT.findall(declarators)}

    def _declarations(self) -> list[tuple[str, str, str]]:
        """Type, length and declarators of each declaration of plain uniforms."""
        return _declarations(self.code)

    def place_of(self, uniform: str) -> str:
        """Where a uniform is declared, as `file.glsl:12`; the file alone if it is not found."""
        code = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), self._body)
        for match in _UNIFORM.finditer(code):
            if re.search(rf"\b{uniform}\b", match[3]):
                _, _, since = code[: match.start()].rpartition("#line ")
                number, line = divmod(int(since.split()[0]) + since.count("\n") - 1, FILE_LINES)
                return f"{self.files[number].name}:{line}"
        return self.path.name

    def _expand(self, path: Path, first: int = 0) -> list[str]:
        """The lines of a file with its includes, but for those that are among the files from the `first` one on."""
        number = len(self.files)
        self.files.append(path)
        try:
            text = path.read_text("utf-8")
        except OSError as error:
            raise ShaderError(f"{path}: cannot be read ({error.strerror})") from None
        except UnicodeDecodeError as error:
            raise ShaderError(f"{path}: not text at byte {error.start}, expected GLSL (UTF-8)") from None
        lines = [f"#line {number * FILE_LINES + 1}"]
        for before, count, name in _parts(text):
            lines += before
            if not name:
                break
            try:
                included = _find(name, path.parent, *_shared())
            except FileNotFoundError:
                expected = f"expected it beside that file or in glsl/ ({', '.join(FOLDERS)})"
                message = f"{path}:{count}: cannot find the included file {name!r}, {expected}"
                raise ShaderError(message) from None
            if included not in self.files[first:]:
                lines += self._expand(included, first)
            lines.append(f"#line {number * FILE_LINES + count + 1}")
        return lines

    def explain(self, log: str) -> str:
        """The first error of each line in a driver's log, in one sentence, with names and line numbers of the files."""

        def name(match: re.Match[str]) -> str:
            number, line = divmod(int(match[1] or match[2]), FILE_LINES)
            return f"{self.files[number].name}:{line}" if number < len(self.files) else match[0]

        lines = [line.strip() for line in log.splitlines() if line.strip() and not set(line) <= set("=- ")]
        errors = [line for line in lines if "error" in line.lower()] or lines
        first: dict[object, str] = {}  # of each line: the others mostly follow from it
        for line in errors:
            match = _PLACE.search(line)
            first.setdefault(match.group(1, 2) if match else line, line.partition(_CANDIDATES)[0])
        return "; ".join(_PLACE.sub(name, line, count=1) + self._hint(line) for line in first.values())

    def _hint(self, error: str) -> str:
        """What to add to an error about a member of the uniform block: misspelt, or read without the block's name."""
        if _NO_FIELD.search(error):
            near = [name for word in _QUOTED.findall(error) for name in _nearest_member(word)]
            return f" (did you mean frame.{near[0]}?)" if near else ""
        names = sorted({*_QUOTED.findall(error), *re.findall(r"^.*?: *(\w+) *:", error)} & _frame_members())
        if not names or not _UNDECLARED.search(error):
            return ""
        included = any(file.name == "frame.glsl" for file in self.files)
        return f" (did you mean frame.{names[0]}{'' if included else ' of frame.glsl, which is not included'}?)"
