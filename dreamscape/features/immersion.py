"""What a seed chooses under water."""

import math
from collections.abc import Iterator

from dreamscape.places.water import memories
from dreamscape.places.water.waters import LIGHTS, waters
from dreamscape.rng import Streams
from dreamscape.world.feature import Feature


def features(streams: Streams, azimuth: float, own: int) -> Iterator[Feature]:
    """The memories and the water; `azimuth` is the tangent of the light's bearing, `own` how many are one's own."""
    order, water = memories.order(streams), waters(streams)
    shown = tuple(memories.NAMES[k] for k in order)
    if own:
        yield Feature("own_memories", own, "pictures of one's own in the droplets, in place of those of others")
    else:
        yield Feature("first_memory", shown[0], "what is in the first droplet that opens", memories.NAMES)
        yield Feature("memories", shown, "what is in the droplets, in the order they open", memories.NAMES)
    yield Feature("light", water.light, "the light above", tuple(LIGHTS))
    yield Feature("beam", round(math.degrees(math.atan(azimuth)), 1), "how far right of ahead it is", unit="degrees")
    blue, turquoise = water.tint
    yield Feature("blue", round(blue, 2), "how bright the water's blue is", unit="x")
    yield Feature("turquoise", round(turquoise, 2), "how bright its turquoise is", unit="x")
