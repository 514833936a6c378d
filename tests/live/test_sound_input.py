"""What is listened to: what breaks here leaves the dream deaf to what the computer plays, and nobody told."""

import numpy as np
import pytest

from dreamscape.devices import sink_monitor, sound_device_names
from dreamscape.devices.portaudio import NoDevice
from dreamscape.devices.sink_monitor import SinkMonitor
from dreamscape.errors import InputError
from dreamscape.live.controls.sound_input import SoundInput
from dreamscape.synthesis.voice import Samples


class Outputs:
    """Stands in for a sound server with two outputs."""

    names = ("Monitor of Speakers", "Monitor of HDMI")
    opened: str | None = None


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> Outputs:
    found = Outputs()

    def opens(self: SinkMonitor, name: str) -> None:
        self.name = found.opened = name

    def no_microphone(asked: str) -> None:
        raise NoDevice("PortAudio: library not found")

    monkeypatch.setattr(sink_monitor, "monitors", lambda: list(found.names))
    monkeypatch.setattr("dreamscape.devices.sdl.usual_output", lambda: "HDMI")
    monkeypatch.setattr(SinkMonitor, "_open", opens)
    monkeypatch.setattr(sound_device_names, "Microphone", no_microphone)
    return found


@pytest.mark.parametrize(
    ("asked", "name"),
    [("computer", "Monitor of HDMI"), ("monitor of speakers", "Monitor of Speakers"), ("HDM", "Monitor of HDMI")],
)
def test_what_the_computer_plays_can_be_heard(outputs: Outputs, asked: str, name: str) -> None:
    assert sound_device_names.source(asked).status() == name
    assert outputs.opened == name


def test_without_portaudio_there_is_advice(outputs: Outputs) -> None:
    with pytest.raises(NoDevice, match=r"\); install PortAudio, on Debian libportaudio2; --listen computer"):
        sound_device_names.source("")


def test_a_system_without_monitors_says_what_it_takes(outputs: Outputs) -> None:
    outputs.names = ()
    with pytest.raises(NoDevice, match="PulseAudio or PipeWire"):
        sound_device_names.source("computer")


def test_a_wrong_name_lists_monitors_too(outputs: Outputs, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(asked: str) -> None:
        raise InputError(f"--listen {asked}: no such sound device, expected one of 0 (pulse)")

    monkeypatch.setattr(sound_device_names, "Microphone", wrong)
    with pytest.raises(InputError, match="computer or Monitor of Speakers, Monitor of HDMI"):
        sound_device_names.source("Kitchen")


class Fading:
    """A source that goes and comes."""

    lost = ""

    def take(self) -> Samples:
        return np.zeros((0, 1), np.float32)

    def status(self) -> str:
        return self.lost or "Speakers"

    def close(self) -> None:
        pass


def test_a_source_that_is_lost_is_said_once_and_so_is_its_return() -> None:
    source = Fading()
    sound_input = SoundInput(source)
    assert sound_input.status_change() == ""
    source.lost = "Speakers is gone"
    assert sound_input.status_change() == "Speakers is gone; listening again once it is back"
    assert sound_input.status_change() == ""
    source.lost = ""
    assert sound_input.status_change() == "listening to Speakers"
