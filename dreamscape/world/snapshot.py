"""Snapshots: what drawing and sound see of the world."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.dream.timeline import Cue
from dreamscape.physics import strands
from dreamscape.world.cast import Cast
from dreamscape.world.keyboard import Keyboard
from dreamscape.world.music import Felt
from dreamscape.world.touch_response import UNTOUCHED


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A read-only view of the world at a moment between two ticks, for drawing and sound.

    Attributes:
        seconds: since the dream began, or the current round of an endless one; see `Timeline.epoch`.
        alpha: the fraction of the way from the last tick to the next, 0 to 1, for `interpolate` of the physics.
        cue: the cue at the last whole tick.
        act_seconds: since the act began, by the act's own clock.
        cast: the act's bodies, strands and dust; not to be changed.
        heart_trace: `(256,) float32`, the heart's level over the last 4 s, newest first.
        flicker: `(4, 4) float32`, lightning now: azimuth, elevation, spread, brightness.
        heard: what is taken from sound from outside.
        flicker_before, heard_before: the same so many ticks before the last whole one, below `music.PAST`: what is
            drawn for a tick and kept reads these, whichever moment it is drawn at. They hold until the next tick.
        hand: `(4,) float32`, the dreamer's hand in metres of the act and its press; infinite where there is none.
        keyboard: the keys that are held, which shaders from elsewhere may read; not to be changed.
        touch: `(5, 5) float32`, the response to it; see `touch_response.seen`.
    """

    seconds: float
    alpha: float
    cue: Cue
    act_seconds: float
    cast: Cast
    heart_trace: NDArray[np.float32]
    flicker: NDArray[np.float32]
    flicker_before: Callable[[int], NDArray[np.float32]]
    heard: Felt
    heard_before: Callable[[int], Felt]
    hand: NDArray[np.float32]
    touch: NDArray[np.float32]
    keyboard: Keyboard
    _nodes: list[F32] = field(default_factory=list, init=False, repr=False)

    @property
    def touched(self) -> bool:
        """Whether there is any response to a hand."""
        return self.touch is not UNTOUCHED and bool(self.touch[:, 3:].any())

    def strand_nodes(self) -> F32:
        """The nodes of all strands at this moment, `(3, m, n) float32`, m: found once, for all that draw them."""
        if not self._nodes:
            out = np.empty_like(self.cast.strands.pos)
            strands.interpolate(self.cast.strands, self.alpha, out)
            self._nodes.append(out)
        return self._nodes[0]
