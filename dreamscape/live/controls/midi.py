"""Parameters set by the knobs of a MIDI controller, through PortMidi, which pygame includes."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from dreamscape.clock import now_ns
from dreamscape.devices.alsa import silence
from dreamscape.devices.audio_input import AGAIN
from dreamscape.engine.settable import Settable
from dreamscape.errors import DreamscapeError, InputError, one_of
from dreamscape.live.controls.parameter_controls import NamedValue, ParameterRanges
from dreamscape.parameters import Scalar
from dreamscape.text import short

KNOB = 127.0  # the highest value of a MIDI controller
THROUGH = "Midi Through"  # an input that ALSA always has and lists first, with no device behind it
DEVICES = Path("/dev/snd")  # where Linux has a file for each device


def parse_knobs(words: Sequence[str]) -> dict[int, str]:
    """The parameter of each MIDI controller number, from `NUMBER=layer.parameter` words.

    Raises:
        InputError: not a number from 0 to 127, or no such parameter.
    """
    parameters, knobs = Settable(), {}
    for word in words:
        left, _, name = word.partition("=")
        if not left.isascii() or not left.isdecimal() or int(left) > KNOB:
            raise InputError(f"--knob {short(word)}: expected NUMBER=layer.parameter with a controller from 0 to 127")
        if parameters.today(name) not in parameters:
            owner = name.partition(".")[0]
            near = one_of(key for key in parameters if key.startswith(f"{owner}.")) if owner else "(none)"
            hint = f"{owner} has {near}" if near != "(none)" else "see dreamscape layers --parameters"
            raise InputError(f"--knob {short(word)}: no such parameter; {hint}")
        knobs[int(left)] = parameters.today(name)
    return knobs


class MidiControls:
    """Parameters set by the knobs of a MIDI controller.

    PortMidi keeps some 4,000 incoming messages until they are read, and never reports that an input was unplugged. On
    Linux the device folder shows that, and the input is opened again once it is back.

    Args:
        port: the name of the input, or its beginning; empty for the first one.
        knobs: the parameter of each controller number.

    Attributes:
        ignored: how many messages were ignored.
        lost: says that the input is gone; empty otherwise.

    Raises:
        DreamscapeError: the packages for MIDI are missing, or the input cannot be opened.
        InputError: there is no input with that name.
    """

    def __init__(self, port: str, knobs: Mapping[int, str]) -> None:
        self._wanted, self._knobs = port, dict(knobs)
        self._ranges = ParameterRanges()
        self.ignored, self.lost = 0, ""
        self._next_look, self._devices_changed = now_ns() + AGAIN, _plugged()
        self._port = _open(port)
        self._name = self._port.name

    def poll(self) -> list[NamedValue]:
        """The parameters turned since the last call, each with its last value."""
        if now_ns() >= self._next_look:
            self._next_look = now_ns() + AGAIN
            self._reopen_if_changed()
        values: dict[str, Scalar] = {}
        for message in self._messages():
            if message.type != "control_change" or message.control not in self._knobs:
                self.ignored += 1
                continue
            name, value = self._ranges.scale(self._knobs[message.control], message.value / KNOB)
            values[name] = value
        return list(values.items())

    def status(self) -> str:
        """What is wrong, or how many messages were ignored."""
        return self.lost or f"{self.ignored} ignored"

    def close(self) -> None:
        """Close the input."""
        port, self._port = self._port, None
        if port is not None:
            with suppress(Exception):  # the input may be gone
                port.close()

    def _reopen_if_changed(self) -> None:
        """Open the input again if it is gone, or may be because a device was plugged in or out."""
        before, self._devices_changed = self._devices_changed, _plugged()
        if self._port is not None and self._devices_changed == before:
            return
        self.close()
        try:
            self._port, self.lost = _open(self._wanted), ""
        except DreamscapeError:
            self.lost = f"{self._name} is gone"

    def _messages(self) -> list[Any]:
        """The messages received since the last call; an input that fails is closed, and reopened at the next call."""
        try:
            return [] if self._port is None else list(self._port.iter_pending())
        except Exception:  # PortMidi has its own kinds
            self._next_look = 0
            self.close()
            return []


def _plugged() -> int:
    """A number that changes when a device is plugged in or out, on Linux; constant elsewhere."""
    try:
        return DEVICES.stat().st_mtime_ns
    except OSError:
        return 0


def _open(name_start: str) -> Any:
    """Open the first input whose name starts so, among those there are now; errors as of `MidiControls`."""
    silence()
    try:
        import mido
        from pygame import midi

        midi.quit()  # PortMidi looks for devices only when it starts
        inputs = mido.Backend("mido.backends.pygame")
        names = sorted(dict.fromkeys(inputs.get_input_names()), key=lambda name: name.startswith(THROUGH))
        chosen = next((name for name in names if name.startswith(name_start)), None)
        if chosen is not None:
            return inputs.open_input(chosen)
    except ImportError as error:
        raise DreamscapeError(
            f"--midi: needs the package {error.name}; install it with  pip install 'dreamscape[control]'"
        ) from None
    except Exception as error:  # PortMidi has its own kinds
        raise DreamscapeError(f"--midi: the system's MIDI is not available ({error})") from None
    if not names:
        raise InputError("--midi: no MIDI input found, expected a controller that is plugged in before play starts")
    raise InputError(f"--midi {short(name_start)}: no such MIDI input, expected {one_of(names)}")
