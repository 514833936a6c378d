"""Bake the voice: `assets/mouths.npz`, how a mouth moves in English, as the spectral envelopes of a whisper.

    apt install festival festvox-us-slt-hts
    pip install 'dreamscape[bake]' && python scripts/bake_voice.py

festival reads sentences with the voice slt (Carnegie Mellon University; both permissive): the lines of the dreams that
ship, `voice/sentences.txt`, and short lists of words for every pair of phones that is still missing. It is told how
each word is pronounced, by `dreamscape.speech`, and tells when each phone ends. WORLD (Morise et al. 2016, by way of
pyworld) finds the envelope of each frame; `voice/whispering.py` makes it that of a whisper. What ships is bytes: the
levels of mel bands, in order of time, and the phones.
"""

import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from voice import carriers, festival, whispering

from dreamscape.dream import dream_file
from dreamscape.speech.mouths import FILE, FRAME, Said, pack

ROOT = Path(__file__).resolve().parent.parent
SILENCE = 0.13  # s of a pause at both ends
SENTENCES = ROOT / "scripts" / "voice" / "sentences.txt"


def lines() -> list[str]:
    """What is said in the dreams that ship, each once."""
    said = [line.text for name in dream_file.names() for act in dream_file.load(name).file.act for line in act.voice]
    return list(dict.fromkeys(said))


def joined(read: list[festival.Read]) -> tuple[NDArray[np.float64], list[Said]]:
    """All envelopes, and the phones with times that count through them."""
    frames, phones, now = list[NDArray[np.float64]](), list[Said](), 0
    for samples, rate, said in read:
        kept, first, stop = trimmed(said, now)
        levels = whispering.envelopes(samples, rate, said)
        whispering.burst(levels, said)
        frames.append(levels[first:stop])
        phones += kept
        now += stop - first
    return np.concatenate(frames), phones


def trimmed(said: list[Said], now: int) -> tuple[list[Said], int, int]:
    """The phones of an utterance as they count from frame `now` on, and its first frame and the one after its last.

    No pause at either end is longer than SILENCE.
    """
    first = max(round((said[0].end - SILENCE) / FRAME), 0)
    stop = round(min(said[-1].end, said[-1].begin + SILENCE) / FRAME)
    ends = [(min(one.end / FRAME, stop) - first + now) * FRAME for one in said]
    begins = [now * FRAME, *ends[:-1]]
    return [Said(one.phone, a, b) for one, a, b in zip(said, begins, ends, strict=True)], first, stop


def main() -> None:
    texts = [*lines(), *SENTENCES.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        read = festival.read(texts, Path(folder))
        missing = carriers.texts([said for _, _, said in read])
        read += festival.read(missing, Path(folder))
    frames, phones = joined(read)
    stored = pack(frames, phones)
    np.savez_compressed(ROOT / "assets" / FILE, **stored)
    size = (ROOT / "assets" / FILE).stat().st_size
    print(f"{len(read)} utterances, {len(phones)} phones, {len(frames)} frames, {size} bytes")


if __name__ == "__main__":
    main()
