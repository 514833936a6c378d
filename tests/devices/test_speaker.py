"""The speaker: what breaks here clicks, stutters, or lets the picture drift away from what is heard."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.devices import speaker as module
from dreamscape.devices.portaudio import NoDevice
from dreamscape.devices.sound_devices import CHUNK, Pull, choose
from dreamscape.devices.speaker import AHEAD, FADE, Speaker
from dreamscape.errors import InputError
from dreamscape.synthesis.voice import RATE

DELAY = 0.2  # s from a sample handed over to when it is heard


class Ramp:
    """A source whose every sample tells its number, n / 2^24, exact in float32; the other side is a sine."""

    def read(self, start: int, count: int) -> NDArray[np.float32]:
        number = np.arange(start, start + count)
        return np.stack([number / 2.0**24, np.sin(number * (2.0 * np.pi * 200.0 / RATE))], axis=1).astype(np.float32)


class Room:
    """A speaker, its device and the time, moved by hand: what is played can be compared with what the clock says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **options: object) -> None:
        self.now = 1_000_000_000
        monkeypatch.setattr(module, "now_ns", lambda: self.now)
        monkeypatch.setattr("dreamscape.devices.sound_clock.now_ns", lambda: self.now)
        monkeypatch.setattr("dreamscape.devices.device_connection.now_ns", lambda: self.now)
        monkeypatch.setattr("dreamscape.devices.portaudio.look_again", lambda: None)
        monkeypatch.setattr(module.threading.Thread, "start", lambda thread: None)
        monkeypatch.setattr(module.threading.Thread, "join", lambda thread: None)
        self.said: list[str] = []
        self.there, self.crystal, self.renders = True, 1.0, True
        self.asked: list[str | None] = []
        self.pull: Pull | None = None
        self.played: list[NDArray[np.float32]] = []
        self.seen: list[float] = []
        self.speaker = Speaker(Ramp(), self.said.append, opens=self.open, **options)  # type: ignore[arg-type]

    name = "fake"

    def open(self, asked: str | None, pull: Pull) -> "Room":
        if not self.there:
            raise NoDevice("nothing is plugged in")
        self.pull = pull
        self.asked.append(asked)
        return self

    def alive(self) -> bool:
        return self.there

    def close(self) -> None:
        self.pull = None

    def run(self, seconds: float) -> NDArray[np.float32]:
        """Let time pass; what was played in it, `(n, 2)`."""
        first = len(self.played)
        for _ in range(round(seconds * RATE / CHUNK)):
            self.now += round(CHUNK / RATE * 1e9 * self.crystal)
            self.speaker._look_after()
            while self.renders and self.speaker._render():
                pass
            silence = np.zeros((CHUNK, 2), np.float32)
            self.played.append(self.pull(CHUNK, DELAY) if self.pull and self.there else silence)
            self.seen.append(self.speaker.position())
        return np.concatenate(self.played[first:])

    def heard(self) -> float:
        """The second of the source that the last sample played will be, less the delay: what is heard now."""
        return float(self.played[-1][0, 0]) * 2.0**24 / RATE - DELAY


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    made = Room(monkeypatch)
    made.speaker.start()
    return made


def clicks(played: NDArray[np.float32]) -> float:
    """The largest step between two samples of the sine, which has steps of 0.0262 of its own."""
    return float(np.abs(np.diff(played[:, 1])).max())


def test_the_position_is_what_is_heard(room: Room) -> None:
    room.run(2.0)
    assert room.speaker.position() == pytest.approx(room.heard(), abs=1e-3)
    assert room.speaker.position() == pytest.approx(2.0, abs=0.02)
    assert room.speaker.underruns == 0


def test_another_device_goes_on_where_the_first_was(room: Room) -> None:
    room.run(1.0)
    room.speaker.asked = "other"
    room.run(1.0)
    assert room.asked == [None, "other"]
    assert room.speaker.position() == pytest.approx(room.heard(), abs=1e-3)
    assert room.speaker.position() == pytest.approx(2.0, abs=0.02)
    assert room.said == []


@pytest.mark.parametrize("crystal", [0.995, 1.005])
def test_the_clock_follows_the_device_and_never_jumps(room: Room, crystal: float) -> None:
    """A device that runs half a percent off would be two seconds from the picture after a few minutes."""
    room.crystal = crystal
    room.run(30.0)
    assert room.speaker.position() == pytest.approx(room.heard(), abs=0.015)
    steps = np.diff(room.seen) * RATE / CHUNK
    assert (abs(steps - 1.0) < 0.03).all()
    assert room.speaker.underruns == 0


def test_an_offset_delays_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(monkeypatch, offset=0.3)
    room.speaker.start()
    room.run(2.0)
    assert room.speaker.position() == pytest.approx(room.heard() - 0.3, abs=1e-3)


def mute(speaker: Speaker) -> None:
    speaker.muted = True


def turn_down(speaker: Speaker) -> None:
    speaker.volume = 0.2


CHANGES: dict[str, Callable[[Speaker], None]] = {
    "seek": lambda speaker: speaker.seek(RATE * 60 + 17),
    "pause": lambda speaker: speaker.pause(),
    "mute": mute,
    "volume": turn_down,
    "stop": lambda speaker: setattr(speaker, "_going", False) or speaker._part(),  # type: ignore[func-returns-value]
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_nothing_clicks(room: Room, change: str) -> None:
    room.run(1.0)
    CHANGES[change](room.speaker)
    room.run(1.0)
    room.speaker.pause(False)
    room.speaker.muted = False
    room.speaker.volume = 1.0
    room.run(1.0)
    assert clicks(np.concatenate(room.played)) < 0.08  # the sine's own step, and that of a fade of 20 ms


def test_a_jump_is_heard_and_seen_at_once(room: Room) -> None:
    room.run(1.0)
    room.speaker.seek(RATE * 100)
    assert room.speaker.position() == 100.0
    room.run(1.0)
    assert room.speaker.position() == pytest.approx(room.heard(), abs=1e-3) == pytest.approx(101.0, abs=0.02)


def test_a_pause_holds_the_picture_and_is_silent(room: Room) -> None:
    room.run(1.0)
    room.speaker.pause()
    held = room.speaker.position()
    played = room.run(1.0)
    assert room.speaker.position() == held
    assert not played[FADE + CHUNK :].any()
    room.speaker.pause(False)
    room.run(1.0)
    assert room.speaker.position() == pytest.approx(room.heard(), abs=1e-3) == pytest.approx(held + 1.0, abs=0.02)


def test_volume_and_mute(room: Room) -> None:
    room.run(1.0)
    room.speaker.volume = 0.5
    room.run(0.2)
    assert np.abs(room.run(0.5)[:, 1]).max() == pytest.approx(0.25, abs=0.001)
    room.speaker.muted = True
    room.run(0.2)
    assert not room.run(0.5).any()
    assert room.seen[-1] == pytest.approx(2.4, abs=0.03)  # the picture goes on


def test_what_is_muted_from_the_start_opens_no_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screensaver must not wake a sound card, nor cost what it takes to render what nobody hears."""
    room = Room(monkeypatch, muted=True)
    room.speaker.start()
    room.run(1.0)
    assert room.pull is None
    assert room.speaker.position() == pytest.approx(1.0, abs=0.02)
    room.speaker.muted = False
    room.run(1.0)
    assert room.speaker.position() == pytest.approx(room.heard(), abs=1e-3)


def test_an_underrun_is_counted_and_the_picture_does_not_notice(room: Room) -> None:
    room.run(1.0)
    room.renders = False
    room.run(AHEAD / RATE + 0.3)
    assert room.speaker.underruns == 1
    room.renders = True
    room.run(1.0)
    assert room.speaker.underruns == 1
    assert clicks(np.concatenate(room.played)) < 0.08
    assert all(0.0 < later - sooner < 0.012 for sooner, later in pairwise(room.seen))
    assert room.speaker.position() == pytest.approx(room.heard(), abs=1e-3)


def test_a_device_that_goes_and_comes_back(room: Room) -> None:
    room.run(1.0)
    room.there = False
    room.run(20.0)
    assert len(room.said) == 1
    assert "fake is gone" in room.said[0]
    assert room.speaker.device is None
    room.there = True
    room.run(31.0)
    assert len(room.said) == 2
    assert all(0.0 < later - sooner < 0.012 for sooner, later in pairwise(room.seen))  # by the wall clock, no jump
    assert room.speaker.position() == pytest.approx(room.heard(), abs=1e-3) == pytest.approx(52.0, abs=0.1)


def test_without_a_device_it_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(monkeypatch)
    room.there = False
    room.speaker.start()
    room.run(100.0)
    assert room.said == ["no sound: nothing is plugged in; going on in silence"]
    assert room.speaker.position() == pytest.approx(100.0, abs=0.02)


def test_a_device_that_says_nothing_is_given_up(room: Room) -> None:
    """As when a driver hangs: it is listed, but asks for nothing."""
    room.run(1.0)
    room.pull = None
    room.run(6.0)
    assert "fake is gone" in room.said[0]
    assert room.speaker.device == "fake"  # opened anew
    assert room.speaker.position() == pytest.approx(room.heard(), abs=1e-3)


def test_choosing_a_device() -> None:
    names = {0: "Speakers", 3: "Speakers (USB)", 5: "HDMI 0"}
    assert choose("3", names, "--sound-device") == 3
    assert choose("speakers", names, "--sound-device") == 0
    assert choose("usb", names, "--sound-device") == 3
    with pytest.raises(InputError, match=r"--sound-device horn: no such .* 0 \(Speakers\), 3 \(Speakers \(USB\)\), 5"):
        choose("horn", names, "--sound-device")
    with pytest.raises(InputError, match="several"):
        choose("eak", names, "--sound-device")


def test_it_says_whether_enough_lies_ready_for_the_next_block_to_take_its_time(room: Room) -> None:
    assert not room.speaker.ample(), "nothing plays yet"
    room.run(1.0)
    assert room.speaker.ample()
    room.renders = False
    room.run(6 * CHUNK / RATE)
    assert not room.speaker.ample()


def test_what_is_replaced_sounds_soon_and_without_a_gap(room: Room) -> None:
    """The key for the next song: a tenth of a second of what was ready, then the change, and the clock runs on."""
    room.run(1.0)
    source = room.speaker._source
    assert isinstance(source, Ramp)
    plain = source.read
    changed: list[int] = []

    def turned(start: int, count: int) -> NDArray[np.float32]:
        samples = plain(start, count)
        samples[:, 1] *= np.where(np.arange(start, start + count) < changed[0], 1.0, -1.0) if changed else 1.0
        return samples

    source.read = turned  # type: ignore[method-assign]
    heard = room.speaker.position() * RATE
    assert room.speaker.replace(changed.append) == changed[0]
    assert 0 < changed[0] - heard <= (DELAY + 0.15) * RATE
    played = room.run(1.0)
    number = np.round(played[:, 0] * 2.0**24).astype(int)
    assert np.array_equal(np.diff(number), np.ones(len(number) - 1)), "something is left out or comes twice"
    sine = np.sin(number * (2.0 * np.pi * 200.0 / RATE)) * np.where(number < changed[0], 1.0, -1.0)
    assert played[:, 1] == pytest.approx(sine, abs=1e-6)
    assert room.speaker.underruns == 0
    room.speaker.pause()
    assert room.speaker.replace(changed.append) == pytest.approx(room.speaker.position() * RATE + DELAY * RATE, abs=2)
