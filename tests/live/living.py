"""A session in a hidden window, for tests, and a way to let time pass in it."""

import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from dreamscape.devices.window import Window
from dreamscape.dream.dream_file import Act, Dream, DreamFile, Shift
from dreamscape.engine.request import RenderRequest
from dreamscape.live.actions import Actions
from dreamscape.live.playback import jump
from dreamscape.live.session.options import SessionOptions
from dreamscape.live.session.session import Session
from dreamscape.quality import TIERS

FRAME = 33_333_333  # ns
SIZE = 192, 108


def short(*scenes: str, seconds: float = 20.0) -> Dream:
    """A dream of these scenes."""
    return Dream(
        "short",
        DreamFile("Short", 7, tuple(Act(scene, seconds, shift=Shift("light", 1.0)) for scene in scenes)),
        "0" * 32,
    )


def request_for(dream: Dream) -> RenderRequest:
    return RenderRequest(dream, dream.file.seed, SIZE, TIERS["low"], Fraction(0), Fraction(1))


@cache
def kept_open() -> Window:
    """A window that stays open: with the last one, SDL ends EGL and the contexts that other tests draw in."""
    return Window("kept open", SIZE, hidden=True, vsync=False)


class Live:
    """A session, its actions, and simulated input."""

    def __init__(self, session: Session) -> None:
        self.session, self.actions = session, Actions(session)

    def frames(self, count: int, elapsed: int = FRAME) -> None:
        self.session.window.use()
        for _ in range(count):
            self.actions.begin_frame(elapsed * 1e-9)
            self.session.frame(elapsed)
            self.actions.frame_shown()

    def event(self, kind: int, **told: Any) -> None:
        import pygame

        self.actions.handle_event(pygame.event.Event(kind, **told))

    def picture(self) -> NDArray[np.int64]:
        """What was drawn last, without menu and text."""
        self.session.window.use()
        assert self.session.picture is not None
        return self.session.renderer.read(self.session.picture).astype(int)

    def seen(self) -> NDArray[np.uint8]:
        """What the window shows, `(h, w, 3)`."""
        window = self.session.window
        window.use()
        data = window.ctx.screen.read(viewport=(0, 0, *window.size), components=3, alignment=1)
        return np.frombuffer(data, np.uint8).reshape(*window.size[::-1], 3)


def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make jumps at once: whatever is not ready is prepared in the next frame."""
    monkeypatch.setattr(jump, "LONGEST_SEEK", 0)
    monkeypatch.setattr(jump, "LONGEST_WAY", 0)


def sessions(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[Callable[..., Live]]:
    """Yields a function that makes sessions; user folders are the test's own."""
    if "DISPLAY" not in os.environ and "WAYLAND_DISPLAY" not in os.environ:
        monkeypatch.setenv("SDL_VIDEODRIVER", "offscreen")
    for name in ("cache", "pictures", "videos", "config"):
        monkeypatch.setattr(f"platformdirs.user_{name}_path", lambda *_, name=name, **__: tmp_path / name)
    created: list[Live] = []
    kept_open()

    def make(*scenes: str, **options: Any) -> Live:
        dream = options.pop("dream", None) or short(*scenes)
        window = Window("test", options.pop("size", SIZE), vsync=False)
        options = {"scale": 0.5, "keeps_picture": True, **options}
        live = Live(Session(window, SessionOptions(request_for(dream), 30.0, **options), TIERS["low"]))
        created.append(live)
        return live

    yield make
    for one in created:
        one.session.window.use()
        one.actions.finish()
        one.session.window.close()
