"""What edited code makes anew, prepared in slices between the frames of what plays until it can take its place."""

from dreamscape.clock import now_ns
from dreamscape.dream.dream_file import Dream
from dreamscape.engine.renderer import Renderer
from dreamscape.live.playback.jump import Jump
from dreamscape.live.playback.stepping import spare_world, step_towards

PATIENCE = 10_000_000_000  # ns in which slices get longer by a budget
LONGEST = 8.0  # budgets in one slice


class Replacement:
    """A renderer, and a world of it that is stepped to where the dream is by then, without a hand.

    Args:
        renderer: made by the edited code.
        dream: what it draws.
        replaced: the renderer that plays meanwhile.
        keeps_state: whether the world keeps its state, and is not stepped.

    Attributes:
        renderer, dream, replaced: as above.
    """

    def __init__(self, renderer: Renderer, dream: Dream, replaced: Renderer, keeps_state: bool) -> None:
        self.renderer, self.dream, self.replaced = renderer, dream, replaced
        self._keeps_state = keeps_state
        self._begun = now_ns()
        self._world = spare_world(renderer)

    @property
    def _tick(self) -> int:
        """Where the dream is now, within the new version."""
        tick, timeline = self.replaced.world.tick, self.renderer.timeline
        return tick if timeline.endless else min(tick, timeline.ticks - 1)

    def prepare(self, budget: int) -> bool:
        """Prepare for `budget` ns, or for one step where that takes longer; whether it can be drawn now.

        The longer it has taken so far, the longer a slice takes: a slow machine would never catch up otherwise.

        Raises:
            Exception: whatever the edited code raises.
        """
        now = now_ns()
        until = now + int(budget * min(1.0 + (now - self._begun) / PATIENCE, LONGEST))
        while not self.renderer.prepare_jump(self._tick):
            if now_ns() > until:
                return False
        if self._keeps_state:
            return True
        if self._world.tick > self._tick:  # the viewer has jumped back meanwhile
            self._world.rewind()
        return step_towards(self._world, self._tick, until)

    def jump(self) -> Jump:
        """The jump to it, once it is prepared."""
        if self._keeps_state:
            self._world.restore(self.replaced.world.checkpoint())
        return Jump(self.renderer, self._tick, self._world, untouched=True)
