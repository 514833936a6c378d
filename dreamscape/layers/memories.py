"""Someone else's memories, painted small: a picnic under cherry blossoms, a first touch of snow, a farewell."""

from typing import ClassVar

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.layer import Frame, Layer
from dreamscape.parameters import Parameter
from dreamscape.render.shader import Shader

NAMES = ("picnic", "first_snow", "farewell")


class Memories(Layer):
    """Each in a texture of its own, `memory_0` to `memory_2`, repainted at times of its own; draws nothing itself."""

    first = Parameter(5.0, 0.0, 600.0, "s", "when the first turn begins; every memory begins anew at each turn")
    turn = Parameter(7.6, 2.0, 60.0, "s", "how long a turn takes")

    size: ClassVar = (224, 320, 448, 640)  # px, each side
    refresh: ClassVar = (6, 5, 3, 2)  # ticks from one picture to the next

    def program(self, **defines: object) -> Shader:
        """The painter of one memory."""
        return super().program(**{"MEMORY": 0, **defines})

    def build(self) -> None:
        """A painter and a target for each."""
        side = self.quality.choose(self.size)
        self._painters = [self.shader, *(self.program(MEMORY=number) for number in range(1, len(NAMES)))]
        self._targets = [self.target((side, side), mipmaps=True) for _ in NAMES]
        self._painted = [-1] * len(NAMES)

    def prepare(self, frame: Frame) -> None:
        """Paint those whose time has come, in turns, so that no frame pays for more than its share."""
        every = self.quality.choose(self.refresh)
        for number, (painter, target) in enumerate(zip(self._painters, self._targets, strict=True)):
            frame.textures[f"memory_{number}"] = target.texture
            tick = frame.snapshot.cue.tick
            slot = (tick - number * every // len(NAMES)) // every
            if slot == self._painted[number]:
                continue
            self._painted[number] = slot
            seconds = (frame.snapshot.cue.act_tick - (tick - slot * every)) / TICKS_PER_SECOND
            target.begin()
            self.feed(painter, frame, side=float(target.size[0]), seconds=(seconds - self.first) % self.turn)
            painter.cover()
            target.texture.build_mipmaps()

    def draw(self, frame: Frame) -> None:
        """Nothing: what is painted is seen through others."""
