"""The desktop's media keys, and what other players play, over a real bus: what breaks here leaves them dead."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dreamscape.live.controls import session_bus
from dreamscape.live.controls.mpris import NAME, Mpris, PlayerState
from dreamscape.live.controls.other_players import OtherPlayers, tags_of
from dreamscape.live.desktop_player import DesktopPlayer

STATE = PlayerState("Sapphire Tide", "The Shorekeepers", "Night", "file:///a.mp3", 0, 20.0, 3.0, True, 0.5, True)
PLAYER = "org.mpris.MediaPlayer2.Player"


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A session bus of its own."""
    if sys.platform != "linux" or not (shutil.which("dbus-daemon") and shutil.which("gdbus")):
        pytest.skip("needs dbus-daemon and gdbus")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address=unix:path={tmp_path}/bus"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert daemon.stdout
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
    yield os.environ["DBUS_SESSION_BUS_ADDRESS"]
    daemon.terminate()
    daemon.wait()
    daemon.stdout.close()


def until(happened: Callable[[], Any]) -> Any:
    end = time.monotonic() + 180
    while not (found := happened()):
        assert time.monotonic() < end
        time.sleep(0.01)
    return found


def gdbus(*words: str) -> str:
    """What another program is answered."""
    command = ["gdbus", "call", "--session", "--dest", NAME, "--object-path", session_bus.PATH, "--method", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    return done.stdout + done.stderr


@pytest.fixture
def offered(bus: str) -> Iterator[Mpris]:
    player = Mpris()
    player.update(STATE)
    until(lambda: "true" in gdbus("org.freedesktop.DBus.Peer.Ping") or "()" in gdbus("org.freedesktop.DBus.Peer.Ping"))
    yield player
    player.close()
    assert not player._thread.is_alive()


@pytest.mark.slow
def test_the_desktop_is_told_what_plays_and_asks_for_another(offered: Mpris) -> None:
    told = gdbus("org.freedesktop.DBus.Properties.GetAll", PLAYER)
    assert "'PlaybackStatus': <'Playing'>" in told
    assert "'xesam:title': <'Sapphire Tide'>, 'xesam:url': <'file:///a.mp3'>, 'mpris:length': <int64 20000000>" in told
    assert "'xesam:artist': <['The Shorekeepers']>" in told
    assert "<'Dreamscape'>" in gdbus("org.freedesktop.DBus.Properties.Get", "org.mpris.MediaPlayer2", "Identity")
    for asked in ("Next", "Previous", "PlayPause"):
        assert gdbus(f"{PLAYER}.{asked}") == "()\n"
    assert gdbus(f"{PLAYER}.SetPosition", "/org/dreamscape/track/0", "5000000") == "()\n"
    assert gdbus(f"{PLAYER}.SetPosition", "/org/dreamscape/track/7", "9000000") == "()\n"
    assert gdbus("org.freedesktop.DBus.Properties.Set", PLAYER, "Volume", "<0.25>") == "()\n"
    wanted = [("Next", 0.0), ("Previous", 0.0), ("PlayPause", 0.0), ("SetPosition", 5.0), ("Volume", 0.25)]
    assert [one for one in offered.commands() if one[0] != "Raise"] == wanted
    assert "not known here" in gdbus(f"{PLAYER}.OpenUri", "http://example.org/a.mp3")
    assert "not known here" in gdbus("org.freedesktop.DBus.Properties.Get", PLAYER, "Nonsense")
    seen = subprocess.run(
        ["gdbus", "introspect", "--session", "--dest", NAME, "--object-path", session_bus.PATH],
        capture_output=True,
        text=True,
    )
    assert "readwrite d Volume = 0.5" in seen.stdout


@pytest.mark.slow
def test_what_changes_is_signalled_once(offered: Mpris) -> None:
    paused = replace(STATE, is_playing=False)
    offered.update(paused)
    monitor = subprocess.Popen(["gdbus", "monitor", "--session", "--dest", NAME], stdout=subprocess.PIPE, text=True)
    said = monitor.stdout
    assert said
    end = threading.Timer(10.0, monitor.kill)  # reading would wait for ever
    end.start()
    until(lambda: "is owned by" in said.readline())
    for state in (
        replace(paused, position=3.02),
        replace(STATE, position=3.04),
        replace(STATE, position=9.0),
        replace(STATE, title="Liquid Stone", track=1, position=0.0),
    ):
        offered.update(state)
    found = [said.readline()]
    while found[-1] and "Liquid" not in found[-1]:
        found.append(said.readline())
    end.cancel()
    monitor.terminate()
    monitor.wait()
    said.close()
    assert len(found) == 3
    assert "{'PlaybackStatus': <'Playing'>}, @as []" in found[0]
    assert "Seeked (int64 9000000,)" in found[1]
    assert "{'Metadata': <{'mpris:trackid': <objectpath '/org/dreamscape/track/1'>" in found[2]


OTHER = """
import asyncio, json, sys
from dbus_fast import Variant
from dbus_fast.aio import MessageBus
from dreamscape.live.controls import mpris

async def work():
    mpris.NAME = "org.mpris.MediaPlayer2.other"
    player = mpris.Mpris()
    for line in sys.stdin:
        player.update(mpris.PlayerState(**json.loads(line)))
    player.close()

asyncio.run(work())
"""


@pytest.mark.slow
def test_what_another_player_plays_is_known(bus: str) -> None:
    watcher = OtherPlayers()
    ours = Mpris()
    ours.update(STATE)
    other = subprocess.Popen([sys.executable, "-c", OTHER], stdin=subprocess.PIPE, text=True)
    assert other.stdin
    names = list(PlayerState.__slots__)
    for title, playing in (("One", True), ("Two\n\x1b", True), ("Two", False)):
        state = replace(STATE, title=title, is_playing=playing)
        other.stdin.write(json.dumps({name: getattr(state, name) for name in names}) + "\n")
        other.stdin.flush()
        wanted = title.split()[0] if playing else None
        until(lambda wanted=wanted: (watcher.tags.title if watcher.tags else None) == wanted)
    other.stdin.close()
    other.wait()
    watcher.close()
    ours.close()


def test_without_a_bus_nothing_happens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert session_bus.address() == ""
    for address in ("", f"unix:path={tmp_path}/none", "nonsense"):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        player = Mpris()
        player.update(STATE)
        player.update(replace(STATE, is_playing=False))
        player.close()
        assert player.commands() == []
        assert not player._thread.is_alive()


def test_what_the_desktop_asks_for_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "")
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    done: list[Any] = []
    songs: Any = SimpleNamespace(
        count=2,
        position=4.0,
        next=lambda: done.append("next"),
        previous=lambda: done.append("previous"),
        seek=lambda seconds: done.append(seconds),
    )
    sound = SimpleNamespace(volume=1.0)
    session: Any = SimpleNamespace(
        sound=sound, over=False, playhead=SimpleNamespace(paused=False), pause=lambda paused: done.append(paused)
    )
    player = DesktopPlayer(session)
    for name, number in (
        *(("Next", 0.0), ("Previous", 0.0), ("Pause", 0.0), ("Play", 0.0), ("PlayPause", 0.0), ("Stop", 0.0)),
        *(("Seek", -3.0), ("SetPosition", 7.0), ("Volume", 7.0), ("Raise", 0.0)),
    ):
        player._perform(name, number, songs)
    assert done == ["next", "previous", True, False, True, True, 1.0, 7.0]
    assert sound.volume == 1.0
    assert not session.over
    player._perform("Quit", 0.0, songs)
    assert session.over


def test_anything_may_be_said_by_another_player() -> None:
    def variant(value: object) -> SimpleNamespace:
        return SimpleNamespace(value=value)

    assert tags_of(None) is tags_of({}) is tags_of({"xesam:title": variant(3)}) is tags_of({"xesam:title": 3}) is None
    found = tags_of({"xesam:title": variant("a\x1b\nb"), "xesam:artist": variant(["Ana", 3, "Ben"])})
    assert found
    assert (found.title, found.artist) == ("a b", "Ana, Ben")
    assert len(tags_of({"xesam:title": variant("x" * 1000)}).title) == 200  # type: ignore[union-attr]
