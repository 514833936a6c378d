"""A jump to another tick of a dream, prepared in small steps while the present one is still shown."""

from collections.abc import Sequence

from dreamscape.clock import now_ns
from dreamscape.dream.inputs import Event
from dreamscape.engine.renderer import Renderer
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


def within(renderer: Renderer, tick: int) -> int:
    """The tick of a renderer's dream that is nearest to `tick`."""
    return max(0, tick if renderer.timeline.endless else min(tick, renderer.timeline.ticks - 1))
