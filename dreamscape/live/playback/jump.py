"""A jump to another tick of a dream, prepared in small steps while the present one is still shown."""

from collections.abc import Sequence

from dreamscape.clock import now_ns
from dreamscape.dream.inputs import Event
from dreamscape.engine.renderer import Renderer
from dreamscape.live.playback.stepping import step_towards
from dreamscape.world.world import State, World

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
    """

    def __init__(
        self, renderer: Renderer, tick: int, world: World, events: Sequence[Event] = (), untouched: bool = False
    ) -> None:
        self.renderer, self.tick, self.world = renderer, tick, world
        self.events, self.untouched = list(events), untouched
        world.follow(self.events)
        self._begun = now_ns()

    def prepare(self, budget: int) -> bool:
        """Prepare for `budget` ns, or somewhat longer if only the world has to be stepped; whether to `finish` now.

        That is once the target can be shown without a stall, or preparing has taken too long.
        """
        since = now = now_ns()
        while now - self._begun < LONGEST_SEEK and not self.renderer.prepare_jump(self.tick):
            if now - since > budget:
                return False
            now = now_ns()
        latest = self._begun + LONGEST_WAY
        return now_ns() >= latest or step_towards(self.world, self.tick, min(since + STRIDE * budget, latest))

    def finish(self) -> State:
        """Step the rest of the way at once; returns the world's state at the target."""
        self.world.skip_to(self.tick)
        return self.world.checkpoint()
