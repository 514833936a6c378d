"""What a scene tells of the choices that its seed has made: named values, each of a kind."""

import math
import re
from dataclasses import dataclass
from typing import Literal

Value = str | bool | int | float | tuple[str, ...]
Kind = Literal["choice", "list", "flag", "count", "number"]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_WORDS = 64  # of a list


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that a seed chooses in a scene.

    Attributes:
        name: in lower case, like `cliff`; one for each feature of a scene.
        value: one of `options`, several of them in their order, whether it is so, how many, or how much.
        about: what it is, as a phrase.
        options: the words that there are for a choice or a list.
        unit: of a number.

    Raises:
        ValueError: the name or the value is none.
    """

    name: str
    value: Value
    about: str
    options: tuple[str, ...] = ()
    unit: str = ""

    def __post_init__(self) -> None:
        if not (isinstance(self.name, str) and _NAME.fullmatch(self.name)):
            raise ValueError(f"a feature's name is {self.name!r}, expected lower-case letters, digits and _")
        if isinstance(self.value, str | tuple):
            words = (self.value,) if isinstance(self.value, str) else self.value
            strange = [word for word in words if word not in self.options]
            if strange:
                raise ValueError(f"feature {self.name}: {strange[0]!r} is none of its options {self.options}")
            if len(words) > MOST_WORDS:
                raise ValueError(f"feature {self.name}: {len(words)} words, expected {MOST_WORDS} at most")
        elif not (isinstance(self.value, int | float) and math.isfinite(self.value)):
            raise ValueError(f"feature {self.name}: {self.value!r}, expected a word, words, a truth or a finite number")

    @property
    def kind(self) -> Kind:
        """`choice`, `list`, `flag`, `count` or `number`."""
        if isinstance(self.value, bool):
            return "flag"
        if isinstance(self.value, str):
            return "choice"
        if isinstance(self.value, tuple):
            return "list"
        return "count" if isinstance(self.value, int) else "number"


def side(right: bool) -> str:
    """One of SIDES."""
    return SIDES[right]


SIDES = "left", "right"
