"""Parameters set by name from outside, and their OSC source."""

from dreamscape.engine.settable import Settable
from dreamscape.errors import InputError
from dreamscape.live.controls.osc import Osc, parameter_value
from dreamscape.parameters import Scalar, Value

NamedValue = tuple[str, Scalar]


class ParameterRanges:
    """Checks values against the parameters' ranges, and scales controllers to them.

    Attributes:
        ignored: how many values were of unknown parameters, or refused by theirs.
    """

    def __init__(self) -> None:
        self._parameters = Settable()
        self.ignored = 0

    def check(self, name: str, value: Value) -> dict[str, Scalar]:
        """The scalars that a value for a parameter sets; none, and counted, if the value is not valid."""
        try:
            return self._parameters.received(name, value)
        except InputError:
            self.ignored += 1
            return {}

    def scale(self, name: str, fraction: float) -> NamedValue:
        """A parameter at a fraction, 0 to 1, of its range."""
        return name, self._parameters[name].at(fraction)


class OscControls:
    """Parameters by OSC: `/layer/parameter VALUE`, or a value for each component; arguments and errors as of `Osc`."""

    def __init__(self, host: str, port: int) -> None:
        self._osc, self._ranges = Osc(host, port), ParameterRanges()
        self.port = self._osc.port

    @property
    def ignored(self) -> int:
        """How many messages were ignored."""
        return self._osc.ignored + self._ranges.ignored

    def poll(self) -> list[NamedValue]:
        """The parameters set since the last call, each with its last value."""
        values: dict[str, Scalar] = {}
        for path, arguments in self._osc.poll():
            values |= self._ranges.check(path.strip("/").replace("/", "."), parameter_value(arguments))
        return list(values.items())

    def status(self) -> str:
        """How many messages were ignored."""
        return f"{self.ignored} ignored"

    def close(self) -> None:
        """Close the port."""
        self._osc.close()
