"""The opening: what breaks here leaves a dark window while the driver compiles, or lets the dream begin with a jump."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
import pytest
from living import SIZE, Live, sessions

from dreamscape.clock import Moment
from dreamscape.dream import dream_file
from dreamscape.engine.renderer import Renderer
from dreamscape.live import loop
from dreamscape.live.session import opening
from dreamscape.quality import TIERS
from dreamscape.render.post import Coding
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target

Make = Callable[..., Live]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    yield from sessions(monkeypatch, tmp_path)


@pytest.fixture
def polled(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    """What each look at the window's events finds, in turn; nothing after that."""
    found: list[list[Any]] = []
    monkeypatch.setattr(loop, "poll", lambda window: found.pop(0) if found else [])
    return found


def event(kind: str, **told: Any) -> Any:
    import pygame

    return pygame.event.Event(getattr(pygame, kind), **told)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in dream_file.names() if not dream_file.load(name).file.endless])
def test_the_light_alone_is_the_dreams_first_picture(ctx: moderngl.Context, name: str) -> None:
    renderer = Renderer(ctx, dream_file.load(name), SIZE, TIERS["low"], coding=Coding())
    shown = Target(ctx, SIZE, dtype="f1")
    assert renderer.at_opening
    renderer.draw_opening(0.0, shown)
    light = renderer.read(shown).astype(int)
    assert not renderer.act_layers._layers
    first = renderer.read(renderer.draw(Moment(0, 0.0), top_first=False)).astype(int)
    assert light.max() > 100
    assert np.abs(first - light).max() <= 1
    renderer.draw(Moment(1, 0.0))
    assert not renderer.at_opening


def test_no_other_moment_opens(ctx: moderngl.Context) -> None:
    assert not Renderer(ctx, dream_file.load("ambient"), SIZE, TIERS["low"]).at_opening


@pytest.mark.slow
def test_the_dream_begins_when_its_act_is_ready(
    live: Make, polled: list[list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The light is seen before any layer stands; then no frame waits for a slow driver, under a hand neither."""
    one = live("silence", keeps_picture=False)
    session, happened, frame, made = one.session, list[tuple[Any, ...]](), one.session.frame, list[Path]()
    show, make = session.show_opening, Shader.__init__

    def opened(elapsed: int) -> None:
        show(elapsed)
        happened.append(("light", int(one.seen().max()) > 100, bool(session.renderer.act_layers._layers)))

    def framed(elapsed: int) -> None:
        made.clear()
        frame(elapsed)
        happened.append((elapsed, session.renderer.world.tick, list(made)))
        session.over = len(happened) > 3

    def built(shader: Shader, ctx: moderngl.Context, path: Path, *rest: Any) -> None:
        made.append(path)
        make(shader, ctx, path, *rest)

    monkeypatch.setattr(session, "show_opening", opened)
    monkeypatch.setattr(session, "frame", framed)
    monkeypatch.setattr(Shader, "__init__", built)
    monkeypatch.setattr(opening, "ANEW", 1 << 60)
    monkeypatch.setattr(opening, "SLOW", 0)
    polled.append([event("MOUSEMOTION", pos=(90, 50), rel=(0, 0), buttons=(0, 0, 0), touch=False)])
    loop.run(session)
    assert happened[0] == ("light", True, False)
    assert happened[1] == (0, 0, [])
    assert 0 < session.renderer.world.tick < 60
    assert [files for _, _, files in happened[2:]] == [[], []]


@pytest.mark.slow
def test_who_leaves_meanwhile_does_not_wait_for_the_act(live: Make, polled: list[list[Any]]) -> None:
    one = live("silence")
    polled += [[], [event("WINDOWCLOSE")]]
    one.session.pacer.rate = 1e4  # a step of making ready at a time
    loop.run(one.session)
    assert one.session.over
    assert 0 < len(one.session.renderer.act_layers._layers[0]) < len(one.session.renderer.scene(0)[0].layers)


@pytest.mark.slow
def test_who_goes_elsewhere_meanwhile_is_there(live: Make, polled: list[list[Any]]) -> None:
    one = live("silence", "key")
    session, frame = one.session, one.session.frame
    session.frame = lambda elapsed: (frame(elapsed), setattr(session, "over", session.renderer.world.tick > 1200))  # type: ignore[method-assign,assign]
    polled += [[], [event("KEYDOWN", key=ord("2"), mod=0, unicode="2")]]
    loop.run(session)
    assert session.renderer.snapshot.cue.act == 1


@pytest.mark.slow
def test_a_window_begins_without_ffmpeg() -> None:
    """What is not needed before the first picture is loaded later."""
    program = "import sys, dreamscape.live.loop, dreamscape.live.playback.live_sound; print('av' in sys.modules)"
    environment = {**os.environ, "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.split()[-1] == "False"
