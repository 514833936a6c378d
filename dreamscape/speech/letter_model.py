"""The letter model: what each letter of a word is spoken as, learned from the dictionary (scripts/bake_spelling.py).

Two layers of gated recurrent cells read the word forwards and backwards (Cho et al. 2014, "Learning phrase
representations using RNN encoder-decoder"); a letter stands for none to three phones. The costs of the same alignment
say which letters of a word from the dictionary stand for which of its phones.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape import resources
from dreamscape.arrays import F64

LETTERS = "abcdefghijklmnopqrstuvwxyz'"
FILE = "letters.npz"
MOST = 3  # phones that a letter stands for
_UNLIKELY = 12.0  # nats, the cost of letters that stand for phones as they never do elsewhere


@lru_cache(maxsize=1)
def _model() -> dict[str, Any]:
    with np.load(resources.asset(FILE)) as stored:
        arrays = {name: stored[name] for name in stored.files}
    for name in [name for name in arrays if f"{name} scale" in arrays]:
        arrays[name] = arrays[name].astype(np.float64) * arrays[f"{name} scale"]
    pairs = [(pair[0], tuple(pair[2:].split())) for pair in arrays["pairs"].tolist()]
    costs = dict(zip(pairs, arrays["costs"].tolist(), strict=True))
    return arrays | {"costs": costs, "chunks": [tuple(chunk.split()) for chunk in arrays["chunks"].tolist()]}


def read(word: str) -> list[tuple[int, tuple[str, ...]]]:
    """The likeliest phones of a plain word's letters, as `spelling.pronounce` has them."""
    model = _model()
    states: F64 = model["embedding.weight"][[LETTERS.index(letter) + 1 for letter in word]]
    for layer in (0, 1):
        ways = (_cells(model, f"l{layer}", states), _cells(model, f"l{layer}_reverse", states[::-1])[::-1])
        states = np.concatenate(ways, axis=1)
    scores = states @ model["out.weight"].T + model["out.bias"]
    return [(1, model["chunks"][best]) for best in scores.argmax(axis=1).tolist()]


def _cells(model: dict[str, Any], name: str, inputs: F64) -> F64:
    """The states of one layer after each of its `(n, k)` inputs, `(n, cells)`."""
    fed = inputs @ model[f"cells.weight_ih_{name}"].T + model[f"cells.bias_ih_{name}"]
    back: F64 = model[f"cells.weight_hh_{name}"].T
    bias: NDArray[Any] = model[f"cells.bias_hh_{name}"]
    state = np.zeros(back.shape[0])
    states = []
    for row in fed:
        reset, update, new = np.split(row, 3)
        r, u, n = np.split(state @ back + bias, 3)
        keep = _sigmoid(update + u)
        state = keep * state + (1.0 - keep) * np.tanh(new + _sigmoid(reset + r) * n)
        states.append(state)
    return np.array(states)


def _sigmoid(x: F64) -> F64:
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def aligned(word: str, said: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
    """The letters of a plain word and the phones that each most likely stands for; the phones together are `said`."""
    costs: dict[tuple[str, tuple[str, ...]], float] = _model()["costs"]
    bare = tuple(phone.rstrip("012") for phone in said)
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for letter in word:
        here: dict[int, tuple[float, int]] = {}
        for at, (so_far, _) in best[-1].items():
            for stop in range(at, min(at + MOST, len(said)) + 1):
                total = so_far + costs.get((letter, bare[at:stop]), _UNLIKELY * (1 + stop - at))
                if total < here.get(stop, (np.inf, 0))[0]:
                    here[stop] = total, at
        best.append(here)
    if len(said) not in best[-1]:
        return [(len(word), said)]
    parts: list[tuple[int, tuple[str, ...]]] = []
    stop = len(said)
    for row in best[:0:-1]:
        at = row[stop][1]
        parts.append((1, said[at:stop]))
        stop = at
    return parts[::-1]
