"""The shaders from elsewhere that dreams name: found beside the dream's file, tried out, and told to the catalogue.

What reads and draws them is imported where there is one, as most dreams name none.
"""

import hashlib
import itertools
import re
import warnings
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dreamscape import catalogue
from dreamscape.authoring import editions
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Act, Dream, DreamFile, ShaderFile
from dreamscape.errors import DreamscapeError, InputError, PluginWarning
from dreamscape.shaders import files
from dreamscape.text import LONGEST_WORD, as_title, short

if TYPE_CHECKING:
    from dreamscape.shaders.model import Model

SECONDS = 60.0  # of a shader alone, where no dream says how long it lasts


def alone(name: str) -> Dream:
    """A dream of one act, which shows a shader.

    Raises:
        InputError: there is no such file, or it cannot be drawn.
    """
    path = Path(name).absolute()
    if not path.exists():
        raise InputError(f"{short(name, LONGEST_WORD)}: there is no such file, expected a shader")
    layer = _layer_name(path, ())
    model = _tried(path.name, path, layer)
    act = Act(path.name, SECONDS, connection=((0.0, 0.0), (SECONDS, 1.0)))
    shader = ShaderFile(str(path), model.digest, layer)
    file = DreamFile(as_title(_name_of(path), "A shader"), 7, (act,), opening=0.0)
    return Dream(name, file, model.digest, shaders={path.name: shader})


def with_shaders(dream: Dream) -> Dream:
    """A dream with the shaders that its file names, which lie in the file's folder.

    Raises:
        InputError: one is not there, or cannot be drawn.
    """
    folder, shaders = dream_file.path_of(dream.name).absolute().parent, dict[str, ShaderFile]()
    for where, word in _words(dream.file):
        if word in shaders:
            continue
        path = files.beside(folder, word, f"{dream.name}: {where}")
        layer = _layer_name(Path(word), [shader.layer for shader in shaders.values()])
        shaders[word] = ShaderFile(str(path), _tried(word, path, layer).digest, layer)
    if not shaders:
        return dream
    digest = joined_digest(dream.digest, *(shader.digest for shader in shaders.values()))
    return msgspec.structs.replace(dream, shaders=shaders, digest=digest)


def provide(dream: Dream) -> None:
    """Let a dream's shaders be known in this process too, which another one has begun.

    Raises:
        DreamscapeError: one was changed meanwhile, or cannot be read.
    """
    if not dream.shaders:
        return
    from dreamscape.shaders import reading

    for word, shader in dream.shaders.items():
        model = reading.load(Path(shader.path))
        if model.digest != shader.digest:
            raise DreamscapeError(f"{model.path.name}: was changed meanwhile; begin again")
        _add(word, model, shader.layer)


def read_keyboard(dream: Dream) -> bool:
    """Whether a shader of a dream, all of which are known, reads the keyboard."""
    if not dream.shaders:
        return False
    from dreamscape.shaders.model import Model
    from dreamscape.shaders.shadertoy import KEYBOARD

    models = (getattr(catalogue.layer(shader.layer), "model", None) for shader in dream.shaders.values())
    return any(isinstance(model, Model) and model.reads(KEYBOARD) for model in models)


def check_shared(dream: Dream, jobs: int | None, cluster: str | None) -> None:
    """Raise InputError if several processes, or other machines, cannot draw what the shaders of a dream draw.

    A filter that keeps pictures of the act below has them from the frames before, which another process draws.
    """
    if dream.shaders and cluster is not None:
        raise InputError(
            f"--cluster: {short(next(iter(dream.shaders)))} lies on this machine alone, expected --jobs in its place"
        )
    if not dream.shaders:
        return
    from dreamscape.shaders import reading

    over = {look.filter for act in dream.file.act for look in act.look} | {act.shift.through for act in dream.file.act}
    for word in sorted(over & dream.shaders.keys()):
        if (jobs or 1) > 1 and reading.load(Path(dream.shaders[word].path)).persistent:
            raise InputError(
                f"--jobs {jobs}: {short(word)} keeps pictures of the frames before, which another process would draw; "
                "expected --jobs 1"
            )


def sources(dream: Dream) -> list[Path]:
    """The files of GLSL that a dream's shaders were last read from."""
    if not dream.shaders:
        return []
    from dreamscape.shaders import reading

    return [path for shader in dream.shaders.values() for path in reading.files_of(Path(shader.path))]


def joined_digest(*words: str) -> str:
    """BLAKE2b, 32 hexadecimal digits, of some words."""
    return hashlib.blake2b("\0".join(words).encode(), digest_size=16).hexdigest()


def _words(file: DreamFile) -> Iterator[tuple[str, str]]:
    """Where a dream names shaders, and which."""
    for number, act in enumerate(file.act):
        if dream_file.is_shader(act.scene):
            yield f"act[{number}].scene", act.scene
        for place, look in enumerate(act.look):
            yield f"act[{number}].look[{place}].filter", look.filter
        if dream_file.is_shader(act.shift.through):
            yield f"act[{number}].shift.through", act.shift.through


def _tried(word: str, path: Path, layer: str) -> "Model":
    """The model of a shader that can be drawn, and that is known from now on."""
    from dreamscape.shaders import reading, trial
    from dreamscape.shaders.shadertoy import KEYBOARD

    model = reading.load(path)
    trial.check(model)  # before it takes the place of a version that plays
    if model.reads(KEYBOARD):
        warnings.warn(
            f"{path.name}: reads the keyboard: it has the keys that do nothing in the window (--keys changes which), "
            "and in films those of a session that --replay names",
            PluginWarning,
            stacklevel=1,
        )
    _add(word, model, layer)
    return model


def _add(word: str, model: "Model", layer: str) -> None:
    """Let a shader be known as a scene, by the word that a dream has for it, and as a layer."""
    from dreamscape.shaders import shader_layer

    scenes, layers = (editions.current()[group] for group in (editions.SCENES, editions.LAYERS))
    if any(getattr(known, "model", None) is not model for known in (scenes.get(word), layers.get(layer))):
        scenes[word], layers[layer] = shader_layer.classes(model, word, layer)


def _name_of(path: Path) -> str:
    """What a shader is called: its file's name, or of an `Image` that of its folder."""
    return path.parent.name if path.stem.lower() == "image" and path.parent.name else path.stem


def _layer_name(path: Path, taken: Collection[str]) -> str:
    """The name of the layer of a shader, unless others have it."""
    stem = re.sub(r"\W+", "_", _name_of(path), flags=re.ASCII).strip("_").lower()[:40] or "shader"
    stem = f"shader_{stem}" if stem[0].isdigit() else stem
    others = {*catalogue.installed_names(), *taken}
    tries = itertools.chain((stem,), (f"{stem}_{number}" for number in itertools.count(2)))
    return next(name for name in tries if name not in others)
