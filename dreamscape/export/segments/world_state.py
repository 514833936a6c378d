"""World states as data, for segments that are drawn elsewhere or later."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from dreamscape.dream.inputs import Event
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.engine.request import RenderRequest
from dreamscape.engine.shots import Shot
from dreamscape.errors import DreamscapeError
from dreamscape.rng import Streams
from dreamscape.world.world import World

Kind = Annotated[str, msgspec.Meta(pattern="^[<>|=]?[biuf][1-8]$")]
Extent = Annotated[int, msgspec.Meta(ge=0, le=2**31)]


class ArrayData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An array: its dtype, its shape and its bytes."""

    kind: Kind
    shape: tuple[Extent, ...]
    data: bytes


class WorldState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The state of a world, 0.1 to 2 MB, and the digest that the restored world must have."""

    digest: str
    arrays: dict[str, ArrayData]


def state_of(world: World) -> WorldState:
    """Copy the state of a world."""
    arrays = {
        name: ArrayData(array.dtype.str, array.shape, array.tobytes()) for name, array in world.checkpoint().items()
    }
    return WorldState(world.digest(), arrays)


def restore(world: World, tick: int, state: WorldState, inputs: Sequence[Event] = ()) -> bool:
    """Restore a world's state at `tick`; returns whether it succeeded. After a failure the world is unusable.

    Args:
        world: of the same dream.
        tick: of the state.
        state: of the world at that tick.
        inputs: all input events, before the tick and after it.
    """
    try:
        arrays = {name: _array(array) for name, array in state.arrays.items()}
        if arrays["tick"].tolist() != [tick]:
            return False
        world.restore(arrays)
    except (ValueError, KeyError, TypeError):
        return False
    world.follow(inputs)
    return world.digest() == state.digest


def advance(world: World, tick: int, digests: Mapping[int, str]) -> None:
    """Advance a world to `tick`, and check the digests that it must have on the way, by tick.

    Raises:
        DreamscapeError: a digest differs.
    """
    for checkpoint in sorted(checkpoint for checkpoint in digests if world.tick <= checkpoint <= tick):
        world.skip_to(checkpoint)
        if world.digest() != digests[checkpoint]:
            raise DreamscapeError(
                f"the world at tick {checkpoint} is not the one that the film's parts were drawn from: this machine "
                "computes differently; start over with --overwrite"
            )
    world.skip_to(tick)


def _array(stored: ArrayData) -> NDArray[Any]:
    return np.frombuffer(stored.data, np.dtype(stored.kind)).reshape(stored.shape)


def world_states(
    rate: Fraction,
    points: Iterable[tuple[Shot, int]],
    stored: Iterable[WorldState | None],
    digests: Mapping[int, Mapping[int, str]],
) -> Iterator[WorldState]:
    """Compute the states of a film's world at some ticks, in order of time, without drawing.

    Args:
        rate: of the film, frames per second.
        points: the shots and the ticks in them.
        stored: for each, the state that an earlier export has left, or None; used if its digest matches.
        digests: as of `advance`, by leg number.
    """
    leg = -1
    for (shot, tick), state in zip(points, stored, strict=True):
        if shot.leg != leg:
            leg, request = shot.leg, shot.as_request(rate)
            world = initial_world(request)
            beginning = state_of(world)
        if state is not None and not restore(world, tick, state, request.inputs):
            restore(world, 0, beginning, request.inputs)
        advance(world, tick, digests.get(leg, {}))
        yield state_of(world)


def initial_world(request: RenderRequest) -> World:
    """The world of a render request at the dream's beginning, without a renderer."""
    streams = Streams(request.seed)
    timeline = Timeline(request.dream.file, streams)
    world = World(timeline, streams, Scenes(timeline, streams))
    world.follow(request.inputs)
    return world
