"""What layers and scenes there are: those of the package by scanning, those of others by entry points."""

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType

from dreamscape import layers as _layers
from dreamscape import scenes as _scenes
from dreamscape.errors import DreamscapeError, one_of
from dreamscape.layer import Layer
from dreamscape.scene import Scene


def _scan(package: ModuleType, base: type, group: str) -> dict[str, type]:
    found: dict[str, type] = {}
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for item in vars(loaded).values():
            if isinstance(item, type) and issubclass(item, base) and item.__module__ == loaded.__name__:
                found[module.name] = item
    for entry in entry_points(group=group):
        item = entry.load()
        if not (isinstance(item, type) and issubclass(item, base)):
            raise DreamscapeError(
                f"entry point {entry.name} of {group}: expected a {base.__name__} class, got {item!r}"
            )
        found[entry.name] = item
    return found


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
