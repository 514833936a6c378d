"""Worlds on their way: the state of the world at a tick as data, for a segment that is filmed elsewhere or later."""

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
    """One array: its dtype, its shape and its bytes."""

    kind: Kind
    shape: tuple[Extent, ...]
    data: bytes


class WorldState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The state of a world, 0.1 to 2 MB, and the digest that it must have once restored."""

    digest: str
    arrays: dict[str, ArrayData]


def state_of(world: World) -> WorldState:
    """The state of a world."""
    arrays = {
        name: ArrayData(array.dtype.str, array.shape, array.tobytes()) for name, array in world.checkpoint().items()
    }
    return WorldState(world.digest(), arrays)


def restore(world: World, tick: int, state: WorldState, inputs: Sequence[Event] = ()) -> bool:
    """Bring a world to its state at `tick`; says whether it is there. If not, the world is of no use any more.

    Args:
        world: of the same dream.
        tick: where.
        state: the world there.
        inputs: all that comes from outside, before and after.
    """
    try:
        arrays = {name: _array(part) for name, part in state.arrays.items()}
        if arrays["tick"].tolist() != [tick]:
            return False
        world.restore(arrays)
    except (ValueError, KeyError, TypeError):
        return False
    world.follow(inputs)
    return world.digest() == state.digest


def advance(world: World, tick: int, marks: Mapping[int, str]) -> None:
    """Bring a world forward to `tick`, and compare it with the digests that it must have on the way, by tick.

    Raises:
        DreamscapeError: it is another world.
    """
    for mark in sorted(mark for mark in marks if world.tick <= mark <= tick):
        world.skip_to(mark)
        if world.digest() != marks[mark]:
            raise DreamscapeError(
                f"the world at tick {mark} is not the one that the film's parts were drawn from: this machine computes "
                "otherwise; start over with --overwrite"
            )
    world.skip_to(tick)


def _array(part: ArrayData) -> NDArray[Any]:
    return np.frombuffer(part.data, np.dtype(part.kind)).reshape(part.shape)


def scout(
    rate: Fraction,
    places: Iterable[tuple[Shot, int]],
    stored: Iterable[WorldState | None],
    marks: Mapping[int, Mapping[int, str]],
) -> Iterator[WorldState]:
    """The states of a film's world at some ticks, in order of its time, from a world without a stage.

    Args:
        rate: of the film, frames a second.
        places: where: ticks of shots.
        stored: what an earlier export has left of each of them; taken if it fits.
        marks: as of `advance`, by the number of the leg.
    """
    leg = -1
    for (shot, tick), state in zip(places, stored, strict=True):
        if shot.leg != leg:
            leg, request = shot.leg, shot.as_request(rate)
            world = world_of(request)
            beginning = state_of(world)
        if state is not None and not restore(world, tick, state, request.inputs):
            restore(world, 0, beginning, request.inputs)
        advance(world, tick, marks.get(leg, {}))
        yield state_of(world)


def world_of(request: RenderRequest) -> World:
    """A take's world at the dream's beginning, without a stage."""
    streams = Streams(request.seed)
    timeline = Timeline(request.dream.file, streams)
    world = World(timeline, streams, Scenes(timeline, streams))
    world.follow(request.inputs)
    return world
