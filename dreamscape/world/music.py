"""Music: how the dream follows sound from outside. Sky, sea and threads follow its bands, its onsets pluck threads, and
the heart keeps time with it (`heart.keep_time`)."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.inputs import Heard
from dreamscape.physics import strands as _strands
from dreamscape.physics.strands import Strands
from dreamscape.world.heart import Heart, keep_time

RISE, FALL = 1.0 / 6.0, 1.0 / 30.0  # of the remaining difference, a tick: gently up, and down in half a second
FORGOTTEN = TICKS_PER_SECOND // 2  # ticks without an event after which it is silent
SOFTEST = 0.15  # onsets below it pluck no thread
MOST = 3  # threads that the strongest onset plucks


@dataclass(slots=True)
class Music:
    """The sound that is heard.

    Attributes:
        bands: (3,) float64, low, middle and high, 0 to 1; they follow `told` smoothly.
        told: (4,) float64, the bands of the last event, and its tick.
    """

    bands: NDArray[np.float64] = field(default_factory=lambda: np.zeros(3))
    told: NDArray[np.float64] = field(default_factory=lambda: np.zeros(4))

    def arrays(self) -> dict[str, NDArray[np.float64]]:
        """The state, for checkpoints and digests."""
        return {"bands": self.bands, "told": self.told}


def step(music: Music, tick: int) -> None:
    """Advance the bands by one tick."""
    heard = tick - music.told[3] < FORGOTTEN
    if not heard and not music.bands.any():
        return
    goal = music.told[:3] if heard else np.zeros(3)
    music.bands += (goal - music.bands) * np.where(goal > music.bands, RISE, FALL)


def hear(music: Music, heart: Heart, event: Heard) -> None:
    """Take in an event; the heart keeps time with its beat."""
    if event.bpm > 0.0:
        keep_time(heart, event.tick, event.bpm, event.phase)
    music.told[:] = event.low, event.middle, event.high, event.tick


def pluck(strands: Strands, event: Heard, rng: np.random.Generator) -> None:
    """Pluck threads at an onset: the stronger it is, the more of them and the harder.

    Args:
        strands: changed in place.
        event: what is heard.
        rng: chooses the threads.
    """
    present = np.flatnonzero(strands.presence > np.float32(0.4))
    if event.onset < SOFTEST or not present.size:
        return
    count = min(1 + int(event.onset * (MOST - 0.5)), present.size)
    chosen = rng.choice(present, count, replace=False)
    where = 0.2 + 0.6 * float(rng.random())
    _strands.pluck(strands, event.tick, chosen, 0.25 + 0.55 * event.onset, where)
    strands.tension[:, chosen] = np.maximum(strands.tension[:, chosen], np.float32(0.3 + 0.4 * event.onset))
