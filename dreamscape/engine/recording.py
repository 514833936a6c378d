"""Recordings: the inputs of a session as lines of a file, from which the same session is filmed at any size and rate.

JSON lines in UTF-8. The first is the header. Then each event has a line, in order of ticks, and so has each jump, after
which ticks continue from where it led. The last line says when the session ended. A recording may come from anywhere:
all of it is validated, none of it is run.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import msgspec

from dreamscape import __version__
from dreamscape.dream.dream_file import HIGHEST_SEED, Dream
from dreamscape.dream.inputs import Event
from dreamscape.dream.layout import MOST_ACTS
from dreamscape.dream.legs import Leg, LegBuilder
from dreamscape.dream.placed_act import Layout
from dreamscape.engine.event_lines import LAST_TICK, decoded, event_line, event_of, line_of
from dreamscape.engine.settable import Settable
from dreamscape.errors import DreamscapeError, InputError, one_of
from dreamscape.files import regular
from dreamscape.text import tag

FORMATS = 1, 2, 3  # versions of the format that can be read; 1 had no jumps, 2 no keys
LARGEST = 1 << 29  # bytes: about five hours of a hand and of music that never rest
END_ROOM = 64  # bytes of LARGEST kept for the last line
LONGEST_LINE = 4096  # bytes
Tick = Annotated[int, msgspec.Meta(ge=0, le=LAST_TICK)]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line: what a recording is of.

    Attributes:
        form: the version of the format.
        version: of the program that wrote it.
        dream, digest: name of the dream, or of its file without the folder, and digest of its text.
        seed: the seed number that was played.
        start: the tick at which the session began.
        set: parameters that were set beside the dream; left out of the file where none were.
        memories: digest of the user's own files that were its memories; left out likewise.
    """

    form: int
    version: Annotated[str, msgspec.Meta(max_length=80)]
    dream: Annotated[str, msgspec.Meta(min_length=1, max_length=4096)]
    digest: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$", description="32 hexadecimal digits")]
    seed: Annotated[int, msgspec.Meta(ge=0, le=HIGHEST_SEED)]
    start: Tick = 0
    set: dict[str, Any] = {}
    memories: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{32})?$", description="32 hexadecimal digits")] = ""


class _EndLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last line: the tick at which the session ended."""

    end: Tick


class _JumpLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A jump to another tick.

    Attributes:
        jump: the tick it leads to.
        at: the tick it leaves.
        kept: how many of the inputs so far, from the first one on, still hold after it.
        seed: the seed number from here on, if it changes.
        layout: of the dream's acts from here on, if it changes: the index, seconds and shift of each.
    """

    jump: Tick
    at: Tick
    kept: Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]
    seed: Annotated[int, msgspec.Meta(ge=0, le=HIGHEST_SEED)] | None = None
    layout: Annotated[Layout, msgspec.Meta(max_length=MOST_ACTS)] | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that was read.

    Attributes:
        header: what it is of.
        legs: the stretches between its jumps. The last one stops where the session ended, or if the file was cut off,
            at its last event.
    """

    header: Header
    legs: tuple[Leg, ...]


def header(dream: Dream, number: int, start: int = 0) -> Header:
    """The header of a session that plays a dream with the seed `number` from the tick `start`."""
    name, memories = tag(Path(dream.name).name), dream.memories.digest
    return Header(FORMATS[-1], __version__, name, dream.digest, number, start, dream.settings, memories)


class Recorder:
    """Writes a recording while a session runs: what was written is on disk even if the session crashes.

    Args:
        path: of the file.
        head: of the session.
        overwrite: whether an existing file may be replaced.

    Raises:
        DreamscapeError: from any call: the file cannot be written, or is as large as it may be.
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
        """Start over with another header and the events that still hold."""
        self._close()
        try:
            self._file = self._path.open("wb", buffering=0)
        except OSError as error:
            raise self._failed(str(error.strerror or error)) from None
        self._size = 0
        content = {
            name: value for name, value in msgspec.to_builtins(head).items() if name not in ("set", "memories") or value
        }
        self._append(b"".join([line_of(content), *map(event_line, events)]))

    def write(self, event: Event) -> None:
        """Append an event, no earlier than the last one."""
        self._append(event_line(event))

    def jump(self, at: int, tick: int, kept: int, seed: int | None = None, layout: Layout | None = None) -> None:
        """Append a jump from the tick `at` to `tick`; of the events so far the first `kept` still hold.

        `seed` is the seed number from there on, and `layout` that of the dream's acts, if they change.
        """
        changed = {"seed": seed, "layout": layout}
        told = {name: value for name, value in changed.items() if value is not None}
        self._append(line_of({"jump": tick, "at": at, "kept": kept} | told))

    def close(self, tick: int) -> None:
        """Append the end of the session, at this tick, and close the file."""
        self._append(line_of({"end": tick}), room=0)
        self._close()

    def _append(self, lines: bytes, room: int = END_ROOM) -> None:
        """Write lines, if `room` bytes are left after them."""
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

    def _failed(self, reason: str) -> DreamscapeError:
        return DreamscapeError(f"{self._path}: recording failed ({reason}); what was written stays")


def read(path: Path) -> Recording:
    """Read and validate a recording; a last line that was cut off is left out.

    Raises:
        InputError: not a recording, or one of an unknown format; says the line and what was expected.
    """
    try:
        with regular.open_regular(path) as raw, BufferedReader(raw) as file:
            if os.fstat(raw.fileno()).st_size > LARGEST:
                raise InputError(f"{path}: too large for a recording, expected at most {LARGEST >> 20} MiB")
            return _read(file, str(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: cannot be read ({reason}), expected a recording of a session") from None


def _read(file: BinaryIO, where: str) -> Recording:
    head = decoded(file.readline(LONGEST_LINE), Header, f"{where}:1")
    if head.form not in FORMATS:
        raise InputError(f"{where}: of form {head.form}, expected {one_of(FORMATS)}; record it again with this version")
    parameters, session = Settable(), LegBuilder(head.start)
    number = 1
    while line := file.readline(LONGEST_LINE):
        number += 1
        location = f"{where}:{number}"
        if not line.endswith(b"\n") and len(line) < LONGEST_LINE:
            break  # the session crashed while writing it
        if line.startswith(b'{"end"'):
            end = decoded(line, _EndLine, location).end
            if end < max(session.tick, session.start) or file.readline(LONGEST_LINE):
                raise InputError(f"{location}: expected the end after everything else")
            session.end_leg(end)
            return Recording(head, tuple(session.legs))
        if line.startswith(b'{"jump"'):
            jump = decoded(line, _JumpLine, location)
            session.add_jump(jump.at, jump.jump, jump.kept, jump.seed, location, jump.layout)
        else:
            session.add_event(event_of(line, parameters, location), location)
    session.end_leg(max(session.tick, session.start))
    return Recording(head, tuple(session.legs))
