"""The keys as Shadertoy's shaders read them.

Of the texture, the column is the key's code in JavaScript. The first row says which keys are down, the second which
were pressed since the tick before, the third which were pressed an odd number of times.
"""

import moderngl
import numpy as np

from dreamscape.dream.inputs import KEY_CODES
from dreamscape.world.keyboard import Keyboard

_ROWS = 3


class KeyboardImage:
    """The texture of a keyboard, for one shader; no key is down at first.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._shown = bytes(_ROWS * KEY_CODES)
        self.texture = ctx.texture((KEY_CODES, _ROWS), 1, self._shown)
        self.texture.repeat_x = self.texture.repeat_y = False

    def show(self, keyboard: Keyboard, after: int, tick: int) -> None:
        """Let it show the keys at a tick of the world; those that were pressed after `after` count as newly pressed."""
        data = (keyboard.rows(after, tick) * np.uint8(255)).tobytes()
        if data != self._shown:
            self.texture.write(data)
            self._shown = data
