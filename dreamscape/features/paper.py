"""What a seed, and the dream, choose of the sheet of paper."""

from collections.abc import Iterator

from dreamscape.places.creases import PATTERNS
from dreamscape.world.feature import Feature


def features(pattern: str, turn: float, azimuth: float) -> Iterator[Feature]:
    """The creases, the way the sheet lies, and where the sun is; degrees."""
    yield Feature("creases", pattern, "the pattern of its folds, as the dream sets it", PATTERNS)
    yield Feature("turn", round(turn, 1), "of the view about the sheet", unit="degrees")
    yield Feature("sun", round(azimuth, 1), "the direction that the sun is in", unit="degrees")
