"""The heart: two unequal beats at a natural, varying rate, scheduled to a fraction of a tick.

The schedule (when the beats fall) is state and uses integer arithmetic only; the shape of a beat is for drawing.
Rates and the S1 to S2 interval: Chen et al. 1997; respiratory sinus arrhythmia of about 4 % at 0.25 Hz.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.easing import ease
from dreamscape.rng import Streams

SUBTICKS = 1 << 16  # the schedule's resolution: 1/65536 of a tick
KEPT = 8  # beats remembered: at 84 bpm they span 5.7 s, longer than a pulse takes to cross the cliff
RESTING_BPM, EXCITED_BPM = 52, 84  # bounds of the natural rate
_BREATH_TICKS = 4 * TICKS_PER_SECOND  # one breath, 0.25 Hz
SLOWEST_BPM, FASTEST_BPM = 30, 220  # bounds of a felt pulse
WAITING = 4  # intervals that wait for their beat; more would lag seconds behind the pulse
LOST = 3 * TICKS_PER_SECOND  # ticks without a pulse after which the heart begins to glide back to its own rhythm,
GLIDE = 10 * TICKS_PER_SECOND  # over this time
SLOWEST_TIME, FASTEST_TIME = (
    48,
    96,
)  # bpm between which it keeps time with music; an octave, so that exactly one rate fits
PATIENCE = 2 * TICKS_PER_SECOND  # ticks without music after which it stops keeping time
FALLS_ASLEEP = 12 * 60 * TICKS_PER_SECOND  # ticks in which the heart of an endless dream slows, and is heard no more
SLOWER = 0.25  # of its rate, by then
LEAN = 5  # its beat moves towards the music's by at most 1 / LEAN of its interval


@dataclass(slots=True)
class Heart:
    """The beats so far: `beats (KEPT,) int64` in subticks, newest last, and `next_beat (1,) int64`.

    For a felt pulse, `waiting (WAITING,) int64`, intervals in subticks that are still to be beaten, oldest
    first, 0 for none; and `felt (2,) int64`, the last interval and the tick at which it came, 0 and 0 for never.
    For music, `time (3,) int64`: the interval of its beats and the last of them, in subticks, and the tick
    of that event; 0, 0 and 0 for never.
    """

    beats: NDArray[np.int64] = field(default_factory=lambda: np.full(KEPT, -(1 << 40), np.int64))
    next_beat: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    waiting: NDArray[np.int64] = field(default_factory=lambda: np.zeros(WAITING, np.int64))
    felt: NDArray[np.int64] = field(default_factory=lambda: np.zeros(2, np.int64))
    time: NDArray[np.int64] = field(default_factory=lambda: np.zeros(3, np.int64))

    def arrays(self) -> dict[str, NDArray[np.int64]]:
        """The state, for checkpoints and digests."""
        return {name: getattr(self, name) for name in ("beats", "next_beat", "waiting", "felt", "time")}


def step(heart: Heart, tick: int, bpm: float, streams: Streams) -> bool:
    """Advance to `tick` at a mean rate of `bpm`; True when a beat falls within (tick - 1, tick]."""
    if tick * SUBTICKS < heart.next_beat[0]:
        return False
    heart.beats[:-1] = heart.beats[1:]
    heart.beats[-1] = heart.next_beat[0]
    interval = int(60 * TICKS_PER_SECOND * SUBTICKS / bpm)
    breath = _breath(tick)  # -1024 .. 1024
    wander = int(streams.at("heart", tick).integers(-1024, 1025))
    variation = 1024 * 25 + breath + wander // 2  # +-4 % with the breath, +-2 % of its own
    natural = interval * variation // (1024 * 25)
    if heart.waiting[0]:
        heart.next_beat[0] += heart.waiting[0]
        heart.waiting[:-1] = heart.waiting[1:]
        heart.waiting[-1] = 0
    elif _keeps_time(heart, tick):
        heart.next_beat[0] = _on_the_beat(heart)
    else:
        hold = _hold(heart, tick)
        heart.next_beat[0] += (int(heart.felt[0]) * hold + natural * (GLIDE - hold)) // GLIDE
    return True


def feel(heart: Heart, tick: int, seconds: float) -> None:
    """Take in a pulse: an interval between two beats of somebody's heart, which this one will repeat.

    Args:
        heart: the heart.
        tick: now.
        seconds: the interval; kept within SLOWEST_BPM and FASTEST_BPM.
    """
    seconds = min(max(seconds, 60.0 / FASTEST_BPM), 60.0 / SLOWEST_BPM)
    interval = int(seconds * TICKS_PER_SECOND * SUBTICKS)
    if _hold(heart, tick) < GLIDE:  # those that wait belong to a pulse that was lost
        heart.waiting[:] = 0
    if heart.waiting[-1]:
        heart.waiting[:-1] = heart.waiting[1:]
    heart.waiting[min(int(np.count_nonzero(heart.waiting)), WAITING - 1)] = interval
    heart.felt[:] = interval, tick


def keep_time(heart: Heart, tick: int, bpm: float, phase: float) -> None:
    """Keep time with music: with its beat, or with every second or fourth, or twice as fast, within 48 to 96 bpm.

    Args:
        heart: the heart; a felt pulse takes precedence.
        tick: now.
        bpm: the music's tempo, above 0.
        phase: turns since its last beat.
    """
    beat = int(60 * TICKS_PER_SECOND * SUBTICKS / bpm)
    heart.time[:] = beat, tick * SUBTICKS - int(phase * beat), tick


def _keeps_time(heart: Heart, tick: int) -> bool:
    return bool(heart.time[0]) and tick - int(heart.time[2]) < PATIENCE and not _hold(heart, tick)


def _own_time(beat: int) -> int:
    """The interval at which the heart beats to music whose beats are `beat` subticks apart, subticks."""
    minute = 60 * TICKS_PER_SECOND * SUBTICKS
    while beat * FASTEST_TIME < minute:
        beat *= 2
    while beat * SLOWEST_TIME > minute:
        beat //= 2
    return beat


def _on_the_beat(heart: Heart) -> int:
    """The next beat: the music's beat nearest to one interval after the last, moved by 1 / LEAN of that at most."""
    beat, last = int(heart.time[0]), int(heart.time[1])
    own = _own_time(beat)
    grid, due = min(beat, own), int(heart.beats[-1]) + own
    off = (due - last + grid // 2) % grid - grid // 2  # how late it would be
    return due - min(max(off, -(own // LEAN)), own // LEAN)


def _hold(heart: Heart, tick: int) -> int:
    """The felt pulse's share of the rhythm, 0 to GLIDE: all of it while it lasts, less once it is lost."""
    if not heart.felt[0]:
        return 0
    return min(max(LOST + GLIDE - (tick - int(heart.felt[1])), 0), GLIDE)


def rate(heart: Heart, tick: int, natural: float) -> float:
    """The mean rate now, beats a minute: that of a felt pulse, of music, or else the `natural` one."""
    if _keeps_time(heart, tick):
        return 60.0 * TICKS_PER_SECOND * SUBTICKS / _own_time(int(heart.time[0]))
    hold = _hold(heart, tick) / GLIDE
    if not hold:
        return natural
    return hold * (60.0 * TICKS_PER_SECOND * SUBTICKS / float(heart.felt[0])) + (1.0 - hold) * natural


def _breath(tick: int) -> int:
    """A parabola in place of a sine, -1024 to 1024 over one breath; in integers, so the same on every machine."""
    half = _BREATH_TICKS // 2
    phase = tick % _BREATH_TICKS
    rise = phase % half
    bump = 4 * 1024 * rise * (half - rise) // (half * half)
    return bump if phase < half else -bump


def natural_bpm(connection: float) -> float:
    """The natural mean rate, beats a minute; it slows as `connection` grows from 0 to 1."""
    return EXCITED_BPM + (RESTING_BPM - EXCITED_BPM) * connection


def own_bpm(connection: float, tick: int, endless: bool) -> float:
    """The heart's own mean rate at a tick, beats a minute; in an endless dream it slows as one falls asleep."""
    return natural_bpm(connection) * (1.0 - (SLOWER * asleep(tick) if endless else 0.0))


def undisturbed(bpm: Callable[[int], float], streams: Streams) -> Iterator[int]:
    """The beats of a heart that feels no pulse and hears no music, subticks, in order and without end.

    Args:
        bpm: its mean rate at a tick.
        streams: of the dream.
    """
    heart = Heart()
    while True:
        yield (beat := int(heart.next_beat[0]))
        tick = -(-beat // SUBTICKS)
        step(heart, tick, bpm(tick), streams)


def asleep(tick: int) -> float:
    """How far the dreamer of an endless dream has fallen asleep, 0 to 1: the heart slows by a quarter."""
    return ease(tick / FALLS_ASLEEP)


def dub_delay(bpm: float) -> float:
    """Seconds from lub (S1) to dub (S2)."""
    return 0.413 - 0.0017 * bpm + 0.02


def level(heart: Heart, seconds: NDArray[np.float64], bpm: float) -> NDArray[np.float32]:
    """The heart's level at each of `seconds (n,)`, 0 to about 1: a lub and a softer dub per beat."""
    beats = np.append(heart.beats, heart.next_beat)  # and the next one, which may begin before the next tick
    age = seconds[:, None] - beats[None, :] / (SUBTICKS * TICKS_PER_SECOND)
    total = _thump(age, 0.050, 0.16) + 0.62 * _thump(age - dub_delay(bpm), 0.040, 0.13)
    return np.asarray(total.sum(axis=1), np.float32)


def _thump(age: NDArray[np.float64], rise: float, fall: float) -> NDArray[np.float64]:
    """A quick rise and a slower fall, time constants in seconds; 0 before it begins, with a peak of 1."""
    age = np.maximum(age, 0.0)
    shape = (1.0 - np.exp(-age / rise)) * np.exp(-age / fall)
    ratio = rise / (rise + fall)
    return np.asarray(shape / ((1.0 - ratio) * ratio ** (rise / fall)), np.float64)


def trace(heart: Heart, seconds: float, bpm: float, count: int = 256, span: float = 4.0) -> NDArray[np.float32]:
    """The last `span` seconds of `level`, newest first: a pulse wave at growing distances."""
    return level(heart, seconds - np.arange(count, dtype=np.float64) * (span / count), bpm)
