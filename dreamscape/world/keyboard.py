"""The keys that are held, for shaders that read them: state of the world, so that a recorded session replays as a film.

What keys were at each tick of an act that plays can be told afterwards too: shaders that keep what they drew are drawn
tick by tick from their act's beginning, in a film that begins in its middle as well.
"""

import numpy as np
from numpy.typing import NDArray

from dreamscape.dream.inputs import KEY_CODES, Key

REMEMBERED = 4096  # changes, of which each is told at its tick: about ten minutes of somebody who plays
_DOWN, _ODD = 1, 2  # bits of `before`: a key is down, and was pressed an odd number of times


class Keyboard:
    """The keys by their codes, which are JavaScript's (`KeyboardEvent.keyCode`, W3C UI Events, appendix C)."""

    def __init__(self) -> None:
        self._before = np.zeros(KEY_CODES, np.uint8)  # of each key, before the first change that is remembered
        self._changes = np.zeros((REMEMBERED, 3), np.int64)  # tick, code, and 1 where it is pressed; oldest first
        self._count = np.zeros(1, np.int64)

    def receive(self, event: Key) -> None:
        """Take in that a key is pressed or released; what it is already changes nothing."""
        if self.down()[event.code] == event.down:
            return
        if self._count[0] == REMEMBERED:
            self._forget()
        self._changes[self._count[0]] = event.tick, event.code, event.down
        self._count[0] += 1

    def _forget(self) -> None:
        """Forget at which ticks the older half of the changes came."""
        half = REMEMBERED // 2
        for _, code, pressed in self._changes[:half].tolist():
            self._before[code] = (self._before[code] ^ _ODD) | _DOWN if pressed else self._before[code] & _ODD
        self._changes[: REMEMBERED - half] = self._changes[half:]
        self._count[0] -= half

    def down(self, tick: int | None = None) -> NDArray[np.bool_]:
        """Which keys are down, or were at a tick before; `(KEY_CODES,)`."""
        down: NDArray[np.bool_] = self.rows(0, tick)[0]
        return down

    def rows(self, after: int, tick: int | None = None) -> NDArray[np.bool_]:
        """Which keys are down at a tick, were pressed since another, and were pressed an odd number of times.

        Args:
            after: a tick; what was pressed at it does not count as pressed since.
            tick: a later one, up to the world's, which it is if not given.

        Returns:
            `(3, KEY_CODES)`.
        """
        changes = self._changes[: self._count[0]]
        if tick is not None:
            changes = changes[: np.searchsorted(changes[:, 0], tick, "right")]
        presses = changes[changes[:, 2] == 1]
        down = (self._before & _DOWN) > 0
        down[changes[:, 1]] = changes[:, 2]  # of several changes of a key, the last
        counts = np.bincount(presses[:, 1], minlength=KEY_CODES)
        fresh = np.isin(np.arange(KEY_CODES), presses[presses[:, 0] > after, 1])
        return np.stack([down, fresh, counts % 2 != (self._before & _ODD) // _ODD])

    def arrays(self) -> dict[str, NDArray[np.uint8] | NDArray[np.int64]]:
        """The state, for checkpoints and digests."""
        return {"before": self._before, "changes": self._changes, "count": self._count}
