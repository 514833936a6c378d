"""Acts as the text of a dream file."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from dreamscape.dream.dream_file import Act
from dreamscape.dream.line import Line

NO_COMMENTS: Mapping[str, str] = {}


def act_lines(act: Act, comments: Mapping[str, str] = NO_COMMENTS) -> Iterator[str]:
    """The lines of an act after its `[[act]]`; keys at their defaults are left out.

    Args:
        act: the act.
        comments: by key, such as `seconds`, `parameters.sun`, `palette` or `voice.0`, what stands behind it.
    """

    def line(key: str, text: str) -> str:
        return f"{text}  # {comments[key]}" if comments.get(key) else text

    default = Act(act.scene, act.seconds)
    yield line("scene", f"scene = {written(act.scene)}")
    yield line("seconds", f"seconds = {written(act.seconds)}")
    if act.pace != default.pace:
        yield f"pace = {written(act.pace)}"
    yield line("connection", f"connection = {written(act.connection)}")
    yield line("shift", f"shift = {{ through = {written(act.shift.through)}, seconds = {written(act.shift.seconds)} }}")
    for name in ("parameters", "palette"):
        if values := getattr(act, name):
            yield from ("", line(name, f"[act.{name}]"))
            yield from (line(f"{name}.{key}", f"{_key(key)} = {written(value)}") for key, value in values.items())
    for number, spoken in enumerate(act.voice):
        yield from ("", line(f"voice.{number}", "[[act.voice]]"), *_line(spoken))
    for name, tables in (("drive", act.drive), ("look", act.look)):
        for table in tables:
            yield from ("", f"[[act.{name}]]")
            yield from (f"{key} = {written(value)}" for key, value in msgspec.structs.asdict(table).items())


def _line(line: Line) -> Iterator[str]:
    """The lines of a spoken line after its `[[act.voice]]`."""
    default = Line(line.at, line.text)
    for name in ("at", "stay", "text", "speaker", "lang"):
        value = getattr(line, name)
        if name in ("at", "stay", "text") or value != getattr(default, name):
            yield f"{name} = {written(value)}"
    if line.translations:
        yield "[act.voice.translations]"
        yield from (f"{_key(tag)} = {written(text)}" for tag, text in line.translations.items())


def written(value: Any) -> str:
    """A value as TOML has it."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {written(item)}" for key, item in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def _key(name: str) -> str:
    """A key, in quotation marks where TOML asks for them."""
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else json.dumps(name)
