"""Act 7: a portal in the dusk, and a door; behind it silence, pure and pressing; the key turns, and light opens."""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar

import numpy as np

from dreamscape.camera import Camera
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Cue
from dreamscape.easing import ease, smoothstep
from dreamscape.features import silence as features
from dreamscape.parameters import Choice, Values
from dreamscape.physics.emitters import MOTES, SNOW
from dreamscape.physics.emotions import feeling
from dreamscape.places.door import opening
from dreamscape.places.door.portal import WEATHERS, portal
from dreamscape.sights import silence as sights
from dreamscape.synthesis.tuning import OPEN
from dreamscape.voices.babble import Babble
from dreamscape.voices.bow import BowedString
from dreamscape.voices.chime import Chime
from dreamscape.voices.creak import Creak
from dreamscape.voices.lock import LockTurning
from dreamscape.voices.pressure import Pressure
from dreamscape.world.cast import Cast
from dreamscape.world.feature import Feature
from dreamscape.world.melody import Chord, Phrase, line, progression
from dreamscape.world.scene import BY_SEED, Scene
from dreamscape.world.scene_sound import SILENT, SoundCue, Sounding, TouchSound, decibels, swell
from dreamscape.world.sight import Sight

_WARDS, _BOLT = (0.25, 0.62, 1.18, 1.42, 1.63), 1.95  # s after the key begins to turn; see `opening.key_turn`
_RESTS = 1.5, 6.4  # s: the viewer sets out from where the whole arch is seen, is close by, as the silence begins


class Silence(Scene):
    """The door, first from afar. During `opening.STILLNESS` next to nothing moves but the heart."""

    layers = ("leaves", "portal", "forecourt", "arrises", "lock", "dreamer", "key", "dust")
    places = (1, 1, 1_500)
    wind_speed = 0.10
    eddy = 0.5
    hand_depth = 2.4
    subject = (0.30, 0.0, 0.70, 1.0)
    caption = (0.5, 0.10)
    touch_sound = TouchSound(7.0, OPEN, partial(Chime, hardness=0.0))  # a knuckle on a heavy door

    weather = Choice(BY_SEED, (BY_SEED, *WEATHERS), "dust in the air, snow, or wet ground")

    blade: ClassVar = replace(
        MOTES, rate=320, points=((0.0, 1.0, -0.30), (0.0, 1.9, -0.30), (0.0, 2.7, -0.30)), extent=(0.10, 0.6, 0.40),
        velocity=(0.0, -0.02, -0.10), spread=(0.05, 0.03, 0.06), life=(2.0, 5.0), size=(0.0016, 0.0065), colour=(0, 0),
        toward="nothing", pull=0.0, lift=-0.004,
    )  # fmt: skip

    motes: ClassVar = replace(
        MOTES, rate=50, points=((0.0, 2.0, -4.0), (0.0, 2.2, -8.0)), extent=(4.0, 2.4, 3.0), life=(2.5, 4.0),
        size=(0.006, 0.016), colour=(0, 1), toward="nothing", pull=0.0,
    )  # fmt: skip
    flakes: ClassVar = replace(
        SNOW, rate=260, points=((0.0, 4.2, -3.0), (0.0, 3.4, -8.0), (0.0, 3.0, -12.0)), extent=(4.5, 2.5, 3.0),
        life=(3.0, 5.5), size=(0.008, 0.042), colour=(2, 2),
    )  # fmt: skip

    @property
    def _weather(self) -> str:
        """One of WEATHERS."""
        return portal(self.streams).weather if self.weather == BY_SEED else self.weather

    def camera(self, seconds: float) -> Camera:
        """From where the whole arch is seen, past the dreamer, to where key and lock are; ever more slowly.

        Next to at rest while the silence is whole; nearer as the key turns; as light opens, round to the line of it.
        """
        seen = portal(self.streams)
        near = smoothstep(seconds, *_RESTS)
        leans = 0.10 * smoothstep(seconds, 5.0, 10.5) + 0.90 * ease((seconds - opening.TURNS[0] + 0.4) / 3.6)
        drawn = ease((seconds - opening.TURNS[1]) / 8.0)
        aside = math.radians(seen.aside[0] + (seen.aside[1] - seen.aside[0]) * near) * (1.0 - 0.62 * drawn)
        rest = seen.rest + (seen.near - seen.rest) * leans + 0.30 * drawn
        far = seen.far * (rest / seen.far) ** near
        x, y, z = opening.LOCK
        high = seen.ground + seen.high + (y - 0.10 - seen.ground - seen.high) * near + 0.30 * drawn
        place = far * math.sin(aside), high, -far * math.cos(aside)
        first = seen.ground + seen.high + seen.far * math.tan(sum(seen.spread) / 2.0 - 0.012)
        look_up = (first - y) * (1.0 - near) + 0.35 * near * (1.0 - leans) + 0.15 * drawn
        third = (seen.third[0] + (seen.third[1] * (1.0 - 0.4 * leans) - seen.third[0]) * near) * (1.0 - drawn)
        return Camera(place, (x + third, y + look_up, z), 40.0)

    def unseen(self, seconds: float) -> tuple[str, ...]:
        """The dreamer, once behind the viewer."""
        return ("dreamer",) if self.camera(seconds).position[2] > portal(self.streams).dreamer[1] else ()

    def enter(self, cast: Cast, rng: np.random.Generator) -> None:
        """The key."""
        home = np.array([opening.key_position(0.0)], np.float32).T
        cast.appear(home, feeling(tenderness=0.5, wisdom=0.5), rng, radius=0.05)

    def direct(self, cast: Cast, cue: Cue, rng: np.random.Generator) -> None:
        """Move the key's body along its path, and emit dust with the light."""
        seconds = cue.act_tick / TICKS_PER_SECOND
        here = np.array(opening.key_position(seconds), np.float32)
        ahead = np.array(opening.key_position(seconds + 1.0 / TICKS_PER_SECOND), np.float32)
        cast.bodies.pos[:, 0], cast.bodies.home[:, 0] = here, here
        cast.bodies.vel[:, 0] = (ahead - here) * TICKS_PER_SECOND
        cast.emit(self.blade, cue.tick, rng, ease((seconds - opening.LEAVES_PART) / 3.5))
        falls = self.flakes if self._weather == "snow" else self.motes
        cast.emit(falls, cue.tick, rng, 1.0 - ease((seconds - 2.0) / 3.0))

    def gate(self, seconds: float) -> tuple[float, float]:
        """The lock that the key is for, then the middle of the line of light."""
        x, y, z = opening.LOCK
        return self.camera(seconds).project((x, y if seconds < opening.STILLNESS[1] else 1.65, z))

    def sounding(self, seconds: float) -> Sounding:
        """All ebbs away, to nothing at all; then a key, a door, and what is behind it."""
        now, (still, turns) = Sounding(wet=0.9), opening.STILLNESS
        ebbs = swell(seconds, still - 0.8, 0.0)
        beyond = swell(seconds, opening.LEAVES_PART - 0.2, opening.LEAVES_PART + 6.5, -50.0)
        now.play(Pressure(self.streams), "things", -16.0 + swell(seconds, 0.0, still - 1.0, -20.0))
        now.play(Babble(self.streams), "things", -9.0 + beyond)
        now.set(heart=-10.0 + ebbs, sky=SILENT, bed=-4.0 + max(ebbs, beyond - 6.0))
        now.open = 1.0 - ease((seconds - still + 1.2) / 1.2) * (1.0 - ease((seconds - turns + 0.05) / 0.05))
        return now

    def cues(self) -> Iterator[SoundCue]:
        """The key finds the lock; after the silence it turns, and the leaves creak apart."""
        finds, turns = LockTurning(self.streams, (0.0, 0.17, 0.26), 0.5), LockTurning(self.streams, _WARDS, _BOLT)
        yield SoundCue(opening.ENTERS[1] - 0.5, finds, "things", decibels(-24.0), 0.0, 0.5)
        yield SoundCue(opening.TURNS[0], turns, "things", decibels(-5.0), 0.0, 0.5)
        moves = tuple((at - opening.LEAVES_PART, lasts, far) for at, lasts, far in opening.CREAKS)
        yield SoundCue(opening.LEAVES_PART, Creak(self.streams, moves), "things", decibels(-8.0), 0.0, 0.5)

    def sights(self) -> Iterator[Sight]:
        """The door, and the light between its leaves."""
        return sights.sights(self.streams, self._weather)

    def features(self) -> Iterator[Feature]:
        """The portal and its night."""
        return features.features(self.streams, self._weather)

    def chord(self, connection: float) -> Chord:
        """D, in its octaves."""
        return 0, 12, 12, 12, 24, 24

    def harmony(self, seconds: float, connection: float) -> Chord:
        """D alone; A comes to it with the line of light."""
        chords = (opening.LEAVES_PART, self.chord(connection)), (30.0, (0, 7, 12, 19, 24, 31))
        return progression(seconds, chords, connection)

    def phrases(self) -> Iterator[Phrase]:
        """The one note of the shore, from behind the door."""
        yield Phrase(opening.LEAVES_PART + 1.2, line((31, 5.0)), partial(BowedString, bright=0.5), decibels(-17.0))

    def layer_parameters(self, layer: str) -> Values:
        """The key is upright at first, tips over into the lock, its bow on edge, and turns."""
        (laid, lies), (begins, rests) = opening.LAID, opening.TURNS
        if layer == "key":
            return {
                "body": 0, "scale": opening.KEY_HEIGHT, "hidden": opening.LOCK[2], "glow": 1.1, "heavy": 1.0,
                "turn": 90.0, "turn_by": 180.0, "turn_at": begins, "turn_for": rests - begins,
                "nod_by": -90.0, "nod_at": laid, "nod_for": lies - laid,
            }  # fmt: skip
        if layer == "dreamer":
            seen = portal(self.streams)
            x, z = seen.dreamer
            return {"feet": (x, seen.ground, z), "rim": 0.8, "nearest": 0.5}
        if layer in ("portal", "arrises"):
            wet, snow = 1.0 if self._weather == "wet" else 0.25, 1.0 if self._weather == "snow" else 0.0
            return {"puddles": wet, "snow": snow, "alone_at": _RESTS[1]}
        if layer == "forecourt":
            return {"behind": True}
        if layer == "dust" and self._weather == "snow":
            return {"largest": 14.0, "brightness": 1.7, "softness": 0.7}
        return {"largest": 6.0, "brightness": 1.3} if layer == "dust" else {}
