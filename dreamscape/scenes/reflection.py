"""Act 3: straight down on dark water, whose reflection is a face made of strangers' eyes.

The water is the plane z = 0, seen from z < 0; x is to the right and y up in the picture, metres.
"""

import math
from dataclasses import replace
from typing import ClassVar

import numpy as np

from dreamscape.camera import Camera, ease
from dreamscape.cast import Cast
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.onlookers import onlookers
from dreamscape.parameters import Parameter
from dreamscape.physics.bodies import HOME
from dreamscape.physics.emitters import MOTES
from dreamscape.physics.emotions import feeling
from dreamscape.scene import Scene
from dreamscape.timeline import Cue

_HEED = (90.0, 45.0, 14.0)  # 1/s^2: how fast quick, calm and slow attention reaches what it turns to
_DWELL = 130  # ticks for which the wandering attention rests in one place
_ABOVE = -1.1  # m: the height over the water of what the eyes look at
_TIES = 9  # pairs that a thread comes to join
_FIRST, _EVERY = 11 * TICKS_PER_SECOND, 80  # ticks: when the first thread grows, and the time to the next


class Reflection(Scene):
    """A hundred strangers look up."""

    layers = ("eyes", "pool", "threads", "dust")
    wind_speed = 0.10
    eddy = 0.8
    subject = (0.30, 0.0, 0.70, 1.0)
    caption = (0.155, 0.16)

    leaving = Parameter(23.5, 0.0, 3600.0, "s", "when the water's surface begins to open")

    below: ClassVar = replace(
        MOTES, rate=60, points=((0.0, 0.0, 0.9),), extent=(4.0, 2.4, 0.8), size=(0.004, 0.013), colour=(3, 3),
        life=(5.0, 11.0), toward="nothing", pull=0.0,
    )  # fmt: skip
    between: ClassVar = replace(
        MOTES, rate=26, points=((0.0, 0.0, 0.0),), extent=(1.5, 1.7, 0.05), size=(0.003, 0.008), colour=(0, 0),
        life=(4.0, 8.0), toward="nothing", pull=0.0,
    )  # fmt: skip

    def camera(self, seconds: float) -> Camera:
        """Close at first, then back until the face is whole, and at last down towards it: it pulls."""
        height = 3.55 + 1.15 * ease(seconds / 10.0) - 0.30 * ease((seconds - 10.0) / 13.0)
        height -= 1.7 * ease((seconds - self.leaving + 1.0) / 7.0)
        x, y = 0.05 * math.sin(seconds * 0.23), 0.06 + 0.04 * math.sin(seconds * 0.31)
        return Camera((x, y, -height), (0.7 * x, 0.06, 0.0), 40.0, roll=0.012 * math.sin(seconds * 0.17))

    def hand(self, x: float, y: float, seconds: float) -> tuple[float, float, float]:
        """The hand moves just above the water."""
        camera = self.camera(seconds)
        wide, high = camera.tangents(16.0 / 9.0)
        height = _ABOVE - camera.position[2]
        return camera.position[0] + wide * x * height, camera.position[1] + high * y * height, _ABOVE

    def enter(self, cast: Cast, rng: np.random.Generator) -> None:
        """Three points of attention, and a body at each eye that a thread will reach."""
        focus = cast.appear(np.tile(np.array([[0.0], [0.1], [_ABOVE]], np.float32), 3), feeling(), rng, radius=0.01)
        cast.bodies.steer[HOME, focus] = _HEED
        eyes = onlookers(self.streams)
        for pair in self._tied():
            where = eyes.mosaic.centre[:, pair]
            homes = np.concatenate([where, np.full((1, 2), -0.02, np.float32)])
            felt = feeling(resilience=0.7) + feeling(**{str(eyes.emotion[pair[0]]): 0.3})  # taut: the water holds them
            ends = cast.appear(homes.astype(np.float32), felt, rng, radius=0.01)
            cast.bodies.steer[HOME, ends] = 60.0

    def _tied(self) -> list[np.ndarray]:
        """The two eyes of each person that a thread comes to join, those first that it leads furthest."""
        eyes = onlookers(self.streams).mosaic
        people = self.streams.at("ties").permutation(np.arange(1, 49))[:_TIES]
        return [np.flatnonzero(eyes.pair == person) for person in people]

    def direct(self, cast: Cast, cue: Cue, rng: np.random.Generator) -> None:
        """Attention goes to the hand, or wanders; threads grow one by one; light drifts in the water."""
        slot = cue.tick // _DWELL
        place = self.streams.at("attention", slot).uniform((-0.9, -0.7), (0.9, 0.8))
        cast.bodies.home[:, :3] = np.array([[place[0]], [place[1]], [_ABOVE]], np.float32)
        number, rest = divmod(cue.act_tick - _FIRST, _EVERY)
        if rest == 0 and 0 <= number < _TIES:
            root, tip = (np.array([3 + 2 * number + end]) for end in (0, 1))
            emotion = np.stack([cast.bodies.emotion[:, root[0]]] * 2)
            cast.tie(root, tip, emotion, seconds=2.6)
        cast.emit(self.below, cue.tick, rng)
        cast.emit(self.between, cue.tick, rng, ease((cue.act_tick / TICKS_PER_SECOND - 3.0) / 6.0))

    def gate(self, seconds: float) -> tuple[float, float]:
        """The light that falls into the water becomes the face's middle; there the surface opens at the end."""
        return 0.5, 0.51

    def layer_parameters(self, layer: str) -> dict[str, float]:
        """The water opens when the scene says; threads and dust are faint over the face."""
        own = {
            "pool": {"leaving": self.leaving},
            "threads": {"brightness": 0.16, "width": 5.0, "golden": 0.9},
            "dust": {"brightness": 0.5},
        }
        return own.get(layer, {})
