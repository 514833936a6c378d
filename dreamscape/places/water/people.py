"""The people in the memories of others: their pictures, and the colours of what each wears."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.resources import asset

BRIGHTEST = 0.44  # of their colours, which are kept as roots of parts of it
_STUFFS = 5  # hair, dark cloth, a coat, pale cloth, skin
_Colours = tuple[tuple[float, float, float], ...]  # of each stuff, linear light
_PARTING: _Colours = (
    (0.020, 0.012, 0.012),
    (0.022, 0.024, 0.040),
    (0.035, 0.045, 0.085),
    (0.150, 0.036, 0.044),
    (0.300, 0.165, 0.115),
)
_OLD: _Colours = (
    (0.240, 0.250, 0.290),
    (0.040, 0.042, 0.070),
    (0.240, 0.034, 0.040),
    (0.085, 0.105, 0.190),
    (0.420, 0.240, 0.175),
)
_CHILD: _Colours = ((0.060, 0.028, 0.016), *_OLD[1:])
_PAIR: _Colours = (
    (0.035, 0.017, 0.014),
    (0.045, 0.038, 0.055),
    (0.040, 0.058, 0.130),
    (0.340, 0.125, 0.150),
    (0.400, 0.220, 0.155),
)
_KNEELING: _Colours = (*_PAIR[:2], (0.300, 0.165, 0.045), *_PAIR[3:])
_WORN = {2: _PAIR, 3: _KNEELING, 4: _CHILD, 5: _OLD}  # by the number of the picture, as of people.glsl; else _PARTING


@lru_cache(maxsize=1)
def pictures() -> NDArray[np.uint8]:
    """All pictures side by side, `(h, w, 4) uint8`: distance from the outline, the normal's x and y, what is there.

    What is there is the number of its stuff, and then how light it is, both in parts of `_STUFFS` of the channel.
    """
    return np.concatenate(list(_baked()), axis=1)


@lru_cache(maxsize=1)
def dressed() -> NDArray[np.uint8]:
    """The same in colours, `(h, w, 4) uint8`: roots of parts of BRIGHTEST of linear light, and 255."""
    return np.concatenate([_table(n)[picture[..., 3]] for n, picture in enumerate(_baked())], axis=1)


def _baked() -> NDArray[np.uint8]:
    with np.load(asset("memories.npz"), allow_pickle=False) as baked:
        found: NDArray[np.uint8] = baked["pictures"]
        return found


def _table(number: int) -> NDArray[np.uint8]:
    """The colour of each value of the last channel in a picture, `(256, 4)`."""
    coded = np.arange(256) * (_STUFFS / 255.0) + 0.002
    stuff = np.floor(coded)
    colours = np.array(_WORN.get(number, _PARTING))[np.minimum(stuff, _STUFFS - 1).astype(int)]
    light = colours * ((coded - stuff) * 1.02)[:, None]
    roots = np.sqrt(np.minimum(light / BRIGHTEST, 1.0))
    return np.concatenate([np.round(roots * 255.0), np.full((256, 1), 255.0)], axis=1).astype(np.uint8)
