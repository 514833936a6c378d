"""What is seen in the street of crystal."""

from collections.abc import Iterator

import numpy as np

from dreamscape.places.street import walkers
from dreamscape.rng import Streams
from dreamscape.sights.words import a, listed, number
from dreamscape.world.sight import Sight

_NEAR = 1.5  # m ahead of the dreamer, at which a stranger passes
_STEP = 0.25  # s
_FEW = 3  # that are named one by one


def sights(
    streams: Streams, dawn: tuple[float, float], lights: tuple[float, float], count: int, rain: float = 0.0
) -> Iterator[Sight]:
    """The dreamer who walks, the strangers, and the door.

    Args:
        streams: the dream's randomness.
        dawn: s, when the door's light begins, and when it is full.
        lights: s, when its first sign lights up, and in what time all do.
        count: of its signs.
        rain: how much falls; 0 for none.
    """
    paths = walkers.paths(streams.seed)
    people = [person.name for person in walkers.everybody(streams)[1:]]
    coming = [name for name, pace in zip(people, paths.pace, strict=False) if pace < 0.0]
    yield Sight(0.0, ("A street between spires of crystal.", "It bends, and never ends."), weight=1.0)
    if rain > 0.0:
        yield Sight(1.5, ("It rains.", "Drops make rings on the ground."), weight=0.8)
    yield Sight(3.0, ("The dreamer walks ahead of us.", "The key is in their raised hand."), weight=0.95)
    named = listed([a(name) for name in dict.fromkeys(coming)][:3])
    yield Sight(6.0, (f"Strangers come: {named}.", "Trails of light follow them."), weight=0.9)
    standing = int((paths.pace == 0.0).sum())
    if standing > 1:
        yield Sight(9.0, ("Two stand and talk.",), weight=0.45)
    for order, (at, name) in enumerate(_passing(streams, people)):
        yield Sight(at - 1.0, (f"{a(name).capitalize()} passes.",), until=at + 2.0, weight=0.6 - 0.08 * order)
    yield Sight(
        11.0,
        ("A thread grows from the key to one of them.", "It lets go as they pass."),
        until=19.0,
        weight=0.7,
    )
    yield Sight(dawn[0], ("At the end of the street, light gathers.",), weight=0.8)
    yield Sight(dawn[1] - 2.0, ("It has become a door, high and narrow.",), until=dawn[1] + 4.0, weight=0.85)
    yield Sight(
        lights[0] + 1.0,
        ("Signs on it come to light, one by one.", f"There are {number(count)}."),
        until=sum(lights),
        weight=0.8,
    )


def _passing(streams: Streams, people: list[str]) -> list[tuple[float, str]]:
    """When strangers pass the dreamer, s, and who: the first few."""
    times = np.arange(0.0, walkers.STOPS, _STEP)
    ahead = np.stack([walkers.distance_ahead(streams, float(at)) for at in times])
    crossed = (ahead[:-1] > _NEAR) & (ahead[1:] <= _NEAR)
    found = [(float(times[step]), people[who]) for step, who in np.argwhere(crossed) if who < len(people)]
    return found[:_FEW]
