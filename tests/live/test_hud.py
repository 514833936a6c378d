"""Text over the picture: what breaks here leaves a viewer with a help that is illegible or cut off."""

from collections.abc import Callable, Iterator
from pathlib import Path

import moderngl
import numpy as np
import pytest
from living import FRAME, Live, sessions
from numpy.typing import NDArray

from dreamscape.colour import decoded
from dreamscape.flash.meter import luminance
from dreamscape.live.controls.keys import HANDS, Keys
from dreamscape.live.overlay.hud import Hud
from dreamscape.live.overlay.text_fitting import LEAST, fit
from dreamscape.render.overlay import Overlay, TextSheet, size_of
from dreamscape.render.targets import Target
from dreamscape.typesetting import faces

FIGURES = (("frames", "30 a second, drawing takes 0.42 of the time"), ("picture", "320x180, drawn at 112x63, low"))
NOTE = (("/home/somebody/Pictures/Dreamscape/sapphire-3.png",),)
ACTS = {"flood": (255, 252, 240), "aurora": (90, 60, 190), "sea": (40, 170, 190), "night": (2, 2, 8)}


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Live]]:
    yield from sessions(monkeypatch, tmp_path)


def shown(ctx: moderngl.Context, sheet: TextSheet, behind: tuple[int, int, int]) -> NDArray[np.float32]:
    """The luminance of a sheet over a picture of one colour, the first row at the top."""
    target = Target(ctx, sheet.size, "f1")
    target.framebuffer.clear(*(value / 255.0 for value in behind), 1.0)
    Overlay(ctx).lay(sheet, target.framebuffer, (0, 0))
    data = np.frombuffer(target.framebuffer.read(components=3, alignment=1), np.uint8)
    code = data.reshape(sheet.size[1], sheet.size[0], 3)[::-1] / 255.0
    return luminance(decoded(code).astype(np.float32))


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("pixels", [LEAST, 13, 18])
def test_every_word_of_every_overlay_is_read_over_every_picture(ctx: moderngl.Context, act: str, pixels: int) -> None:
    for rows in (Keys().help(), FIGURES, NOTE, (("ocean.glsl:12: no such name",),)):
        light = shown(ctx, TextSheet(ctx, rows, pixels), ACTS[act])
        inner = light[round(1.1 * pixels) : -round(1.1 * pixels), round(1.1 * pixels) : -round(1.1 * pixels)]
        half = max(1, size_of([row[:1] for row in rows], pixels)[0] - 2 * round(1.1 * pixels))
        for part in (inner[:, :half], inner[:, half:]) if len(rows[0]) > 1 else (inner,):
            dark, ink = np.quantile(part, 0.3), np.quantile(part[part > np.quantile(part, 0.3) + 0.02], 0.5)
            assert (ink + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("size", [(160, 90), (320, 180), (320, 568), (480, 270), (1280, 720), (2560, 1080)])
def test_nothing_is_cut_at_any_size(size: tuple[int, int]) -> None:
    for rows in (Keys().help(), FIGURES, NOTE, [(f"line {k}",) for k in range(8)]):
        pages, pixels = fit(rows, size, 16, 3)
        for page in pages:
            assert all(got <= room for got, room in zip(size_of(page, pixels), size, strict=True))
        told = "".join(text for page in pages for row in page for text in row).replace(" ", "")
        assert all(letter in told for letter in "".join("".join(row) for row in rows).replace(" ", ""))
        if size[0] >= 320:
            assert all(any(text in row for page in pages for row in page) for text in (rows[0][-1], rows[-1][-1]))


def test_the_help_is_leafed_through_and_put_away(ctx: moderngl.Context) -> None:
    hud, target = Hud(ctx), Target(ctx, (200, 112), "f1")
    hud.turn_help()
    seen = []
    while hud.shows_help and len(seen) < 20:
        hud.draw(target.framebuffer, target.size, Keys().help(), 0.03)
        seen.append(hud._page)
        assert hud.covers
        hud.turn_help()
    assert seen == list(range(len(seen)))
    assert 1 < len(seen) < 12
    assert not hud.covers


def test_pointer_touch_and_gamepad_are_in_the_help() -> None:
    told = Keys(buttons={"pause": (9,)}).help()
    assert told[: len(HANDS)] == [*HANDS]
    words = " ".join(text for row in told for text in row)
    assert all(word in words for word in ("pointer", "finger", "stick", "click", "tap", "pad 9", "pad 6"))
    assert "pad 2" not in words


@pytest.mark.slow
def test_captions_make_way_for_the_help_and_for_what_is_wrong(live: Callable[..., Live]) -> None:
    one = live("silence", keeps_picture=False)
    speaking = []
    for helping, error in ((False, ""), (True, ""), (False, "wrong"), (False, "")):
        one.session.hud.shows_help, one.session.hud.error = helping, error
        one.session.frame(FRAME)  # and no look at files, which would find nothing wrong
        speaking.append(one.session.renderer.grading.captions_on)
    assert speaking == [True, False, False, True]


def test_the_hand_is_where_the_pointer_is_in_a_window_of_any_shape(live: Callable[..., Live]) -> None:
    """The dream is composed for 16:9: a narrower window shows less at the sides, and what is felt must lie there."""
    one = live("silence", size=(180, 180))
    one.frames(2)
    import pygame

    one.event(pygame.MOUSEMOTION, pos=(107, 35), touch=False)
    one.frames(2)
    renderer = one.session.renderer
    camera = renderer.scene(0)[0].camera(renderer.snapshot.act_seconds).framed(1.0)
    place = camera.project(tuple((np.array(camera.position) + renderer.snapshot.touch[0, :3] * 5.0).tolist()), 1.0)
    assert place == pytest.approx((107.5 / 180.0, 1.0 - 35.5 / 180.0), abs=0.01)


def test_what_plays_now_comes_and_leaves_if_that_is_wanted(ctx: moderngl.Context) -> None:
    target, size = Target(ctx, (320, 180), "f1"), (320, 180)

    def seen(hud: Hud, seconds: float) -> int:
        """How many pixels of the upper right are written on, once these seconds have passed."""
        target.framebuffer.clear(0.0, 0.0, 0.0, 1.0)
        hud.draw(target.framebuffer, size, (), seconds)
        target.framebuffer.clear(0.0, 0.0, 0.0, 1.0)
        hud.draw(target.framebuffer, size, (), 0.0)
        rows = np.frombuffer(target.framebuffer.read(components=1, alignment=1), np.uint8).reshape(180, 320)
        assert not rows[:, :120].any()
        return int((rows[120:] > 60).sum())

    hud = Hud(ctx)
    hud.announce("Sapphire Tide", "The Shorekeepers")
    assert seen(hud, 4.0) == 0
    hud.announces = True
    hud.announce("Sapphire Tide", "The Shorekeepers")
    assert seen(hud, 5.0) > 200
    assert seen(hud, 5.5) == 0
    for title in ("Chœur de l'Eau, Straße", "夜の音楽", "ليلة", "👩\u200d👩\u200d👧 ½ ﬁn", "!", " "):
        hud.announce(title, "")
        drawn = set(title) - set(faces.missing(title, "voice")) - {" "}
        assert (seen(hud, 6.0) > 0) == bool(drawn)
    hud.announce("long " * 60, "x" * 200)
    hud.draw(target.framebuffer, size, (), 6.0)
    assert hud.again(ctx).announces
