"""What is seen of the sheet of paper."""

from collections.abc import Iterator

from dreamscape.world.sight import Sight


def sights(pattern: str, white: float, turning: float, folds_at: float, opens_at: float) -> Iterator[Sight]:
    """The sheet that folds itself and opens again; the arguments are the scene's parameters."""
    paper = "white" if white > 0.5 else "coloured"
    yield Sight(0.0, (f"A sheet of {paper} paper in the sun, from above.", "No place, no people."), weight=1.0)
    creases = pattern.replace("_", " ")
    yield Sight(max(folds_at, 0.0), ("It folds itself up.", f"Its creases are a pattern: {creases}."), weight=0.9)
    yield Sight(max(folds_at, 0.0) + 8.0, ("Light and shadow lie on every fold.", "The view turns slowly."), weight=0.6)
    if turning > 0.0:
        yield Sight(14.0, ("Here and there a facet turns over, to its other colour.",), weight=0.6)
    yield Sight(opens_at, ("It opens again, and lies flat.",), weight=0.8)
