"""The log: the inputs that made a session what it is, kept in memory and, if asked for, written to a recording."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.inputs import Event, Tally
from dreamscape.dream.legs import MOST_JUMPS
from dreamscape.engine.recording import Header, Recorder, header
from dreamscape.errors import DreamscapeError

LEAST = TICKS_PER_SECOND  # ticks of a recording in which nothing came


class Log:
    """The inputs of a session, in order of their ticks.

    Args:
        dream, number: what plays, and its seed number.
        start: the tick at which the session begins.

    Attributes:
        events: those that made the dream what it is.
        path: of the file that is written, if one is; with another dream it is another file.
    """

    def __init__(self, dream: Dream, number: int, start: int) -> None:
        self._dream, self._number = dream, number
        self.events: list[Event] = []
        self._from = start  # where the session went on last
        self.path, self._first, self._parts = Path(), Path(), 1
        self._jumps = 0  # in the file that is written
        self._recorder: Recorder | None = None
        self._tally = Tally()

    @property
    def is_recording(self) -> bool:
        """Whether it is written to a file."""
        return self._recorder is not None

    def admits(self, event: Event) -> bool:
        """Whether there is room for an input that takes effect at its tick; to be asked once for each, in order."""
        return self._tally.admits(event)

    def add(self, event: Event) -> None:
        """An input that takes effect at its tick, not before the last one's.

        Raises:
            DreamscapeError: the recording cannot be written; it is let go.
        """
        self.events.append(event)
        self._write(lambda recorder: recorder.write(event))

    def cut(self, at: int, tick: int, events: Sequence[Event]) -> None:
        """The session went from the tick `at` to another one: of what came, only these first events hold there.

        Raises:
            DreamscapeError: the recording cannot be written; it is let go, and the session has gone there all the same.
        """
        self._jump(at, tick, events, self._number)

    def begin(self, at: int, dream: Dream, number: int, tick: int) -> None:
        """The session went from the tick `at` to one of a dream that nobody has touched; raises as of `cut`."""
        if dream.digest == self._dream.digest:
            self._jump(at, tick, (), number)
            return
        with self._parted(at):
            self._dream, self._number, self._from = dream, number, tick
            self.events = []

    def _jump(self, at: int, tick: int, events: Sequence[Event], number: int) -> None:
        """Go elsewhere in the dream, or in another night of it."""
        if self._jumps == MOST_JUMPS:
            with self._parted(at):
                self._from, self.events, self._number = tick, list(events), number
            return
        seed = None if number == self._number else number
        at, self._from, self.events, self._number = max(at, self._from), tick, list(events), number
        self._jumps += self.is_recording
        self._write(lambda recorder: recorder.jump(at, tick, len(events), seed))

    def record(self, path: Path, overwrite: bool = False) -> None:
        """Write it to a file, all there is and all that comes.

        Args:
            path: of the file.
            overwrite: whether one that is there may be replaced.

        Raises:
            DreamscapeError: the file cannot be written.
        """
        self._recorder = Recorder(path, self._head(), overwrite)
        self._recorder.restart(self._head(), self.events)
        self.path, self._first, self._parts, self._jumps = path, path, 1, 0

    def close(self, tick: int) -> None:
        """End the recording, if there is one: the session stands at this tick."""
        if self._recorder:
            recorder, self._recorder = self._recorder, None
            recorder.close(max(tick, self.events[-1].tick if self.events else 0))

    def _write(self, tell: Callable[[Recorder], None]) -> None:
        """Write to the recording, if there is one; it is let go where that fails."""
        if self._recorder:
            recorder, self._recorder = self._recorder, None
            tell(recorder)
            self._recorder = recorder

    def _head(self) -> Header:
        return header(self._dream, self._number, self._from)

    @contextmanager
    def _parted(self, at: int) -> Iterator[None]:
        """While the session goes elsewhere: the recording up to there stays, and goes on in a file of its own.

        A recording of less than a second in which nothing came, as between two presses of a key, is left out.

        Raises:
            DreamscapeError: it cannot be written; it is let go, and the session has gone elsewhere all the same.
        """
        recorder, self._recorder = self._recorder, None
        felt = any(event.tick > self._from for event in self.events)
        kept = recorder is not None and (felt or self._jumps or at - self._from >= LEAST)
        wrong: DreamscapeError | None = None
        try:
            if recorder and kept:
                recorder.close(max(at, self.events[-1].tick if self.events else 0))
        except DreamscapeError as error:
            wrong = error
        yield
        if wrong:
            raise wrong
        if recorder and kept:
            path = self._next()
            recorder = Recorder(path, self._head())
            self.path = path
        if recorder:
            recorder.restart(self._head(), self.events)
        self._recorder, self._jumps = recorder, 0

    def _next(self) -> Path:
        """Where the next part of the recording goes: beside the first one, by its number."""
        while True:
            self._parts += 1
            path = self._first.with_stem(f"{self._first.stem} {self._parts}")
            if not path.exists():
                return path
