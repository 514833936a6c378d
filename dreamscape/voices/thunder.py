"""Thunder: a crooked lightning channel, heard from its near end to its far one, filtered by the air."""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F64
from dreamscape.easing import smoothstep
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import finish, pan_gains
from dreamscape.synthesis.voice import RATE, Samples
from dreamscape.world.weather import SPEED_OF_SOUND

INNER = RATE // 4  # samples a second, internally: distant thunder has nothing above a few kHz
SEGMENTS = 180
_TORTUOUS = 0.55  # rad, the typical bend from one segment to the next
_MONO = 170.0  # Hz, below which both ears hear the same
_CRACK = 4.0  # amplitude of the first segments' waves, for a strike within 1 km
_CRACKS = 0.09  # s after the first sound, in which they arrive
_SNAP = 0.0004, 0.0012  # s, their lengths: what is near has not been rounded by the air
_BRIGHT = 3_200.0  # Hz, above which even near air absorbs


def cutoff(distance: float) -> float:
    """The frequency above which air absorbs thunder, Hz: 700 at 1 km, 300 at 4 km, 190 at 9 km."""
    return float(np.clip(700.0 * (1000.0 / distance) ** 0.6, 90.0, 2500.0))


@dataclass(frozen=True)
class Thunder:
    """The thunder of one lightning flash, from the arrival of its first sound; stereo.

    The channel is a walk of 180 segments of 5 to 70 m; each is a line source that sends an N wave of 3 to 9 ms, longer
    and softer when seen end on, arriving after r / 343 m/s with a gain of 1 / r. The air is a low-pass of two poles at
    `cutoff`; clouds and sea add a rolling tail that is longer and darker from a distance. Within 2 km it begins with a
    crack: the waves of the nearest segments, short and up to four times as strong, through the little air between.
    Source: Few 1969, "Power spectrum of thunder"; Ribner and Roy 1982, "Acoustics of thunder".

    Args:
        streams: of the dream.
        number: of the thunder.
        distance: metres to the nearest point of the channel, 200 to 20,000.
        strokes: when each return stroke comes, seconds, and how bright it is, 0 to 1.
        side: where the channel was seen, -1 left to 1 right; its lowest sounds come from everywhere.
    """

    streams: Streams
    number: int = 0
    distance: float = 4000.0
    strokes: tuple[tuple[float, float], ...] = ((0.0, 1.0),)
    side: float = 0.0

    def render(self) -> Samples:
        """`(n, 2) float32`, 8 to 16 s; the mix sets the loudness by distance."""
        random = self.streams.at("voice thunder", self.number)
        arrival, gain, length, pan = self._channel(random)
        tail = 1.0 + 0.8 * min(self.distance / 5000.0, 1.6)  # s, by which the rolling falls to 1 / e
        count = int((min(float(arrival.max()) + self.strokes[-1][0], 7.0) + 4.0 * tail) * INNER)
        size = 1 << (count - 1).bit_length()
        train = np.zeros((size, 2))
        for at, brightness in self.strokes:
            for when, loud, long, ears in zip(arrival + at, gain, length, pan_gains(pan), strict=True):
                begin = int(when * INNER)
                wave = np.linspace(1.0, -1.0, max(int(long * INNER), 8))
                if begin + len(wave) < count:
                    train[begin : begin + len(wave)] += (brightness * loud * wave)[:, None] * ears
        sound = self._colour(train, self._crack(arrival, gain, pan, size), self._rolling(random, size, tail))
        return finish(sound[: count * (RATE // INNER)], 0.012, 1.2 * tail, 0.9)

    def _channel(self, random: np.random.Generator) -> tuple[F64, F64, F64, F64]:
        """For each segment: delay after the first (s), gain, length of its wave (s), and pan, -1 to 1."""
        lengths = random.uniform(5.0, 70.0, SEGMENTS)
        yaw = random.uniform(0.0, 2.0 * np.pi) + np.cumsum(_TORTUOUS * random.standard_normal(SEGMENTS))
        climb = 0.5 * random.standard_normal(SEGMENTS)
        ways = np.stack([np.cos(climb) * np.cos(yaw), np.sin(climb), np.cos(climb) * np.sin(yaw)], axis=1)
        points = np.cumsum(lengths[:, None] * ways, axis=0)
        points[:, 1] += 1500.0  # m, where clouds begin
        points[:, 2] += self.distance - points[:, 2].min()
        r = np.linalg.norm(points, axis=1)
        end_on = np.abs((points / r[:, None] * ways).sum(axis=1))
        wave = random.uniform(0.003, 0.009, SEGMENTS) + np.minimum(0.08 * lengths * end_on / SPEED_OF_SOUND, 0.010)
        gain = lengths / 35.0 * (r.min() / r) * (0.006 / wave) ** 0.7
        return (r - r.min()) / SPEED_OF_SOUND, gain, wave, np.clip(self.side + points[:, 0] / 2500.0, -0.9, 0.9)

    def _crack(self, arrival: F64, gain: F64, pan: F64, size: int) -> F64:
        """The short waves of the nearest segments, `(size, 2)`, none from further than 2 km."""
        crack = np.zeros((size, 2))
        near = _CRACK * smoothstep(2.0 - self.distance / 1000.0)
        if near <= 0.0:
            return crack
        random = self.streams.at("voice thunder crack", self.number)
        for at, brightness in self.strokes:
            for k in np.flatnonzero(arrival < _CRACKS):
                long = random.uniform(*_SNAP)
                wave = np.linspace(1.0, -1.0, max(int(long * INNER), 4))
                begin = int((at + arrival[k]) * INNER)
                loud = near * brightness * gain[k] * (0.006 / long) ** 0.7 * np.exp(-arrival[k] / (0.4 * _CRACKS))
                crack[begin : begin + len(wave)] += (loud * wave)[:, None] * pan_gains(float(pan[k]))
        return crack

    def _rolling(self, random: np.random.Generator, size: int, tail: float) -> F64:
        """The response of clouds and sea to a click, `(size, 2)`: noise that swells and decays unevenly."""
        t = np.arange(size) / INNER
        knots = np.arange(0.0, t[-1] + 1.0, 0.35)
        uneven = np.interp(t, knots, random.gamma(2.0, 0.5, len(knots)))
        envelope = (1.0 - np.exp(-t / 0.12)) * np.exp(-t / tail) * uneven
        share = 0.012 + 0.018 * min(self.distance / 6000.0, 1.5)
        return np.asarray(share * envelope[:, None] * random.standard_normal((size, 2)))

    def _colour(self, train: F64, crack: F64, rolling: F64) -> F64:
        """The waves and their echoes, filtered by the air, and the crack, at RATE."""
        size = 2 * len(train)
        s = 1.0j * np.fft.rfftfreq(size, 1.0 / INNER)
        near = 1.0 / (1.0 + s / cutoff(self.distance)) ** 2
        far = 1.0 / (1.0 + s / (0.7 * cutoff(self.distance))) ** 2
        floor = (s / (s + 28.0)) ** 2
        waves = np.fft.rfft(train, size, axis=0)
        bright = 1.0 / (1.0 + s / _BRIGHT) ** 2
        spectrum = near[:, None] * waves + far[:, None] * waves * np.fft.rfft(rolling, size, axis=0)
        spectrum += bright[:, None] * np.fft.rfft(crack, size, axis=0)
        apart = 1.0 / (1.0 + (_MONO / np.maximum(np.abs(s), 1.0)) ** 6)[:, None]
        middle = spectrum.mean(axis=1, keepdims=True)
        spectrum = floor[:, None] * (middle + apart * (spectrum - middle))
        return np.asarray(np.fft.irfft(spectrum, size * (RATE // INNER), axis=0), np.float64)
