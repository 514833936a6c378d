"""Loops of shaders, as a software rasteriser pays for them."""

import re

from dreamscape.resources import folder

# a counter, and what it is compared with before the body
LOOP = re.compile(r"\bfor \(\w+ (\w+) = [^;]*; \1 [<>]=? ([^;]*);")
CONSTANT = re.compile(r"[0-9.]+|[A-Z][A-Z0-9_]*")


def test_loops_of_unknown_length_test_at_their_end() -> None:
    """Or llvmpipe runs the body once more than asked: no lane is left then, but only the end of a loop sees that."""
    sources = [*folder("glsl").rglob("*.glsl"), *folder("layers").glob("*.glsl")]
    loops = [(path.name, bound) for path in sources for _, bound in LOOP.findall(path.read_text("utf-8"))]
    assert len(loops) > 20
    assert [(name, bound) for name, bound in loops if not CONSTANT.fullmatch(bound)] == []
