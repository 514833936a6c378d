"""How well onsets are detected: in music whose notes and strokes are known, in speech, and in steady sounds.

    python benchmarks/onsets.py [--json]

found: of those that begin. false: told of where nothing begins. late: median, from a beginning to the end of the tick
in which it is told. The first two ticks, in which a sound begins where it was cut, are left out. Sounds are made by
`tests/sounds.py`. Last, what all hearing takes of a core.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import sounds

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.hearing.listener import Listener
from dreamscape.synthesis.voice import RATE
from dreamscape.world.music import SOFTEST

BOUND = 0.9  # of what begins that must be found, and of what is told that must have begun


def told(samples: NDArray[Any]) -> NDArray[np.float64]:
    """The times of reported onsets, s."""
    heard = Listener().hear(samples.astype(np.float32))
    return np.array([one.tick / TICKS_PER_SECOND for one in heard if one.tick > 2 and one.onset >= SOFTEST])


def music() -> list[dict[str, Any]]:
    """The onsets found in each piece."""
    rows = list[dict[str, Any]]()
    for name, make in sounds.BEGINS.items():
        sound = make()
        times = told(sound.samples)
        late = sounds.matched(times, sound)
        row = {"sound": name, "begin": len(sound.starts), "found": len(late), "false": len(times) - len(late)}
        rows.append(row | {"late ms": round(1000.0 * float(np.median(late)))})
    return rows


def others() -> list[dict[str, Any]]:
    """False onsets, where nothing is played."""
    made = [(f"talker {number}, {hz:g} Hz", sounds.talker(number, hz)) for number, hz in sounds.TALKERS.items()]
    made += [("the dream's own whisper", sounds.whispered()), *((name, make()) for name, make in sounds.STAYS.items())]
    return [{"sound": name, "seconds": round(len(sound) / RATE), "false": len(told(sound))} for name, sound in made]


def cost(seconds: float = 10.0) -> float:
    """Use of a core while it listens to drums: the least of five runs."""
    sound, found = sounds.drums(sounds.times_of(120.0))[: round(seconds * RATE)], list[float]()
    for _ in range(5):
        begun = time.process_time()
        Listener().hear(sound)
        found.append((time.process_time() - begun) / seconds)
    return min(found)


def main() -> int:
    """Measure, print, and fail if music is not found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    played, rest, core = music(), others(), cost()
    if asked.json:
        print(json.dumps({"music": played, "others": rest, "core": core}, indent=2))
    else:
        for row in (*played, *rest):
            print(f"{row['sound']:24s} " + ", ".join(f"{name} {value}" for name, value in list(row.items())[1:]))
        print(f"{100.0 * core:.1f} % of a core")
    missed = [r for r in played if r["found"] < BOUND * r["begin"] or r["found"] < BOUND * (r["found"] + r["false"])]
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
