"""The idle watch: what breaks here covers a film, or leaves the screen unguarded for the rest of the night."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import PROGRAM, SEED, Desk, eventually, needs, running, server

from dreamscape.errors import InputError
from dreamscape.saver import idle_watch
from dreamscape.saver.idle_watch import IdleWatch
from dreamscape.saver.inhibitors import SERVICES, inhibitor


class Night:
    """A user who is away, and comes back for a moment before each look."""

    def __init__(self, nights: int) -> None:
        self.nights = nights

    def idle(self) -> float:
        """Rests and moves by turns; at last it ends the test."""
        self.nights -= 1
        if self.nights < 0:
            raise KeyboardInterrupt
        return 100.0 if self.nights % 2 else 0.0


@pytest.mark.parametrize(("code", "said"), [(1, "with exit code 1"), (-9, "by signal 9")])
def test_a_crash_is_reported_and_the_watch_goes_on(code: int, said: str) -> None:
    crash = [sys.executable, "-c", f"import os, sys; os.kill(os.getpid(), {-code}) if {code} < 0 else sys.exit({code})"]
    heard: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        IdleWatch(50.0, crash, Night(8).idle, lambda: None, heard.append, lambda _: None).run()
    assert len(heard) >= 2
    assert all(said in sentence for sentence in heard)


def test_it_is_shown_again_after_one_who_left_before_it_had_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine the process of the screensaver may take as long to end as people must be away."""
    clock, came, shown = [0.0], [-9.0], list[float]()

    def end(_: IdleWatch) -> int:
        shown.append(clock[0])
        came[0] = clock[0] + 5.0
        clock[0] += 5.0 + 3.0
        return InputError.exit_code if len(shown) == 2 else 0

    monkeypatch.setattr(idle_watch, "now_ns", lambda: round(clock[0] * 1e9))
    monkeypatch.setattr(IdleWatch, "_show", end)
    IdleWatch(2.0, [], lambda: clock[0] - came[0], lambda: None, pytest.fail, lambda _: pytest.fail("waits")).run()
    assert shown == [0.0, 8.0]


def test_options_that_are_refused_end_the_watch() -> None:
    refuses = [sys.executable, "-c", "raise SystemExit(2)"]
    assert IdleWatch(50.0, refuses, lambda: 100.0, lambda: None, pytest.fail).run() == 2


def test_nothing_is_shown_while_somebody_asks_for_that() -> None:
    asked = iter(["a film", "a film", None])
    refuses = [sys.executable, "-c", "raise SystemExit(2)"]
    assert IdleWatch(50.0, refuses, lambda: 100.0, lambda: next(asked), print, lambda _: None).run() == 2
    assert next(asked, "nobody was asked again") == "nobody was asked again"


@pytest.mark.parametrize(
    ("service", "yes", "no"),
    [
        (0, 's "shutdown:sleep:idle:handle-power-key"', 's "shutdown:sleep"'),
        (1, "(true,)", "(false,)"),
        (2, "(true,)", "(false,)"),
    ],
)
def test_services_are_queried(service: int, yes: str, no: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, question, _ = SERVICES[service]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert inhibitor({}) is None, "none of them is there"
    tool, words = tmp_path / question.split()[0], question.partition(" ")[2]
    for answer, expected in ((yes, name), (no, None)):
        tool.write_text(f"#!/bin/sh\n[ \"$*\" = '{words}' ] && echo '{answer}'\n")
        tool.chmod(0o755)
        assert inhibitor({}) == expected


@pytest.fixture
def desk() -> Iterator[Desk]:
    needs("Xvfb", "openbox")
    with server(["Xvfb", "-screen", "0", "480x270x24"]) as found:
        yield found


@pytest.mark.slow
def test_a_film_in_full_screen_is_not_covered(desk: Desk, tmp_path: Path) -> None:
    from Xlib import X, Xutil
    from Xlib.protocol.event import ClientMessage

    environment = desk.environment(tmp_path)
    with running(["openbox"], environment, stderr=subprocess.DEVNULL):
        state, covering = (desk.server.intern_atom(f"_NET_WM_STATE{name}") for name in ("", "_FULLSCREEN"))
        active = desk.server.intern_atom("_NET_ACTIVE_WINDOW")

        def told(name: int) -> Any:
            found = desk.root.get_full_property(name, 0)
            return found.value if found is not None else ()

        manager = desk.server.intern_atom("_NET_SUPPORTING_WM_CHECK")
        eventually(lambda: len(told(manager)) > 0, "openbox has begun")
        film = desk.root.create_window(0, 0, 200, 100, 0, desk.server.screen().root_depth, background_pixel=0)
        film.set_wm_hints(flags=Xutil.InputHint, input=1)  # keys may go to it
        film.map()
        desk.server.sync()

        def ask(what: int, *values: int) -> bool:
            message = ClientMessage(window=film, client_type=what, data=(32, [*values, 0, 0, 0, 0][:5]))
            desk.root.send_event(message, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
            desk.server.sync()
            return True

        eventually(lambda: ask(active, 2) and list(told(active)) == [film.id], "people work in the window")
        assert inhibitor(environment) is None
        ask(state, 1, covering)
        eventually(lambda: inhibitor(environment) == "a window that covers the screen", "the film is respected")
        with running([*PROGRAM, "--after", "1", *SEED], environment) as waiting:
            with pytest.raises(subprocess.TimeoutExpired):
                waiting.wait(4.0)
            assert not desk.see().any()
            ask(state, 0, covering)
            eventually(lambda: desk.see(0, 200, 480, 60).std() > 3.0, "the film is over")  # below its window
