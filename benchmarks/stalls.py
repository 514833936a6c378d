"""Whether a live window stalls between acts: the worst frames around each transition.

    python benchmarks/stalls.py [--json] [--quality low] [--size 1280x720] [--dream sapphire]

The next act is made ready in the seconds before a shift, while the window goes on drawing. For each shift: the median
and the worst frame of those seconds and of the shift itself, and the first frame after a jump to a moment shortly after
the shift, as a viewer makes it. Run it on a quiet machine.
"""

import argparse
import gc
import json
import math
import statistics

from dreamscape import options
from dreamscape.clock import TICKS_PER_SECOND, Moment
from dreamscape.commands.bench import timed
from dreamscape.engine.act_layers import AHEAD
from dreamscape.engine.renderer import Renderer
from dreamscape.engine.request import check_request

EVERY = 2  # ticks from frame to frame: 30 a second
SETTLED = TICKS_PER_SECOND // 2  # ticks drawn before timing, so that the act that plays stands as it would
FRAME = 1e3 / 30.0  # ms, of a live window; a frame that takes longer than two misses more than one


def spans(renderer: Renderer) -> list[dict[str, object]]:
    """Frame times in ms around each transition."""
    rows: list[dict[str, object]] = []
    acts = renderer.timeline.acts
    for number in range(1, len(acts)):
        start, _ = renderer.timeline.span(number)
        stop = start + round(acts[number - 1].shift.seconds * TICKS_PER_SECOND)
        renderer.world.advance_to(max(renderer.world.tick, start - AHEAD - SETTLED))
        drawn(renderer, start - AHEAD)
        row: dict[str, object] = {"between": f"{acts[number - 1].scene} to {acts[number].scene}"}
        for name, until in (("ahead", start), ("shift", stop), ("after", stop + SETTLED)):
            times = drawn(renderer, until)
            row[name] = {"median": round(statistics.median(times), 1), "worst": round(max(times), 1)}
        rows.append(row)
    return rows


def drawn(renderer: Renderer, until: int) -> list[float]:
    """Draw up to a tick; returns each frame's time, ms, without stepping the world."""
    times = []
    while renderer.world.tick + EVERY <= until:
        renderer.world.advance_to(renderer.world.tick + EVERY)
        times.append(timed(renderer.ctx, lambda: renderer.draw(Moment(renderer.world.tick, 0.0))) * 1e3)
    return times


def show(rows: list[dict[str, dict[str, float]]]) -> None:
    names = ("ahead", "shift", "after")
    print(f"{'':26s}" + "".join(f"{name:>8s}{'worst':>8s}{'ratio':>7s}" for name in names))
    for row in rows:
        line = "".join(
            f"{row[name]['median']:8.1f}{row[name]['worst']:8.1f}{row[name]['worst'] / row[name]['median']:7.2f}"
            for name in names
        )
        print(f"{row['between']:26s}{line}")
    missed = max(math.ceil(row[name]["worst"] / FRAME) - 1 for row in rows for name in names)
    print(f"ms; at 30 frames a second the worst of all misses {missed}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON in place of the table")
    parser.add_argument("--quality", default="low")
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--dream", default="sapphire")
    asked = parser.parse_args()
    renderer = check_request(asked.dream, size=options.size(asked.size), tier=asked.quality, stop=1).renderer()
    renderer.draw(Moment(0, 0.0))
    gc.freeze()  # as a live window does
    rows = spans(renderer)
    print(json.dumps(rows, indent=2)) if asked.json else show(rows)  # type: ignore[arg-type]
    renderer.ctx.release()


if __name__ == "__main__":
    main()
