"""Compare the output of two checkouts, bit for bit: pictures, films, sound, and the state of the world.

    python scripts/compare_trees.py OLD NEW

Each is the folder of a checkout with its own environment in .venv (`make film` makes one). Lists what differs, and
exits with code 1 if anything does. For changes that must not change the output: names, folders, order of code.
"""

import json
import subprocess
import sys
from pathlib import Path

PROBE = """
import hashlib, json, sys
from fractions import Fraction
import numpy as np
import dreamscape
try:
    from dreamscape.dream import dream_file as files
    from dreamscape.dream.timeline import Timeline
    from dreamscape.world.world import World
except ImportError:
    from dreamscape import seed as files
    from dreamscape.timeline import Timeline
    from dreamscape.world import World
from dreamscape import catalogue
from dreamscape.rng import Streams

def digest(array):
    return hashlib.blake2b(np.ascontiguousarray(array).tobytes(), digest_size=8).hexdigest()

found = {}
for name in ("sapphire", "ambient", "homeward", "low-tide"):
    loaded = files.load(name)
    dream = loaded.file if hasattr(loaded, "file") else loaded.seed
    for number in (1, 7):
        streams = Streams(number)
        scenes = [catalogue.scene(act.scene)(streams, act.parameters) for act in dream.act]
        world = World(Timeline(dream, streams), streams, scenes)
        for tick in range(900):
            world.step()
            if tick % 300 == 299:
                found[f"world {name} {number} {tick}"] = str(world.digest())
for tier in ("low", "high"):
    for at in range(3, 240, 9):
        frames = dreamscape.frames("sapphire", size=(256, 144), fps=1, start=at, stop=at + 1, quality=tier)
        found[f"frame sapphire {tier} {at}"] = digest(next(iter(frames)))
for name in ("ambient", "homeward", "low-tide"):
    frames = dreamscape.frames(name, size=(256, 144), fps=1, start=20, stop=24)
    for number, frame in enumerate(frames):
        found[f"frame {name} {number}"] = digest(frame)
print(json.dumps(found))
"""

DECODE = """
import av, hashlib, sys
import numpy as np
hashed = hashlib.blake2b(digest_size=8)
for kind in ("video", "audio"):
    with av.open(sys.argv[1]) as file:
        for stream in getattr(file.streams, kind):
            for frame in file.decode(stream):
                if kind == "audio":
                    hashed.update(frame.to_ndarray().tobytes())
                    continue
                for plane in frame.planes:  # yuv444p10le: two bytes a sample, and rows that are padded
                    rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
                    hashed.update(rows[:, : 2 * plane.width].tobytes())
print(hashed.hexdigest())
"""


def digests_of(tree: Path) -> dict[str, str]:
    """The digests of what a checkout makes, by name."""
    python = tree / ".venv" / "bin" / "python"
    probe = subprocess.run([python, "-P", "-c", PROBE], cwd=tree, capture_output=True, text=True, check=True)
    digests: dict[str, str] = json.loads(probe.stdout)
    film, sound = tree / "compared.mkv", tree / "compared.wav"
    program: list[str | Path] = [python, "-P", "-m", "dreamscape"]
    try:
        for begin, end in (("0:00", "0:04"), ("1:28", "1:32"), ("2:58", "3:02")):
            span = ["--from", begin, "--to", end]
            common = ["--size", "192x108", "--fps", "12", "--quality", "medium", "--codec", "ffv1", "--overwrite"]
            subprocess.run([*program, "export", film, *span, *common], cwd=tree, check=True, capture_output=True)
            digests[f"film {begin}"] = _content(python, film)
        subprocess.run([*program, "sound", sound, "--overwrite"], cwd=tree, check=True, capture_output=True)
        digests["sound"] = _content(python, sound)
    finally:
        film.unlink(missing_ok=True)
        sound.unlink(missing_ok=True)
    return digests


def _content(python: Path, film: Path) -> str:
    """The digest of all decoded frames and samples of a film."""
    return subprocess.run([python, "-P", "-c", DECODE, film], capture_output=True, text=True, check=True).stdout.strip()


def main(old: Path, new: Path) -> int:
    before, after = digests_of(old), digests_of(new)
    differing = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    print(f"{len(before)} compared, {len(differing)} differ", *differing, sep="\n  ")
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main(*(Path(word).resolve() for word in sys.argv[1:3])))
