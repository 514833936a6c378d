"""Parameters set by name from outside, and those that OSC messages set."""

from dreamscape.errors import InputError
from dreamscape.live.controls.osc import Osc, value
from dreamscape.parameters import Scalar, Value
from dreamscape.settable import Settable

Named = tuple[str, Scalar]


class Controls:
    """Takes values by name and keeps those that can be.

    Attributes:
        ignored: how many were unknown, or of a value that their parameter refuses.
    """

    def __init__(self) -> None:
        self._known = Settable()
        self.ignored = 0

    def value(self, name: str, value: Value) -> dict[str, Scalar]:
        """What a value for a parameter sets; nothing, and counted, if it cannot be."""
        try:
            return self._known.received(name, value)
        except InputError:
            self.ignored += 1
            return {}

    def turned(self, name: str, part: float) -> Named:
        """A parameter at a part, 0 to 1, of its range."""
        return name, self._known[name].at(part)


class OscControls:
    """Parameters by OSC: `/layer/parameter VALUE`, or a value for each component; arguments and errors as of `Osc`."""

    def __init__(self, host: str, port: int) -> None:
        self._osc, self._controls = Osc(host, port), Controls()
        self.port = self._osc.port

    @property
    def ignored(self) -> int:
        """How many messages were left aside."""
        return self._osc.ignored + self._controls.ignored

    def poll(self) -> list[Named]:
        """What was set since the last call, the last value of each parameter."""
        result: dict[str, Scalar] = {}
        for path, values in self._osc.poll():
            result |= self._controls.value(path.strip("/").replace("/", "."), value(values))
        return list(result.items())

    def status(self) -> str:
        """How many messages were left aside."""
        return f"{self.ignored} ignored"

    def close(self) -> None:
        """Let go of the port."""
        self._osc.close()
