"""A jump to another tick of a dream, prepared in small steps while the present one is still shown."""

from collections.abc import Sequence

from dreamscape.clock import now_ns
from dreamscape.dream.inputs import Event
from dreamscape.engine.renderer import Renderer
from dreamscape.live.playback.checkpoints import LEAST_GAIN, Checkpoints
from dreamscape.live.playback.stepping import spare_world, step_towards
from dreamscape.world.state import State
from dreamscape.world.world import World

LONGEST_SEEK = 600_000_000  # ns that layers may be prepared before the jump is made anyway
LONGEST_WAY = 20_000_000_000  # ns that the world may be stepped before the jump is made anyway
STRIDE = 8  # budgets that stepping may take: a few frames are late then, but the jump would take twice as long without


class Jump:
    """A jump to one tick.

    Args:
        renderer: of the target's dream.
        tick: the target.
        world: from `spare_world`, in a state to start from.
        events: all inputs up to the target, in order of their ticks.
        untouched: whether there are none, as in a dream that nobody has touched.
        patience: ns that layers may be prepared before the jump is made anyway; None for LONGEST_SEEK.
    """

    def __init__(
        self,
        renderer: Renderer,
        tick: int,
        world: World,
        events: Sequence[Event] = (),
        untouched: bool = False,
        patience: int | None = None,
    ) -> None:
        self.renderer, self.tick, self.world = renderer, tick, world
        self.events, self.untouched = list(events), untouched
        world.follow(self.events)
        self._begun, self._patience = now_ns(), patience

    def prepare(self, budget: int) -> bool:
        """Prepare for `budget` ns, or somewhat longer if only the world has to be stepped; whether to `finish` now.

        That is once the target can be shown without a stall, or preparing has taken too long.
        """
        since = now = now_ns()
        patience = LONGEST_SEEK if self._patience is None else self._patience
        while now - self._begun < patience and not self.renderer.prepare_jump(self.tick):
            if now - since > budget:
                return False
            now = now_ns()
        latest = self._begun + LONGEST_WAY
        return now_ns() >= latest or step_towards(self.world, self.tick, min(since + STRIDE * budget, latest))

    def finish(self) -> State:
        """Step the rest of the way at once; returns the world's state at the target."""
        self.world.skip_to(self.tick)
        return self.world.checkpoint()


def untouched(renderer: Renderer, tick: int, patience: int | None = None) -> Jump:
    """A jump into a dream that nobody has touched; arguments as of `Jump`."""
    return Jump(renderer, within(renderer, tick), spare_world(renderer), untouched=True, patience=patience)


def shortest(renderer: Renderer, tick: int, checkpoints: Checkpoints, events: Sequence[Event]) -> Jump:
    """The quickest jump to a tick of the dream that plays.

    Args:
        renderer: of the dream.
        tick: the target.
        checkpoints: of the dream.
        events: all inputs so far, in order of their ticks.
    """
    world, spare = renderer.world, spare_world(renderer)
    begins = world.begins(tick)
    own = checkpoints.latest(tick)
    reachable = [world.tick] if world.tick <= tick else []
    nearest = max([*reachable, *([int(own["tick"][0])] if own else []), *([begins] if reachable else [])], default=-1)
    stored = checkpoints.latest_untouched_tick(tick)
    stored = max(stored if stored is not None else -1, begins if not events else -1)
    if stored - nearest > LEAST_GAIN or nearest < 0:
        checkpoints.restore_untouched(spare, tick)
        return Jump(renderer, tick, spare, untouched=True)
    own_is_nearer = own and (not reachable or int(own["tick"][0]) > max(world.tick, begins))
    spare.restore(own if own and own_is_nearer else world.checkpoint())
    return Jump(renderer, tick, spare, [event for event in events if event.tick <= tick])


def within(renderer: Renderer, tick: int) -> int:
    """The tick of a renderer's dream that is nearest to `tick`."""
    return max(0, tick if renderer.timeline.endless else min(tick, renderer.timeline.ticks - 1))
