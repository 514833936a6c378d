"""Inputs of shaders as parameters of layers and scenes, and their values as uniforms."""

from collections.abc import Callable
from typing import Any

from dreamscape.parameters import Choice, Declaration, FileName, Integer, Parameter, Parametrised, Toggle, Vector
from dreamscape.render.layer import Layer
from dreamscape.shaders.image_names import FILTERED, FROM, PROGRESS, TO
from dreamscape.shaders.model import Input, Model
from dreamscape.world.scene import Scene

_TAKEN = {*dir(Layer), *dir(Scene), *dir(Parametrised), "ctx", "quality", "streams", "shader", "subject", "caption"}


def attribute(name: str) -> str:
    """The parameter of an input: its own name, with a line below after it where layers and scenes have that name."""
    return f"{name}_" if name in _TAKEN or name.startswith("_") else name


def declarations(model: Model) -> dict[str, Declaration[Any]]:
    """A parameter for each input that a user sets, by name: all but sound, and what the dream itself gives."""
    given = {FROM, TO, PROGRESS} if model.use == "transition" else set()
    made = {attribute(one.name): _declaration(one) for one in model.inputs if one.name not in given}
    return {name: declaration for name, declaration in made.items() if declaration is not None}


def uniforms(model: Model) -> dict[str, tuple[str, Callable[[Any], Any]]]:
    """By uniform, the parameter that it takes and how its value becomes the uniform's; without images and sound."""
    listed = declarations(model)
    plain = [one for one in model.inputs if attribute(one.name) in listed and one.kind != "image"]
    return {one.name: (attribute(one.name), _value(one, listed[attribute(one.name)])) for one in plain}


def pictures(model: Model) -> dict[str, str]:
    """By image, the parameter with the name of its file."""
    listed = declarations(model)
    return {i.name: attribute(i.name) for i in model.inputs if i.kind == "image" and attribute(i.name) in listed}


def _declaration(one: Input) -> Declaration[Any] | None:
    match one.kind:
        case "event" | "bool":
            return Toggle(one.default, one.about)
        case "float":
            return Parameter(one.default, one.low, one.high, "", one.about)
        case "long" if one.values:
            return Choice(one.labels[one.default], one.labels, one.about)
        case "long":
            return Integer(one.default, one.low, one.high, "", one.about)
        case "point2D":
            return Vector(one.default, one.low, one.high, "", one.about, axes="xy")
        case "color":
            return Vector(one.default, one.low, one.high, "", one.about, axes="rgba")
        case "image":
            return FileName(f"{one.about}; a picture in the shader's folder" if one.name != FILTERED else one.about)
    return None


def _value(one: Input, declaration: Declaration[Any]) -> Callable[[Any], Any]:
    if one.kind == "long" and one.values:
        return lambda label: one.values[one.labels.index(label)]
    if one.kind in ("event", "bool"):
        return bool
    return declaration.uniform


def defaults(model: Model) -> dict[str, Any]:
    """The values of all uniforms at their defaults; a transition is in its middle."""
    listed = declarations(model)
    values = {name: turn(listed[own].check(listed[own].default, own)) for name, (own, turn) in uniforms(model).items()}
    return values | ({PROGRESS: 0.5} if model.use == "transition" else {})
