"""Knobs: what breaks here turns the wrong thing, or leaves a controller dead that was pulled out for a moment."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pygame import midi

from dreamscape import cli
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.live.controls import midi as ours
from dreamscape.live.controls.midi import MidiControls, parse_knobs
from dreamscape.live.controls.sources import ControlInput

NANO, PADS = "nanoKONTROL2 MIDI 1", "Pads"


class PortMidi:
    """PortMidi under pygame and mido, with devices that are plugged in and out.

    Attributes:
        plugged: the inputs that are plugged in.
        opened: the name of the input that is open; empty for none.
        named: the names of all that were opened.
        waiting: what has come in, as PortMidi gives it.
        failure: what reading fails with.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *plugged: str) -> None:
        self.plugged, self._seen = list(plugged), list[str]()
        self.opened, self.named, self.waiting = "", list[str](), list[list[int]]()
        self.failure: Exception | None = None
        monkeypatch.setattr(midi._pypm, "Initialize", self._look)
        monkeypatch.setattr(midi._pypm, "Terminate", self._forget)
        monkeypatch.setattr(midi._pypm, "CountDevices", lambda: 1 + len(self._seen))
        monkeypatch.setattr(midi._pypm, "GetDeviceInfo", self._device)
        monkeypatch.setattr(midi._pypm, "Input", self._open)

    def _look(self) -> None:
        self._seen = list(self.plugged)

    def _forget(self) -> None:
        assert not self.opened, "what is open is let go of first"
        self._seen = []

    def _device(self, number: int) -> tuple[bytes, bytes, int, int, int]:
        if number == 0:
            return b"ALSA", f"{NANO} out".encode(), 0, 1, 0
        name = self._seen[number - 1]
        return b"ALSA", name.encode(), 1, 0, int(name == self.opened)

    def _open(self, number: int, size: int) -> "PortMidi":
        if self.failure:
            raise self.failure
        self.opened = self._seen[number - 1]
        self.named.append(self.opened)
        return self

    def send(self, *message: int) -> None:
        self.waiting.append([*message, *[0] * (4 - len(message))])

    def Poll(self) -> int:
        if self.failure:
            raise self.failure
        return int(bool(self.waiting))

    def Read(self, most: int) -> list[list[object]]:
        read, self.waiting = self.waiting[:most], self.waiting[most:]
        return [[message, 0] for message in read]

    def Close(self) -> None:
        self.opened = ""


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    yield
    midi.quit()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The time, s, to be set."""
    seconds = [0]
    monkeypatch.setattr(ours, "now_ns", lambda: seconds[0] * 1_000_000_000)
    return seconds


@pytest.mark.parametrize("word", ["", "1", "x=ocean.glow", "128=ocean.glow", "1=ocean.gloom", "1=sea.glow"])
def test_a_wrong_knob_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="--knob"):
        parse_knobs([word])


def test_knobs_turn_parameters_over_their_range(monkeypatch: pytest.MonkeyPatch) -> None:
    played = PortMidi(monkeypatch, PADS, NANO)
    controls = MidiControls("nano", parse_knobs(["21=ocean.glow", "22=shore.storm"]))
    assert played.opened == NANO
    assert controls.poll() == []
    played.send(0xB0, 21, 0)
    played.send(0xB5, 21, 127)  # on any channel
    played.send(0xB0, 22, 0)
    played.send(0x90, 60, 64)  # a note
    played.send(0xF8)  # a clock
    played.send(0xB0, 3, 1)  # a knob of nothing
    assert controls.poll() == [("ocean.glow", 3.0), ("shore.storm", 0.0)]
    assert controls.status() == "3 ignored"
    assert controls.poll() == []
    controls.close()
    assert played.opened == ""
    controls.close()


def test_what_a_knob_does_is_among_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    played = PortMidi(monkeypatch, NANO)
    source = ControlInput("midi", MidiControls("", parse_knobs(["21=ocean.glow"])))
    played.send(0xB0, 21, 127)
    (event,) = source.events(5, 6, 0.1)
    assert (event.tick, source.status()) == (5, "ocean.glow 3   0 ignored")
    source.close()


def test_the_first_input_is_the_default_and_a_wrong_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    played = PortMidi(monkeypatch, PADS, NANO, PADS)
    MidiControls("", {}).close()
    with pytest.raises(InputError, match=f"--midi other: no such MIDI input, expected {PADS} or {NANO}"):
        MidiControls("other", {})
    played.failure = Exception("PortMidi: `Host error'")  # another program has it
    with pytest.raises(DreamscapeError, match="Host error"):
        MidiControls("", {})


def test_what_is_plugged_in_before_play_begins_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if something else has looked for devices before."""
    played = PortMidi(monkeypatch)
    with pytest.raises(InputError, match="no MIDI input found"):
        MidiControls("", {})
    played.plugged = [NANO]
    MidiControls("nano", {}).close()


def test_alsas_own_input_is_the_last_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--midi` alone always heard it, and nothing."""
    played = PortMidi(monkeypatch, "Midi Through Port-0", NANO)
    MidiControls("", {}).close()
    assert played.named == [NANO]
    MidiControls("Midi", {}).close()
    assert played.named == [NANO, "Midi Through Port-0"]


def test_an_input_that_fails_is_looked_for_again(monkeypatch: pytest.MonkeyPatch, clock: list[int]) -> None:
    played = PortMidi(monkeypatch, PADS, NANO)
    controls = MidiControls("nano", parse_knobs(["21=ocean.glow"]))
    played.plugged, played.failure = [PADS], Exception("PortMidi: `Host error'")
    assert (controls.poll(), controls.poll()) == ([], [])
    assert (played.opened, controls.status()) == ("", f"{NANO} is gone")
    played.plugged, played.failure = [PADS, NANO], None
    clock[0] = 1
    assert (controls.poll(), played.opened) == ([], "")  # it is looked for now and then
    clock[0] = 3
    assert (controls.poll(), played.opened, controls.status()) == ([], NANO, "0 ignored")
    played.send(0xB0, 21, 0)
    assert controls.poll() == [("ocean.glow", 0.0)]
    controls.close()


def test_one_that_is_pulled_out_and_put_back_is_heard_again(
    monkeypatch: pytest.MonkeyPatch, clock: list[int], tmp_path: Path
) -> None:
    """PortMidi says nothing of it, and is silent ever after; Linux has another file for the device."""
    monkeypatch.setattr(ours, "DEVICES", tmp_path)
    played = PortMidi(monkeypatch, NANO)
    controls = MidiControls("", parse_knobs(["21=ocean.glow"]))
    for now, plugged in ((3, []), (6, [NANO])):
        clock[0], played.plugged = now, plugged
        os.utime(tmp_path, (now, now))
        assert controls.poll() == []
        assert controls.lost == ("" if plugged else f"{NANO} is gone")
    clock[0] = 9
    assert (controls.poll(), played.named) == ([], [NANO, NANO])  # nothing has changed
    played.send(0xB0, 21, 127)
    assert controls.poll() == [("ocean.glow", 3.0)]
    controls.close()


def test_too_much_at_once_loses_no_input(monkeypatch: pytest.MonkeyPatch, clock: list[int]) -> None:
    played = PortMidi(monkeypatch, NANO)
    controls = MidiControls("", parse_knobs(["21=ocean.glow"]))
    played.failure = Exception("PortMidi: `Buffer overflow'")
    assert controls.poll() == []
    played.failure = None
    played.send(0xB0, 21, 127)
    assert (controls.poll(), controls.lost) == ([("ocean.glow", 3.0)], "")
    controls.close()


def test_a_system_without_midi_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    PortMidi(monkeypatch)

    def fail() -> None:
        raise RuntimeError("no ALSA")

    monkeypatch.setattr(midi._pypm, "Initialize", fail)
    with pytest.raises(DreamscapeError, match=r"--midi: the system's MIDI is not available \(no ALSA\)"):
        MidiControls("", {})


def test_without_the_package_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mido", None)
    with pytest.raises(DreamscapeError, match=r"needs the package mido; .*dreamscape\[control\]"):
        MidiControls("", {})


def test_the_real_portmidi_answers_in_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    """With or without inputs, with or without ALSA's sequencer, and with nothing of ALSA's own on the terminal."""
    assert cli.run(["play", "--midi", "no such input", "--knob", "21=ocean.glow"]) == 2
    err = capfd.readouterr().err
    assert "MIDI input" in err
    assert err.count("\n") == 1
