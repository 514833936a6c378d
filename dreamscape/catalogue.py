"""The catalogue of layers and scenes: the package's, those of others by entry points, and those of scene files.

Only what a dream names is loaded, so that a broken package stops only the dreams that need it. Where all layers or
scenes are listed, those that cannot be used are left out with a warning.
"""

import importlib
import inspect
import pkgutil
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from dreamscape import layers as _layers
from dreamscape import resources
from dreamscape import scenes as _scenes
from dreamscape.authoring import editions, mistakes, scene_file
from dreamscape.authoring.editions import LAYERS, SCENES
from dreamscape.authoring.scene_file import SceneFile
from dreamscape.errors import DreamscapeError, InputError, PluginWarning, instead_of
from dreamscape.parameters import SingleValue, scalars
from dreamscape.render.layer import Layer
from dreamscape.world.scene import Scene

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T", bound=Layer | Scene)
FORMER_NAMES = {  # of layers, in recordings, OSC messages, maps of knobs and commands of earlier versions
    "kindred": "fellow_lights",
    "lodestar": "dance_light",
    "lone": "lone_light",
    "loneliness": "shadow_of_loneliness",
}
_given: dict[Path, set[tuple[str, str]]] = {}  # groups and names of the classes that were asked for, by their files

if resources.in_source_tree():  # whoever runs that edits them
    for _package in (_layers, _scenes):
        mistakes.watch(Path(_package.__path__[0]))


def _find(package: ModuleType, base: type[T], group: str, name: str) -> type[T] | None:
    """The class of a name: of the package's module of that name, or of an entry point; else None."""
    if name in _own(package):
        loaded = importlib.import_module(f"{package.__name__}.{name}")
        for item in vars(loaded).values():
            if isinstance(item, type) and issubclass(item, base) and item.__module__ == loaded.__name__:
                return _named(item, name)
        raise DreamscapeError(f"{loaded.__name__}: expected a {base.__name__} class in it")
    entries = _foreign(group).get(name, [])
    if len(entries) > 1:
        raise DreamscapeError(f"{' and '.join(map(_origin, entries))}: expected one {name!r}; uninstall one of them")
    return _named(_load(entries[0], base), name) if entries else None


def _named(item: type[T], name: str) -> type[T]:
    """Tell a class its name in the catalogue; returns it, or a subclass if it already has another name there."""
    if vars(item).get("catalogue_name", name) != name:
        item = type(item.__name__, (item,), {"__module__": item.__module__, "__doc__": item.__doc__})
    item.catalogue_name = name
    return item


def _own(package: ModuleType) -> list[str]:
    return [module.name for module in pkgutil.iter_modules(package.__path__)]


def _foreign(group: str) -> dict[str, list["EntryPoint"]]:
    """The entry points of a group by name, more than one where packages clash."""
    from importlib.metadata import entry_points  # it loads mail and sockets, and few dreams need more than is here

    by_name: dict[str, list[EntryPoint]] = {}
    try:
        entries = entry_points(group=group)
    except Exception as error:  # such as a package's file that is not text
        _warn(f"entry points of other packages: cannot be read ({reason(error)}); reinstall what is broken")
        return by_name
    for entry in entries:
        others = by_name.setdefault(entry.name, [])
        if entry not in others:
            others.append(entry)
    return by_name


def _load(entry: "EntryPoint", base: type[T]) -> type[T]:
    """The class of an entry point; an error in another package is reported with that package's name."""
    try:
        item = entry.load()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a `sys.exit` in it must not end this program
        raise DreamscapeError(
            f"{_origin(entry)}: cannot be loaded ({reason(error)}); update or uninstall it"
        ) from error
    if not (isinstance(item, type) and issubclass(item, base)):
        raise DreamscapeError(f"{_origin(entry)}: expected a {base.__name__} class, got {item!r}")
    mistakes.watch(_home(item))
    return item


def _home(item: type) -> Path:
    """The folder of the package that a class comes from, or its file."""
    file, depth = Path(inspect.getfile(item)), item.__module__.count(".")
    return file.parents[depth - 1] if depth else file


def _origin(entry: "EntryPoint") -> str:
    package = f" of the package {entry.dist.name} {entry.dist.version}" if entry.dist else ""
    return f"entry point {entry.group}: {entry.name} = {entry.value}{package}"


def reason(error: BaseException) -> str:
    """Why something of another package cannot be used, for a message."""
    return f"{type(error).__name__}: {error}"


def _usable(package: ModuleType, group: str, names: list[str], load: Callable[[str], type[T]]) -> dict[str, type[T]]:
    """The classes by name; what is broken in other packages is left out with a warning."""
    for sentence in _clashes(package, group):
        _warn(sentence)
    own, usable = _own(package), {}
    for name in names:
        try:
            usable[name] = load(name)
        except DreamscapeError as error:
            if name in own:
                raise
            _warn(str(error))
    return usable


def _clashes(package: ModuleType, group: str) -> list[str]:
    """What is wrong with entry points of other packages that have a name of the program's own."""
    foreign = _foreign(group)
    return [
        f"{_origin(entry)}: there is a {entry.name!r} already, expected a name of its own"
        for name in _own(package)
        for entry in foreign.get(name, [])
    ]


def _left_out(package: ModuleType, group: str) -> str:
    """How a message about an unknown name goes on where entry points were left out, one of which may be meant."""
    return "".join(f"; {sentence}; it is left out" for sentence in _clashes(package, group))


def _warn(sentence: str) -> None:
    warnings.warn(f"{sentence}; it is left out", PluginWarning, stacklevel=1)


def own_scene_names() -> list[str]:
    """The names of the package's own scenes."""
    return _own(_scenes)


def scene_names() -> list[str]:
    """The names of all scenes."""
    return sorted({*_own(_scenes), *editions.current()[SCENES], *_foreign(SCENES)})


def has_scene(name: str) -> bool:
    """Whether there is a scene of this name; other packages are searched only if it is none of the program's own."""
    return name in _own(_scenes) or name in editions.current()[SCENES] or name in _foreign(SCENES)


def layer_names() -> list[str]:
    """The names of all layers."""
    return sorted({*_own(_layers), *editions.current()[LAYERS], *_foreign(LAYERS)})


def installed_names() -> set[str]:
    """The names of the layers and scenes of the program and of other packages."""
    return {*_own(_layers), *_own(_scenes), *_foreign(LAYERS), *_foreign(SCENES)}


def add(file: SceneFile) -> None:
    """Let the scenes and layers of a scene file be known from now on, in place of former ones of their names.

    Raises:
        InputError: a name is one of the program's own.
    """
    for package, classes in ((_scenes, file.scenes), (_layers, file.layers)):
        if taken := sorted(classes.keys() & set(_own(package))):
            what = f"{classes[taken[0]].__name__}: there is a {taken[0]!r} among the program's own"
            raise InputError(f"{file.path.name}: {what}; give the class another name")
    for group, classes in ((SCENES, file.scenes), (LAYERS, file.layers)):
        editions.current()[group].update(classes)


def sources() -> set[Path]:
    """The Python files of the layers and scenes that were asked for so far, but for those of scene files."""
    return set(_given)


def renew(path: Path) -> None:
    """Run a file of `sources` anew, which was edited, and give out its classes from now on.

    Modules that have imported something from it keep what they have.

    Raises:
        Exception: whatever the file raises.
        DreamscapeError: a class is gone.
    """
    mistakes.watch(path)
    for group, name in sorted(_given[path]):
        before = scene(name) if group == SCENES else layer(name)
        module = scene_file.fresh(before.__module__, path)
        if not isinstance(item := getattr(module, before.__name__, None), type):
            raise DreamscapeError(f"{path.name}: {before.__name__} is gone, expected it while it plays")
        editions.current()[group][name] = _named(item, name)


def forget() -> None:
    """Look anew for what other packages offer."""
    _installed_scene.cache_clear()
    _installed_layer.cache_clear()


def _note(group: str, name: str, item: type[T]) -> type[T]:
    """Remember where a class that is given out comes from."""
    if not item.__module__.startswith(scene_file.PREFIX):
        _given.setdefault(Path(inspect.getfile(item)), set()).add((group, name))
    return item


def scene(name: str) -> type[Scene]:
    """The scene class of a name; imports nothing else.

    Raises:
        DreamscapeError: there is none, or it cannot be loaded.
    """
    return editions.current()[SCENES].get(name) or _installed_scene(name)


def layer(name: str) -> type[Layer]:
    """The layer class of a name; imports nothing else.

    Raises:
        DreamscapeError: there is none, or it cannot be loaded.
    """
    return editions.current()[LAYERS].get(name) or _installed_layer(name)


@cache
def _installed_scene(name: str) -> type[Scene]:
    """The scene class of a name of the program's own or of another package."""
    kind = _find(_scenes, Scene, SCENES, name)
    if kind is None:
        raise DreamscapeError(f"scene {name!r}: unknown{instead_of(name, scene_names())}{_left_out(_scenes, SCENES)}")
    return _note(SCENES, name, kind)


@cache
def _installed_layer(name: str) -> type[Layer]:
    """The layer class of a name of the program's own or of another package."""
    kind = _find(_layers, Layer, LAYERS, name)
    if kind is None and name in FORMER_NAMES:
        raise DreamscapeError(f"layer {name!r}: was renamed, expected {FORMER_NAMES[name]!r}")
    if kind is None:
        raise DreamscapeError(f"layer {name!r}: unknown{instead_of(name, layer_names())}{_left_out(_layers, LAYERS)}")
    return _note(LAYERS, name, kind)


def scenes() -> dict[str, type[Scene]]:
    """All scene classes by name; what is broken in other packages is left out with a warning."""
    return _usable(_scenes, SCENES, scene_names(), scene)


def layers() -> dict[str, type[Layer]]:
    """All layer classes by name; what is broken in other packages is left out with a warning."""
    return _usable(_layers, LAYERS, layer_names(), layer)


def current_name(name: str) -> str:
    """A layer's or parameter's name as it is now, of one that may be a former name: `lone.kindles`, or `lone` alone."""
    owner, dot, parameter = name.partition(".")
    return f"{FORMER_NAMES.get(owner, owner)}{dot}{parameter}"


def parameters() -> dict[str, SingleValue[Any]]:
    """The scalars that can be set from outside, by `layer.parameter` or `scene.parameter`; see `parameters.scalars`."""
    owners = (*layers().items(), *scenes().items())
    return {f"{owner}.{name}": scalar for owner, item in owners for name, scalar in scalars(item).items()}
