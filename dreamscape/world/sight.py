"""What a scene says of what is seen in it, for people who do not see it."""

import inspect
import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sight:
    """Something that is seen from a moment on.

    Attributes:
        at: seconds, by the act's own clock.
        sentences: short, plain, in the present tense; where there is less room, only the first of them are said.
        until: seconds: later than that, it is no longer worth saying.
        weight: how much is missed without it, 0 to 1; the weightiest are fitted in first.
    """

    at: float
    sentences: tuple[str, ...]
    until: float = math.inf
    weight: float = 0.5


def from_docstring(kind: type) -> tuple[str, ...]:
    """The sentences of a class's first paragraph, or its name, where nothing else is known of what it shows."""
    paragraph = inspect.cleandoc(vars(kind).get("__doc__") or "").partition("\n\n")[0]
    words = " ".join(paragraph.split())
    if not words:
        return (f"{kind.__name__}.",)
    found, start = list[str](), 0
    for place, letter in enumerate(words):
        if letter in ".!?" and words[place + 1 : place + 2] in ("", " "):
            found.append(words[start : place + 1].strip())
            start = place + 1
    return (*found, words[start:].strip()) if words[start:].strip() else tuple(found)
