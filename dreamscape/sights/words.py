"""Words for places in a picture, for colours, and for lists."""

import colorsys
from collections.abc import Sequence

_HUES = (  # degrees up to which a hue has its name
    (15.0, "red"), (40.0, "amber"), (65.0, "gold"), (165.0, "green"), (195.0, "turquoise"), (250.0, "blue"),
    (290.0, "violet"), (345.0, "rose"), (361.0, "red"),
)  # fmt: skip

_COUNTS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def across(part: float) -> str:
    """Where something is across the picture, 0 left to 1 right."""
    return "at the left" if part < 0.4 else "at the right" if part > 0.6 else "in the middle"


def side(bearing: float) -> str:
    """Where a bearing from straight ahead leads, negative to the left."""
    return "to the left" if bearing < -0.08 else "to the right" if bearing > 0.08 else "straight ahead"


def colour(code: str) -> str:
    """The plain name of a colour `#rrggbb`."""
    red, green, blue = (int(code[k : k + 2], 16) / 255.0 for k in (1, 3, 5))
    hue, light, strength = colorsys.rgb_to_hls(red, green, blue)
    if light > 0.9 or strength < 0.12:
        return "white" if light > 0.8 else "grey" if light > 0.2 else "black"
    name = next(name for most, name in _HUES if 360.0 * hue < most)
    if name in ("amber", "red", "gold") and light < 0.35:
        name = "brown"
    return f"dark {name}" if light < 0.22 else f"pale {name}" if light > 0.72 else name


def listed(things: Sequence[str]) -> str:
    """`a, b and c`."""
    return f"{', '.join(things[:-1])} and {things[-1]}" if len(things) > 1 else "".join(things)


def number(count: int) -> str:
    """A count in words, up to twelve."""
    return _COUNTS[count] if count < len(_COUNTS) else str(count)


def a(thing: str) -> str:
    """A thing with its article."""
    return f"an {thing}" if thing[0] in "aeiou" else f"a {thing}"
