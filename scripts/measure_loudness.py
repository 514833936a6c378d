"""Measure the loudness of the shipped dreams and write it to assets/loudness.toml: `make loudness`.

Each is measured as a whole, an endless one over five minutes. Run it again whenever the sound of a dream changes.
"""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from dreamscape.dream import dream_file
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.export.container import loudness
from dreamscape.rng import Streams

FILE = Path(__file__).resolve().parent.parent / "assets" / "loudness.toml"
HEAD = """\
# The loudness of the dreams that are shipped, LUFS, at an amplitude of 1 and before the limiter; written by
# `python scripts/measure_loudness.py`.
"""


def loudness_of(name: str) -> float:
    """The loudness of a dream, with its own seed number."""
    dream = dream_file.load(name).file
    streams = Streams(dream.seed)
    timeline = Timeline(dream, streams)
    return loudness.measure(timeline, streams, Scenes(timeline, streams))


def main() -> None:
    """Measure every dream."""
    names = dream_file.names()
    with ProcessPoolExecutor() as pool:
        levels = dict(zip(names, pool.map(loudness_of, names), strict=True))
    lines = [f"{name} = {levels[name]:.2f}" for name in sorted(names)]
    FILE.write_text(HEAD + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
