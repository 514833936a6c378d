"""Checks of what an author's scene declares and returns: a mistake is named with the class, and what was expected."""

import difflib
from collections.abc import Mapping
from typing import Any, get_args

import msgspec

from dreamscape.camera import Camera
from dreamscape.dream.dream_file import Colour
from dreamscape.errors import AuthorError, instead_of, one_of
from dreamscape.files.schema import explain
from dreamscape.render.uniform_block import COLOURS
from dreamscape.text import short
from dreamscape.world.feature import Feature
from dreamscape.world.scene import Look, Scene

_PALETTE = dict[str, Colour]


def check_layer_names(scene: type[Scene]) -> None:
    """Raise AuthorError unless a scene's `layers` are names; `("sky")` is a word, not a tuple."""
    names: Any = scene.layers
    if not (isinstance(names, tuple | list) and all(isinstance(name, str) for name in names)):
        example = names if isinstance(names, str) else "sky"
        expected = f'expected a tuple of names, like ("{short(example)}",)'
        raise AuthorError(f"{scene.__name__}.layers: {expected}, got {short(repr(names))}")


def check_look(scene: type[Scene]) -> None:
    """Raise AuthorError unless a scene's `look` is one of those there are."""
    if (look := scene.look) not in get_args(Look):
        expected = one_of(map(repr, get_args(Look)))
        raise AuthorError(f"{scene.__name__}.look: expected {expected}, got {short(repr(look))}")


def check_colours(scene: type[Scene]) -> None:
    """Raise AuthorError unless a scene's colours are the six roles, each as `#rrggbb`."""
    where, colours = f"{scene.__name__}.colours", scene.colours()
    try:
        msgspec.convert(colours, _PALETTE)
    except msgspec.ValidationError as error:
        raise AuthorError(f"{where}: {explain(error, _PALETTE, lambda: dict(colours))}") from None
    unknown = [role for role in colours if role not in COLOURS]
    if missing := [role for role in COLOURS if role not in colours]:
        close = difflib.get_close_matches(missing[0], unknown, 1)
        written = f" (did you write {short(close[0])!r}?)" if close else ", expected a colour as #rrggbb for it"
        raise AuthorError(f"{where}: no {missing[0]!r}{written}")
    if unknown:
        raise AuthorError(f"{where}: unknown role {short(unknown[0])!r}{instead_of(unknown[0], COLOURS)}")


def check_camera(scene: Scene) -> None:
    """Raise AuthorError unless a scene's camera is one as its act begins."""
    camera: object = scene.camera(0.0)
    if not isinstance(camera, Camera):
        name = type(scene).__name__
        raise AuthorError(f"{name}.camera: expected a dreamscape.Camera, got {short(repr(camera))}")


def check_layer_parameters(scene: Scene, layer: str, values: object) -> None:
    """Raise AuthorError unless what a scene sets for a layer is a table of values by name."""
    if not isinstance(values, Mapping):
        where = f"{type(scene).__name__}.layer_parameters({layer!r})"
        raise AuthorError(f"{where}: expected values by the parameter's name, got {short(repr(values))}")


def check_features(scene: Scene, told: tuple[object, ...]) -> None:
    """Raise AuthorError unless what a scene tells of its seed are features, each with a name of its own."""
    where, names = f"{type(scene).__name__}.features", set[str]()
    for one in told:
        if not isinstance(one, Feature):
            raise AuthorError(f"{where}: expected a dreamscape.Feature, got {short(repr(one))}")
        if one.name in names:
            raise AuthorError(f"{where}: {one.name!r} is told twice, expected a name of its own for each")
        names.add(one.name)
