"""Words as they stand in a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word: as it stands, the plain forms it may have, and whether it is denied."""

    text: str
    forms: frozenset[str]
    denied: bool = False
