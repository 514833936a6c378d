"""Someone else's memories, painted small: a picnic under cherry blossoms, a first touch of snow, a farewell."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.parameters import Parameter
from dreamscape.physics.bodies import Bodies
from dreamscape.physics.emotions import NAMES as FEELINGS
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Shader

CARRIERS = tuple(FEELINGS.index(name) for name in ("joy", "tenderness", "grief"))  # who carries which of the three
WIDE = 0.8  # m, radius from which a droplet's memory is looked at


def held(bodies: Bodies) -> NDArray[np.int64]:
    """Which memory each body carries, `(n,)`: that of what it feels most."""
    carried: NDArray[np.int64] = bodies.emotion[list(CARRIERS)].argmax(axis=0)
    return carried


class Memories(Layer):
    """Each in a texture of its own, `memory_0` to `memory_2`, repainted at times of its own; draws nothing itself."""

    publishes = ("memory_0", "memory_1", "memory_2")

    first = Parameter(5.0, 0.0, 600.0, "s", "when the first turn begins; every memory begins anew at each turn")
    turn = Parameter(7.6, 2.0, 60.0, "s", "how long a turn takes")

    size: ClassVar = (224, 320, 448, 640)  # px, each side
    refresh: ClassVar = (6, 4, 3, 2)  # ticks from one picture to the next, while it is looked at
    rest: ClassVar = (24, 18, 9, 4)  # and while it is only seen small

    def program(self, **defines: object) -> Shader:
        """The painter of one memory."""
        return super().program(**{"MEMORY": 0, **defines})

    def build(self) -> None:
        """A painter and a target for each."""
        side = self.quality.choose(self.size)
        self._painters = [self.shader, *(self.program(MEMORY=number) for number in range(1, len(CARRIERS)))]
        self._targets = [self.target((side, side), mipmaps=True) for _ in CARRIERS]
        self._painted = [(0, -1)] * len(CARRIERS)

    def prepare(self, frame: Frame) -> None:
        """Paint those whose time has come, in turns, so that no frame pays for more than its share."""
        for _ in self.rehearse(frame):
            pass

    def rehearse(self, frame: Frame) -> Iterator[None]:
        """The same, one at a time."""
        state, tick = frame.snapshot.cast.bodies, frame.snapshot.cue.tick
        wide = held(state)[state.radius > WIDE]
        for number, (painter, target) in enumerate(zip(self._painters, self._targets, strict=True)):
            frame.textures[f"memory_{number}"] = target.texture
            every = self.quality.choose(self.refresh if number in wide and not frame.reduced else self.rest)
            slot = (tick - number * every // len(CARRIERS)) // every
            if (every, slot) == self._painted[number]:
                continue
            self._painted[number] = every, slot
            seconds = (frame.snapshot.cue.act_tick - (tick - slot * every)) / TICKS_PER_SECOND
            target.begin()
            self.feed(painter, frame, side=float(target.size[0]), seconds=(seconds - self.first) % self.turn)
            painter.draw_fullscreen()
            target.texture.build_mipmaps()
            yield

    def draw(self, frame: Frame) -> None:
        """Nothing: what is painted is seen through others."""
