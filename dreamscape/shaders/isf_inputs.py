"""The INPUTS of an ISF header: what each one is, with a default and bounds that make sense together."""

import math
import re
from typing import Any, get_args

from dreamscape.errors import InputError, one_of
from dreamscape.shaders.model import MOST_INPUTS, Input, InputKind
from dreamscape.text import short

_NAME = re.compile(r"[A-Za-z]\w{0,62}")
LARGEST = 1e9  # of any number in a header


def inputs_of(listed: object, where: str) -> tuple[Input, ...]:
    """The inputs of a header's list.

    Raises:
        InputError: one is none; says which, and what was expected.
    """
    if not isinstance(listed, list) or len(listed) > MOST_INPUTS:
        raise InputError(f"{where}: INPUTS: expected a list of at most {MOST_INPUTS}")
    inputs = [_input(item, f"{where}: INPUTS[{number}]") for number, item in enumerate(listed)]
    names = [one.name for one in inputs]
    if twice := [name for name in names if names.count(name) > 1]:
        raise InputError(f"{where}: INPUTS: {twice[0]} stands there twice, expected a name of its own for each")
    return tuple(inputs)


def name_of(name: object, where: str) -> str:
    """A name that GLSL can have; raises InputError."""
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name.startswith("gl_"):
        raise InputError(f"{where}: expected a name such as level, got {short(repr(name))}")
    return name


def _input(item: Any, where: str) -> Input:
    if not isinstance(item, dict):
        raise InputError(f"{where}: expected a table with NAME and TYPE, got {short(repr(item))}")
    name = name_of(item.get("NAME"), f"{where}.NAME")
    kind: Any = item.get("TYPE")
    if kind not in get_args(InputKind):
        raise InputError(f"{where}.TYPE: expected {one_of(get_args(InputKind))}, got {short(repr(kind))}")
    about = " ".join(str(item.get("LABEL") or name).split())[:80]
    if kind in ("event", "bool"):
        return Input(name, kind, about, bool(item.get("DEFAULT", 0)) and kind == "bool")
    if kind == "float":
        return Input(name, kind, about, *_number(item, where))
    if kind == "long":
        return _long(name, about, item, where)
    if kind in ("point2D", "color"):
        default, low, high = _numbers(item, 2 if kind == "point2D" else 4, where)
        return Input(name, kind, about, default, low, high)
    samples = item.get("MAX", 0)
    return Input(name, kind, about, samples=min(int(samples), 1024) if isinstance(samples, int) and samples > 0 else 0)


def _finite(value: object, where: str) -> float:
    number = float(value) if isinstance(value, int | float) and abs(value) <= LARGEST else math.nan
    if not math.isfinite(number):
        raise InputError(f"{where}: expected a number up to {LARGEST:g}, got {short(repr(value))}")
    return number


def _bounds(default: float | None, low: float | None, high: float | None) -> tuple[float, float, float]:
    """Default and bounds, of which any may be left out: 0 to 1 if nothing else is said, and the default lies within."""
    given = [value for value in (low, high, default) if value is not None]
    low = min([0.0, *given]) if low is None else low
    high = max([1.0, *given]) if high is None else high
    low, high = min(low, high), max(low, high)
    default = min(max(0.0, low), high) if default is None else default
    return default, min(low, default), max(high, default)


def _number(item: dict[str, Any], where: str) -> tuple[float, float, float]:
    parts = [_finite(item[key], f"{where}.{key}") if key in item else None for key in ("DEFAULT", "MIN", "MAX")]
    return _bounds(*parts)


def _numbers(item: dict[str, Any], count: int, where: str) -> tuple[tuple[float, ...], ...]:
    """Default and bounds of a point or a colour; a point without bounds may lie far outside the picture."""
    rows: dict[str, list[float] | None] = {}
    for key in ("DEFAULT", "MIN", "MAX"):
        value = item.get(key)
        if value is not None and not (isinstance(value, list) and len(value) in (count, 3)):
            raise InputError(f"{where}.{key}: expected {count} numbers, got {short(repr(value))}")
        numbers = None if value is None else [_finite(one, f"{where}.{key}") for one in value]
        rows[key] = None if numbers is None else (numbers + [1.0] * count)[:count]
    free = [[-8192.0] * count, [8192.0] * count] if count == 2 else [[0.0] * count, [1.0] * count]
    lows, highs = (rows[key] or other for key, other in zip(("MIN", "MAX"), free, strict=True))
    default = rows["DEFAULT"] or ([0.0] * count if count == 2 else [1.0] * count)
    return tuple(zip(*(_bounds(*row) for row in zip(default, lows, highs, strict=True)), strict=True))


def _long(name: str, about: str, item: dict[str, Any], where: str) -> Input:
    """A whole number: one of VALUES, or between MIN and MAX."""
    values = item.get("VALUES")
    if isinstance(values, list) and values:
        numbers = tuple(int(_finite(value, f"{where}.VALUES")) for value in values[:256])
        labels = item.get("LABELS")
        labels = labels if isinstance(labels, list) and len(labels) >= len(numbers) else list(map(str, numbers))
        words: list[str] = []
        for label in labels[: len(numbers)]:
            word = " ".join(str(label).split())[:60] or "-"
            words.append(word if word not in words else f"{word} {len(words)}")
        asked = int(_finite(item.get("DEFAULT", numbers[0]), f"{where}.DEFAULT"))
        chosen = numbers.index(asked) if asked in numbers else 0
        return Input(name, "long", about, chosen, values=numbers, labels=tuple(words))
    default, low, high = _number({"MIN": 0, "MAX": 100} | item, where)
    return Input(name, "long", about, int(default), math.floor(low), math.ceil(high))
