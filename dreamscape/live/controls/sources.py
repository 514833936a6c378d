"""Senses: what a session takes in from outside besides hands: a pulse, controls, sound; each gives events."""

from collections.abc import Iterable
from typing import Protocol

from dreamscape.dream.inputs import Event, ParameterChange, Pulse
from dreamscape.live.controls.parameter_controls import Named
from dreamscape.live.controls.pulse import PulseSource


class InputSource(Protocol):
    """Something that is felt.

    Attributes:
        name: what it is called among the figures.
    """

    name: str

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """What is to take effect from tick `first` to `last`; `seconds` is the time now, on the viewer's clock."""

    def go(self, tick: int) -> None:
        """The dream jumped to a tick."""

    def status(self) -> str:
        """A few words for the figures; a sentence if it cannot be felt."""

    def close(self) -> None:
        """Let go of it."""


class PulseInput:
    """A pulse from outside.

    Args:
        source: where it comes from.
    """

    name = "pulse"

    def __init__(self, source: PulseSource) -> None:
        self._source = source

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """As of `Sense`."""
        return [Pulse(first, interval) for interval in self._source.poll(seconds)]

    def go(self, tick: int) -> None:
        """As of `Sense`."""

    def status(self) -> str:
        """As of `Sense`."""
        return self._source.status()

    def close(self) -> None:
        """As of `Sense`."""
        self._source.close()


class Knobs(Protocol):
    """Controls from outside."""

    def poll(self) -> list[Named]:
        """What was set since the last call, by name."""

    def status(self) -> str:
        """A few words for the figures."""

    def close(self) -> None:
        """Let go of them."""


class ControlInput:
    """Parameters that controls set.

    Args:
        name: of the controls.
        knobs: the controls.
    """

    def __init__(self, name: str, knobs: Knobs) -> None:
        self.name, self._knobs = name, knobs
        self._last = ""

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        """As of `Sense`."""
        found = self._knobs.poll()
        for name, value in found:
            self._last = f"{name} {value if isinstance(value, bool | str) else format(value, '.3g')}   "
        return [ParameterChange(first, name, value) for name, value in found]

    def go(self, tick: int) -> None:
        """As of `Sense`."""

    def status(self) -> str:
        """As of `Sense`."""
        return f"{self._last}{self._knobs.status()}"

    def close(self) -> None:
        """As of `Sense`."""
        self._knobs.close()
