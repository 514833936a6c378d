"""A choreography as text: the plan as a table, and the dream as a file to edit."""

from dreamscape.dream.written_acts import act_lines, written
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
    lines += [f"{name} = {written(getattr(file, name))}" for name in ("title", "about", "seed", "closing")]
    for step, act in zip(made.plan, file.act, strict=True):
        lines += ["", f"[[act]] # {clock(step.span.start)} {step.why}", *act_lines(act)]
    return "\n".join(lines) + "\n"
