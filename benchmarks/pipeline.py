"""What a frame of the Shore costs, layer by layer, and what an export, a still and the start cost; with the bounds.

    python benchmarks/pipeline.py [--json] [--frames 24] [--seconds 6]

Run it on a quiet machine: everything here uses all cores.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any

import av

from dreamscape.clock import Moment
from dreamscape.commands.bench import by_layer, median_ms, timed
from dreamscape.engine.grading import BLOOM
from dreamscape.engine.request import check_request
from dreamscape.flash.limiter import UNLIMITED
from dreamscape.quality import TIERS
from dreamscape.render import context
from dreamscape.render.planes import LAYOUTS, Planes
from dreamscape.render.post import Coding
from dreamscape.system import cores

SIZE = (1280, 720)
WARM = 3  # frames before timing: shaders compile and panoramas fill
BEGIN = 12 * 60  # ticks: well into the act
BOUNDS = {"low": 20.0, "medium": 37.0, "high": 70.0, "post and I420": 11.0}  # ms
COMMAND = [sys.executable, "-m", "dreamscape"]


def frame(tier: str, count: int) -> dict[str, object]:
    """Median ms of each part of a frame at one tier; `bare` is the pipeline with nothing drawn in it."""
    asked = check_request(size=SIZE, act="shore", tier=tier)
    renderer = asked.renderer(Coding(ycbcr=True))
    ctx, layout = renderer.ctx, LAYOUTS["yuv420p"]
    target = av.VideoFrame(*SIZE, layout.name)
    planes = Planes(ctx, SIZE, layout, [plane.line_size for plane in target.planes])

    def post() -> None:
        if renderer.grading.post.packs(planes):
            renderer.grading.post.gather(renderer.picture.texture)
            renderer.grading.post.pack(renderer.picture.texture, BLOOM, UNLIMITED.mix, planes)
        else:
            planes.begin(renderer.grading.post.run(renderer.picture.texture, bloom=BLOOM, top_first=True))
        planes.read(target.planes)

    def bare() -> None:
        renderer.picture.begin(clear=(0.0, 0.0, 0.0, 1.0))
        post()

    def whole(tick: int) -> None:
        moment = Moment(tick, 0.5)
        renderer.pack(renderer.draw_light(moment), moment.seconds, planes)
        planes.read(target.planes)

    parts: dict[str, list[float]] = defaultdict(list)
    renderer.world.advance_to(BEGIN)
    for tick in range(BEGIN, BEGIN + 2 * (WARM + count), 2):
        row = {"world": timed(ctx, partial(renderer.world.advance_to, tick))}
        row |= by_layer(renderer, renderer.world.snapshot(0.5))
        row["post and I420"] = timed(ctx, post)
        if tick >= BEGIN + 2 * WARM:
            for name, took in row.items():
                parts[name].append(took)
    ticks = range(BEGIN + 2 * (WARM + count), BEGIN + 4 * (WARM + count), 2)
    times = [timed(ctx, partial(whole, tick)) for tick in ticks]
    nothing = [timed(ctx, bare) for _ in range(count)]
    result = {
        "layers": {name: median_ms(took) for name, took in parts.items()},
        "frame": median_ms(times),
        "bare": median_ms(nothing),
    }
    ctx.release()
    return result


def export(seconds: float) -> dict[str, object]:
    """An export at 1920x1080: speed, how busy the cores were, and resident memory over its length (Linux)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        before, begin = os.times(), time.perf_counter()
        command = [*COMMAND, "export", str(path), "--act", "shore", "--size", "1920x1080", "--to", str(seconds)]
        process = subprocess.Popen(command)
        memory = []
        while process.poll() is None:
            try:
                pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
                memory.append((time.perf_counter() - begin, pages * os.sysconf("SC_PAGESIZE") / 1e6))
            except (OSError, IndexError):
                pass
            time.sleep(0.1)
        wall, after = time.perf_counter() - begin, os.times()
        cpu = after.children_user + after.children_system - before.children_user - before.children_system
        size = path.stat().st_size
    frames = round(seconds * 30)
    half = [amount for at, amount in memory if wall * 0.45 < at < wall * 0.55]
    end = [amount for at, amount in memory if wall * 0.85 < at < wall * 0.95]
    return {
        "frames": frames,
        "fps": round(frames / wall, 2),
        "busy": round(cpu / wall / cores.usable(), 3),
        "size MB": round(size / 1e6, 2),
        "memory MB": {name: round(max(rows, default=0.0)) for name, rows in (("half-way", half), ("end", end))},
        "memory peak MB": round(max((amount for _, amount in memory), default=0.0)),
    }


def fastest(arguments: list[str], times: int) -> float:
    """The shortest wall time in seconds of a command in a process of its own."""
    took = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(times):
            begin = time.perf_counter()
            subprocess.run([*COMMAND, *arguments], cwd=folder, check=True, capture_output=True)
            took.append(time.perf_counter() - begin)
    return round(min(took), 3)


def show(result: dict[str, Any]) -> None:
    names = list(dict.fromkeys(name for tier in TIERS if tier in result for name in result[tier]["layers"]))
    tiers = [tier for tier in TIERS if tier in result]
    print(f"{result['renderer']}, {cores.usable()} cores, Shore at {SIZE[0]}x{SIZE[1]}, median ms a frame")
    print(f"{'':22s}" + "".join(f"{tier:>10s}" for tier in tiers))
    for name in names:
        print(f"{name:22s}" + "".join(f"{result[tier]['layers'].get(name, 0.0):10.2f}" for tier in tiers))
    print(f"{'whole frame':22s}" + "".join(f"{result[tier]['frame']:10.2f}" for tier in tiers))
    print(f"{'bound':22s}" + "".join(f"{BOUNDS[tier]:10.2f}" for tier in tiers))
    print(f"{'bare pipeline':22s}" + "".join(f"{result[tier]['bare']:10.2f}" for tier in tiers))
    print(f"post and I420: at most {BOUNDS['post and I420']} ms")
    made = result["export"]
    print(f"export 1920x1080: {made['frames']} frames, {made['fps']} fps, {made['size MB']} MB")
    print(f"  cores busy {made['busy']:.0%} (at least 85%)")
    memory = made["memory MB"]
    print(
        f"  memory half-way {memory['half-way']} MB, at the end {memory['end']} MB, peak {made['memory peak MB']} MB",
        end="",
    )
    print(" (constant, under 400)")
    print(f"--version {result['version s']} s (at most 0.15), a 640x360 still {result['still s']} s (at most 2)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON in place of the table")
    parser.add_argument("--frames", type=int, default=24, help="frames timed at each tier")
    parser.add_argument("--seconds", type=float, default=6.0, help="of film exported")
    options = parser.parse_args()
    with context.offscreen() as ctx:
        result: dict[str, Any] = {"renderer": ctx.info["GL_RENDERER"]}
    result |= {tier: frame(tier, options.frames) for tier in ("low", "medium", "high")}
    result["export"] = export(options.seconds)
    result["version s"] = fastest(["--version"], 7)
    result["still s"] = fastest(["still", "a.png", "--size", "640x360", "--at", "12", "--overwrite"], 3)
    print(json.dumps(result, indent=2)) if options.json else show(result)


if __name__ == "__main__":
    main()
