"""A parameter that says which memories of one's own a scene shows."""

import re
from dataclasses import dataclass, field
from typing import ClassVar

from dreamscape.parameter_kinds.scalar import Declaration


@dataclass(frozen=True, slots=True)
class AlbumDigest(Declaration[str]):
    """The digest of the dream's memories; empty for none. The program sets it; controls and dream files do not."""

    KIND: ClassVar = "album"
    about: str
    default: str = field(default="", init=False)
    unit: str = field(default="", init=False)
    name: str = ""

    def convert(self, value: object) -> str | None:
        """As of `Declaration`."""
        return value if isinstance(value, str) and re.fullmatch(r"([0-9a-f]{32})?", value) else None

    def expected(self) -> str:
        """As of `Declaration`."""
        return "nothing, as it is set by --memories or a dream's `memories`"

    def bounds(self) -> str:
        """As of `Declaration`."""
        return "set by --memories"

    def written(self) -> str:
        """As of `Declaration`."""
        return "none"
