"""Type checks for the arguments of the Python interface, each refused in one sentence.

Their values are checked by the code that checks the commands' options, which are always text.
"""

import os
from collections.abc import Sequence
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import numpy as np

from dreamscape.errors import InputError, InputTypeError
from dreamscape.text import short

LARGEST = 1e30  # number: far past all bounds, and short enough for a message
_TIME = (str, Real, Decimal), "seconds as a number, or text such as 1:07"
_NAME = (str,), "text"
# The types of each argument, and their description; those in _OPTIONAL may also be None.
_KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    "dream": ((str, os.PathLike), "text or a path: the name of a dream that ships with the program, or a dream file"),
    "seed": ((str, Integral), "a whole number"),
    "fps": ((str, Real, Decimal), "a number, or text such as 30000/1001"),
    "start": _TIME,
    "stop": _TIME,
    "at": _TIME,
    "act": _NAME,
    "quality": _NAME,
    "language": _NAME,
}
_OPTIONAL = ("seed", "start", "stop", "act", "quality", "language")
_SIZE = "width and height in pixels, two whole numbers such as (1280, 720)"


def check(**arguments: Any) -> None:
    """Check the types of arguments, by name.

    Raises:
        InputTypeError: one is of a wrong type.
        InputError: a number is past all bounds.
    """
    for name, value in arguments.items():
        types, expected = _KINDS[name]
        if value is None and name in _OPTIONAL:
            continue
        if not isinstance(value, types) or isinstance(value, bool) or (name == "dream" and not _text(value)):
            raise InputTypeError(f"{name} {_shown(value)}: of type {type(value).__name__}, expected {expected}")
        if isinstance(value, (Real, Decimal)) and _too_large(value):
            raise InputError(f"{name}: a number past all bounds, expected {expected}")


def words(value: Any, name: str) -> tuple[str, ...]:
    """A file, a folder or a pattern, or several, as text; errors as of `check`."""
    several = [value] if isinstance(value, (str, os.PathLike)) else value
    if not isinstance(several, Sequence) or not all(isinstance(one, (str, os.PathLike)) for one in several):
        raise InputTypeError(f"{name} {_shown(value)}: expected a path, or a list of paths")
    return tuple(os.fsdecode(one) for one in several)


def truth(value: Any, name: str) -> bool:
    """True or False; errors as of `check`."""
    if not isinstance(value, (bool, np.bool_)):
        raise InputTypeError(f"{name} {_shown(value)}: of type {type(value).__name__}, expected True or False")
    return bool(value)


def pair(size: Any) -> tuple[int, int]:
    """Width and height as two whole numbers; errors as of `check`."""
    sides = list(size) if isinstance(size, (Sequence, np.ndarray)) and not isinstance(size, (str, bytes)) else []
    if len(sides) != 2 or any(isinstance(side, bool) or not isinstance(side, Integral) for side in sides):
        raise InputTypeError(f"size {_shown(size)}: expected {_SIZE}")
    if any(map(_too_large, sides)):
        raise InputError(f"size: a number past all bounds, expected {_SIZE}")
    return int(sides[0]), int(sides[1])


def _too_large(number: Any) -> bool:
    """Whether a number is past all bounds; not a number is not, and refused elsewhere."""
    try:
        return abs(float(number)) > LARGEST
    except (OverflowError, ValueError):
        return True


def _text(path: Any) -> bool:
    """Whether a path is text, and not bytes."""
    return isinstance(os.fspath(path), str)


def _shown(value: object) -> str:
    try:
        return short(" ".join(repr(value).split()))
    except Exception:  # raised by a foreign type
        return "(cannot be shown)"
