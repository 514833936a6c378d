"""Picture and sound of a session: what breaks here lets one of them wait for the other, or run after it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from living import Live, sessions

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.live.playback import navigation

Make = Callable[..., Live]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    yield from sessions(monkeypatch, tmp_path)


class SilentSound:
    """A sound without a device, whose time passes as a test says."""

    def __init__(self) -> None:
        self.at, self.paused = 0.0, False

    def position(self) -> float:
        return self.at

    def pause(self, paused: bool) -> None:
        self.paused = paused

    def jump(self, tick: int, state: object) -> None:
        self.at = tick / TICKS_PER_SECOND

    def play(self, frames: int, one: Live) -> None:
        for _ in range(frames):
            self.at += 0.0 if self.paused else 1.0 / 30.0
            one.frames(1)

    def stop(self) -> None:
        pass


@pytest.mark.slow
@pytest.mark.parametrize("keys", [("faster", "slower"), ("slower", "faster"), ("tick", "pause")])
def test_the_picture_goes_on_evenly_when_the_sound_is_back(live: Make, keys: tuple[str, str]) -> None:
    """It stood still until the sound had come to where it was, or ran after it."""
    one, sound = live("silence"), SilentSound()
    session = one.session
    session.attach_sound(sound)  # type: ignore[arg-type]
    sound.play(10, one)
    one.actions.perform(keys[0])
    for _ in range(40):
        if keys[0] == "tick":
            one.actions.perform("tick")
        sound.play(1, one)
    assert sound.paused
    one.actions.perform(keys[1])
    assert not sound.paused
    assert sound.position() * TICKS_PER_SECOND == pytest.approx(session.renderer.world.tick, abs=navigation.BESIDE)
    before = session.renderer.world.tick
    sound.play(15, one)
    assert session.renderer.world.tick - before == pytest.approx(30, abs=6)
