"""A choreography as text: the plan as a table, and the dream as a file to edit."""

import json
from collections.abc import Iterator
from typing import Any

from dreamscape.dream.dream_file import Act
from dreamscape.structure.choreography import Choreography


def plan_lines(made: Choreography) -> tuple[str, ...]:
    """The plan as a table: when each act begins, in which section, its scene and its length, and why."""
    rows = [("time", "section", "act", "length", "why")]
    for step, act in zip(made.plan, made.file.act, strict=True):
        kind = f" {step.span.kind}" if step.span.kind else ""
        rows.append((clock(step.span.start), step.span.label + kind, act.scene, f"{act.seconds:.1f} s", step.why))
    rows.append(
        (clock(made.plan[-1].span.stop), "", "end", "", f"the dream closes in the last {made.file.closing:g} s")
    )
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    aligned = (str.rjust, str.ljust, str.ljust, str.rjust)
    return tuple(
        "  ".join(
            [*(put(cell, width) for put, cell, width in zip(aligned, row, widths, strict=False)), row[4]]
        ).rstrip()
        for row in rows
    )


def clock(seconds: float) -> str:
    """A time as `1:07.5`."""
    tenths = round(seconds * 10.0)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def dream_text(made: Choreography) -> str:
    """The dream as a dream file, with the plan as comments."""
    file = made.file
    head = [f"# {line}".rstrip() for line in plan_lines(made)]
    lines = ["# A dream that was laid out for a song. Change what you like, then film it with that song:", "#"]
    lines += ["#     dreamscape export film.mp4 --dream THIS.toml --music SONG", "#", *head, ""]
    lines += [f"{name} = {_value(getattr(file, name))}" for name in ("title", "about", "seed", "closing")]
    for step, act in zip(made.plan, file.act, strict=True):
        lines += ["", f"[[act]] # {clock(step.span.start)} {step.why}", *_act(act)]
    return "\n".join(lines) + "\n"


def _act(act: Act) -> Iterator[str]:
    """The lines of an act."""
    default = Act(act.scene, act.seconds)
    yield f"scene = {_value(act.scene)}"
    yield f"seconds = {_value(act.seconds)}"
    if act.pace != default.pace:
        yield f"pace = {_value(act.pace)}"
    yield f"connection = {_value(act.connection)}"
    yield f"shift = {{ through = {_value(act.shift.through)}, seconds = {_value(act.shift.seconds)} }}"
    for name in ("parameters", "palette"):
        if values := getattr(act, name):
            yield f"{name} = {_value(values)}"
    for line in act.voice:
        yield from ("", "[[act.voice]]", f"at = {_value(line.at)}", f"stay = {_value(line.stay)}")
        yield f"text = {_value(line.text)}"
        if line.speaker != "voice":
            yield f"speaker = {_value(line.speaker)}"
    for drive in act.drive:
        yield from ("", "[[act.drive]]")
        yield from (f"{name} = {_value(getattr(drive, name))}" for name in drive.__struct_fields__)


def _value(value: Any) -> str:
    """A value as TOML has it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)
