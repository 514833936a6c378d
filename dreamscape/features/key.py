"""What a seed chooses over the black water."""

from collections.abc import Iterator

from dreamscape.places.key import chimes
from dreamscape.places.key.helix import BOWS, TURNS, Forged
from dreamscape.places.key.night import HEAVENS, SHORES, WEATHERS, Night
from dreamscape.rng import Streams
from dreamscape.world.feature import SIDES, Feature, side


def features(streams: Streams, night: Night, by_day: bool) -> Iterator[Feature]:
    """The night, which may be set by the dream, and the key; by day there are only mist and the sun."""
    forged = Forged.from_seed(streams)
    if not by_day:
        yield Feature("heaven", night.heaven, "what stands in the sky", HEAVENS)
        yield Feature("weather", night.weather, "what the air is like", WEATHERS)
    yield Feature("shore", night.shore, "what stands on the other side of the water", SHORES)
    yield Feature("dreamer", side(night.side < 0.0), "on which side the dreamer stands", SIDES)
    yield Feature("bow", forged.bow, "the form of the key's bow", BOWS)
    yield Feature("turns", forged.turns, f"how often the bow's strands turn, one of {TURNS}")
    yield Feature("height", round(night.tall, 2), "of the key", unit="m")
    yield Feature("lean", round(night.lean, 1), "how far the key leans to the right", unit="degrees")
    yield Feature("eye", round(night.eye, 2), "how high over the water one looks from", unit="m")
    notes = float(len(chimes.notes(streams).tick))
    yield Feature("laughter", notes, "how long the rungs laugh", unit="notes")
