"""The heartbeat: lub and dub, felt as much as heard."""

from dataclasses import dataclass

import numpy as np

from dreamscape.arrays import F64
from dreamscape.rng import Streams
from dreamscape.synthesis.envelope import finish, sample_count, sample_times
from dreamscape.synthesis.voice import Samples
from dreamscape.world.heart import dub_delay

_KNOCK = ((190.0, 0.6, 0.016), (262.0, 0.8, 0.014), (345.0, 1.1, 0.014), (432.0, 1.0, 0.012))  # Hz, amplitude, s


@dataclass(frozen=True)
class Heartbeat:
    """One beat of the heart: the first sound at 0, the second `heart.dub_delay(bpm)` later; mono.

    S1 comes from the closing valves and the tightening muscle: decaying sines at 50 Hz (30 ms) and 150 Hz (18 ms,
    twice: mitral, then tricuspid 14 to 24 ms later), and a swell whose pitch moves between 20 and 100 Hz. S2 is two
    chirps, 190 to 60 Hz (aortic) and, 20 to 35 ms later, 150 to 50 Hz (pulmonary). What passes the chest wall as a
    knock, at 180 to 430 Hz, and a saturation that adds overtones are heard on small speakers that play nothing lower.
    Source: Chen, Durand and Lee 1997, "Time-frequency analysis of the first heart sound"; Xu, Durand and Pibarot 2000.

    Args:
        streams: of the dream.
        number: of the beat; each differs a little.
        bpm: beats a minute, 30 to 200.
        drive: how hard the saturation is driven, 0.1 (hardly) to 4.
    """

    streams: Streams
    number: int = 0
    bpm: float = 70.0
    drive: float = 2.2

    def render(self) -> Samples:
        """`(n,) float32`, about 0.8 s."""
        random = self.streams.at("voice heartbeat", self.number)
        split_first, split_second = random.uniform(0.014, 0.024), random.uniform(0.020, 0.035)
        tune, breath = 1.0 + 0.03 * random.standard_normal(), 1.0 + 0.06 * random.standard_normal()
        dub = dub_delay(self.bpm)
        t = sample_times(sample_count(dub + 0.42))
        first = _tone(t, 50.0 * tune, 0.030) + 0.30 * _tone(t, 150.0 * tune, 0.018)
        first += 0.22 * _tone(t - split_first, 138.0 * tune, 0.018) + 0.75 * _swell(t, tune)
        second = _chirp(t - dub, 190.0 * tune, 60.0, 0.026) + 0.7 * _chirp(
            t - dub - split_second, 150.0 * tune, 50.0, 0.030
        )
        first += 0.8 * _knock(t, tune)
        sound = first + 0.62 * breath * (second + 1.5 * _knock(t - dub, 1.1 * tune))
        return finish(np.tanh(self.drive * sound), 0.001, 0.08, 0.85)


def _tone(age: F64, hz: float, decay: float) -> F64:
    """A sine that rises in 5 ms and decays by a factor e in `decay` seconds."""
    age = np.maximum(age, 0.0)
    return np.asarray((1.0 - np.exp(-age / 0.005)) * np.exp(-age / decay) * np.sin(2.0 * np.pi * hz * age))


def _knock(age: F64, tune: float) -> F64:
    """The knock against the chest: four modes of 190 to 430 Hz that die within some hundredths of a second."""
    return sum((loud * _tone(age, hz * tune, decay) for hz, loud, decay in _KNOCK), np.zeros_like(age))


def _swell(age: F64, tune: float) -> F64:
    """The muscle: 60 Hz modulated by 40 Hz either way at 17 Hz, under a hump of 45 ms."""
    hump = (age / 0.022) ** 2 * np.exp(2.0 - age / 0.011)
    phase = 60.0 * tune * age + 40.0 / 17.0 / (2.0 * np.pi) * (1.0 - np.cos(2.0 * np.pi * 17.0 * age))
    return np.asarray(0.5 * hump * np.sin(2.0 * np.pi * phase))


def _chirp(age: F64, start: float, stop: float, decay: float) -> F64:
    """A tone whose pitch falls from `start` towards `stop` Hz, by a factor e in 18 ms."""
    age = np.maximum(age, 0.0)
    fall = 0.018
    phase = stop * age + (start - stop) * fall * (1.0 - np.exp(-age / fall))
    return np.asarray((1.0 - np.exp(-age / 0.003)) * np.exp(-age / decay) * np.sin(2.0 * np.pi * phase))
