"""The keys of a window as Shadertoy's shaders read them. In films there is no window, and no key is down.

Of the texture, the column is the key's code in JavaScript (`KeyboardEvent.keyCode`, W3C UI Events, appendix C). The
first row says which keys are down, the second which were pressed since the tick before, the third which were pressed an
odd number of times.
"""

from weakref import WeakKeyDictionary

import moderngl
import numpy as np
from numpy.typing import NDArray

CODES = 256
_ROWS = 3


class Keyboard:
    """The keys of a window, by their codes.

    Attributes:
        down: `(256,) bool`.
        presses: `(256,) int64`, how often each was pressed.
    """

    def __init__(self) -> None:
        self.down = np.zeros(CODES, np.bool_)
        self.presses = np.zeros(CODES, np.int64)

    def press(self, code: int) -> None:
        """Take in that a key is down; of one that is held, repeats do not count."""
        self.presses[code] += not self.down[code]
        self.down[code] = True

    def release(self, code: int) -> None:
        """Take in that a key is up."""
        self.down[code] = False

    def release_all(self) -> None:
        """Take in that the keys are somebody else's."""
        self.down[:] = False


_keyboards: WeakKeyDictionary[moderngl.Context, Keyboard] = WeakKeyDictionary()


def of(ctx: moderngl.Context) -> Keyboard:
    """The keyboard of the window that a context draws in."""
    return _keyboards.setdefault(ctx, Keyboard())


class KeyboardImage:
    """The texture of a keyboard, for one shader.

    Args:
        ctx: the OpenGL context.
    """

    def __init__(self, ctx: moderngl.Context) -> None:
        self._keyboard = of(ctx)
        self._seen = self._keyboard.presses.copy()
        self._shown = bytes(_ROWS * CODES)
        self.texture = ctx.texture((CODES, _ROWS), 1, self._shown)
        self.texture.repeat_x = self.texture.repeat_y = False

    def show(self, latest: bool = True) -> None:
        """Let it show the keys at another tick; only at the latest one are keys newly pressed."""
        keys = self._keyboard
        rows: NDArray[np.bool_] = np.stack([keys.down, (keys.presses != self._seen) & latest, keys.presses % 2 == 1])
        if latest:
            self._seen = keys.presses.copy()
        data = (rows * np.uint8(255)).tobytes()
        if data != self._shown:
            self.texture.write(data)
            self._shown = data
