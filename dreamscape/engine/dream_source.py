"""The dream that a user names: a dream file, a scene file, and parameters set beside them."""

import json
import tomllib
from collections.abc import Sequence
from typing import Any

import msgspec

from dreamscape import catalogue, languages
from dreamscape.authoring import scene_file
from dreamscape.authoring.scene_file import SceneFile
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.engine import dream_check, memory_files, shader_files
from dreamscape.engine.act_layers import OF_LAYER
from dreamscape.errors import DreamscapeError, InputError, instead_of
from dreamscape.memories import album
from dreamscape.parameters import assign
from dreamscape.text import short

DEFAULT = "sapphire"
SECONDS = 60.0  # of a scene file's scene, where no dream says how long it lasts
LONGEST_SETTING, MOST_SETTINGS = 1024, 256  # letters of one, and how many


def load(
    dream: str | Dream | None = None,
    scene: str | None = None,
    settings: Sequence[str] = (),
    memories: Sequence[str] = (),
    seed: int | None = None,
) -> Dream:
    """Load the dream that a user names, and check it against the catalogue.

    Args:
        dream: the name of a shipped one, or the path of a file; None for the scene alone, or else for `DEFAULT`. Or a
            dream that no file holds.
        scene: `FILE.py:Class`, which is run; only a user may name it. Or a shader from elsewhere, alone.
        settings: each `layer.parameter=value` or `scene.parameter=value`.
        memories: files, folders and patterns that become memories, in place of those that the dream names.
        seed: the number that chooses among too many of them; None for the dream's own.

    Raises:
        InputError: no such dream, scene or parameter, or a value out of bounds, or no such files; says where.
        AuthorError: the scene file fails as it runs.
    """
    if scene is not None and dream is None and dream_file.is_shader(scene):
        scene, dream = None, scene
    file = scene_file.load(scene) if scene is not None else None
    if file:
        catalogue.add(file)
    if isinstance(dream, Dream):
        loaded = dream
    elif file and dream is None:
        loaded = _of_scene(file)
    elif dream is not None and dream_file.is_shader(dream):
        loaded = shader_files.alone(dream)
    else:
        loaded = shader_files.with_shaders(dream_file.load(dream or DEFAULT))
    dream_check.check(loaded)
    if file:
        loaded = _with_code(loaded, file)
    if not loaded.memories.digest:
        loaded = memory_files.with_memories(loaded, tuple(memories), seed)
    return with_settings(loaded, parse_settings(settings))


def reload(dream: Dream) -> Dream:
    """Load a dream again from its files as they are now; errors as of `load`."""
    name = None if dream.is_scene else dream if dream.plan else dream.name
    words = dream.memories.words if dream.memories.digest else ()
    loaded = load(name, dream.code or None, (), words, dream.memories.seed)
    return presented_as(with_settings(loaded, dream.settings), dream)


def provide(dream: Dream) -> None:
    """Let a dream's scene file, shaders and memories be known in this process too, which another one has begun.

    Raises:
        DreamscapeError: one is another one by now, or cannot be run.
    """
    shader_files.provide(dream)
    album.provide(dream.memories)
    if not dream.code:
        return
    file = scene_file.version(dream.code_digest) or scene_file.load(dream.code)
    if file.digest != dream.code_digest:
        raise DreamscapeError(f"{file.path.name}: was changed meanwhile; begin again")
    catalogue.add(file)


def presented_as(dream: Dream, other: Dream) -> Dream:
    """A dream in the language of another, described as it is, and with the memories that the user has named for it."""
    dream = memory_files.sharing(dream, other.memories)
    return msgspec.structs.replace(in_language(dream, other.language), described=other.described)


def in_language(dream: Dream, tag: str) -> Dream:
    """A dream to be read in a language; lines that are not written in it stay as they are."""
    story = _in_language(dream.story, tag) if dream.story else None
    return msgspec.structs.replace(dream, file=_in_language(dream.file, tag), story=story, language=tag)


def _in_language(file: DreamFile, tag: str) -> DreamFile:
    acts = tuple(
        msgspec.structs.replace(act, voice=tuple(line.in_language(tag or line.spoken_in) for line in act.voice))
        for act in file.act
    )
    return msgspec.structs.replace(file, act=acts)


def check_language(dream: Dream, word: str, option: str) -> str:
    """The tag of a language that a user names, as the dream writes it; any will do for a dream without lines.

    Raises:
        InputError: no line of the dream is written in it.
    """
    known = {tag.lower(): tag for tag in dream.file.languages}
    if word.lower() not in known and (known or not languages.is_known(word.lower())):
        raise InputError(
            f"{option} {short(word)}: no line of the dream {short(dream.name)} is written in it"
            f"{instead_of(word, list(known.values()))}"
        )
    return known.get(word.lower(), word.lower())


def with_settings(dream: Dream, settings: dict[str, Any]) -> Dream:
    """A dream with parameters set, by `layer.parameter` or `scene.parameter`.

    Raises:
        InputError: the dream has no such parameter, or not with this value.
    """
    if not settings:
        return dream
    if len(settings) > MOST_SETTINGS:
        raise InputError(f"--set: {len(settings)} of them, expected at most {MOST_SETTINGS}")
    settings = {_current_name(dream, name): value for name, value in settings.items()}
    for name, value in settings.items():
        _check(dream, name, value)
    acts = tuple(msgspec.structs.replace(act, parameters=_parameters(dream, act, settings)) for act in dream.file.act)
    file = msgspec.structs.replace(dream.file, act=acts)
    words = json.dumps(settings, sort_keys=True)
    return msgspec.structs.replace(
        dream, file=file, settings=settings, digest=shader_files.joined_digest(dream.digest, words)
    )


def option_words(dream: Dream, name: str) -> list[str]:
    """The options that name the same dream; `name` is the dream's, without the folder."""
    code = dream.code.replace("\\", "/").rpartition("/")[2]
    result = [] if dream.is_scene or dream.plan else ["--dream", name]
    result += ["--scene", code] if code else []
    result += ["--captions", dream.language] if dream.language in dream.file.languages else []
    result += ["--describe"] if dream.described else []
    return [*result, *(word for setting in setting_words(dream.settings) for word in ("--set", setting))]


def setting_words(settings: dict[str, Any]) -> list[str]:
    """Settings as words for `load`."""
    return [f"{name}={_text(value)}" for name, value in settings.items()]


def _of_scene(file: SceneFile) -> Dream:
    """A dream of one act, in which the dreamer becomes connected."""
    act = Act(file.scene.name(), SECONDS, connection=((0.0, 0.0), (SECONDS, 1.0)))
    return Dream(file.word, DreamFile(file.scene.__name__, 7, (act,)), file.digest)


def _with_code(dream: Dream, file: SceneFile) -> Dream:
    if file.scene.name() not in {act.scene for act in dream.file.act}:
        raise InputError(
            f"--scene {file.word}: the dream {short(dream.name)} has no act of the scene {file.scene.name()!r}; "
            "leave --dream out, or name the scene there"
        )
    code, digest = f"{file.path}:{file.scene.__name__}", shader_files.joined_digest(dream.digest, file.digest)
    return msgspec.structs.replace(dream, code=code, code_digest=file.digest, digest=digest)


def parse_settings(settings: Sequence[str]) -> dict[str, Any]:
    """The values of `layer.parameter=value`, by name; anything but a TOML value, such as a word or a colour, is text.

    Raises:
        InputError: one is not of this form.
    """
    values: dict[str, Any] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals or "." not in name or len(setting) > LONGEST_SETTING:
            raise InputError(f"--set {short(setting)}: expected a name and a value, like ocean.swell_height=0.5")
        try:
            values[name.strip()] = tomllib.loads(f"value = {text}")["value"]
        except (tomllib.TOMLDecodeError, RecursionError):
            values[name.strip()] = text.strip()
    return values


def _current_name(dream: Dream, name: str) -> str:
    """A setting's name, with the layer's name as it is now where it is a former one."""
    return name if name.partition(".")[0] in set().union(*_owners(dream)) else catalogue.current_name(name)


def _owners(dream: Dream) -> tuple[set[str], set[str]]:
    """The names of a dream's scenes, and of their layers and looks."""
    return {act.scene for act in dream.file.act}, set().union(*(_layers_of(dream, act) for act in dream.file.act))


def _layers_of(dream: Dream, act: Act) -> set[str]:
    """The names of the layers of an act: the scene's, and those of its looks and of its shift."""
    words = [*(look.filter for look in act.look), act.shift.through]
    return {*catalogue.scene(act.scene).layers, *(dream.shaders[word].layer for word in words if word in dream.shaders)}


def _check(dream: Dream, name: str, value: Any) -> None:
    """Raise InputError unless a scene or a layer of the dream takes this value."""
    owner, _, parameter = name.partition(".")
    scenes, layers = _owners(dream)
    if owner not in scenes | layers:
        problem = f"no scene or layer of the dream {short(dream.name)}{instead_of(owner, sorted(scenes | layers))}"
        raise InputError(f"--set {short(name)}: {problem}")
    kinds: list[type] = [catalogue.scene(owner)] if owner in scenes else []
    kinds += [catalogue.layer(owner)] if owner in layers else []
    refusals = [_refusal(kind, owner, parameter, value) for kind in kinds]
    if None not in refusals:
        raise InputError(f"--set {refusals[-1]}")


def _refusal(kind: type, owner: str, parameter: str, value: Any) -> InputError | None:
    """The error with which a scene or a layer refuses a value; None if it accepts it."""
    try:
        assign(object.__new__(kind), {parameter: value}, owner)
    except InputError as error:
        return error
    return None


def _parameters(dream: Dream, act: Act, settings: dict[str, Any]) -> dict[str, Any]:
    """An act's parameters with the settings of its scene and, under names of their own, of its layers."""
    scene, parameters = catalogue.scene(act.scene), dict(act.parameters)
    for name, value in settings.items():
        owner, _, parameter = name.partition(".")
        if owner == act.scene and _refusal(scene, owner, parameter, value) is None:
            parameters[parameter] = value
        if owner in _layers_of(dream, act) and _refusal(catalogue.layer(owner), owner, parameter, value) is None:
            parameters[f"{owner}{OF_LAYER}{parameter}"] = value
    return parameters


def _text(value: Any) -> str:
    """A value as text for `--set`."""
    return value if isinstance(value, str) else json.dumps(value)
