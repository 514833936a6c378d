"""Warm-up: what breaks here stalls a window between acts, or builds the next act of code that does not play yet."""

from collections.abc import Iterator

import pytest

from dreamscape import catalogue
from dreamscape.authoring import editions
from dreamscape.engine import warm_up
from dreamscape.errors import DreamscapeError
from dreamscape.world.scene import Scene


def test_work_on_the_other_thread_finds_the_classes_of_whoever_wants_it() -> None:
    edition = editions.copy()
    edition[editions.SCENES]["bog"] = Scene
    with editions.using(edition):
        steps = warm_up._in_background(lambda: catalogue.scene("bog"))
        found = []

        def follow() -> Iterator[None]:
            found.append((yield from steps))

        for _ in follow():
            pass
        assert found == [Scene]
    with pytest.raises(DreamscapeError, match="scene 'bog': unknown"):
        catalogue.scene("bog")
