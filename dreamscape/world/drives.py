"""Drives: parameters of layers that follow what is heard, as dream files ask (`dream_file.Drive`)."""

from collections.abc import Iterable, Mapping

import numpy as np

from dreamscape.arrays import F64
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.dream_file import Act, Drive
from dreamscape.dream.quantities import INDEX
from dreamscape.world.music import Music, felt

Way = tuple[str, float, float]  # quantity, attack and release: drives that agree in these follow alike


class Drives:
    """Follows what is heard, once for all drives of a dream that follow alike.

    Args:
        acts: of the dream.

    Attributes:
        followed: (n,) float64, what each way has come to.
    """

    def __init__(self, acts: Iterable[Act]) -> None:
        ways = sorted({_way(drive) for act in acts for drive in act.drive})
        self._number = {way: number for number, way in enumerate(ways)}
        self._quantities = [INDEX[by] for by, _, _ in ways]
        self._attack, self._release = _shares([way[1] for way in ways]), _shares([way[2] for way in ways])
        self.followed = np.zeros(len(ways))

    def arrays(self) -> dict[str, F64]:
        """The state, for checkpoints and digests."""
        return {"drives": self.followed} if self._number else {}

    def step(self, music: Music) -> None:
        """Advance by one tick."""
        if not self._number:
            return
        goals = felt(music, 0.0).values[self._quantities]
        self.followed += (goals - self.followed) * np.where(goals > self.followed, self._attack, self._release)
        self.followed[np.abs(self.followed) < 1e-4] = 0.0

    def added(self, act: Act) -> Mapping[str, float]:
        """What is added to each driven parameter of an act now, by `layer.parameter`."""
        added: dict[str, float] = {}
        for drive in act.drive:
            by = drive.gain * float(self.followed[self._number[_way(drive)]])
            added[drive.parameter] = added.get(drive.parameter, 0.0) + by
        return added


def _way(drive: Drive) -> Way:
    return drive.by, drive.attack, drive.release


def _shares(seconds: list[float]) -> F64:
    """The fraction of the remaining difference a tick."""
    return np.array([1.0 - float(np.exp(-1.0 / (TICKS_PER_SECOND * s))) if s > 0.0 else 1.0 for s in seconds])
