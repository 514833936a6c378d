"""Parameters: values that layers and scenes declare as class attributes, each with a default, bounds and a unit.

`Parameter` is a number, `Integer` a whole one, `Toggle` true or false, `Choice` one of some words, `Vector` several
numbers and `Colour` a colour. Controls (OSC, MIDI knobs, recordings) set one scalar at a time: a parameter of one value
by its name, and a component of the others by `name.component`, such as `wrist.x`.
"""

from collections.abc import Mapping
from typing import Any

from dreamscape.errors import InputError, instead_of, one_of
from dreamscape.parameter_kinds.album import AlbumDigest
from dreamscape.parameter_kinds.compound import Colour, Compound, Vector
from dreamscape.parameter_kinds.file_name import FileName
from dreamscape.parameter_kinds.scalar import (
    Choice,
    Declaration,
    Integer,
    Parameter,
    Scalar,
    SingleValue,
    Toggle,
    Value,
)
from dreamscape.text import short

__all__ = [
    "AlbumDigest",
    "Choice",
    "Colour",
    "Compound",
    "Declaration",
    "FileName",
    "Integer",
    "Parameter",
    "Parametrised",
    "Scalar",
    "SingleValue",
    "Toggle",
    "Value",
    "Values",
    "Vector",
    "assign",
    "checked",
    "controlled",
    "declared",
    "drivable",
    "former_names",
    "moved",
    "scalars",
]  # fmt: skip

Values = Mapping[str, Value]  # by name


class Parametrised:
    """What declares parameters; a wrong default is found as the class is made.

    Raises:
        ValueError: on making a subclass: a default that its own declaration refuses.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name, item in vars(cls).items():
            if isinstance(item, Declaration):
                try:
                    item.check(item.default, f"{cls.__name__}.{name}: default")
                except (InputError, ValueError) as error:
                    raise ValueError(str(error)) from None


def declared(owner: type) -> dict[str, Declaration[Any]]:
    """All parameters of a class, inherited ones too, by name."""
    result: dict[str, Declaration[Any]] = {}
    for base in reversed(owner.__mro__):
        result.update({name: item for name, item in vars(base).items() if isinstance(item, Declaration)})
    return result


def scalars(owner: type) -> dict[str, SingleValue[Any]]:
    """What controls may set of a class: parameters of one value, and the components of the others."""
    result: dict[str, SingleValue[Any]] = {}
    for name, item in declared(owner).items():
        if isinstance(item, Compound):
            result |= {f"{name}.{key}": component for key, component in item.components().items()}
        elif isinstance(item, SingleValue):
            result[name] = item
    return result


def former_names(owner: type) -> dict[str, str]:
    """Names that components had, each with today's: `x` is `wrist.x`."""
    result: dict[str, str] = {}
    for name, item in declared(owner).items():
        if isinstance(item, Compound):
            result |= {old: f"{name}.{key}" for old, key in zip(item.formerly.split(), item.components(), strict=False)}
    return result


def controlled(owner: type, settings: Values, name: str) -> dict[str, Any]:
    """Of what controls have set, by `name.parameter`, that which a class of this name declares, without the name.

    A scene and a layer may share a name, as `key` does; each takes its own.
    """
    prefix = f"{name}."
    own = {key.removeprefix(prefix): value for key, value in settings.items() if key.startswith(prefix)}
    known = {**scalars(owner), **former_names(owner)} if own else {}
    return {key: value for key, value in own.items() if key in known}


def drivable(owner: type) -> list[str]:
    """The numbers of a class that may follow what is heard, components of vectors by `name.component`."""
    colours = {name for name, item in declared(owner).items() if isinstance(item, Colour)}
    found = [name for name, item in scalars(owner).items() if isinstance(item, Parameter)]
    return [name for name in found if name.partition(".")[0] not in colours]


def moved(instance: object, added: Mapping[str, float]) -> dict[str, float]:
    """The numbers of an instance with something added to each, kept within its bounds; by name, or `name.component`."""
    result: dict[str, float] = {}
    for name, amount in added.items():
        whole, _, component = name.partition(".")
        item, value = declared(type(instance))[whole], getattr(instance, whole)
        if isinstance(item, Vector):
            bounds, value = item.components()[component], value[item.axes.index(component)]
        elif isinstance(item, Parameter):
            bounds = item
        else:
            continue
        result[name] = min(max(value + amount, bounds.low), bounds.high)
    return result


def assign(instance: Any, values: Values, where: str) -> None:
    """Set parameters of an instance, whole ones and then components, by their names of today or former ones.

    Raises:
        InputError: an unknown name, or a value that its parameter refuses; begins with `where.name`.
    """
    for name, value in checked(type(instance), values, where).items():
        whole, _, component = name.partition(".")
        item = declared(type(instance))[whole]
        if component and isinstance(item, Compound):
            value = item.replaced(getattr(instance, whole), component, value)
        instance.__dict__[whole] = value


def checked(owner: type, values: Values, where: str) -> dict[str, Any]:
    """The values by today's names, components after whole parameters; errors as of `assign`."""
    known, today, parts = declared(owner), former_names(owner), scalars(owner)
    whole: dict[str, Any] = {}
    components: dict[str, Any] = {}
    for name, value in values.items():
        place = f"{where}.{short(name)}"
        key = today.get(name, name)
        if isinstance(value, Mapping) and isinstance(known.get(key), Compound):
            components |= checked(owner, {f"{key}.{part}": number for part, number in value.items()}, where)
        elif key in known:
            whole[key] = known[key].check(value, place)
        elif key in parts:
            components[key] = parts[key].check(value, place)
        else:
            proposal = f", expected {one_of(known)}" if "." in name else instead_of(name, known)
            raise InputError(f"{place}: unknown parameter{proposal}")
    return whole | components
