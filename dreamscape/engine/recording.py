"""Recordings: the inputs of a session as lines of a file, from which that very session is filmed at any size and rate.

The first line says of what; then comes one event a line in the order of their ticks, a line for each jump, after which
the ticks go on from where it led, and at last where the session ended: JSON in UTF-8. It is data from anywhere, never
code: all of it is checked.
"""

import math
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from io import BufferedReader
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import msgspec

from dreamscape import __version__
from dreamscape.dream.dream_file import HIGHEST_SEED, Dream
from dreamscape.dream.inputs import BEYOND, Call, Event, Heard, ParameterChange, Pluck, Pointer, Pulse
from dreamscape.dream.legs import Leg, Told
from dreamscape.errors import DreamscapeError, InputError, one_of
from dreamscape.files import regular
from dreamscape.files.schema import explain
from dreamscape.settable import Settable
from dreamscape.text import short, tag

FORMS = 1, 2  # of the file; another number is another program's, and the first one knew of no jumps
LARGEST = 1 << 28  # bytes: some seven hours of a hand and of music that never rest
END = 64  # bytes of them, for the last line
LONGEST_LINE = 4096  # bytes
LAST_TICK = 2**40
KINDS: dict[str, type[Event]] = {
    "pointer": Pointer,
    "pluck": Pluck,
    "call": Call,
    "pulse": Pulse,
    "setting": ParameterChange,
    "heard": Heard,
}
NAMES = {kind: name for name, kind in KINDS.items()}
_UNIT, _PICTURE = (0.0, 1.0), (-BEYOND, BEYOND)
BOUNDS = {
    **dict.fromkeys(("x", "y"), _PICTURE),
    **dict.fromkeys(("press", "low", "middle", "high", "onset", "phase"), _UNIT),
    "interval": (0.0, 60.0),  # s
    "bpm": (0.0, 1000.0),
}

Tick = Annotated[int, msgspec.Meta(ge=0, le=LAST_TICK)]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a recording is of.

    Attributes:
        form: of the file.
        version: of the program that wrote it.
        dream, digest: name of the dream, or of its file without the folder, and digest of its text.
        seed: the seed number that was played.
        start: the tick at which the session began; what came before it made it what it is.
        set: parameters that were set beside the dream; left out of the file where none were.
    """

    form: int
    version: Annotated[str, msgspec.Meta(max_length=80)]
    dream: Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]
    digest: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$", description="32 hexadecimal digits")]
    seed: Annotated[int, msgspec.Meta(ge=0, le=HIGHEST_SEED)]
    start: Tick = 0
    set: dict[str, Any] = {}


class _EndLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last line: the tick at which the session was over."""

    end: Tick


class _Jump(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A jump to a tick.

    Attributes:
        jump: where to.
        at: the tick that was left.
        kept: how many of the inputs that held there, from the first one on, hold here too.
        seed: the seed number that plays from here on, if it is another one.
    """

    jump: Tick
    at: Tick
    kept: Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]
    seed: Annotated[int, msgspec.Meta(ge=0, le=HIGHEST_SEED)] | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that was read.

    Attributes:
        header: what it is of.
        legs: the stretches between its jumps. The last one stops where the session ended, or where it was cut off, at
            the last event.
    """

    header: Header
    legs: tuple[Leg, ...]


def header(dream: Dream, number: int, start: int = 0) -> Header:
    """The header of a session that plays a dream with this seed number, from the tick `start` on."""
    return Header(FORMS[-1], __version__, tag(Path(dream.name).name), dream.digest, number, start, dream.settings)


class Recorder:
    """Writes a recording while a session goes on: what was written is there even if the session dies.

    Args:
        path: of the file.
        head: of the session.
        overwrite: whether a file that is there may be replaced.

    Raises:
        DreamscapeError: any call: the file cannot be written, or is as large as it may be.
    """

    def __init__(self, path: Path, head: Header, overwrite: bool = False) -> None:
        self._path = path
        self._size = 0
        self._file: BinaryIO | None = None
        if not overwrite:
            try:
                path.open("xb").close()
            except OSError as error:
                raise self._failed(str(error.strerror or error)) from None
        self.restart(head)

    def restart(self, head: Header, events: Iterable[Event] = ()) -> None:
        """Begin anew with another header and the events that hold."""
        self._close()
        try:
            self._file = self._path.open("wb", buffering=0)
        except OSError as error:
            raise self._failed(str(error.strerror or error)) from None
        self._size = 0
        told = {name: value for name, value in msgspec.to_builtins(head).items() if name != "set" or value}
        self._append(b"".join([_line(told), *map(_told, events)]))

    def write(self, event: Event) -> None:
        """Append an event; its tick is not before the last one's."""
        self._append(_told(event))

    def jump(self, at: int, tick: int, kept: int, seed: int | None = None) -> None:
        """The session went from the tick `at` to another, where the first `kept` events of those so far hold.

        With another seed number, if there is a `seed`.
        """
        self._append(_line({"jump": tick, "at": at, "kept": kept} | ({} if seed is None else {"seed": seed})))

    def close(self, tick: int) -> None:
        """The session is over at this tick."""
        self._append(_line({"end": tick}), room=0)
        self._close()

    def _append(self, lines: bytes, room: int = END) -> None:
        """Write lines, and leave so much room after them."""
        if self._file is None:
            return
        self._size += len(lines)
        if self._size + room > LARGEST:
            self._close()
            raise self._failed(f"full at {LARGEST >> 20} MiB")
        try:
            self._file.write(lines)
        except OSError as error:
            self._close()
            raise self._failed(str(error.strerror or error)) from None

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _failed(self, why: str) -> DreamscapeError:
        return DreamscapeError(f"{self._path}: recording failed ({why}); what was written stays")


def _told(event: Event) -> bytes:
    return _line({"event": NAMES[type(event)], **asdict(event)})


def _line(what: Any) -> bytes:
    return msgspec.json.encode(what) + b"\n"  # a hand that is gone, not a number, becomes null


def read(path: Path) -> Recording:
    """Read a recording, all of it checked; a last line that was cut off is left out.

    Raises:
        InputError: it is none, or not one of this program's; says the line and what was expected.
    """
    try:
        with regular.opened(path) as raw, BufferedReader(raw) as file:
            if os.fstat(raw.fileno()).st_size > LARGEST:
                raise InputError(f"{path}: too large for a recording, expected at most {LARGEST >> 20} MiB")
            return _read(file, str(path))
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: cannot be read ({said}), expected a recording of a session") from None


def _read(file: BinaryIO, where: str) -> Recording:
    head = _decode(file.readline(LONGEST_LINE), Header, f"{where}:1")
    if head.form not in FORMS:
        raise InputError(f"{where}: of form {head.form}, expected {one_of(FORMS)}; record it again with this version")
    known, session = Settable(), Told(head.start)
    number = 1
    while line := file.readline(LONGEST_LINE):
        number += 1
        place = f"{where}:{number}"
        if not line.endswith(b"\n") and len(line) < LONGEST_LINE:
            break  # the session died while it wrote
        if line.startswith(b'{"end"'):
            end = _decode(line, _EndLine, place).end
            if end < max(session.tick, session.start) or file.readline(LONGEST_LINE):
                raise InputError(f"{place}: expected the end after everything else")
            session.leave(end)
            return Recording(head, tuple(session.legs))
        if line.startswith(b'{"jump"'):
            jump = _decode(line, _Jump, place)
            session.jump(jump.at, jump.jump, jump.kept, jump.seed, place)
        else:
            session.take(_event(line, known, place), place)
    session.leave(max(session.tick, session.start))
    return Recording(head, tuple(session.legs))


def _event(line: bytes, known: Settable, place: str) -> Event:
    """The event of one line."""
    found: dict[str, Any] = _decode(line, dict[str, Any], place)
    name = found.pop("event", None)
    if not isinstance(name, str) or name not in KINDS:
        raise InputError(f"{place}: event: expected {one_of(KINDS)}, got '{short(name)}'")
    kind = KINDS[name]
    names = {field.name for field in fields(kind)}
    if unknown := found.keys() - names:
        raise InputError(f"{place}: unknown key '{short(min(unknown))}', expected {one_of(names)}")
    if kind is Pointer and found.get("x") is None and found.get("y") is None:
        found |= {"x": math.nan, "y": math.nan}  # the hand is gone
    try:
        event: Event = msgspec.convert(found, kind)
    except msgspec.ValidationError as error:
        raise InputError(f"{place}: {explain(error, kind)}") from None
    if not 0 <= event.tick <= LAST_TICK:
        raise InputError(f"{place}: tick {event.tick}: out of bounds, expected 0 to {LAST_TICK}")
    if isinstance(event, ParameterChange):
        settings = known.received(event.name, event.value, f"{place}: ")
        if len(settings) > 1:
            raise InputError(f"{place}: {event.name}: expected one of {one_of(settings)}")
        return ParameterChange(event.tick, *next(iter(settings.items())))
    for key in names & BOUNDS.keys():
        value, (low, high) = getattr(event, key), BOUNDS[key]
        if not (low <= value <= high or (kind is Pointer and math.isnan(value))):
            raise InputError(f"{place}: {key} {value:g}: out of bounds, expected {low:g} to {high:g}")
    return event


def _decode(line: bytes, kind: Any, place: str) -> Any:
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.ValidationError as error:
        told = explain(error, kind, lambda: msgspec.json.decode(line))
        raise InputError(f"{place}: not a line of a recording ({told})") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{place}: not a line of a recording ({str(error) or 'nested too deeply'})") from None
