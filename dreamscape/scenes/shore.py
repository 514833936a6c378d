"""Act 1: a cliff's edge over an endless ocean of liquid sapphire, under a sky split by a seam of light."""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, partial
from typing import ClassVar

import numpy as np

from dreamscape.camera import WIDE, Camera
from dreamscape.dream.timeline import Cue
from dreamscape.easing import ease
from dreamscape.features import shore as features
from dreamscape.parameters import Parameter, Values
from dreamscape.physics.bodies import HOME, WANDER
from dreamscape.physics.emitters import MOTES, SPORES, SPRAY
from dreamscape.physics.emotions import feeling
from dreamscape.places.shore import coast
from dreamscape.rng import Streams
from dreamscape.sights import shore as sights
from dreamscape.synthesis.tuning import OPEN
from dreamscape.voices.bow import BowedString
from dreamscape.voices.chime import Chime
from dreamscape.voices.lark import Lark
from dreamscape.voices.surf import Surf
from dreamscape.world.cast import Cast
from dreamscape.world.feature import Feature
from dreamscape.world.melody import Chord, Phrase, line, progression
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import Sounding, TouchSound, decibels
from dreamscape.world.sight import Sight

_FOOT = ((-3.0, 0.4, -3.5), (-1.4, 0.4, -1.0), (-1.2, 0.3, 1.5), (-2.6, 0.3, 4.5))  # m, where the swell breaks
# Of the camera's way, by seed: metres further back and higher than usual, where across the picture the dreamer stands
# half-way, and how much longer than usual the way is.
_WAYS = (-4.5, -1.1, 0.285, 0.7), (4.5, 0.2, 0.375, 1.25)
_NIGHTS = (-0.85, -0.88), (0.95, 0.72)  # octaves, by seed: how bright the aurora is, and how light the night sky
_FIELD = 40.0  # degrees, how high the picture is
_MIDDLE = 0.55  # of the way
_NEARER = 0.40  # of the way to the dreamer, by which tall pictures are nearer
_OUT = 52.0  # m from the camera, how far out the light lies that the first thread reaches for


class Shore(Scene):
    """Alone at the edge."""

    layers = ("cliff", "sky", "ocean", "thread_images", "moss", "hummocks", "dreamer", "threads", "dust")
    places = (4, 2, 4_000)
    wind_speed = 0.9
    eddy = 1.4
    hand_depth = 26.0
    subject = (0.28, 0.50, 0.75, 1.0)
    caption = (0.70, 0.13)
    touch_sound = TouchSound(19.0, OPEN, partial(Chime, hardness=0.12))  # wood under moss, soft

    storm = Parameter(1.0, 0.0, 3.0, "x", "brightness of the lightning")
    aurora = Parameter(1.0, 0.0, 3.0, "x", "brightness of the aurora")
    swell = Parameter(1.9, 0.0, 4.0, "m", "height of the swell")
    sun = Parameter(
        0.0, 0.0, 1.0, "tangent", "height of the sun above the sea, where the seam is at night; 0 for night"
    )
    haze = Parameter(1.0, 0.0, 3.0, "x", "how much haze lies on the horizon")

    spray: ClassVar = replace(
        SPRAY, rate=300, points=_FOOT, velocity=(0.5, 3.4, -0.5), spread=(0.9, 1.7, 0.8), size=(0.012, 0.05),
        life=(0.9, 1.9), colour=(0, 0),
    )  # fmt: skip
    spores: ClassVar = replace(
        SPORES, rate=46, points=((-7.5, 9.6, -2.5), (-9.5, 7.0, -6.0), (-6.5, 5.0, -3.0), (-10.5, 11.5, -8.0)),
        extent=(2.6, 2.4, 2.2), size=(0.014, 0.042), colour=(3, 3), life=(6.0, 13.0), lift=0.05,
    )  # fmt: skip
    motes: ClassVar = replace(
        MOTES, rate=26, points=((0.0, 10.0, -10.0),), extent=(9.0, 4.0, 9.0), size=(0.006, 0.020), colour=(0, 0),
        toward="nothing", pull=0.0,
    )  # fmt: skip

    def __init__(self, streams: Streams, parameters: Values) -> None:
        super().__init__(streams, parameters)
        way: list[float] = streams.at("shore camera").uniform(*_WAYS).tolist()
        self._back, self._rise, self._across, self._hurry = way
        self._night: list[float] = (2.0 ** streams.at("shore night").uniform(*_NIGHTS)).tolist()
        out = coast.overhang(streams, 0.4)
        self._spray = replace(self.spray, points=tuple((x + 0.9 * out, y, z) for x, y, z in self.spray.points))

    @property
    def bright(self) -> bool:
        """By day."""
        return self.sun > 0.0

    def camera(self, seconds: float) -> Camera:
        """From low over the water, up and in towards the dreamer, with a slight sway."""
        near = ease((seconds + 3.0) / 42.0)
        sway = 0.35 * math.sin(seconds * 0.23)
        bob = 0.10 * math.sin(seconds * 0.37)
        x, y, z = self._on_way(near)
        ahead = (0.9 - 1.4 * near + self._pan + 0.3 * sway, 9.6 + 1.0 * near + 0.6 * self._rise + 0.5 * bob, 0.0)
        left = min(self._across - 0.125, 0.22)  # the dreamer comes nearer to it, but not to the picture's edge
        camera = Camera((x + sway, y + bob, z), ahead, _FIELD, span=(left, 0.88))
        return camera.towards(coast.HEART, _NEARER)

    def _on_way(self, near: float) -> tuple[float, float, float]:
        """Where the camera is at a part of its way, but for its sway, m."""
        gone = near * self._hurry
        return 1.9 - 2.3 * gone, 8.9 + self._rise + 2.3 * near, -32.0 - self._back + 9.5 * gone

    @cached_property
    def _pan(self) -> float:
        """Metres by which the camera looks further right than usual, so that the dreamer stands where they should."""
        x, _, z = self._on_way(_MIDDLE)
        wide = math.tan(math.radians(0.5 * _FIELD)) * WIDE
        look = (coast.FEET[0] - x) / (coast.FEET[2] - z) - (2.0 * self._across - 1.0) * wide  # tangent from straight on
        return x - look * z - (0.9 - 1.4 * _MIDDLE)

    @property
    def _sky(self) -> tuple[float, float]:
        """Brightness of the aurora, and how light the night sky is, x."""
        aurora, light = self._night
        return min(self.aurora * aurora, 3.0), light

    def enter(self, cast: Cast, rng: np.random.Generator) -> None:
        """One thread reaches from the dreamer's hand for the light under the seam, and does not get there."""
        hand = (coast.FEET[0] + 0.24, coast.FEET[1] + 0.95, coast.FEET[2])
        homes = np.array([hand, (_OUT * coast.seam(self.streams)[0], 11.6, _OUT - 28.0)], np.float32).T
        alone = feeling(resilience=0.75, sadness=0.25)
        bodies = cast.appear(homes, alone, rng, radius=0.1)
        cast.bodies.steer[HOME, bodies] = 40.0
        cast.bodies.steer[WANDER, bodies[1]] = 0.6
        cast.tie(bodies[:1], bodies[1:], np.stack([alone, alone]), seconds=14.0, reach=0.8)

    def direct(self, cast: Cast, cue: Cue, rng: np.random.Generator) -> None:
        """Spray as the swell breaks, spores from the moss, motes on the wind."""
        breaking = max(0.0, math.sin(cue.act_tick * 0.0092) * math.sin(cue.act_tick * 0.0031 + 1.0))
        cast.emit(self._spray, cue.tick, rng, 0.15 + 0.85 * breaking)
        cast.emit(self.spores, cue.tick, rng)
        cast.emit(self.motes, cue.tick, rng)

    def gate(self, seconds: float) -> tuple[float, float]:
        """The dreamer: the last light of the dream becomes them, and their hand is what the next act shows."""
        return self.camera(seconds).project((coast.FEET[0], coast.FEET[1] + 1.1, coast.FEET[2]))

    def sounding(self, seconds: float) -> Sounding:
        """The sea below, thunder far out, one's own heart; the bed is very soft. By day larks, and hardly a heart."""
        now = Sounding(wet=0.35)
        now.play(Surf(self.streams, 7.0, 0.55, max(self.swell, 0.1)), "sea", -0.5)
        now.set(heart=-10.5, bed=-5.0)
        if self.sun:
            now.play(Lark(self.streams), "sky", -16.0)
            now.set(heart=-20.0, bed=-3.0)
        return now

    def thunder(self) -> float:
        """As loud as the lightning is bright."""
        return self.storm

    def sights(self) -> Iterator[Sight]:
        """The dreamer at the edge, the sky, the one thread."""
        return sights.sights(self.streams, self.storm, self.aurora, self.swell, self.sun)

    def features(self) -> Iterator[Feature]:
        """The land, the seam and the night."""
        return features.features(self.streams, self._sky, self._across, self.bright)

    def chord(self, connection: float) -> Chord:
        """D A D E A E: no third, open as the sea; by day D A E F# B E."""
        return (0, 7, 14, 16, 21, 26) if self.sun else (0, 7, 12, 14, 19, 26)

    def harmony(self, seconds: float, connection: float) -> Chord:
        """One A over three grounds: D, of which it is the fifth, C the sixth, F the third, where it becomes warm."""
        bright = (14, (5, 9, 14, 19, 21, 26)), (12, (7, 14, 16, 19, 21, 28))
        alone = (12, (-2, 5, 14, 19, 24, 26)), (12, (3, 10, 14, 19, 22, 26))
        return progression(seconds, ((12.0, self.chord(connection)), *(bright if self.sun else alone)), connection)

    def phrases(self) -> Iterator[Phrase]:
        """One note, A, the first of the motif: somebody calls."""
        voice = partial(BowedString, bright=0.3)
        for at, level in ((4.5, -14.5), (20.5, -13.5), (28.5, -12.0)):
            yield Phrase(at, line((31, 6.0)), voice, decibels(level), 0.25)

    def layer_parameters(self, layer: str) -> Values:
        """The dreamer stands on the land; the weather is set by the scene's parameters; the threads are faint."""
        azimuth, lean = coast.seam(self.streams)
        seam = {"seam_azimuth": azimuth, "sun": self.sun}
        aurora, light = self._sky
        weather = {"storm": self.storm, "aurora": aurora, "haze": self.haze, "light": light}
        values: dict[str, Values] = {
            "cliff": seam,
            "moss": seam,
            "hummocks": seam,
            "dreamer": {"feet": coast.FEET, **seam},
            "sky": {**weather, "seam_lean": lean} | seam,
            "ocean": {"swell_height": self.swell, "seam_lean": lean} | seam,
            "threads": {
                "width": 1.6,
                "core": 0.04,
                "brightness": 0.40,
                "fineness": 1.5,
                "golden": 0.85,
                "fading": 0.85,
            },
            "dust": {"least": 2.3},
        }
        return values.get(layer, {})
