"""Act 3: straight down on dark water, whose reflection is a face made of strangers' eyes.

The water is the plane z = 0, seen from z < 0; x is to the right and y up in the picture, metres.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar

import numpy as np

from dreamscape.camera import Camera
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Cue
from dreamscape.easing import ease
from dreamscape.features import reflection as features
from dreamscape.parameters import Parameter, Values
from dreamscape.physics.bodies import HOME
from dreamscape.physics.emitters import MOTES
from dreamscape.physics.emotions import feeling
from dreamscape.places.face.composition import FOV, MIDDLE, come, composition
from dreamscape.rng import Streams
from dreamscape.sights import reflection as sights
from dreamscape.synthesis.tuning import OPEN
from dreamscape.voices.bow import BowedString
from dreamscape.voices.bubbles import Bubbles
from dreamscape.voices.drop import Drop
from dreamscape.voices.shimmer import Shimmer
from dreamscape.voices.surf import Surf
from dreamscape.world.cast import Cast
from dreamscape.world.feature import Feature
from dreamscape.world.melody import REVERSED, Chord, Phrase, line, progression
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import Sounding, TouchSound, decibels
from dreamscape.world.sight import Sight

_HEED = (90.0, 45.0, 14.0)  # 1/s^2: how fast quick, calm and slow attention reaches what it turns to
_DWELL = 130  # ticks for which the wandering attention rests in one place
_ABOVE = -1.1  # m: the height over the water of what the eyes look at


class Reflection(Scene):
    """A hundred strangers look up."""

    layers = ("eyes", "pool", "dust")
    wind_speed = 0.10
    eddy = 0.8
    places = (4, 2, 1000)
    touch_sound = TouchSound(38.0, OPEN, Drop)

    leaving = Parameter(23.5, 0.0, 3600.0, "s", "when the water's surface begins to open")
    falling = Parameter(1.0, 0.0, 3.0, "x", "brightness of the light that falls in as the act begins")

    below: ClassVar = replace(
        MOTES, rate=60, points=((0.0, 0.0, 0.9),), extent=(4.0, 2.4, 0.8), size=(0.004, 0.013), colour=(3, 3),
        life=(5.0, 11.0), toward="nothing", pull=0.0,
    )  # fmt: skip
    between: ClassVar = replace(
        MOTES, rate=26, points=((0.0, 0.0, 0.0),), extent=(1.5, 1.7, 0.05), size=(0.003, 0.008), colour=(0, 0),
        life=(4.0, 8.0), toward="nothing", pull=0.0,
    )  # fmt: skip

    def __init__(self, streams: Streams, parameters: Values) -> None:
        super().__init__(streams, parameters)
        self._composition = composition(streams)
        self.subject = left, _, right, _ = self._composition.subject()
        self.caption = ((1.0 + right) / 2.0 if left + right < 1.0 else left / 2.0), 0.16

    def camera(self, seconds: float) -> Camera:
        """From nearer or farther until the face is as the seed composes it, and at last down into the water."""
        gone = ease((seconds - self.leaving + 1.5) / 7.5)
        x, y, height, roll = self._composition.camera_at(come(seconds), gone)
        height *= 1.0 - 0.05 * ease((seconds - 10.0) / 13.0) - 0.36 * gone
        sway = 0.05 * math.sin(seconds * 0.23), 0.04 * math.sin(seconds * 0.31)
        roll += 0.012 * math.sin(seconds * 0.17)
        eye = x + sway[0], y + sway[1], -height
        return Camera(eye, (x + 0.7 * sway[0], y, 0.0), FOV, roll, self._composition.span())

    def hand(self, x: float, y: float, seconds: float) -> tuple[float, float, float]:
        """The hand moves just above the water."""
        camera = self.camera(seconds)
        wide, high = camera.tangents(16.0 / 9.0)
        right, up, forward = camera.basis()
        ray = forward + wide * x * right + high * y * up
        place = np.add(camera.position, ray * ((_ABOVE - camera.position[2]) / ray[2]))
        return float(place[0]), float(place[1]), _ABOVE

    def enter(self, cast: Cast, rng: np.random.Generator) -> None:
        """Three points of attention, which the eyes follow."""
        focus = cast.appear(np.tile(np.array([[0.0], [0.1], [_ABOVE]], np.float32), 3), feeling(), rng, radius=0.01)
        cast.bodies.steer[HOME, focus] = _HEED

    def direct(self, cast: Cast, cue: Cue, rng: np.random.Generator) -> None:
        """Attention follows the hand, or wanders from point to point; light drifts in the water."""
        if np.isfinite(cast.hand[:3]).all():
            place = cast.hand[:3]
        else:
            x, y = self.streams.at("attention", cue.tick // _DWELL).uniform((-0.9, -0.7), (0.9, 0.8))
            place = np.array((x, y, _ABOVE), np.float32)
        cast.bodies.home[:, :3] = place[:, None]
        cast.emit(self.below, cue.tick, rng)
        cast.emit(self.between, cue.tick, rng, ease((cue.act_tick / TICKS_PER_SECOND - 3.0) / 6.0))

    def gate(self, seconds: float) -> tuple[float, float]:
        """The light that falls into the water becomes the middle of the face, where the surface opens at the end."""
        return self.camera(seconds).project((*MIDDLE, 0.0))

    def sounding(self, seconds: float) -> Sounding:
        """Dark still water, a drop now and then, and everyone looks up."""
        now = Sounding(wet=0.9)
        now.play(Bubbles(self.streams, 1.1, 0.0045), "things", -2.5)
        now.play(Surf(self.streams, 9.0, 0.0), "sea", -14.0)
        now.play(Shimmer(self.streams, 1.6, OPEN, 0.9), "things", -17.0)
        now.set(heart=-12.0, sky=-10.0, bed=-8.5)
        return now

    def sights(self) -> Iterator[Sight]:
        """The face in the water."""
        return sights.sights(self.streams, self.leaving, self.falling)

    def features(self) -> Iterator[Feature]:
        """The face, its eyes and the light."""
        return features.features(self.streams)

    def chord(self, connection: float) -> Chord:
        """C G E G B E: seen from the other side."""
        return -2, 5, 14, 17, 21, 26

    def harmony(self, seconds: float, connection: float) -> Chord:
        """C, then E minor, which changes one note of it, as eyes change; then F, with the raised fourth that pulls."""
        chords = (10.0, self.chord(connection)), (9.0, (2, 9, 14, 17, 21, 26)), (11.0, (3, 10, 14, 19, 21, 26))
        return progression(seconds, chords, connection)

    def phrases(self) -> Iterator[Phrase]:
        """One note of each kind of look; then the motif backwards, as in a mirror."""
        voice = partial(BowedString, bright=0.2)
        yield Phrase(4.0, line((38, 5.0)), voice, decibels(-26.0), -0.4)
        yield Phrase(11.5, line((33, 5.0)), voice, decibels(-24.0), 0.4)
        yield Phrase(18.6, line(*((note + 12, 1.5) for note in REVERSED)), voice, decibels(-22.0))

    def layer_parameters(self, layer: str) -> Values:
        """The times of the water; faint dust over the face."""
        return {"pool": {"leaving": self.leaving, "falling": self.falling}, "dust": {"brightness": 0.5}}.get(layer, {})
