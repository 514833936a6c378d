"""An imagined dream as the text of a dream file, with the reason for each choice as a comment."""

from dreamscape.dream.written_acts import act_lines, written
from dreamscape.imagine.imagined import Imagined


def imagined_text(made: Imagined) -> str:
    """The dream file. Comments say what words each choice was made by."""
    file = made.file
    lines = [
        "# A dream that was told in words. What stands behind a choice is what it was made by; change what you like."
    ]
    lines += [f"# {note[:1].upper()}{note[1:]}." for note in made.notes]
    lines += ["", *(f"{name} = {written(getattr(file, name))}" for name in ("title", "about", "seed"))]
    for act, comments, head in zip(file.act, made.comments, made.heads, strict=True):
        lines += ["", f"[[act]]  # {head}", *act_lines(act, comments)]
    return "\n".join(lines) + "\n"
