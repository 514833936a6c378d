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
from dreamscape.parameters import Parameter, declared
from dreamscape.scene import Scene

T = TypeVar("T")
_SCENES, _LAYERS = "dreamscape.scenes", "dreamscape.layers"  # groups of entry points


def _find(package: ModuleType, base: type[T], group: str, name: str) -> type[T] | None:
    """The class of this name: of the package's module of that name, else of an entry point; None if there is none."""
    if name in _own(package):
        loaded = importlib.import_module(f"{package.__name__}.{name}")
        for item in vars(loaded).values():
            if isinstance(item, type) and issubclass(item, base) and item.__module__ == loaded.__name__:
                return item
        raise DreamscapeError(f"{loaded.__name__}: expected a {base.__name__} class in it")
    found = _foreign(package, group).get(name)
    return _load(found, base) if found else None


def _own(package: ModuleType) -> list[str]:
    return [module.name for module in pkgutil.iter_modules(package.__path__)]


def _foreign(package: ModuleType, group: str) -> dict[str, EntryPoint]:
    """The entry points by name."""
    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=group):
        if entry.name in (*_own(package), *found):
            raise DreamscapeError(f"{_origin(entry)}: there is a {entry.name!r} already, expected a name of its own")
        found[entry.name] = entry
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


def scene_names() -> list[str]:
    """The names of all scenes."""
    return sorted([*_own(_scenes), *_foreign(_scenes, _SCENES)])


def layer_names() -> list[str]:
    """The names of all layers."""
    return sorted([*_own(_layers), *_foreign(_layers, _LAYERS)])


@cache
def scene(name: str) -> type[Scene]:
    """The scene class of this name; imports it and nothing else.

    Raises:
        DreamscapeError: there is none.
    """
    found = _find(_scenes, Scene, _SCENES, name)
    if found is None:
        raise DreamscapeError(f"scene {name!r}: unknown, expected {one_of(scene_names())}")
    return found


@cache
def layer(name: str) -> type[Layer]:
    """The layer class of this name; imports it and nothing else.

    Raises:
        DreamscapeError: there is none.
    """
    found = _find(_layers, Layer, _LAYERS, name)
    if found is None:
        raise DreamscapeError(f"layer {name!r}: unknown, expected {one_of(layer_names())}")
    return found


def scenes() -> dict[str, type[Scene]]:
    """All scene classes by name."""
    return {name: scene(name) for name in scene_names()}


def layers() -> dict[str, type[Layer]]:
    """All layer classes by name."""
    return {name: layer(name) for name in layer_names()}


def parameters() -> dict[str, Parameter]:
    """All that can be set from outside, by `layer.parameter` or `scene.parameter`."""
    return {
        f"{owner}.{name}": parameter
        for owner, item in (*layers().items(), *scenes().items())
        for name, parameter in declared(item).items()
    }
