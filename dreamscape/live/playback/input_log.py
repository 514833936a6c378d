"""The input log: the inputs that led to the session's present state, in memory and, if wanted, in a recording."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.inputs import Event, Key, ParameterChange, Pointer, Tally
from dreamscape.dream.legs import MOST_JUMPS
from dreamscape.engine.recording import Header, Recorder, header
from dreamscape.errors import DreamscapeError

LEAST = TICKS_PER_SECOND  # ticks; a shorter recording without inputs is left out
KEPT = 15 * 60 * TICKS_PER_SECOND  # ticks for which inputs are kept that hold no more: music is 0.1 GB an hour
FORGETS = 60 * TICKS_PER_SECOND  # ticks between two times of forgetting


class Log:
    """A session's inputs, in order of their ticks.

    Args:
        dream, number: the dream and its seed number.
        start: the tick at which the session starts.

    Attributes:
        events: the inputs since the dream's beginning that led to the present state; while nothing is recorded, of
            those before the last KEPT ticks only what still holds.
        path: of the file being written, if any; another dream gets another file.
    """

    def __init__(self, dream: Dream, number: int, start: int) -> None:
        self._dream, self._number = dream, number
        self.events: list[Event] = []
        self._start = start  # the tick of the last jump, or where the session or the recording starts
        self.path, self._first, self._part = Path(), Path(), 1
        self._jumps = 0  # in the file being written
        self._recorder: Recorder | None = None
        self._tally = Tally()
        self._forgot = 0  # the tick at which inputs were last forgotten

    @property
    def is_recording(self) -> bool:
        """Whether a recording is being written."""
        return self._recorder is not None

    def admits(self, event: Event) -> bool:
        """Whether an input fits the limit for its tick; call it once for each input, in order."""
        return self._tally.admits(event)

    def add(self, event: Event) -> None:
        """Add an input that takes effect at its tick, which is not before the last one's.

        Raises:
            DreamscapeError: the recording cannot be written; it is ended.
        """
        self.events.append(event)
        self._write(lambda recorder: recorder.write(event))
        if not self._recorder and abs(event.tick - self._forgot) >= FORGETS:  # a recording counts all of them
            self._forgot = event.tick
            over = bisect_right(self.events, event.tick - KEPT, key=lambda event: event.tick)
            self.events[:over] = _holding(self.events[:over])

    def jump(self, at: int, tick: int, events: Sequence[Event]) -> None:
        """Note a jump from the tick `at` to another tick, where only these first inputs hold.

        Raises:
            DreamscapeError: the recording cannot be written; it is ended, but the jump is noted.
        """
        self._jump(at, tick, events, self._number)

    def switch(self, at: int, dream: Dream, number: int, tick: int) -> None:
        """Note a jump from the tick `at` to a tick of an untouched dream; raises as `jump` does."""
        if dream.digest == self._dream.digest:
            if dream.layout != self._dream.layout:
                self.turn(at, dream)
            self._jump(at, tick, (), number)
            return
        with self._next_file(at):
            self._dream, self._number, self._start = dream, number, tick
            self.events = []

    def _jump(self, at: int, tick: int, events: Sequence[Event], number: int) -> None:
        """Jump within the dream, or to another seed of it."""
        if self._jumps == MOST_JUMPS:
            with self._next_file(at):
                self._start, self.events, self._number = tick, list(events), number
            return
        seed = None if number == self._number else number
        at, self._start, self.events, self._number = max(at, self._start), tick, list(events), number
        self._jumps += self.is_recording
        self._write(lambda recorder: recorder.jump(at, tick, len(events), seed))

    def turn(self, at: int, dream: Dream) -> None:
        """Note that after the tick `at` the dream has another layout; all inputs hold. Raises as `jump` does."""
        if self._jumps == MOST_JUMPS:
            with self._next_file(at):
                self._start, self._dream = at, dream
            return
        self._start, self._dream = max(at, self._start), dream
        self._jumps += self.is_recording
        self._write(self._write_layout)

    def _write_layout(self, recorder: Recorder) -> None:
        """Write a jump to where the session is, by which the layout changes, and again the inputs that lie ahead."""
        passed = bisect_right(self.events, self._start, key=lambda event: event.tick)
        recorder.jump(self._start, self._start, passed, None, self._dream.layout)
        for event in self.events[passed:]:
            recorder.write(event)

    def record(self, path: Path, tick: int, overwrite: bool = False) -> None:
        """Write the inputs to a file, those so far and those to come; a film of it begins at the session's tick.

        Args:
            path: of the file.
            tick: the session's present tick.
            overwrite: whether an existing file may be replaced.

        Raises:
            DreamscapeError: the file cannot be written.
        """
        self._start = tick
        self._recorder = Recorder(path, self._header(), overwrite)
        self._jumps = 0
        self._begin(self._recorder)
        self.path, self._first, self._part = path, path, 1

    def close(self, tick: int) -> None:
        """End the recording, if there is one, at the session's present tick."""
        if self._recorder:
            recorder, self._recorder = self._recorder, None
            recorder.close(max(tick, self.events[-1].tick if self.events else 0))

    def _write(self, write: Callable[[Recorder], None]) -> None:
        """Write to the recording, if there is one; a recording that fails is ended."""
        if self._recorder:
            recorder, self._recorder = self._recorder, None
            write(recorder)
            self._recorder = recorder

    def _begin(self, recorder: Recorder) -> None:
        """Begin a file with the inputs so far, and with the dream's layout if it is not the file's."""
        recorder.restart(self._header(), self.events)
        if self._dream.layout:
            self._write_layout(recorder)
            self._jumps += 1

    def _header(self) -> Header:
        return header(self._dream, self._number, self._start)

    @contextmanager
    def _next_file(self, at: int) -> Iterator[None]:
        """Continue the recording in another file, around a jump that the caller makes.

        A recording of less than a second without inputs, as between two presses of a key, is left out.

        Raises:
            DreamscapeError: it cannot be written; it is ended, but the jump is made.
        """
        recorder, self._recorder = self._recorder, None
        has_inputs = any(event.tick > self._start for event in self.events)
        keep = recorder is not None and (has_inputs or self._jumps or at - self._start >= LEAST)
        failure: DreamscapeError | None = None
        try:
            if recorder and keep:
                recorder.close(max(at, self.events[-1].tick if self.events else 0))
        except DreamscapeError as error:
            failure = error
        yield
        if failure:
            raise failure
        if recorder and keep:
            path = self._next_path()
            recorder = Recorder(path, self._header())
            self.path = path
        self._jumps = 0
        if recorder:
            self._begin(recorder)
        self._recorder = recorder

    def _next_path(self) -> Path:
        """The path of the recording's next part: beside the first one, numbered."""
        while True:
            self._part += 1
            path = self._first.with_stem(f"{self._first.stem} {self._part}")
            if not path.exists():
                return path


def _holding(events: Sequence[Event]) -> list[Event]:
    """Those of past inputs that still hold: where the hand is, how parameters are set, and all keys."""
    hands = [event for event in events if isinstance(event, Pointer)]
    settings = {event.name: event for event in events if isinstance(event, ParameterChange)}
    lasting = {id(event) for event in (*hands[-1:], *settings.values())}
    return [event for event in events if isinstance(event, Key) or id(event) in lasting]
