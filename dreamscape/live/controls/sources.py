"""Input sources of a session besides the pointer: heart rate, controllers, sound; each yields events."""

from collections.abc import Iterable
from typing import Protocol

from dreamscape.dream.inputs import Event, ParameterChange, Pulse
from dreamscape.live.controls.parameter_controls import NamedValue
from dreamscape.live.controls.pulse import PulseSource


class InputSource(Protocol):
    """A source of events.

    Attributes:
        name: its name among the figures.
    """

    name: str

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """The events to take effect from tick `first` to `last`; `seconds` is the time now, on the wall clock."""

    def jump(self, tick: int) -> None:
        """The dream jumped to a tick."""

    def status(self) -> str:
        """A few words for the figures."""

    def close(self) -> None:
        """Release its resources."""


class PulseInput:
    """Heartbeats from outside.

    Args:
        source: where they come from.
    """

    name = "pulse"

    def __init__(self, source: PulseSource) -> None:
        self._source = source

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """As in `InputSource`."""
        return [Pulse(first, interval) for interval in self._source.poll(seconds)]

    def jump(self, tick: int) -> None:
        """As in `InputSource`."""

    def status(self) -> str:
        """As in `InputSource`."""
        return self._source.status()

    def close(self) -> None:
        """As in `InputSource`."""
        self._source.close()


class ControlSource(Protocol):
    """A controller that sets parameters."""

    def poll(self) -> list[NamedValue]:
        """The parameters set since the last call."""

    def status(self) -> str:
        """A few words for the figures."""

    def close(self) -> None:
        """Release its resources."""


class ControlInput:
    """Events of a controller that sets parameters.

    Args:
        name: its name among the figures.
        controls: the controller.
    """

    def __init__(self, name: str, controls: ControlSource) -> None:
        self.name, self._controls = name, controls
        self._last = ""

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """As in `InputSource`."""
        changes = self._controls.poll()
        for name, value in changes:
            self._last = f"{name} {value if isinstance(value, bool | str) else format(value, '.3g')}   "
        return [ParameterChange(first, name, value) for name, value in changes]

    def jump(self, tick: int) -> None:
        """As in `InputSource`."""

    def status(self) -> str:
        """As in `InputSource`."""
        return f"{self._last}{self._controls.status()}"

    def close(self) -> None:
        """As in `InputSource`."""
        self._controls.close()
