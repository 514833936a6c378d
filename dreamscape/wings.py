"""The wings: where an act is made ready before it plays, in steps small enough that no frame of a live window stalls.

What needs no OpenGL is worked out on another thread. Then each layer is built, and then each is drawn out of sight, at
several moments of the act: drivers compile a program once more when it is first drawn with. A step is one of these.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache

from dreamscape import catalogue
from dreamscape.cast import Cast
from dreamscape.quality import Quality
from dreamscape.scene import Scene
from dreamscape.world import Snapshot, World

MOMENTS = (0.0, 0.02, 0.3, 0.6, 0.9)  # parts of an act: what is out of sight at one of them is not at another
NEVER = -1_000_000  # the tick of a rehearsal: what layers paint now and then, they paint anew when the act plays


class Wings:
    """One act that is made ready.

    Args:
        act: its index; its beginning and end must be laid out.
        scene: its scene.
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
        scene: Scene,
        world: World,
        quality: Quality,
        build: Callable[[int], None],
        rehearse: Callable[[Snapshot], Iterator[None]],
    ) -> None:
        self.act = act
        self.ready = False
        self._scene, self._world, self._quality = scene, world, quality
        self._build, self._rehearse = build, rehearse
        self._steps = self._all()

    def step(self) -> bool:
        """Do a little more, if the other thread has come so far; whether all is ready now."""
        if not self.ready:
            self.ready = next(self._steps, self) is self
        return self.ready

    def _all(self) -> Iterator[None]:
        foreseen = [_worker().submit(self._foresee, name) for name in self._scene.layers]
        played = _worker().submit(self._play)
        for made in foreseen:
            while not made.done():
                yield
            made.result()
            self._build(self.act)
            yield
        while not played.done():
            yield
        start, stop = self._world.timeline.span(self.act)
        for part in MOMENTS:
            cue = self._world.timeline.cue_of(self.act, start + int(part * (stop - start)))
            yield from self._rehearse(self._world.snapshot_of(replace(cue, tick=NEVER), 0.0, played.result()))

    def _foresee(self, name: str) -> None:
        catalogue.layer(name).foresee(self._scene.streams, self._quality)

    def _play(self) -> Cast:
        """A cast as it enters, with a grain of dust and a thread, so that these are drawn too."""
        scene, world = self._scene, self._world
        cast = world.cast(self.act)
        scene.enter(cast, world.streams.at(f"enter {self.act}", world.timeline.span(self.act)[0]))
        cast.dust.totals[0] = max(cast.dust.count, 1)
        cast.strands.presence[0] = 1.0
        return cast


@cache
def _worker() -> ThreadPoolExecutor:
    """One thread: drawing needs the other cores."""
    return ThreadPoolExecutor(1, "wings")
