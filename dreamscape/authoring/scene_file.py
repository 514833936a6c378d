"""Scene files: a scene in one Python file, whose layers lie in it or beside it.

A scene file is code, and is run as it is loaded. So only a user names one, on the command line; no dream, film,
recording or setting ever does. The file and its folder become a package of their own that only this file sees: nothing
beside it can stand in for a module of Python's or of the program's.
"""

import hashlib
import importlib
import itertools
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, TypeVar

from dreamscape import resources
from dreamscape.authoring import mistakes, scene_check
from dreamscape.errors import DreamscapeError, InputError, one_of
from dreamscape.render.layer import Layer
from dreamscape.render.shader_source import ShaderSource
from dreamscape.text import LONGEST_WORD, short
from dreamscape.world.scene import Scene

if TYPE_CHECKING:
    from dreamscape.shaders.model import Model

T = TypeVar("T", bound=Layer | Scene)
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")  # where one begins in the name of a class
PREFIX = "dreamscape_scene_file_"  # of the packages, which nothing on disk is called
_numbers = itertools.count()
_loaded: dict[tuple[Path, str], "SceneFile"] = {}  # the last version of each that could be run
_versions: dict[str, "SceneFile"] = {}  # all of them, by digest


@dataclass(frozen=True, slots=True)
class SceneFile:
    """A scene file that was loaded.

    Attributes:
        path: absolute.
        scene: the class that was named.
        scenes, layers: all classes in it and, of layers, beside it, by the names that dreams and scenes use.
        files: the Python and GLSL that the scene is made of, absolute.
        digest: BLAKE2b, 32 hexadecimal digits, of their names and text.
    """

    path: Path
    scene: type[Scene]
    scenes: dict[str, type[Scene]]
    layers: dict[str, type[Layer]]
    files: tuple[Path, ...]
    digest: str

    @property
    def word(self) -> str:
        """What names it on a command line, without the folder."""
        return f"{self.path.name}:{self.scene.__name__}"


class _Loader(SourceFileLoader):
    """Reads the text each time: compiled files are told from newer ones by whole seconds, and authors are faster."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        code: CodeType = self.source_to_code(self.get_data(path), path)
        return code


class _Finder(MetaPathFinder):
    """Finds the modules of one folder, under the name of its package alone."""

    def __init__(self, package: str, folder: Path) -> None:
        self._package, self._folder = package, folder

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, name = fullname.rpartition(".")
        file = self._folder / f"{name}.py"
        if package != self._package or not file.is_file():
            return None
        return spec_from_file_location(fullname, file, loader=_Loader(fullname, str(file)))


def parse(word: str) -> tuple[Path, str]:
    """The absolute path and the class, empty if none was named, of `cove.py:Cove`.

    Raises:
        InputError: it is no such name, or there is no such file.
    """
    file, _, name = word.rpartition(":") if not word.lower().endswith(".py") else (word, "", "")
    if not file.lower().endswith(".py"):
        raise InputError(f"--scene {short(word, LONGEST_WORD)}: expected a Python file and a class, like cove.py:Cove")
    path = Path(os.path.abspath(file))
    if not path.is_file():
        raise InputError(f"--scene {short(word, LONGEST_WORD)}: there is no such file, expected one like cove.py:Cove")
    return path, name


def load(word: str) -> SceneFile:
    """Run a scene file, unless it is as it was when it was last run, and take its classes.

    Args:
        word: `cove.py:Cove`; the class may be left out where the file has one scene.

    Raises:
        InputError: there is no such file or class.
        AuthorError: it fails as it runs; says the file and the line.
    """
    path, name = parse(word)
    if (known := _loaded.get((path, name))) and _is_as_read(known):
        return known
    mistakes.watch(path.parent)
    package = f"{PREFIX}{next(_numbers)}"
    module = ModuleType(package)
    module.__path__ = []  # so that only our finder looks into the folder
    sys.modules[package] = module
    sys.meta_path.insert(0, _Finder(package, path.parent))
    try:
        file = _taken(path, name, package)
    except DreamscapeError:
        raise
    except (Exception, SystemExit) as error:
        raise mistakes.blamed(error) or DreamscapeError(f"{path.name}: {type(error).__name__}: {error}") from error
    _loaded[path, name] = _loaded[path, file.scene.__name__] = _versions[file.digest] = file
    return file


def version(digest: str) -> SceneFile | None:
    """The version of a scene file with this digest, if this process has run it."""
    return _versions.get(digest)


def files_of(word: str) -> tuple[Path, ...]:
    """What the last version of a scene file is made of that could be run; nothing if none was."""
    path, _, name = word.rpartition(":")
    file = _loaded.get((Path(path), name))
    return file.files if file else ()


def fresh(name: str, path: Path) -> ModuleType:
    """A module made anew of its file, beside the one of this name that is imported.

    Raises:
        Exception: whatever the file raises.
    """
    spec = spec_from_file_location(name, path, loader=_Loader(name, str(path)))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _taken(path: Path, name: str, package: str) -> SceneFile:
    module = _module(package, path.stem)
    scenes = _by_name(module, Scene)
    scene = _named(path, name, list(scenes.values()))
    scene_check.check_layer_names(scene)
    layers = _by_name(module, Layer)
    shaders: dict[str, Model] = {}
    for wanted in scene.layers:
        if wanted not in layers and (path.parent / f"{wanted}.py").is_file():
            layers |= _by_name(_module(package, wanted), Layer)
        elif wanted not in layers and (shader := _shader(path.parent, wanted)):
            layers[wanted], shaders[wanted] = _from_elsewhere(shader, wanted, scene)
    files = _files(package, layers, shaders)
    return SceneFile(path, scene, scenes, layers, files, _digest(files))


def _shader(folder: Path, name: str) -> Path | None:
    """The shader from elsewhere of this name in a folder, if there is one."""
    return next((file for end in (".fs", ".frag") if (file := folder / f"{name}{end}").is_file()), None)


def _from_elsewhere(shader: Path, name: str, scene: type[Scene]) -> "tuple[type[Layer], Model]":
    """The layer that a shader from elsewhere is, and its model."""
    from dreamscape.shaders import reading, trial  # what few scenes need
    from dreamscape.shaders.shader_layer import layer_among_others

    trial.check(model := reading.load(shader))
    return layer_among_others(model, name, scene.look == "plain"), model


def _module(package: str, name: str) -> ModuleType:
    return importlib.import_module(f"{package}.{name}")


def _by_name(module: ModuleType, base: type[T]) -> dict[str, type[T]]:
    """The classes that a module defines or has from the modules beside it: `FellowLights` is `fellow_lights`."""
    own = module.__name__.partition(".")[0] + "."
    items = [item for item in vars(module).values() if isinstance(item, type) and issubclass(item, base)]
    found = {_WORDS.sub("_", item.__name__).lower(): item for item in items if item.__module__.startswith(own)}
    for name, item in found.items():
        item.catalogue_name = name
    return found


def _named(path: Path, name: str, scenes: list[type[Scene]]) -> type[Scene]:
    """The scene of this name, or the only one."""
    found = [scene for scene in scenes if name in ("", scene.__name__)]
    if len(found) == 1:
        return found[0]
    if not scenes:
        raise InputError(f"--scene {path.name}: no scene in it, expected a class that derives from dreamscape.Scene")
    names = [scene.__name__ for scene in scenes]
    wrong = f"no scene {short(name)!r}" if name else "several scenes"
    raise InputError(f"--scene {path.name}: {wrong}, expected {one_of(names)}, like --scene {path.name}:{names[0]}")


def _files(package: str, layers: dict[str, type[Layer]], shaders: "dict[str, Model]") -> tuple[Path, ...]:
    """The modules of a package, the shaders of its layers, and what those include of their own."""
    modules = [module for name, module in sys.modules.items() if name.startswith(package + ".")]
    files = {Path(str(module.__file__)) for module in modules}
    for name, layer in layers.items():
        if model := shaders.get(name):
            files |= {*model.files, *model.pictures.values()}
        elif (shader := layer.shader_file()).is_file():
            files |= {shader, *ShaderSource(shader, {}).files}
    return tuple(sorted(file for file in files if not file.is_relative_to(resources.folder("glsl").resolve())))


def _is_as_read(file: SceneFile) -> bool:
    try:
        return _digest(file.files) == file.digest
    except OSError:
        return False


def _digest(files: tuple[Path, ...]) -> str:
    hashed = hashlib.blake2b(digest_size=16)
    for file in files:
        hashed.update(file.name.encode() + b"\0" + file.read_bytes())
    return hashed.hexdigest()
