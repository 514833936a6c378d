"""Act 4: into the water, which wraps and absorbs; droplets rise, each a lens with someone else's memory inside."""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar

import numpy as np

from dreamscape.camera import Camera
from dreamscape.clock import TICK, TICKS_PER_SECOND
from dreamscape.dream.memory_files import MOODS, Mood
from dreamscape.dream.timeline import Cue
from dreamscape.easing import ease
from dreamscape.features import immersion as features
from dreamscape.memories import album as albums
from dreamscape.parameters import AlbumDigest, Parameter, Values
from dreamscape.physics.bodies import FLEE, HOME, SPACE
from dreamscape.physics.emitters import MOTES, PETALS, SPRAY
from dreamscape.physics.emotions import NAMES, feeling
from dreamscape.places.water import droplet_threads, memories
from dreamscape.places.water.own_memories import held_by, opened
from dreamscape.places.water.view import View, view_of
from dreamscape.sights import immersion as sights
from dreamscape.synthesis.tuning import OPEN
from dreamscape.voices.bow import BowedString
from dreamscape.voices.bubbles import Bubbles
from dreamscape.voices.drop import Drop
from dreamscape.voices.murmuring import Murmuring
from dreamscape.voices.pressure import Pressure
from dreamscape.voices.shimmer import Shimmer
from dreamscape.voices.surf import Surf
from dreamscape.world.cast import Cast
from dreamscape.world.feature import Feature
from dreamscape.world.melody import INVERTED, MOTIF, Chord, Phrase, line, progression
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import Sounding, TouchSound, decibels, swell
from dreamscape.world.sight import Sight

DROPLETS = 19
OPENED = 2.0  # m, radius of an open droplet at NEAR: pi 2^2 is a third of the 8.3 m x 4.66 m that are seen there
CLOSED = 0.31  # m, radius of those three while they are closed
NEAR = 4.2  # m in front of the camera
_RISE = (0.07, 0.19)  # m/s
_BEHIND = 0.4  # the fraction of the camera's motion that the droplets do not follow
_JOY, _TENDERNESS, _GRIEF = (NAMES.index(name) for name in ("joy", "tenderness", "grief"))
_TINTS = {_JOY: 4, _TENDERNESS: 0, _GRIEF: 2}  # the dust that a memory leaves: petals, snow, turquoise
_FEELINGS = (
    feeling(joy=0.75, tenderness=0.25),  # the picnic
    feeling(tenderness=0.8, joy=0.2),  # the first snow
    feeling(grief=0.8, tenderness=0.2),  # the farewell
)


class Immersion(Scene):
    """Held by the water, among the memories of others."""

    layers = ("undersea", "shafts", "folds", "memories", "threads", "droplets", "dust")
    places = (DROPLETS, 40, 6_000)
    wind_speed = 0.16
    eddy = 0.9
    hand_depth = 5.0
    subject = (0.24, 0.12, 0.76, 0.95)
    caption = (0.5, 0.06)
    walk = INVERTED
    touch_sound = TouchSound(26.0, OPEN, Drop)  # larger drops, from within

    first = Parameter(4.6, 1.0, 600.0, "s", "when the first droplet begins to open")
    turn = Parameter(7.6, 5.0, 60.0, "s", "how long each memory has its turn")
    ascent = Parameter(27.6, 5.0, 600.0, "s", "when the way up to the surface begins")
    murmur = Parameter(1.0, 0.0, 3.0, "x", "brightness of the far lightning")
    sun = Parameter(0.0, 0.0, 1.0, "tangent", "height of the sun above the sea; 0 for night")
    album = AlbumDigest("memories of one's own, in place of those of others")

    plankton: ClassVar = replace(
        MOTES, rate=120, points=((0.0, -4.6, 5.5),), extent=(6.5, 3.6, 4.2), size=(0.005, 0.020), colour=(2, 2),
        toward="nothing", pull=0.0, lift=0.012,
    )  # fmt: skip
    silt: ClassVar = replace(plankton, rate=100, size=(0.0015, 0.0050), colour=(0, 1), lift=-0.008)
    blossom: ClassVar = replace(plankton, rate=36, size=(0.006, 0.018), colour=(4, 4), lift=0.03)
    bubbles: ClassVar = replace(
        SPRAY, rate=420, origin="points", points=((-1.6, -3.0, 3.0), (1.2, -3.2, 3.6), (0.2, -3.4, 4.6)),
        extent=(1.6, 1.1, 1.2), velocity=(0.0, 0.7, 0.2), spread=(0.3, 0.4, 0.3), life=(0.9, 2.6), size=(0.003, 0.013),
        lift=0.9, drag=1.6, floor=-1e4,
    )  # fmt: skip
    froth: ClassVar = replace(
        bubbles, rate=700, points=((-1.5, -1.2, 3.4), (1.6, -1.0, 3.6), (0.1, -1.6, 4.4)), extent=(2.2, 0.9, 1.2),
    )  # fmt: skip
    parting: ClassVar = replace(
        PETALS, rate=190, origin="bodies", points=(), extent=(1.2, 1.2, 0.3), velocity=(0.0, 0.05, -0.1), lift=0.05,
        spread=(0.35, 0.35, 0.3), size=(0.004, 0.013), life=(2.5, 6.0), drag=1.2,
    )  # fmt: skip

    @property
    def bright(self) -> bool:
        """By day."""
        return self.sun > 0.0

    def camera(self, seconds: float) -> Camera:
        """Sinks, rests, and rises to the light at the end; looks up and forward, swaying as in water."""
        sunk, risen = ease(seconds / 8.0), ease((seconds - self.ascent) / 6.4)
        y = -1.5 - 5.3 * sunk + 6.3 * risen + 0.10 * math.sin(seconds * 0.47)
        pitch = math.radians(16.0 + 14.0 * sunk + 40.0 * risen + 0.8 * math.sin(seconds * 0.31))
        yaw = math.radians(2.2 * math.sin(seconds * 0.19 + 0.6))
        x, z = 0.25 * math.sin(seconds * 0.23), 0.06 * seconds
        ahead = math.sin(yaw) * math.cos(pitch), math.sin(pitch), math.cos(yaw) * math.cos(pitch)
        return Camera(
            (x, y, z), (x + ahead[0], y + ahead[1], z + ahead[2]), 58.0, 0.02 * math.sin(seconds * 0.27), (0.19, 0.81)
        )

    def opening(self, number: int, seconds: float) -> tuple[float, float]:
        """How far droplet `number` is drawn to the middle, and how far it is open, each 0 to 1."""
        if seconds < self.first - 1.0:
            return 0.0, 0.0
        count, since = divmod(seconds - self.first + 1.0, self.turn)
        since -= 1.0  # the turn ends at turn - 1
        if number != count % len(_FEELINGS) or self.first + count * self.turn > self.ascent - memories.LAST:
            return 0.0, 0.0
        closes = self.turn - 3.8  # as slowly as it opens: a third of the picture moves with it
        drawn = ease((since + 1.0) / 1.4) * (1.0 - ease((since - closes - 1.6) / 1.2))
        return drawn, ease(since / 2.6) * (1.0 - ease((since - closes) / 2.8))

    def enter(self, cast: Cast, rng: np.random.Generator) -> None:
        """The droplets, all over the view; the first three take turns, in an order drawn from the seed."""
        away = np.concatenate([[5.2, 5.6, 6.0], rng.uniform(4.6, 9.5, DROPLETS - 3)])
        spread = (np.arange(DROPLETS - 3) * 0.618 + rng.random()) % 1.0 * 2.0 - 1.0
        across = np.concatenate([rng.uniform(-0.5, 0.5, 3), spread])
        height = np.concatenate([(-0.35, -0.75, -1.1), rng.uniform(-1.1, 0.8, DROPLETS - 3)])
        view = view_of(self.camera(0.0))
        homes = view.place(np.stack([across * 0.92 * view.wide * away, height * view.high * away, away]))
        feels = np.stack([_FEELINGS[kind] for kind in self._kinds()], axis=1)
        steer = np.zeros((6, DROPLETS), np.float32)
        steer[HOME], steer[SPACE], steer[FLEE] = 4.0, 5.0, 9.0
        steer[HOME, :3], steer[SPACE, :3] = 9.0, 1.0
        here = cast.appear(homes.astype(np.float32), feels, rng, steer)
        cast.bodies.radius[here] = 0.15 + 0.33 * rng.random(DROPLETS) ** 2.2

    def direct(self, cast: Cast, cue: Cue, rng: np.random.Generator) -> None:
        """Droplets rise, open and return; threads reach between them; plankton, bubbles and petals drift."""
        seconds = cue.act_tick / TICKS_PER_SECOND
        view = self._drift(cast, seconds, rng)
        droplet_threads.connect(cast.bodies, cast.strands, cast.tie, cue, rng, DROPLETS, view)
        cast.emit(self.plankton, cue.tick, rng)
        cast.emit(self.blossom, cue.tick, rng)
        cast.emit(self.silt, cue.tick, rng)
        cast.emit(self.bubbles, cue.tick, rng, 1.0 - ease((seconds - 0.6) / 3.0))
        cast.emit(self.froth, cue.tick, rng, ease((seconds - self.ascent - 1.0) / 4.0))
        for number in range(3):
            wide = self.opening(number, seconds)[1]
            if 0.05 < wide < 0.95 and self.opening(number, seconds + TICK)[1] < wide:
                tint = self._tint(int(cast.bodies.emotion[:, number].argmax()), seconds)
                cast.emit(replace(self.parting, bodies=(number,), colour=(tint, tint)), cue.tick, rng)

    def _moods(self) -> list[Mood]:
        """What drifts through each of the memories of one's own, in their order; empty without any."""
        own = albums.album(self.album)
        return own.moods(self.streams) if own else []

    def _kinds(self) -> list[int]:
        """Which of the feelings each droplet has: its memory's."""
        if moods := self._moods():
            return [MOODS.index(moods[held_by(number, 0, len(moods))]) for number in range(DROPLETS)]
        order = memories.order(self.streams)
        return [int(order[number % 3]) for number in range(DROPLETS)]

    def _tint(self, felt: int, seconds: float) -> int:
        """The colour of the dust that the open droplet leaves."""
        if moods := self._moods():
            kind = MOODS.index(moods[opened(int((seconds - self.first) // self.turn), len(moods))])
            felt = int(_FEELINGS[kind].argmax())
        return _TINTS[felt]

    def _drift(self, cast: Cast, seconds: float, rng: np.random.Generator) -> View:
        """Let the droplets rise; returns the view of them."""
        bodies = cast.bodies
        before, now = view_of(self.camera(max(seconds - TICK, 0.0))), view_of(self.camera(seconds))
        seen = before.seen(bodies.home[:, :DROPLETS])
        seen -= _BEHIND * now.axes @ (now.eye - before.eye)[:, None]
        pace, aside = np.arange(DROPLETS) * 0.618 % 1.0, memories.asides(self.streams)
        seen[1] += (_RISE[0] + (_RISE[1] - _RISE[0]) * pace) * TICK
        seen[0] += 0.05 * TICK * np.sin(seconds * 0.5 + pace * 6.28)
        for number in range(3):
            drawn, wide = self.opening(number, seconds)
            seen[:, number] += (np.array([aside[number], 0.0, NEAR]) - seen[:, number]) * (4.2 * TICK * drawn)
            if seconds > self.first and not drawn:  # what was let go makes room: back, up and to its side
                side = math.copysign(0.16, seen[0, number] + number - 1.0)
                seen[:, number] += np.array([side, 0.22, max(6.4 - seen[2, number], 0.0)]) * TICK
            bodies.radius[number] = CLOSED + (OPENED - CLOSED) * wide
        radius = bodies.radius[:DROPLETS]
        out = seen[1] > now.high * seen[2] * 1.08 + radius
        bodies.presence_goal[:DROPLETS][out] = 0.0
        gone = np.flatnonzero(bodies.presence[:DROPLETS] + bodies.presence_goal[:DROPLETS] == 0.0)
        seen[0, gone] = rng.uniform(-0.9, 0.9, gone.size) * now.wide * seen[2, gone]
        seen[1, gone] = -1.06 * now.high * seen[2, gone] - radius[gone]
        bodies.home[:, :DROPLETS] = now.place(seen)
        bodies.pos[:, gone] = bodies.home[:, gone]
        bodies.vel[:, gone] = 0.0
        bodies.presence_goal[gone] = 1.0
        return now

    def gate(self, seconds: float) -> tuple[float, float]:
        """The water's surface: around the dreamer on the way in, and breaking where the light stands on the way out."""
        return (0.5, 0.72) if seconds < self.ascent else (0.5 + 0.18 * self._azimuth(), 0.62)

    def _azimuth(self) -> float:
        """The tangent of the light's bearing, drawn from the seed."""
        return float(self.streams.at("beam").uniform(-0.42, 0.42))

    def sounding(self, seconds: float) -> Sounding:
        """The water muffles everything outside, and opens again; air rises past the ears."""
        now, ascent = Sounding(wet=0.6), self.ascent
        now.depth = 0.8 * ease((seconds + 0.4) / 2.2) * (1.0 - ease((seconds - ascent - 2.0) / 4.4))
        now.play(Surf(self.streams, 7.5, 0.55), "sea", 2.0)
        air = max(swell(seconds, 4.5, 0.8, -14.0), swell(seconds, ascent, ascent + 4.0, -14.0))
        now.play(Bubbles(self.streams, 16.0), "things", 1.0 + air)
        now.play(Bubbles(self.streams, 45.0, 0.0009, 0.0003), "things", 6.0 + air)
        now.play(Shimmer(self.streams, 2.5, OPEN, 1.0), "things", -13.0)
        if albums.speaks(self.album):
            heard = min(swell(seconds, 3.0, 6.5), swell(seconds, self.ascent + 4.0, self.ascent - 1.0))
            now.play(Murmuring(self.streams, self.album, 1.3, 1100.0), "things", -2.0 + heard)
        now.play(Pressure(self.streams), "things", -8.0 + 20.0 * (now.depth - 0.8))
        now.set(heart=-6.5, sky=-3.0, bed=-0.5)
        return now

    def thunder(self) -> float:
        """As loud as the far lightning is bright."""
        return self.murmur

    def sights(self) -> Iterator[Sight]:
        """The droplets and what is in them."""
        times = self.first, self.turn, self.ascent
        return sights.sights(self.streams, times, self._azimuth(), self.sun, self._moods())

    def features(self) -> Iterator[Feature]:
        """The memories and the water."""
        return features.features(self.streams, self._azimuth(), len(self._moods()))

    def chord(self, connection: float) -> Chord:
        """A A E G C E: held by water; by day A A E F# B E."""
        return (-5, 7, 14, 16, 21, 26) if self.sun else (-5, 7, 14, 17, 22, 26)

    def harmony(self, seconds: float, connection: float) -> Chord:
        """A minor; F, where the memories are; C over G, the most light; and G, which leads home to D as one rises."""
        lit = (3, 10, 14, 19, 22, 26), (5, 10, 14, 17, 22, 26), (5, 12, 14, 17, 21, 26)
        if self.sun:
            lit = (-3, 9, 14, 16, 19, 26), (5, 9, 14, 21, 24, 28), (0, 9, 14, 16, 21, 28)
        lasts = self.first + 1.0, 7.0, 8.0, max(self.ascent - self.first - 8.0, 4.0)
        return progression(seconds, tuple(zip(lasts, (self.chord(connection), *lit), strict=True)), connection)

    def phrases(self) -> Iterator[Phrase]:
        """The motif upside down; and from where it ends, upwards again towards the surface."""
        voice = partial(BowedString, bright=0.3)
        yield Phrase(3.0, line(*((note, 1.5) for note in INVERTED)), voice, decibels(-14.5), -0.25)
        yield Phrase(14.5, line(*((note + 12, 1.5) for note in INVERTED)), voice, decibels(-18.5), 0.25)
        rising = line(*((note + 12, 1.0) for note in MOTIF[:3]), (MOTIF[3] + 12, 4.0))
        yield Phrase(self.ascent, rising, voice, decibels(-15.5), 0.0)

    def layer_parameters(self, layer: str) -> Values:
        """The same light in every layer, and one clock for the memories."""
        last = max(self.ascent - memories.LAST, 0.0)
        turns: Values = {"first": self.first, "turn": self.turn, "last": last, "album": self.album}
        given: dict[str, Values] = {
            "undersea": {"murmur": self.murmur, "web": 0.7},
            "folds": {"opening": self.ascent, "warmth": 1.9},
            "memories": turns,
            "droplets": {"opened": OPENED, **turns},
            "threads": {
                "width": 1.3,
                "brightness": 0.46,
                "core": 0.02,
                "taper": 0.5,
                "fineness": 0.8,
                "nearness": 0.9,
                "golden": 0.95,
            },
            "dust": {"brightness": 1.2, "largest": 9.0, "least": 2.6},
        }
        beam: Values = {"azimuth": self._azimuth(), "sun": self.sun}
        beam = beam if layer in ("undersea", "shafts", "folds", "droplets") else {}
        return {**given.get(layer, {}), **beam}
