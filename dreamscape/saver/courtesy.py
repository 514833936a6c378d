"""How gently the screensaver draws: frame rate, brightness and drift that spare fans, batteries and displays."""

import math
from dataclasses import dataclass

from dreamscape.easing import smoothstep

FPS, BATTERY_FPS = 30.0, 15.0
REACH = 6  # px that the picture drifts to each side
PERIODS = 421.0, 547.0  # s of the drift across and up: primes, so that its path repeats only after 64 hours
NIGHT = 0.45  # fraction of the light that is left at night
FALLS, RISES = (21.0, 23.5), (6.0, 8.0)  # hours of the day over which the light is reduced and restored
FADE = 2.0  # s
DARK = 0.045  # s to fade out: somebody is back and wants the screen at once


@dataclass(frozen=True, slots=True)
class MachineState:
    """The state of the machine and its screen.

    Attributes:
        battery: whether it runs on battery.
        off: whether the display is off.
        covered: whether the windows are fully covered.
    """

    battery: bool = False
    off: bool = False
    covered: bool = False


def frame_rate(state: MachineState, most: float = FPS) -> float:
    """Frames a second to draw; 0 where nobody could see them.

    Args:
        state: of the machine.
        most: the most frames a second that were asked for.
    """
    if state.off or state.covered:
        return 0.0
    return min(most, BATTERY_FPS) if state.battery else most


def drift(seconds: float) -> tuple[int, int]:
    """The whole picture's offset, whole pixels in -REACH to REACH: no edge stays in one place.

    Whole pixels, as a fraction would blur it; a step comes every twenty seconds or so, unnoticed in moving pictures.
    """
    x, y = (math.sin(2.0 * math.pi * seconds / period) for period in PERIODS)
    return round(REACH * x), round(REACH * y)


def daylight(hour: float) -> float:
    """The fraction of the light at an hour of the day, 0 to 24: less at night."""
    hour %= 24.0
    if hour >= 12.0:
        return 1.0 - (1.0 - NIGHT) * smoothstep((hour - FALLS[0]) / (FALLS[1] - FALLS[0]))
    return NIGHT + (1.0 - NIGHT) * smoothstep((hour - RISES[0]) / (RISES[1] - RISES[0]))


def clock_text(hour: float, twelve: bool) -> str:
    """The clock's text at an hour of the day, 0 to 24; `twelve` for a twelve-hour clock."""
    whole, minutes = int(hour), int(hour % 1.0 * 60.0)
    return f"{(whole + 11) % 12 + 1 if twelve else whole}:{minutes:02d}"


def shown_light(since: float, gone: float | None, dim: float = 0.0, hour: float | None = None) -> float:
    """The fraction of the light that is shown, 0 to 1.

    Args:
        since: seconds since the windows appeared, for the fade-in.
        gone: seconds since somebody came back, for the fade-out; None if nobody has.
        dim: the fraction of light that is taken away, 0 to 1.
        hour: of the day, to dim by night; None not to.
    """
    shown = smoothstep(since / FADE) * (1.0 - dim)
    if gone is not None:
        shown *= 1.0 - smoothstep(gone / DARK)
    return shown if hour is None else shown * daylight(hour)


def wander(seconds: float, margin: tuple[float, float]) -> tuple[float, float]:
    """The clock's position, fractions of the picture from the left and the bottom: always moving.

    Args:
        seconds: since the windows appeared.
        margin: half of the clock's width and height as fractions of the picture: it stays inside.
    """
    x = 0.5 + (0.46 - margin[0]) * math.sin(2.0 * math.pi * seconds / (3.0 * PERIODS[0]))
    y = 0.5 + (0.44 - margin[1]) * math.sin(2.0 * math.pi * seconds / (2.0 * PERIODS[1]) + 0.9)
    return x, y
