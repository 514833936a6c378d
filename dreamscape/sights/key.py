"""What is seen over the black water."""

from collections.abc import Iterator

from dreamscape.places.key.night import Night
from dreamscape.sights.words import across
from dreamscape.world.sight import Sight

_SHORES = {
    "hills": "low hills", "mountains": "mountains", "forest": "a forest", "islands": "islands", "reeds": "reeds",
    "mist": "nothing but mist",
}  # fmt: skip
_HEAVENS = {"stars": "Stars stand over them.", "milky_way": "The Milky Way stands there.", "moon": "A moon is up."}
_WEATHERS = {
    "haze": "A little haze lies on the water.", "clear": "The air is clear.", "clouds": "Clouds go by.",
    "aurora": "Aurora moves in the sky.", "rain": "Rain falls, and each drop makes a ring.",
}  # fmt: skip
_BY_DAY = "haze", "rain"  # the weathers that are seen by day too


def sights(night: Night, sun: float, kindled: float, struck: float, pulls: tuple[float, ...]) -> Iterator[Sight]:
    """The dreamer who rises, the key, its rungs and the threads.

    Args:
        night: the seed's.
        sun: tangent of its height; 0 for night.
        kindled, struck: s, when the key takes shape, and when its first rung is struck.
        pulls: s, when the threads pull.
    """
    here, there = (across(0.5 - 0.25 * night.side), across(0.5 + 0.25 * night.side))
    water = "black water" if not sun else "bright water, in mist"
    yield Sight(0.0, (f"The dreamer rises out of {water}.", f"They stand {here}, dripping."), weight=1.0)
    yield Sight(
        kindled - 1.0,
        ("Dust becomes a key.", f"It floats over the water, {there}.", "Two helices, intertwined."),
        until=kindled + 3.5,
        weight=0.95,
    )
    beyond = f"Beyond the water, {_SHORES[night.shore]}."
    heaven = _HEAVENS[night.heaven] if not sun else "The sun stands in the mist."
    air = (_WEATHERS[night.weather],) if not sun or night.weather in _BY_DAY else ()
    yield Sight(2.0, (beyond, heaven, *air), until=20.0, weight=0.6)
    yield Sight(struck, ("Its rungs chime, and shine.",), weight=0.6)
    first, *again = pulls
    yield Sight(first, ("Threads pull at it.", "They run to the dreamer's heart, and out of sight."), weight=0.85)
    yield Sight(again[0], ("They pull again.", "The key sways."), until=again[0] + 3.0, weight=0.5)
    yield Sight(again[-1] + 0.6, ("Its stone shines, brighter.",), weight=0.75)
