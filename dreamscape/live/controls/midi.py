"""Parameters set by the knobs of a MIDI controller, heard through PortMidi, which pygame brings along."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from dreamscape.clock import now_ns
from dreamscape.devices.alsa import silence
from dreamscape.devices.audio_input import AGAIN
from dreamscape.errors import DreamscapeError, InputError, one_of
from dreamscape.live.controls.parameter_controls import Controls, Named
from dreamscape.parameters import Scalar
from dreamscape.settable import Settable
from dreamscape.text import short

KNOB = 127.0  # the highest value of a MIDI controller
THROUGH = "Midi Through"  # an input that ALSA always has and lists first, with nothing behind it
DEVICES = Path("/dev/snd")  # where Linux puts a file for each device


def knobs(asked: Sequence[str]) -> dict[int, str]:
    """The parameter of each MIDI controller, from `NUMBER=layer.parameter` words.

    Raises:
        InputError: no number from 0 to 127, or no such parameter.
    """
    known, found = Settable(), {}
    for word in asked:
        left, _, name = word.partition("=")
        if not left.isascii() or not left.isdecimal() or int(left) > KNOB:
            raise InputError(f"--knob {short(word)}: expected NUMBER=layer.parameter with a controller from 0 to 127")
        if known.today(name) not in known:
            owner = name.partition(".")[0]
            near = one_of(key for key in known if key.startswith(f"{owner}.")) if owner else "(none)"
            told = f"of {owner} there are {near}" if near != "(none)" else "see dreamscape layers --parameters"
            raise InputError(f"--knob {short(word)}: no such parameter; {told}")
        found[int(left)] = known.today(name)
    return found


class MidiControls:
    """Parameters by the knobs of a MIDI controller.

    PortMidi keeps what comes in until it is asked for, some 4,000 messages, and never says that an input was unplugged.
    On Linux that is seen elsewhere, and the input is opened again once it is back.

    Args:
        port: the name of the input, or its beginning; empty for the first.
        knobs: the parameter of each controller number.

    Attributes:
        ignored: how many messages were left aside.
        lost: what is wrong; empty if nothing is.

    Raises:
        DreamscapeError: the packages for MIDI are missing, or the input cannot be opened.
        InputError: there is no input of that name.
    """

    def __init__(self, port: str, knobs: Mapping[int, str]) -> None:
        self._asked, self._knobs = port, dict(knobs)
        self._controls = Controls()
        self.ignored, self.lost = 0, ""
        self._next, self._seen = now_ns() + AGAIN, _plugged()
        self._port = _open(port)
        self._name = self._port.name

    def poll(self) -> list[Named]:
        """What was turned since the last call, the last value of each parameter."""
        if now_ns() >= self._next:
            self._next = now_ns() + AGAIN
            self._look()
        found: dict[str, Scalar] = {}
        for message in self._messages():
            if message.type != "control_change" or message.control not in self._knobs:
                self.ignored += 1
                continue
            name, value = self._controls.turned(self._knobs[message.control], message.value / KNOB)
            found[name] = value
        return list(found.items())

    def status(self) -> str:
        """What is wrong, or how many messages were left aside."""
        return self.lost or f"{self.ignored} ignored"

    def close(self) -> None:
        """Let go of the input."""
        port, self._port = self._port, None
        if port is not None:
            with suppress(Exception):  # of an input that is gone
                port.close()

    def _look(self) -> None:
        """Open the input again if it is gone, or may be, since something was plugged in or out."""
        before, self._seen = self._seen, _plugged()
        if self._port is not None and self._seen == before:
            return
        self.close()
        try:
            self._port, self.lost = _open(self._asked), ""
        except DreamscapeError:
            self.lost = f"{self._name} is gone"

    def _messages(self) -> list[Any]:
        """What has come in; an input that fails is let go of, and opened again at the next call."""
        try:
            return [] if self._port is None else list(self._port.iter_pending())
        except Exception:  # PortMidi's own kinds
            self._next = 0
            self.close()
            return []


def _plugged() -> int:
    """A number that changes when a device is plugged in or out, on Linux; elsewhere always the same."""
    try:
        return DEVICES.stat().st_mtime_ns
    except OSError:
        return 0


def _open(asked: str) -> Any:
    """An input of that name, among those that are there now; errors as of `MidiControls`."""
    silence()
    try:
        import mido
        from pygame import midi

        midi.quit()  # PortMidi looks for devices when it begins
        inputs = mido.Backend("mido.backends.pygame")
        names = sorted(dict.fromkeys(inputs.get_input_names()), key=lambda name: name.startswith(THROUGH))
        chosen = next((name for name in names if name.startswith(asked)), None)
        if chosen is not None:
            return inputs.open_input(chosen)
    except ImportError as error:
        raise DreamscapeError(
            f"--midi: needs the package {error.name}; install it with  pip install 'dreamscape[control]'"
        ) from None
    except Exception as error:  # PortMidi's own kinds
        raise DreamscapeError(f"--midi: the system's MIDI cannot be had ({error})") from None
    if not names:
        raise InputError("--midi: no MIDI input here, expected a controller that is plugged in before play begins")
    raise InputError(f"--midi {short(asked)}: no such MIDI input, expected {one_of(names)}")
