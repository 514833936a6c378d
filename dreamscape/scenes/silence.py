"""Act 7: the door fills the frame; behind it silence, pure and pressing; the key turns, and a line of light opens."""

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
from dreamscape.parameters import Values
from dreamscape.physics.emitters import MOTES
from dreamscape.physics.emotions import feeling
from dreamscape.places.door import opening
from dreamscape.synthesis.tuning import OPEN
from dreamscape.voices.babble import Babble
from dreamscape.voices.chime import Chime
from dreamscape.voices.creak import Creak
from dreamscape.voices.lock import LockTurning
from dreamscape.voices.pressure import Pressure
from dreamscape.world.cast import Cast
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import SILENT, SoundCue, Sounding, TouchSound, decibels, swell

_WARDS, _BOLT = (0.25, 0.62, 1.18, 1.42, 1.63), 1.95  # s after the key begins to turn; see `opening.key_turn`
_ASIDE = 34.0  # degrees off the door's middle, from where the key's bow is seen as a ring


class Silence(Scene):
    """The door from near. During `opening.STILLNESS` nothing moves but the heart."""

    layers = ("jambs", "leaves", "lock", "key", "dust")
    places = (1, 1, 1_500)
    wind_speed = 0.10
    eddy = 0.5
    hand_depth = 2.4
    subject = (0.30, 0.0, 0.70, 1.0)
    caption = (0.5, 0.10)
    touch_sound = TouchSound(7.0, OPEN, partial(Chime, hardness=0.0))  # a knuckle on a heavy door

    blade: ClassVar = replace(
        MOTES, rate=320, points=((0.0, 1.0, -0.30), (0.0, 1.9, -0.30), (0.0, 2.7, -0.30)), extent=(0.10, 0.6, 0.40),
        velocity=(0.0, -0.02, -0.10), spread=(0.05, 0.03, 0.06), life=(2.0, 5.0), size=(0.0016, 0.0065), colour=(0, 0),
        toward="nothing", pull=0.0, lift=-0.004,
    )  # fmt: skip

    def camera(self, seconds: float) -> Camera:
        """From the side and a little below, with key and lock in view, ever closer and ever more slowly.

        At rest while the silence is whole; as the light opens, round to the line of it, and into it.
        """
        near = ease((seconds + 5.0) / (opening.STILLNESS[0] + 5.0))
        drawn = ease((seconds - opening.TURNS[1]) / 8.0)
        aside = math.radians(_ASIDE * (1.0 - 0.62 * drawn))
        far = 4.7 - 2.85 * near + 0.65 * drawn
        low = 0.30 * near * (1.0 - drawn)
        x, y, z = opening.LOCK
        place = -far * math.sin(aside), 1.36 - low + 0.22 * drawn, -far * math.cos(aside)
        target = x + 0.13 * near * (1.0 - drawn), y + 0.55 - 0.45 * near + 0.30 * drawn, z
        return Camera(place, target, 40.0)

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
        now.set(heart=-9.0 + ebbs, sky=SILENT, bed=-1.0 + max(ebbs, beyond - 8.0))
        now.open = 1.0 - ease((seconds - still + 1.2) / 1.2) * (1.0 - ease((seconds - turns + 0.05) / 0.05))
        return now

    def cues(self) -> Iterator[SoundCue]:
        """The key finds the lock; after the silence it turns, and the leaves creak apart."""
        finds, turns = LockTurning(self.streams, (0.0, 0.17, 0.26), 0.5), LockTurning(self.streams, _WARDS, _BOLT)
        yield SoundCue(opening.ENTERS[1] - 0.5, finds, "things", decibels(-24.0), 0.0, 0.5)
        yield SoundCue(opening.TURNS[0], turns, "things", decibels(-5.0), 0.0, 0.5)
        moves = tuple((at - opening.LEAVES_PART, lasts, far) for at, lasts, far in opening.CREAKS)
        yield SoundCue(opening.LEAVES_PART, Creak(self.streams, moves), "things", decibels(-8.0), 0.0, 0.5)

    def chord(self, connection: float) -> tuple[int, ...]:
        """D, in its octaves."""
        return 0, 12, 12, 12, 24, 24

    def layer_parameters(self, layer: str) -> Values:
        """The key is upright at first, tips over into the lock, its bow on edge, and turns."""
        (laid, lies), (begins, rests) = opening.LAID, opening.TURNS
        if layer == "key":
            return {
                "body": 0, "scale": opening.KEY_HEIGHT, "hidden": opening.LOCK[2], "glow": 1.1, "heavy": 1.0,
                "turn": 90.0, "turn_by": 180.0, "turn_at": begins, "turn_for": rests - begins,
                "nod_by": -90.0, "nod_at": laid, "nod_for": lies - laid,
            }  # fmt: skip
        return {"largest": 6.0, "brightness": 1.3} if layer == "dust" else {}
