"""Checks that a dream can be drawn: its scenes, and the layers and textures that these name."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from dreamscape import catalogue
from dreamscape.authoring import scene_check, scene_file
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Act, Dream
from dreamscape.errors import DreamscapeError, InputError, instead_of, one_of
from dreamscape.parameters import checked, drivable
from dreamscape.render.layer import COMMON, Layer
from dreamscape.shaders.image_names import FILTERED
from dreamscape.text import short
from dreamscape.world.scene import Scene

if TYPE_CHECKING:
    from dreamscape.shaders.model import Model, Use
    from dreamscape.shaders.shader_layer import ShaderLayer


def check(dream: dream_file.Dream) -> None:
    """Check that a dream can be drawn: its scenes, their parameters and palettes, and the layers that they name.

    Raises:
        InputError: the dream names something that does not exist; says where.
        DreamscapeError: something of another package cannot be used.
    """
    known = _LazyScenes()
    for name in sorted({act.scene for act in dream.file.act} - set(catalogue.own_scene_names())):
        if name in known:
            check_layers(name, _layers_of(catalogue.scene(name)))
    dream_file.check(dream, known)
    for index, act in enumerate(dream.file.act):
        check_shaders(dream, act, f"{dream.name}: act[{index}]")
        for number, drive in enumerate(act.drive):
            looks = [dream.shaders[look.filter].layer for look in act.look]
            _check_drive(act.scene, looks, drive.parameter, f"{dream.name}: act[{index}].drive[{number}].parameter")


def check_layers(scene: str, names: Sequence[str]) -> None:
    """Check that there are the layers of a scene, and that each finds the textures that it needs.

    Of the package's own scenes the test suite checks this, so that a dream need not import layers before it is drawn.

    Args:
        scene: its name, for messages.
        names: of its layers, in the order they are drawn.

    Raises:
        DreamscapeError: one is unknown, or needs a texture that no layer of the scene publishes in time; says which
            needs what, and what offers it.
    """
    kinds = {name: layer_of(scene, name) for name in names}
    for place, name in enumerate(names):
        kind = kinds[name]
        early = {*kind.prepares_with, *(kind.needs if max(kind.divisor) > 1 else ())}
        for texture in sorted({*kind.needs, *early} - {*COMMON}):
            offers = [other for other in names if other != name and texture in kinds[other].publishes]
            where = f"scene {scene!r}: layer {name!r} needs the texture {texture!r}"
            if not offers and texture in kind.needs:
                raise DreamscapeError(f"{where}, which no layer of the scene publishes; {_offered(texture)}")
            if offers and texture in early and not {*offers} & {*names[:place]}:
                raise DreamscapeError(
                    f"{where} as it prepares, but {one_of(offers)}, which publishes it, stands after it in the scene's "
                    f"layers; name {one_of(offers)} before {name}"
                )


def check_shaders(dream: Dream, act: Act, where: str) -> None:
    """Raise InputError unless each shader of an act is of the use that it is put to, and has the parameters set."""
    scene: Any = catalogue.scene(act.scene)
    if act.scene in dream.shaders:
        _check_use(scene.model, "generator", where + ".scene", bool(act.parameters.get(FILTERED)))
    for number, look in enumerate(act.look):
        place, kind = f"{where}.look[{number}]", _shader_of(dream, look.filter)
        _check_use(kind.model, "filter", f"{place}.filter")
        checked(kind, look.parameters, f"{place}.parameters")
    if (through := act.shift.through) in dream.shaders:
        _check_use(_shader_of(dream, through).model, "transition", f"{where}.shift.through")


def _shader_of(dream: Dream, word: str) -> "type[ShaderLayer]":
    kind: Any = catalogue.layer(dream.shaders[word].layer)
    return cast("type[ShaderLayer]", kind)


def _check_use(model: "Model", use: "Use", where: str, given: bool = False) -> None:
    """Raise InputError unless a shader has this use; `given` says whether its picture is given."""
    if model.use == use or (given and model.use == "filter"):
        return
    advice = {
        "generator": "name it in a scene's place",
        "filter": f"name it in [[act.look]], or set {FILTERED} to a picture",
        "transition": "name it as through of [act.shift]",
    }[model.use]
    raise InputError(f"{where}: {short(model.path.name)} is a {model.use}, expected a {use}; {advice}")


def _check_drive(scene: str, looks: Sequence[str], name: str, where: str) -> None:
    """Raise InputError unless a layer of the scene, or of its looks, has a number of that name."""
    layer, _, parameter = name.partition(".")
    layers = (*catalogue.scene(scene).layers, *looks)
    if layer not in layers:
        raise InputError(f"{where}: {scene} has no layer '{short(layer)}'{instead_of(layer, layers)}")
    numbers = drivable(layer_of(scene, layer))
    if parameter not in numbers:
        raise InputError(f"{where}: {layer} has no number '{short(parameter)}'{instead_of(parameter, numbers)}")


def layer_of(scene: str, name: str) -> type[Layer]:
    """The class of a scene's layer; errors of the catalogue's begin with the scene's name."""
    try:
        return catalogue.layer(name)
    except DreamscapeError as error:
        raise DreamscapeError(f"scene {scene!r}: {error}") from error


def _publishers(texture: str) -> list[str]:
    return [name for name, kind in catalogue.layers().items() if texture in kind.publishes]


def _offered(texture: str) -> str:
    """Which layers of all publish a texture, for a message."""
    names = _publishers(texture)
    return f"add {one_of(names)} to its layers" if names else "no layer at all does"


def remedy(texture: str) -> str:
    """What to add to the error of a sampler whose texture nothing has published."""
    names = _publishers(texture)
    if not names:
        return f"; no layer publishes it: give it to feed() by the name {texture}"
    layers = one_of(f'"{name}"' for name in names)
    advice = f'put {layers} into the scene\'s layers and needs = ("{texture}",) into the layer'
    return f"; {one_of(names)} publishes it: {advice}"


def _layers_of(item: type[Scene]) -> tuple[str, ...]:
    """The names of a scene's layers; a class of another package may hold anything there."""
    try:
        scene_check.check_colours(item)
        scene_check.check_layer_names(item)
        scene_check.check_look(item)
    except Exception as error:
        where = f"{item.__module__}:{item.__qualname__}"
        if where.startswith(scene_file.PREFIX):
            raise  # its author is here, and sees the line
        raise DreamscapeError(f"{where}: cannot be drawn ({catalogue.reason(error)}); update its package") from error
    return tuple(item.layers)


class _LazyScenes(Mapping[str, type[Scene]]):
    """All scene classes by name, each loaded at its first use."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and catalogue.has_scene(name)

    def __getitem__(self, name: str) -> type[Scene]:
        return catalogue.scene(name)

    def __iter__(self) -> Iterator[str]:
        return iter(catalogue.scene_names())

    def __len__(self) -> int:
        return len(catalogue.scene_names())
