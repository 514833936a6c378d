"""Inputs as lines of a recording: JSON, of which all is validated that comes from a file."""

import math
from dataclasses import asdict, fields
from typing import Any

import msgspec

from dreamscape.dream.inputs import (
    BEYOND,
    KEY_CODES,
    STRONGEST,
    Call,
    Event,
    Heard,
    Key,
    ParameterChange,
    Pluck,
    Pointer,
    Pulse,
)
from dreamscape.dream.quantities import SIZE
from dreamscape.engine.settable import Settable
from dreamscape.errors import InputError, instead_of, one_of
from dreamscape.files.schema import explain
from dreamscape.text import short

LAST_TICK = 2**40
KINDS: dict[str, type[Event]] = {
    "pointer": Pointer,
    "pluck": Pluck,
    "call": Call,
    "pulse": Pulse,
    "setting": ParameterChange,
    "heard": Heard,
    "key": Key,
}
NAMES = {kind: name for name, kind in KINDS.items()}
_UNIT, _PICTURE = (0.0, 1.0), (-BEYOND, BEYOND)
BOUNDS: dict[str, tuple[float, float]] = {
    **dict.fromkeys(("x", "y"), _PICTURE),
    **dict.fromkeys(("press", "low", "middle", "high", "onset", "phase"), _UNIT),
    "interval": (0.0, 60.0),  # s
    "bpm": (0.0, 1000.0),
    "reaction": (0.0, STRONGEST),
    "code": (0, KEY_CODES - 1),
}


def event_line(event: Event) -> bytes:
    """The line of an event."""
    return line_of({"event": NAMES[type(event)], **asdict(event)})


def line_of(content: Any) -> bytes:
    """A line of JSON."""
    return msgspec.json.encode(content) + b"\n"  # a hand that is gone, not a number, becomes null


def event_of(line: bytes, parameters: Settable, location: str) -> Event:
    """The validated event of one line.

    Args:
        line: of JSON.
        parameters: that can be set.
        location: of the line, for messages.

    Raises:
        InputError: it is no event, or one that cannot be.
    """
    content: dict[str, Any] = decoded(line, dict[str, Any], location)
    name = content.pop("event", None)
    if not isinstance(name, str) or name not in KINDS:
        raise InputError(f"{location}: event: expected {one_of(KINDS)}, got '{short(name)}'")
    kind = KINDS[name]
    names = {field.name for field in fields(kind)}
    if unknown := content.keys() - names:
        raise InputError(f"{location}: unknown key '{short(min(unknown))}'{instead_of(min(unknown), names)}")
    if kind is Pointer and content.get("x") is None and content.get("y") is None:
        content |= {"x": math.nan, "y": math.nan}  # the hand is gone
    try:
        event: Event = msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        raise InputError(f"{location}: {explain(error, kind)}") from None
    if not 0 <= event.tick <= LAST_TICK:
        raise InputError(f"{location}: tick {event.tick}: out of bounds, expected 0 to {LAST_TICK}")
    if isinstance(event, ParameterChange):
        settings = parameters.received(event.name, event.value, f"{location}: ")
        if len(settings) > 1:
            raise InputError(f"{location}: {event.name}: expected one of {one_of(settings)}")
        return ParameterChange(event.tick, *next(iter(settings.items())))
    for key in names & BOUNDS.keys():
        value, (low, high) = getattr(event, key), BOUNDS[key]
        if not (low <= value <= high or (kind is Pointer and math.isnan(value))):
            raise InputError(f"{location}: {key} {value:g}: out of bounds, expected {low:g} to {high:g}")
    if isinstance(event, Heard) and len(event.detail) not in (0, SIZE):
        raise InputError(f"{location}: detail of {len(event.detail)} bytes, expected {SIZE} in base64, or none")
    return event


def decoded(line: bytes, kind: Any, location: str) -> Any:
    """What a line of JSON holds, as a kind of msgspec's.

    Raises:
        InputError: it is none; says where.
    """
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.ValidationError as error:
        reason = explain(error, kind, lambda: msgspec.json.decode(line))
        raise InputError(f"{location}: not a line of a recording ({reason})") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{location}: not a line of a recording ({str(error) or 'nested too deeply'})") from None
