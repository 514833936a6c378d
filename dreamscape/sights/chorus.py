"""What is seen when the light floods in."""

from collections.abc import Iterator

from dreamscape.world.sight import Sight


def sights(dissolves: float, ebbs: float, reaches: float, meets: float, gathers: float) -> Iterator[Sight]:
    """The flood, the key's end, and every light tied to one; the arguments are their times, s."""
    yield Sight(0.0, ("Light floods in.", "Half sentences stream along its rays."), weight=1.0)
    yield Sight(2.0, ("Before us, an open hand holds the key.", "Threads pull at it, out into the light."), weight=0.85)
    yield Sight(dissolves, ("The key dissolves into bright dust.",), weight=0.9)
    yield Sight(ebbs, ("The light ebbs.", "We move back, into the dark."), weight=0.9)
    yield Sight(ebbs + 1.5, ("One light is left, the dreamer's.", "Around it others wake, hundreds."), weight=0.92)
    yield Sight(reaches + 1.5, ("Threads reach from light to light.", "They almost meet, and fade."), weight=0.8)
    yield Sight(reaches + meets + 1.0, ("They reach again, and meet.",), until=gathers, weight=0.7)
    yield Sight(gathers + 0.5, ("Now every light is tied to the one.",), weight=0.95)
    yield Sight(gathers + 5.0, ("All of the dark is one web of light.", "It beats like a heart."), weight=0.7)
