"""What Windows plays, by a simulated soundcard: what breaks here leaves the dream deaf to another output."""

import sys
import time
from collections.abc import Callable
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.devices import loopback, sound_device_names
from dreamscape.devices.loopback import BLOCK, Loopback
from dreamscape.devices.portaudio import NoDevice


class Soundcard(ModuleType):
    """The package as far as it is used: outputs that play a constant each.

    Attributes:
        usual: the usual output; None while there is none.
        opened: those that were listened to.
    """

    def __init__(self) -> None:
        super().__init__("soundcard")
        self.usual: str | None = "Speakers"
        self.opened: list[str] = []

    def default_speaker(self) -> SimpleNamespace:
        if self.usual is None:
            raise RuntimeError("Error 0x80070490")
        return SimpleNamespace(id=f"{{{self.usual}}}", name=self.usual)

    def get_microphone(self, id: str, include_loopback: bool = False) -> "Output":
        assert include_loopback
        return Output(self, id)


class Output:
    def __init__(self, card: Soundcard, id: str) -> None:
        self._card, self._id = card, id

    def recorder(self, samplerate: int, channels: int, blocksize: int) -> "Output":
        assert (samplerate, channels, blocksize) == (48_000, 2, BLOCK)
        self._card.opened.append(self._id)
        return self

    def __enter__(self) -> "Output":
        return self

    def __exit__(self, *_: object) -> None:
        self._card.opened.append("closed")

    def record(self, count: int) -> NDArray[np.float32]:
        time.sleep(0.002)
        if self._card.usual is None:
            raise RuntimeError("Error 0x88890004")
        return np.full((count, 2), len(self._id), np.float32)


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Soundcard:
    made = Soundcard()
    monkeypatch.setitem(sys.modules, "soundcard", made)
    monkeypatch.setattr(loopback, "AGAIN", 10_000_000)
    return made


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 180
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_what_the_computer_plays_is_heard_and_let_go_of(card: Soundcard) -> None:
    heard = Loopback()
    assert (heard.status(), heard.lost) == ("Speakers", "")
    pieces: list[NDArray[np.float32]] = []
    until(lambda: pieces.append(heard.take()) or sum(map(len, pieces)) >= 2 * BLOCK)
    sound = np.concatenate(pieces)
    assert (sound.dtype, sound.shape[1], set(sound.ravel())) == (np.float32, 2, {len("{Speakers}")})
    heard.close()
    assert card.opened == ["{Speakers}", "closed"]
    assert not heard._thread.is_alive()


def test_it_follows_the_usual_output_and_survives_that_there_is_none(card: Soundcard) -> None:
    heard = Loopback()
    card.usual = "Headphones"
    until(lambda: heard.name == "Headphones")
    card.usual = None
    until(lambda: heard.lost == "Headphones is gone")
    card.usual = "Speakers"
    until(lambda: (heard.name, heard.lost) == ("Speakers", ""))
    heard.close()


def test_no_output_at_all_is_one_sentence(card: Soundcard) -> None:
    card.usual = None
    with pytest.raises(NoDevice, match=r"--listen computer: .* cannot be heard \(Error 0x80070490\)"):
        Loopback()


def test_windows_hears_itself_so_and_lists_it(card: Soundcard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_device_names.sink_monitor, "monitors", list)
    monkeypatch.setattr(sound_device_names, "_named", lambda kind: ["Microphone"])
    assert sound_device_names.microphones() == ["Microphone"]
    monkeypatch.setattr(loopback, "offered", lambda: True)
    assert sound_device_names.microphones() == ["Microphone", "computer"]
    heard = sound_device_names.source("Computer")
    assert isinstance(heard, Loopback)
    heard.close()
