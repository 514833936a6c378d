"""The log: the inputs that made a session what it is, kept in memory and, if asked for, written to a recording."""

from collections.abc import Sequence
from pathlib import Path

from dreamscape.inputs import Event, Tally
from dreamscape.recording import Header, Recorder, header
from dreamscape.seed import Dream


class Log:
    """The inputs of a session, in order of their ticks.

    Args:
        dream, number: what plays, and its seed number.
        start: the tick at which the session begins.

    Attributes:
        events: since `start`.
        start: the tick from which on they make the dream what it is; before it nobody touched it.
    """

    def __init__(self, dream: Dream, number: int, start: int) -> None:
        self._dream, self._number = dream, number
        self.events: list[Event] = []
        self.start = start
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
        if self._recorder:
            recorder, self._recorder = self._recorder, None
            recorder.write(event)
            self._recorder = recorder

    def cut(self, events: Sequence[Event]) -> None:
        """The session went to another tick: of what came, only these first events hold there."""
        self.events = list(events)
        self._restart()

    def begin(self, dream: Dream, number: int, tick: int) -> None:
        """The session went to a tick of a dream that nobody has touched."""
        self._dream, self._number, self.start = dream, number, tick
        self.events = []
        self._restart()

    def record(self, path: Path, overwrite: bool = False) -> None:
        """Write it to a file, all there is and all that comes.

        Args:
            path: of the file.
            overwrite: whether one that is there may be replaced.

        Raises:
            DreamscapeError: the file cannot be written.
        """
        self._recorder = Recorder(path, self._head(), overwrite)
        self._restart()

    def close(self, tick: int) -> None:
        """End the recording, if there is one: the session stands at this tick."""
        if self._recorder:
            recorder, self._recorder = self._recorder, None
            recorder.close(max(tick, self.events[-1].tick if self.events else 0))

    def _head(self) -> Header:
        return header(self._dream, self._number, self.start)

    def _restart(self) -> None:
        if self._recorder:
            recorder, self._recorder = self._recorder, None
            recorder.restart(self._head(), self.events)
            self._recorder = recorder
