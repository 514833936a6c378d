"""What is heard of songs whose beats, bars and drops are known, what it costs, and how late it is.

    python benchmarks/hearing.py [--minutes 10] [--json]

F: of beats within 70 ms (mir_eval), from the sixth second on, by which a tempo must have been found; later: from the
fifteenth on, by which its octave must. Where another one fits better, or the beat is told midway, that is named: octave
errors are no misses of the beat. Then drops: of two songs; of techno, waltz and drum and bass, `--minutes` of each,
song after song; and those that are told in as much ambient music, speech and silence, each with its use of a core. Then
the use by drums and pads, and the time from a stroke to the end of the tick that tells it. Songs are made by
`benchmarks/parts/songs.py` and `whole_songs.py`; ten minutes of each take a quarter of an hour.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import mir_eval
import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import sounds
from parts import songs
from parts.whole_songs import following

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Heard
from dreamscape.dream.quantities import Detail
from dreamscape.hearing.listener import Listener
from dreamscape.synthesis.voice import RATE

LEAST = {"steady": 0.9, "swing": 0.75, "tempo change": 0.75, "rubato": 0.75}  # F
SETTLED, SURE = 6.0, 15.0  # s by which a tempo must have been found, and its octave
NEAR = 0.4  # s before and after a drop within which it must be told
FOUND = 0.8  # of the drops: one that follows an intro without any beat is none for who has not heard the song
CORE = 0.05  # most of a core
LATEST = 0.05 - 1.0 / 30.0  # s: what a frame of 33 ms leaves of 50 ms
MINUTE = 60.0 * TICKS_PER_SECOND


def beats_of(heard: list[Heard]) -> F64:
    """The times at which beats are told, s."""
    return np.array(
        [
            (now.tick - now.phase * MINUTE / now.bpm) / TICKS_PER_SECOND
            for before, now in pairwise(heard)
            if now.bpm and before.bpm and now.phase < before.phase - 0.5
        ]
    )


def level_of(right: F64, told: F64) -> str:
    """How the beats that are told are related to the right ones, if otherwise than they should be."""
    midway = right[:-1] + 0.5 * np.diff(right)
    others = {
        "twice": np.sort(np.concatenate([right, midway])),
        "half": right[::2],
        "half, between": right[1::2],
        "midway": midway,
        "a third": right[::3],
    }
    scores = {name: float(mir_eval.beat.f_measure(other, told)) for name, other in others.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > max(0.8, float(mir_eval.beat.f_measure(right, told))) else ""


def beats() -> list[dict[str, Any]]:
    """A row for each song."""
    rows = list[dict[str, Any]]()
    for kind, makers in songs.KINDS.items():
        for name, make in makers.items():
            song = make()
            heard = Listener().hear(song.samples)
            right, told = song.beats[song.beats > SETTLED], beats_of(heard)
            told = told[told > SETTLED - 0.1]
            late = np.array([time - right[np.abs(right - time).argmin()] for time in told])
            row = {"kind": kind, "song": name, "F": round(float(mir_eval.beat.f_measure(right, told)), 2)}
            row["F later"] = round(float(mir_eval.beat.f_measure(right[right > SURE], told[told > SURE - 0.1])), 2)
            row["late ms"] = round(1000.0 * float(np.median(late[np.abs(late) < 0.07])), 0) if len(late) else None
            row["level"] = level_of(right, told)
            row["bars F"] = round(float(mir_eval.beat.f_measure(song.downbeats[song.downbeats > 10.0], bars(heard))), 2)
            rows.append(row)
    return rows


def bars(heard: list[Heard]) -> F64:
    """The times at which downbeats are told, s, from the tenth on."""
    places = [Detail.unpacked(one.detail).bar_beat for one in heard]
    begins = [after == 0 and before != 0 for before, after in pairwise(places)]
    times = [one.tick / TICKS_PER_SECOND for one, begin in zip(heard[1:], begins, strict=True) if begin and one.bpm]
    return np.array([time for time in times if time > 9.9])


def drops_of(heard: list[Heard]) -> list[float]:
    """The times at which drops are told, s."""
    told = [Detail.unpacked(one.detail).levels["drop"] > 0.5 for one in heard]
    return [
        now.tick / TICKS_PER_SECOND
        for now, (before, drop) in zip(heard[1:], pairwise(told), strict=True)
        if drop > before
    ]


def compared(name: str, samples: NDArray[np.float32], known: Sequence[float]) -> dict[str, Any]:
    """The drops that are told of music, those of them that are known, and the use of a core."""
    begun = time.process_time()
    heard = Listener().hear(samples)
    core = 100.0 * (time.process_time() - begun) / (len(samples) / RATE)
    told = drops_of(heard)
    found = [any(-NEAR < time - drop < NEAR for time in told) for drop in known]
    right = sum(found)
    return {"sound": name, "drops": len(found), "found": right, "false": len(told) - right, "core %": round(core, 1)}


def drops(minutes: float) -> list[dict[str, Any]]:
    """Those found in songs that have them, and those told in sounds that have none."""
    rows = list[dict[str, Any]]()
    for name, make in songs.DROPS.items():
        song = make()
        rows.append(compared(name, song.samples, song.drops))
    for name in ("techno", "waltz", "drum and bass"):
        rows.append(compared(f"{name}, {minutes:g} min", *following(name, 60.0 * minutes)))
    rows += [compared(name, noise(60.0 * minutes), ()) for name, noise in songs.NO_DROPS.items()]
    return rows


def cost(seconds: float = 20.0) -> float:
    """Use of a core while it listens to drums and pads: the least of five runs."""
    sound, found = (sounds.drums(sounds.times_of(120.0)) + sounds.pads())[: round(seconds * RATE)], list[float]()
    for _ in range(5):
        begun = time.process_time()
        Listener().hear(sound)
        found.append((time.process_time() - begun) / (len(sound) / RATE))
    return min(found)


def delay() -> float:
    """Median s from a kick to the end of the tick that tells of it."""
    starts = sounds.times_of(67.0)
    kick = songs.SOUNDS["kick"]
    heard = Listener().hear(sounds.struck(starts, kick).astype(np.float32))
    told = np.array([one.tick / TICKS_PER_SECOND for one in heard if Detail.unpacked(one.detail).levels["kick"] > 0.0])
    return float(np.median([told[told >= start][0] - start for start in starts if (told >= start).any()]))


def main() -> int:
    """Measure, print, and fail where a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found, told, core, late = beats(), drops(asked.minutes), cost(), delay()
    if asked.json:
        print(json.dumps({"beats": found, "drops": told, "core": core, "delay s": late}, indent=2))
    else:
        for row in (*found, *told):
            print("   ".join(f"{name} {value}" for name, value in row.items() if value != ""))
        print(f"{100.0 * core:.1f} % of a core   a kick is told after {1000.0 * late:.0f} ms")
    missed = [row for row in found if row["F later"] < LEAST[row["kind"]] and not row["level"]]
    wrong = [row for row in told if row["false"] or row["found"] < FOUND * row["drops"]]
    return 1 if missed or wrong or core > CORE or late > LATEST else 0


if __name__ == "__main__":
    raise SystemExit(main())
