"""What a seed chooses on the shore."""

import math
from collections.abc import Iterator

from dreamscape.places.shore import coast
from dreamscape.places.shore.outline import CRESTS, FACES, SLOPES, Outline
from dreamscape.rng import Streams
from dreamscape.world.feature import Feature


def features(streams: Streams, night: tuple[float, float], across: float, by_day: bool) -> Iterator[Feature]:
    """The land, the seam of light and the night; by day there is neither, but a sun where the seam would be.

    Args:
        streams: the dream's randomness.
        night: brightness of the aurora, and how light the sky is, x.
        across: where the dreamer stands half-way, part of the picture's width from the left.
        by_day: whether the sun shines.
    """
    outline = Outline.from_seed(streams)
    azimuth, lean = coast.seam(streams)
    yield Feature("cliff", outline.face, "the face of the rock below the dreamer", tuple(FACES))
    yield Feature("land", outline.slope, "the land behind the dreamer", SLOPES)
    yield Feature("crest", outline.crest, "what stands on the land's rim", CRESTS)
    beds = math.degrees(math.atan(outline.bedding.dip[0]))
    yield Feature("beds", round(beds, 1), "how steeply the rock's beds sink to the right", unit="degrees")
    bearing = math.degrees(math.atan(azimuth))
    yield Feature("seam", round(bearing, 1), "how far right of ahead the seam of light, or the sun, is", unit="degrees")
    if not by_day:
        leans = math.degrees(math.atan(lean))
        yield Feature("seam_lean", round(leans, 1), "how far the seam leans left", unit="degrees")
        yield Feature("aurora", round(night[0], 2), "brightness of the aurora", unit="x")
        yield Feature("night", round(night[1], 2), "how light the night sky is", unit="x")
    yield Feature("dreamer", round(across, 3), "where the dreamer stands, from the left", unit="part")
