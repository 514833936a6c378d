"""The mix: events and textures through buses, water, room and limiter; the samples do not depend on how they are read.

Everything is made in blocks of BLOCK samples, counted from the dream's beginning, and all memory is finite: a block
depends on the HORIZON blocks before it and the one after it, and on nothing else. So any size of `read` and any
starting point give the same samples.

Live, one thread plays and another steps the world:

    world thread:     world.step(); mixer.hear(detector.listen(world))     detector: audio/score.py
    playing thread:   stream.write(mixer.read(sample, 512))                samples in order, ahead of what is heard

`hear` and `read` may be called from these two threads; each holds a lock only while it hands events over, not while
sound is made. With `Workers` (each a `concurrent.futures.Executor`; one thread is enough) one-shots are rendered there.
The detector reports most of them seconds ahead. One that is not ready in time begins as soon as it is; after a jump,
one that began before it joins in at the right position. An event that comes late begins at the next block. One worker
does what is needed within a second, so that a plucked string never waits for a thunder to render; the other does the
rest, and prepares what textures need next: some make seconds of a chord at once, which takes longer than a few blocks
last.
"""

import math
from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np

from dreamscape.arrays import F64
from dreamscape.audio import peak_limiter, reverb
from dreamscape.audio.events import INSIDE, LONGEST, OUTSIDE, Event
from dreamscape.audio.levels import Levels
from dreamscape.audio.tone import DELAY, Tone, toned
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import pan_gains
from dreamscape.synthesis.voice import BLOCK, RATE, OneShot, Samples
from dreamscape.world.scene_sound import BUSES, Bus, Sounding

LATER = 2  # blocks that the limiter looks ahead
HORIZON = reverb.PARTS + 1 + peak_limiter.MEMORY + LATER  # blocks before one that it may depend on, 2.9 s
AHEAD = (LATER + 2) * BLOCK + DELAY  # samples beyond the last one read for which events must be known, 90 ms
_SOON, _EVERY = 64, 8  # blocks: how far ahead textures are prepared, and how often that is checked
_AT_ONCE = RATE  # samples: a one-shot that begins later than this can wait for the slower worker
_LONGEST = 256  # blocks, the longest piece of a texture
_KEPT = 16  # finished blocks that may be read again
_OUTSIDE_SENT = 0.15  # amplitude at which sea, sky and bed are sent into the room


@dataclass(slots=True)
class _Playing:
    """An event that is due or sounding: its first sample, its gains left and right, and its sound once rendered."""

    event: Event
    at: int
    gains: F64
    ready: "Future[Samples] | None" = None
    sound: Samples | None = None


@dataclass(frozen=True, slots=True)
class Workers:
    """The executors that render sound beside the mixing thread.

    Attributes:
        soon: for what is due within a second.
        later: for everything else.
    """

    soon: Executor
    later: Executor


@lru_cache(maxsize=8)
def _rendered(voice: OneShot) -> Samples:
    """A one-shot's sound, `(n, 1)` or `(n, 2)`; cached, since an echo is the same sound again."""
    sound = voice.render()
    return sound if sound.ndim == 2 else sound[:, None]


class Mixer:
    """The sound of one dream.

    Reading goes forward; a few blocks are kept. A read further back, or far ahead, starts again from there.

    Args:
        levels: of the dream.
        streams: of the dream.
        gain: amplitude of all, before the limiter.
        workers: render one-shots; without them these are rendered when they begin, and never late.
    """

    def __init__(self, levels: Levels, streams: Streams, gain: float = 1.0, workers: Workers | None = None) -> None:
        self.gain = gain
        self._levels, self._room, self._workers = levels, reverb.Reverb(streams), workers
        self._lock = Lock()
        self._received: list[Event] = []  # handed over, not yet scheduled
        self._playing: list[_Playing] = []
        self._done: dict[int, Samples] = {}
        self._begin(0)

    def hear(self, events: Iterable[Event]) -> None:
        """Add events, each to sound at its time."""
        with self._lock:
            self._received.extend(events)

    def read(self, start: int, count: int) -> Samples:
        """Samples `start` to `start + count` of the dream, `(count, 2) float32`, within -1 to 1."""
        first, stop = start // BLOCK, -(-(start + count) // BLOCK)
        blocks = [self._block(number) for number in range(first, stop)]
        joined = np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)
        return joined[start - first * BLOCK :][:count]

    def _block(self, number: int) -> Samples:
        if number not in self._done:
            finished = self._next - LATER  # the next block out of the limiter
            if not finished <= number <= finished + HORIZON:
                self._begin(number)
            while self._next - LATER <= number:
                self._finish()
        return self._done[number]

    def _begin(self, number: int) -> None:
        """Start over for block `number`, from silence far enough before it not to be heard."""
        self._next = number - HORIZON  # the block to be mixed next
        self._caught = number  # blocks before it are mixed faster than textures can be prepared
        self._fresh = True  # events that began before are in the middle of their sound, not late
        self._done.clear()
        self._room.clear()
        self._before = {place: np.zeros((BLOCK, 2), np.float32) for place in ("outside", "inside", "sent", "room")}
        self._now = self._levels.at(self._next * BLOCK)
        self._mixed: deque[F64] = deque([np.zeros((BLOCK, 2))] * (LATER + 1), LATER + 1)
        self._opened: deque[F64] = deque([np.zeros((BLOCK, 1))] * (LATER + 1), LATER + 1)
        self._reductions: deque[F64] = deque(
            [np.zeros(peak_limiter.FRAMES)] * (peak_limiter.MEMORY + 2), peak_limiter.MEMORY + 2
        )

    def _finish(self) -> None:
        """Mix the next block, and limit the one LATER blocks before it."""
        if self._workers and self._next % _EVERY == 0 and self._next >= self._caught - _SOON:
            self._look_ahead(self._workers.later, self._next + _SOON)
        later = self._levels.at((self._next + 1) * BLOCK)
        self._opened.append(_ramp(self._now.open, later.open))
        self._mixed.append(self.gain * self._mix(self._next, self._now, later))
        self._now = later
        before, block, after = list(self._mixed)[-3:]
        self._reductions.append(peak_limiter.required_reduction(peak_limiter.true_peaks(before, block, after)))
        limited = self._mixed[0] * peak_limiter.gain(np.concatenate(self._reductions)) * self._opened[0]
        self._done[self._next - LATER] = (limited + 0.0).astype(np.float32)  # + 0: no negative zeros
        self._done.pop(self._next - LATER - _KEPT, None)
        self._next += 1

    def _look_ahead(self, worker: Executor, number: int) -> None:
        """Let textures render what block `number` needs, into their caches.

        A texture that is not heard yet renders the pieces that begin there and last until it is heard. So a new texture
        is made piece by piece over some seconds, and not all at once when an act begins and drawing takes the most.
        """
        now = self._levels.at(number * BLOCK).textures
        for texture, _ in now:
            worker.submit(texture.block, number)
        for key in self._levels.at((number + _LONGEST) * BLOCK).textures.keys() - now.keys():
            if key in self._levels.at((number + key[0].SPAN - 1) * BLOCK).textures:
                worker.submit(key[0].precompute, number, number + _EVERY)

    def _mix(self, number: int, now: Sounding, later: Sounding) -> F64:
        """Block `number` after buses, water and room, `(BLOCK, 2)`."""
        sounds: dict[Bus, F64] = {bus: np.zeros((BLOCK, 2)) for bus in BUSES}
        sends: dict[Bus, F64] = {bus: np.zeros((BLOCK, 2)) for bus in BUSES}
        for key in {**now.textures, **later.textures}:
            texture, bus = key
            sounds[bus] += texture.block(number) * _ramp(now.textures.get(key, 0.0), later.textures.get(key, 0.0))
        self._schedule(number)
        for one in self._playing:
            self._play(one, number, sounds, sends)
        self._playing = [one for one in self._playing if not _over(one, number)]
        for bus in BUSES:
            level = _ramp(now.levels.get(bus, 1.0), later.levels.get(bus, 1.0))
            sounds[bus] *= level
            sends[bus] *= level
        deep = [Tone(part.depth, part.parted, part.asleep) for part in (now, later)]
        dry = [tone._replace(depth=0.0) for tone in deep]
        outside = self._toned("outside", _sum(sounds[bus] for bus in OUTSIDE), deep)
        inside = self._toned("inside", _sum(sounds[bus] for bus in INSIDE), dry)
        sent = self._toned("sent", _sum(sends[bus] for bus in BUSES if bus != "voice"), dry)
        reverberated = self._room.block(number, sent + sends["voice"] + _OUTSIDE_SENT * outside)
        still = [Tone(parted=part.parted) for part in (now, later)]  # what rang before makes way for the words too
        heard = self._toned("room", reverberated, still)
        return np.asarray(sounds["voice"] + inside + outside + _ramp(now.wet, later.wet) * heard)

    def _toned(self, place: str, sound: F64, tones: Sequence[Tone]) -> Samples:
        """A block of what comes from one place, with its tones at both ends, DELAY samples late."""
        block = sound.astype(np.float32)
        heard = toned(self._before[place], block, *tones)
        self._before[place] = block
        return heard

    def _schedule(self, number: int) -> None:
        """Schedule the events that were handed over, in order of time; late ones begin with block `number`."""
        with self._lock:
            received, self._received = self._received, []
        for event in received:
            at = event.at - (0 if event.bus == "voice" else DELAY)
            if not self._fresh:
                at = max(at, number * BLOCK)
            if at + LONGEST > number * BLOCK:
                one = _Playing(event, at, math.sqrt(2.0) * pan_gains(event.pan))
                if self._workers:
                    ahead = at - number * BLOCK
                    worker = self._workers.soon if ahead < _AT_ONCE else self._workers.later
                    one.ready = worker.submit(_rendered, event.voice)
                self._playing.append(one)
        if received:
            self._playing.sort(key=lambda one: (one.event.at, one.event.bus, one.event.gain, one.event.pan))
        self._fresh = False

    def _play(self, one: _Playing, number: int, sounds: dict[Bus, F64], sends: dict[Bus, F64]) -> None:
        """Add the piece of an event that falls into block `number`."""
        if one.at >= (number + 1) * BLOCK:
            return
        begin, joins = one.at - number * BLOCK, False
        if one.sound is None:
            if one.ready is not None and not one.ready.done():
                if begin >= 0 and number >= self._caught:
                    one.at = (number + 1) * BLOCK
                return
            joins = one.ready is not None and begin < 0
            one.sound = _rendered(one.event.voice) if one.ready is None else one.ready.result()
        piece = one.sound[max(-begin, 0) : BLOCK - begin]
        place = slice(max(begin, 0), max(begin, 0) + len(piece))
        placed = piece * (one.event.gain * one.gains)
        if joins:
            placed *= _ramp(0.0, 1.0)[: len(placed)]
        sounds[one.event.bus][place] += placed
        if one.event.send:
            sends[one.event.bus][place] += one.event.send * placed


def _sum(sounds: Iterable[F64]) -> F64:
    return np.asarray(sum(sounds, np.zeros((BLOCK, 2))))


def _over(one: _Playing, number: int) -> bool:
    return one.sound is not None and one.at + len(one.sound) <= (number + 1) * BLOCK


def _ramp(start: float, stop: float) -> F64:
    """A linear ramp from one amplitude to another over a block, `(BLOCK, 1)`."""
    return np.asarray(start + (stop - start) * (np.arange(BLOCK) / BLOCK)[:, None])
