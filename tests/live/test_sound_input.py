"""What is listened to: what breaks here leaves the dream deaf to what the computer plays, and nobody told."""

import numpy as np
import pytest

from dreamscape.devices import sink_monitor, sound_device_names
from dreamscape.devices.audio_input import AudioInput
from dreamscape.devices.portaudio import NoDevice
from dreamscape.devices.sink_monitor import SinkMonitor
from dreamscape.dream.inputs import Heard
from dreamscape.errors import InputError
from dreamscape.hearing.listener import Listener
from dreamscape.hearing.spectrum import HOP
from dreamscape.live.controls.sound_input import LOOKS, SPARE, SoundInput
from dreamscape.synthesis.voice import RATE, Samples


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


def test_of_what_nobody_takes_while_the_window_is_hidden_two_seconds_are_kept() -> None:
    device = AudioInput()
    for number in range(1000):
        device._deliver(np.full((256, 2), number, np.float32))
    kept = device._drain(2)
    assert 1.9 * RATE < len(kept) <= 2 * RATE
    assert kept[-1, 0] == 999.0
    assert device._drain(2).shape == (0, 2)


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


class Blocks:
    """A source of a tone in blocks of 256 samples, of which so many had come before the first frame."""

    lost = ""

    def __init__(self, first: int) -> None:
        self._come, self._taken = first, 0

    def take(self) -> Samples:
        self._come += HOP
        stop = self._come // 256 * 256
        at, self._taken = np.arange(self._taken, stop), stop
        return np.sin(0.02 * at).astype(np.float32)[:, None]

    def status(self) -> str:
        return "line in"

    def close(self) -> None:
        pass


@pytest.mark.parametrize("first", [256, 500])
def test_of_the_latest_sound_no_more_waits_for_the_next_frame_than_a_block(first: int) -> None:
    sound_input = SoundInput(Blocks(first))
    for frame in range(1, 3 * LOOKS):
        heard = list(sound_input.events(frame, frame, 0.0))
        if frame > 2 * LOOKS:
            assert sound_input._listener.waiting <= 256 + SPARE
            assert len(heard) <= 2
    assert sound_input._listener.tick >= 3 * LOOKS - 3


class Sounding:
    """A source of a sound, so many samples at a time."""

    lost = ""

    def __init__(self, sound: Samples) -> None:
        self.rest, self.count = sound, 0

    def take(self) -> Samples:
        taken, self.rest = self.rest[: self.count], self.rest[self.count :]
        return taken

    def status(self) -> str:
        return "line in"

    def close(self) -> None:
        pass


@pytest.mark.parametrize(("hz", "band"), [(70.0, "low"), (440.0, "middle"), (5000.0, "high")])
def test_a_stroke_is_told_5_ms_after_it_begins_though_its_tick_is_not_over(hz: float, band: str) -> None:
    beat = np.sin(2.0 * np.pi * hz / 48_000 * np.arange(6 * HOP)) * np.linspace(1.0, 0.0, 6 * HOP)
    rests = np.zeros(20 * HOP)
    source = Sounding(np.concatenate([beat, rests, beat]).astype(np.float32)[:, None])
    sound_input = SoundInput(source)
    source.count = 26 * HOP
    assert getattr(list(sound_input.events(1, 26, 0.0))[-1], band) == 0.0
    source.count = 250  # no tick of it is complete
    told = list(sound_input.events(27, 27, 0.0))
    assert [(heard.tick, heard.onset, heard.detail) for heard in told] == [(27, 0.0, b"")]
    assert getattr(told[0], band) > 0.6
    source.count = HOP
    (heard,) = sound_input.events(28, 28, 0.0)
    assert heard.onset > 0.0
    assert getattr(heard, band) > 0.6


def test_what_begins_while_a_frame_is_drawn_is_known_at_once_and_told_with_the_next_as_ever() -> None:
    beat = np.sin(2.0 * np.pi * 70.0 / 48_000 * np.arange(6 * HOP)) * np.linspace(1.0, 0.0, 6 * HOP)
    sound = np.concatenate([beat, np.zeros(20 * HOP), beat, beat]).astype(np.float32)[:, None]
    asked, other = (SoundInput(Sounding(sound)) for _ in range(2))
    for frame in range(1, 14):
        told = list[list[Heard]]()
        for one, parts in ((asked, (HOP, 250, HOP - 250)), (other, (2 * HOP,))):
            for number, one._source.count in enumerate(parts):  # type: ignore[attr-defined]
                low = one.low_since() if number < len(parts) - 1 else 0.0
            told.append(list(one.events(2 * frame - 1, 2 * frame, 0.0)))
        assert told[0] == told[1]
    assert low == 0.0
    asked._source.count = HOP + 250  # type: ignore[attr-defined]
    assert asked.low_since() > 0.6
    asked._source.count = 0  # type: ignore[attr-defined]
    assert [heard.tick for heard in asked.events(27, 28, 0.0)] == [27]


def test_a_steady_sound_is_told_as_its_ticks_tell_it() -> None:
    at = np.arange(60 * HOP) / 48_000
    chord = sum(np.sin(2.0 * np.pi * hz * at) for hz in (55.0, 82.0, 440.0, 660.0, 3000.0, 5000.0))
    noise = np.random.default_rng(1).normal(size=len(at))
    source = Sounding((0.05 * (chord + noise)).astype(np.float32)[:, None])
    sound_input, listener = SoundInput(source), Listener()
    for frame in range(1, 40):
        source.count = HOP + (300 if frame == 1 else 0)
        ticks = listener.hear(source.rest[: source.count])
        told = list(sound_input.events(frame, frame, 0.0))
        if frame > 4:
            assert [(a.low, a.middle, a.high) for a in told] == [(b.low, b.middle, b.high) for b in ticks]
