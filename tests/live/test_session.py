"""A session: what breaks here leaves a viewer with a window that does not do what hands and keys ask."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import moderngl
import numpy as np
import pytest
from conftest import world_of
from living import Live, at_once, sessions

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.devices import window as windows
from dreamscape.devices.portaudio import NoDevice
from dreamscape.devices.sound_devices import Device, Pull
from dreamscape.dream.inputs import Event, Pulse
from dreamscape.errors import DreamscapeError
from dreamscape.live import loop
from dreamscape.live.actions import JUMP, SPEEDS
from dreamscape.live.playback.live_sound import DreamSound, PlaybackOptions

Make = Callable[..., Live]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    yield from sessions(monkeypatch, tmp_path)


@pytest.mark.slow
def test_it_plays_and_wakes_with_the_first_frame(live: Make) -> None:
    one = live("silence")
    one.frames(1)
    first = one.seen().copy()
    one.frames(30)
    assert one.session.renderer.world.tick == pytest.approx(60, abs=2)
    assert first.std() > 1.0
    assert (one.seen() != first).any()


@pytest.mark.slow
def test_keys_do_what_the_help_says(live: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once(monkeypatch)
    one = live("silence", "key")
    session, do = one.session, one.actions.perform
    one.frames(30)
    do("pause")
    tick = session.renderer.world.tick
    one.frames(3)
    assert session.renderer.world.tick == tick
    do("tick")
    one.frames(1)
    assert session.renderer.world.tick == tick + 1
    do("pause")
    do("forward")
    one.frames(1)
    assert session.renderer.world.tick == pytest.approx(tick + JUMP, abs=4)
    do("back")
    one.frames(1)
    assert session.renderer.world.tick == pytest.approx(tick, abs=6)
    do("slower")
    assert session.playhead.speed == SPEEDS[SPEEDS.index(1.0) - 1]
    do("faster")
    do("act-2")
    one.frames(2)
    assert session.renderer.timeline.cue(session.renderer.world.tick).act == 1
    number = session.number
    do("new-seed")
    one.frames(1)
    assert session.number != number
    for what in ("hud", "help", "captions", "mute", "louder", "quieter", "reload", None):
        do(what)
        one.frames(1)
    assert session.hud.shows_figures
    assert session.hud.shows_help
    assert not session.captions
    do("leave")
    assert session.over


@pytest.mark.slow
def test_a_click_is_seen_in_the_next_frame(live: Make) -> None:
    import pygame

    one, other = live("silence"), live("silence")
    for each in (one, other):
        each.session.jump(300)
        each.frames(1)
    one.event(pygame.MOUSEBUTTONDOWN, pos=(130, 30), button=1, touch=False)
    one.frames(1)
    seen = one.seen().astype(int)
    other.frames(1)
    differs = np.abs(seen - other.seen()).max(axis=2)[::-1]
    assert differs[15:45, 115:145].max() > 40, "nothing around the pointer"


@pytest.mark.slow
def test_a_jump_is_as_if_it_had_been_played(live: Make) -> None:
    one = live("silence")
    session = one.session
    one.frames(10)
    session.send(Pulse(session.renderer.world.tick + 1, 0.6))
    one.frames(10)
    log, tick = list(session.log.events), session.renderer.world.tick
    one.frames(10)
    session.send(Pulse(session.renderer.world.tick + 1, 0.9))
    session.jump(tick)
    played = world_of(session.dream.file)
    played.follow([event for event in log if event.tick <= tick])
    played.advance_to(tick)
    assert session.renderer.world.digest() == played.digest()


@pytest.mark.slow
def test_a_picture_drawn_straight_onto_the_window_is_the_one_that_is_kept(live: Make) -> None:
    shown = []
    for kept in (True, False):
        one = live("chorus", keeps_picture=kept)
        one.session.jump(5 * TICKS_PER_SECOND)
        one.actions.perform("pause")
        one.frames(3)
        assert (one.session.picture is not None) == kept
        shown.append(one.seen().copy())
    differs = np.abs(shown[0].astype(int) - shown[1])
    assert shown[0].std() > 1.0
    assert differs.max() <= 1, "a window lies the other way up in memory, and rounds the place in the picture otherwise"
    assert (differs > 0).mean() < 1e-3


@pytest.mark.slow
def test_a_storm_of_sizes_ends_with_the_right_one(live: Make) -> None:
    one = live("silence")
    rng = np.random.default_rng(3)
    for width, height in rng.integers(160, 500, (12, 2)):
        one.session.window._window.size = int(width), int(height)
        one.frames(1)
    assert one.session.picture is not None
    assert one.session.picture.size == one.session.window.size
    assert one.seen().std() > 1.0


@pytest.mark.slow
def test_after_a_silence_the_sound_learns_where_the_world_is(live: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_device(asked: str | None, pull: Pull) -> Device:
        raise NoDevice("none here")

    one, told = live("silence"), list[int]()
    session = one.session
    sound = DreamSound(session.dream, session.number, 0, lambda sentence: None, PlaybackOptions(muted=True))
    monkeypatch.setattr(sound._speaker._connection, "_opens", no_device)
    monkeypatch.setattr(sound._source, "catch_up", lambda state: told.append(int(state["tick"][0])))
    session.attach_sound(sound)
    one.frames(20)
    one.actions.perform("mute")
    assert not sound.muted
    assert told == [session.renderer.world.tick]
    one.actions.perform("mute")
    assert sound.muted
    sound.stop()


def test_what_nobody_sees_is_not_drawn_and_waits(live: Make) -> None:
    import pygame

    one = live("silence")
    one.frames(3)
    tick = one.session.renderer.world.tick
    hidden = pygame.event.Event(pygame.WINDOWMINIMIZED, window=one.session.window._window)
    one.session.window.handle_event(hidden)
    assert not one.session.window.shown
    one.session.skip_frame(5 * TICKS_PER_SECOND * 10**7)
    assert one.session.renderer.world.tick == tick
    one.session.window.handle_event(pygame.event.Event(pygame.WINDOWRESTORED, window=one.session.window._window))
    assert one.session.window.shown


class Broken:
    """An input source that fails."""

    name = "broken"
    closed = False

    def events(self, first: int, last: int, seconds: float) -> Iterable[Event]:
        raise DreamscapeError("it is torn out")

    def jump(self, tick: int) -> None:
        pass

    def status(self) -> str:
        return "broken"

    def close(self) -> None:
        self.closed = True


def test_a_source_that_fails_is_closed_and_the_dream_goes_on(live: Make) -> None:
    one, source = live("silence"), Broken()
    one.session.sources.append(source)
    one.frames(3)
    assert source.closed
    assert source not in one.session.sources
    assert one.session.renderer.world.tick > 0


@pytest.mark.slow
def test_a_lost_display_is_opened_anew_once_and_then_given_up(live: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    one = live("silence")
    session = one.session
    one.frames(5)
    place, lost = session.renderer.world.tick, session.window
    calls: list[int] = []
    real = session.frame

    def frame(elapsed: int) -> None:
        calls.append(session.renderer.world.tick)
        if len(calls) in fails:
            raise moderngl.Error("context lost")
        real(0)
        session.over = len(calls) == 3

    monkeypatch.setattr(session, "frame", frame)
    monkeypatch.setattr(loop, "poll", lambda window: [])
    fails = {1}
    loop.run(session)
    assert session.window is not lost
    assert calls[1] == place
    assert one.seen().std() > 1.0
    calls.clear()
    session.over, fails = False, {1, 2}
    with pytest.raises(DreamscapeError, match="display driver"):
        loop.run(session)


@pytest.mark.slow
def test_an_intermediate_picture_can_be_looked_at(live: Make) -> None:
    one = live("silence", debug_view="post.bloom-0")
    one.frames(1)
    plain = live("silence")
    plain.frames(1)
    assert (one.session.options.debug_view, plain.session.options.debug_view) == ("post.bloom-0", None)
    assert (one.seen() != plain.seen()).any()
    wrong = live("silence", debug_view="nonsense")
    with pytest.raises(DreamscapeError, match=r"post\.bloom-0"):
        wrong.frames(1)


def test_no_display_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    if sys.platform.startswith("linux"):
        with pytest.raises(DreamscapeError, match="dreamscape export"):
            windows.start()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs X11's way to name a display")
def test_a_display_where_nobody_answers_is_none() -> None:
    """SDL would fall back to drawing where nobody sees it, for ever."""
    kept = {name: value for name, value in os.environ.items() if name not in ("WAYLAND_DISPLAY", "SDL_VIDEODRIVER")}
    command = [sys.executable, "-m", "dreamscape", "play", "--no-sound", "--size", "160x90"]
    done = subprocess.run(command, env={**kept, "DISPLAY": ":9999"}, capture_output=True, text=True, timeout=180)
    assert done.returncode == 1
    assert "dreamscape: no display to open a window on (nobody answers at :9999)" in done.stderr


@pytest.mark.slow
def test_time_is_exact(live: Make) -> None:
    one = live("silence")
    one.frames(3)
    assert isinstance(one.session.seconds, Fraction)


def test_a_double_click_and_alt_enter_are_full_screen(live: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    import pygame

    performed: list[str | None] = []
    one = live("silence")
    monkeypatch.setattr(one.actions, "perform", performed.append)
    one.frames(1)
    for x in (50, 90, 130):
        one.event(pygame.MOUSEBUTTONDOWN, pos=(x, 50), button=1, touch=False)
    assert not performed, "three places"
    one.event(pygame.MOUSEBUTTONDOWN, pos=(131, 51), button=1, touch=False)
    one.event(pygame.KEYDOWN, key=pygame.K_RETURN, unicode="\r", mod=pygame.KMOD_LALT)
    assert performed == ["fullscreen", "fullscreen"]
