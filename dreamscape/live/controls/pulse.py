"""Heart rate from outside: a fixed rate, a Bluetooth sensor, or OSC messages; all give intervals between beats."""

from dataclasses import dataclass
from typing import Protocol

from dreamscape.world.heart import FASTEST_BPM, SLOWEST_BPM

STALE = 4.0  # s after which a rate that was not sent again is dropped


class PulseSource(Protocol):
    """A source of heartbeats."""

    def poll(self, seconds: float) -> list[float]:
        """The intervals between the beats since the last call, in seconds; `seconds` is the time now."""

    def status(self) -> str:
        """A few words for the user: the current rate, or what it is waiting for."""

    def close(self) -> None:
        """Release its resources."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """One message of a heart rate sensor.

    Attributes:
        bpm: beats a minute, smoothed by the sensor; 0 if implausible.
        intervals: between the last beats, seconds, oldest first; empty where the sensor gives none.
    """

    bpm: float
    intervals: tuple[float, ...]


def measurement(data: bytes) -> Measurement | None:
    """Decode a Heart Rate Measurement (GATT characteristic 0x2A37, Bluetooth SIG's Heart Rate Service 1.0, 3.1).

    Returns:
        None if it is truncated, or the sensor reports no skin contact.
    """
    if not data:
        return None
    flags, start = data[0], 1
    wide, contact, energy, intervals = flags & 1, flags >> 1 & 3, flags >> 3 & 1, flags >> 4 & 1
    end = start + 1 + wide
    if len(data) < end + 2 * energy or contact == 2:  # 2: contact detection is supported, and there is none
        return None
    bpm = float(int.from_bytes(data[start:end], "little"))
    rest = data[end + 2 * energy :] if intervals else b""
    decoded = [int.from_bytes(rest[i : i + 2], "little") / 1024.0 for i in range(0, len(rest) - 1, 2)]
    plausible = tuple(interval for interval in decoded if interval and is_plausible(60.0 / interval))
    return Measurement(bpm if is_plausible(bpm) else 0.0, plausible)


def is_plausible(bpm: float) -> bool:
    """Whether a heart can beat at this rate."""
    return SLOWEST_BPM <= bpm <= FASTEST_BPM


class BeatGenerator:
    """Turns a rate into intervals, one for each beat that is due.

    Args:
        bpm: beats a minute; 0 for none yet.
        stale: seconds after which a rate that is not set again is dropped; None for never.
    """

    def __init__(self, bpm: float = 0.0, stale: float | None = None) -> None:
        self.bpm = bpm
        self._stale = stale
        self._told_at: float | None = None
        self._last: float | None = None

    def set_rate(self, seconds: float, bpm: float) -> None:
        """Set the rate, as of the time `seconds`."""
        self.bpm, self._told_at = bpm, seconds

    def poll(self, seconds: float) -> list[float]:
        """As in `PulseSource`."""
        if self._stale is not None and self._told_at is not None and seconds - self._told_at > self._stale:
            self.bpm, self._told_at, self._last = 0.0, None, None
        if not self.bpm:
            return []
        interval = 60.0 / self.bpm
        if self._last is None or seconds - self._last > 3.0 * interval:  # the first beat, or the program was held up
            self._last = seconds
            return [interval]
        intervals = []
        while seconds - self._last >= interval:
            self._last += interval
            intervals.append(interval)
        return intervals


class FixedPulse:
    """A fixed rate."""

    def __init__(self, bpm: float) -> None:
        self._generator = BeatGenerator(bpm)

    def poll(self, seconds: float) -> list[float]:
        """As in `PulseSource`."""
        return self._generator.poll(seconds)

    def status(self) -> str:
        """As in `PulseSource`."""
        return f"{self._generator.bpm:g} bpm"

    def close(self) -> None:
        """As in `PulseSource`."""
