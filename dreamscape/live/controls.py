"""Parameters set by name from outside: by OSC messages, or by the knobs of a MIDI controller."""

from collections.abc import Mapping, Sequence
from queue import Empty, SimpleQueue
from typing import Any

from dreamscape import catalogue
from dreamscape.errors import DreamscapeError, InputError, one_of
from dreamscape.live.osc import Osc, number
from dreamscape.text import short

KNOB = 127.0  # the highest value of a MIDI controller
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

    def close(self) -> None:
        """Let go of the port."""
        self._osc.close()


def knobs(asked: Sequence[str]) -> dict[int, str]:
    """The parameter of each MIDI controller, from `NUMBER=layer.parameter` words.

    Raises:
        InputError: no number from 0 to 127, or no such parameter.
    """
    known, found = catalogue.parameters(), {}
    for word in asked:
        left, _, name = word.partition("=")
        if not left.isascii() or not left.isdecimal() or int(left) > KNOB:
            raise InputError(f"--knob {short(word)}: expected NUMBER=layer.parameter with a controller from 0 to 127")
        if name not in known:
            owner = name.partition(".")[0]
            near = one_of(key for key in known if key.startswith(f"{owner}.")) if owner else "(none)"
            told = f"of {owner} there are {near}" if near != "(none)" else "see dreamscape layers --parameters"
            raise InputError(f"--knob {short(word)}: no such parameter; {told}")
        found[int(left)] = name
    return found


class MidiControls:
    """Parameters by the knobs of a MIDI controller.

    Args:
        port: the name of the input, or its beginning; empty for the first.
        knobs: the parameter of each controller number.

    Raises:
        DreamscapeError: no such input, or the packages for MIDI are missing.
        InputError: there is no input of that name.
    """

    def __init__(self, port: str, knobs: Mapping[int, str]) -> None:
        try:
            import mido

            names = list(dict.fromkeys(mido.get_input_names()))
        except ImportError as error:
            raise DreamscapeError(
                f"--midi: needs the package {error.name}; install it with  pip install 'dreamscape[control]'"
            ) from None
        except Exception as error:  # rtmidi's own kinds
            raise DreamscapeError(f"--midi: the system's MIDI cannot be had ({error})") from None
        chosen = next((name for name in names if name.startswith(port)), None)
        if chosen is None:
            raise InputError(f"--midi {short(port)}: no such MIDI input, expected {one_of(names)}")
        self._controls, self._knobs = Controls(), dict(knobs)
        self._heard: SimpleQueue[Any] = SimpleQueue()
        self._port = mido.open_input(chosen, callback=self._heard.put)
        self.ignored = 0

    def poll(self) -> list[Named]:
        """What was turned since the last call, the last value of each parameter."""
        found: dict[str, float] = {}
        while True:
            try:
                message = self._heard.get_nowait()
            except Empty:
                return list(found.items())
            if message.type != "control_change" or message.control not in self._knobs:
                self.ignored += 1
                continue
            name, value = self._controls.turned(self._knobs[message.control], message.value / KNOB)
            found[name] = value

    def close(self) -> None:
        """Let go of the input."""
        self._port.close()
