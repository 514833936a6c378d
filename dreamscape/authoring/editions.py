"""Editions: the classes of scene files, and of files that were edited since they were imported, by group and name.

One edition is published: it is what the whole process finds. Code that is being tried has one of its own meanwhile.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

SCENES, LAYERS = "dreamscape.scenes", "dreamscape.layers"  # groups, as those of entry points
Edition = dict[str, dict[str, type[Any]]]
_published: Edition = {SCENES: {}, LAYERS: {}}
_tried: ContextVar[Edition | None] = ContextVar("tried", default=None)  # which `using` looks in, in place of that


def current() -> Edition:
    """The edition that classes are looked for in here, and added to."""
    tried = _tried.get()
    return _published if tried is None else tried


def copy() -> Edition:
    """A copy of the current edition, for `using` and `publish`."""
    return {group: dict(classes) for group, classes in current().items()}


def publish(edition: Edition) -> None:
    """Let the classes of this edition be found from now on."""
    for group, classes in edition.items():
        _published[group] = dict(classes)


@contextmanager
def using(edition: Edition) -> Iterator[None]:
    """Look for classes in this edition, and add to it, while all else goes on with what is published.

    It holds for the code in the block, and for other threads only in a copy of its context.
    """
    token = _tried.set(edition)
    try:
        yield
    finally:
        _tried.reset(token)
