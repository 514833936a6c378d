"""A dream made of a text: its acts, and why each is as it is."""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Act, DreamFile, Setting, Shift
from dreamscape.dream.line import Line
from dreamscape.errors import InputError
from dreamscape.imagine import palette as palettes
from dreamscape.imagine.feeling import arc
from dreamscape.imagine.lexicon import Lexicon, lexicon
from dreamscape.imagine.places import Passage, passages
from dreamscape.imagine.sentences import LINE, Sentence, read_sentences
from dreamscape.imagine.weather import Conditions, conditions
from dreamscape.parameters import declared
from dreamscape.world.scene import Scene

CANONICAL = "sapphire"  # the dream whose lengths and shifts are taken over
USUAL = 36.0  # s that a place takes which that dream does not have: a sheet of paper folds and opens again
LONGEST = 1.8  # of a scene's time that an act may take, with all that is said in it
PER_WORD = 0.4  # s of an act for each word of its passage
STAYS = 3.5, 0.065, 12.0  # s that a line stays: at least, more for each letter, and at most
PAUSE = 1.5  # s between two lines
POINTS = 5  # of connection in an act, at most
MOST_LINES = 24  # of an act
COLOURED = 0.1  # how white paper is that has a colour
TITLE = 60  # letters of a first line that is a title
INTO, OUT_OF = ("immersion",), ("immersion", "chorus")  # places always entered, and left, as that dream does
WORDS = 12  # that are not known, and named


@dataclass(frozen=True, slots=True)
class Imagined:
    """A dream made of a text.

    Attributes:
        file: the dream.
        comments: of each act, the reasons by key, as of `written_acts.act_lines`.
        heads: of each act, its first words.
        notes: what the text holds that the dream cannot show.
    """

    file: DreamFile
    comments: tuple[dict[str, str], ...]
    heads: tuple[str, ...]
    notes: tuple[str, ...]


def imagine(text: str, where: str, scenes: Mapping[str, type[Scene]], seed: int | None = None) -> Imagined:
    """The dream that a text tells of. The same text always makes the same dream.

    Args:
        text: any length, English.
        where: it comes from, for messages.
        scenes: by name; places are those that the lexicon knows.
        seed: of the dream; by default drawn from the text.

    Raises:
        InputError: there is no word in the text.
    """
    known = lexicon()
    title, body = _title(text)
    sentences = read_sentences(body, known)
    if not sentences:
        raise InputError(f"{where}: there is no word in it, expected a dream, written down in plain words")
    names = [name for name in known.places if name in scenes]
    told = passages(sentences, names, known)
    notes = list[str]()
    if not told:
        told = _nowhere(sentences)
        notes.append("no place in it is known here: it becomes light, weather and words")
    strange = _unknown(sentences, known)
    if strange:
        notes.append(f"not known here, and told by its words alone: {', '.join(strange)}")
    levels = dict(zip((sentence.number for sentence in sentences), arc(sentences, known), strict=True))
    acts, comments, sun = list[Act](), list[dict[str, str]](), 0.0
    level = levels[sentences[0].number]
    for index, passage in enumerate(told):
        here = conditions(passage, sun, declared(scenes[passage.scene]), known)
        sun = here.sun
        follows = told[index + 1].scene if index + 1 < len(told) else ""
        act, why = _act(passage, here, follows, (level, levels), scenes[passage.scene], known)
        level = act.connection[-1][1]
        acts.append(act)
        comments.append(why)
    number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest()) if seed is None else seed
    name = title or _short(re.split(r"[,;:.!?…]", sentences[0].text)[0], TITLE)
    file = DreamFile(name, number, tuple(acts), _short(sentences[0].text, LINE))
    return Imagined(
        file, tuple(comments), tuple(_short(passage.sentences[0].text, 70) for passage in told), tuple(notes)
    )


def _act(
    passage: Passage, here: Conditions, follows: str, levels: tuple[float, dict[int, float]], scene: type[Scene],
    known: Lexicon,
) -> tuple[Act, dict[str, str]]:  # fmt: skip
    """An act, and the reasons for it."""
    usual = next((act.seconds for act in _canonical() if act.scene == passage.scene), USUAL)
    lines, needed = _lines(passage, known)
    words = sum(len(sentence.words) for sentence in passage.sentences)
    seconds = float(math.ceil(min(max(usual, PER_WORD * words), LONGEST * usual)))
    seconds = max(seconds, float(math.ceil(needed)))
    why = {
        "scene": _because(passage),
        "seconds": f"{words} words" if seconds > usual else "",
        "connection": _felt(passage.sentences, known),
        **{f"parameters.{name}": words for name, words in here.because.items()},
        **{f"voice.{number}": f'said: "{_short(line.text, 40)}"' for number, line in enumerate(lines)},
    }
    if not any(sentence.sayings for sentence in passage.sentences):
        why |= {f"voice.{number}": "nothing here shows this" for number in range(len(lines))}
    base = _by_day(passage.scene) if "sun" in here.parameters else {}
    tints = palettes.tints(passage, "sun" in here.parameters, known)
    made = palettes.palette({**scene.colours(), **base}, tints)
    if tints:
        why["palette"] = "; ".join(map(str, tints)) + (
            "" if made is not None else ": no palette keeps the rules with it"
        )
    parameters: dict[str, Setting] = {**here.parameters}
    if passage.scene == "paper" and any("dominant" in tint.roles for tint in tints):
        parameters["white"] = COLOURED
    shift = _shift(passage.scene, follows, "sun" in here.parameters)
    act = Act(
        passage.scene, seconds, _connection(passage, seconds, *levels), parameters, made or base,
        tuple(lines), shift=shift, pace=round(max(0.05, min(1.0, usual / seconds)), 3),
    )  # fmt: skip
    return act, why


def _lines(passage: Passage, known: Lexicon) -> tuple[list[Line], float]:
    """The lines of a passage, and the seconds that they need.

    They are what is said aloud; where nothing is, the first sentence in which nothing else is to be seen.
    """
    said = [saying for sentence in passage.sentences for saying in sentence.sayings]
    pairs = [(saying.text, saying.speaker) for saying in said]
    if not pairs:
        pairs = [(_short(sentence.text, LINE), "dreamer") for sentence in passage.sentences if _unseen(sentence, known)]
        pairs = pairs[:1]
    lines, at = list[Line](), 5.0
    for text, speaker in pairs[:MOST_LINES]:
        stay = round(min(STAYS[0] + STAYS[1] * len(text), STAYS[2]), 1)
        lines.append(Line(at, text, stay, speaker))  # type: ignore[arg-type]
        at = round(at + stay + PAUSE, 1)
    return lines, at + 1.0 if lines else 0.0


def _connection(
    passage: Passage, seconds: float, before: float, levels: Mapping[int, float]
) -> tuple[tuple[float, float], ...]:
    """How connected the dreamer is in an act: from where the act before ended, through its sentences."""
    ends = [levels[sentence.number] for sentence in passage.sentences]
    step = max(1, math.ceil(len(ends) / (POINTS - 1)))
    kept = ends[step - 1 :: step]
    kept = kept if len(ends) % step == 0 else [*kept, ends[-1]]
    return (0.0, before), *((round(seconds * (k + 1) / len(kept), 1), value) for k, value in enumerate(kept))


def _shift(scene: str, follows: str, day: bool) -> Shift:
    """How an act passes into the next: as the canonical dream passes between these two, or out of one or into one."""
    told = _canonical()
    pairs = [(act.scene, after.scene, act.shift) for act, after in zip(told, (*told[1:], told[0]), strict=True)]
    between = [shift for before, after, shift in pairs if (before, after) == (scene, follows)]
    into = [shift for _, after, shift in pairs if after == follows and after in INTO]
    out_of = [shift for before, _, shift in pairs if before == scene and before in OUT_OF]
    return (*between, *into, *out_of, Shift("mist" if day else "light"))[0]


@cache
def _canonical() -> tuple[Act, ...]:
    """The acts of the canonical dream."""
    return dream_file.load(CANONICAL).file.act


def _nowhere(sentences: Sequence[Sentence]) -> list[Passage]:
    """Passages of a text that names no place that is known: weather over the sea, then words in the light."""
    half = max(1, len(sentences) // 2)
    parts = [("shore", sentences[:half]), ("chorus", sentences[half:])]
    return [Passage(scene, tuple(part), ()) for scene, part in parts if part]


def _unknown(sentences: Sequence[Sentence], known: Lexicon) -> list[str]:
    """The words that mean nothing here, the most frequent first, then in their order."""
    unseen = [sentence for sentence in sentences if _unseen(sentence, known)]
    count = Counter(word.text.lower() for sentence in unseen for word in sentence.words if not known.knows(word))
    return [word for word, _ in count.most_common(WORDS)]


def _unseen(sentence: Sentence, known: Lexicon) -> bool:
    """Whether nothing in a sentence can be shown."""
    return not sentence.sayings and not any(
        True for kind in ("place", "weather", "colour", "feeling") for _ in known.find(sentence.words, kind)
    )


def _title(text: str) -> tuple[str, str]:
    """A text's title, empty if it has none, and the text after it."""
    first, _, rest = text.strip().partition("\n")
    line = " ".join(first.split()).lstrip("# ")
    if 0 < len(line) <= TITLE and rest.startswith("\n") and line[-1] not in ".!?,;:" and rest.strip():
        return line, rest
    return "", text


def _because(passage: Passage) -> str:
    """The words that say where a passage is."""
    words = list(dict.fromkeys(found.words.lower() for found in passage.because))
    return ", ".join(words[:6]) if words else "nothing said where"


def _felt(sentences: Sequence[Sentence], known: Lexicon) -> str:
    """The words that say how alone or connected one is."""
    found = [one for sentence in sentences for one in known.find(sentence.words, "feeling")]
    words = list(dict.fromkeys(f"not {one.words.lower()}" if one.denied else one.words.lower() for one in found))
    return ", ".join(words[:6])


def _by_day(scene: str) -> dict[str, str]:
    """The palette of a scene by day: that of the dream in daylight that ships."""
    return next((dict(act.palette) for act in dream_file.load("bright-water").file.act if act.scene == scene), {})


def _short(text: str, most: int) -> str:
    """A text, cut after a word if it is longer than `most` letters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
