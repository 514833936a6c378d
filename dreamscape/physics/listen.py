"""What the moss hears: how long ago the heart's last beat passed each place, as a wave from the dreamer's feet."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.physics.exact import F32

SPEED = np.float32(1.8)  # m/s, of the pulse through the moss
SILENT = np.float32(60.0)  # s, where no remembered beat has passed yet


def pulse_field(beats: NDArray[np.int64], now: int, per_tick: int, x: F32, z: F32, out: F32) -> None:
    """The time since the latest beat passed, s; 0 at the front of the wave.

    Args:
        beats: (k,) int64, when the beats were, in `per_tick` parts of a tick, newest last.
        now: the time in the same parts.
        per_tick: the parts.
        x, z: (h, w) float32, m, the places, as seen from the dreamer's feet.
        out: (h, w) float32, overwritten; SILENT where nothing has passed.
    """
    delay = np.sqrt(x * x + z * z) / SPEED
    out.fill(SILENT)
    for beat in beats:  # oldest first: the latest that has arrived stays
        since = np.float32((now - int(beat)) / (per_tick * TICKS_PER_SECOND)) - delay
        np.copyto(out, np.minimum(since, SILENT), where=since >= 0)
