"""The dreamer's hand as the world knows it: where it is in the picture, how it presses, and its last call."""

import math

import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F32
from dreamscape.dream.inputs import Call, Pointer
from dreamscape.world import touch
from dreamscape.world.scene import Scene

_NOWHERE = math.inf, math.inf, 0.0
_NO_CALL = 0.0, 0.0, -touch.CALLED


class Hand:
    """The hand.

    Attributes:
        pointer: `(3,) float64`, x and y in the picture, infinite where there is no hand, and the press.
        call: `(3,) float64`, x and y of the last call, and its tick.
    """

    def __init__(self) -> None:
        self.pointer, self.call = np.array(_NOWHERE, np.float64), np.array(_NO_CALL, np.float64)

    def move(self, event: Pointer) -> None:
        """Take in that it moves, presses, or is gone."""
        held = math.isfinite(event.x) and math.isfinite(event.y)
        self.pointer[:] = (event.x, event.y, min(max(event.press, 0.0), 1.0)) if held else _NOWHERE

    @property
    def is_there(self) -> bool:
        """Whether there is a hand."""
        return math.isfinite(self.pointer[0])

    def calls(self, event: Call) -> None:
        """Take in that it calls."""
        self.call[:] = event.x, event.y, event.tick

    def within(self, scene: Scene, seconds: float) -> F32:
        """The hand in a scene at a moment of its act: `(4,)`, metres and the press; infinite where there is none."""
        x, y, press = self.pointer.tolist()
        if not self.is_there:
            return np.array((math.inf, math.inf, math.inf, 0.0), np.float32)
        return np.append(point(scene, seconds, x, y), np.float32(press))

    def arrays(self) -> dict[str, NDArray[np.float64]]:
        """The state, for checkpoints and digests."""
        return {"pointer": self.pointer, "call": self.call}


def point(scene: Scene, seconds: float, x: float, y: float) -> F32:
    """A point of the picture in a scene at a moment of its act, `(3,)`, metres."""
    return np.array(scene.hand(x, y, seconds), np.float32)
