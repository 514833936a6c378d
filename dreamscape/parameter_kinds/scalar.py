"""Parameters of one value: each kind says what it takes, how controls set it, and how a shader gets it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from numbers import Real
from typing import Any, ClassVar, Generic, TypeVar, overload

from dreamscape.errors import InputError
from dreamscape.text import short

Scalar = float | bool | str
Value = Scalar | Sequence[float] | Mapping[str, float]  # as files and scenes write it; a mapping is of components

T = TypeVar("T")


class Declaration(ABC, Generic[T]):
    """A parameter of any kind, declared as a class attribute.

    Read on the class it is the declaration; read on an instance it is the value.

    Attributes:
        default: as the declaration writes it.
        unit, about: for people.
        name: of the class attribute.
    """

    KIND: ClassVar[str]
    default: Any
    unit: str
    about: str
    name: str

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @overload
    def __get__(self, instance: None, owner: type) -> "Declaration[T]": ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> "Declaration[T] | T":
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.check(self.default, self.name)  # from now on Python reads it there
        return value

    def check(self, value: object, where: str) -> T:
        """The value that `value` stands for.

        Raises:
            InputError: it is none; says where it stands, and what was expected.
        """
        checked = self.convert(value)
        if checked is None:
            raise InputError(f"{where}: expected {self.expected()}, got {short(self.quoted(value))}")
        return checked

    def received(self, value: object, where: str) -> T:
        """The value that a control sent, which may know of numbers alone; errors as of `check`."""
        return self.check(value, where)

    @abstractmethod
    def convert(self, value: object) -> T | None:
        """The value that `value` stands for; None if it is none."""

    def quoted(self, value: object) -> str:
        """A value that was refused, for the message."""
        return repr(value)

    @abstractmethod
    def expected(self) -> str:
        """What `check` takes, in words."""

    def bounds(self) -> str:
        """What it may be, as short as a table has it."""
        return self.expected()

    def written(self) -> str:
        """The default as dream files write it."""
        return str(self.default)

    def uniform(self, value: T) -> Any:
        """The value as a shader takes it."""
        return value

    def described(self) -> dict[str, Any]:
        """The declaration as JSON has it."""
        names = [one.name for one in fields(self) if one.name not in ("name", "formerly")]  # type: ignore[arg-type]
        return {"kind": self.KIND, **{name: getattr(self, name) for name in names}}


class SingleValue(Declaration[T]):
    """A parameter of one value, which a knob sets."""

    @abstractmethod
    def at(self, fraction: float) -> T:
        """The value at a fraction, 0 to 1, of a knob's way."""


@dataclass(frozen=True, slots=True)
class Parameter(SingleValue[float]):
    """A number from `low` to `high`."""

    KIND: ClassVar = "number"
    default: float
    low: float
    high: float
    unit: str
    about: str
    name: str = ""

    def convert(self, value: object) -> float | None:
        """As of `Declaration`; not a number is refused too."""
        return float(value) if _is_number(value) and self.low <= value <= self.high else None  # type: ignore

    def at(self, fraction: float) -> float:
        """As of `SingleValue`."""
        return self.low + (self.high - self.low) * min(max(fraction, 0.0), 1.0)

    def expected(self) -> str:
        """As of `Declaration`."""
        return f"a number from {self.low:g} to {self.high:g}{in_unit(self.unit)}"

    def bounds(self) -> str:
        """As of `Declaration`."""
        return f"{self.low:g} to {self.high:g}"

    def written(self) -> str:
        """As of `Declaration`."""
        return f"{self.default:g}"


@dataclass(frozen=True, slots=True)
class Integer(SingleValue[int]):
    """A whole number from `low` to `high`. Controls send any number between them, which is rounded."""

    KIND: ClassVar = "integer"
    default: int
    low: int
    high: int
    unit: str
    about: str
    name: str = ""

    def convert(self, value: object) -> int | None:
        """As of `Declaration`."""
        whole = _is_number(value) and self.low <= value <= self.high and value == int(value)  # type: ignore
        return int(value) if whole else None  # type: ignore

    def quoted(self, value: object) -> str:
        """As of `Declaration`; a dream file's 99 arrives as 99.0."""
        return repr(int(value) if isinstance(value, float) and value.is_integer() else value)

    def received(self, value: object, where: str) -> int:
        """As of `Declaration`."""
        within = isinstance(value, float) and self.low <= value <= self.high
        return self.check(round(value) if within else value, where)  # type: ignore

    def at(self, fraction: float) -> int:
        """As of `SingleValue`."""
        return round(self.low + (self.high - self.low) * min(max(fraction, 0.0), 1.0))

    def expected(self) -> str:
        """As of `Declaration`."""
        return f"a whole number from {self.low} to {self.high}{in_unit(self.unit)}"

    def bounds(self) -> str:
        """As of `Declaration`."""
        return f"{self.low} to {self.high}, whole"


@dataclass(frozen=True, slots=True)
class Toggle(SingleValue[bool]):
    """True or false, or 1 or 0. Controls send any number from 0 to 1, which is true from one half on."""

    KIND: ClassVar = "toggle"
    default: bool
    about: str
    unit: str = field(default="", init=False)
    name: str = ""

    def convert(self, value: object) -> bool | None:
        """As of `Declaration`."""
        return bool(value) if isinstance(value, Real) and value in (0, 1) else None

    def received(self, value: object, where: str) -> bool:
        """As of `Declaration`."""
        within = isinstance(value, float) and 0.0 <= value <= 1.0
        return self.check(value >= 0.5 if within else value, where)  # type: ignore

    def at(self, fraction: float) -> bool:
        """As of `SingleValue`."""
        return fraction >= 0.5

    def expected(self) -> str:
        """As of `Declaration`."""
        return "true or false"

    def written(self) -> str:
        """As of `Declaration`."""
        return str(self.default).lower()

    def uniform(self, value: bool) -> int:
        """As of `Declaration`, for a `bool` or an `int`."""
        return int(value)


@dataclass(frozen=True, slots=True)
class Choice(SingleValue[str]):
    """One of some words. Controls may send its index, which is what a shader gets, as an `int`."""

    KIND: ClassVar = "choice"
    default: str
    options: tuple[str, ...]
    about: str
    unit: str = field(default="", init=False)
    name: str = ""

    def convert(self, value: object) -> str | None:
        """As of `Declaration`."""
        return value if isinstance(value, str) and value in self.options else None

    def received(self, value: object, where: str) -> str:
        """As of `Declaration`."""
        indexed = isinstance(value, float) and value in range(len(self.options))
        return self.check(self.options[int(value)] if indexed else value, where)  # type: ignore

    def at(self, fraction: float) -> str:
        """As of `SingleValue`."""
        return self.options[min(int(max(fraction, 0.0) * len(self.options)), len(self.options) - 1)]

    def expected(self) -> str:
        """As of `Declaration`."""
        return " or ".join(", ".join(self.options).rsplit(", ", 1))

    def uniform(self, value: str) -> int:
        """As of `Declaration`."""
        return self.options.index(value)


def in_unit(unit: str) -> str:
    """A unit after a number's bounds; nothing if it has none."""
    return f" ({unit})" if unit else ""


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)
