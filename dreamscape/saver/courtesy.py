"""The manners of a guest: how often it draws, how bright, and where, so that fans, batteries and screens are spared."""

import math
from dataclasses import dataclass

from dreamscape.easing import smoothstep

FPS, BATTERY_FPS = 30.0, 15.0
REACH = 6  # px that the picture drifts to each side
PERIODS = 421.0, 547.0  # s of the drift across and up: primes, so that its way returns after 64 hours
NIGHT = 0.45  # of the light that is left at night
FALLS, RISES = (21.0, 23.5), (6.0, 8.0)  # hours of the day over which the light goes and comes
FADE = 2.0  # s
DARK = 0.045  # s: a hand is back, and wants its screen at once


@dataclass(frozen=True, slots=True)
class Brightness:
    """What is known of the screen and of the machine.

    Attributes:
        battery: it runs on its battery.
        off: the display is off.
        covered: nothing of the window is seen.
    """

    battery: bool = False
    off: bool = False
    covered: bool = False


def frames_a_second(sight: Brightness, most: float = FPS) -> float:
    """How often to draw: not at all where nobody could see it.

    Args:
        sight: what is known.
        most: the most that was asked for.
    """
    if sight.off or sight.covered:
        return 0.0
    return min(most, BATTERY_FPS) if sight.battery else most


def drift(seconds: float) -> tuple[int, int]:
    """How far the whole picture lies from its place, whole pixels in -REACH to REACH: no edge rests in one place.

    Whole, as part of a pixel would blur it; a step comes every twenty seconds or so, under what moves anyway.
    """
    x, y = (math.sin(2.0 * math.pi * seconds / period) for period in PERIODS)
    return round(REACH * x), round(REACH * y)


def daylight(hour: float) -> float:
    """The part of the light that is left at an hour of the day, 0 to 24: less by night."""
    hour %= 24.0
    if hour >= 12.0:
        return 1.0 - (1.0 - NIGHT) * smoothstep((hour - FALLS[0]) / (FALLS[1] - FALLS[0]))
    return NIGHT + (1.0 - NIGHT) * smoothstep((hour - RISES[0]) / (RISES[1] - RISES[0]))


def told(hour: float, twelve: bool) -> str:
    """The time as the clock shows it, at an hour of the day, 0 to 24; `twelve` if it counts to 12."""
    whole, minutes = int(hour), int(hour % 1.0 * 60.0)
    return f"{(whole + 11) % 12 + 1 if twelve else whole}:{minutes:02d}"


def light(since: float, gone: float | None, dim: float = 0.0, hour: float | None = None) -> float:
    """The part of the light that is shown, 0 to 1.

    Args:
        since: seconds since the window appeared; it fades in.
        gone: seconds since a hand came back; it fades out. None if none has.
        dim: the part that is taken away, 0 to 1.
        hour: of the day, for the night mode; None for none.
    """
    shown = smoothstep(since / FADE) * (1.0 - dim)
    if gone is not None:
        shown *= 1.0 - smoothstep(gone / DARK)
    return shown if hour is None else shown * daylight(hour)


def wander(seconds: float, margin: tuple[float, float]) -> tuple[float, float]:
    """The place of the clock in the picture, parts from the left and the bottom: always on its way, never at rest.

    Args:
        seconds: since the window appeared.
        margin: half of the clock's width and height, parts of the picture: it stays inside.
    """
    x = 0.5 + (0.46 - margin[0]) * math.sin(2.0 * math.pi * seconds / (3.0 * PERIODS[0]))
    y = 0.5 + (0.44 - margin[1]) * math.sin(2.0 * math.pi * seconds / (2.0 * PERIODS[1]) + 0.9)
    return x, y
