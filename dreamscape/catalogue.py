"""What layers and scenes there are: those of the package by scanning, those of others by entry points."""

import importlib
import pkgutil
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import TypeVar

from dreamscape import layers as _layers
from dreamscape import scenes as _scenes
from dreamscape.errors import DreamscapeError, one_of
from dreamscape.layer import Layer
from dreamscape.scene import Scene

T = TypeVar("T")


def _scan(package: ModuleType, base: type[T], group: str) -> dict[str, type[T]]:
    found: dict[str, type[T]] = {}
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for item in vars(loaded).values():
            if isinstance(item, type) and issubclass(item, base) and item.__module__ == loaded.__name__:
                found[module.name] = item
    for entry in entry_points(group=group):
        if entry.name in found:
            raise DreamscapeError(f"{_origin(entry)}: there is a {entry.name!r} already, expected a name of its own")
        found[entry.name] = _load(entry, base)
    return found


def _load(entry: EntryPoint, base: type[T]) -> type[T]:
    """The class of an entry point; what goes wrong in another package is said with its name."""
    try:
        item = entry.load()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise DreamscapeError(f"{_origin(entry)}: cannot be loaded ({reason}); update or uninstall it") from error
    if not (isinstance(item, type) and issubclass(item, base)):
        raise DreamscapeError(f"{_origin(entry)}: expected a {base.__name__} class, got {item!r}")
    return item


def _origin(entry: EntryPoint) -> str:
    package = f" of the package {entry.dist.name} {entry.dist.version}" if entry.dist else ""
    return f"entry point {entry.group}: {entry.name} = {entry.value}{package}"


@cache
def scenes() -> dict[str, type[Scene]]:
    """The scene classes by name."""
    return _scan(_scenes, Scene, "dreamscape.scenes")


@cache
def layers() -> dict[str, type[Layer]]:
    """The layer classes by name."""
    return _scan(_layers, Layer, "dreamscape.layers")


def layer(name: str) -> type[Layer]:
    """The layer class of this name."""
    if name not in layers():
        raise DreamscapeError(f"layer {name!r}: unknown, expected {one_of(layers())}")
    return layers()[name]
