"""Warm-up: an act is built and rehearsed before it plays, in steps so small that no frame of a live window stalls.

What needs no OpenGL is computed on another thread. Then each layer is built, and then each is drawn out of sight at
several moments of the act: drivers compile a program again when it is first drawn with. Each of these is a step.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import replace
from functools import cache, partial
from typing import TypeVar

from dreamscape import catalogue
from dreamscape.quality import Quality
from dreamscape.rng import Streams
from dreamscape.system.priorities import give_way, shorten_switch_interval
from dreamscape.world.cast import Cast
from dreamscape.world.scene import Scene
from dreamscape.world.snapshot import Snapshot
from dreamscape.world.world import World

SAMPLED_FRACTIONS = (0.0, 0.02, 0.3, 0.6, 0.9)  # of an act: what is out of sight at one of them is not at another
REHEARSAL_TICK = -1_000_000  # far from any tick: layers that redraw only now and then redraw when the act plays
WAIT = 0.001  # s that a frame waits for work in the background; most layers have none
Result = TypeVar("Result")


class WarmUp:
    """The warm-up of one act, a step at a time.

    Args:
        steps: see `steps_of`.

    Attributes:
        ready: whether all steps are done.
    """

    def __init__(self, steps: Iterator[None]) -> None:
        self.ready = False
        self._steps = steps

    def step(self) -> bool:
        """Make the next step, unless it still waits for the other thread; whether all steps are done now."""
        if not self.ready:
            self.ready = next(self._steps, self) is self
        return self.ready


def steps_of(
    act: int,
    scenes: Mapping[int, Scene],
    world: World,
    quality: Quality,
    build: Callable[[int], None],
    rehearse: Callable[[Snapshot], Iterator[None]],
) -> Iterator[None]:
    """The steps of a warm-up. No method of `WarmUp`: that would keep the layers of an act that is over, in a cycle.

    Args:
        act: its index; its beginning and end must be laid out.
        scenes: by index of the act; the act's own is made if it is missing.
        world: of the dream; stays as it is.
        quality: the tier.
        build: builds the next missing layer of the act, if one is missing.
        rehearse: draws a snapshot of the act out of sight, a little at a time.
    """
    scene = yield from _in_background(lambda: scenes[act])
    for name in scene.layers:
        yield from _in_background(partial(_precompute, name, scene.streams, quality))
        build(act)
        yield
    cast = yield from _in_background(partial(cast_entering, world, act))
    start, stop = world.timeline.span(act)
    for fraction in SAMPLED_FRACTIONS:
        cue = world.timeline.cue_of(act, start + int(fraction * (stop - start)))
        yield from rehearse(world.snapshot_of(replace(cue, tick=REHEARSAL_TICK), 0.0, cast))


def _precompute(name: str, streams: Streams, quality: Quality) -> None:
    """Import a layer, and compute what its `build` reads."""
    catalogue.layer(name).precompute(streams, quality)


def cast_entering(world: World, act: int) -> Cast:
    """The cast with which an act begins, with at least one particle and one thread, so that these are drawn too."""
    scene, cast = world.scenes[act], world.cast(act)
    scene.enter(cast, world.streams.at(f"enter {act}", world.timeline.span(act)[0]))
    cast.dust.totals[0] = max(cast.dust.count, 1)
    cast.strands.presence[:1] = 1.0  # some casts have none
    return cast


def expect(work: Callable[[], object]) -> None:
    """Do work on the other thread that fills caches; whoever needs its result sooner does it too."""
    _worker().submit(copy_context().run, work)


def _in_background(work: Callable[[], Result]) -> Generator[None, None, Result]:
    """The result of work on another thread; yields until it is done, unless that takes almost no time."""
    future = _worker().submit(copy_context().run, work)
    wait([future], WAIT)
    while not future.done():
        yield
    return future.result()


@cache
def _worker() -> ThreadPoolExecutor:
    """One thread: drawing needs the other cores."""
    shorten_switch_interval()
    return ThreadPoolExecutor(1, "warm-up", give_way)
