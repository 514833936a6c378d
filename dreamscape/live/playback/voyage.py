"""A voyage: the way to a moment of a dream, gone by pieces while another moment is shown."""

from collections.abc import Sequence

from dreamscape.clock import now_ns
from dreamscape.dream.inputs import Event
from dreamscape.engine.act_layers import Scenes
from dreamscape.engine.renderer import Renderer
from dreamscape.world.world import State, World

LONGEST_SEEK = 600_000_000  # ns for which layers may be prepared while the moment before goes on
LONGEST_WAY = 20_000_000_000  # ns for which the world may be stepped meanwhile
STRIDE = 8  # budgets that stepping may take: while it does a few frames are late, or the jump would take twice as long
PASSED = 64  # ticks that are passed over between two looks at the time


class Travel:
    """The way to one moment.

    Args:
        renderer: that is going to draw it.
        tick: of the moment.
        world: as of `scout`, where the way begins.
        events: all that came from outside up to the moment, in order of their ticks.
        untouched: whether that is nothing, as in the dream that nobody has touched.
    """

    def __init__(
        self, renderer: Renderer, tick: int, world: World, events: Sequence[Event] = (), untouched: bool = False
    ) -> None:
        self.renderer, self.tick, self.world = renderer, tick, world
        self.events, self.untouched = list(events), untouched
        world.follow(self.events)
        self._since = now_ns()

    def go(self, budget: int) -> bool:
        """Go on for `budget` ns, or some more where only the world is to be stepped; whether to `finish` now.

        That is when the moment can be shown without a stall, or has taken long enough.
        """
        begun = now = now_ns()
        while now - self._since < LONGEST_SEEK and not self.renderer.prepare_jump(self.tick):
            if now - begun > budget:
                return False
            now = now_ns()
        begins = self.world.begins(self.tick)
        while self.world.tick < self.tick and now_ns() - self._since < LONGEST_WAY:
            if self.world.tick < begins - 1:
                self.world.pass_over(min(self.world.tick + 1 + PASSED, begins))
            else:
                self.world.step()
            if now_ns() - begun > STRIDE * budget:
                return self.world.tick == self.tick
        return True

    def finish(self) -> State:
        """Go the rest of the way at once; the state there."""
        self.world.skip_to(self.tick)
        return self.world.checkpoint()


def scout(renderer: Renderer) -> World:
    """A world of a stage's dream at its beginning, beside the one that is shown; no control was set in it."""
    return World(renderer.timeline, renderer.streams, Scenes(renderer.timeline, renderer.streams))
