"""Kiosk mode: what breaks here leaves the desktop to whoever stands before it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest
from living import Live, sessions

from dreamscape.live.controls import kiosk
from dreamscape.live.controls.keys import ACTIONS


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Live]]:
    yield from sessions(monkeypatch, tmp_path)


def press(one: Live, key: int, mod: int = 0, text: str = "", scancode: int = 0) -> None:
    one.event(pygame.KEYDOWN, key=key, mod=mod, unicode=text, scancode=scancode)


def test_strangers_neither_leave_nor_write(live: Callable[..., Live], tmp_path: Path) -> None:
    one = live("shore", kiosk=True)
    before = one.session.window.fullscreen
    press(one, pygame.K_q, text="q")
    press(one, pygame.K_ESCAPE)
    press(one, pygame.K_F11)
    press(one, pygame.K_RETURN, pygame.KMOD_LALT)
    for kind in (pygame.QUIT, pygame.WINDOWCLOSE):
        one.event(kind)
    for button in range(16):
        one.event(pygame.JOYBUTTONDOWN, button=button)
    for _ in range(2):
        one.event(pygame.MOUSEBUTTONDOWN, button=1, touch=False, pos=(90, 50))
    one.event(pygame.MOUSEBUTTONDOWN, button=3, touch=False, pos=(90, 50))
    for action in set(ACTIONS) - kiosk.ALLOWED:
        one.actions.perform(action)
    assert not one.session.over
    assert one.session.window.fullscreen == before
    assert one.session.menu is None
    assert not one.session.playhead.paused
    assert not list(tmp_path.rglob("*.png")) + list(tmp_path.rglob("*.jsonl"))


def test_the_chord_ends_it(live: Callable[..., Live]) -> None:
    one = live("shore", kiosk=True)
    press(one, pygame.K_q, pygame.KMOD_LCTRL)
    assert not one.session.over
    press(one, pygame.K_q, pygame.KMOD_LCTRL | pygame.KMOD_RALT | pygame.KMOD_NUM)
    assert one.session.over


def test_the_chord_is_there_on_a_keyboard_without_a_q(live: Callable[..., Live]) -> None:
    one = live("shore", kiosk=True)
    press(one, 0x439, pygame.KMOD_LCTRL | pygame.KMOD_LALT, scancode=pygame.KSCAN_Q)  # a Russian one's short i
    assert one.session.over


def test_their_hands_and_some_keys_reach_it(live: Callable[..., Live]) -> None:
    one = live("shore", kiosk=True)
    captions = one.session.captions
    press(one, pygame.K_c, text="c")
    assert one.session.captions != captions
    assert set(ACTIONS) >= kiosk.ALLOWED


def test_the_help_names_the_chord_of_the_code() -> None:
    from dreamscape.commands.play import play

    (option,) = (option for option in play.params if option.name == "kiosk")
    assert kiosk.CHORD in str(option.to_info_dict()["help"])
