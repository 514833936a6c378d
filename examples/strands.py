# python examples/strands.py strands.png
"""Physics only: ropes hang in the wind, and each tick leaves a faint trace of them in an array."""

import sys

import numpy as np
import pygame

from dreamscape.physics import bodies, emotions, steering, strand_dynamics, strands, wind
from dreamscape.rng import Streams

COUNT, NODES, TICKS = 40, 24, 300
WIDTH, HEIGHT = 960, 540
SCALE = 70.0  # px a metre
HAND = np.full(4, np.inf, np.float32)  # there is none

streams, air = Streams(3), wind.load()
crowd, ropes = bodies.make(COUNT), strands.make(COUNT, NODES)
homes = np.zeros((3, COUNT), np.float32)
homes[0] = np.linspace(-6.0, 6.0, COUNT)
homes[1] = 6.9 + 0.25 * np.sin(np.linspace(0.0, 9.0, COUNT))
names = ("sadness", "tenderness", "wisdom", "joy")  # their feelings make ropes heavy or taut, and give the colours
feel = np.stack([emotions.feeling(**{names[i * len(names) // COUNT]: 1.0}) for i in range(COUNT)], axis=1)
place = bodies.spawn(crowd, homes, feel, streams.at("homes"))
crowd.steer[bodies.HOME] = 1.0
strands.spawn(ropes, crowd.pos, place, np.full(COUNT, -1), np.stack([feel, feel]), length=5.5)
light = np.zeros((HEIGHT, WIDTH, 3))
tints = emotions.COLOURS[feel.argmax(axis=0)]

for tick in range(1, TICKS + 1):
    rng = streams.at("tick", tick)
    steering.step(crowd, air, tick, rng, connection=0.5, pointer=HAND, bonds=strands.bonds(ropes))
    strand_dynamics.step(ropes, crowd, air, tick, rng, pointer=HAND, gravity=1.6)
    for part in np.linspace(0.0, 1.0, 12, endpoint=False):  # points between neighbouring nodes
        points = ropes.pos[:, :-1] * (1.0 - part) + ropes.pos[:, 1:] * part
        x = (WIDTH / 2 + SCALE * points[0]).astype(int).clip(0, WIDTH - 1)
        y = (HEIGHT + 40 - SCALE * points[1]).astype(int).clip(0, HEIGHT - 1)
        np.add.at(light, (y, x), tints * 0.012)

picture = (255.0 * (1.0 - np.exp(-light)) ** (1.0 / 2.2)).astype(np.uint8)
pygame.image.save(pygame.surfarray.make_surface(picture.swapaxes(0, 1)), sys.argv[1])
