"""Steps worlds beside the frames that are drawn: towards a tick in slices, and ahead while the GPU is busy."""

from dreamscape.clock import now_ns
from dreamscape.engine.act_layers import Scenes
from dreamscape.engine.renderer import Renderer
from dreamscape.world.world import World

PASSED = 64  # ticks that are passed over between two looks at the time
MOST_AHEAD = 6  # ticks between two frames; more are a jump


def spare_world(renderer: Renderer) -> World:
    """A second world of a renderer's dream, at its beginning, with no parameters set."""
    return World(renderer.timeline, renderer.streams, Scenes(renderer.timeline, renderer.streams))


def step_towards(world: World, tick: int, until: int) -> bool:
    """Step a world towards a tick until the time `until`, ns, but at least once; whether it is there."""
    begins = world.begins(tick)
    while world.tick < tick:
        if world.tick < begins - 1:
            world.pass_over(min(world.tick + 1 + PASSED, begins))
        else:
            world.step()
        if now_ns() > until:
            break
    return world.tick == tick


def step_ahead(world: World, tick: int, ticks: int) -> None:
    """Step a world, shown at `tick`, towards the next frame, which is expected `ticks` later.

    One tick is left, so that the hand's input until then takes effect in the next frame.
    """
    stop = tick + ticks - 1
    if 1 < ticks <= MOST_AHEAD and (world.timeline.endless or stop < world.timeline.ticks):
        world.advance_to(max(stop, world.tick))
