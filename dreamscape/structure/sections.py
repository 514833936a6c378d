"""Sections: the parts of a song, from one bar line with a great change to another, and which of them are alike.

The boundaries are those with the greatest sum of novelty that leave no section too short, and phrases of four bars
whole where there are bars. Sections are alike if they sound so on the whole, and their chords do.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.structure.novelty import novelty, smoothed, unit_edges, unit_features
from dreamscape.structure.song_beats import SongBeats
from dreamscape.structure.song_features import SongFeatures

SHORTEST = 7.0  # s, a section
FEW = 12.0, 0.2  # s; a section shorter than that costs up to so much novelty
CHANGE = 0.4  # novelty that a boundary must have
BROKEN = 0.1, 0.05  # novelty that a section costs whose bars are no multiple of four, and none of two
ALIKE = 0.45


def find_sections(features: SongFeatures, beats: SongBeats) -> tuple[F64, list[str]]:
    """The boundaries of a song's sections, s, with its beginning and end; and the label of each, from A."""
    if features.seconds < 2.0 * SHORTEST:
        return np.array([0.0, features.seconds]), ["A"]
    edges = unit_edges(features.seconds, beats)
    units = unit_features(features, edges)
    chosen = _boundaries(novelty(units, edges), edges, beats)
    return edges[chosen], _labels(units, chosen, edges)


def _boundaries(changes: F64, edges: F64, beats: SongBeats) -> NDArray[np.intp]:
    """The edges with the greatest sum of novelty, by dynamic programming over bar lines; with the first and last."""
    places, bar = _bar_lines(edges, beats)
    times, count = edges[places], len(places)
    near = 2 if bar else 0
    worth = np.array([changes[max(0, k - near) : k + near + 1].max() for k in places]) - CHANGE
    best, back = np.full(count, -np.inf), np.zeros(count, np.intp)
    best[0] = 0.0
    for end in range(1, count):
        lengths = times[end] - times[:end]
        total = best[:end] - FEW[1] * np.maximum(1.0 - lengths / FEW[0], 0.0)
        last = end == count - 1
        total -= np.where(lengths < (2.5 if last else SHORTEST), 100.0, 0.0)
        if bar and not last:
            bars = np.rint(lengths / bar)
            total -= BROKEN[0] * (bars % 4 != 0) + BROKEN[1] * (bars % 2 != 0)
        back[end] = total.argmax()
        best[end] = total[back[end]] + (0.0 if last else worth[end])
    chosen = [count - 1]
    while chosen[-1]:
        chosen.append(int(back[chosen[-1]]))
    return np.asarray(places[chosen[::-1]])


def _bar_lines(edges: F64, beats: SongBeats) -> tuple[NDArray[np.intp], float]:
    """The edges at which sections may begin: bar lines, if there are; and the length of a bar, s, else 0."""
    every = np.arange(len(edges))
    bars = beats.bars
    if len(bars) < 4 or beats.clear.mean() <= 0.5:
        return every, 0.0
    after = np.searchsorted(bars, edges).clip(1, len(bars) - 1)
    away = np.minimum(np.abs(edges - bars[after - 1]), np.abs(edges - bars[after]))
    places = every[away < 0.6 * float(np.median(np.diff(edges)))]
    bar = float(np.median(np.diff(bars)))
    return np.unique(np.concatenate([[0], places, [len(edges) - 1]])), bar if bar > 1.3 else 2.0 * bar


def _labels(units: dict[str, F64], chosen: NDArray[np.intp], edges: F64) -> list[str]:
    """The label of each section: the nearest two are joined as long as they are alike (average linkage)."""
    period = float(np.median(np.diff(edges)))
    heard = np.concatenate(
        [units["timbre"] / 2.0, units["chroma"], 1.5 * units["loudness"], units["rhythm"] / 1.5], axis=1
    )
    heard = smoothed(heard, max(2, round(4.0 / period)))
    groups = [[index] for index in range(len(chosen) - 1)]
    parts = [heard[first:last] for first, last in pairwise(chosen)]
    means = np.array([part.mean(axis=0) for part in parts])
    within = np.sqrt(np.mean([part.var(axis=0).sum() for part in parts]))
    away = np.sqrt(((means[:, None] - means) ** 2).sum(axis=2)) / max(float(within), 1e-6)
    while len(groups) > 1:
        pairs = [(away[np.ix_(a, b)].mean(), i, j) for i, a in enumerate(groups) for j, b in enumerate(groups[:i])]
        least, i, j = min(pairs)
        if least > ALIKE:
            break
        groups[j] += groups.pop(i)
    groups.sort(key=min)
    names = {index: label(number) for number, group in enumerate(groups) for index in group}
    return [names[index] for index in range(len(chosen) - 1)]


def label(number: int) -> str:
    """A to Z, then A2 and so on."""
    turn, letter = divmod(number, 26)
    return chr(ord("A") + letter) + (str(turn + 1) if turn else "")
