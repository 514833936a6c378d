"""A parameter that names a file, such as a picture that a shader reads."""

from dataclasses import dataclass, field
from typing import ClassVar

from dreamscape.parameter_kinds.scalar import Declaration

LONGEST = 200  # letters


@dataclass(frozen=True, slots=True)
class FileName(Declaration[str]):
    """The name of a file in a folder that whoever declares it knows; empty for none. Controls do not set it."""

    KIND: ClassVar = "file"
    about: str
    default: str = ""
    unit: str = field(default="", init=False)
    name: str = ""

    def convert(self, value: object) -> str | None:
        """As of `Declaration`."""
        return value if isinstance(value, str) and len(value) <= LONGEST and "\0" not in value else None

    def expected(self) -> str:
        """As of `Declaration`."""
        return "the name of a file"

    def written(self) -> str:
        """As of `Declaration`."""
        return self.default or "none"
