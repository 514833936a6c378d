"""What is seen in the dark water."""

from collections.abc import Iterator

from dreamscape.places.face.composition import composition
from dreamscape.rng import Streams
from dreamscape.sights.words import across, colour
from dreamscape.world.sight import Sight


def sights(streams: Streams, leaving: float, falling: float) -> Iterator[Sight]:
    """The light that falls in if it is `falling`, the face, its eyes, and at `leaving` s the way down."""
    seen = composition(streams)
    tilt = ", tilted" if abs(seen.tilt) > 0.15 else ""
    large = "A face fills the water" if seen.part > 0.82 else "A face lies in the water"
    glow = [min(round(255.0 * (part / max(seen.glow)) ** 0.45), 255) for part in seen.glow]
    yield Sight(0.0, ("Dark still water, from above.",), weight=1.0)
    if falling > 0.0:
        yield Sight(1.5, ("A light falls in.", "Rings run out from it."), until=6.0, weight=0.85)
    yield Sight(5.0, (f"{large}, {across(seen.place[0])}{tilt}.",), weight=0.95)
    yield Sight(8.0, ("It is made of strangers' eyes.", "A hundred of them look up."), weight=0.95)
    light = colour("#{:02x}{:02x}{:02x}".format(*glow))
    yield Sight(11.0, (f"The light is {light}, from the {'right' if seen.key[0] > 0.0 else 'left'}.",), weight=0.4)
    yield Sight(14.0, ("The eyes turn together, to one place, and to another.",), weight=0.7)
    yield Sight(18.0, ("The mirrored sky is split: violet, and emerald.",), weight=0.45)
    yield Sight(leaving, ("The surface opens, in the middle of the face.", "We go down into it."), weight=0.9)
