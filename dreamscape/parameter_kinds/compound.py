"""Parameters of several numbers: vectors and colours."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from dreamscape import colour
from dreamscape.parameter_kinds.scalar import Declaration, Parameter, in_unit


class Compound(Declaration[tuple[float, ...]]):
    """A parameter of several numbers, which controls set one by one."""

    formerly: str = ""

    @abstractmethod
    def components(self) -> dict[str, Parameter]:
        """The numbers that it is made of, by component."""

    @abstractmethod
    def split(self, value: object) -> dict[str, float] | None:
        """A value as files write it, by component; None if it is none."""

    def replaced(self, value: tuple[float, ...], component: str, number: float) -> tuple[float, ...]:
        """The value with another number for a component."""
        index = list(self.components()).index(component)
        return (*value[:index], number, *value[index + 1 :])


@dataclass(frozen=True, slots=True)
class Vector(Compound):
    """Several numbers; a shader gets a `vec2`, `vec3` or `vec4`.

    Attributes:
        low, high: of every component, or of each.
        axes: the names of the components, a letter each.
        formerly: names that the components had as parameters of their own, and by which they still can be set; words.
    """

    KIND: ClassVar = "vector"
    default: tuple[float, ...]
    low: float | tuple[float, ...]
    high: float | tuple[float, ...]
    unit: str
    about: str
    axes: str = "xyz"
    formerly: str = ""
    name: str = ""

    def components(self) -> dict[str, Parameter]:
        """As of `Compound`."""
        lows, highs = (b if isinstance(b, tuple) else (b,) * len(self.axes) for b in (self.low, self.high))
        rows = zip(self.axes, self.default, lows, highs, strict=True)
        return {axis: Parameter(default, low, high, self.unit, self.about) for axis, default, low, high in rows}

    def convert(self, value: object) -> tuple[float, ...] | None:
        """As of `Declaration`."""
        numbers = self.split(value)
        return None if numbers is None else tuple(numbers.values())

    def split(self, value: object) -> dict[str, float] | None:
        """As of `Compound`."""
        if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != len(self.axes):
            return None
        parts = {axis: c.convert(one) for (axis, c), one in zip(self.components().items(), value, strict=True)}
        return None if None in parts.values() else parts  # type: ignore[return-value]

    def expected(self) -> str:
        """As of `Declaration`."""
        return f"{len(self.axes)} numbers: {self.bounds()}{in_unit(self.unit)}"

    def bounds(self) -> str:
        """As of `Declaration`."""
        if isinstance(self.low, tuple) or isinstance(self.high, tuple):
            return ", ".join(f"{axis} {c.bounds()}" for axis, c in self.components().items())
        return f"{', '.join(self.axes)} {self.low:g} to {self.high:g}"

    def written(self) -> str:
        """As of `Declaration`."""
        return f"[{', '.join(f'{number:g}' for number in self.default)}]"


@dataclass(frozen=True, slots=True)
class Colour(Compound):
    """A colour, written `#rrggbb` in sRGB; layers and shaders (`vec3`) get it as linear light.

    Its components for controls are red, green and blue in sRGB, from 0 to 1.
    """

    KIND: ClassVar = "colour"
    default: str
    about: str
    unit: str = field(default="", init=False)
    name: str = ""

    def components(self) -> dict[str, Parameter]:
        """As of `Compound`."""
        parts = self.split(self.default) or {}
        return {name: Parameter(part, 0.0, 1.0, "sRGB", self.about) for name, part in parts.items()}

    def convert(self, value: object) -> tuple[float, ...] | None:
        """As of `Declaration`; the value of another colour parameter, a tuple, is taken as it is."""
        if isinstance(value, tuple) and len(value) == 3:
            return value
        parts = self.split(value)
        return None if parts is None else tuple(map(colour.linear_channel, parts.values()))

    def split(self, value: object) -> dict[str, float] | None:
        """As of `Compound`."""
        if not isinstance(value, str) or not colour.WRITTEN.fullmatch(value):
            return None
        return dict(zip(("red", "green", "blue"), colour.channels(value), strict=True))

    def replaced(self, value: tuple[float, ...], component: str, number: float) -> tuple[float, ...]:
        """As of `Compound`."""
        return Compound.replaced(self, value, component, colour.linear_channel(number))

    def expected(self) -> str:
        """As of `Declaration`."""
        return "a colour as #rrggbb"
