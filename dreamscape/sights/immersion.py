"""What is seen under water."""

from collections.abc import Iterator, Sequence

from dreamscape.dream.memory_files import Mood
from dreamscape.places.water.memories import turns
from dreamscape.places.water.own_memories import opened
from dreamscape.rng import Streams
from dreamscape.sights.words import side
from dreamscape.world.sight import Sight

_MEMORIES = (  # by the feeling that carries each, in the order of the scene's
    ("A picnic, under cherry blossom.", "Petals drift away from it."),
    ("A first touch of snow.",),
    ("A farewell.", "Someone goes, and does not turn round."),
)


_OWN: dict[Mood, str] = {
    "petals": "Petals drift through it.",
    "snow": "Snow drifts through it.",
    "lights": "Small lights drift through it.",
}


def sights(
    streams: Streams, times: tuple[float, float, float], azimuth: float, sun: float, own: Sequence[Mood] = ()
) -> Iterator[Sight]:
    """Sinking, the droplets and the memories in them, and the way up.

    Args:
        streams: the dream's randomness.
        times: s, when the first droplet opens, how long each has its turn, and when the way up begins.
        azimuth: tangent of the light's bearing.
        sun: tangent of its height; 0 for night.
        own: what drifts through each of the memories of one's own, in their order; empty without any.
    """
    ascent = times[2]
    deep = "The water closes over us, blue and dark." if not sun else "The water closes over us, blue, full of day."
    yield Sight(0.0, ("Down into the sea.", deep), weight=1.0)
    yield Sight(1.5, ("Bubbles rise past.",), until=4.0, weight=0.3)
    yield Sight(2.0, ("Droplets hang in the deep, each one a lens.",), weight=0.96)
    for number, (at, memory) in enumerate(turns(streams, *times)):
        opens = "A droplet opens, wide." if number == 0 else "A droplet opens."  # each can stand alone
        said = ("A memory of your own.", _OWN[own[opened(number, len(own))]]) if own else _MEMORIES[memory]
        yield Sight(at + 0.6, (f"{opens} {said[0]}", *said[1:]), until=at + 4.5, weight=0.9)
    yield Sight(7.0, (f"Far above, light falls in shafts, {side(azimuth)}.",), weight=0.5)
    yield Sight(9.0, ("Threads of light tie droplet to droplet.",), weight=0.65)
    yield Sight(ascent - 5.0, ("The last one closes.", "All droplets shine, and rise."), until=ascent, weight=0.4)
    yield Sight(ascent, ("We rise towards the light.", "It breaks on the surface."), weight=0.9)
