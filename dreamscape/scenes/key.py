"""Act 5: out of the water, onto black water; the stone has become a key of two intertwined helices."""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar

import numpy as np

from dreamscape.camera import WIDE, Camera
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Cue
from dreamscape.easing import ease
from dreamscape.features import key as features
from dreamscape.parameters import Choice, Parameter, Values
from dreamscape.physics import strands
from dreamscape.physics.bodies import HOME
from dreamscape.physics.emitters import MOTES, SPORES, SPRAY, STARLIGHT, Emitter
from dreamscape.physics.emotions import feeling
from dreamscape.places.key import chimes
from dreamscape.places.key.night import HEAVENS, SHORES, WEATHERS, Night
from dreamscape.rng import Streams
from dreamscape.sights import key as sights
from dreamscape.synthesis.tuning import TOGETHER
from dreamscape.voices.bow import BowedString
from dreamscape.voices.bubbles import Bubbles
from dreamscape.voices.chime import Chime
from dreamscape.voices.lark import Lark
from dreamscape.voices.rain import Rain
from dreamscape.voices.shimmer import Shimmer
from dreamscape.voices.surf import Surf
from dreamscape.world.cast import Cast
from dreamscape.world.feature import Feature
from dreamscape.world.melody import Chord, Phrase, line, progression
from dreamscape.world.scene import BY_SEED, Scene
from dreamscape.world.scene_sound import SoundCue, Sounding, TouchSound, decibels, swell
from dreamscape.world.sight import Sight

Point = tuple[float, float, float]

FOV = 36.0  # degrees
DREAMER = 0.62  # m, how far from the middle the dreamer stands in the water,
KEY = 0.34  # and the key over it
STONE = 0.805  # of the key's height, the position of the stone, which the threads are tied to
KINDLED = 4.2  # s, when the key begins to take shape out of dust
RISEN = 3.4  # s, when the dreamer stands
PULLS = (10.6, 16.4, 18.0)  # s, when the threads pull
FOREVER = 1e9  # s
RAIN = 9.0  # drops/s, that are seen where they fall
MIST = {"haze": 1.35, "clouds": 0.9, "rain": 1.0}  # brightness, by weather, where it is not the usual one


class Key(Scene):
    """The key, its chimes, and the threads that pull at it."""

    layers: ClassVar = ("mere", "night_stars", "bust", "key", "rings", "threads", "dust")
    places: ClassVar = (6, 6, 4_000)
    wind_speed = 0.22
    eddy = 0.8
    hand_depth = 3.0
    touch_sound = TouchSound(36.0, TOGETHER, partial(Chime, hardness=0.4))  # as the key's own rungs

    sun = Parameter(0.0, 0.0, 1.0, "tangent", "height of the sun in the mist over the water; 0 for night")
    heaven = Choice(BY_SEED, (BY_SEED, *HEAVENS), "what stands in the sky")
    weather = Choice(BY_SEED, (BY_SEED, *WEATHERS), "what the air is like")
    land = Choice(BY_SEED, (BY_SEED, *SHORES), "what stands on the other side of the water")

    def __init__(self, streams: Streams, parameters: Values) -> None:
        super().__init__(streams, parameters)
        chosen = {"heaven": self.heaven, "weather": self.weather, "shore": self.land}
        chosen = {name: word for name, word in chosen.items() if word != BY_SEED}
        self.night = night = replace(Night.from_seed(streams), **chosen)  # type: ignore[arg-type]
        side = night.side
        self._who = -side * DREAMER
        leant = math.radians(night.lean)
        self._axis = math.sin(leant), math.cos(leant)  # x and y of the key's shaft
        self._tip = side * KEY - 0.5 * night.tall * self._axis[0], night.hover, night.behind
        self._stone = self._along(STONE)
        self.subject = (0.466, 0.26, 0.76, 1.0) if side > 0.0 else (0.24, 0.26, 0.534, 1.0)
        self.caption = 0.5 - 0.25 * side, 0.80
        self._emitters = _emitters(night, self._who, self._tip, self._along(1.0))

    def _along(self, part: float) -> Point:
        """A point of the key's shaft, metres; 0 at its tip, 1 at its top."""
        x, y, z = self._tip
        up = part * self.night.tall
        return x + up * self._axis[0], y + up * self._axis[1], z

    @property
    def bright(self) -> bool:
        """By day."""
        return self.sun > 0.0

    def camera(self, seconds: float) -> Camera:
        """Low over the water as it breaks, then back until both are in view, then slowly closer to the key."""
        night = self.night
        back = ease((seconds - 1.6) / 6.6)
        close = ease((seconds - 9.0) / 14.0)
        sway = 0.05 * math.sin(seconds * 0.23)
        x = -0.42 + 0.50 * back + 0.16 * close + sway
        z = -1.75 - 1.50 * back * night.far + 0.45 * close
        eye = 0.13 + (night.eye - 0.13) * back - 0.03 * close + 0.010 * math.sin(seconds * 0.41)
        look = -0.44 + 0.50 * back + 0.20 * close, 0.30 + 0.13 * back + 0.06 * close
        turn = night.orbit * ease((seconds - 3.0) / 19.0)
        c, s = math.cos(turn), math.sin(turn)
        aside, ahead = x - look[0], z
        place = night.side * (look[0] + c * aside + s * ahead), eye, c * ahead - s * aside
        target = night.side * look[0], look[1], 0.0
        alone = (0.18, 0.73) if night.side > 0.0 else (0.27, 0.82)
        both, widens = self._span(place, target), ease((seconds - 2.5) / 5.5)
        span = alone[0] + widens * (both[0] - alone[0]), alone[1] + widens * (both[1] - alone[1])
        return Camera(place, target, FOV, 0.0, span)

    def _span(self, eye: Point, target: Point) -> tuple[float, float]:
        """From where to where across a 16:9 picture dreamer and key reach, seen from `eye` towards `target`."""
        aside, ahead = target[0] - eye[0], target[2] - eye[2]
        whole = 2.0 * math.tan(math.radians(0.5 * FOV)) * WIDE
        parts = []
        for x, z in (
            (self._who - self.night.side * 0.27, 0.0),
            (self.night.side * (KEY + 0.36), 0.0),
            (self.night.side * (KEY + 0.36), self.night.behind),
        ):
            dx, dz = x - eye[0], z - eye[2]
            parts.append(0.5 + (dx * ahead - dz * aside) / (dx * aside + dz * ahead) / whole)
        return min(parts), max(parts)

    def enter(self, cast: Cast, rng: np.random.Generator) -> None:
        """The key, and the ends of the threads that will pull at it: the dreamer's palm, and two out of sight."""
        side = self.night.side
        homes = np.array(
            [self._stone, (self._who + side * 0.55, 0.39, 0.0), (side * 3.7, 1.9, 1.2), (side * 1.0, 2.9, 1.2)],
            np.float32,
        ).T
        cast.appear(homes, feeling(tenderness=0.5, wisdom=0.5), rng, radius=0.05)
        cast.bodies.steer[HOME, :4] = (32.0, 60.0, 40.0, 40.0)

    def direct(self, cast: Cast, cue: Cue, rng: np.random.Generator) -> None:
        """Drops as the dreamer rises, dust that becomes the key, then threads that pull."""
        seconds = cue.act_tick / TICKS_PER_SECOND
        for emitter, times in self._emitters:
            cast.emit(emitter, cue.tick, rng, _swell(seconds, *times))
        if cue.act_tick == round(PULLS[0] * TICKS_PER_SECOND):
            feelings = np.stack([feeling(resilience=0.7, joy=0.3), feeling(resilience=0.6, tenderness=0.4)])
            cast.tie(np.array([0, 0, 0]), np.array([1, 2, 3]), feelings, seconds=3.6)
        if cue.act_tick in [round(pull * TICKS_PER_SECOND) for pull in PULLS[1:]]:
            strands.pluck(cast.strands, cue.tick, np.flatnonzero(cast.strands.presence > 0), 0.16)
            cast.bodies.vel[:, 0] += np.array((self.night.side * 0.10, 0.05, 0.02), np.float32)

    def gate(self, seconds: float) -> tuple[float, float]:
        """The bright surface where the dreamer breaks it, then the stone that shines in the key's bow."""
        return self.camera(seconds).project((self._who, 0.0, 0.0) if seconds < 11.0 else self._stone)

    def sounding(self, seconds: float) -> Sounding:
        """Water runs off; then laughter like chimes over a black mirror."""
        now = Sounding(wet=0.9)
        now.play(Bubbles(self.streams, 30.0, 0.004), "things", -4.0 + swell(seconds, RISEN + 3.0, 0.6, -26.0))
        now.play(Bubbles(self.streams, 40.0, 0.0009, 0.0003), "things", 5.0 + swell(seconds, RISEN + 4.0, 0.6, -22.0))
        now.play(Surf(self.streams, 9.0, 0.1), "sea", -14.0)
        glow = swell(seconds, KINDLED - 1.5, KINDLED + 3.0, -30.0)
        now.play(Shimmer(self.streams, 6.0, TOGETHER, 1.0), "things", -8.0 + glow)
        if self.night.weather == "rain":
            now.play(Rain(self.streams, 0.3, 1.0), "sea", -12.0)
        now.set(heart=-10.0, sky=-20.0, bed=-4.0)
        if self.sun:
            now.play(Lark(self.streams, 0.4), "sky", 0.0)
            now.set(heart=-20.0)
        return now

    def cues(self) -> Iterator[SoundCue]:
        """Laughter like wind chimes: every rung that is struck."""
        notes = chimes.notes(self.streams)
        for number, (tick, level, pitch) in enumerate(zip(notes.tick, notes.level, notes.pitch, strict=True)):
            voice = Chime(self.streams, number, float(pitch), 0.35 + 0.2 * float(level))
            at, side = int(tick) / TICKS_PER_SECOND, self.night.side * (0.25 - 0.02 * (number % 5))
            yield SoundCue(at, voice, "things", decibels(-7.0) * float(level), side, 0.5)

    def _struck(self) -> float:
        """When the first rung is struck, s."""
        return float(chimes.notes(self.streams).tick.min()) / TICKS_PER_SECOND

    def sights(self) -> Iterator[Sight]:
        """The dreamer, the key and its rungs."""
        return sights.sights(self.night, self.sun, KINDLED, self._struck(), PULLS)

    def features(self) -> Iterator[Feature]:
        """The night and the key."""
        return features.features(self.streams, self.night, self.bright)

    def chord(self, connection: float) -> Chord:
        """D A E B F# A: the fifths that the chimes are made of; the third shows for once."""
        return 0, 7, 14, 21, 28, 31

    def harmony(self, seconds: float, connection: float) -> Chord:
        """D; B minor, with the question; G, with the answer, which does not close."""
        chords = (8.6, self.chord(connection)), (5.0, (-3, 9, 16, 21, 26, 28)), (10.4, (5, 12, 16, 21, 26, 33))
        return progression(seconds, chords, connection)

    def phrases(self) -> Iterator[Phrase]:
        """The chimes have the motif; under their last burst somebody bows its fourth, far down: the pull."""
        voice = partial(BowedString, bright=0.3)
        yield Phrase(1.2, line((24, 1.0), (31, 4.0)), voice, decibels(-15.5), 0.2)
        yield Phrase(17.0, line((7, 2.0), (12, 3.0)), voice, decibels(-17.0), -0.2)

    def layer_parameters(self, layer: str) -> Values:
        """The key follows its body; the stone in its bow is the light of the other layers."""
        night, who, stone = self.night, (self._who, 0.0), self._stone
        if layer == "key":
            below = (0.5 - STONE) * night.tall
            return {
                "body": 0, "tip": (below * self._axis[0], below * self._axis[1], 0.0), "scale": night.tall,
                "lean": night.lean, "turn": -50.0, "spin": 18.0, "struck": True,
                "dissolve": 1.0, "dissolve_by": -1.0, "dissolve_at": KINDLED - 3.2, "dissolve_for": 9.0,
                "glow": 0.9, "glow_by": 1.9, "glow_at": 18.6, "glow_for": 3.4,
            }  # fmt: skip
        if layer == "bust":
            return {
                "base": who, "facing": 10.0 if night.side > 0.0 else 170.0, "left_handed": night.side < 0.0,
                "sunk": 0.95, "rise_at": 0.1, "rise_for": RISEN, "lamp": stone, "kindle": KINDLED + 0.4,
                "sun": self.sun,
            }  # fmt: skip
        if layer == "rings":
            rain = RAIN if night.weather == "rain" else 0.0
            return {
                "tip": self._tip, "body": 0, "scale": night.tall, "dripping": who, "lean": night.lean, "rain": rain,
            }  # fmt: skip
        if layer == "mere":
            return {
                "lamp": stone, "kindle": KINDLED + 0.4, "below_place": who, "below": 1.7,
                "mist": 1.1 * MIST.get(night.weather, 1.0), "heaven": night.heaven, "weather": night.weather,
                "shore": night.shore, "moon": night.moon, "sun": self.sun,
            }  # fmt: skip
        return {
            "night_stars": {"gathered": float(night.heaven == "milky_way"), "brightness": 0.0 if self.sun else 1.3},
            "threads": {"width": 0.75, "brightness": 0.70, "fineness": 1.5, "nearness": 1.7, "golden": 0.8},
            "dust": {"largest": 9.0, "least": 3.0},
        }[layer]


def _emitters(night: Night, who: float, tip: Point, top: Point) -> tuple[tuple[Emitter, Point], ...]:
    """What sheds dust, each with when it begins, is at its full and ends, s.

    Args:
        night: the night.
        who: m, x of the dreamer.
        tip, top: m, of the key.
    """
    side, middle = night.side, (0.5 * (tip[0] + top[0]), 0.5 * (tip[1] + top[1]), tip[2])
    splash = replace(
        SPRAY, rate=900, origin="points", points=((who, 0.03, 0.0),), extent=(0.16, 0.02, 0.16),
        velocity=(0.0, 1.3, 0.0), spread=(0.8, 0.9, 0.8), size=(0.003, 0.008), life=(0.5, 1.2), colour=(0, 1),
        floor=0.0,
    )  # fmt: skip
    drips = replace(
        SPRAY, rate=420, origin="points", extent=(0.09, 0.12, 0.09), velocity=(0.0, 0.1, 0.0),
        points=((who, 0.55, 0.0), (who - side * 0.08, 0.40, 0.0), (who + side * 0.2, 0.3, -0.2)),
        spread=(0.25, 0.25, 0.25), size=(0.002, 0.005), life=(0.5, 0.9), colour=(0, 1), floor=0.0,
    )  # fmt: skip
    dust = replace(
        STARLIGHT, rate=520, points=((who + side * 0.5, 0.42, -0.05), (0.0, 0.55, 0.5 * tip[2]), tip, top),
        extent=(0.05, 0.05, 0.05), size=(0.002, 0.007), colour=(2, 2), spread=(0.10, 0.10, 0.10), life=(1.0, 2.6),
        toward="bodies", bodies=(0,), pull=1.6,
    )  # fmt: skip
    motes = replace(
        MOTES, rate=20, points=(middle,), extent=(1.0, 0.8, 0.8), size=(0.002, 0.006), colour=(2, 2), toward="nothing",
        pull=0.0,
    )  # fmt: skip
    spores = replace(
        SPORES, rate=16, points=((0.0, 0.05, 0.8),), extent=(2.2, 0.05, 1.4), size=(0.003, 0.009), colour=(4, 4),
        lift=0.012,
    )  # fmt: skip
    return (
        (splash, (0.3, 0.9, 2.2)),
        (drips, (0.6, 1.6, 6.0)),
        (dust, (KINDLED - 0.9, KINDLED + 1.2, KINDLED + 4.5)),
        (motes, (KINDLED, KINDLED + 4.0, FOREVER)),
        (spores, (-1.0, 0.0, FOREVER)),
    )


def _swell(seconds: float, start: float, full: float, end: float) -> float:
    """0 at `start`, 1 at `full`, 0 again at `end`."""
    return ease((seconds - start) / (full - start)) * (1.0 - ease((seconds - full) / (end - full)))
