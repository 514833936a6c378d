"""Parameters set by name from outside, and those that OSC messages set."""

from dreamscape import catalogue
from dreamscape.errors import InputError
from dreamscape.live.controls.osc import Osc, number

Named = tuple[str, float]


class Controls:
    """Takes values by name and keeps those that can be.

    Attributes:
        ignored: how many were unknown, out of range, or no numbers.
    """

    def __init__(self) -> None:
        self._known = catalogue.parameters()
        self.ignored = 0

    def value(self, name: str, value: object) -> Named | None:
        """A value for a parameter; None, and counted, if it cannot be."""
        name = catalogue.current_name(name)
        try:
            return name, self._known[name].check(value, name)  # type: ignore[arg-type]
        except (KeyError, InputError):
            self.ignored += 1
            return None

    def turned(self, name: str, part: float) -> Named:
        """A parameter at a part, 0 to 1, of its range."""
        known = self._known[name]
        return name, known.low + (known.high - known.low) * min(max(part, 0.0), 1.0)


class OscControls:
    """Parameters by OSC: `/layer/parameter VALUE`; arguments and errors as of `Osc`."""

    def __init__(self, host: str, port: int) -> None:
        self._osc, self._controls = Osc(host, port), Controls()
        self.port = self._osc.port

    @property
    def ignored(self) -> int:
        """How many messages were left aside."""
        return self._osc.ignored + self._controls.ignored

    def poll(self) -> list[Named]:
        """What was set since the last call, the last value of each parameter."""
        found = (
            self._controls.value(path.strip("/").replace("/", "."), number(values)) for path, values in self._osc.poll()
        )
        return list(dict(one for one in found if one is not None).items())

    def status(self) -> str:
        """How many messages were left aside."""
        return f"{self.ignored} ignored"

    def close(self) -> None:
        """Let go of the port."""
        self._osc.close()
