"""The JSON Schema of dream files: what msgspec checks, and what each scene declares."""

from collections.abc import Mapping
from typing import Any

import msgspec

from dreamscape.dream.dream_file import SHIFTS, DreamFile
from dreamscape.dream.quantities import NAMES
from dreamscape.parameters import Choice, Compound, Declaration, Integer, Parameter, Toggle
from dreamscape.quality import TIERS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHADER = r"\.([fF][sS]|[fF][rR][aA][gG]|[jJ][sS][oO][nN])$"

Scenes = Mapping[str, tuple[str, Mapping[str, Declaration[Any]]]]


def dream_schema(scenes: Scenes) -> dict[str, Any]:
    """The schema, JSON Schema 2020-12.

    Args:
        scenes: by name, what each is and its parameters.
    """
    (root,), parts = msgspec.json.schema_components([DreamFile], ref_template="#/$defs/{name}")
    act = parts["Act"]
    act["properties"]["scene"] = {"anyOf": [{"enum": [*scenes]}, {"type": "string", "pattern": SHADER}]}
    act["allOf"] = [
        {
            "if": {"properties": {"scene": {"const": name}}},
            "then": {"properties": {"parameters": _parameters(declared), "scene": {"description": about}}},
        }
        for name, (about, declared) in scenes.items()
    ]
    through = {"anyOf": [{"enum": [*SHIFTS]}, {"type": "string", "pattern": SHADER}]}
    parts["Shift"]["properties"]["through"] = through
    parts["Drive"]["properties"]["by"] = {"enum": [*NAMES]}
    parts["DreamFile"]["properties"]["quality"] = {"enum": [*TIERS]}
    schema: dict[str, Any] = _portable({"$schema": DIALECT, "title": "A dream of dreamscape", **root, "$defs": parts})
    return schema


def _portable(value: Any) -> Any:
    """A schema whose patterns are of the regular expressions that JSON Schema has, and whose texts are one line."""
    if isinstance(value, dict):
        return {key: _portable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_portable(item) for item in value]
    return " ".join(value.split()).replace(r"\Z", "$") if isinstance(value, str) else value


def _parameters(declared: Mapping[str, Declaration[Any]]) -> dict[str, Any]:
    """The schema of a scene's parameters."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _parameter(kind) for name, kind in declared.items()},
    }


def _parameter(kind: Declaration[Any]) -> dict[str, Any]:
    """The schema of one parameter."""
    about = {"description": f"{kind.about}{f' ({kind.unit})' if kind.unit else ''}"}
    match kind:
        case Integer() | Parameter():
            named = "integer" if isinstance(kind, Integer) else "number"
            return {"type": named, "minimum": kind.low, "maximum": kind.high, "default": kind.default, **about}
        case Toggle():
            return {"type": "boolean", "default": kind.default, **about}
        case Choice():
            return {"enum": [*kind.options], "default": kind.default, **about}
        case Compound():
            return {"type": ["array", "object", "string"], **about}
        case _:
            return {"type": "string", **about}
