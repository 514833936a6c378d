"""Parses what people type: times, rates, sizes and seed numbers, with bounds that messages name."""

import re
from fractions import Fraction

from dreamscape.dream.dream_file import HIGHEST_SEED
from dreamscape.errors import InputError
from dreamscape.text import short

SLOWEST, FASTEST = 1, 240  # frames a second
LARGEST_TERM = 1_000_000  # numerator or denominator of a rate: time stamps stay within 64 bits for days
LARGEST_FILE = 1 << 50  # bytes
LARGEST_SIDE = 16_384  # px, the limit of OpenGL drivers and H.264
LARGEST_AREA = 1 << 26  # px; at some 24 bytes each in targets and planes, 1.6 GB
LONGEST = 86_400  # s
LONGEST_KEYINT = 8  # s, the length of a segment, which begins with a key frame

_TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6}(?:\.\d{1,9})?)")
_RATE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(?:/(\d{1,9}))?")
_SIZE = re.compile(r"(-?\d{1,9})[xX×](-?\d{1,9})")


def seconds(value: str | float | Fraction, name: str) -> Fraction:
    """An exact time in seconds from `12.5`, `1:07`, `0:01:07.5` or a number; `name` is the option, for messages."""
    if isinstance(value, Fraction) and 0 <= value <= LONGEST:
        return value
    match = _TIME.fullmatch(_plain(value))
    if match:
        hours, minutes, rest = (Fraction(part or 0) for part in match.groups())
        nested = (match[1] is not None and minutes >= 60) or (match[2] is not None and rest >= 60)
        total = hours * 3600 + minutes * 60 + rest
        if not nested and total <= LONGEST:
            return total
    raise InputError(f"{name} {short(value)}: not a time, expected one like 12.5, 1:07 or 0:01:07.5, up to 24:00:00")


def keyint(value: str, name: str = "--keyint") -> Fraction:
    """Seconds from key frame to key frame, from a time or `all`, which is 0."""
    if value.strip() == "all":
        return Fraction(0)
    found = seconds(value, name)
    if not 0 < found <= LONGEST_KEYINT:
        raise InputError(f"{name} {short(value)}: out of bounds, expected up to {LONGEST_KEYINT} seconds, or all")
    return found


def rate(value: str | float | Fraction, name: str = "--fps") -> Fraction:
    """An exact number of frames a second from `30`, `23.976`, `30000/1001` or a number."""
    match = _RATE.fullmatch(_plain(value))
    if match and (match[2] is None or int(match[2]) > 0):
        found = Fraction(match[1]) / int(match[2] or 1)
        if SLOWEST <= found <= FASTEST and max(found.numerator, found.denominator) <= LARGEST_TERM:
            return found
    raise InputError(
        f"{name} {short(value)}: not a frame rate, expected {SLOWEST} to {FASTEST} frames a second, "
        "like 30 or 30000/1001"
    )


def _plain(value: str | float | Fraction) -> str:
    if isinstance(value, float):
        return format(value, ".9f").rstrip("0").rstrip(".")
    return str(value).strip()


def size(value: str, name: str = "--size") -> tuple[int, int]:
    """Width and height from `1280x720`."""
    match = _SIZE.fullmatch(value.strip())
    if not match:
        raise InputError(f"{name} {short(value)}: not a size, expected WIDTHxHEIGHT in pixels, like 1280x720")
    return check_size((int(match[1]), int(match[2])), name)


def check_size(value: tuple[int, int], name: str, largest: int = LARGEST_SIDE) -> tuple[int, int]:
    """The size, if its sides lie in 1 to `largest` and its area within bounds."""
    width, height = value
    if not (1 <= width <= largest and 1 <= height <= largest):
        raise InputError(f"{name} {width}x{height}: out of bounds, expected sides of 1 to {largest} pixels")
    if width * height > LARGEST_AREA:
        raise InputError(
            f"{name} {width}x{height}: {width * height / 1e6:.0f} megapixels, expected at most {LARGEST_AREA / 1e6:.0f}"
        )
    return value


def check_even(value: tuple[int, int], name: str = "--size") -> None:
    """Refuse odd sides, naming the nearest valid sizes: 4:2:0 shares a colour sample between two by two pixels."""
    width, height = value
    if width % 2 or height % 2 or min(value) < 2:
        lower, upper = (f"{max(2, width + (width % 2) * s)}x{max(2, height + (height % 2) * s)}" for s in (-1, 1))
        nearest = upper if lower == upper else f"{lower} or {upper}"
        raise InputError(f"{name} {width}x{height}: odd, but the film's format needs even sides; use {nearest}")


def seed_number(value: int | str, name: str = "--seed") -> int:
    """A dream's seed number, 0 to 2**63 - 1."""
    text = str(value).strip()
    if re.fullmatch(r"\d{1,19}", text) and int(text) <= HIGHEST_SEED:
        return int(text)
    raise InputError(f"{name} {short(text)}: not a seed, expected a whole number from 0 to {HIGHEST_SEED}")


def file_size(text: str, name: str = "--max-size") -> int:
    """A size in bytes, from `25MB`, `25M`, `24MiB`, `800 kB` or a plain number."""
    match = re.fullmatch(r"(\d{1,12}(?:\.\d{1,6})?) ?(?:([kMG])(i?)B?|B)?", text.strip().replace("K", "k"))
    size = 0
    if match:
        size = int(Fraction(match[1]) * (1024 if match[3] else 1000) ** (" kMG".index(match[2] or " ")))
    if not 0 < size <= LARGEST_FILE:
        raise InputError(f"{name} {short(text)}: not a size, expected one like 25MB, 800kB, 1.5GB or 24MiB")
    return size


def within(value: float, low: float, high: float, name: str, unit: str) -> float:
    """The number, if it lies in `low` to `high`; `unit` is for the message."""
    if not low <= value <= high:  # also refuses nan
        raise InputError(f"{name} {value:g}: out of bounds, expected {low:g} to {high:g} {unit}")
    return value
