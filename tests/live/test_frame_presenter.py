"""Frames begun before the last one is shown: what breaks here shows half a frame, or one twice, or none."""

from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
from living import Live, sessions

from dreamscape.live.playback.pace import WORKS, Pacer
from dreamscape.live.session import frame_presenter
from dreamscape.live.session.frame_presenter import FramePresenter

Make = Callable[..., Live]


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    yield from sessions(monkeypatch, tmp_path)


def hurried(live: Live, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let most frames take longer than there is; what is drawn onto the window and shown, in order, from now on."""
    session, happened = live.session, list[str]()
    live.frames(1)
    session._presenter.present()
    renderer, window = session.renderer, session.window
    show, flip, worked = renderer.grade_onto, window.flip, session.pacer.record_draw
    monkeypatch.setattr(renderer, "grade_onto", lambda *args: (happened.append("drawn"), show(*args)))
    monkeypatch.setattr(window, "flip", lambda: (happened.append("shown"), flip()))
    monkeypatch.setattr(session.pacer, "record_draw", lambda work: worked(max(work, 2 * session.pacer.period)))
    for _ in range(WORKS):
        session.pacer.record_draw(0)
    return happened


@pytest.mark.slow
def test_each_frame_is_shown_once_and_before_the_next_one_is_drawn_over_it(
    live: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = live("silence")
    happened = hurried(one, monkeypatch)
    one.frames(6)
    assert happened == ["drawn", *["shown", "drawn"] * 5]


def test_the_last_frame_is_shown_between_two_layers_if_its_time_comes_then(
    live: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = live("silence")
    happened = hurried(one, monkeypatch)
    light = one.session.renderer.draw_light

    def drawn(moment: object) -> object:
        target = light(moment)  # type: ignore[arg-type]
        happened.append("light")
        return target

    monkeypatch.setattr(one.session.renderer, "draw_light", drawn)
    monkeypatch.setattr(Pacer, "show_time", property(lambda pacer: pacer._now()))
    one.frames(3)
    assert happened == ["light", "drawn", *["shown", "light", "drawn"] * 2]


def test_layers_are_waited_for_only_when_the_last_frame_is_soon_to_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """To wait after each layer cost Key and Spires a fifth of a frame's time, while they had none to lose."""
    happened, now = list[str](), [0]
    monkeypatch.setattr(frame_presenter, "now_ns", lambda: now[0])
    window = Mock(flip=lambda: happened.append("shown"))
    window.ctx.finish = lambda: happened.append("finished")
    pacer = Mock(lead=1, show_time=20_000_000)
    presenter = FramePresenter(window, pacer)
    presenter.schedule()
    found = []
    for now[0] in (2_000_000, 12_000_000, 14_000_000, 18_000_000, 19_000_000):
        presenter.present_if_due()
        found.append(tuple(happened))
        happened.clear()
    assert found == [(), (), ("finished",), ("finished", "shown"), ()]


@pytest.mark.slow
def test_when_there_is_time_again_no_frame_waits_for_the_next(live: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    one = live("silence")
    happened = hurried(one, monkeypatch)
    one.frames(2)
    monkeypatch.setattr(one.session.pacer, "record_draw", lambda _: None)
    one.session.pacer._slow_draw = 0.0
    one.frames(2)
    assert happened == ["drawn", "shown", "drawn", "shown", "drawn", "shown", "drawn", "shown"]


def test_a_frame_that_waits_is_let_go_when_the_window_is_hidden_or_grows(
    live: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = live("silence")
    happened = hurried(one, monkeypatch)
    one.frames(1)
    one.session.skip_frame(0)
    one.frames(1)
    assert happened == ["drawn", "drawn"]
    one.session.renderer.resize((96, 54))
    one.frames(1)
    assert happened == ["drawn", "drawn", "drawn"]


def test_what_sounds_while_light_is_drawn_brightens_the_picture_that_is_made_of_it_and_silence_does_not(
    live: Make,
) -> None:
    one = live("silence")
    one.frames(1)
    renderer = one.session.renderer
    light = renderer.draw_light(one.session._moment)
    means = list[float]()
    for low in (0.0, 1.0, 0.0):
        renderer.compositor.hear_louder(low)
        one.session.picture = renderer.grade(light, 1.0, top_first=False)
        means.append(float(one.picture().mean()))
    assert means[1] > 1.1 * means[0]
    assert means[2] == means[0]
