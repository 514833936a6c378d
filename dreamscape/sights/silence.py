"""What is seen before the door."""

from collections.abc import Iterator

from dreamscape.places.door import opening
from dreamscape.places.door.portal import portal
from dreamscape.rng import Streams
from dreamscape.world.sight import Sight

_FRONTS = {
    "gable": "under a gable", "block": "in a plain front of stone", "stepped": "in a stepped front",
    "round": "in a rounded front", "ruin": "in a ruin", "wall": "in a long wall",
}  # fmt: skip
_FLANKS = {"obelisks": "Obelisks stand on both sides.", "piers": "Piers stand on both sides.",
           "stumps": "Broken columns stand on both sides."}  # fmt: skip
_WEATHERS = {"dry": "Dust hangs in the moonlight.", "snow": "Snow falls.", "wet": "The ground is wet, and mirrors it."}


def sights(streams: Streams, weather: str) -> Iterator[Sight]:
    """The door, the key that finds it, and the line of light; `weather` is dry, snow or wet."""
    seen = portal(streams)
    moon = "A strong moon lights the stone." if seen.night[0] > 1.2 else ""
    yield Sight(
        0.0, ("A great door, at dusk, the dreamer before it.", f"It stands {_FRONTS[seen.outline]}."), weight=1.0
    )
    yield Sight(1.0, (_WEATHERS[weather], *filter(None, (_FLANKS.get(seen.flank, ""), moon))), 5.0, weight=0.6)
    yield Sight(opening.ENTERS[0] + 1.0, ("The key floats into the lock.",), until=opening.STILLNESS[0], weight=0.95)
    yield Sight(opening.TURNS[0], ("The key turns.",), until=opening.TURNS[1], weight=0.95)
    yield Sight(opening.LEAVES_PART, ("The door parts.", "Light stands between its leaves."), weight=0.95)
    yield Sight(opening.LEAVES_PART + 2.5, ("The line of light grows.",), weight=0.5)
