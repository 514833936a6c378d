"""What a seed chooses of the street and who walks there."""

from collections.abc import Iterator

from dreamscape.places.street import people, walkers
from dreamscape.places.street.street import air, street
from dreamscape.rng import Streams
from dreamscape.world.feature import SIDES, Feature, side

_HUES = "teal", "violet"


def features(streams: Streams) -> Iterator[Feature]:
    """The street, the mist along it, and the strangers."""
    red, _, blue = air(streams)
    everyone = tuple(people.people())
    walking = tuple(person.name for person in walkers.everybody(streams)[1:])
    yield Feature("bend", side(street(streams).side > 0.0), "which way the street bends first", SIDES)
    yield Feature("mist", round(blue, 2), "how dense the mist is", unit="x")
    yield Feature("mist_hue", _HUES[red > blue], "which way its colour leans", _HUES)
    yield Feature("first_stranger", walking[0], "who comes first", everyone)
    yield Feature("strangers", walking, "who walks there, the nearest who come first, then who go", everyone)
