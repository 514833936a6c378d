"""Full screen and back: what breaks here leaves a tiny window in a corner, or one that nobody finds again."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from compositor import sway
from desk import Desk, eventually, needs, running, server
from red import Place, red
from Xlib import X
from Xlib.protocol.event import ClientMessage

from dreamscape.devices.fullscreen import FullScreen, nearest_display, reachable_place
from dreamscape.devices.sdl import Handle
from dreamscape.devices.window_manager import WindowManager

WHOLE = 0, 0, 800, 500
LEFT, RIGHT = (0, 0, 480, 270), (480, 0, 400, 300)


@contextmanager
def desktop(home: Path, manager: str) -> Iterator[Desk]:
    """An X server, with a window manager if one is named."""
    needs("Xvfb", *filter(None, [manager]))
    with server(["Xvfb", "-screen", "0", "800x500x24"]) as desk:
        if not manager:
            yield desk
            return
        with running([manager], desk.environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            eventually(lambda: bool(root_property(desk, "_NET_SUPPORTED")), "it manages windows")
            yield desk


def root_property(desk: Desk, name: str) -> list[int]:
    """A property of the root window."""
    found = desk.root.get_full_property(desk.server.intern_atom(name), 0)
    return list(found.value) if found else []


def manage(desk: Desk, *states: str) -> None:
    """Turn states of the only window on or off, as the window manager's own keys do."""
    number = root_property(desk, "_NET_CLIENT_LIST")[0]
    atoms = [desk.server.intern_atom(f"_NET_WM_STATE_{state}") for state in (*states, *states)[:2]]
    data = [2, *(atoms if len(states) > 1 else [atoms[0], 0]), 2, 0]  # 2: toggle, by a pager
    window = desk.server.create_resource_object("window", number)
    kind = desk.server.intern_atom("_NET_WM_STATE")
    mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
    desk.root.send_event(ClientMessage(window=window, client_type=kind, data=(32, data)), mask)
    desk.server.sync()


@pytest.mark.slow
@pytest.mark.parametrize("manager", ["", "openbox"])
def test_a_window_covers_all_and_comes_back_to_its_place(manager: str, tmp_path: Path) -> None:
    with desktop(tmp_path, manager) as desk, red(desk.environment(tmp_path), desk.see) as window:
        place = window.rests()
        assert place[2:] == (320, 180)
        for _ in range(3):
            assert window.press() == "F"
            window.comes(WHOLE)
            assert window.press() == "w"
            window.comes(place)


@pytest.mark.slow
@pytest.mark.parametrize("manager", ["", "openbox"])
def test_a_window_that_begins_as_a_full_screen_leaves_it(manager: str, tmp_path: Path) -> None:
    with desktop(tmp_path, manager) as desk, red(desk.environment(tmp_path), desk.see, "full") as window:
        window.comes(WHOLE)
        assert window.press() == "w"
        assert window.rests()[2:] == (320, 180)


@pytest.mark.slow
def test_what_the_window_manager_does_is_noticed(tmp_path: Path) -> None:
    with desktop(tmp_path, "openbox") as desk, red(desk.environment(tmp_path), desk.see) as window:
        place = window.rests()
        manage(desk, "FULLSCREEN")
        window.comes(WHOLE)
        assert window.press() == "w"
        window.comes(place)
        assert window.press() == "F"
        window.comes(WHOLE)
        manage(desk, "FULLSCREEN")
        window.comes(place)
        assert window.known() == "w"
        manage(desk, "MAXIMIZED_HORZ", "MAXIMIZED_VERT")
        eventually(lambda: window.place()[2] > 700, "it is maximised")
        large = window.rests()
        assert window.press() == "F"
        window.comes(WHOLE)
        assert window.press() == "w"
        window.comes(large)


@pytest.mark.slow
@pytest.mark.parametrize("floats", ["enable", "disable"])
def test_wayland_covers_and_returns(floats: str, tmp_path: Path) -> None:
    with sway(1) as desk:
        desk.ask(f'for_window [app_id="dreamscape"] floating {floats}')
        with red(desk.environment(tmp_path), lambda: desk.see(1)) as window:
            place = window.rests()
            for _ in range(2):
                assert window.press() == "F"
                window.comes(LEFT)
                assert window.press() == "w"
                window.comes(place)
            desk.ask("fullscreen enable")
            window.comes(LEFT)
            assert window.press() == "w"
            window.comes(place)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ((100, 50, 200, 100), (100, 50, 200, 100)),
        ((400, 50, 200, 100), (400, 50, 200, 100)),  # on both
        ((-120, 50, 200, 100), (-120, 50, 200, 100)),  # enough of it is seen
        ((100, -20, 200, 100), (140, 85, 200, 100)),  # but its top is not
        ((1000, 100, 200, 100), (580, 100, 200, 100)),
        ((100, 2000, 900, 900), (480, 0, 400, 300)),
    ],
)
def test_a_window_is_where_it_can_be_taken_hold_of(place: Place, found: Place) -> None:
    assert reachable_place(place, [LEFT, RIGHT]) == found


def test_a_window_covers_the_display_that_most_of_it_is_on() -> None:
    assert nearest_display((300, 10, 200, 100), [LEFT, RIGHT]) == LEFT
    assert nearest_display((400, 10, 200, 100), [LEFT, RIGHT]) == RIGHT
    assert nearest_display((2000, 10, 200, 100), [LEFT, RIGHT]) == RIGHT


class Hesitant(WindowManager):
    """A window manager that moves a window in steps, which are seen one by one."""

    def __init__(self, *steps: Place) -> None:
        self.steps, self.full = list(steps), True

    def covers(self, number: int) -> bool:
        return self.full

    def cover(self, number: int, wanted: bool) -> None:
        self.full = wanted

    def place(self, number: int) -> Place:
        return self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]

    def monitors(self) -> list[Place]:
        return [LEFT]


def test_a_window_is_brought_back_at_its_own_size_while_the_manager_still_moves_it() -> None:
    window = SimpleNamespace(size=(320, 180), position=(520, 60))
    screen = FullScreen(window, Handle(0), 0)
    screen._server = Hesitant(LEFT, LEFT, LEFT, (520, 60, 480, 270), (520, 60, 320, 180))
    screen.ask(False, [])
    assert window.size == (320, 180)
    assert reachable_place((*window.position, *window.size), [LEFT]) == (*window.position, *window.size)
