"""What a seed chooses of the flood and of the dark after it."""

from collections.abc import Iterator

from dreamscape.places.night import constellation, dark
from dreamscape.rng import Streams
from dreamscape.world.feature import SIDES, Feature, side

_HUES = "teal", "violet"


def features(streams: Streams, way: tuple[float, ...], others: int, apart: float) -> Iterator[Feature]:
    """The light, the dark, loneliness and the lights that reach.

    Args:
        streams: the dream's randomness.
        way: how the camera goes back, to which side first.
        others: how many lights there are besides the one.
        apart: m, the most between two that reach for each other.
    """
    veils, stands = dark.veils(streams), dark.loneliness(streams)
    yield Feature("loneliness", side(stands.side > 0.0), "on which side its shadow stands", SIDES)
    yield Feature("shadow", round(stands.tall, 2), "how tall it stands, heights of the picture", unit="x")
    yield Feature("round", side(way[0] < 0.0), "to which side one moves back", SIDES)
    yield Feature("dark", round(veils.cold[2], 2), "how bright the dark's clouds are", unit="x")
    yield Feature("dark_hue", _HUES[veils.cold[0] > veils.cold[2]], "which way their colour leans", _HUES)
    yield Feature("gold", round(veils.warmth, 2), "how bright the golden breath in it is", unit="x")
    pairs = constellation.nearest_pairs(streams, others, apart)
    yield Feature("pairs", float(len(pairs)), "of lights that reach for each other", unit="pairs")
