"""What can be set from outside while a dream plays: the parameters of all layers and scenes, a scalar at a time."""

from collections.abc import Iterator, Mapping
from typing import Any

from dreamscape import catalogue
from dreamscape.errors import InputError
from dreamscape.parameters import Compound, Scalar, SingleValue, Value, declared, former_names
from dreamscape.text import short


class Settable(Mapping[str, SingleValue[Any]]):
    """The scalars by `layer.parameter` or `scene.parameter`, and `layer.parameter.component` of vectors and colours."""

    def __init__(self) -> None:
        self._scalars = catalogue.parameters()
        self._compounds: dict[str, Compound] = {}
        self._former: dict[str, str] = {}
        for owner, cls in (*catalogue.layers().items(), *catalogue.scenes().items()):
            self._former |= {f"{owner}.{old}": f"{owner}.{name}" for old, name in former_names(cls).items()}
            compounds = {name: item for name, item in declared(cls).items() if isinstance(item, Compound)}
            self._compounds |= {f"{owner}.{name}": item for name, item in compounds.items()}

    def __getitem__(self, name: str) -> SingleValue[Any]:
        return self._scalars[self.today(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._scalars)

    def __len__(self) -> int:
        return len(self._scalars)

    def today(self, name: str) -> str:
        """The name that a scalar has today; layers and components of vectors had others in earlier versions."""
        name = catalogue.current_name(name)
        return self._former.get(name, name)

    def received(self, name: str, value: Value, where: str = "") -> dict[str, Scalar]:
        """What a control sets: a scalar, or at once all components of a vector or colour; by today's names.

        Args:
            name: of a scalar, of today or a former one, or of a vector or colour.
            value: of that.
            where: what messages begin with.

        Raises:
            InputError: no such parameter, or a value that it refuses.
        """
        name = self.today(name)
        if compound := self._compounds.get(name):
            compound.check(value, f"{where}{name}")
            return {f"{name}.{key}": number for key, number in (compound.split(value) or {}).items()}
        if name not in self._scalars:
            raise InputError(f"{where}no parameter '{short(name)}'; see dreamscape layers --parameters")
        return {name: self._scalars[name].received(value, f"{where}{name}")}
