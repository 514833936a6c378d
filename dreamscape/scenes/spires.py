"""Act 6: a labyrinth of crystal spires, strangers with trails of light, and a door that comes out of light."""

import cmath
import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar

import numpy as np

from dreamscape.arrays import F64
from dreamscape.camera import Camera
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Cue
from dreamscape.easing import ease
from dreamscape.features import spires as features
from dreamscape.parameters import Parameter, Values
from dreamscape.physics import strands
from dreamscape.physics.emitters import TRAILS
from dreamscape.physics.emotions import feeling
from dreamscape.places.door import glyphs
from dreamscape.places.door.opening import LOCK
from dreamscape.places.street import beat_steps
from dreamscape.places.street import walkers as walker_bodies
from dreamscape.places.street.passing import NEAR, passing
from dreamscape.places.street.street import DAWN, DOOR, street
from dreamscape.rng import Streams
from dreamscape.sights import spires as sights
from dreamscape.synthesis.tuning import ALONE, OPEN, nearest
from dreamscape.voices.babble import Babble
from dreamscape.voices.bow import BowedString
from dreamscape.voices.chime import Chime
from dreamscape.voices.glass import Glass
from dreamscape.voices.hum import Hum
from dreamscape.voices.rain import Rain
from dreamscape.voices.shimmer import Shimmer
from dreamscape.world.cast import Cast
from dreamscape.world.feature import Feature
from dreamscape.world.melody import Chord, Phrase, line, progression
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import SoundCue, Sounding, TouchSound, decibels, swell
from dreamscape.world.sight import Sight

Place = tuple[float | F64, float | F64]
_MOODS = [
    feeling(**{name: 1.0}) for name in ("tenderness", "wisdom", "sadness", "curiosity", "grief", "joy", "resilience")
]
_HELD = feeling(resilience=0.8, tenderness=0.2)  # a thread so held is taut
REACH = 11.0, 0.5  # m ahead of the dreamer at which a thread grows to a stranger, and at which it lets go
GLYPHS = 27.0, 6.5  # s of the act: the first glyph lights, and in what time all do

ASIDE = 0.26  # rad, the most that the dreamer is beside the middle of the picture
RAINS = -13.0  # dB, of the rain's sound, of which more is louder by itself
SINGS = 5_500.0  # Hz m: the pitch of a spire times its height, before it is tuned


def _glass(streams: Streams, number: int, pitch: float, seconds: float) -> Chime:
    """A note of the spires: it rings as long as glass does."""
    return Chime(streams, number, 2.0 * pitch, 0.9)


def _turned(eye: tuple[float, float], whom: Place, to: Place) -> tuple[float, float]:
    """Where a camera at `eye` looks that would look `to` a place, so that `whom` it follows is not at the picture's
    edge where the street bends; x and z in m.
    """
    there, way = (complex(float(x) - eye[0], float(z) - eye[1]) for x, z in (whom, to))
    off = cmath.phase(there / way)
    way *= cmath.rect(1.0, off - ASIDE * math.tanh(off / ASIDE))
    return eye[0] + way.real, eye[1] + way.imag


class Spires(Scene):
    """A street that turns and never ends."""

    layers = (
        "spires", "vault", "pavement", "bevels", "spectra", "door", "strangers", "threads", "dust", "halo", "key",
        "rain",
    )  # fmt: skip
    places = (walker_bodies.STRANGER + walker_bodies.STRANGERS, 8, 9_000)
    rhythm = beat_steps.SHAPE
    wind_speed = 0.35
    eddy = 1.2
    hand_depth = 8.0
    subject = (0.30, 0.18, 0.72, 0.95)
    caption = (0.5, 0.10)
    sway = 1.0
    rain = Parameter(0.0, 0.0, 2.0, "x", "how much rain falls in the street")
    touch_sound = TouchSound(31.0, OPEN, partial(Chime, hardness=0.85))  # glass

    trails: ClassVar = replace(
        TRAILS, rate=900, bodies=tuple(range(walker_bodies.STRANGER, walker_bodies.STRANGER + walker_bodies.STRANGERS)),
        extent=(0.16, 0.75, 0.16), spread=(0.06, 0.05, 0.06), life=(5.0, 11.0), size=(0.007, 0.030), colour=(2, 3),
        lift=0.012, carry=0.22,
    )  # fmt: skip
    embers: ClassVar = replace(
        TRAILS, rate=40, bodies=(walker_bodies.KEY,), extent=(0.06, 0.2, 0.06), life=(1.5, 4.0), size=(0.004, 0.012),
        colour=(4, 4), lift=-0.05,
    )  # fmt: skip

    def camera(self, seconds: float) -> Camera:
        """Behind the dreamer: close at first, then further back; it leans into the bends."""
        way, walked = street(self.streams), walker_bodies.distance_walked(seconds)
        behind = 3.1 + 4.6 * ease((seconds - 0.5) / 9.0) - 1.2 * ease((seconds - 24.0) / 11.0)
        s = walked - behind
        step = walked / walker_bodies.STEP_LENGTH * 2.0 * math.pi
        x, z = (float(v) for v in way.at(s, 0.55 + 0.25 * math.sin(seconds * 0.23)))
        y = 1.75 + 0.35 * ease((seconds - 1.0) / 8.0) + 0.016 * math.cos(step)
        at_door = ease((seconds - 17.0) / 9.0)
        far = s + 9.5 + (DOOR - s - 9.5) * at_door
        tx, tz = _turned((x, z), way.at(walked, 0.0), way.at(far, 0.1))
        low = ease((seconds - 26.0) / 9.0)  # so that the dreamer, who is near by then, stands in the picture
        near = ease((seconds - 0.8) / 2.6) * (1.0 - ease((seconds - 6.5) / 6.0))  # and its feet, while it is near
        ty = 2.55 + 0.45 * at_door - 0.42 * low - 0.65 * near + 0.12 * math.sin(seconds * 0.31)
        return Camera((x, y, z), (tx, ty, tz), 46.0, 0.02 * math.sin(seconds * 0.37), (0.22, 0.78))

    def enter(self, cast: Cast, rng: np.random.Generator) -> None:
        """The dreamer, the key, the strangers."""
        now = walker_bodies.walkers_at(self.streams, 0.0)
        moods = np.stack([_MOODS[k % len(_MOODS)] for k in range(now.phase.size)], axis=1)
        walkers = cast.appear(now.pos, moods, rng, radius=0.2)
        cast.bodies.presence[walkers] = 1.0  # they were here before the dream came
        self._walk(cast, 0.0)

    def direct(self, cast: Cast, cue: Cue, rng: np.random.Generator) -> None:
        """Move everyone along the street."""
        self._walk(cast, cue.act_tick / TICKS_PER_SECOND)
        self._touch(cast, cue.act_tick)
        cast.emit(self.trails, cue.tick, rng)
        cast.emit(self.embers, cue.tick, rng)

    def keep_time(self, cast: Cast, seconds: float, beat: tuple[float, float] | None) -> None:
        """Strangers step on the beat."""
        beat_steps.step(cast.rhythm, self.streams, seconds, beat)

    def _walk(self, cast: Cast, seconds: float) -> None:
        now = walker_bodies.walkers_at(self.streams, seconds)
        count = now.phase.size
        cast.bodies.pos[:, :count], cast.bodies.vel[:, :count] = now.pos, now.vel
        cast.bodies.home[:, :count], cast.bodies.phase[:count] = now.pos, now.phase

    def _touch(self, cast: Cast, tick: int) -> None:
        """A thread grows from the key to every third stranger who comes near, and lets go when they have passed."""
        before, now = (walker_bodies.distance_ahead(self.streams, (tick - k) / TICKS_PER_SECOND) for k in (1, 0))
        for number in range(0, walker_bodies.STRANGERS, 3):
            stranger = np.array([walker_bodies.STRANGER + number])
            if before[number] > REACH[0] >= now[number]:
                cast.tie(np.array([walker_bodies.KEY]), stranger, np.stack([_HELD, _HELD]), seconds=3.5)
            if before[number] > REACH[1] >= now[number]:
                strands.fade(cast.strands, np.flatnonzero(cast.strands.anchor[strands.TIP] == stranger))

    def gate(self, seconds: float) -> tuple[float, float]:
        """The key's shine as the dream comes in; the door's lock as it goes on."""
        x, y, z = walker_bodies.key_position(self.streams, seconds)
        if seconds > 0.5 * (DAWN[0] + DAWN[1]):
            x, z = (float(v) for v in street(self.streams).at(DOOR))
            y = LOCK[1]
        clip = self.camera(seconds).view_projection(16.0 / 9.0) @ np.array((x, y, z, 1.0))
        return float(0.5 + 0.5 * clip[0] / clip[3]), float(0.5 + 0.5 * clip[1] / clip[3])

    def sounding(self, seconds: float) -> Sounding:
        """Glass all around, most where spires are near, strangers' murmurs as they pass, and a door that sings."""
        close, lights = self._crowded(seconds), GLYPHS[0]
        now = Sounding(wet=0.8 + 0.4 * ease(seconds / 10.0) - 0.4 * close)
        glass = swell(seconds, lights + 3.0, lights - 2.0, -10.0) + 12.0 * close
        now.play(Shimmer(self.streams, 5.0, ALONE, 1.0), "things", -22.0 + glass)
        voices = 14.0 * float(np.exp(-((walker_bodies.distance_ahead(self.streams, seconds) / 4.0) ** 2)).max())
        now.play(Babble(self.streams, 5.0, 700.0), "things", -29.0 + voices + swell(seconds, 0.0, 6.0, -20.0))
        if self.rain:
            now.play(Rain(self.streams, self.rain), "sea", RAINS)
        now.set(heart=-10.5, sky=-40.0, bed=-3.6 - 5.0 * close)
        return now

    def _crowded(self, seconds: float) -> float:
        """How close spires stand around the dreamer, 0 to 1."""
        near = passing(self.streams)
        close = np.abs(near.aside) < NEAR
        return float(np.tanh(np.exp(-(((near.at[close] - seconds) / 1.2) ** 2)).sum()))

    def cues(self) -> Iterator[SoundCue]:
        """Each spire sings as it is passed; each glyph's note as it comes to light, from the leaf that it stands on."""
        yield from self._singing()
        signs = glyphs.script(self.streams)
        for number, at in enumerate(glyphs.lighting_times(self.streams, *GLYPHS)):
            voice, side = Hum(self.streams, number, signs[number].note, 6.0), -0.35 if number % 2 == 0 else 0.35
            level = -10.5 if glyphs.is_motif(self.streams, number) else -20.0
            yield SoundCue(float(at), voice, "things", decibels(level), side, 0.6)

    def _singing(self) -> Iterator[SoundCue]:
        """The spires: a note of the harmony, the lower the taller, the softer the further."""
        row = passing(self.streams)
        for number, at, aside, tall, speed in zip(row.number, row.at, row.aside, row.tall, row.speed, strict=True):
            chord = self.harmony(float(at), 0.0)
            pitch = nearest(SINGS / tall, tuple(sorted({semitones % 12 for semitones in chord})))
            before = min(3.0, float(at))
            voice = Glass(self.streams, int(number), pitch, float(aside), before, float(speed))
            gain = decibels(-10.0) * float((4.5 / abs(aside)) ** 1.2)
            yield SoundCue(float(at) - before, voice, "things", gain, send=0.15)

    def sights(self) -> Iterator[Sight]:
        """The street, who walks there, and the door."""
        return sights.sights(self.streams, DAWN, GLYPHS, len(glyphs.script(self.streams)), self.rain)

    def features(self) -> Iterator[Feature]:
        """The street and who walks there."""
        return features.features(self.streams)

    def chord(self, connection: float) -> Chord:
        """D A F B D E: the glyphs' own."""
        return 0, 7, 15, 21, 24, 26

    def harmony(self, seconds: float, connection: float) -> Chord:
        """D minor; E, all fourths, and F, as the street turns and never ends; D again, as the glyphs come to light."""
        turned = (2, 9, 14, 19, 24, 26), (3, 10, 14, 19, 24, 26)
        chords = (9.0, self.chord(connection)), *((8.5, chord) for chord in turned), (10.5, self.chord(connection))
        return progression(seconds, chords, connection)

    def phrases(self) -> Iterator[Phrase]:
        """The motif, one note at each turn of the street, in glass; the glyphs hum it whole."""
        for at, notes in ((3.0, (31,)), (7.6, (36, 38)), (14.0, (43,)), (19.5, (39,))):
            for voice, level in ((partial(BowedString, bright=0.55), -20.5), (_glass, -22.0)):
                yield Phrase(at, line(*((note, 3.0) for note in notes)), voice, decibels(level), -0.15)

    def layer_parameters(self, layer: str) -> Values:
        """The key in the dreamer's hand."""
        if layer == "door":
            x, z = (float(v) for v in street(self.streams).at(DOOR))
            heading = math.degrees(float(street(self.streams).heading_at(DOOR)))
            come = {"come_at": DAWN[0], "come_for": DAWN[1] - DAWN[0]}
            return {"sill": (x, 0.0, z), "heading": heading, **come, "light_at": GLYPHS[0], "light_for": GLYPHS[1]}
        if layer == "strangers":
            return {"first": walker_bodies.STRANGER, "dreamer": walker_bodies.DREAMER}
        if layer == "threads":
            return {"width": 0.8, "brightness": 0.4, "golden": 1.0}
        if layer == "halo":
            return {"body": walker_bodies.KEY}
        if layer == "dust":
            return {"brightness": 0.8, "softness": 0.6, "least": 2.2}
        if layer == "rain":
            return {"rain": self.rain}
        if layer == "vault":
            return {"stars": max(0.0, 1.0 - self.rain)}  # which clouds hide
        if layer == "key":
            return {"body": walker_bodies.KEY, "scale": 0.62, "spin": 11.0, "glow": 1.2}
        return {}
