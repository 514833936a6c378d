"""A bowed thread: the voice that sings the melody."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dreamscape.arrays import F64
from dreamscape.easing import smoothstep
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import finish, pan_gains, sample_count, sample_times, wander
from dreamscape.synthesis.overlap_add import band_gain, noise
from dreamscape.synthesis.voice import RATE, Samples

PLAYERS = 4
_TABLE = 2048  # samples of one period
# Resonances of a body of wood: Hz, half width and gain; the air in it, the top, the bridge's hill.
_BODY = ((275.0, 60.0, 0.9), (460.0, 90.0, 1.0), (700.0, 160.0, 0.5), (2400.0, 700.0, 0.45))
_HISS = 0.012  # of the tone, the bow's own noise


@dataclass(frozen=True)
class BowedString:
    """One long note; stereo.

    Some players bow the same note, each a few cents and hundredths of a second apart, with a vibrato that begins once
    the note stands. A bowed string is a saw: partials of 1 / k, through the resonances of a body; the bow over the
    fingerboard leaves the low ones, nearer the bridge it brings the high ones out, and it goes there as the note
    swells. With the tone comes the breath of the hair.
    Source: Fletcher and Rossing 1998, "The Physics of Musical Instruments", sections 10.2 to 10.6; vibrato of 5 to 6 Hz
    and some 15 cents: Mellody and Wakefield 2000, "The time-frequency characteristics of violin vibrato".

    Args:
        streams: of the dream.
        number: of the note.
        pitch: Hz, 60 to 2,000.
        seconds: from its beginning to its end, 1 to 6.
        bright: 0 over the fingerboard to 1 at the bridge.
    """

    streams: Streams
    number: int = 0
    pitch: float = 440.0
    seconds: float = 4.0
    bright: float = 0.3

    def render(self) -> Samples:
        """`(n, 2) float32`, `seconds` long."""
        random = self.streams.at("voice bow", self.number)
        count = sample_count(self.seconds)
        t = sample_times(count)
        x = t / self.seconds
        rises, falls = min(0.5, 0.3 * self.seconds), min(1.4, 0.55 * self.seconds)
        swell = smoothstep(t / rises) * smoothstep((self.seconds - t) / falls) * (0.72 + 0.28 * np.sin(np.pi * x))
        nearer = np.clip(self.bright * (0.5 + 0.5 * smoothstep(t / (2.0 * rises))) * swell**0.5, 0.0, 1.0)
        dark, light = (_period(round(self.pitch, 2), tilt) for tilt in (1.75, 0.95))
        total = np.zeros((count, 2))
        for player in range(PLAYERS):
            phase = self._phase(random, t)
            whole = phase.astype(np.int64)
            part, index = phase - whole, whole % _TABLE
            tone = sum(
                share * (table[index] + part * (table[index + 1] - table[index]))
                for share, table in ((1.0 - nearer, dark), (nearer, light))
            )
            total += (swell * tone)[:, None] * pan_gains(-0.45 + 0.9 * player / (PLAYERS - 1))
        size = 1 << (count - 1).bit_length()
        hair = noise(random, size, band_gain(size, 1800.0, 9000.0, 3.0), 0.8)[:count]
        level = float(np.sqrt((total * total).mean()))
        return finish(total + _HISS * level * swell[:, None] * hair / 0.5, 0.02, 0.1, 0.7)

    def _phase(self, random: np.random.Generator, t: F64) -> F64:
        """One player's phase at `t` seconds, in samples of the table."""
        coarse = t[::64]
        rate, late, out = random.uniform(4.9, 5.8), random.uniform(0.35, 0.7), random.uniform(-4.0, 4.0)
        vibrato = smoothstep((coarse - late) / 0.8) * np.sin(2.0 * np.pi * (rate * coarse + random.random()))
        cents = out + 9.0 * vibrato + 3.0 * wander(random, coarse, 1.7)
        cents -= 18.0 * np.exp(-coarse / 0.06)  # the finger arrives
        hz = self.pitch * 2.0 ** (np.interp(t, coarse, cents) / 1200.0)
        return np.asarray(_TABLE * (random.random() + np.cumsum(hz) / RATE))


@lru_cache(maxsize=16)
def _period(pitch: float, tilt: float) -> F64:
    """One period and its first sample again, `(_TABLE + 1,)`: partials of k to the power of -`tilt`, up to 12 kHz."""
    k = np.arange(1, max(int(min(12_000.0 / pitch, _TABLE / 8)), 1) + 1)
    hz = k * pitch
    body = 0.5 + sum(loud / (1.0 + ((hz - middle) / half) ** 2) for middle, half, loud in _BODY)
    spectrum = np.zeros(_TABLE // 2 + 1, np.complex128)
    spectrum[k] = body / k**tilt / (1.0 + (hz / 5200.0) ** 2) * np.exp(2.0j * np.pi * (0.618 * k * k % 1.0))
    period = np.fft.irfft(spectrum)
    period /= np.sqrt((period * period).mean())
    return np.append(period, period[0])
