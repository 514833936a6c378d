"""Songs whose beats, bars and drops are known: drums, bass, chords and a tune, made here for `benchmarks/hearing.py`.

All parts are simple and mixed as records are: the kick and the bass loudest, hats soft, chords and a tune in between.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import sounds
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.synthesis.voice import RATE

Pattern = Mapping[str, Sequence[float]]
CHORDS = ((0, 3, 7), (-4, 0, 3), (3, 7, 10), (-2, 2, 5))  # half tones above A3: i, VI, III, VII of A minor


@dataclass(frozen=True)
class Song:
    """What is heard, and what is known of it.

    Attributes:
        samples: `(n,) float32`, mono at 48 kHz.
        beats, downbeats, drops: s.
    """

    samples: NDArray[np.float32]
    beats: F64
    downbeats: F64
    drops: Sequence[float] = field(default=())


def _tone(hz: float, seconds: float, fall: float, partials: int = 4, attack: float = 0.004) -> F64:
    at = np.arange(int(seconds * RATE)) / RATE
    rise = np.minimum(at / attack, 1.0) * np.minimum((seconds - at) / 0.01, 1.0)
    tone = sum((0.6**k * np.sin(2 * np.pi * hz * (k + 1) * at) for k in range(partials)), np.zeros(len(at)))
    return np.asarray(rise * np.exp(-at / fall) * tone)


def _kick() -> F64:
    at = np.arange(int(0.3 * RATE)) / RATE
    return np.asarray(np.sin(2 * np.pi * (48 * at + 4 * (1 - np.exp(-at * 30)))) * np.exp(-at * 10))


def _snare() -> F64:
    at = np.arange(int(0.2 * RATE)) / RATE
    return np.asarray(
        0.6 * sounds.noise(len(at), 7) * np.exp(-at * 22) + 0.5 * np.sin(2 * np.pi * 190 * at) * np.exp(-at * 30)
    )


def _hat(fall: float = 70.0) -> F64:
    at = np.arange(int(0.12 * RATE)) / RATE
    return np.asarray(np.diff(sounds.noise(len(at) + 1, 8)) * np.exp(-at * fall))


SOUNDS: dict[str, F64] = {"kick": 0.8 * _kick(), "snare": 0.4 * _snare(), "hat": 0.15 * _hat(), "ride": 0.12 * _hat(28)}


class Score:
    """A song while it is written: sounds are put at beats, which lie where `beats` says.

    Args:
        beats: s, the time of each beat; the last is where the song ends.
        meter: beats in a bar; the first beat is a downbeat.
    """

    def __init__(self, beats: F64, meter: int = 4) -> None:
        self.beats, self.meter = beats, meter
        self._sound = np.zeros(int((beats[-1] + 0.5) * RATE))

    def at(self, beat: float) -> float:
        """When a beat or a part of one is played, s."""
        return float(np.interp(beat, np.arange(len(self.beats)), self.beats))

    def put(self, beat: float, sound: F64, gain: float = 1.0) -> None:
        """Lay a sound."""
        if beat < len(self.beats) - 1:
            place = int(self.at(beat) * RATE)
            part = sound[: len(self._sound) - place]
            self._sound[place : place + len(part)] += gain * part

    def drums(self, pattern: Pattern, start: int = 0, stop: int | None = None, gain: float = 1.0) -> None:
        """Repeat a bar of drums: for each sound, the beats of the bar at which it is played."""
        luck = np.random.default_rng(3)
        for bar in range(start, stop or len(self.beats), self.meter):
            for name, places in pattern.items():
                for place in places:
                    self.put(bar + place, SOUNDS[name], gain * luck.uniform(0.85, 1.0))

    def bass(self, places: Sequence[float], start: int = 0, stop: int | None = None, gain: float = 1.0) -> None:
        """A bass note of each bar's chord at these beats."""
        for bar in range(start, stop or len(self.beats), self.meter):
            root = 55.0 * 2.0 ** (CHORDS[bar // self.meter % 4][0] / 12.0)
            for place in places:
                self.put(bar + place, 0.35 * gain * _tone(root, 0.3, 0.2))

    def chords(self, length: float, places: Sequence[float] = (0.0,), attack: float = 0.01, gain: float = 1.0) -> None:
        """A bar's chord, `length` seconds long, at these beats of it."""
        for bar in range(0, len(self.beats), self.meter):
            for place in places:
                for half_tones in CHORDS[bar // self.meter % 4]:
                    hz = 220.0 * 2.0 ** (half_tones / 12.0)
                    self.put(bar + place, 0.08 * gain * _tone(hz, length, 0.8 * length, 5, attack))

    def tune(self, step: float, gain: float = 1.0) -> None:
        """Plucked notes of the bars' chords, one every `step` beats, some left out."""
        luck = np.random.default_rng(11)
        for beat in np.arange(0.0, len(self.beats) - 1, step):
            if luck.random() < 0.7:
                half_tones = CHORDS[int(beat) // self.meter % 4][luck.integers(3)]
                self.put(float(beat), 0.12 * gain * _tone(440.0 * 2.0 ** (half_tones / 12.0), 0.4, 0.15))

    def under(self, sound: F64, gain: float = 1.0) -> None:
        """Lay a sound under all of it, from the beginning on, over and over."""
        self._sound += gain * np.resize(sound, len(self._sound))

    def song(self, drops: Sequence[int] = ()) -> Song:
        """The song, with drops at these beats."""
        sound = np.tanh(1.2 * (self._sound + 0.0015 * sounds.noise(len(self._sound), 9)))
        times = self.beats[:-1]
        return Song(sound.astype(np.float32), times, times[:: self.meter], [self.at(beat) for beat in drops])


def steady(bpm: float, seconds: float = 40.0) -> F64:
    """Beats of one tempo."""
    return 0.25 + np.arange(0.0, seconds, 60.0 / bpm)


def varied(bpm: Callable[[float], float], seconds: float = 45.0) -> F64:
    """Beats of a tempo that depends on the time."""
    beats = [0.25]
    while beats[-1] < seconds:
        beats.append(beats[-1] + 60.0 / bpm(beats[-1]))
    return np.array(beats)


FLOOR = {"kick": (0, 1, 2, 3), "snare": (1, 3), "hat": (0.5, 1.5, 2.5, 3.5)}
ROCK = {"kick": (0, 2, 2.5), "snare": (1, 3), "hat": tuple(np.arange(0, 4, 0.5))}
BREAK = {"kick": (0, 2.5), "snare": (1, 3), "hat": tuple(np.arange(0, 4, 0.5))}  # at 174 a minute: drum and bass
BOUNCE = {"kick": (0, 0.75, 2.5), "snare": (1, 3), "hat": tuple(np.arange(0, 4, 0.5))}
SIXTEENTHS = {**BOUNCE, "hat": tuple(np.arange(0, 4, 0.25))}
WALTZ = {"kick": (0,), "snare": (), "hat": (1, 2)}
RIDE = {"ride": (0, 1, 1.667, 2, 3, 3.667), "kick": (0, 2), "snare": (1.667,), "hat": (1, 3)}
SHUFFLE = {"kick": (0, 2, 2.667), "snare": (1, 3), "hat": tuple(b + s for b in range(4) for s in (0, 0.667))}


def _band(beats: F64, pattern: Pattern, meter: int = 4, tune: float = 0.5, voice: bool = False) -> Song:
    score = Score(beats, meter)
    score.drums(pattern)
    score.bass((0, 1.5, 2.5) if meter == 4 else (0,))
    score.chords(1.2, (0.0,))
    score.tune(tune)
    if voice:
        score.under(sounds.talker(), 0.35)
    return score.song()


def _piano(beats: F64, meter: int = 4) -> Song:
    """Chords and a tune, without drums."""
    score = Score(beats, meter)
    score.chords(1.0, (0.0, 2.0) if meter == 4 else (1.0, 2.0), gain=1.6)
    score.bass((0.0,), gain=1.2)
    score.tune(1.0, 2.0)
    return score.song()


def _drums(beats: F64, pattern: Pattern) -> Song:
    score = Score(beats)
    score.drums(pattern)
    return score.song()


# By kind of beat: the songs of it, by name.
KINDS: dict[str, dict[str, Callable[[], Song]]] = {
    "steady": {
        "techno, 126": lambda: _drums(steady(126), FLOOR),
        "house, 120, mixed": lambda: _band(steady(120), FLOOR),
        "rock, 100, mixed": lambda: _band(steady(100), ROCK),
        "hip-hop, 88, mixed": lambda: _band(steady(88), BOUNCE),
        "hip-hop, 85, sixteenth hats": lambda: _drums(steady(85), SIXTEENTHS),
        "hip-hop, 96, sixteenth hats, mixed": lambda: _band(steady(96), SIXTEENTHS),
        "pop, 112, with a voice": lambda: _band(steady(112), ROCK, voice=True),
        "drum and bass, 174, mixed": lambda: _band(steady(174), BREAK, tune=1.0),
        "waltz, 150, mixed": lambda: _band(steady(150), WALTZ, 3, 1.0),
        "piano, 92": lambda: _piano(steady(92)),
    },
    "swing": {
        "jazz, 132, mixed": lambda: _band(steady(132), RIDE, tune=1.0),
        "shuffle, 96, mixed": lambda: _band(steady(96), SHUFFLE, tune=1.0),
    },
    "tempo change": {
        "90 to 124 at once": lambda: _band(varied(lambda t: 90.0 if t < 20.0 else 124.0), ROCK),
        "100 to 140 in 25 s": lambda: _band(
            varied(lambda t: 100.0 + 40.0 * min(max((t - 10.0) / 25.0, 0.0), 1.0)), FLOOR
        ),
    },
    "rubato": {
        "piano, 84, 6 % to and fro": lambda: _piano(varied(lambda t: 84.0 * (1.0 + 0.06 * np.sin(t * 0.8)))),
        "band, 108, 6 % to and fro": lambda: _band(varied(lambda t: 108.0 * (1.0 + 0.06 * np.sin(t * 0.8))), ROCK),
    },
}


def with_drops(bpm: float, pattern: Pattern, meter: int = 4) -> Song:
    """An intro without a kick, and three times the whole band after a break, which rises: three drops."""
    parts = ("intro", 8), ("full", 8), ("break", 8), ("full", 8), ("break", 4), ("full", 8)
    score = Score(steady(bpm, (sum(bars for _, bars in parts) * meter + 1) * 60.0 / bpm), meter)
    bar, drops = 0, list[int]()
    for name, bars in parts:
        start, stop = bar * meter, (bar + bars) * meter
        if name == "full":
            drops.append(start)
            score.drums(pattern, start, stop)
            score.bass((0, 0.5, 1.5, 2.5), start, stop, 1.2)
        else:
            score.drums({"hat": pattern["hat"], "snare": () if name == "break" else (1, 3)}, start, stop, 0.6)
        bar += bars
    for number, start in enumerate(drops[1:]):  # a roll that gets quicker, before each later drop
        for beat in np.concatenate([np.arange(-8, -4, 0.5), np.arange(-4, 0, 0.25)])[number * 8 :]:
            score.put(start + beat, SOUNDS["snare"], 0.25 + 0.05 * (8 + beat))
    score.chords(1.5, (0.0,), 0.02)
    score.tune(0.5, 0.7)
    return score.song(drops)


def ambient(seconds: float) -> NDArray[np.float32]:
    """Chords that swell over seconds, a low drone, and wind."""
    at = np.arange(int(seconds * RATE)) / RATE
    sound = 0.12 * np.sin(2 * np.pi * 55.0 * at) * (0.6 + 0.4 * np.sin(2 * np.pi * at / 23.0))
    for number, (start, chord) in enumerate(zip(np.arange(0.0, seconds, 7.3), CHORDS * 1000, strict=False)):
        span = slice(int(start * RATE), int(min(start + 10.0, seconds) * RATE))
        here = at[span] - start
        swell = np.sin(np.pi * np.minimum(here / 10.0, 1.0)) ** 2 * (0.6 + 0.4 * np.sin(number))
        for half_tones in chord:
            sound[span] += 0.1 * swell * sounds.partials(110.0 * 2.0 ** (half_tones / 12.0), here, 8.0)
    return (sound + 0.3 * np.resize(sounds.gusts(), len(at))).astype(np.float32)


def speech(seconds: float) -> NDArray[np.float32]:
    """Talkers, one after the other."""
    said = np.concatenate([sounds.talker(number, hz) for number, hz in sounds.TALKERS.items()])
    return np.resize(said, int(seconds * RATE)).astype(np.float32)


def silence(seconds: float) -> NDArray[np.float32]:
    """The hiss of a room in which nothing plays."""
    return (2e-5 * np.resize(sounds.noise(10 * RATE), int(seconds * RATE))).astype(np.float32)


DROPS: dict[str, Callable[[], Song]] = {
    "techno, 128": lambda: with_drops(128, FLOOR),
    "drum and bass, 174": lambda: with_drops(174, BREAK),
}
NO_DROPS = {"ambient": ambient, "speech": speech, "silence": silence}
