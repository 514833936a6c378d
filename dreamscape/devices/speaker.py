"""The speaker: plays what a source makes, and tells what of it is heard now, for the picture to follow.

A thread renders ahead into a ring; the device takes from it. The clock never waits for the sound: after a start, a
jump, a pause or a device that went, the sound joins in where the clock is by then, faded in. What cannot be heard
(muted, paused, no device) is not rendered either.
"""

import threading
from collections.abc import Callable
from typing import Protocol

import numpy as np

from dreamscape.audio.synthesis.voice import BLOCK, RATE, Samples
from dreamscape.clock import now_ns
from dreamscape.devices.sound_clock import SoundClock
from dreamscape.devices.sound_devices import Device, NoDevice, Open, look_again, open_device
from dreamscape.errors import DreamscapeError, InputError

AHEAD = 10 * BLOCK  # samples rendered ahead, 213 ms: longer than any one block takes, thunder too
MOST = 40 * BLOCK  # as many at most, where other programs leave so little time that they are needed
LOW, MORE = 4 * BLOCK, 4 * BLOCK  # samples: if fewer lie ready, so many more are from then on; touches are heard later
AMPLE = 8 * BLOCK  # samples that lie ready, from which on there is time for more
ENOUGH = 7 * BLOCK  # samples that must lie ready before the sound joins in
FADE = 960  # samples, 20 ms: what begins, ends or changes its volume does so in this time, without a click
MARGIN = 0.1  # s of what is about to be heard that is given up to render what comes after it
LOST = 0.25  # s between clock and device beyond which the sound joins in anew, as after a suspend
SILENT = 3.0  # s without a word from a device after which it is given up; sound servers take one to wake up
SOONEST, LATEST = 1.0, 30.0  # s between looking for a device, growing twofold
LOOK = 2.0  # s between asking a device whether it is there


class SampleSource(Protocol):
    """What makes sound."""

    def read(self, start: int, count: int) -> Samples:
        """Samples `start` to `start + count` since the beginning, `(count, 2) float32`, -1 to 1."""
        ...


class Speaker:
    """Plays a source.

    Args:
        source: what makes the sound; read by one thread.
        say: told in one sentence when there is no device, or no longer, or again.
        device: its name or number; None for the usual one.
        volume: 0 to 1.
        muted: begin without sound.
        offset: seconds from when the computer believes a sound is heard to when it is, as of Bluetooth.
        opens: opens a device.

    Attributes:
        underruns: how often the device found nothing to play.
    """

    def __init__(
        self,
        source: SampleSource,
        say: Callable[[str], None],
        device: str | None = None,
        volume: float = 1.0,
        muted: bool = False,
        offset: float = 0.0,
        opens: Open = open_device,
    ) -> None:
        self._source, self._say, self._asked, self._opens = source, say, device, opens
        self._offset = offset
        self._volume, self._muted = min(max(volume, 0.0), 1.0), muted
        self.underruns = 0
        self._clock = SoundClock()
        self._lock = threading.Condition()
        self._ring = np.zeros((MOST, 2), np.float32)
        self._ahead = AHEAD
        self._head = self._tail = 0  # samples: the next to be rendered, the next to be played
        self._joined = False
        self._take = 0  # counts the beginnings, so that a block rendered for an earlier one is let go
        self._gain = 0.0
        self._farewell = np.zeros((0, 2), np.float32)  # what fades out before anything else is played
        self._delay = 0.0  # s, as the device said last
        self._pulled = 0  # ns, when the device asked last
        self._device: Device | None = None
        self._wait, self._next = SOONEST, 0  # s until the next look for a device, and ns when
        self._told = False
        self._another = False  # whether another device is asked for than the one that plays
        self._thread: threading.Thread | None = None
        self._going = False

    def start(self, sample: int = 0) -> None:
        """Begin to play at a sample.

        Raises:
            InputError: there are devices, but none that was asked for.
        """
        with self._lock:
            self._clock.set(now_ns(), sample / RATE)
            self._clock.running = True
            self._going = True
        if not self._muted:
            self._connect()
        self._thread = threading.Thread(target=self._run, name="sound rendering", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, and let go of the device."""
        with self._lock:
            self._part()
            self._going = False
            self._clock.run(now_ns(), False)
            self._lock.notify()
        if self._thread:
            self._thread.join()
        if self._device and len(self._farewell):
            threading.Event().wait(self._delay + 2 * FADE / RATE)  # let the end fade out instead of cutting it off
        self._disconnect()

    def position(self) -> float:
        """Seconds of the source that are heard now; smooth, and never going back but by `seek`."""
        with self._lock:
            return self._clock.at(now_ns())

    def seek(self, sample: int) -> None:
        """Jump to a sample."""
        with self._lock:
            self._part()
            self._clock.set(now_ns(), sample / RATE)

    def pause(self, paused: bool = True) -> None:
        """Stand still, or go on from where it stood."""
        with self._lock:
            self._part()
            self._clock.run(now_ns(), not paused)
            self._lock.notify()

    def ample(self) -> bool:
        """Whether so much lies ready that the next block may take its time."""
        with self._lock:
            return self._joined and self._head - self._tail >= AMPLE

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return not self._clock.running

    @property
    def muted(self) -> bool:
        """Whether nothing is to be heard."""
        return self._muted

    @muted.setter
    def muted(self, wanted: bool) -> None:
        with self._lock:
            self._part()
            self._muted, self._next = wanted, 0
            self._lock.notify()

    @property
    def volume(self) -> float:
        """How loud, 0 to 1; the samples are multiplied by its square, which the ear hears as even steps."""
        return self._volume

    @volume.setter
    def volume(self, wanted: float) -> None:
        self._volume = min(max(wanted, 0.0), 1.0)

    @property
    def asked(self) -> str | None:
        """The device that is asked for, by its name or number; None for the usual one."""
        return self._asked

    @asked.setter
    def asked(self, wanted: str | None) -> None:
        with self._lock:
            self._asked, self._another, self._next, self._wait = wanted, True, 0, SOONEST
            self._lock.notify()

    @property
    def device(self) -> str | None:
        """The name of the device that plays, if any does."""
        return self._device.name if self._device else None

    def _pull(self, count: int, delay: float) -> Samples:
        """What the device plays next; called on its thread."""
        with self._lock:
            now = self._pulled = now_ns()
            self._delay = delay
            out = np.zeros((count, 2), np.float32)
            if len(self._farewell):
                some = self._farewell[:count]
                out[: len(some)], self._farewell = some, self._farewell[len(some) :]
            elif self._wanted():
                self._play(out, now, delay)
            self._lock.notify()
            return out

    def _play(self, out: Samples, now: int, delay: float) -> None:
        """Fill `out` from the ring, if the sound has joined in or now does."""
        due = round(self._due(now, delay) * RATE)
        begin = 0
        if not self._joined:
            first = max(self._tail, due)
            if first >= due + len(out) or self._head - first < ENOUGH:
                return
            self._joined, self._tail, self._gain = True, first, 0.0
            begin = first - due
        elif abs(self._tail - due) > LOST * RATE:
            self._part()
            return
        count = len(out) - begin
        if self._head - self._tail < count + FADE:
            self.underruns += 1
            self._part()
            some = self._farewell[: len(out)]
            out[: len(some)], self._farewell = some, self._farewell[len(some) :]
            return
        self._clock.tell(now, (self._tail - begin) / RATE - delay - self._offset)
        out[begin:] = self._draw(count)
        if self._head - self._tail < LOW:
            self._ahead = min(self._ahead + MORE, MOST)
        goal = self._volume**2
        if self._gain != goal:
            step = 1.0 / FADE
            ramp = np.arange(1, count + 1) * step
            gains = np.minimum(self._gain + ramp, goal) if goal > self._gain else np.maximum(self._gain - ramp, goal)
            out[begin:] *= gains[:, None].astype(np.float32)
            self._gain = float(gains[-1])
        else:
            out[begin:] *= np.float32(goal)

    def _due(self, now: int, delay: float) -> float:
        """The second of the source that a sample handed over now should be."""
        return self._clock.at(now) + delay + self._offset

    def _draw(self, count: int) -> Samples:
        """Take samples out of the ring."""
        request = self._ring[np.arange(self._tail, self._tail + count) % MOST]
        self._tail += count
        return request

    def _part(self) -> None:
        """Fade out what sounds; the sound joins in again when it is wanted and enough of it lies ready."""
        if self._joined:
            left = self._draw(min(self._head - self._tail, FADE))
            fall = np.linspace(self._gain, 0.0, len(left), dtype=np.float32)
            self._farewell = left * fall[:, None]
            self._clock.free(now_ns())
        self._joined = False
        self._head = self._tail  # whatever else lies ready is of another time
        self._take += 1

    def _wanted(self) -> bool:
        """Whether sound is to be heard and can be."""
        return self._going and self._clock.running and not self._muted and self._device is not None

    def _run(self) -> None:
        """Render ahead, and look after the device, until told to end."""
        while self._going:
            self._look_after()
            try:
                rendered = self._render()
            except Exception as error:  # whatever it is, the picture goes on, and it is said
                self._say(f"the sound ends here: {error}")
                return
            if not rendered:
                with self._lock:
                    self._lock.wait(0.1)  # or until the device has taken something, or somebody wants something

    def _render(self) -> bool:
        """Render a block if there is need of one; whether there was."""
        with self._lock:
            if not self._wanted():
                return False
            due = round(self._due(now_ns(), self._delay) * RATE)
            if not self._joined and (self._head < due or self._tail > due + 2 * MARGIN * RATE):
                self._head = self._tail = max(0, due + int(MARGIN * RATE))
            if self._head - self._tail > self._ahead - BLOCK:
                return False
            start, take = self._head, self._take
        block = self._source.read(start, BLOCK)
        with self._lock:
            if take == self._take:
                self._ring[np.arange(start, start + BLOCK) % MOST] = block
                self._head = start + BLOCK
        return True

    def _look_after(self) -> None:
        """Open a device when there is none, and let go of one that is gone."""
        now = now_ns()
        if now < self._next:
            return
        self._next = now + int(LOOK * 1e9)
        if self._another:
            self._another = self._told = False
            self._disconnect()
        device = self._device
        if device is None and not self._muted:
            look_again()
            try:
                self._connect()
            except InputError as error:  # others are there, but not the one that was asked for
                self._miss(error)
        elif device and (not device.alive() or now - self._pulled > SILENT * 1e9):
            self._say(f"the sound device {device.name} is gone; going on in silence until one comes back")
            self._told = True
            self._disconnect()

    def _connect(self) -> None:
        """Open a device, if there is one; else look again later, less and less often."""
        self._pulled = now_ns()
        try:
            device = self._opens(self._asked, self._pull)
        except NoDevice as error:
            self._miss(error)
            return
        with self._lock:
            self._device = device
            self._lock.notify()
        if self._told:
            self._say(f"sound again, through {device.name}")
        self._told, self._wait = False, SOONEST

    def _miss(self, error: DreamscapeError) -> None:
        """Say once that there is no sound, and when to look again."""
        if not self._told:
            self._say(f"no sound: {error}; going on in silence")
            self._told = True
        self._next = now_ns() + int(self._wait * 1e9)
        self._wait = min(2.0 * self._wait, LATEST)

    def _disconnect(self) -> None:
        with self._lock:
            device, self._device = self._device, None
            self._part()
            self._farewell = self._farewell[:0]
        if device:
            device.close()
