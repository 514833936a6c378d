"""The eight emotions: the colour of each, and how it moves threads and bodies (ART.md)."""

from dataclasses import astuple, dataclass

import numpy as np

from dreamscape.arrays import F32


@dataclass(frozen=True, slots=True)
class Emotion:
    """One emotion; all but the colour are traits of strands and bodies.

    Attributes:
        colour: linear RGB, 0 to 1.
        speed: of its wave along a thread, m/s.
        frequency: of its wave, Hz.
        amplitude: of its wave, m.
        sag: how much longer its thread is than the straight line, as a fraction.
        jitter: sudden sideways acceleration, m/s^2.
        stiffness: damping of its thread, 1/s.
    """

    colour: tuple[float, float, float]
    speed: float
    frequency: float
    amplitude: float
    sag: float
    jitter: float
    stiffness: float


EMOTIONS = {
    "sadness": Emotion((0.03, 0.16, 0.75), 1.2, 0.13, 0.22, 0.18, 0.0, 0.8),  # long slow waves, heavy sag
    "resilience": Emotion((0.16, 0.55, 0.12), 3.0, 0.25, 0.01, 0.01, 0.0, 4.0),  # taut, barely moves
    "impatience": Emotion((0.72, 0.55, 1.00), 14.0, 4.50, 0.02, 0.04, 6.0, 0.6),  # fast jitter
    "grief": Emotion((0.38, 0.62, 0.95), 2.0, 0.40, 0.07, 0.12, 0.2, 1.0),  # drops that run along it
    "curiosity": Emotion((1.00, 0.78, 0.15), 5.0, 1.60, 0.04, 0.06, 0.8, 0.9),  # darts and hops
    "wisdom": Emotion((1.00, 0.42, 0.06), 0.8, 0.10, 0.16, 0.08, 0.0, 1.2),  # slow wide turns
    "tenderness": Emotion((1.00, 0.30, 0.42), 1.5, 0.30, 0.08, 0.07, 0.0, 1.0),  # breathes
    "joy": Emotion((1.00, 0.86, 0.55), 4.0, 1.10, 0.06, 0.05, 0.5, 0.5),  # bounces
}
NAMES = tuple(EMOTIONS)
COLOURS: F32 = np.array([emotion.colour for emotion in EMOTIONS.values()], np.float32)  # (8, 3)
SPEED, FREQUENCY, AMPLITUDE, SAG, JITTER, STIFFNESS = range(6)  # rows of a mixture
TRAITS: F32 = np.array([astuple(emotion)[1:] for emotion in EMOTIONS.values()], np.float32)  # (8, 6)
GOLD: F32 = np.array((1.0, 0.62, 0.20), np.float32)  # linear RGB, of threads, whatever is felt
for _table in (COLOURS, TRAITS, GOLD):
    _table.setflags(write=False)


def feeling(**weights: float) -> F32:
    """Weights of the eight emotions from names, (8,) float32: `feeling(sadness=0.8, joy=0.2)`.

    Raises:
        KeyError: a name that is not one of the eight.
    """
    result = np.zeros(len(NAMES), np.float32)
    for name, weight in weights.items():
        if name not in EMOTIONS:
            raise KeyError(f"{name!r} is no emotion; expected one of {', '.join(NAMES)}")
        result[NAMES.index(name)] = weight
    return result


def mix_colours(weights: F32) -> F32:
    """The colours of mixtures: the weighted mean over the emotions; black if all weights are zero.

    Args:
        weights: (8, ...) float32, not negative.

    Returns:
        (..., 3) float32, linear RGB, the other axes in reverse order.
    """
    total = np.maximum(weights.sum(axis=0), np.float32(1e-6))
    return np.asarray((weights.T @ COLOURS) / total.T[..., None], np.float32)


def mix_traits(weights: F32) -> F32:
    """The traits of a mixture: the weighted mean over the emotions, summed in a fixed order.

    Args:
        weights: (8, ...) float32, not negative; all zero is no emotion: all traits are 0.

    Returns:
        (6, ...) float32, rows SPEED, FREQUENCY, AMPLITUDE, SAG, JITTER, STIFFNESS.
    """
    total = np.zeros(weights.shape[1:], np.float32)
    result = np.zeros((TRAITS.shape[1], *weights.shape[1:]), np.float32)
    for share, traits in zip(weights, TRAITS, strict=True):
        total += share
        result += share * traits.reshape(-1, *(1,) * share.ndim)
    result /= np.maximum(total, np.float32(1e-6))
    return result
