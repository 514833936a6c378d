"""The state of a world as arrays by name: put back from a copy, and hashed."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

State = Mapping[str, NDArray[Any]]  # of a world, as `World.checkpoint` gives it


class Part(Protocol):
    """A part of a world's state."""

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Its arrays by name, not copied."""


def named(parts: Iterable[tuple[str, Part]]) -> dict[str, NDArray[Any]]:
    """The arrays of some parts, each with its part's name before its own."""
    return {f"{name}.{own}": array for name, part in parts for own, array in part.arrays().items()}


def tick_of(state: State) -> int:
    """The tick of a state.

    Raises:
        KeyError, ValueError: it has none.
    """
    if state["tick"].shape != (1,) or state["tick"].dtype.kind not in "iu":
        raise ValueError(f"tick: {state['tick'].dtype} {state['tick'].shape}, expected one whole number")
    return int(state["tick"][0])


def put_back(arrays: State, state: State) -> None:
    """Give arrays the content that a state has under their names.

    Raises:
        KeyError, ValueError: it has none of that name, shape and type; others may have been given theirs.
    """
    for name, array in arrays.items():
        stored = state[name]
        if stored.shape != array.shape or stored.dtype != array.dtype:
            raise ValueError(f"{name}: {stored.dtype} {stored.shape}, expected {array.dtype} {array.shape}")
        array[...] = stored


def digest_of(state: State) -> str:
    """A hash of a state; equal states have equal digests."""
    hashed = hashlib.blake2b(digest_size=16)
    for name, array in state.items():
        hashed.update(name.encode())
        hashed.update(np.ascontiguousarray(array).tobytes())
    return hashed.hexdigest()
