"""The menu: what breaks here leaves a viewer with a menu that a hand cannot use, or an eye cannot read."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from living import Live, at_once, sessions

from dreamscape.dream.inputs import Pluck
from dreamscape.live.menu.layout import Box, track
from dreamscape.live.menu.menu import SECTIONS, Menu
from dreamscape.live.menu.rows import Row
from dreamscape.quality import TIERS

Make = Callable[..., Live]
SIZES = [(320, 180), (640, 360), (1280, 720), (1024, 600), (3840, 2160), (400, 800), (1600, 300)]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    yield from sessions(monkeypatch, tmp_path)


@pytest.fixture
def one(live: Make) -> Live:
    """A session with an open menu."""
    made = live("silence", "key")
    made.frames(2)
    key(made, "escape")
    made.frames(2)
    return made


def key(one: Live, name: str, text: str = "", mod: int = 0) -> None:
    import pygame

    one.event(pygame.KEYDOWN, key=pygame.key.key_code(name), unicode=text, mod=mod)


def menu_of(one: Live) -> Menu:
    assert isinstance(one.session.menu, Menu)
    return one.session.menu


def look_at(one: Live, name: str) -> None:
    menu = menu_of(one)
    menu.show_section([section.name for section in menu.sections].index(name))


def row(one: Live, label: str) -> Row:
    return next(row for row in menu_of(one).rows() if row.label.startswith(label))


def middle(box: Box | None) -> tuple[int, int]:
    assert box is not None
    return box.x + box.w // 2, box.y + box.h // 2


def click(one: Live, x: float, y: float, button: int = 1) -> None:
    import pygame

    one.event(pygame.MOUSEMOTION, pos=(x, y), touch=False)
    one.event(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=button, touch=False)
    one.event(pygame.MOUSEBUTTONUP, pos=(x, y), button=button, touch=False)


@pytest.mark.slow
def test_escape_opens_and_closes_it_and_the_dream_goes_on(live: Make) -> None:
    one = live("silence")
    one.frames(2)
    before = one.seen().copy()
    key(one, "escape")
    one.frames(20)
    tick = one.session.renderer.world.tick
    assert one.seen().mean() != before.mean()
    key(one, "escape")
    one.frames(12)
    assert one.session.menu is None
    assert one.session.renderer.world.tick > tick > 30
    assert not one.session.over


def test_leaving_stays_easy(one: Live) -> None:
    key(one, "q", "q")
    assert one.session.over
    one.session.over = False
    look_at(one, "Leave")
    key(one, "return")
    assert one.session.over


@pytest.mark.slow
def test_it_is_loaded_when_it_is_opened_and_not_before() -> None:
    program = (
        "import sys, dreamscape.live.loop, dreamscape.live.actions; print([n for n in sys.modules if '.menu' in n])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"


@pytest.mark.slow
def test_the_voice_is_silent_behind_it_and_speaks_after(one: Live) -> None:
    one.session.keeps_picture = False
    one.frames(1)
    assert not one.session.renderer.grading.captions_on
    key(one, "escape")
    one.frames(12)
    assert one.session.renderer.grading.captions_on


@pytest.mark.slow
def test_keys_walk_through_it(one: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once(monkeypatch)
    menu = menu_of(one)
    key(one, "down")
    key(one, "down")
    assert (menu.section, menu.row) == (2, SECTIONS)
    key(one, "tab")
    assert menu.sections[menu.section].name == "Picture"
    key(one, "right")
    assert menu.row == 0
    key(one, "right")
    assert one.session.options.tier == TIERS["low"]
    key(one, "left")
    assert one.session.options.tier is None
    key(one, "down")
    key(one, "down")
    key(one, "return")
    assert not one.session.captions
    key(one, "backspace")
    assert menu.row == SECTIONS
    key(one, "up")
    key(one, "3", "3")
    key(one, "1", "1")
    key(one, "backspace")
    assert row(one, "Number").value == "3_"
    key(one, "return")
    one.frames(3)
    assert one.session.number == 3


@pytest.mark.slow
def test_another_quality_is_seen_at_once_and_a_jump_goes_on(one: Live) -> None:
    session = one.session
    before = session.renderer
    session.seek(900)
    session.pin_tier(TIERS["medium"])
    assert session.renderer is not before
    assert session.renderer.quality.name == "medium"
    for _ in range(40):
        one.frames(1)
        if session.renderer.world.tick >= 900:
            break
    assert session.renderer.world.tick >= 900


@pytest.mark.slow
def test_an_arrow_that_is_held_goes_on(one: Live) -> None:
    import pygame

    menu = menu_of(one)
    key(one, "down")
    one.frames(4)
    assert menu.section == 1
    one.frames(18)
    assert menu.section > 2
    one.event(pygame.KEYUP, key=pygame.K_DOWN)
    before = menu.section
    one.frames(18)
    assert menu.section == before


def test_it_is_gone_with_a_window_that_is_lost_and_comes_in_the_new_one(one: Live) -> None:
    before = menu_of(one)
    one.session.recover()
    assert one.session.menu is None
    key(one, "escape")
    one.frames(2)
    assert menu_of(one) is not before


@pytest.mark.slow
def test_a_dream_and_an_act_are_chosen_and_it_closes(one: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once(monkeypatch)
    look_at(one, "Acts")
    assert [row.label for row in menu_of(one).rows()] == ["1   Silence", "2   Key"]
    menu_of(one).rows()[1].choose()
    assert one.session.target_tick > 20 * 60
    assert menu_of(one).closing
    one.frames(12)
    key(one, "escape")
    look_at(one, "Dreams")
    titles = ["Short", "Sapphire", "Ambient", "Bright water", "Homeward", "Low tide", "Unfolded"]
    assert [row.label for row in menu_of(one).rows()] == titles
    row(one, "Low tide").choose()
    assert one.session.dream.name == "short", "the viewer is to be told first"
    one.frames(3)
    assert one.session.dream.name == "low-tide"


@pytest.mark.parametrize("dream", ["ambient"])
def test_an_endless_dream_has_eight_acts_to_choose(live: Make, dream: str) -> None:
    from dreamscape.dream import dream_file

    one = live(dream=dream_file.load(dream))
    one.frames(1)
    key(one, "escape")
    look_at(one, "Acts")
    assert len(menu_of(one).rows()) == 8
    one.frames(2)


def test_the_pointer_does_what_it_points_at_and_touches_no_dream(one: Live) -> None:
    import pygame

    menu = menu_of(one)
    layout = menu.layout()
    click(one, *middle(layout.sections[3]))
    assert menu.sections[menu.section].name == "Picture"
    _, boxes = menu.boxes(layout, 3)
    click(one, *middle(boxes[2]))
    assert not one.session.captions
    one.event(pygame.MOUSEWHEEL, y=-1)
    one.frames(2)
    assert not [event for event in one.session.log.events if isinstance(event, Pluck)]
    click(one, 5, 5, button=3)
    assert menu.closing


def test_a_slider_goes_where_it_is_dragged(one: Live) -> None:
    import pygame

    look_at(one, "Listening")
    menu = menu_of(one)
    layout = menu.layout()
    box = menu.boxes(layout, 2)[1][1]
    assert box is not None
    way = track(box, layout)
    one.event(pygame.MOUSEBUTTONDOWN, pos=(way.x, way.y), button=1, touch=False)
    assert one.session.reaction == 0.0
    one.event(pygame.MOUSEMOTION, pos=(way.x + 0.75 * way.w, 3), touch=False)
    assert one.session.reaction == pytest.approx(1.5, abs=0.05)
    one.event(pygame.MOUSEBUTTONUP, pos=(way.x, 3), button=1, touch=False)
    one.event(pygame.MOUSEMOTION, pos=(way.x, way.y), touch=False)
    assert one.session.reaction == pytest.approx(1.5, abs=0.05)
    one.event(pygame.MOUSEWHEEL, y=1)
    assert one.session.reaction == pytest.approx(1.6, abs=0.05)


@pytest.mark.slow
def test_two_fingers_open_it_and_one_chooses(live: Make) -> None:
    import pygame

    one = live("silence")
    one.frames(1)
    for finger in (0, 1):
        one.event(pygame.FINGERDOWN, finger_id=finger, x=0.2 * finger, y=0.5)
    for finger in (0, 1):
        one.event(pygame.FINGERUP, finger_id=finger, x=0.2 * finger, y=0.5)
    menu = menu_of(one)
    x, y = middle(menu.layout().sections[4])
    width, height = one.session.window.size
    one.event(pygame.FINGERDOWN, finger_id=2, x=x / width, y=y / height)
    assert menu.sections[menu.section].name == "Sound"
    menu.close()
    one.frames(12)
    one.event(pygame.FINGERDOWN, finger_id=3, x=0.5, y=0.5)
    assert one.session.menu is None, "one finger is the dream's"


@pytest.mark.slow
def test_a_gamepad_walks_through_it(live: Make) -> None:
    import pygame

    one = live("silence")
    one.frames(1)
    one.event(pygame.JOYBUTTONDOWN, button=7)
    menu = menu_of(one)
    one.event(pygame.JOYHATMOTION, hat=0, value=(0, -1))
    one.event(pygame.JOYAXISMOTION, axis=1, value=1.0)
    one.frames(1)
    assert menu.section == 2
    one.frames(20)
    assert menu.section > 3, "a stick that is held goes on"
    one.event(pygame.JOYAXISMOTION, axis=1, value=0.0)
    one.event(pygame.JOYBUTTONDOWN, button=5)
    look_at(one, "Picture")
    one.event(pygame.JOYBUTTONDOWN, button=0)
    assert menu.row == 0
    one.event(pygame.JOYBUTTONDOWN, button=1)
    assert menu.row == SECTIONS
    one.event(pygame.JOYBUTTONDOWN, button=1)
    assert menu.closing
