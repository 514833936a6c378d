"""Error messages for files that do not match their schema, made from the types that they are decoded into."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec
from msgspec import inspect

from dreamscape.errors import instead_of, one_of
from dreamscape.text import short

_NAMES = {"str": "text", "int": "a whole number", "float": "a number", "bool": "true or false", "null": "nothing"}
_NAMES |= {"object": "a table", "array": "a list"}
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|(\[\.\.\.\])")


def explain(error: msgspec.ValidationError, kind: Any, raw: Callable[[], Any] | None = None) -> str:
    """Say what is wrong and what was expected: `act[0].seconds: expected a number from 1 to 86400, got text`.

    Args:
        error: raised by decoding.
        kind: the type to decode.
        raw: gives the same content untyped, to find the key of a table whose value is wrong.
    """
    message, _, where = str(error).partition(" - at ")
    keyed, path = where.startswith("`key` in "), where.removeprefix("`key` in ").strip("`").removeprefix("$")
    steps = [next(part for part in match.groups() if part) for match in _STEP.finditer(path)]
    node = _type_at(inspect.type_info(kind), steps)
    if keyed and isinstance(node, inspect.DictType):
        return f"{'.'.join(steps)}: a key: expected {_description(node.key_type)}{_got(message)}"
    if raw is not None and "[...]" in steps:
        with suppress(msgspec.MsgspecError):  # it cannot be read untyped either
            steps = _with_key(steps, str(error), kind, raw())
    name = re.search("`(.*)`", message, re.DOTALL)
    if "missing required field" in message and name:
        steps, node = [*steps, name[1]], _type_at(node, [name[1]])
        problem = f"missing, expected {_description(node)}"
    elif "unknown field" in message and name:
        problem = f"unknown key '{short(name[1])}'{instead_of(name[1], _fields(node), '; the valid keys are')}"
    else:
        problem = f"expected {_description(node)}{_got(message)}"
    place = "".join(f"[{step}]" if step.isdecimal() else f".{step}" for step in steps if step != "[...]")
    return f"{short(place.removeprefix('.'))}: {problem}" if place else problem


def _type_at(node: Any, steps: list[str]) -> Any:
    """The type at the end of a path."""
    for step in steps:
        node = _list_type(_plain(node)) if step.isdecimal() else _plain(node)
        if step in (fields := _fields(node)):
            node = fields[step]
        elif isinstance(node, inspect.DictType):
            node = node.value_type
        elif isinstance(node, inspect.TupleType) and step.isdecimal() and int(step) < len(node.item_types):
            node = node.item_types[int(step)]
        else:
            node = getattr(node, "item_type", inspect.AnyType())
    return node


def _list_type(node: Any) -> Any:
    """The list type of a union of a type and lists of it."""
    if isinstance(node, inspect.UnionType):
        lists = inspect.ListType | inspect.VarTupleType | inspect.TupleType
        return next((_plain(member) for member in node.types if isinstance(_plain(member), lists)), node)
    return node


def _plain(node: Any) -> Any:
    return node.type if isinstance(node, inspect.Metadata) else node


def _fields(node: Any) -> dict[str, Any]:
    return {field.encode_name: field.type for field in getattr(_plain(node), "fields", ())}


def _with_key(steps: list[str], message: str, kind: Any, raw: Any) -> list[str]:
    """The steps with the key of the table's first wrong value, found by bisection."""
    index = steps.index("[...]")
    table = raw
    for step in steps[:index]:
        table = table[int(step) if isinstance(table, list) else step]
    keys = list(table)
    values = dict(table)

    def wrong(some: list[Any]) -> bool:
        table.clear()
        table.update({key: values[key] for key in some})
        try:
            msgspec.convert(raw, kind, str_keys=True)
        except msgspec.ValidationError as error:
            return str(error) == message
        return False

    while len(keys) > 1:
        half = keys[: len(keys) // 2]
        keys = half if wrong(half) else keys[len(half) :]
    return [*steps[:index], *map(str, keys), *steps[index + 1 :]]


def _description(node: Any) -> str:
    """A description of a type, with its bounds."""
    if isinstance(node, inspect.Metadata):
        return str((node.extra_json_schema or {}).get("description") or _description(node.type))
    match node:
        case inspect.StrType():
            return f"text{_size_bounds(node, 'letters')}"
        case inspect.IntType():
            return f"a whole number{_value_bounds(node)}"
        case inspect.FloatType():
            return f"a number{_value_bounds(node)}"
        case inspect.BoolType():
            return "true or false"
        case inspect.LiteralType():
            return one_of(node.values)
        case inspect.TupleType():
            return f"a list of {len(node.item_types)}: {', '.join(map(_description, node.item_types))}"
        case inspect.ListType() | inspect.VarTupleType():
            return f"a list{_size_bounds(node, 'items')}"
        case inspect.UnionType():
            return " or ".join(map(_description, node.types))
        case inspect.NoneType():
            return "nothing"
        case inspect.AnyType():
            return "numbers that 64 bits hold, text, lists and tables"
        case _:
            return "a table"


def _size_bounds(node: Any, unit: str) -> str:
    low, high = node.min_length, node.max_length
    if low is not None and high is not None:
        return f" of {low} to {high} {unit}"
    if high is not None:
        return f" of at most {high} {unit}"
    return "" if low is None else f" of at least {low} {unit.removesuffix('s') if low == 1 else unit}"


def _value_bounds(node: Any) -> str:
    low, high = node.ge, node.le
    if low is not None and high is not None:
        return f" from {low} to {high}" if isinstance(low, int) else f" from {low:g} to {high:g}"
    bounds = [(node.gt, "above"), (low, "of at least"), (node.lt, "below"), (high, "up to")]
    return "".join(f" {word} {bound:g}" for bound, word in bounds if bound is not None)


def _got(message: str) -> str:
    """What was found instead, as far as the error says."""
    if match := re.search("got `(\\w+)`", message):
        return f", got {_NAMES.get(match[1], match[1])}"
    if match := re.search("got (\\d+)$|enum value (.*)", message, re.DOTALL):
        return f", got {short(match[1] or match[2])}"
    return ", got a number out of range" if "out of range" in message else ""
