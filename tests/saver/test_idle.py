"""Idleness on Wayland: what breaks here covers a film, or never comes, or ends the watch by what a compositor sends."""

import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from compositor import sway
from desk import PROGRAM, SEED, alive, eventually, running
from hypothesis import given, settings
from hypothesis import strategies as st
from red import red
from wire import EXT, KDE, SEAT, Compositor, asked, compositor, message

from dreamscape.devices import wayland
from dreamscape.devices.wayland import Gone, Wayland
from dreamscape.errors import DreamscapeError
from dreamscape.saver import wayland_idle
from dreamscape.saver.activity import GRACE
from dreamscape.saver.machine_state import idleness
from dreamscape.saver.wayland_idle import ReconnectingIdle

REGISTRY, DONE = 2, 3  # numbers of the program's first objects


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="wl-") as name:  # pytest's own are too long for the name of a socket
        yield Path(name)


def surroundings(folder: Path) -> dict[str, str]:
    return {"XDG_RUNTIME_DIR": str(folder), "WAYLAND_DISPLAY": "w"}


@pytest.mark.parametrize("offered", [(EXT, SEAT), (SEAT, KDE), (KDE, "wl_shm", SEAT, EXT)])
def test_people_rest_and_come_back(offered: tuple[str, ...], folder: Path) -> None:
    with compositor(folder / "w", *offered) as there, closing(ReconnectingIdle(300.0, surroundings(folder))) as here:
        asked(there, (300_000, offered.index(SEAT) + 1))
        assert here.seconds() == 0.0
        there.tell(0)
        eventually(lambda: 300.0 <= here.seconds() < 330.0, "they rest")
        there.tell(1)
        eventually(lambda: here.seconds() == 0.0, "they are back")


def test_the_newer_protocol_is_used_where_both_are(folder: Path) -> None:
    with compositor(folder / "w", KDE, SEAT, EXT) as there, closing(ReconnectingIdle(1.0, surroundings(folder))):
        asked(there, (1000, 2))
        assert EXT in there._objects.values()
        assert KDE not in there._objects.values()


def test_all_seats_must_rest_and_seats_come_and_go(folder: Path) -> None:
    with (
        compositor(folder / "w", SEAT, EXT, SEAT) as there,
        closing(ReconnectingIdle(9.0, surroundings(folder))) as here,
    ):
        first, second = asked(there, (9000, 1), (9000, 3))
        there.tell(0, first)
        here.pause(5.0)
        assert here.seconds() == 0.0, "somebody is at the other seat"
        there.tell(0, second)
        eventually(lambda: here.seconds() >= 9.0, "nobody is at either")
        there.plug(4)
        eventually(lambda: here.seconds() == 0.0, "somebody may be at the new one")
        third = asked(there, (9000, 1), (9000, 3), (9000, 4))[-1]
        there.unplug(4)
        eventually(lambda: here.seconds() >= 9.0, "it has gone")
        asked(there, (9000, 1), (9000, 3))
        there.tell(1, third)  # what had been on its way
        here.pause(5.0)
        assert here.seconds() >= 9.0


def test_what_comes_piece_by_piece_is_put_together(folder: Path) -> None:
    with compositor(folder / "w", EXT, SEAT) as there, closing(ReconnectingIdle(9.0, surroundings(folder))) as here:
        for byte in message(*asked(there, (9000, 2)), 0):
            assert here.seconds() == 0.0
            there.send(bytes([byte]))
            here.pause(5.0)
        assert here.seconds() >= 9.0


def test_a_compositor_without_either_is_said(folder: Path) -> None:
    with (
        compositor(folder / "w", "wl_shm", SEAT),
        pytest.raises(DreamscapeError, match=rf"neither {EXT} nor {KDE}\); let swayidle"),
    ):
        idleness(300.0, "linux", surroundings(folder))


def test_a_compositor_may_come_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wayland_idle, "sleep_ns", lambda _: None)
    with closing(Compositor(folder / "w", EXT, SEAT)) as there:
        here = ReconnectingIdle(9.0, surroundings(folder))
        there.tell(0, *asked(there, (9000, 2)))
        eventually(lambda: here.seconds() >= 9.0, "they rest")
    (folder / "w").unlink()
    with closing(here), compositor(folder / "w", EXT, SEAT) as there:
        assert here.seconds() == 0.0
        there.tell(0, *asked(there, (9000, 2)))
        eventually(lambda: here.seconds() >= 9.0, "they rest")


def test_a_compositor_that_stays_away_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wayland_idle, "RETURN", 0.1)
    monkeypatch.setattr(wayland_idle, "sleep_ns", lambda _: None)
    with closing(Compositor(folder / "w", EXT, SEAT)):
        here = ReconnectingIdle(9.0, surroundings(folder))
    with pytest.raises(DreamscapeError, match="the display is gone"):
        here.seconds()


def hostile(spoken: bytes) -> ReconnectingIdle:
    """The program with a compositor that answers everything with these bytes, and quits."""
    ours, theirs = socket.socketpair()
    theirs.sendall(spoken)
    theirs.shutdown(socket.SHUT_WR)
    with closing(theirs):
        return ReconnectingIdle(9.0, {"WAYLAND_SOCKET": str(ours.detach())})


def listens(spoken: bytes) -> None:
    """The program reads all of it, and the end."""
    with closing(hostile(spoken)) as here:
        while True:
            here._connection.seconds()


def raw(sender: int, size: int, body: bytes = b"") -> bytes:
    return struct.pack("=II", sender, size << 16) + body


@pytest.mark.parametrize(
    ("spoken", "said"),
    [
        (raw(REGISTRY, 0), "no message"),
        (raw(REGISTRY, 4), "no message"),
        (raw(REGISTRY, 9, b"a"), "no message"),
        (raw(REGISTRY, 12, bytes(4)), "no message"),
        (raw(REGISTRY, 24, struct.pack("=II", 1, 2**32 - 1) + bytes(8)), "no message"),
        (raw(REGISTRY, 24, struct.pack("=II4sI", 1, 4, b"abcd", 1)), "no message"),
        (raw(REGISTRY, 24, struct.pack("=II4sI", 1, 4, b"\xff\xfe\xfd\0", 1)), "no message"),
        (raw(1, 8), "no message"),
        (message(1, 0, 1, 2, "\x1b[31mgo\naway" * 99), r"complains: \\x1b\[31mgo\\naway.{1,60}$"),
        (b"", "ended the connection"),
        (raw(REGISTRY, 65532, b"x" * 99), "ended the connection"),
        (message(DONE, 0, 7), f"neither {EXT}"),
    ],
)
def test_nonsense_gets_a_sentence(spoken: bytes, said: str) -> None:
    with pytest.raises(DreamscapeError, match=said):
        hostile(spoken)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(1, 4), st.integers(0, 2))
def test_nothing_that_is_sent_breaks_the_program(body: bytes, sender: int, number: int) -> None:
    framed = struct.pack("=II", sender, (8 + len(body) // 4 * 4) << 16 | number) + body
    for spoken in (body, framed, message(REGISTRY, 0, 1, EXT, 1) + framed):
        with pytest.raises(DreamscapeError):
            listens(spoken)


def test_a_silent_compositor_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wayland_idle, "PATIENCE", 0.1)
    with closing(socket.socket(socket.AF_UNIX)) as silent:
        silent.bind(str(folder / "w"))
        silent.listen()
        with pytest.raises(Gone, match="did not answer"):
            ReconnectingIdle(9.0, surroundings(folder))


def test_seats_without_an_end_are_not_all_kept(folder: Path) -> None:
    with compositor(folder / "w", EXT, *[SEAT] * 500) as there, closing(ReconnectingIdle(9.0, surroundings(folder))):
        eventually(lambda: len(there.notifications) == wayland_idle.MOST - 1, "some are watched")


def test_where_the_compositor_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(str(folder / "w"))
        listening.listen()
        Wayland({"WAYLAND_DISPLAY": str(folder / "w")}).close()
        Wayland(surroundings(folder)).close()
    ours, theirs = socket.socketpair()
    environment = {"WAYLAND_SOCKET": str(ours.detach()), "WAYLAND_DISPLAY": "none"}
    with closing(Wayland(environment)), closing(theirs):
        assert environment == {"WAYLAND_DISPLAY": "none"}, "it serves once: the next program takes the other"


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"WAYLAND_DISPLAY": "/nowhere/wayland-0"},
        {"WAYLAND_DISPLAY": "x" * 300, "XDG_RUNTIME_DIR": "/tmp"},
        {"WAYLAND_DISPLAY": "a\0b", "XDG_RUNTIME_DIR": "/tmp"},
        {"WAYLAND_SOCKET": "seven"},
        {"WAYLAND_SOCKET": "-1"},
        {"WAYLAND_SOCKET": "99999999999999999999"},
    ],
)
def test_no_compositor_is_said(environment: dict[str, str]) -> None:
    with pytest.raises(Gone, match="no compositor answers"):
        Wayland(environment)


def test_a_compositor_that_does_not_listen_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wayland, "PATIENCE", 0.05)
    ours, theirs = socket.socketpair()
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    here = Wayland({"WAYLAND_SOCKET": str(ours.detach())})
    with closing(theirs), closing(here), pytest.raises(Gone, match="timed out"):
        here.send(1, 0, "x" * 60_000)


@pytest.mark.slow
def test_the_watch_under_sway(tmp_path: Path) -> None:
    with sway(1) as desk:
        environment = desk.environment(tmp_path)
        with running([*PROGRAM, "--after", "1", *SEED], environment):
            for _ in range(2):
                eventually(lambda: desk.windows() == 1, "the dream comes")
                time.sleep(GRACE + 0.5)
                desk.nudge(40, 0)
                eventually(lambda: desk.windows() == 0, "it goes under a hand")


@pytest.mark.slow
def test_a_film_under_sway_is_not_covered(tmp_path: Path) -> None:
    with sway(1) as desk, ExitStack() as ends:
        environment = desk.environment(tmp_path)
        with red(environment, lambda: desk.see(1)) as film:  # SDL asks for no screensaver by itself, as players do
            film.rests()
            waiting = ends.enter_context(running([*PROGRAM, "--after", "1", *SEED], environment))
            with pytest.raises(subprocess.TimeoutExpired):
                waiting.wait(4.0)
            assert desk.windows() == 1
        eventually(lambda: alive(desk.see(1)), "the film is over")
