"""The shaders from elsewhere that dreams name: found beside the dream's file, tried out, and told to the catalogue."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from dreamscape import catalogue
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Act, Dream, DreamFile, ShaderFile
from dreamscape.errors import InputError
from dreamscape.shaders import files, reading, trial
from dreamscape.shaders.model import Model
from dreamscape.text import LONGEST_WORD, short

SECONDS = 60.0  # of a shader alone, where no dream says how long it lasts


def is_alone(name: str) -> bool:
    """Whether what a user names as a dream is a shader."""
    return dream_file.is_shader(name)


def alone(name: str) -> Dream:
    """A dream of one act, which shows a shader.

    Raises:
        InputError: there is no such file, or it cannot be drawn.
    """
    path = Path(name).absolute()
    if not path.exists():
        raise InputError(f"{short(name, LONGEST_WORD)}: there is no such file, expected a shader")
    layer = catalogue.shader_layer_name(str(path), ())
    model = _known(path.name, path, layer)
    act = Act(path.name, SECONDS, connection=((0.0, 0.0), (SECONDS, 1.0)))
    shader = ShaderFile(str(path), model.digest, layer)
    file = DreamFile(_title(path.parent.name if path.stem.lower() == "image" else path.stem), 7, (act,), opening=0.0)
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
        layer = catalogue.shader_layer_name(word, [shader.layer for shader in shaders.values()])
        shaders[word] = ShaderFile(str(path), _known(word, path, layer).digest, layer)
    if not shaders:
        return dream
    digest = joined_digest(dream.digest, *(shader.digest for shader in shaders.values()))
    return msgspec.structs.replace(dream, shaders=shaders, digest=digest)


def check_shared(dream: Dream, jobs: int | None, cluster: str | None) -> None:
    """Raise InputError if several processes, or other machines, cannot draw what the shaders of a dream draw.

    A filter that keeps pictures of the act below has them from the frames before, which another process draws.
    """
    if dream.shaders and cluster is not None:
        raise InputError(
            f"--cluster: {short(next(iter(dream.shaders)))} lies on this machine alone, expected --jobs in its place"
        )
    over = {look.filter for act in dream.file.act for look in act.look} | {act.shift.through for act in dream.file.act}
    for word in sorted(over & dream.shaders.keys()):
        if (jobs or 1) > 1 and reading.load(Path(dream.shaders[word].path)).persistent:
            raise InputError(
                f"--jobs {jobs}: {short(word)} keeps pictures of the frames before, which another process would draw; "
                "expected --jobs 1"
            )


def sources(dream: Dream) -> list[Path]:
    """The files of GLSL that a dream's shaders were last read from."""
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


def _known(word: str, path: Path, layer: str) -> Model:
    trial.check(reading.load(path))  # before it takes the place of a version that plays
    return catalogue.add_shader(word, path, layer)


def _title(stem: str) -> str:
    """A file's name as a dream's title."""
    return "".join(letter for letter in stem if letter.isprintable())[:80] or "shader"
