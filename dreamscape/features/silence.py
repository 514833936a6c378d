"""What a seed chooses of the door."""

from collections.abc import Iterator

from dreamscape.places.door import opening
from dreamscape.places.door.portal import FLANKS, OUTLINES, WEATHERS, portal
from dreamscape.rng import Streams
from dreamscape.world.feature import SIDES, Feature, side


def features(streams: Streams, weather: str) -> Iterator[Feature]:
    """The portal and its night; `weather` is one of WEATHERS, and may be set by the dream."""
    seen, ornament = portal(streams), opening.lock_ornament(streams)
    moon, sky, warm = seen.night
    yield Feature("front", seen.outline, "the front that the door's arch is in", OUTLINES)
    yield Feature("flanks", seen.flank, "what stands on both sides of the way", FLANKS)
    yield Feature("weather", weather, "dust, snow, or wet ground", WEATHERS)
    yield Feature("side", side(seen.side > 0), "from which side one comes", SIDES)
    yield Feature("steps", seen.steps, "before the door")
    yield Feature("orders", seen.orders, "of the arch, each behind the one before")
    yield Feature("courses", seen.courses, "of stone in two metres")
    yield Feature("glass", opening.glass(streams)[0], "the colour of the leaves", opening.GLASSES)
    yield Feature("petals", round(ornament["petals"]), "on the lock")
    yield Feature("moon", round(moon, 2), "how strong its light is", unit="x")
    yield Feature("moon_warmth", round(warm, 2), "how warm its light is, 0 silver to 1 ivory", unit="part")
    yield Feature("sky", round(sky, 2), "how strong the light of the sky is", unit="x")
    yield Feature("patina", round(opening.patina(streams), 2), "how green the door's bronze is", unit="part")
