"""From a click to the picture on a machine that nothing disturbs: pace and hearing as they are, time simulated."""

from collections.abc import Iterator

import numpy as np

from dreamscape.dream.inputs import Heard
from dreamscape.live.controls.sound_input import SoundInput
from dreamscape.live.playback.pace import Pacer
from dreamscape.synthesis.voice import RATE, SAMPLES_PER_TICK, Samples

BLOCK, ON_ITS_WAY = 256, 2_000_000  # samples that a device delivers at a time; ns until they are there
DRAWS, VARIES = 0.62, 0.1  # of a frame's time, what drawing takes and by how much that varies
GRADES = 0.4  # of drawing, what comes after the light: glow, tone map, the window
SEEN = 0.5  # level of the low band that is an answer
BETWEEN = 0.5  # s between clicks


class Clicks:
    """A device that delivers clicks in blocks; some ns have passed since it began.

    Attributes:
        now: ns.
        times: when each click begins, ns.
    """

    lost = ""

    def __init__(self, count: int, click: Samples, random: np.random.Generator) -> None:
        self.now, self._taken = 0, 0
        starts = (np.arange(2, count + 2) * BETWEEN + random.random(count) * 0.1) * RATE
        self._sound = np.zeros((round((count + 3) * BETWEEN * RATE), 1), np.float32)
        for start in starts.astype(int):
            self._sound[start : start + len(click), 0] += click
        self.times = [round(start * 1e9 / RATE) for start in starts.astype(int)]

    def take(self) -> Samples:
        """As of `SampleStream`."""
        come = max(self.now - ON_ITS_WAY, 0) * RATE // 10**9 // BLOCK * BLOCK
        taken, self._taken = self._sound[self._taken : come], come
        return taken

    def sleep(self, ns: int) -> None:
        """Let time pass."""
        self.now += ns

    def status(self) -> str:
        """As of `SampleStream`."""
        return "clicks"

    def close(self) -> None:
        """As of `SampleStream`."""


def _frames(rate: float, device: Clicks, random: np.random.Generator) -> Iterator[tuple[int, float, float]]:
    """When each frame is shown, and the low band as its layers and as the light of all of it answer to."""
    pacer, hearing, tick = Pacer(rate, lambda: device.now, device.sleep), SoundInput(device), 0
    pacer.prompt = True
    while device.now < device.times[-1] + 300_000_000:
        pacer.wait()
        last = device.now * RATE // SAMPLES_PER_TICK // 10**9
        events = [event for event in hearing.events(tick + 1, max(last, tick + 1), 0.0) if isinstance(event, Heard)]
        work = pacer.period * DRAWS * (1.0 + VARIES * random.standard_normal())
        device.sleep(round((1.0 - GRADES) * work))
        if not pacer.lead:
            pacer.sleep_until(pacer.grade_time)
        low = max((event.low for event in events), default=0.0)
        light = max(low, hearing.low_since())
        device.sleep(round(GRADES * work))
        pacer.record_draw(round(work))
        pacer.record_grade(round(GRADES * work))
        pacer.sleep_until(pacer.show_time)
        pacer.record_shown()
        tick = max(last, tick + 1)
        yield device.now, low, light


def answers(rate: float, click: Samples, count: int = 200) -> tuple[list[float], list[float]]:
    """Seconds from each of so many clicks until the layers answer, and until the light does."""
    random = np.random.default_rng(1)
    device = Clicks(count, click, random)
    shown = list(_frames(rate, device, random))
    layers, light = list[float](), list[float]()
    for time in device.times:
        after = [frame for frame in shown if frame[0] > time]
        layers.append((next(at for at, low, _ in after if low > SEEN) - time) * 1e-9)
        light.append((next(at for at, _, low in after if low > SEEN) - time) * 1e-9)
    return layers, light
