"""Keys for shaders: what breaks here makes a game deaf, or lets its keys end the session."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from living import Live, sessions

from dreamscape.authoring import editions
from dreamscape.clock import Moment
from dreamscape.dream.inputs import KEY_CODES, Key
from dreamscape.engine import dream_source, recording
from dreamscape.engine.renderer import Renderer
from dreamscape.errors import PluginWarning
from dreamscape.live.controls.keys import NAMED, Keys
from dreamscape.live.controls.shader_keys import ShaderKeys, code_of
from dreamscape.quality import TIERS
from dreamscape.world.keyboard import Keyboard

SHOW = """#iChannel0 "keyboard"
void mainImage(out vec4 c, in vec2 p) {
    ivec2 key = ivec2(p.x < 0.5 * iResolution.x ? 87 : 32, 0);  // w, space
    c = vec4(texelFetch(iChannel0, key, 0).x, texelFetch(iChannel0, key + ivec2(0, 1), 0).x,
        texelFetch(iChannel0, key + ivec2(0, 2), 0).x, 1.0);
}
"""
KEPT = """#iChannel0 "self"
#iChannel1 "keyboard"
void mainImage(out vec4 c, in vec2 p) {
    c = texelFetch(iChannel0, ivec2(p), 0) + 0.25 * texelFetch(iChannel1, ivec2(87, 1), 0).x;
}
"""


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Live]]:
    monkeypatch.setattr(editions, "_published", {group: {} for group in editions.copy()})
    monkeypatch.setattr("dreamscape.shaders.trial.run", lambda path: {"seconds": 0.0})
    yield from sessions(monkeypatch, tmp_path)


def of(tmp_path: Path, live: Callable[..., Live], **files: str) -> Live:
    for name, text in files.items():
        (tmp_path / f"{name.replace('_', '.')}.frag").write_text(text)
    (tmp_path / "d.toml").write_text('title = "t"\nseed = 1\nopening = 0\n[[act]]\nscene = "x.frag"\nseconds = 9\n')
    with pytest.warns(PluginWarning, match="reads the keyboard"):
        dream = dream_source.load(str(tmp_path / "d.toml"))
    return live(dream=dream)


def key(one: Live, kind: int, letter: str) -> None:
    text = letter if len(letter) == 1 else " "
    one.event(kind, key=pygame.key.key_code(letter), mod=0, unicode=text if kind == pygame.KEYDOWN else "")


def colours(one: Live) -> list[list[int]]:
    """What the left and the right half of the picture show, R'G'B'."""
    one.frames(1)
    picture = one.picture()
    height, width = picture.shape[:2]
    return [picture[height // 2, place].tolist() for place in (width // 4, 3 * width // 4)]


def test_a_shader_has_the_keys_that_do_nothing_in_the_window(tmp_path: Path, live: Callable[..., Live]) -> None:
    one = of(tmp_path, live, x=SHOW)
    assert colours(one) == [[0, 0, 0]] * 2
    key(one, pygame.KEYDOWN, "w")
    key(one, pygame.KEYDOWN, "space")
    assert one.session.playhead.paused
    key(one, pygame.KEYDOWN, "space")
    assert colours(one) == [[255, 255, 255], [0, 0, 0]]
    assert colours(one)[0] == [255, 0, 255], "it is pressed in one tick alone"
    key(one, pygame.KEYUP, "w")
    assert colours(one)[0] == [0, 0, 255]
    key(one, pygame.KEYDOWN, "w")
    assert colours(one)[0] == [255, 255, 0]
    one.event(pygame.WINDOWFOCUSLOST)
    assert colours(one)[0] == [0, 0, 0]


def test_a_buffer_sees_a_press_in_one_tick_of_a_frame(tmp_path: Path, live: Callable[..., Live]) -> None:
    image = '#iChannel0 "BufferA"\nvoid mainImage(out vec4 c, in vec2 p) { c = texelFetch(iChannel0, ivec2(p), 0); }'
    one = of(tmp_path, live, x=image, x_BufferA=KEPT)
    one.frames(1)
    key(one, pygame.KEYDOWN, "w")
    one.frames(3)  # of two ticks each
    assert np.allclose(colours(one)[0], 64, atol=1)


def test_presses_while_nothing_moves_are_one_for_each_key() -> None:
    world, keys = Keyboard(), Keys()
    board = ShaderKeys(lambda: world)
    for _ in range(100):
        for kind in (pygame.KEYDOWN, pygame.KEYUP):
            board.handle_event(pygame.event.Event(kind, key=pygame.K_w, mod=0, unicode="w"), keys, False)
    board.handle_event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_v, mod=0, unicode="v"), keys, False)
    for _ in range(3):  # held down, it repeats
        board.handle_event(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_v, mod=0, unicode="v"), keys, False)
    told = [(event.code, event.down) for event in board.events(5, 6, 0.0) if isinstance(event, Key)]
    assert told == [(87, True), (86, True), (87, False)]


def test_keys_have_the_codes_of_javascript() -> None:
    assert [code_of(name) for name in ("a", "7", "left", "space", "f1", "[0]", "left shift")] == [
        *(65, 55, 37, 32, 112, 96, 16)
    ]
    assert all(code_of(name) for name in NAMED)
    assert code_of("é") is code_of("mute") is None


def test_a_key_without_an_action_any_more_is_the_shaders() -> None:
    down: dict[str, Any] = {"key": pygame.K_LEFT, "mod": 0, "unicode": ""}
    for keys, kiosk, reaches in ((Keys(), False, False), (Keys({"back": ()}), False, True), (Keys(), True, False)):
        board = ShaderKeys(Keyboard)
        board.handle_event(pygame.event.Event(pygame.KEYDOWN, **down), keys, kiosk)
        assert [*board.events(5, 6, 0.0)] == [Key(5, 37, True)] * reaches


@pytest.mark.slow
def test_a_film_of_a_session_has_its_keys(tmp_path: Path, live: Callable[..., Live]) -> None:
    """Drawn from anywhere on, and at another rate: what a buffer keeps of a press depends on its tick."""
    image = '#iChannel0 "BufferA"\nvoid mainImage(out vec4 c, in vec2 p) { c = texelFetch(iChannel0, ivec2(p), 0); }'
    fading = KEPT.replace("texelFetch(iChannel0, ivec2(p), 0) +", "0.95 * texelFetch(iChannel0, ivec2(p), 0) +")
    one = of(tmp_path, live, x=image, x_BufferA=fading)
    one.session.log.record(path := tmp_path / "keys.jsonl", 0)
    for pause in (1, 5, 2):
        one.frames(pause)
        key(one, pygame.KEYDOWN, "w")
        one.frames(1)
        key(one, pygame.KEYUP, "w")
    shown, tick = one.picture()[0, 0, 0], one.session.renderer.world.tick
    one.session.log.close(tick)
    [leg] = recording.read(path).legs
    assert [event.down for event in leg.own if isinstance(event, Key)] == [True, False] * 2 + [True]
    for first in (0, tick):
        renderer = Renderer(one.session.window.ctx, one.session.dream, (64, 36), TIERS["low"])
        renderer.world.follow(leg.own)
        for now in range(first, tick + 1):
            picture = renderer.read(renderer.draw(Moment(now, 0.0)))
        assert picture[0, 0, 0] == pytest.approx(shown, abs=1)
    assert shown > 60


def test_keys_are_state_of_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more changes than are remembered each at its tick, what they have led to is kept."""
    monkeypatch.setattr("dreamscape.world.keyboard.REMEMBERED", 8)
    board, other = Keyboard(), Keyboard()
    for tick in range(19):
        board.receive(Key(tick, 65 + tick % 2, tick % 4 < 2))
        board.receive(Key(tick, 65 + tick % 2, tick % 4 < 2))  # a repeat
    for name, array in other.arrays().items():
        array[...] = board.arrays()[name]
    for rows in (board.rows(17), other.rows(17, 18)):
        assert [np.flatnonzero(row).tolist() for row in rows] == [[66], [], [65, 66]]
    assert np.flatnonzero(board.down(17)).tolist() == [65, 66]
    assert board.rows(0).shape == (3, KEY_CODES)
