"""A window whose size changes: what breaks here ends a session as its window is dragged, or as it fills the display."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from living import Live, sessions


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Live]]:
    yield from sessions(monkeypatch, tmp_path)


@pytest.mark.slow
def test_what_is_made_ready_out_of_sight_goes_on_at_another_size(live: Callable[..., Live]) -> None:
    """The Key mirrors somebody in water, into a texture that is another one after each change."""
    one = live("key")
    for width in range(192, 240, 4):
        one.frames(2)
        one.session.renderer.resize((width, 108))
    one.frames(2)


@pytest.mark.slow
@pytest.mark.parametrize("scene", ["key", "spires"])
def test_what_is_drawn_out_of_sight_takes_nothing_from_the_picture(scene: str, live: Callable[..., Live]) -> None:
    """A window of a size of its own: the act that plays is drawn small, too, between its frames."""
    one = live(scene, size=(320, 180))
    one.frames(70)
