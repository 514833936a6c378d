"""Draws every act in this process and says how: what gpu.py starts under one driver and then under another.

    python benchmarks/parts/acts.py FOLDER --size 640x360 [--tier high] [--at 20] [--card]    pictures, FOLDER/ACT.npy
    python benchmarks/parts/acts.py - --size 1920x1080 [--frames 20] [--until S]    GPU and CPU ms a frame

Prints a line of JSON about the driver, and one after each act: what was found, and which places of the program have
asked so far whether the processor draws, and what they were told. --card tells all of them that a card draws.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import moderngl
import numpy as np

from dreamscape import catalogue, options
from dreamscape.clock import TICKS_PER_SECOND, Moment, moment_at
from dreamscape.dream.dream_file import Act, Dream, DreamFile
from dreamscape.engine.renderer import Renderer
from dreamscape.flash.limiter import Limiter
from dreamscape.quality import TIERS
from dreamscape.render import context

SECONDS, AT = 40, 20  # of each act, and the moment that is drawn if no other is asked for
WARM = 2  # frames before timing
EVERY = 2  # ticks from one frame to the next: 30 frames a second


def spy_on_software(answer: bool | None) -> set[tuple[str, bool]]:
    """Note who asks whether the processor draws, and what the answer was; `answer` in place of the true one."""
    original, answers = context.is_software, set[tuple[str, bool]]()

    def is_software(ctx: moderngl.Context) -> bool:
        found = original(ctx) if answer is None else answer
        asker = sys._getframe(1)
        answers.add((f"{asker.f_globals['__name__']}.{asker.f_code.co_name}", found))
        return found

    for module in list(sys.modules.values()):
        if getattr(module, "is_software", None) is original:
            module.is_software = is_software  # type: ignore[attr-defined]
    return answers


def renderers(ctx: moderngl.Context, size: tuple[int, int], tier: str) -> Iterator[tuple[str, Renderer]]:
    """A renderer for each act, alone in a dream of its own."""
    for scene in catalogue.scene_names():
        act = Act(scene, float(SECONDS), connection=((0.0, 0.0), (float(SECONDS), 1.0)))
        dream = Dream(scene, DreamFile(scene, 7, (act,)), "")
        yield scene, Renderer(ctx, dream, size, TIERS[tier], limiter=Limiter())


def picture(renderer: Renderer, path: Path, at: Fraction) -> dict[str, float]:
    """Write the picture of an act at a moment, `uint8 (h, w, 3)`."""
    np.save(path, renderer.read(renderer.draw(moment_at(at))))
    return {}


def times(renderer: Renderer, frames: int, stop: float) -> dict[str, float]:
    """Median ms of a frame: by the card's own clock, and of the processor until all of it is asked for."""
    card, processor, query = list[float](), list[float](), renderer.ctx.query(time=True)
    renderer.world.advance_to(TICKS_PER_SECOND * AT)
    for count in range(WARM + frames):
        begun = time.process_time()
        with query:
            renderer.draw(Moment(TICKS_PER_SECOND * AT + EVERY * count, 0.5))
        used, took = time.process_time() - begun, query.elapsed * 1e-6
        late = time.monotonic() > stop
        if count >= WARM or late:  # one that is not warm is better than none
            card.append(took)
            processor.append(1e3 * used)
        if late:
            break
    return {"gpu": statistics.median(card), "cpu": statistics.median(processor), "frames": len(card)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("--size", default="640x360")
    parser.add_argument("--tier", default="high")
    parser.add_argument("--at", type=Fraction, default=Fraction(AT), help="seconds into each act")
    parser.add_argument("--frames", type=int, default=20)
    parser.add_argument("--until", type=float, default=60.0, help="seconds for all acts")
    parser.add_argument("--card", action="store_true")
    arguments = parser.parse_args()
    begun, share = time.monotonic(), arguments.until / len(catalogue.scene_names())
    answers = spy_on_software(False if arguments.card else None)
    with context.offscreen() as ctx:
        info = {"renderer": ctx.info["GL_RENDERER"], "version": ctx.info["GL_VERSION"]}
        print(json.dumps({**info, "extensions": sorted(ctx.extensions)}), flush=True)
        for number, (name, renderer) in enumerate(
            renderers(ctx, options.size(arguments.size), arguments.tier), start=1
        ):
            if arguments.out == "-":
                found = times(renderer, arguments.frames, begun + number * share)
            else:
                found = picture(renderer, Path(arguments.out) / f"{name}.npy", arguments.at)
            print(json.dumps({"act": name, **found, "software": sorted(answers)}), flush=True)


if __name__ == "__main__":
    main()
