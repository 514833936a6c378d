"""The mix: events and textures through buses, water, room and limiter; the same samples in whatever pieces one asks.

Everything is made in blocks of BLOCK samples that are counted since the dream began, and whatever remembers does so
for a known time: a block depends on the HORIZON blocks before it and on the one after it, and on nothing else. So any
size of `read` and any beginning give the same samples.

Live, one thread plays and one lets the world go on:

    world thread:     world.step(); mixer.hear(ear.listen(world))     ear: audio/score.py
    playing thread:   stream.write(mixer.read(sample, 512))           samples in order, ahead of what is heard

`hear` and `read` may be called from these two threads; each holds a lock for as long as it takes to hand events over,
not while sound is made. With `Workers` (each a `concurrent.futures.Executor`; one thread is enough) one-shots are
rendered there: `Ear` announces most of them seconds ahead, and what is not ready when its time comes begins as soon as
it is; after a jump, what began before it joins in where it would be by then. An event that comes late begins at the
next block. One worker does what is needed within a second, so that no thread that is plucked waits for a thunder; the
other one the rest, in its time, and what textures need next: some weave seconds of a chord at once, which takes longer
than a few blocks last.
"""

import math
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np

from dreamscape.arrays import F64
from dreamscape.audio import peak_limiter, reverb
from dreamscape.audio.events import LONGEST, OUTSIDE, Event
from dreamscape.audio.levels import Levels
from dreamscape.audio.synthesis.envelope import pan_gains
from dreamscape.audio.synthesis.voice import BLOCK, RATE, OneShot, Samples
from dreamscape.audio.underwater import DELAY, under_water
from dreamscape.rng import Streams
from dreamscape.world.scene_sound import BUSES, Bus, Sounding

LATER = 2  # blocks after one that the limiter must know before it is done
HORIZON = reverb.PARTS + peak_limiter.MEMORY + LATER  # blocks before one that it may depend on: 2.9 s
AHEAD = (LATER + 2) * BLOCK + DELAY  # samples after the last one read, up to which events must be known: 90 ms
_SOON, _EVERY = 64, 8  # blocks: how far ahead textures are made ready, and how often one looks
_AT_ONCE = RATE  # samples ahead of what is mixed, from which on a one-shot can wait
_LONGEST = 256  # blocks that a piece of a texture lasts at most
_KEPT = 16  # blocks that are done and may be asked for again
_OUTSIDE_SENT = 0.15  # amplitude of what the room hears of sea, sky and bed


@dataclass(slots=True)
class _Part:
    """An event on its way or sounding: when it begins, its gains left and right, and its sound once there is one."""

    event: Event
    at: int
    gains: F64
    ready: "Future[Samples] | None" = None
    sound: Samples | None = None


@dataclass(frozen=True, slots=True)
class Workers:
    """What makes sound beside the thread that mixes.

    Attributes:
        soon: for what is heard within a second.
        later: for what has more time.
    """

    soon: Executor
    later: Executor


@lru_cache(maxsize=8)
def _rendered(voice: OneShot) -> Samples:
    """A one-shot's sound, `(n, 1)` or `(n, 2)`; an echo is the same sound again."""
    sound = voice.render()
    return sound if sound.ndim == 2 else sound[:, None]


class Mixer:
    """The sound of one dream.

    Reading goes forward; a few blocks are kept. What lies further back, or far ahead, is begun anew.

    Args:
        levels: what the acts ask for.
        streams: of the dream.
        gain: amplitude of all, before the limiter.
        workers: render one-shots; without them they are rendered when they begin, and are never late.
    """

    def __init__(self, levels: Levels, streams: Streams, gain: float = 1.0, workers: Workers | None = None) -> None:
        self.gain = gain
        self._levels, self._room, self._workers = levels, reverb.Reverb(streams), workers
        self._lock = Lock()
        self._heard: list[Event] = []  # handed over, not yet taken in
        self._parts: list[_Part] = []
        self._done: dict[int, Samples] = {}
        self._begin(0)

    def hear(self, events: Iterable[Event]) -> None:
        """Let events sound, each in its time."""
        with self._lock:
            self._heard.extend(events)

    def read(self, start: int, count: int) -> Samples:
        """Samples `start` to `start + count` of the dream, `(count, 2) float32`, within -1 to 1."""
        first, stop = start // BLOCK, -(-(start + count) // BLOCK)
        blocks = [self._block(number) for number in range(first, stop)]
        joined = np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)
        return joined[start - first * BLOCK :][:count]

    def _block(self, number: int) -> Samples:
        if number not in self._done:
            finished = self._next - LATER  # what comes out of the limiter next
            if not finished <= number <= finished + HORIZON:
                self._begin(number)
            while self._next - LATER <= number:
                self._finish()
        return self._done[number]

    def _begin(self, number: int) -> None:
        """Make ready for block `number`, from silence so long before it that nothing of that is heard."""
        self._next = number - HORIZON  # the block to be mixed next
        self._caught = number  # what comes before it is mixed faster than anything is woven ahead
        self._fresh = True  # what began before is in the middle of its sound, not late
        self._done.clear()
        self._room.clear()
        self._dry = np.zeros((BLOCK, 2), np.float32)  # what the water heard last
        self._now = self._levels.at(self._next * BLOCK)
        self._mixed: deque[F64] = deque([np.zeros((BLOCK, 2))] * (LATER + 1), LATER + 1)
        self._opened: deque[F64] = deque([np.zeros((BLOCK, 1))] * (LATER + 1), LATER + 1)
        self._asked: deque[F64] = deque(
            [np.zeros(peak_limiter.FRAMES)] * (peak_limiter.MEMORY + 2), peak_limiter.MEMORY + 2
        )

    def _finish(self) -> None:
        """Mix the next block, and bring the one LATER before it through the limiter."""
        if self._workers and self._next % _EVERY == 0 and self._next >= self._caught - _SOON:
            self._look_ahead(self._workers.later, self._next + _SOON)
        later = self._levels.at((self._next + 1) * BLOCK)
        self._opened.append(_ramp(self._now.open, later.open))
        self._mixed.append(self.gain * self._mix(self._next, self._now, later))
        self._now = later
        before, block, after = list(self._mixed)[-3:]
        self._asked.append(peak_limiter.asked(peak_limiter.true_peaks(before, block, after)))
        limited = self._mixed[0] * peak_limiter.gain(np.concatenate(self._asked)) * self._opened[0]
        self._done[self._next - LATER] = (limited + 0.0).astype(np.float32)  # + 0: no zeros with a sign
        self._done.pop(self._next - LATER - _KEPT, None)
        self._next += 1

    def _look_ahead(self, worker: Executor, number: int) -> None:
        """Let textures make what block `number` is made of, which they remember.

        One that is heard only later makes what begins there, if that lasts until it is heard: so a texture that comes
        is made piece by piece over some seconds, and not at once as an act begins, when drawing takes most.
        """
        now = self._levels.at(number * BLOCK).textures
        for texture, _ in now:
            worker.submit(texture.block, number)
        for key in self._levels.at((number + _LONGEST) * BLOCK).textures.keys() - now.keys():
            if key in self._levels.at((number + key[0].SPAN - 1) * BLOCK).textures:
                worker.submit(key[0].precompute, number, number + _EVERY)

    def _mix(self, number: int, now: Sounding, later: Sounding) -> F64:
        """Block `number` out of buses, water and room, `(BLOCK, 2)`."""
        sounds: dict[Bus, F64] = {bus: np.zeros((BLOCK, 2)) for bus in BUSES}
        sends: dict[Bus, F64] = {bus: np.zeros((BLOCK, 2)) for bus in BUSES}
        for key in {**now.textures, **later.textures}:
            texture, bus = key
            sounds[bus] += texture.block(number) * _ramp(now.textures.get(key, 0.0), later.textures.get(key, 0.0))
        self._take_in(number)
        for part in self._parts:
            self._play(part, number, sounds, sends)
        self._parts = [part for part in self._parts if not _over(part, number)]
        for bus in BUSES:
            level = _ramp(now.levels.get(bus, 1.0), later.levels.get(bus, 1.0))
            sounds[bus] *= level
            sends[bus] *= level
        dry = _sum(sounds[bus] for bus in OUTSIDE).astype(np.float32)
        outside = under_water(self._dry, dry, (now.depth, later.depth))
        self._dry = dry
        answered = self._room.block(number, _sum(sends.values()) + _OUTSIDE_SENT * outside)
        inside = _sum(sounds[bus] for bus in BUSES if bus not in OUTSIDE)
        return np.asarray(inside + outside + _ramp(now.wet, later.wet) * answered)

    def _take_in(self, number: int) -> None:
        """Events that were handed over become parts, in order of time; late ones begin with block `number`."""
        with self._lock:
            heard, self._heard = self._heard, []
        for event in heard:
            at = event.at - (DELAY if event.bus in OUTSIDE else 0)
            if not self._fresh:
                at = max(at, number * BLOCK)
            if at + LONGEST > number * BLOCK:
                part = _Part(event, at, math.sqrt(2.0) * pan_gains(event.pan))
                if self._workers:
                    ahead = at - number * BLOCK
                    worker = self._workers.soon if ahead < _AT_ONCE else self._workers.later
                    part.ready = worker.submit(_rendered, event.voice)
                self._parts.append(part)
        if heard:
            self._parts.sort(key=lambda part: (part.event.at, part.event.bus, part.event.gain, part.event.pan))
        self._fresh = False

    def _play(self, part: _Part, number: int, sounds: dict[Bus, F64], sends: dict[Bus, F64]) -> None:
        """Add what of a part falls into block `number`."""
        if part.at >= (number + 1) * BLOCK:
            return
        begin, joins = part.at - number * BLOCK, False
        if part.sound is None:
            if part.ready is not None and not part.ready.done():
                if begin >= 0 and number >= self._caught:
                    part.at = (number + 1) * BLOCK
                return
            joins = part.ready is not None and begin < 0
            part.sound = _rendered(part.event.voice) if part.ready is None else part.ready.result()
        piece = part.sound[max(-begin, 0) : BLOCK - begin]
        place = slice(max(begin, 0), max(begin, 0) + len(piece))
        placed = piece * (part.event.gain * part.gains)
        if joins:
            placed *= _ramp(0.0, 1.0)[: len(placed)]
        sounds[part.event.bus][place] += placed
        if part.event.send:
            sends[part.event.bus][place] += part.event.send * placed


def _sum(sounds: Iterable[F64]) -> F64:
    return np.asarray(sum(sounds, np.zeros((BLOCK, 2))))


def _over(part: _Part, number: int) -> bool:
    return part.sound is not None and part.at + len(part.sound) <= (number + 1) * BLOCK


def _ramp(start: float, stop: float) -> F64:
    """An even way from one amplitude to another over a block, `(BLOCK, 1)`."""
    return np.asarray(start + (stop - start) * (np.arange(BLOCK) / BLOCK)[:, None])
