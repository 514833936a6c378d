"""A pulse from outside: a fixed rate, a heart rate sensor by Bluetooth, or messages by OSC; all give intervals."""

from dataclasses import dataclass
from typing import Protocol

from dreamscape.world.heart import FASTEST_BPM, SLOWEST_BPM

STALE = 4.0  # s after which a rate that was told counts no longer


class PulseSource(Protocol):
    """Where a pulse comes from."""

    def poll(self, seconds: float) -> list[float]:
        """The intervals in seconds that were felt since the last call; `seconds` is the time now."""

    def status(self) -> str:
        """A few words for the user: what it hears, or what it waits for."""

    def close(self) -> None:
        """Let go of what it holds."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a heart rate sensor says.

    Attributes:
        bpm: beats a minute, smoothed by the sensor; 0 if it says what cannot be.
        intervals: between the last beats, seconds, oldest first; empty where the sensor gives none.
    """

    bpm: float
    intervals: tuple[float, ...]


def measurement(data: bytes) -> Measurement | None:
    """Read a Heart Rate Measurement (GATT characteristic 0x2A37, Bluetooth SIG's Heart Rate Service 1.0, 3.1).

    Returns:
        None if it is cut short, or the sensor says that it touches no skin.
    """
    if not data:
        return None
    flags, place = data[0], 1
    wide, contact, energy, intervals = flags & 1, flags >> 1 & 3, flags >> 3 & 1, flags >> 4 & 1
    end = place + 1 + wide
    if len(data) < end + 2 * energy or contact == 2:  # 2: it could feel skin and feels none
        return None
    bpm = float(int.from_bytes(data[place:end], "little"))
    rest = data[end + 2 * energy :] if intervals else b""
    found = [int.from_bytes(rest[i : i + 2], "little") / 1024.0 for i in range(0, len(rest) - 1, 2)]
    return Measurement(bpm if possible(bpm) else 0.0, tuple(rr for rr in found if rr and possible(60.0 / rr)))


def possible(bpm: float) -> bool:
    """Whether a heart could beat so."""
    return SLOWEST_BPM <= bpm <= FASTEST_BPM


class Steady:
    """Turns a rate into intervals, one each time a beat is due.

    Args:
        bpm: beats a minute; 0 for none yet.
        stale: seconds after which a rate that is not told again is forgotten; None for never.
    """

    def __init__(self, bpm: float = 0.0, stale: float | None = None) -> None:
        self.bpm = bpm
        self._stale = stale
        self._told: float | None = None
        self._last: float | None = None

    def tell(self, seconds: float, bpm: float) -> None:
        """Hear the rate."""
        self.bpm, self._told = bpm, seconds

    def poll(self, seconds: float) -> list[float]:
        """As of `Source`."""
        if self._stale is not None and self._told is not None and seconds - self._told > self._stale:
            self.bpm, self._told, self._last = 0.0, None, None
        if not self.bpm:
            return []
        interval = 60.0 / self.bpm
        if self._last is None or seconds - self._last > 3.0 * interval:  # the first, or the program was held up
            self._last = seconds
            return [interval]
        found = []
        while seconds - self._last >= interval:
            self._last += interval
            found.append(interval)
        return found


class Fixed:
    """A rate that stays."""

    def __init__(self, bpm: float) -> None:
        self._steady = Steady(bpm)

    def poll(self, seconds: float) -> list[float]:
        """As of `Source`."""
        return self._steady.poll(seconds)

    def status(self) -> str:
        """As of `Source`."""
        return f"{self._steady.bpm:g} bpm"

    def close(self) -> None:
        """As of `Source`."""
