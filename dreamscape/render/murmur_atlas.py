"""The half sentences of a thousand muted conversations, set in the dream's serif face, as one atlas."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dreamscape.typesetting.coverage import typeface

EM = 30  # px
SOFT, CLEAR = 5, 1  # px, half the width of the box filter, of which there are three passes; of lines to be read
PAD = 16  # px around each line, so that blurred neighbours do not touch
SIZE = (1024, 1024)  # px, width and height
LINES = (
    "I meant to call", "are you still awake", "it was never you", "come home", "don't tell her", "I almost said it",
    "remember the lake", "we could have", "stay a little", "laughing until", "nobody heard", "I kept your letter",
    "is it too late", "say it again", "you were right", "promise me", "I didn't know how", "after the rain",
    "she hums it still", "leave the light on", "what if we", "forgive", "not yet", "listen", "your hands were cold",
    "between us", "I was afraid", "both of us", "without a word", "hold on", "if you only", "once more", "my love",
    "as if", "yes", "and then", "you", "I", "we", "oh",
)  # fmt: skip


@lru_cache(maxsize=2)
def atlas(own: tuple[str, ...] = ()) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """The lines as coverage, too soft to read, and the rectangle of each.

    Args:
        own: lines in their place, which can just be read; those that have no room are left out.

    Returns:
        `(h, w) uint8`, the first row at the bottom, and `(n, 4) float32`: left, bottom, width and height as parts of
            the atlas.
    """
    face = typeface(EM)
    width, height = SIZE
    page = np.zeros((height, width), np.uint8)
    rects = np.zeros((len(own or LINES), 4), np.float32)
    x = y = set_ = 0
    for rect, line in zip(rects, own or LINES, strict=True):
        letters = face.ink(line)[::-1, : width - 2 * PAD]
        tall, wide = letters.shape
        if x + wide + 2 * PAD > width:
            x, y = 0, y + tall + 2 * PAD
        if y + tall + 2 * PAD > height:
            break
        page[y + PAD : y + PAD + tall, x + PAD : x + PAD + wide] = letters
        rect[:] = x / width, y / height, (wide + 2 * PAD) / width, (tall + 2 * PAD) / height
        x += wide + 2 * PAD
        set_ += 1
    return _soften(page, CLEAR if own else SOFT, 1.8 if own else 3.1), rects[:set_]


def _soften(page: NDArray[np.uint8], half: int, gain: float) -> NDArray[np.uint8]:
    """Three box filters along each axis, nearly a Gaussian; brightened so that fine strokes stay visible."""
    soft = page.astype(np.float32)
    for axis in (0, 1, 0, 1, 0, 1):
        total = soft.copy()
        for shift in range(1, half + 1):
            total += np.roll(soft, shift, axis)
            total += np.roll(soft, -shift, axis)
        soft = total / np.float32(2 * half + 1)
    return np.asarray(np.minimum(soft * gain, 255.0), np.uint8)
