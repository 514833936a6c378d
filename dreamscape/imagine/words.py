"""Words as they stand in a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word: as it stands, the plain forms it may have, whether it is denied, and whether only as what can be done."""

    text: str
    forms: frozenset[str]
    denied: bool = False
    unable: bool = False
