"""Loudness as listeners judge it: ITU-R BS.1770-4, with its gates; what EBU R128 and every streaming service use."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.audio.voice import RATE

STEP = RATE // 10  # samples; loudness is taken over four steps (400 ms) every step, short-term over thirty (3 s)
QUIETEST = -70.0  # LUFS, of the gate
# The head's shelf and the ear's high-pass at 48 kHz (BS.1770-4, tables 1 and 2).
_WEIGHTING = np.array(
    [
        [1.53512485958697, -2.69169618940638, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585],
        [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621],
    ]
)


class Meter:
    """Measures what it is given, piece by piece."""

    def __init__(self) -> None:
        self._state = np.zeros((2, 2, 2))
        self._rest = np.zeros((0, 2))
        self._powers: list[float] = []

    def add(self, sound: NDArray[np.floating]) -> None:
        """Hear the next samples, `(n, 2)`."""
        from scipy.signal import sosfilt  # takes half a second to import: not for who only plays

        weighted, self._state = sosfilt(_WEIGHTING, sound, axis=0, zi=self._state)
        heard = np.concatenate([self._rest, weighted])
        steps = len(heard) // STEP
        whole = heard[: steps * STEP].reshape(steps, 2 * STEP)
        self._powers += ((whole * whole).sum(axis=1) / STEP).tolist()
        self._rest = heard[steps * STEP :]

    def integrated(self) -> float:
        """The loudness of all, LUFS: of the 400 ms above -70 LUFS, those within 10 LU of their mean; -inf for none."""
        power = self._over(4)
        loud = power[power > _power(QUIETEST)]
        if not loud.size:
            return -np.inf
        loud = loud[loud > 0.1 * loud.mean()]
        return float(_loudness(loud.mean()))

    def short_term(self) -> NDArray[np.float64]:
        """The loudness of each 3 s, every 100 ms, LUFS, `(n,)`."""
        return np.asarray(_loudness(np.maximum(self._over(30), 1e-12)))

    def _over(self, steps: int) -> NDArray[np.float64]:
        if len(self._powers) < steps:
            return np.zeros(0)
        return np.convolve(self._powers, np.full(steps, 1.0 / steps), "valid")


def _loudness(power: NDArray[np.float64]) -> NDArray[np.float64]:
    return -0.691 + 10.0 * np.log10(power)


def _power(loudness: float) -> float:
    return float(10.0 ** ((loudness + 0.691) / 10.0))
