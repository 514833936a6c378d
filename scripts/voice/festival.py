"""festival: texts read by its voice slt, each word pronounced as it is told, with the time of each phone."""

import re
import subprocess
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dreamscape.speech.mouths import Said
from dreamscape.speech.utterance import PAUSE, Phone, utterance

VOICE = "voice_cmu_us_slt_arctic_hts"
# Pauses only where the text has them; then what it says, and every segment with the word and the syllable's stress.
_BEGIN = f"""
({VOICE})
(Parameter.set 'Phrase_Method 'cart_tree)
(set! phrase_cart_tree simple_phrase_cart_tree)
(define (dreamscape.read number text)
  (let ((u (eval (list 'Utterance 'Text text))) (f (fopen (format nil "%s.segments" number) "w")))
    (utt.synth u)
    (utt.save.wave u (format nil "%s.wav" number))
    (mapcar
      (lambda (s) (format f "%s %f %s %s\\n" (item.name s) (item.feat s 'end)
        (item.feat s 'R:SylStructure.parent.stress) (item.feat s 'R:SylStructure.parent.parent.id)))
      (utt.relation.items u 'Segment))
    (fclose f)))
"""
Read = tuple[NDArray[np.float64], int, list[Said]]


def read(texts: Sequence[str], folder: Path) -> list[Read]:
    """Each text as its samples, their rate, and its phones."""
    commands = [_BEGIN]
    for number, text in enumerate(texts):
        spelled, entries = _told(text)
        for name, phones in entries.items():
            commands.append(f'(lex.add.entry (list "{name}" nil (lex.syllabify.phstress \'({phones}))))')
        commands.append(f'(dreamscape.read "{number}" "{spelled}")')
    (folder / "read.scm").write_text("\n".join(commands))
    subprocess.run(["festival", "-b", "read.scm"], cwd=folder, check=True)
    return [_result(folder / str(number), text) for number, text in enumerate(texts)]


def _told(text: str) -> tuple[str, dict[str, str]]:
    """A text for festival, every word a name of its own kind, and how these are pronounced."""
    spelled, entries, word = list[str](), dict[str, str](), list[Phone]()
    names = iter(re.findall(r"[^\W_]+(?:['’][^\W\d_]+)*", text))
    for phone in utterance(text).phones[1:]:
        if phone.name == PAUSE:
            if spelled:
                spelled[-1] += ","  # a full stop before a small letter is not heard
            continue
        word = [phone] if phone.first else [*word, phone]
        if phone.last:
            name = re.sub(r"\W", "", next(names, "word")).lower()
            said = " ".join(_lisp(one) for one in word)
            while entries.get(name, said) != said:
                name += "x"
            entries[name] = said
            spelled.append(name)
    spelled[-1] = spelled[-1].rstrip(".,") + ("?" if text.rstrip().endswith("?") else ".")
    return " ".join(spelled), entries


def _lisp(phone: Phone) -> str:
    vowel = phone.name[0] in "AEIOU"
    return phone.name.lower() + (str(min(phone.stress, 1)) if vowel and phone.name != "AX" else "0" if vowel else "")


def _result(file: Path, text: str) -> Read:
    with wave.open(f"{file}.wav") as recorded:
        rate = recorded.getframerate()
        samples = np.frombuffer(recorded.readframes(recorded.getnframes()), np.int16) / 32768.0
    rows = [row.split() for row in Path(f"{file}.segments").read_text().splitlines()]
    said, begin = list[Said](), 0.0
    for k, (name, end, stress, word) in enumerate(rows):
        first = k == 0 or rows[k - 1][3] != word
        last = k == len(rows) - 1 or rows[k + 1][3] != word
        pause = name == PAUSE
        phone = Phone(PAUSE) if pause else Phone(name.upper(), int(stress), first, last)
        said.append(Said(phone, begin, float(end)))
        begin = float(end)
    expected = [phone.name for phone in utterance(text).phones]
    if [one.phone.name for one in said] != expected:
        print(f"said otherwise: {text}\n  {' '.join(one.phone.name for one in said)}\n  {' '.join(expected)}")
    return samples, rate, said
