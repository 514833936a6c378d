"""A sheet of paper in the sun that folds itself to the notes of plucked strings: no place, no people."""

import math
from collections.abc import Iterator
from functools import partial

from dreamscape.camera import Camera
from dreamscape.easing import ease
from dreamscape.features import paper as features
from dreamscape.parameters import Choice, Parameter, Values
from dreamscape.places.creases import PATTERNS
from dreamscape.rng import Streams
from dreamscape.sights import paper as sights
from dreamscape.synthesis.tuning import HIRAJOSHI, note
from dreamscape.voices.chime import Chime
from dreamscape.voices.pluck import PluckedString
from dreamscape.voices.rustle import Rustle
from dreamscape.world.feature import Feature
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import SoundCue, Sounding, TouchSound, decibels, swell
from dreamscape.world.sight import Sight

AWAY = 7.5  # m from the middle of what is seen to the camera
FOLDING = 6.0  # s in which the sheet folds or opens, as in paper.glsl
BAR = 4  # beats; a low string sounds with the first
RESTS = 0.22  # of the beats


class Paper(Scene):
    """A sheet that folds itself."""

    layers = ("paper",)
    places = (1, 1, 1)
    subject = (0.30, 0.30, 0.70, 1.0)
    caption = (0.5, 0.12)
    touch_sound = TouchSound(24.0, HIRAJOSHI, partial(Chime, hardness=0.1))

    pattern = Choice("herringbone", PATTERNS, "which way it is creased")
    cell = Parameter(1.0, 0.1, 10.0, "m", "from one mountain fold to the next")
    depth = Parameter(0.24, 0.0, 2.0, "m", "how high the folds stand")
    white = Parameter(1.0, 0.0, 1.0, "part", "how white the paper is; 0 is the dominant colour")
    turning = Parameter(0.2, 0.0, 1.0, "part", "how many facets turn now and then to their other, coloured side")
    folds_at = Parameter(1.0, -60.0, 600.0, "s", "when the sheet begins to fold up")
    opens_at = Parameter(30.0, 0.0, 600.0, "s", "when it begins to open again")
    tilt = Parameter(18.0, 5.0, 45.0, "degrees", "how far the view leans from straight down")
    sun = Parameter(0.7, 0.1, 3.0, "tangent", "height of the sun")
    beat = Parameter(0.36, 0.1, 4.0, "s", "from one note of the strings to the next")

    def __init__(self, streams: Streams, parameters: Values) -> None:
        super().__init__(streams, parameters)
        turn, sun, drift = streams.at("paper view").uniform((-180.0, 35.0, 0.7), (180.0, 75.0, 1.3)).tolist()
        self._turn, self._drift = turn, drift
        self._azimuth = (turn + sun + 180.0) % 360.0 - 180.0  # of the sun, which comes from the side

    @property
    def bright(self) -> bool:
        """If the paper is white."""
        return self.white > 0.5

    def camera(self, seconds: float) -> Camera:
        """Over the sheet, turning slowly about its middle and coming nearer."""
        turn = math.radians(self._turn + 2.6 * self._drift * seconds)
        tilt = math.radians(self.tilt + 3.0 * math.sin(0.21 * seconds))
        away = AWAY * (1.08 - 0.16 * ease(seconds / 24.0))
        out, high = away * math.sin(tilt), away * math.cos(tilt)
        return Camera((-out * math.sin(turn), high, -out * math.cos(turn)), (0.0, 0.0, 0.0), 42.0)

    def sounding(self, seconds: float) -> Sounding:
        """Paper, while it folds, in a dry room; hardly a bed, and no heart."""
        now = Sounding(wet=0.35)
        folding = max(_while(seconds, self.folds_at), _while(seconds, self.opens_at))
        now.play(Rustle(self.streams, 5.0), "things", -30.0 + 24.0 * folding)
        now.set(heart=-60.0, sea=-60.0, sky=-60.0, bed=-13.0 + swell(seconds, 0.0, 3.0, -20.0))
        return now

    def cues(self) -> Iterator[SoundCue]:
        """A low string with every bar, and a tune above it that wanders by steps of the scale while folds are up."""
        random = self.streams.at("paper tune")
        degree, number = 10, 0
        start = max(self.folds_at, 0.0)
        for beat in range(int((self.opens_at + 0.5 * FOLDING - start) / self.beat)):
            at = start + beat * self.beat
            step, rest, strength, side = random.random(4).tolist()
            degree = min(max(degree + (-2, -1, 1, 1, 2)[int(5 * step)], 7), 19)
            first = beat % BAR == 0
            if first:
                low = note(HIRAJOSHI[(0, 3, 2, 3)[beat // BAR % 4]])
                string = PluckedString(self.streams, 2 * beat, 2.0 * low, 0.35, 0.3)
                yield SoundCue(at, string, "things", decibels(-8.0), 0.0, 0.2)
            if rest > RESTS or first:
                number += 1
                pitch = note(12 * (degree // 5) + HIRAJOSHI[degree % 5])
                string = PluckedString(self.streams, 2 * beat + 1, pitch, 0.3 + 0.5 * strength, 0.15)
                yield SoundCue(at, string, "things", decibels(-9.0 - 5.0 * (1.0 - strength)), 1.2 * side - 0.6, 0.25)

    def sights(self) -> Iterator[Sight]:
        """The sheet and its folds."""
        return sights.sights(self.pattern, self.white, self.turning, self.folds_at, self.opens_at)

    def features(self) -> Iterator[Feature]:
        """The creases and the light."""
        return features.features(self.pattern, self._turn, self._azimuth)

    def chord(self, connection: float) -> tuple[int, ...]:
        """D A D Eb A D: the scale's own half step, far down."""
        return 0, 7, 12, 19, 20, 24

    def layer_parameters(self, layer: str) -> Values:
        """The sheet as the dream asks for it."""
        names = "pattern", "cell", "depth", "white", "turning", "folds_at", "opens_at", "sun"
        return {name: getattr(self, name) for name in names} | {"azimuth": self._azimuth}


def _while(seconds: float, start: float) -> float:
    """0 to 1: how much paper moves that begins to fold at `start`."""
    return ease((seconds - start) / 1.5) * (1.0 - ease((seconds - start - 0.6 * FOLDING) / (0.5 * FOLDING)))
