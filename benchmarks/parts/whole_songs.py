"""Twenty songs of known form: pop, rock, techno, a waltz, ambient, a ballad with rubato, and others.

No two repetitions are alike: strokes and notes are moved and weighed by chance, melodies are made anew, half a section
in a hat opens or a voice joins, drums fill the last bar, rooms ring across boundaries, and there is noise below it all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dreamscape.synthesis.voice import RATE
from parts import band
from parts.band import Sound
from parts.songbook import SONGS, Score

MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
Part = Callable[..., None]


@dataclass
class Song:
    """A song and what is known of it: times in seconds; boundaries with the beginning and the end."""

    name: str
    samples: Sound
    boundaries: NDArray[np.float64]
    labels: list[str]
    beats: NDArray[np.float64]
    downbeats: NDArray[np.float64]
    drops: list[float] = field(default_factory=list)


class Player:
    """Plays a score bar by bar."""

    def __init__(self, score: Score, seed: int) -> None:
        self.score, self.rng = score, np.random.default_rng(seed)
        self.sections = [(word[0], int(word[1:])) for word in score.form.split()]
        self.beats = self._tempo()
        self.out = np.zeros(round((self.beats[-1] + score.lead + 4.0) * RATE))
        self.gain = 1.0
        self.scale = MINOR if score.minor else MAJOR

    def _tempo(self) -> NDArray[np.float64]:
        """The times of all beats and of the end, from 0."""
        count = sum(bars for _, bars in self.sections) * self.score.meter
        lengths = np.full(count, 60.0 / self.score.bpm)
        if self.score.rubato:
            walk = np.convolve(self.rng.standard_normal(count + 8), np.ones(9) / 3.0, "valid")
            lengths *= 1.0 + self.score.rubato * walk
            for end in np.cumsum([bars for _, bars in self.sections]) * self.score.meter:
                lengths[end - 2 : end] *= 1.0 + 2.0 * self.score.rubato  # phrases end slower
        return np.concatenate([[0.0], np.cumsum(lengths)])

    def at(self, beat: float) -> float:
        """The time of a beat, s; what lies between two beats swings if the score does."""
        whole, part = int(beat), beat % 1.0
        part += self.score.swing * part * (1.0 - part) * 4.0 / 6.0
        whole = min(whole, len(self.beats) - 2)
        return float(self.beats[whole] + part * (self.beats[whole + 1] - self.beats[whole]))

    def put(self, beat: float, sound: Sound, gain: float = 1.0) -> None:
        """Add a sound at a beat, moved and weighed by chance."""
        late = self.rng.normal(0.0, self.score.loose)
        start = max(0, round((self.score.lead + self.at(beat) + late) * RATE))
        end = min(start + len(sound), len(self.out))
        self.out[start:end] += self.gain * gain * self.rng.uniform(0.8, 1.1) * sound[: end - start]

    def note(self, degree: int) -> int:
        """The MIDI note of a degree of the scale, from the key's tonic."""
        octave, step = divmod(degree, 7)
        return self.score.key + 12 * octave + self.scale[step]

    def play(self) -> Song:
        """Play it all."""
        first, marks, drops = 0, [0], list[float]()
        for label, bars in self.sections:
            words, level = self.score.parts[label]
            self.gain = 10.0 ** (level / 20.0)
            for bar in range(bars):
                for word in words.split():
                    self._part(word, label, first + bar * self.score.meter, bar, bars)
            if label in self.score.drops:
                drops.append(self.score.lead + float(self.beats[first]))
            first += bars * self.score.meter
            marks.append(first)
        lead, beats = self.score.lead, self.beats
        samples = self._mixed()
        bounds = lead + beats[marks]
        return Song(
            self.score.name,
            samples,
            bounds,
            [label for label, _ in self.sections],
            lead + beats[:-1],
            lead + beats[: -1 : self.score.meter],
            drops,
        )

    def _part(self, word: str, label: str, beat: int, bar: int, bars: int) -> None:
        """One bar of a part; `word:b` joins only in the second half of its section, `word:f` is left out at the end."""
        name, _, when = word.partition(":")
        if (when == "b" and bar < bars // 2) or (when == "f" and bar == bars - 1):
            return
        degrees = self.score.chords.get(label, self.score.chords["*"]).split()
        PARTS[name](self, beat, int(degrees[bar % len(degrees)]) - 1, (bar, bars))

    def _mixed(self) -> Sound:
        """What was played, in a room, over noise, pressed as records are, with its end faded if the score says so."""
        score = self.score
        wet = band.room(self.out, self.rng, score.room, 0.25)
        wet /= np.quantile(np.abs(wet), 0.999) + 1e-9
        loud = np.tanh(score.press * wet) / np.tanh(score.press)
        noise = np.cumsum(self.rng.standard_normal(len(loud)))
        noise -= np.convolve(noise, np.ones(400) / 400.0, "same")
        loud = 0.7 * loud + 10.0 ** (score.noise / 20.0) * noise / noise.std()
        stop = round((score.lead + self.beats[-1]) * RATE)
        if score.fade:
            ramp = np.clip((stop - np.arange(len(loud))) / (score.fade * RATE), 0.0, 1.0)
            loud *= ramp
        return np.asarray(loud[: stop + (0 if score.fade else 2 * RATE)], np.float32)


def _chord(degree: int) -> tuple[int, int, int]:
    return degree, degree + 2, degree + 4


def _sustained(make: Callable[[float, float], Sound], octave: int, gain: float) -> Part:
    def play(p: Player, beat: int, degree: int, _: tuple[int, int]) -> None:
        seconds = p.at(beat + p.score.meter) - p.at(beat)
        for step in _chord(degree):
            p.put(beat, make(p.note(step) + 12 * octave, round(seconds, 1)), gain)

    return play


def _stabs(make: Callable[[float, float], Sound], places: tuple[float, ...], octave: int, gain: float) -> Part:
    def play(p: Player, beat: int, degree: int, _: tuple[int, int]) -> None:
        for place in places:
            for step in _chord(degree):
                p.put(beat + place, make(p.note(step) + 12 * octave, 0.4), gain)

    return play


def _broken(make: Callable[[float, float], Sound], each: float, octave: int, gain: float) -> Part:
    """Chords a note at a time."""

    def play(p: Player, beat: int, degree: int, _: tuple[int, int]) -> None:
        order = (0, 2, 4, 7, 4, 2)
        for k in range(round(p.score.meter / each)):
            p.put(beat + k * each, make(p.note(degree + order[k % 6]) + 12 * octave, 0.4), gain)

    return play


def _tune(make: Callable[..., Sound], octave: int, gain: float, rest: float = 0.25) -> Part:
    """A melody by chance: steps of the scale that come home to the chord."""

    def play(p: Player, beat: int, degree: int, _: tuple[int, int]) -> None:
        place, step = 0.0, degree + int(p.rng.choice((0, 2, 4)))
        while place < p.score.meter:
            length = float(p.rng.choice((0.5, 1.0, 1.0, 2.0)))
            if p.rng.random() > rest:
                seconds = round(min(length, p.score.meter - place) * 60.0 / p.score.bpm, 1)
                more = (str(p.rng.choice(("a", "o", "i"))),) if make is band.sung else ()
                p.put(beat + place, make(p.note(step) + 12 * octave, max(seconds, 0.2), *more), gain)
            step = int(np.clip(step + p.rng.integers(-2, 3), degree - 3, degree + 7))
            place += length

    return play


def _struck(make: Callable[..., Sound], places: tuple[float, ...], gain: float) -> Part:
    def play(p: Player, beat: int, _: int, at: tuple[int, int]) -> None:
        for place in places:
            if place < p.score.meter:
                p.put(beat + place, make(p.rng), gain)

    return play


def _low(places: tuple[float, ...], gain: float, make: Callable[[float, float], Sound] = band.bass) -> Part:
    def play(p: Player, beat: int, degree: int, _: tuple[int, int]) -> None:
        for place in places:
            if place < p.score.meter:
                p.put(beat + place, make(p.note(degree) - 24, 0.35), gain)

    return play


def _fill(p: Player, beat: int, _: int, at: tuple[int, int]) -> None:
    """Snares in the last bar, and a cymbal on the first beat."""
    if at[0] == at[1] - 1 and at[1] > 2:
        for k in range(4):
            p.put(beat + p.score.meter - 1.0 + 0.25 * k, band.snare(p.rng), 0.6 + 0.1 * k)
    if at[0] == 0:
        p.put(beat, band.cymbal(p.rng), 0.7)


def _roll(p: Player, beat: int, _: int, at: tuple[int, int]) -> None:
    """Strokes that become more and louder towards the end of their section, and a noise that rises."""
    far = at[0] / max(at[1] - 1, 1)
    each = 1.0 if far < 0.5 else 0.5 if far < 0.8 else 0.25
    for k in range(round(p.score.meter / each)):
        p.put(beat + k * each, band.snare(p.rng), 0.25 + 0.55 * far)
    seconds = p.at(beat + p.score.meter) - p.at(beat)
    count = round(seconds * RATE)
    noise = np.diff(p.rng.standard_normal(count), prepend=0.0)
    p.put(beat, np.asarray(noise * np.linspace(far, far + 1.0 / at[1], count) * 0.12, np.float32))


EIGHTHS, SIXTEENTHS = tuple(np.arange(8) / 2.0), tuple(np.arange(16) / 4.0)
PARTS: dict[str, Part] = {
    "pad": _sustained(band.pad, 0, 0.9),
    "highpad": _sustained(band.pad, 1, 0.7),
    "strings": _sustained(band.strings, 0, 0.7),
    "organ": _sustained(band.organ, 0, 0.7),
    "choir": _sustained(lambda note, seconds: band.sung(note, seconds, "o"), 0, 0.4),
    "comp": _stabs(band.piano, (0.0, 2.0), 0, 0.5),
    "skank": _stabs(band.organ, (1.0, 3.0), 0, 0.5),
    "pah": _stabs(band.piano, (1.0, 2.0), 0, 0.45),
    "jazz": _stabs(band.piano, (0.0, 1.5, 3.5), 0, 0.4),
    "stabs": _stabs(band.saw, (0.0, 0.75, 1.5, 3.0), 0, 0.45),
    "power": _low(EIGHTHS, 0.7, band.fuzz),
    "chug": _low((0.0, 0.5, 0.75, 1.0, 2.0, 2.5, 2.75, 3.0), 0.6, band.fuzz),
    "strum": _stabs(band.plucked, (0.0, 1.0, 1.5, 2.5, 3.0), 0, 0.35),
    "pick": _broken(band.plucked, 0.5, 0, 0.6),
    "arp": _broken(band.piano, 0.5, 0, 0.5),
    "seq": _broken(band.saw, 0.25, 0, 0.35),
    "chip": _broken(band.square, 0.25, 1, 0.35),
    "tune": _tune(band.piano, 1, 0.7),
    "lead": _tune(band.saw, 1, 0.6),
    "chiplead": _tune(band.square, 1, 0.5),
    "flute": _tune(band.flute, 1, 0.6),
    "violin": _tune(band.strings, 1, 0.7, 0.1),
    "vocal": _tune(band.sung, 0, 0.8),
    "vocals": _tune(band.sung, 1, 0.9, 0.1),
    "rap": _tune(lambda note, seconds: band.sung(43.0 + note % 5, min(seconds, 0.25), "a"), -1, 0.9, 0.05),
    "bass": _low(EIGHTHS, 0.7),
    "bass1": _low((0.0, 2.0), 0.8),
    "off": _low((0.5, 1.5, 2.5, 3.5), 0.8),
    "walk": _low((0.0, 1.0, 2.0, 3.0), 0.7),
    "sub": _low((0.0, 1.5, 2.5), 1.1),
    "four": _struck(band.kick, (0.0, 1.0, 2.0, 3.0), 0.9),
    "kick": _struck(band.kick, (0.0, 2.0), 0.9),
    "boom": _struck(band.kick, (0.0, 1.75, 2.5), 0.9),
    "amen": _struck(band.kick, (0.0, 1.0, 2.75), 0.9),
    "snare": _struck(band.snare, (1.0, 3.0), 0.8),
    "ghosts": _struck(band.snare, (1.75, 2.25, 3.75), 0.3),
    "one": _struck(band.kick, (0.0,), 0.6),
    "hats": _struck(band.hat, EIGHTHS, 0.6),
    "offhats": _struck(band.hat, (0.5, 1.5, 2.5, 3.5), 0.9),
    "busy": _struck(band.hat, SIXTEENTHS, 0.5),
    "ride": _struck(lambda rng: band.hat(rng, 0.15), (0.0, 1.0, 1.5, 2.0, 3.0, 3.5), 0.4),
    "crash": _struck(band.cymbal, (0.0, 2.0), 0.4),
    "brush": _struck(band.brush, (0.0, 1.0, 2.0, 3.0), 0.8),
    "fill": _fill,
    "roll": _roll,
}


def song(index: int, seed: int = 0) -> Song:
    """One of the twenty songs; another seed number gives another tempo, key and tune, and other chance."""
    score = SONGS[index]
    if seed:
        rng = np.random.default_rng([index, seed])
        score = replace(
            score, bpm=round(score.bpm * rng.uniform(0.92, 1.08), 1), key=score.key + int(rng.integers(-3, 4))
        )
    return Player(score, 100 + index + 1000 * seed).play()


def following(name: str, seconds: float) -> tuple[Sound, list[float]]:
    """Songs of a name, one after the other, each with a tempo, a key and chance of its own; and their drops, s."""
    index, samples, drops, count = [score.name for score in SONGS].index(name), list[Sound](), list[float](), 0
    while count < seconds * RATE:
        made = song(index, len(samples))
        drops += [count / RATE + drop for drop in made.drops]
        samples.append(made.samples)
        count += len(made.samples)
    return np.concatenate(samples)[: round(seconds * RATE)], [drop for drop in drops if drop < seconds - 1.0]
