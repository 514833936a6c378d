"""The speaker plays a source of samples and reports the position that is heard now, for the picture to follow.

A thread renders ahead into a ring buffer, and the device takes from it. The clock never waits for the sound: after a
start, a jump, a pause or a lost device, the sound fades in where the clock is by then. What cannot be heard (muted,
paused, no device) is not rendered.
"""

import threading
from collections.abc import Callable

import numpy as np

from dreamscape.clock import now_ns
from dreamscape.devices.device_connection import DeviceConnection
from dreamscape.devices.sample_ring import FADE, SampleRing, SampleSource, gain_ramp
from dreamscape.devices.sound_clock import SoundClock
from dreamscape.devices.sound_devices import Open, open_device
from dreamscape.synthesis.voice import BLOCK, RATE, Samples

AHEAD = 10 * BLOCK  # samples rendered ahead, 213 ms: longer than any block takes to render, thunder included
MOST = 40 * BLOCK  # the same at most, on a busy machine that needs it
LOW, MORE = 4 * BLOCK, 4 * BLOCK  # samples: if fewer are ready, render more ahead from then on, which adds latency
AMPLE = 8 * BLOCK  # ready samples from which on a block may take its time
ENOUGH = 7 * BLOCK  # ready samples before the sound starts
KEPT = 5 * BLOCK  # samples that still play before the source changes: enough to render what follows
MARGIN = 0.1  # s that are skipped at a start, to have time to render what follows
LOST = 0.25  # s between clock and device beyond which the sound starts anew, as after a suspend


class Speaker:
    """Plays a source.

    Args:
        source: makes the samples; read by one thread.
        say: called with a sentence when there is no device, when it is lost and when it is back.
        device: its name or number; None for the default.
        volume: 0 to 1.
        muted: start muted.
        offset: s by which sound is heard later than the computer believes, as over Bluetooth.
        opens: opens a device.

    Attributes:
        underruns: how often the device found nothing to play.
        beside: adds what is to be heard at once to the next samples for the device, at a gain; None for nothing.
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
        self._source, self._say = source, say
        self._offset = offset
        self._volume, self._muted = min(max(volume, 0.0), 1.0), muted
        self.underruns = 0
        self.beside: Callable[[Samples, float], None] | None = None
        self._clock = SoundClock()
        self._lock = threading.Condition()
        self._ring = SampleRing(MOST)
        self._ahead = AHEAD
        self._playing = False
        self._starts = 0  # counts the starts, so that a block rendered for an earlier one is dropped
        self._gain = 0.0
        self._fade_out = np.zeros((0, 2), np.float32)  # the fade-out to play before anything else
        self._delay = 0.0  # s, as the device last reported
        self._connection = DeviceConnection(device, opens, self._pull, say, self._device_changed)
        self._thread: threading.Thread | None = None
        self._going = False

    def start(self, sample: int = 0) -> None:
        """Start to play at a sample.

        Raises:
            InputError: there are devices, but none with this name.
        """
        with self._lock:
            self._clock.set(now_ns(), sample / RATE)
            self._clock.running = True
            self._going = True
        if not self._muted:
            self._connection.open()
        self._thread = threading.Thread(target=self._run, name="sound rendering", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop, and close the device."""
        with self._lock:
            self._part()
            self._going = False
            self._clock.run(now_ns(), False)
            self._lock.notify()
        if self._thread:
            self._thread.join()
        if self._connection.device and len(self._fade_out):
            threading.Event().wait(self._delay + 2 * FADE / RATE)  # let the end fade out
        self._connection.close()

    def position(self) -> float:
        """The position in the source that is heard now, s; smooth, and never going back except by `seek`."""
        with self._lock:
            return self._clock.at(now_ns())

    def seek(self, sample: int) -> None:
        """Jump to a sample."""
        with self._lock:
            self._part()
            self._clock.set(now_ns(), sample / RATE)

    def replace(self, changes: Callable[[int], None]) -> int:
        """Let the source change soon, but for the next KEPT samples; returns the sample from which on it is read anew.

        `changes` is told that sample, makes the change, and must return at once.
        """
        with self._lock:
            if self._playing:
                self._ring.head = min(self._ring.head, self._ring.tail + KEPT)
            else:
                self._ring.clear(max(0, round(self._target(now_ns(), self._delay) * RATE)))
            self._starts += 1
            changes(self._ring.head)
            self._lock.notify()
            return self._ring.head

    def pause(self, paused: bool = True) -> None:
        """Pause, or resume from the same position."""
        with self._lock:
            self._part()
            self._clock.run(now_ns(), not paused)
            self._lock.notify()

    def ample(self) -> bool:
        """Whether so much is ready that the next block may take its time."""
        with self._lock:
            return self._playing and self._ring.ready >= AMPLE

    @property
    def paused(self) -> bool:
        """Whether it is paused."""
        return not self._clock.running

    @property
    def muted(self) -> bool:
        """Whether it is muted."""
        return self._muted

    @muted.setter
    def muted(self, wanted: bool) -> None:
        with self._lock:
            self._part()
            self._muted = wanted
            self._connection.check_soon()
            self._lock.notify()

    @property
    def volume(self) -> float:
        """The volume, 0 to 1; the samples are multiplied by its square, which the ear hears as even steps."""
        return self._volume

    @volume.setter
    def volume(self, wanted: float) -> None:
        self._volume = min(max(wanted, 0.0), 1.0)

    @property
    def asked(self) -> str | None:
        """The name or number of the chosen device; None for the default."""
        return self._connection.name

    @asked.setter
    def asked(self, wanted: str | None) -> None:
        with self._lock:
            self._connection.choose(wanted)
            self._lock.notify()

    @property
    def device(self) -> str | None:
        """The name of the device that plays; None if none does."""
        device = self._connection.device
        return device.name if device else None

    def _pull(self, count: int, delay: float) -> Samples:
        """The next samples for the device; called on its thread."""
        with self._lock:
            now = self._connection.pulled = now_ns()
            self._delay = delay
            out = np.zeros((count, 2), np.float32)
            if len(self._fade_out):
                self._play_fade_out(out)
            elif self._wanted():
                self._play(out, now, delay)
                if self.beside:
                    self.beside(out, self._volume**2)
            self._lock.notify()
            return out

    def _play(self, out: Samples, now: int, delay: float) -> None:
        """Fill `out` from the ring, if the sound has started or now does."""
        position = round(self._target(now, delay) * RATE)
        begin = 0
        if not self._playing:
            first = max(self._ring.tail, position)
            if first >= position + len(out) or self._ring.head - first < ENOUGH:
                return
            self._playing, self._ring.tail, self._gain = True, first, 0.0
            begin = first - position
        elif abs(self._ring.tail - position) > LOST * RATE:
            self._part()
            return
        count = len(out) - begin
        if self._ring.ready < count + FADE:
            self.underruns += 1
            self._part()
            self._play_fade_out(out)
            return
        self._clock.tell(now, (self._ring.tail - begin) / RATE - delay - self._offset)
        out[begin:] = self._ring.take(count)
        if self._ring.ready < LOW:
            self._ahead = min(self._ahead + MORE, MOST)
        goal = self._volume**2
        if self._gain != goal:
            gains = gain_ramp(self._gain, goal, count)
            out[begin:] *= gains[:, None].astype(np.float32)
            self._gain = float(gains[-1])
        else:
            out[begin:] *= np.float32(goal)

    def _play_fade_out(self, out: Samples) -> None:
        """Move the next samples of the fade-out to `out`."""
        fade = self._fade_out[: len(out)]
        out[: len(fade)], self._fade_out = fade, self._fade_out[len(fade) :]

    def _target(self, now: int, delay: float) -> float:
        """The position that a sample delivered now should have, s."""
        return self._clock.at(now) + delay + self._offset

    def _part(self) -> None:
        """Fade out; the sound starts again when it is wanted and enough is ready."""
        if self._playing:
            self._fade_out = self._ring.fade_out(self._gain)
            self._clock.free(now_ns())
        self._playing = False
        self._ring.clear()  # whatever else is ready belongs to another position
        self._starts += 1

    def _wanted(self) -> bool:
        """Whether sound should and can be heard."""
        return self._going and self._clock.running and not self._muted and self._connection.device is not None

    def _run(self) -> None:
        """Render ahead, and check the device, until stopped."""
        while self._going:
            self._look_after()
            try:
                rendered = self._render()
            except Exception as error:  # any kind: report it, and let the picture go on
                self._say(f"the sound ends here: {error}")
                return
            if not rendered:
                with self._lock:
                    self._lock.wait(0.1)  # or until the device has pulled, or a setting has changed

    def _render(self) -> bool:
        """Render a block if one is needed; returns whether it was."""
        with self._lock:
            if not self._wanted():
                return False
            position = round(self._target(now_ns(), self._delay) * RATE)
            if not self._playing and (self._ring.head < position or self._ring.tail > position + 2 * MARGIN * RATE):
                self._ring.clear(max(0, position + int(MARGIN * RATE)))
            if self._ring.ready > self._ahead - BLOCK:
                return False
            start, start_number = self._ring.head, self._starts
        block = self._source.read(start, BLOCK)
        with self._lock:
            if start_number == self._starts:
                self._ring.put(block)
        return True

    def _look_after(self) -> None:
        """Open a device if there is none, and close one that is lost."""
        self._connection.check(not self._muted)

    def _device_changed(self) -> None:
        """Start anew on a device that was opened; drop the fade-out of one that is closed."""
        with self._lock:
            if self._connection.device is None:
                self._part()
                self._fade_out = self._fade_out[:0]
            else:
                self._lock.notify()
