"""Act 8: light floods in from a thousand muted conversations; then every light in the dark is tied to one."""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, cached_property, partial
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from dreamscape.camera import Camera
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Cue
from dreamscape.easing import ease
from dreamscape.features import chorus as features
from dreamscape.memories import album as albums
from dreamscape.parameters import AlbumDigest, Values
from dreamscape.physics import strands
from dreamscape.physics.bodies import HOME, WANDER
from dreamscape.physics.emitters import MOTES, STARLIGHT
from dreamscape.physics.emotions import NAMES, feeling
from dreamscape.places.hand.offering import Offering
from dreamscape.places.night import constellation
from dreamscape.rng import Streams
from dreamscape.sights import chorus as sights
from dreamscape.synthesis.tuning import TOGETHER
from dreamscape.synthesis.voice import OneShot
from dreamscape.voices.babble import Babble
from dreamscape.voices.bow import BowedString
from dreamscape.voices.chime import Chime
from dreamscape.voices.laugh import Laugh
from dreamscape.voices.murmuring import Murmuring
from dreamscape.voices.pluck import PluckedString
from dreamscape.voices.rustle import Rustle
from dreamscape.voices.shimmer import Shimmer
from dreamscape.voices.sob import Sob
from dreamscape.world.cast import Cast
from dreamscape.world.feature import Feature
from dreamscape.world.melody import AT_HOME, HOMECOMING, MOTIF, Chord, Phrase, line, progression
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import SILENT, SoundCue, Sounding, TouchSound, decibels, swell
from dreamscape.world.sight import Sight

PALM = (0.0, 0.0, 0.0)  # m: the palm, the one light, the middle of all
OPENING = (0.0, 0.06, 5.0)  # m, the middle of the door's line of light
TALL = 0.165  # m, the key
DISSOLVES = 6.2  # s, when the key begins to dissolve, within five seconds
EBBS = 10.5  # s, when the light ebbs and the camera moves back
REACHES, LETS_GO, MEETS = 13.0, 4.6, 7.2  # s: a pair's first reach, and after it, when it fades and when it meets
_STORY = (0, round(LETS_GO * TICKS_PER_SECOND), round(MEETS * TICKS_PER_SECOND))  # ticks of a pair's own
GATHERS = 25.0  # s, when every light is tied to the one
TANGLED = 12  # laughs and sobs in the flood of voices
OPEN_END = (0, 7, 12, 14, 19, 24, 26, 31, 36, 38)  # semitones above D2, of one who is not at home: E for the third
# The chorale, one chord to each note of the motif: when it begins, s, and its notes. D, G, A, F, home.
CHORALE = (
    (REACHES, (0, 7, 12, 19, 24, 31)), (REACHES + 2.3, (-7, 5, 12, 21, 24, 36)),
    (REACHES + 4.5, (-5, 7, 14, 24, 26, 38)), (REACHES + 6.7, (3, 10, 15, 22, 26, 31, 43)),
)  # fmt: skip
SUMMIT = REACHES + 11.4  # s, when the last chord begins, with the last note
PULLERS = np.array(  # m, bodies that pull at the palm while the light floods in: into it, and out of the frame
    [(-0.12, 0.5, 4.9), (0.1, 0.9, 4.9), (0.75, 0.3, 0.25), (0.9, -0.12, 0.3), (-0.8, 0.45, 0.3), (-0.4, 0.75, 0.6),
     (0.45, 0.6, 0.5)], np.float32,
)  # fmt: skip
GENTLE = ("sadness", "resilience", "wisdom", "tenderness", "joy")  # feelings of the others
APART = 5.2  # m, the most between two that reach for each other before all are tied to the one
OTHERS = 63  # bodies besides the one light; the first of them are the pullers


@cache
def _begins(number: int) -> int:
    """The tick of the act at which a pair first reaches."""
    return round((REACHES + 0.07 * number) * TICKS_PER_SECOND)


def _bell(streams: Streams, number: int, pitch: float, seconds: float) -> Chime:
    """A note of the lights: it rings as long as it does."""
    return Chime(streams, number, pitch, 0.7)


class Chorus(Scene):
    """The flood, the reaching, the one light."""

    layers = (
        "words", "flood", "abyss", "fellow_lights", "filaments", "fine_threads", "lone_light", "hand", "key", "dust",
        "shadow_of_loneliness",
    )  # fmt: skip
    wind_speed = 0.5
    eddy = 3.0
    hand_depth = 18.0
    subject = (0.3, 0.25, 0.7, 0.85)
    caption = (0.5, 0.10)
    concludes = True
    touch_sound = TouchSound(24.0, TOGETHER, partial(PluckedString, strength=0.6, where=0.3))
    places: ClassVar = (64, 192, 8000)

    album = AlbumDigest("voice notes and texts of one's own, among those of others")

    ash: ClassVar = replace(
        STARLIGHT, rate=1500, points=((0.0, 0.02, 0.0), (0.0, 0.06, 0.0), (0.0, 0.10, 0.0), (0.0, TALL, 0.0)),
        bodies=(0,), extent=(0.022, 0.006, 0.012), velocity=(0.0, 0.02, 0.0), spread=(0.05, 0.05, 0.05),
        size=(0.0003, 0.0010), life=(1.2, 2.8), colour=(0, 2), lift=-0.10, drag=1.2, carry=0.06, toward="bodies",
        pull=1.4,
    )  # fmt: skip
    drawn: ClassVar = replace(
        MOTES, rate=70, points=((0.0, 0.0, 0.6),), extent=(1.2, 0.7, 0.9), velocity=(0.0, 0.0, 0.35),
        spread=(0.05, 0.05, 0.15), size=(0.0012, 0.004), life=(3.0, 6.0), colour=(2, 2), carry=0.12, toward="nothing",
        pull=0.0,
    )  # fmt: skip
    sparks: ClassVar = replace(
        MOTES, rate=210, extent=(24.0, 13.0, 20.0), size=(0.022, 0.085), life=(6.0, 12.0), colour=(0, 2),
        carry=0.5, toward="strands", pull=0.10,
    )  # fmt: skip
    beads: ClassVar = replace(
        MOTES, rate=160, origin="strands", extent=(0.12, 0.12, 0.12), size=(0.02, 0.05), life=(2.0, 4.5), colour=(2, 2),
        carry=0.3, toward="strands", pull=0.6,
    )  # fmt: skip

    def camera(self, seconds: float) -> Camera:
        """Close behind the hand, leaning towards the light; then back into the dark, at an exponential pace."""
        lean = ease(seconds / 10.0)
        back = ease((seconds - EBBS) / 10.5)
        later = ease((seconds - EBBS - 7.0) / 22.0)
        (round_, above, beyond, leaning), hand = self._way, self._offering
        near = (0.47 - 0.06 * lean) * hand.away ** (1.0 - back)
        distance = near * (24.0 / 0.41) ** back * (1.0 + 0.62 * later) * (1.0 + 0.10 * beyond * back)
        turn = (0.20 + 0.08 * round_) * (1.0 - ease((seconds - 14.0) / 24.0)) * back + 0.06 * round_ * later
        turn = hand.mirror * turn + 0.010 * math.sin(seconds * 0.31)
        rise = (0.10 + 0.06 * above) * back * (1.0 - 0.7 * later)
        rise += hand.high * (1.0 - back) + 0.008 * math.sin(seconds * 0.43)
        low, level = 0.060 * (1.0 - back), distance * math.cos(rise)
        place = -level * math.sin(turn), low + distance * math.sin(rise), -level * math.cos(turn)
        stays = 1.0 - ease((seconds - EBBS - 3.0) / 4.0)  # towards the head, until there is room for all
        aside = 0.115 * ease((seconds - EBBS - 1.3) / 1.4) * stays
        aim = -aside * hand.mirror, low + 0.065 * ease((seconds - EBBS - 0.9) / 1.6) * stays, 0.0
        roll = 0.02 * math.sin(seconds * 0.19) + 0.05 * leaning * back
        return Camera(place, aim, 40.0, roll, hand.span(distance, aside))

    @cached_property
    def _way(self) -> tuple[float, ...]:
        """How a seed's camera goes back: around to one side, from above, how far, and leaning; -1 to 1 each."""
        return tuple(float(x) for x in self.streams.at("camera of the chorus").uniform(-1.0, 1.0, 4))

    @cached_property
    def _offering(self) -> Offering:
        """How the hand is held out."""
        return Offering.from_seed(self.streams)

    def enter(self, cast: Cast, rng: np.random.Generator) -> None:
        """The one light, the bodies that pull at it, and the others, each with a feeling of its own."""
        homes = self._homes()
        homes[1 : 1 + len(PULLERS)] = PULLERS * np.array((self._offering.mirror, 1.0, 1.0), np.float32)
        own = np.zeros((len(NAMES), OTHERS), np.float32)
        own[[NAMES.index(name) for name in GENTLE]] = rng.dirichlet(np.full(len(GENTLE), 0.4), OTHERS).T
        alone = feeling(tenderness=0.5, joy=0.5)
        bodies = cast.appear(homes.T, np.column_stack([alone, own]), rng, radius=0.3)
        cast.bodies.steer[HOME, bodies] = 14.0
        cast.bodies.steer[HOME, 0] = 400.0
        cast.bodies.steer[WANDER, bodies[1:]] = 0.25

    def direct(self, cast: Cast, cue: Cue, rng: np.random.Generator) -> None:
        """Pulls while the light floods in, and the key's dust; then threads that reach, almost meet, fade and meet."""
        seconds, tick = cue.act_tick / TICKS_PER_SECOND, cue.act_tick
        going = ease((seconds - DISSOLVES) / 1.5) * (1.0 - ease((seconds - DISSOLVES - 4.2) / 1.6))
        vast = ease((seconds - REACHES) / 5.0)
        cast.emit(self.ash, cue.tick, rng, going)
        cast.emit(self.drawn, cue.tick, rng, ease(seconds / 4.0) * (1.0 - ease((seconds - 9.0) / 2.0)))
        cast.emit(self.sparks, cue.tick, rng, vast)
        cast.emit(self.beads, cue.tick, rng, vast)
        self._pull(cast, cue, tick)
        for number, pair in enumerate(constellation.nearest_pairs(self.streams, OTHERS, APART)):
            if (since := tick - _begins(number)) in _STORY:
                self._reach(cast, pair + 1, since)
        later = tick - round(GATHERS * TICKS_PER_SECOND)
        if later == 150:  # the one light is what they turn to: they let go of each other
            between = np.flatnonzero((cast.strands.presence > 0) & (cast.strands.anchor[0] > 0))
            strands.fade(cast.strands, between)
        if later >= 0 and later % 4 == 0 and later // 4 < OTHERS:
            cast.tie(np.array([0]), np.array([1 + later // 4]), self._feelings(cast, 0, 1 + later // 4), seconds=2.6)

    def gate(self, seconds: float) -> tuple[float, float]:
        """The door's line of light, then the one light that becomes the first star."""
        return self.camera(seconds).project(OPENING if seconds < EBBS else PALM)

    def sounding(self, seconds: float) -> Sounding:
        """A flood of voices; then one light, and a thread to every other."""
        now = Sounding(wet=1.1)
        flood = swell(seconds, 0.0, 4.0, -9.0) + swell(seconds, REACHES + 1.0, EBBS - 2.0, -50.0)
        now.play(Babble(self.streams), "things", 4.0 + flood)
        if albums.speaks(self.album):
            now.play(Murmuring(self.streams, self.album, 3.0, 1800.0), "things", 0.5 + flood)
        now.play(Rustle(self.streams), "things", -12.0 + flood)
        glints = Shimmer(self.streams, 12.0, TOGETHER, 0.8)
        now.play(glints, "things", -6.0 + swell(seconds, EBBS, SUMMIT + 3.0, -34.0))
        speaks = -2.0 + swell(seconds, 0.0, 4.0, -3.0) + swell(seconds, REACHES, EBBS - 2.0, -30.0)
        bed = max(speaks, 1.0 + swell(seconds, EBBS, SUMMIT + 1.5, -9.0))
        now.set(heart=-11.0 + swell(seconds, EBBS - 2.0, REACHES), sky=SILENT, bed=bed)
        return now

    def cues(self) -> Iterator[SoundCue]:
        """Laughter tangled with sobs, from everywhere, until the flood ebbs."""
        random = self.streams.at("chorus voices")
        times = np.linspace(0.8, EBBS + 0.5, TANGLED) + random.uniform(-0.4, 0.4, TANGLED)
        for number, at in enumerate(times):
            laughs, pitch = number % 3 != 1, float(random.uniform(190.0, 520.0))
            notes, pan, far = int(random.integers(5, 10)), random.uniform(-0.8, 0.8), random.uniform(-6.0, 0.0)
            voice: OneShot = Laugh(self.streams, number, pitch, notes)
            if not laughs:
                voice = Sob(self.streams, number, pitch, notes // 2)
            yield SoundCue(float(at), voice, "things", decibels(-9.0 + far), pan, 0.8)

    def sights(self) -> Iterator[Sight]:
        """The flood, and the one light."""
        return sights.sights(DISSOLVES, EBBS, REACHES, MEETS, GATHERS)

    def features(self) -> Iterator[Feature]:
        """The light, the dark and the lights that reach."""
        return features.features(self.streams, self._way, self._offering, OTHERS, APART)

    def chord(self, connection: float) -> Chord:
        """A A E G B E, the fifth degree, leaning on what must come: D and F sharp in all octaves, together."""
        return AT_HOME if connection >= HOMECOMING else (-5, 7, 14, 17, 21, 26)

    def harmony(self, seconds: float, connection: float) -> Chord:
        """The fifth degree and the second while all speak, D alone, the chorale; it closes at home or stays open."""
        if seconds >= SUMMIT:
            return AT_HOME if connection >= HOMECOMING else OPEN_END
        if seconds >= REACHES:
            return [chord for at, chord in CHORALE if seconds >= at][-1]
        chords = (6.0, (-5, 7, 14, 17, 21, 26)), (EBBS - 6.0, (2, 9, 14, 17, 21, 26)), (9.0, (0, 7, 12, 14, 19, 26))
        return progression(seconds, chords, connection)

    def phrases(self) -> Iterator[Phrase]:
        """Fragments among the voices, one note alone; then the motif, whole, and once more where the light is."""
        low, high = partial(BowedString, bright=0.4), partial(BowedString, bright=0.7)
        yield Phrase(1.5, line((19, 2.0), (24, 3.0)), low, decibels(-14.0), -0.3)
        yield Phrase(6.2, line((26, 2.0), (31, 3.0)), low, decibels(-13.0), 0.3)
        whole = line(*((note + 12, 2.0) for note in MOTIF[:3]), (MOTIF[3] + 12, 4.0))
        for voice, octave, level in ((high, 0, -13.5), (low, -12, -14.5)):
            notes = tuple(replace(one, semitones=one.semitones + octave, level=0.7 * one.beat) for one in whole)
            yield Phrase(REACHES + 0.2, notes, voice, decibels(level), 0.2 if octave else -0.2)
            last = MOTIF[4] + 12 + octave
            for at in (SUMMIT, SUMMIT + 5.0):
                yield Phrase(at, line((last, 5.5)), voice, decibels(level + 6.0), 0.2 if octave else -0.2)
        for octave, level in ((24, -6.5), (36, -11.0)):
            yield Phrase(SUMMIT + 2.5, line(*((note + octave, 1.0) for note in MOTIF)), _bell, decibels(level), 0.1)

    def layer_parameters(self, layer: str) -> Values:
        """Positions and times."""
        hand = self._offering
        values: dict[str, Values] = {
            "abyss": {"dawns": EBBS - 1.0},
            "words": {"opening": OPENING, "ends": EBBS, "brightness": 1.7, "album": self.album},
            "flood": {"opening": OPENING, "ebbs": EBBS, "brightness": 0.95},
            "fellow_lights": {"wakes": EBBS + 0.5},
            "filaments": {"reaches": REACHES, "gathers": GATHERS},
            "fine_threads": {"beats": 0.3, "brightness": 0.9, "bow": 0.13},
            "lone_light": {"kindles": EBBS + 0.5, "gathers": GATHERS, "left": hand.left, "turn": hand.turn},
            "hand": {**hand.parameters(), "melts": 9.0, "rises": 11.5, "floods": 1.0, "behind": OPENING, "ebbs": EBBS},
            "key": {
                "tip": (0.0, 0.006, 0.0), "scale": TALL, "turn": 90.0 - 104.0 * hand.mirror,
                "spin": 4.0 * hand.mirror, "lean": 3.0 * hand.mirror, "glow": 1.2,
                "glow_by": 2.0, "glow_at": 2.0, "glow_for": 6.0, "dissolve_by": 1.0, "dissolve_at": DISSOLVES,
                "dissolve_for": 4.4, "against": 1.0, "against_for": 6.5,
            },
            "dust": {"least": 3.0, "largest": 16.0, "softness": 0.3, "brightness": 1.5},
            "shadow_of_loneliness": {"comes": EBBS + 3.6, "coming": 3.4},
        }  # fmt: skip
        return values[layer]

    def _homes(self) -> NDArray[np.float32]:
        """The homes of the one light and the others, (64, 3) m."""
        return np.vstack([np.array(PALM, np.float32), constellation.nearest(self.streams, OTHERS)])

    def _feelings(self, cast: Cast, root: int, tip: int) -> NDArray[np.float32]:
        return np.stack([cast.bodies.emotion[:, root], cast.bodies.emotion[:, tip]])

    def _pull(self, cast: Cast, cue: Cue, tick: int) -> None:
        """Threads from the palm, plucked ever more insistently; then the pullers go home."""
        if tick == 90:
            ends = np.arange(1, 1 + len(PULLERS))
            feelings = np.stack([feeling(resilience=0.45, tenderness=0.55), feeling(resilience=0.5, tenderness=0.5)])
            cast.tie(0 * ends, ends, feelings, seconds=2.5)
        if tick in (300, 408, 504, 588):
            strands.pluck(cast.strands, cue.tick, np.flatnonzero(cast.strands.presence > 0), 0.12)
        if tick == round(EBBS * TICKS_PER_SECOND):
            cast.bodies.home[:, : OTHERS + 1] = self._homes().T
            strands.fade(cast.strands, np.flatnonzero(cast.strands.presence > 0))

    def _reach(self, cast: Cast, pair: NDArray[np.int64], since: int) -> None:
        """What happens in one pair's story, `since` ticks of _STORY after it begins."""
        root, tip = pair[:1], pair[1:]
        if since == _STORY[1]:
            ends = cast.strands.anchor
            strands.fade(
                cast.strands, np.flatnonzero((ends[0] == root) & (ends[1] == tip) & (cast.strands.presence > 0))
            )
        else:
            seconds, reach = (2.6, 0.84) if since == 0 else (2.2, 1.0)
            cast.tie(root, tip, self._feelings(cast, int(root[0]), int(tip[0])), seconds, reach)
