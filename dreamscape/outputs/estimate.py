"""The estimate: how long a film is, and about how large it gets and how long it takes, from a few frames of it."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dreamscape.clock import TICKS_PER_SECOND, now_ns
from dreamscape.outputs import packets
from dreamscape.outputs.segments import Job, Order, Reel, Studio
from dreamscape.outputs.worlds import state_of
from dreamscape.rng import Streams
from dreamscape.scenery import Scenes
from dreamscape.timeline import Timeline
from dreamscape.world import World

PLACES = 4  # where frames are tried
WARM, TRIED = 3, 8  # frames there: those that compile shaders, and those that count
INTO = 4  # s after an act began: what is there by then costs what it costs


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an export comes to.

    Attributes:
        frames: how many.
        duration: of the film, seconds.
        size: of its pictures, bytes.
        time: to make it in one process, seconds.
        drawn: frames that this follows from.
    """

    frames: int
    duration: float
    size: float
    time: float
    drawn: int


def estimate(job: Job) -> Estimate:
    """Draw and compress a few frames, in several acts, as the export would."""
    numbers = job.take.numbers(job.rate)
    keys, rest, took = list[int](), list[int](), list[int]()

    def filmed(order: Order, reel: Reel) -> None:
        sizes = [packet.size for packet in packets.packets(order.path)]
        keys.append(sizes[0])
        rest.extend(sizes[1:])

    with tempfile.TemporaryDirectory(prefix="dreamscape-") as folder:
        studio = Studio(job, filmed)
        try:
            for order in _orders(job, Path(folder)):
                begun = now_ns()
                for sent, _ in enumerate(studio.film([order], lambda: False), start=1):
                    if sent == WARM:
                        begun = now_ns()
                took.append((now_ns() - begun) // max(1, len(order.frames) - WARM))
        finally:
            studio.close()
    segments = -(-len(numbers) // job.length)
    mean = sum(keys) / len(keys)
    others = sum(rest) / len(rest) if rest else mean
    return Estimate(
        len(numbers),
        float(len(numbers) / job.rate),
        segments * mean + (len(numbers) - segments) * others,
        len(numbers) * sum(took) / len(took) * 1e-9,
        len(keys) + len(rest),
    )


def _orders(job: Job, folder: Path) -> Iterator[Order]:
    """A few frames of some acts, each with the state of the world there."""
    take, numbers = job.take, job.take.numbers(job.rate)
    streams = Streams(take.seed)
    timeline = Timeline(take.dream.seed, streams)
    world = World(timeline, streams, Scenes(timeline, streams))
    world.follow(take.inputs)
    acts = timeline.cue(job.tick(numbers[:1])).act, timeline.cue(job.tick(numbers[-1:])).act
    begins = [timeline.span(act)[0] / TICKS_PER_SECOND + INTO for act in range(acts[0], acts[1] + 1)]
    last = numbers[-1] + 1 - WARM - TRIED  # from which there are enough of them
    firsts = sorted({max(min(round(begin * job.rate), last), numbers[0]) for begin in begins})
    for number, first in enumerate(firsts[:: -(-len(firsts) // PLACES)]):
        frames = range(first, min(first + WARM + TRIED, numbers[-1] + 1))
        world.skip_to(job.tick(frames))
        yield Order(number, frames, folder / f"{number}", state_of(world))
