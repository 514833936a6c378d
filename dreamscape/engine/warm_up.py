"""The wings: where an act is made ready before it plays, in steps small enough that no frame of a live window stalls.

What needs no OpenGL is worked out on another thread. Then each layer is built, and then each is drawn out of sight, at
several moments of the act: drivers compile a program once more when it is first drawn with. A step is one of these.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from functools import cache, partial
from typing import TypeVar

from dreamscape import catalogue
from dreamscape.quality import Quality
from dreamscape.system.priorities import give_way, take_short_turns
from dreamscape.world.cast import Cast
from dreamscape.world.scene import Scene
from dreamscape.world.world import Snapshot, World

MOMENTS = (0.0, 0.02, 0.3, 0.6, 0.9)  # parts of an act: what is out of sight at one of them is not at another
NEVER = -1_000_000  # the tick of a rehearsal: what layers paint now and then, they paint anew when the act plays
BRIEF = 0.001  # s that a frame waits for what most layers have not: something to foresee
Result = TypeVar("Result")


class WarmUp:
    """One act that is made ready.

    Args:
        act: its index; its beginning and end must be laid out.
        scenes: by act; its own is made if it is not there yet.
        world: of the dream; nothing in it changes.
        quality: the tier.
        build: builds the next layer of the act that is missing, if any is.
        rehearse: draws a snapshot of the act out of sight, a little at a time.

    Attributes:
        ready: whether all is done.
    """

    def __init__(
        self,
        act: int,
        scenes: Mapping[int, Scene],
        world: World,
        quality: Quality,
        build: Callable[[int], None],
        rehearse: Callable[[Snapshot], Iterator[None]],
    ) -> None:
        self.act = act
        self.ready = False
        self._scenes, self._world, self._quality = scenes, world, quality
        self._build, self._rehearse = build, rehearse
        self._steps = self._all()

    def step(self) -> bool:
        """Do a little more, if the other thread has come so far; whether all is ready now."""
        if not self.ready:
            self.ready = next(self._steps, self) is self
        return self.ready

    def _all(self) -> Iterator[None]:
        scene = yield from _elsewhere(lambda: self._scenes[self.act])
        for name in scene.layers:
            yield from _elsewhere(partial(catalogue.layer(name).foresee, scene.streams, self._quality))
            self._build(self.act)
            yield
        cast = yield from _elsewhere(partial(entering, self._world, self.act))
        start, stop = self._world.timeline.span(self.act)
        for part in MOMENTS:
            cue = self._world.timeline.cue_of(self.act, start + int(part * (stop - start)))
            yield from self._rehearse(self._world.snapshot_of(replace(cue, tick=NEVER), 0.0, cast))


def entering(world: World, act: int) -> Cast:
    """A cast of an act as it enters, with a grain of dust and a thread, so that these are drawn too."""
    scene, cast = world.scenes[act], world.cast(act)
    scene.enter(cast, world.streams.at(f"enter {act}", world.timeline.span(act)[0]))
    cast.dust.totals[0] = max(cast.dust.count, 1)
    cast.strands.presence[0] = 1.0
    return cast


def _elsewhere(work: Callable[[], Result]) -> Generator[None, None, Result]:
    """The result of work on another thread; yields until it is there, unless it takes no time."""
    made = _worker().submit(work)
    wait([made], BRIEF)
    while not made.done():
        yield
    return made.result()


@cache
def _worker() -> ThreadPoolExecutor:
    """One thread: drawing needs the other cores."""
    take_short_turns()
    return ThreadPoolExecutor(1, "wings", give_way)
