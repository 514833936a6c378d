"""Warm-up: what breaks here stalls a window between acts, or builds the next act of code that does not play yet."""

from collections.abc import Iterator
from threading import current_thread
from types import SimpleNamespace

import pytest

from dreamscape import catalogue
from dreamscape.authoring import editions
from dreamscape.engine import warm_up
from dreamscape.errors import DreamscapeError
from dreamscape.layers.strangers import Strangers
from dreamscape.places.street import people, walkers
from dreamscape.quality import TIERS
from dreamscape.rng import Streams
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


def test_layers_are_imported_on_the_other_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing a layer took a frame 10 to 25 ms."""
    threads, layer = list[str](), catalogue.layer
    monkeypatch.setattr(catalogue, "layer", lambda name: (threads.append(current_thread().name), layer(name))[1])
    built = list[int]()
    scene = SimpleNamespace(layers=("dust",), streams=Streams(7))
    steps = warm_up.steps_of(0, {0: scene}, None, TIERS["low"], built.append, None)  # type: ignore[arg-type, dict-item]
    while not built:
        next(steps)
    assert threads
    assert all("warm-up" in name for name in threads)


def test_the_meshes_of_strangers_are_read_before_they_are_drawn() -> None:
    """Reading them took the frame in which the street was first rehearsed 44 ms."""
    people._mesh.cache_clear()
    Strangers.precompute(Streams(7), TIERS["low"])
    read = people._mesh.cache_info().misses
    for person in walkers.everybody(Streams(7)):
        for kind in people.MESHES:
            person.mesh(kind)
    assert people._mesh.cache_info().misses == read
