"""What a file should have held, in words: from the types that it is decoded into."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec
from msgspec import inspect

from dreamscape.errors import one_of
from dreamscape.text import short

_NAMES = {"str": "text", "int": "a whole number", "float": "a number", "bool": "true or false", "null": "nothing"}
_NAMES |= {"object": "a table", "array": "a list"}
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|(\[\.\.\.\])")


def explain(error: msgspec.ValidationError, kind: Any, raw: Callable[[], Any] | None = None) -> str:
    """What is wrong and what was expected: `act[0].seconds: expected a number from 1 to 86400, got text`.

    Args:
        error: what decoding raised.
        kind: the type that was to be decoded.
        raw: gives the same content without a type, to find the key of a table whose value is wrong.
    """
    said, _, where = str(error).partition(" - at ")
    keyed, path = where.startswith("`key` in "), where.removeprefix("`key` in ").strip("`").removeprefix("$")
    steps = [next(part for part in match.groups() if part) for match in _STEP.finditer(path)]
    node = _at(inspect.type_info(kind), steps)
    if keyed and isinstance(node, inspect.DictType):
        return f"{'.'.join(steps)}: a key: expected {_described(node.key_type)}{_got(said)}"
    if raw is not None and "[...]" in steps:
        with suppress(msgspec.MsgspecError):  # it cannot be read without a type either
            steps = _keyed(steps, str(error), kind, raw())
    name = re.search("`(.*)`", said, re.DOTALL)
    if "missing required field" in said and name:
        steps, node = [*steps, name[1]], _at(node, [name[1]])
        told = f"missing, expected {_described(node)}"
    elif "unknown field" in said and name:
        told = f"unknown key '{short(name[1])}'; the valid keys are {one_of(_fields(node))}"
    else:
        told = f"expected {_described(node)}{_got(said)}"
    place = "".join(f"[{step}]" if step.isdecimal() else f".{step}" for step in steps if step != "[...]")
    return f"{short(place.removeprefix('.'))}: {told}" if place else told


def _at(node: Any, steps: list[str]) -> Any:
    """The type at the end of a path."""
    for step in steps:
        node = _listed(_plain(node)) if step.isdecimal() else _plain(node)
        if step in (fields := _fields(node)):
            node = fields[step]
        elif isinstance(node, inspect.DictType):
            node = node.value_type
        elif isinstance(node, inspect.TupleType) and step.isdecimal() and int(step) < len(node.item_types):
            node = node.item_types[int(step)]
        else:
            node = getattr(node, "item_type", inspect.AnyType())
    return node


def _listed(node: Any) -> Any:
    """Of a type that may be one thing or a list of them, the list."""
    if isinstance(node, inspect.UnionType):
        lists = inspect.ListType | inspect.VarTupleType | inspect.TupleType
        return next((_plain(one) for one in node.types if isinstance(_plain(one), lists)), node)
    return node


def _plain(node: Any) -> Any:
    return node.type if isinstance(node, inspect.Metadata) else node


def _fields(node: Any) -> dict[str, Any]:
    return {field.encode_name: field.type for field in getattr(_plain(node), "fields", ())}


def _keyed(steps: list[str], said: str, kind: Any, raw: Any) -> list[str]:
    """The steps with the key of the table's first wrong value, found by halves."""
    place = steps.index("[...]")
    table = raw
    for step in steps[:place]:
        table = table[int(step) if isinstance(table, list) else step]
    keys = list(table)
    values = dict(table)

    def wrong(some: list[Any]) -> bool:
        table.clear()
        table.update({key: values[key] for key in some})
        try:
            msgspec.convert(raw, kind, str_keys=True)
        except msgspec.ValidationError as error:
            return str(error) == said
        return False

    while len(keys) > 1:
        half = keys[: len(keys) // 2]
        keys = half if wrong(half) else keys[len(half) :]
    return [*steps[:place], *map(str, keys), *steps[place + 1 :]]


def _described(node: Any) -> str:
    """A type in words, with its bounds."""
    if isinstance(node, inspect.Metadata):
        return str((node.extra_json_schema or {}).get("description") or _described(node.type))
    match node:
        case inspect.StrType():
            return f"text{_sized(node, 'letters')}"
        case inspect.IntType():
            return f"a whole number{_bounded(node)}"
        case inspect.FloatType():
            return f"a number{_bounded(node)}"
        case inspect.BoolType():
            return "true or false"
        case inspect.LiteralType():
            return one_of(node.values)
        case inspect.TupleType():
            return f"a list of {len(node.item_types)}: {', '.join(map(_described, node.item_types))}"
        case inspect.ListType() | inspect.VarTupleType():
            return f"a list{_sized(node, 'items')}"
        case inspect.UnionType():
            return " or ".join(map(_described, node.types))
        case inspect.NoneType():
            return "nothing"
        case inspect.AnyType():
            return "numbers that 64 bits hold, text, lists and tables"
        case _:
            return "a table"


def _sized(node: Any, unit: str) -> str:
    low, high = node.min_length, node.max_length
    if low is not None and high is not None:
        return f" of {low} to {high} {unit}"
    if high is not None:
        return f" of at most {high} {unit}"
    return "" if low is None else f" of at least {low} {unit.removesuffix('s') if low == 1 else unit}"


def _bounded(node: Any) -> str:
    low, high = node.ge, node.le
    if low is not None and high is not None:
        return f" from {low} to {high}" if isinstance(low, int) else f" from {low:g} to {high:g}"
    bounds = [(node.gt, "above"), (low, "of at least"), (node.lt, "below"), (high, "up to")]
    return "".join(f" {word} {bound:g}" for bound, word in bounds if bound is not None)


def _got(said: str) -> str:
    """What there was instead, as far as it was told."""
    if found := re.search("got `(\\w+)`", said):
        return f", got {_NAMES.get(found[1], found[1])}"
    if found := re.search("got (\\d+)$|enum value (.*)", said, re.DOTALL):
        return f", got {short(found[1] or found[2])}"
    return ", got a number out of range" if "out of range" in said else ""
