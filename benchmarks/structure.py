"""How well the sections, beats and drops of songs are found whose form is known.

    python benchmarks/structure.py [--seed N] [--json]

Twenty songs are made by `parts/whole_songs.py`; another seed number gives other tempi, keys, tunes and chance.
F, P and R of boundaries within 3 s, all and without the beginning and the end (trimmed), and F within half a second;
labels: pairwise F; beats and downbeats: F. All by mir_eval. Live: where the canonical dream's acts end while the song
is heard as it plays, F within 3 s without beginning and end, and the part of them that answers the beginning of a
phrase of four bars. Last, what the analysis of whole songs takes. It takes seven minutes.
"""

import argparse
import json
import sys
import time
from typing import Any

import mir_eval
import numpy as np
from numpy.typing import NDArray
from parts import live_turns
from parts.songbook import SONGS
from parts.whole_songs import Song, song

from dreamscape.hearing.listener import Listener
from dreamscape.structure.song_features import F32, Read
from dreamscape.structure.song_structure import SongStructure, song_structure

BOUND = 0.75  # the least mean F of boundaries within 3 s


def reader(samples: NDArray[np.float32]) -> Read:
    """Reads mono samples as `Song.read` does."""

    def read(start: int, count: int) -> F32:
        out = np.zeros((count, 2), np.float32)
        first, last = max(start, 0), min(start + count, len(samples))
        if last > first:
            out[first - start : last - start] = samples[first:last, None]
        return out

    return read


def row(made: Song, found: SongStructure) -> dict[str, Any]:
    """What was found of a song, compared with what is known."""
    known = made.boundaries.copy()
    known[0], known[-1] = 0.0, found.seconds  # silence belongs to what it surrounds
    bounds = np.array([0.0, *(section.stop for section in found.sections)])
    labels = [section.label for section in found.sections]
    ours, theirs = (np.stack([edges[:-1], edges[1:]], axis=1) for edges in (bounds, known))
    detection = mir_eval.segment.detection
    precision, recall, whole = detection(theirs, ours, window=3.0)
    trimmed = detection(theirs, ours, window=3.0, trim=True)
    beats = found.beats.times
    return {
        "song": made.name,
        "F": whole,
        "P": precision,
        "R": recall,
        "trimmed F": trimmed[2],
        "F 0.5 s": detection(theirs, ours, window=0.5)[2],
        "labels": mir_eval.segment.pairwise(theirs, made.labels, ours, labels)[2],
        "beats": mir_eval.beat.f_measure(made.beats, beats) if len(beats) else 0.0,
        "downbeats": mir_eval.beat.f_measure(made.downbeats, found.beats.bars) if len(beats) else 0.0,
        "drops": f"{sum(any(abs(s.start - t) < 3.0 for s in found.sections if s.kind == 'drop') for t in made.drops)}"
        f" of {len(made.drops)}, {sum(s.kind == 'drop' for s in found.sections)} found",
    }


def main() -> int:
    """Measure, print, and fail if boundaries are not found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rows, took, minutes = list[dict[str, Any]](), 0.0, 0.0
    for index in range(len(SONGS)):
        made = song(index, asked.seed)
        begun = time.process_time()
        found = song_structure(reader(made.samples), len(made.samples))
        took += time.process_time() - begun
        minutes += found.seconds / 60.0
        heard = Listener().hear(made.samples)
        rows.append({**row(made, found), **live_turns.fit(made, heard)})
        if not asked.json:
            print("  ".join(f"{key} {v:.2f}" if isinstance(v, float) else f"{v:14s}" for key, v in rows[-1].items()))
    mean = {key: float(np.mean([one[key] for one in rows])) for key in rows[0] if isinstance(rows[0][key], float)}
    if asked.json:
        print(json.dumps({"songs": rows, "mean": mean, "seconds a minute": took / minutes}, indent=2))
    else:
        print("mean            " + "  ".join(f"{key} {value:.3f}" for key, value in mean.items()))
        print(f"{took / minutes:.2f} s of a core for a minute of song, besides decoding")
    return 0 if mean["F"] >= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
