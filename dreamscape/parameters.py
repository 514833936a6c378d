"""Parameters: numbers that layers and scenes declare as class attributes, with bounds, unit and default."""

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any, overload

from dreamscape.errors import InputError, one_of


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number that a dream may set.

    Read on the class it is the declaration; read on an instance it is the value.
    """

    default: float
    low: float
    high: float
    unit: str
    about: str
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)
        if not self.low <= self.default <= self.high:
            raise ValueError(f"{owner.__name__}.{name}: default {self.default} is not in [{self.low}, {self.high}]")

    @overload
    def __get__(self, instance: None, owner: type) -> "Parameter": ...
    @overload
    def __get__(self, instance: object, owner: type) -> float: ...
    def __get__(self, instance: object | None, owner: type) -> "Parameter | float":
        if instance is None:
            return self
        value: float = instance.__dict__.get(self.name, self.default)
        return value

    def check(self, value: float, where: str) -> float:
        """`value` as a float, or InputError saying where it stands and what was expected."""
        number = isinstance(value, Real) and not isinstance(value, bool)
        if not (number and self.low <= value <= self.high):  # also refuses nan
            raise InputError(
                f"{where}: expected a number from {self.low:g} to {self.high:g} ({self.unit}), got {value!r}"
            )
        return float(value)


def declared(owner: type) -> dict[str, Parameter]:
    """All parameters of a class, inherited ones too, by name."""
    found: dict[str, Parameter] = {}
    for base in reversed(owner.__mro__):
        found.update({name: item for name, item in vars(base).items() if isinstance(item, Parameter)})
    return found


def assign(instance: Any, values: Mapping[str, float], where: str) -> None:
    """Set the parameters of an instance; unknown names and values out of range raise InputError."""
    known = declared(type(instance))
    for name, value in values.items():
        if name not in known:
            raise InputError(f"{where}.{name}: unknown parameter, expected {one_of(known)}")
        instance.__dict__[name] = known[name].check(value, f"{where}.{name}")
