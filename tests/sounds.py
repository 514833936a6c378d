"""Sounds whose beginnings are known, and sounds in which nothing begins; all made here.

Used by the tests and by `benchmarks/onsets.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.dream import dream_file
from dreamscape.rng import Streams
from dreamscape.synthesis import vocal_tract
from dreamscape.synthesis.overlap_add import band_gain
from dreamscape.synthesis.voice import RATE
from dreamscape.voices.whisper import Whisper

SECONDS = 16


@dataclass(frozen=True)
class Sound:
    """What is heard, and what begins in it.

    Attributes:
        samples: `(n,) float32`, mono.
        starts: seconds at which something begins.
        slack: s after a start until which it may be found: a soft note has begun only when it has risen.
    """

    samples: NDArray[np.float32]
    starts: F64
    slack: float = 0.05


def struck(times: F64, shape: F64, seconds: float = SECONDS) -> F64:
    """A sound of `shape` at each of `times`."""
    sound = np.zeros(int(seconds * RATE))
    for time in times:
        place = int(time * RATE)
        part = shape[: len(sound) - place]
        sound[place : place + len(part)] += part
    return sound


def decay(length: float, fall: float) -> F64:
    """From 1 down, for `length` seconds, to 1/e in `fall` seconds."""
    return np.exp(-np.arange(int(length * RATE)) / (RATE * fall))


def noise(count: int, seed: int = 1) -> F64:
    """White, with a deviation of 1."""
    return np.random.default_rng(seed).standard_normal(count)


def clicks(times: F64) -> NDArray[np.float32]:
    """A tone of 1500 Hz, 10 ms long."""
    tone = decay(0.08, 0.01)
    return struck(times, 0.6 * tone * np.sin(2.0 * np.pi * 1500.0 / RATE * np.arange(len(tone)))).astype(np.float32)


def drums(times: F64) -> NDArray[np.float32]:
    """Kick and snare by turns, a hat on every eighth, a hum and some hiss."""
    kick, snare, hat = decay(0.3, 0.08), decay(0.15, 0.05), decay(0.05, 0.015)
    sound = struck(times[::2], 0.8 * kick * np.sin(2.0 * np.pi * 60.0 / RATE * np.arange(len(kick))))
    sound += struck(times[1::2], 0.25 * snare * noise(len(snare)))
    sound += struck(eighths(times), 0.12 * hat * np.diff(noise(len(hat) + 1)))
    sound += 0.03 * np.sin(2.0 * np.pi * 220.0 / RATE * np.arange(len(sound))) + 0.003 * noise(len(sound))
    return sound.astype(np.float32)


def eighths(times: F64) -> F64:
    """Beats, and what lies midway between them."""
    return np.sort(np.concatenate([times, times[:-1] + 0.5 * np.diff(times)]))


def times_of(bpm: float) -> F64:
    """The beats of a tempo."""
    return np.arange(0.3, SECONDS, 60.0 / bpm)


def tune(gap: float, attack: float, chords: list[tuple[int, ...]], cents: float = 0.0) -> Sound:
    """Chords of five partials that begin every `gap` seconds, in `attack` seconds, and end in as many.

    Args:
        gap, attack: seconds.
        chords: half tones above middle C.
        cents: of vibrato, at 5 Hz.
    """
    starts, at = 0.5 + gap * np.arange(len(chords)), np.arange(int((gap + attack) * RATE)) / RATE
    shape = np.minimum(1.0, np.minimum(at, gap + attack - at) / attack)
    sound = 0.001 * noise(int((starts[-1] + gap + 1.0) * RATE))
    for start, chord in zip(starts, chords, strict=True):
        place = round(start * RATE)
        for half_tones in chord:
            part = 0.15 * shape * partials(262.0 * 2.0 ** (half_tones / 12.0), at, cents)
            sound[place : place + len(at)] += part[: len(sound) - place]
    return Sound(sound.astype(np.float32), starts, 0.25)


def partials(hz: float, at: F64, cents: float = 0.0) -> F64:
    """Five partials of a tone with a vibrato of 5 Hz."""
    turn = 2.0 * np.pi * hz * at + hz * (2.0 ** (cents / 1200.0) - 1.0) / 5.0 * np.sin(2.0 * np.pi * 5.0 * at)
    return sum((2.0**-k * np.sin((k + 1) * turn) for k in range(5)), np.zeros(len(at)))


def plucked(gap: float, chords: list[tuple[int, ...]]) -> Sound:
    """Strings that are plucked every `gap` seconds and ring on, the high partials less long."""
    starts = 0.5 + gap * np.arange(len(chords))
    at = np.arange(2 * RATE) / RATE
    sound = 0.001 * noise(int((starts[-1] + 2.0) * RATE))
    for start, chord in zip(starts, chords, strict=True):
        place = round(start * RATE)
        for half_tones in chord:
            hz = 262.0 * 2.0 ** (half_tones / 12.0)
            for k in range(1, 9):
                part = 0.15 / k * np.exp(-at * 2.0 * k) * np.sin(2.0 * np.pi * k * hz * at)
                sound[place : place + len(at)] += part[: len(sound) - place]
    return Sound(sound.astype(np.float32), starts)


# Hz, as men say a, e, i, o and u (Peterson and Barney, Control methods used in a study of the vowels, 1952).
VOWELS = np.array(
    [
        (730, 1090, 2440, 3400),
        (530, 1840, 2480, 3500),
        (270, 2290, 3010, 3600),
        (570, 840, 2410, 3300),
        (300, 870, 2240, 3300),
    ]
)
HISSES = {"s": (4600.0, 9500.0), "t": (2800.0, 6500.0)}  # Hz, where breath is turbulent behind the teeth


def talker(number: int = 3, hz: float = 115.0, seconds: float = 12.0) -> F64:
    """Someone who speaks close by: four syllables a second in phrases with pauses, vowels after s, t, m or nothing.

    The pitch falls through a phrase and rises with each accent, the formants glide from vowel to vowel.

    Args:
        number: which one.
        hz: of the voice.
        seconds: how long it lasts.
    """
    random, times = np.random.default_rng(number), vocal_tract.frame_times(seconds)
    mouth = vocal_tract.VocalTract(
        np.zeros((len(times), vocal_tract.FORMANTS)),
        np.zeros(len(times)),
        np.zeros(len(times)),
        np.full(len(times), hz),
    )
    hiss = {consonant: np.zeros(len(times)) for consonant in HISSES}
    knots, vowels, at = [0.0], [VOWELS[0]], 0.3
    while at < seconds - 2.5:
        count = int(random.integers(5, 11))
        within = np.clip((times - at) / (0.25 * count), 0.0, 1.0)
        here = (times >= at) & (times < at + 0.25 * count + 0.1)
        mouth.pitch[:] = np.where(here, hz * (1.25 - 0.45 * within), mouth.pitch)
        for length in random.uniform(0.19, 0.31, count):
            begin = _syllable(mouth, hiss, times, at, length, random)
            knots += [begin + 0.03, at + length - 0.04]
            vowels += [VOWELS[random.integers(5)] * random.uniform(0.95, 1.05)] * 2
            at += length
        at += random.uniform(0.35, 0.8)
    mouth.formants[:] = vocal_tract.interpolate(times, np.array(knots), np.array(vowels))
    mouth.breath[:] = 0.03 * mouth.voice
    mouth.pitch[:] *= 1.0 + 0.006 * random.standard_normal(len(times))
    sound = vocal_tract.synthesise(mouth, random)
    for consonant, loud in hiss.items():
        sound += _hissed(times, loud, HISSES[consonant], random, len(sound))
    sound = sound[: round(seconds * RATE)]
    return 0.5 * sound / np.abs(sound).max() + 0.001 * noise(len(sound))


def _syllable(
    mouth: vocal_tract.VocalTract,
    hiss: dict[str, F64],
    times: F64,
    at: float,
    length: float,
    random: np.random.Generator,
) -> float:
    """Let it be said from `at` on for `length` seconds; gives when its vowel begins."""
    loud, consonant = random.uniform(0.5, 1.0), "stm "[random.integers(4)]
    begin = at + (0.08 if consonant in "st" else 0.03)
    if consonant == "s":
        hiss["s"] += 0.25 * loud * vocal_tract.plateau(times, at, begin, 0.02)
    if consonant == "t":
        hiss["t"] += 0.5 * loud * vocal_tract.plateau(times, at + 0.055, begin, 0.005)
    if consonant == "m":
        mouth.voice[:] += 0.25 * loud * vocal_tract.plateau(times, at, begin + 0.02, 0.02)
    mouth.voice[:] += loud * vocal_tract.plateau(times, begin, at + length - 0.03, 0.05)
    mouth.pitch[:] *= 1.0 + random.uniform(0.02, 0.2) * np.exp(-(((times - at - 0.5 * length) / 0.08) ** 2))
    return begin


def _hissed(times: F64, loud: F64, band: tuple[float, float], random: np.random.Generator, count: int) -> F64:
    """Noise of a band, Hz, as loud as `loud` says at `times`, `(count,)`."""
    shaped = np.fft.rfft(random.standard_normal(count)) * band_gain(count, *band, 5.0)
    return np.interp(np.arange(count) / RATE, times, loud) * np.fft.irfft(shaped, count)


def murmur(seconds: int = 6) -> F64:
    """Ten voices at once that glide, swell and change their vowels by chance."""
    random, at, sound = np.random.default_rng(1), np.arange(seconds * RATE) / RATE, np.zeros(seconds * RATE)

    def wander(rate: float) -> F64:
        return np.interp(at * rate, np.arange(seconds * 4 + 8), random.standard_normal(seconds * 4 + 8))

    for _ in range(10):
        hz = random.uniform(90.0, 220.0) * 2.0 ** (0.15 * wander(3.0))
        turn, swell, vowel = 2.0 * np.pi * np.cumsum(hz) / RATE, 1.0 / (1.0 + np.exp(-3.0 * wander(4.0))), wander(4.0)
        for k in range(1, 12):
            sound += 0.04 * swell / (1.0 + ((k * hz - 500.0 * 2.0 ** (0.5 * vowel)) / 150.0) ** 2) * np.sin(k * turn)
    return sound


def gusts(seconds: int = 12) -> F64:
    """Wind: noise that swells and fades over a second or two, and grows brighter with it."""
    at, random = np.arange(seconds * RATE) / RATE, np.random.default_rng(4)
    swell = np.interp(at, np.arange(seconds + 1), random.uniform(0.05, 1.0, seconds + 1))
    dark = np.convolve(noise(len(at)), np.full(60, 1.0 / 60.0), "same")
    return 0.5 * swell * dark + 0.05 * swell**2 * noise(len(at), 2)


def whispered(seconds: float = 12.0) -> F64:
    """The voice of the dream itself: breath, close to the ear."""
    lines = [line.text for act in dream_file.load("sapphire").file.act for line in act.voice]
    said = [Whisper(Streams(7), text, number).render().astype(np.float64) for number, text in enumerate(lines)]
    sound = np.concatenate([part for line in said for part in (line, np.zeros(RATE // 2))])
    return sound[: round(seconds * RATE)]


def held(hz: float, cents: float = 0.0, seconds: int = 6) -> F64:
    """A steady note, with a vibrato."""
    return 0.2 * partials(hz, np.arange(seconds * RATE) / RATE, cents)


def noisy(loud: float) -> NDArray[np.float32]:
    """Noise to lay under drums."""
    return (loud * noise(SECONDS * RATE, 5)).astype(np.float32)


def pads() -> NDArray[np.float32]:
    """Pads to lay under drums."""
    return 0.5 * tune(2.0, 0.4, HARMONY).samples[: SECONDS * RATE]


MELODY = [(0,), (2,), (4,), (5,), (7,), (5,), (4,), (2,)] * 2
HARMONY = [(0, 4, 7), (5, 9, 12), (7, 11, 14), (-3, 0, 4)] * 2
BEGINS: dict[str, Callable[[], Sound]] = {
    "clicks": lambda: Sound(clicks(times_of(73)), times_of(73)),
    "drums, 60 a minute": lambda: Sound(drums(times_of(60)), eighths(times_of(60))),
    "drums, 120 a minute": lambda: Sound(drums(times_of(120)), eighths(times_of(120))),
    "drums, 180 a minute": lambda: Sound(drums(times_of(180)), eighths(times_of(180))),
    "drums in noise": lambda: Sound(drums(times_of(97)) + noisy(0.015), eighths(times_of(97))),
    "drums and pads": lambda: Sound(drums(times_of(120)) + pads(), eighths(times_of(120))),
    "a guitar": lambda: plucked(0.6, HARMONY * 2),
    "a harp": lambda: plucked(0.3, MELODY),
    "a flute": lambda: tune(0.5, 0.06, MELODY),
    "a slow flute": lambda: tune(0.5, 0.2, MELODY),
    "a quick flute": lambda: tune(0.25, 0.03, MELODY),
    "a flute with vibrato": lambda: tune(0.5, 0.08, MELODY, 30.0),
    "pads": lambda: tune(2.0, 0.4, HARMONY),
}
STAYS: dict[str, Callable[[], F64]] = {
    "a tone": lambda: held(440.0),
    "a low vibrato": lambda: held(220.0, 30.0),
    "a high vibrato": lambda: held(880.0, 30.0),
    "noise": lambda: 0.2 * noise(6 * RATE, 2),
    "wind": gusts,
    "a murmur": lambda: murmur(12),
}
TALKERS = {3: 115.0, 4: 210.0, 5: 95.0, 6: 180.0, 7: 130.0}  # Hz, by number


def matched(reported: F64, sound: Sound) -> F64:
    """How late what begins is told of, s, for all that is; each onset that is told counts once."""
    late, rest = [], list(reported)
    for start in sound.starts:
        near = [time for time in rest if -0.02 < time - start < sound.slack]
        if near:
            rest.remove(near[0])
            late.append(near[0] - start)
    return np.array(late)
