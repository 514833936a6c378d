"""Film each act dancing to some twenty seconds of music of its own, made here: `make dance-films`, and for `make docs`.

    python scripts/dance_films.py out/docs/dance [SCENE ...]

Each song has a beat, a break that builds up, and a drop; `SCENE.mp4`, H.264 and AAC, small enough for a page.
"""

import sys
import tempfile
import wave
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamscape.cli import run
from dreamscape.dream import dream_file
from dreamscape.synthesis.voice import RATE

sys.path[:0] = [str(Path(__file__).parents[1] / "benchmarks"), str(Path(__file__).parents[1] / "tests")]
SONGS, PLAYER = import_module("parts.songbook").SONGS, import_module("parts.whole_songs").Player
SECONDS = 20.0
# By scene: the score whose sounds it has, beats a minute, the key, and s of the act at which the film begins.
FILMS = {
    "shore": ("trance", 124, 57, 6),
    "starlight": ("disco", 120, 60, 8),
    "reflection": ("techno", 126, 55, 6),
    "immersion": ("trance", 122, 53, 6),
    "key": ("techno", 128, 62, 2),
    "spires": ("disco", 118, 57, 8),
    "silence": ("techno", 116, 50, 0),
    "chorus": ("trance", 128, 62, 14),
}
PARTS = {  # a beat, a break that builds up, and what it leads to
    "techno": {"G": "four offhats off seq", "U": "roll seq pad", "D": "four offhats busy off stabs seq lead pad"},
    "trance": {"G": "four offhats off seq", "U": "roll pad seq", "D": "four offhats busy off seq lead pad"},
    "disco": {
        "G": "four offhats bass strum",
        "U": "roll strings strum",
        "D": "four offhats snare bass strings skank tune",
    },
}
OPTIONS = ("--size=480x270", "--fps=30", "--crf=27", "--no-captions", "--overwrite")


def score(kind: str, bpm: float, key: int) -> Any:
    """Twenty seconds: some nine of the beat, a break of four, and what follows the drop."""
    known = next(one for one in SONGS if one.name == kind)
    bars = SECONDS * bpm / 240.0
    beat, rest = 5, int(np.ceil(bars)) - 7
    parts = {label: (words, {"G": -2.0, "U": -6.0, "D": 0.0}[label]) for label, words in PARTS[kind].items()}
    chords = {"*": "1 6 4 5"}
    return replace(
        known, form=f"G{beat} U2 D{rest}", bpm=bpm, key=key, minor=True, parts=parts, chords=chords, drops="D", lead=0.0
    )


def write(samples: NDArray[np.float32], path: Path) -> None:
    """Write mono samples as 16 bits, with the end faded."""
    count = round(SECONDS * RATE)
    fade = np.minimum(np.arange(count)[::-1] / (0.5 * RATE), 1.0)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((32767.0 * 0.9 * samples[:count] * fade[: len(samples[:count])]).astype("<i2").tobytes())


def main() -> None:
    """Film what is asked for, or everything."""
    folder, chosen = Path(sys.argv[1]), sys.argv[2:] or list(FILMS)
    folder.mkdir(parents=True, exist_ok=True)
    lasts = {act.scene: act.seconds for act in dream_file.load("sapphire").file.act}
    for scene in chosen:
        kind, bpm, key, begin = FILMS[scene]
        with tempfile.TemporaryDirectory() as place:
            song = Path(place) / "song.wav"
            write(PLAYER(score(kind, bpm, key), 7).play().samples, song)
            part = [
                "--dream",
                "sapphire",
                "--act",
                scene,
                "--from",
                str(begin),
                "--to",
                str(min(begin + SECONDS, lasts[scene])),
            ]
            if code := run(["export", str(folder / f"{scene}.mp4"), *part, "--music", str(song), *OPTIONS]):
                sys.exit(code)


if __name__ == "__main__":
    main()
