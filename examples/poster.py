# python examples/poster.py poster.png
"""A picture of your own through the Python interface: the eight acts side by side, a slice of each."""

import sys

import numpy as np
import pygame

import dreamscape

WIDTH, HEIGHT = (int(side) for side in (sys.argv[2] if len(sys.argv) > 2 else "960x540").split("x"))
SLICES = {  # act: seconds into it, and how far from the left, 0 to 1, the middle of its slice is
    "shore": (9, 0.42),
    "starlight": (24, 0.45),
    "reflection": (13, 0.38),
    "immersion": (12, 0.55),
    "key": (12, 0.58),
    "spires": (9, 0.5),
    "silence": (14, 0.5),
    "chorus": (30, 0.5),
}

wide = WIDTH // len(SLICES)
slices = []
for act, (seconds, middle) in SLICES.items():
    whole = dreamscape.still(at=seconds, act=act, size=(WIDTH, HEIGHT), quality="medium")
    left = min(max(0, round(middle * WIDTH) - wide // 2), WIDTH - wide)
    slices.append(whole[:, left : left + wide])
    slices[-1][:, -1] = 255  # a thin line between two
picture = np.concatenate(slices, axis=1)
pygame.image.save(pygame.surfarray.make_surface(picture.swapaxes(0, 1)), sys.argv[1])
