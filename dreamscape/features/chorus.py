"""What a seed chooses of the flood and of the dark after it."""

import math
from collections.abc import Iterator

from dreamscape.places.hand.offering import Offering
from dreamscape.places.night import constellation, dark
from dreamscape.rng import Streams
from dreamscape.world.feature import SIDES, Feature, side

_HUES = "teal", "violet"


def features(streams: Streams, way: tuple[float, ...], hand: Offering, others: int, apart: float) -> Iterator[Feature]:
    """The hand, the light, the dark, loneliness and the lights that reach.

    Args:
        streams: the dream's randomness.
        way: how the camera goes back; first, how far around to the side of the dreamer.
        hand: that holds the key.
        others: how many lights there are besides the one.
        apart: m, the most between two that reach for each other.
    """
    veils, stands = dark.veils(streams), dark.loneliness(streams)
    yield Feature("loneliness", side(stands.side > 0.0), "on which side its shadow stands", SIDES)
    yield Feature("shadow", round(stands.tall, 2), "how tall it stands, heights of the picture", unit="x")
    yield Feature("hand", side(not hand.left), "which hand holds the key", SIDES)
    yield Feature("palm", round(math.degrees(hand.tilt), 1), "how far its palm turns to us", unit="degrees")
    yield Feature("fingers", round(math.degrees(math.atan(hand.curl)), 1), "how far they are bent", unit="degrees")
    yield Feature("round", side(hand.left), "to which side one moves back", SIDES)
    yield Feature("around", round(0.20 + 0.08 * way[0], 2), "how far", unit="rad")
    yield Feature("dark", round(veils.cold[2], 2), "how bright the dark's clouds are", unit="x")
    yield Feature("dark_hue", _HUES[veils.cold[0] > veils.cold[2]], "which way their colour leans", _HUES)
    yield Feature("gold", round(veils.warmth, 2), "how bright the golden breath in it is", unit="x")
    pairs = constellation.nearest_pairs(streams, others, apart)
    yield Feature("pairs", float(len(pairs)), "of lights that reach for each other", unit="pairs")
