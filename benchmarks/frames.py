"""What a frame of each act costs at 30, 55 and 80 % of it, straight into a film's planes: CPU ms, and time.

    python benchmarks/frames.py [--json] [--acts spires,silence] [--parts 5] [--quality high] [--frames 20] [--runs 2]

At 1280x720, with the world and captions, without limiter and encoder. Of each run the medians, of the runs the least:
other programs only ever make a frame dearer. Run it on a quiet machine: everything here uses all cores.
"""

import argparse
import json
import os
import time
from fractions import Fraction
from statistics import median

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program has it

import av

from dreamscape.clock import TICKS_PER_SECOND, moment_at
from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import Dream, DreamFile
from dreamscape.engine.renderer import Renderer
from dreamscape.quality import TIERS
from dreamscape.render import context
from dreamscape.render.planes import LAYOUTS, Planes
from dreamscape.render.post import Coding

SIZE = 1280, 720
PARTS = "30,55,80"  # % of an act
WARM = 3  # frames before those that are timed
RATE = 30
BOUND = 80.0  # CPU ms: 40 ms of two cores
Cost = tuple[float, float]  # CPU ms and ms of time


def costs(dream: Dream, parts: list[float], tier: str, frames: int) -> list[Cost]:
    """What a frame of a dream's only act costs at each of these `parts` of it, %."""
    with context.offscreen() as ctx:
        layout, result, ended = LAYOUTS["yuv420p"], [], Fraction(0)
        renderer = Renderer(ctx, dream, SIZE, TIERS[tier], coding=Coding(ycbcr=True))
        target = av.VideoFrame(*SIZE, layout.name)
        planes = Planes(ctx, SIZE, layout, [plane.line_size for plane in target.planes])
        for part in parts:
            first = max(Fraction(round(renderer.timeline.ticks * part / 100), TICKS_PER_SECOND), Fraction(WARM, RATE))
            if first - Fraction(WARM, RATE) < ended:
                raise SystemExit(f"--parts: {part:g} % begins before the frames of the part named before it end")
            ended, took = first + Fraction(frames, RATE), []
            for number in range(-WARM, frames):
                moment = moment_at(first + Fraction(number, RATE))
                cpu, begun = time.process_time(), time.perf_counter()
                renderer.pack(renderer.draw_light(moment), moment.seconds, planes)
                planes.read(target.planes)
                took.append((1e3 * (time.process_time() - cpu), 1e3 * (time.perf_counter() - begun)))
            cpu_ms, ms = zip(*took[WARM:], strict=True)
            result.append((median(cpu_ms), median(ms)))
        return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON in place of the table")
    parser.add_argument("--acts", default="", help="these alone")
    parser.add_argument("--parts", default=PARTS, help="of an act, in %%; the first pays for what is still made ready")
    parser.add_argument("--quality", default="high", choices=list(TIERS))
    parser.add_argument("--frames", type=int, default=20, help="timed at each place")
    parser.add_argument("--runs", type=int, default=2)
    options = parser.parse_args()
    parts = [float(part) for part in options.parts.split(",")]
    whole = dream_file.load("sapphire")
    result: dict[str, list[Cost]] = {}
    for act in whole.file.act:
        if act.scene not in (options.acts.split(",") if options.acts else [act.scene]):
            continue
        dream = Dream(act.scene, DreamFile(act.scene, whole.file.seed, (act,)), "")
        runs = [costs(dream, parts, options.quality, options.frames) for _ in range(options.runs)]
        result[act.scene] = [(min(c for c, _ in part), min(t for _, t in part)) for part in zip(*runs, strict=True)]
    if options.json:
        print(json.dumps(result, indent=2))
        return
    print(f"{SIZE[0]}x{SIZE[1]}, {options.quality}, at {options.parts} %; bound at high: {BOUND} CPU ms of two cores")
    for name, places in result.items():
        print(f"{name:12s} CPU ms {' / '.join(f'{cpu:.0f}' for cpu, _ in places)}", end="")
        print(f"   ms {' / '.join(f'{ms:.0f}' for _, ms in places)}")


if __name__ == "__main__":
    main()
