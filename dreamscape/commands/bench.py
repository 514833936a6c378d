"""The benchmark: steps a dream through its moments once, draws it at several tiers, and times frames and layers."""

import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence

import moderngl

from dreamscape.clock import TICKS_PER_SECOND, Moment, now_ns
from dreamscape.commands import costs
from dreamscape.engine.grading import BLOOM
from dreamscape.engine.renderer import Renderer
from dreamscape.engine.request import check_request
from dreamscape.render import context
from dreamscape.world.snapshot import Snapshot

POST = "post and readback"
EVERY = 2  # ticks from one frame to the next: 30 frames a second, so that slow layers refresh as often as in a film
WARM = 2  # frames before timing at each moment, to fill panoramas and caches
SHIFTING = (0.2, 0.6)  # fractions of a shift at which it is timed; in its middle the halved picture changes sides


def median_ms(seconds: Iterable[float]) -> float:
    """The median of times in seconds, as ms to two decimals."""
    return round(statistics.median(seconds) * 1e3, 2)


def timed(ctx: moderngl.Context, work: Callable[[], object]) -> float:
    """Seconds until some drawing is finished."""
    ctx.finish()
    begin = now_ns()
    work()
    ctx.finish()
    return (now_ns() - begin) * 1e-9


def by_layer(renderer: Renderer, snapshot: Snapshot) -> dict[str, float]:
    """Draw the light of a snapshot; returns the seconds that each layer took, preparation included."""
    took: dict[str, float] = {}
    renderer.ctx.finish()
    mark = now_ns()
    for name in renderer.passes(snapshot):
        renderer.ctx.finish()
        now = now_ns()
        took[name], mark = took.get(name, 0.0) + (now - mark) * 1e-9, now
    return took


class Bench:
    """Renderers of one dream, one for each tier.

    Args:
        dream: its name or file.
        size: of the picture in pixels.
        tiers: names of the tiers.
        moments: at which each act is drawn, spread evenly over it.
        frames: timed at each moment and tier.

    Attributes:
        tiers: the measured costs, filled by `run`.
        device_name: the renderer's name, as OpenGL gives it.
    """

    def __init__(self, dream: str, size: tuple[int, int], tiers: Sequence[str], moments: int, frames: int) -> None:
        self._moments, self._frames = moments, frames
        self._ctx = context.offscreen()
        self._renderers: list[Renderer] = []
        self.tiers: list[costs.TierCost] = []
        self.device_name = str(self._ctx.info["GL_RENDERER"])
        for tier in tiers:
            asked = check_request(dream, size=size, tier=tier, stop=1)
            begin = now_ns()
            self._renderers.append(Renderer(self._ctx, asked.dream, size, asked.quality, asked.seed))
            self._ctx.finish()
            acts = [costs.ActCost(act.scene) for act in self._renderers[-1].timeline.acts]
            self.tiers.append(costs.TierCost(tier, acts, ready=(now_ns() - begin) * 1e-6))
        self._timeline = self._renderers[0].timeline

    def run(self) -> Iterator[str]:
        """Measure act by act, naming each one before it begins."""
        acts = self._timeline.acts
        for number, act in enumerate(acts.copy()):
            yield act.scene
            start, stop = self._timeline.span(number)
            if number:
                before = acts[number - 1]
                for tier in self.tiers:
                    tier.shifts.append(costs.ShiftCost(f"{before.scene} to {act.scene}", before.shift.through))
                lasts = round(before.shift.seconds * TICKS_PER_SECOND)
                for part in SHIFTING:
                    self._shift(number, start + int(part * lasts))
                start += lasts
            for moment in range(self._moments):
                self._act(number, start + int((stop - start) * (moment + 0.5) / self._moments))

    def release(self) -> None:
        """Release the context."""
        self._ctx.release()

    def _act(self, number: int, tick: int) -> None:
        """Time whole frames and frames layer by layer in turn, each at its own tick, so that slow layers refresh."""
        for count in range(-WARM, self._frames):
            for renderer, tier in self._at(tick):
                self._first(renderer, tier, number)
                self._note(tier.acts[number].frames, count, timed(self._ctx, lambda s=renderer: _whole(s)))  # type: ignore[misc]
            for renderer, tier in self._at(tick + EVERY):
                took = by_layer(renderer, renderer.world.snapshot())
                took[POST] = timed(self._ctx, lambda s=renderer: _finish(s))  # type: ignore[misc]
                for name, seconds in took.items():
                    self._note(tier.acts[number].layers.setdefault(name, []), count, seconds)
            tick += 2 * EVERY

    def _shift(self, number: int, tick: int) -> None:
        """A frame of the shift, one of the act that leaves and one of the act that comes, and so on.

        Before each one another of its kind, EVERY ticks earlier, so that layers refresh as often in all three.
        """
        for count in range(-1, self._frames):
            for role in range(3):
                for renderer, tier in self._at(tick):
                    self._first(renderer, tier, number)
                    _in_role(renderer, role)
                for renderer, tier in self._at(tick + EVERY):
                    shift = tier.shifts[-1]
                    seconds = timed(self._ctx, lambda s=renderer, r=role: _in_role(s, r))  # type: ignore[misc]
                    self._note((shift.frames, *shift.alone)[role], count, seconds)
                tick += EVERY + 1

    def _first(self, renderer: Renderer, tier: costs.TierCost, number: int) -> None:
        """Time the creation of an act and its first frame, once."""
        act = tier.acts[number]
        if not act.first:
            act.first = timed(self._ctx, lambda: _act_alone(renderer, renderer.world.snapshot())) * 1e3
            tier.ready += act.first

    def _note(self, times: list[float], count: int, seconds: float) -> None:
        """Store a time, in ms, unless the frame was a warm-up."""
        if count >= 0:
            times.append(seconds * 1e3)

    def _at(self, tick: int) -> Iterator[tuple[Renderer, costs.TierCost]]:
        """The renderers with the costs of their tiers, every world at `tick`; one is stepped, the others copy it."""
        leader = self._renderers[0].world
        leader.advance_to(tick)
        state = leader.checkpoint()
        for renderer, tier in zip(self._renderers, self.tiers, strict=True):
            if renderer.world is not leader:
                renderer.world.restore(state)
            yield renderer, tier


def _whole(renderer: Renderer) -> None:
    """Draw and read back a frame, without stepping the world."""
    renderer.read(renderer.draw(Moment(renderer.world.tick, 0.0)))


def _act_alone(renderer: Renderer, snapshot: Snapshot) -> None:
    """Draw a frame of one act without the shift."""
    for _ in renderer.passes(snapshot):
        pass
    _finish(renderer)


def _finish(renderer: Renderer) -> None:
    renderer.read(renderer.grading.post.run(renderer.picture.texture, bloom=BLOOM, top_first=True))


def _in_role(renderer: Renderer, role: int) -> None:
    """Draw a frame of a shift (0), of the leaving act (1) or of the coming act (2)."""
    snapshot = renderer.world.snapshot()
    if role == 1 and snapshot.cue.leaving is not None:
        snapshot = renderer.world.snapshot_of(snapshot.cue.leaving, 0.0)
    if role:
        _act_alone(renderer, snapshot)
    else:
        _whole(renderer)
