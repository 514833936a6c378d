"""Act 2: a stone melts in an open hand and runs as starlight into the veins; then threads reach every living thing."""

import math
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache, cached_property, partial
from typing import ClassVar

import numpy as np

from dreamscape.arrays import F32
from dreamscape.camera import Camera
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Cue
from dreamscape.easing import ease
from dreamscape.features import starlight as features
from dreamscape.parameters import Values
from dreamscape.physics.bodies import HOME, ORBIT, WANDER
from dreamscape.physics.emitters import MOTES, SPORES, STARLIGHT, TRAILS, Emitter
from dreamscape.physics.emotions import AMPLITUDE, JITTER, feeling
from dreamscape.places.hand.mesh import forearm_point
from dreamscape.places.hand.pose import HELD, STONE, TILT, WRIST, Pose, hand_to_world
from dreamscape.places.hand.veins import trunk
from dreamscape.places.night import living_threads
from dreamscape.places.night.creatures import BIRDS, DANCERS, LIVING, ROOM, felt
from dreamscape.places.night.far_view import FOV, FarView
from dreamscape.places.night.weather import Weather
from dreamscape.places.shore import coast, seaward
from dreamscape.rng import Streams
from dreamscape.sights import starlight as sights
from dreamscape.synthesis.tuning import OPEN
from dreamscape.voices.bow import BowedString
from dreamscape.voices.chime import Chime
from dreamscape.voices.shimmer import Shimmer
from dreamscape.voices.stone import StoneTone
from dreamscape.voices.surf import Surf
from dreamscape.world.cast import Cast
from dreamscape.world.feature import Feature
from dreamscape.world.melody import Chord, Phrase, line, progression
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import SoundCue, Sounding, TouchSound, decibels, swell
from dreamscape.world.sight import Sight

MELTS, RISES = 3.0, 6.2  # s, when the stone begins to melt, and when its light reaches the wrist
SWELLS = 11.0  # s, when the light in palm and veins begins to swell
MELTING = {"melts": MELTS, "rises": RISES, "swells": SWELLS}
SOFT = (12.0, 14.2, 15.5, 18.0)  # s: the focus begins to go, is gone, begins to come back, is back
FRINGED = 16.8  # s, when the blur has become as fine as the blades of moss
CLEARS = (15.1, 16.3)  # s, while the far view comes in behind the discs
BACK = (12.9, 16.8)  # s, while the camera goes back, most of it unseen
THREADS = 16.4  # s, when the first thread shoots out; the others follow one by one
ARM = tuple(  # m from the feet: along the veins of the forearm that is held out, from which the threads set out
    (0.28 + 0.062 * n, 1.065 + 0.010 * n + 0.012 * (-1) ** n, -0.02) for n in range(6)
)
MIDDLE = (5.6, 12.3, 10.0)  # m, around which they dance
SHORE = (  # layers of the far view
    "cliff", "sky", "ocean", "thread_images", "moss", "dreamer", "dance_light", "threads", "entities",
)  # fmt: skip

CLIMB = replace(
    STARLIGHT, rate=1700, origin="path", extent=(0.004, 0.002, 0.004), velocity=(-0.046, -0.011, 0.002),
    spread=(0.018, 0.006, 0.010), life=(0.5, 1.7), size=(0.00015, 0.00050), drag=0.6, carry=0.012, colour=(0, 0),
)  # fmt: skip


@cache
def shot(body: int) -> int:
    """The tick of the act at which the thread to a body shoots out, slowly at first."""
    part: float = ((body - 1) / len(LIVING)) ** 0.85
    return round((THREADS + 3.6 * part) * TICKS_PER_SECOND)


class Starlight(Scene):
    """The stone, the veins, the threads."""

    layers = (
        "bokeh", "cliff", "sky", "ocean", "thread_images", "moss", "dreamer", "dance_light", "threads", "entities",
        "hand", "dust", "focus", "discs",
    )  # fmt: skip
    places: ClassVar = (len(LIVING) + 1 + len(ARM), len(LIVING) + 4, 10_000)
    wind_speed = 0.9
    eddy = 1.4
    hand_depth = 30.0
    subject = (0.28, 0.35, 0.75, 1.0)
    caption = (0.64, 0.075)
    touch_sound = TouchSound(36.0, OPEN, partial(Chime, hardness=0.5))  # small bells

    pool: ClassVar = replace(
        STARLIGHT, rate=640, origin="points", points=(hand_to_world(0.058, 0.018, 0.003),),
        extent=(0.022, 0.003, 0.015), velocity=(-0.010, 0.010, 0.0), spread=(0.010, 0.010, 0.010),
        life=(0.7, 2.6), size=(0.00018, 0.0006),
        lift=0.008, carry=0.020, colour=(0, 0),
    )  # fmt: skip
    stream: ClassVar = replace(
        STARLIGHT, rate=2400, origin="path",
        points=tuple(hand_to_world(*p) for p in ((0.060, 0.012, 0.003), (0.032, 0.015, 0.003), (0.012, 0.014, 0.002))),
        extent=(0.004, 0.002, 0.0055), velocity=(-0.052, 0.004, 0.0), spread=(0.020, 0.004, 0.006), life=(0.4, 1.2),
        size=(0.00016, 0.00055), drag=0.5, carry=0.012, colour=(0, 0),
    )  # fmt: skip
    trails: ClassVar = replace(TRAILS, rate=760, bodies=DANCERS, size=(0.02, 0.055), life=(1.5, 5.0), colour=(0, 0))
    shed: ClassVar = replace(
        MOTES, rate=260, origin="ends", extent=(0.10, 0.10, 0.10), spread=(0.30, 0.30, 0.30), size=(0.008, 0.022),
        life=(0.9, 2.8), colour=(0, 0), toward="nothing", pull=0.0, drag=1.8, carry=0.8,
    )  # fmt: skip
    spores: ClassVar = replace(
        SPORES, rate=40, points=((-7.5, 9.6, -2.5), (-9.5, 7.0, -6.0), (-6.5, 5.0, -3.0), (-10.5, 11.5, -8.0)),
        extent=(2.6, 2.4, 2.2), size=(0.014, 0.042), colour=(3, 3), life=(6.0, 13.0), lift=0.05,
    )  # fmt: skip

    def __init__(self, streams: Streams, parameters: Values) -> None:
        super().__init__(streams, parameters)
        self._pose = Pose.from_seed(streams)
        self._view = FarView.from_seed(streams)
        sway = streams.at("dance").uniform((-2.4, -1.2, -2.0), (2.4, 1.4, 3.0))
        x, y, z = (self._view.home(MIDDLE) + sway).tolist()
        self._middle = x, y, z
        self._aim = np.array(self._view.aim())
        self._weather = Weather.from_seed(streams)

    @cached_property
    def _rock(self) -> F32:
        """How far the rock stands out to sea; it takes a third of a second."""
        return seaward.field(self.streams)

    @cached_property
    def _climb(self) -> Emitter:
        """The emitter of the starlight that runs up the arm along its longest vein; it takes a tenth of a second."""
        points = tuple(hand_to_world(*forearm_point(up, across)) for up, across in trunk(self.streams, 24))
        return self._pose.emitter(replace(CLIMB, points=points))

    def camera(self, seconds: float) -> Camera:
        """Close to the hand, then back over the shore; the distance grows exponentially."""
        sway = math.sin(seconds * 0.31)
        back = ease((seconds - BACK[0]) / (BACK[1] - BACK[0]))
        later = ease((seconds - BACK[1]) / (30.0 - BACK[1]))
        near, far = self._pose.distance - 0.04 * ease(seconds / BACK[0]), self._view.distance - 1.5 * later
        distance = near * (far / near) ** back
        share = (distance - near) / (far - near)
        target = np.array(HELD) * (1.0 - share) + self._aim * share
        target += share * np.array((0.25 * sway, 0.0, 0.0))
        close = np.array(self._pose.side) + np.array((0.03 * sway, 0.0, 0.0))
        side = close * (1.0 - back) + back * np.array(self._view.side)
        position = target + side * (distance / float(np.linalg.norm(side)))
        left = self._view.place[0] - 0.11  # tall pictures leave out the outer fan, and show the dreamer larger
        span = 0.24 + (left - 0.24) * back, 0.76 + 0.05 * back
        x, y, z = (float(v) for v in position)
        u, v, w = (float(v) for v in target)
        camera = Camera((x, y, z), (u, v, w), 36.0 + (FOV - 36.0) * back, self._pose.roll * (1.0 - back), span)
        return camera.towards(coast.HEART, 0.20 * back)

    def enter(self, cast: Cast, rng: np.random.Generator) -> None:
        """The hand, which feels nothing of its own, and every living thing."""
        cast.appear(np.array([self._pose.place(hand_to_world(*STONE))], np.float32).T, feeling(), rng, radius=0.05)
        for name, home, stays in LIVING:
            sway = rng.uniform(-1.0, 1.0, 3) * ROOM.get(name, (3.0, 1.3, 4.0))
            if name == "resilience":  # just before the rock, which stands out less here than below the ledge
                out = 0.4 + 0.7 * coast.overhang(self.streams, home[1])
                sway += (0.86 * out, 0.0, -0.50 * out)
            at = home if name == "resilience" else self._view.home(home)
            place = cast.appear(np.add(at, sway).astype(np.float32)[:, None], felt(name), rng)
            cast.bodies.steer[HOME, place] = stays
            cast.bodies.steer[WANDER, place] = 0.0 if name == "resilience" else 0.25
        arm = np.add(coast.FEET, ARM).astype(np.float32).T
        roots = cast.appear(arm, feeling(), rng, radius=0.05)
        cast.bodies.steer[HOME, 0] = cast.bodies.steer[HOME, roots] = 900.0
        away = np.linalg.norm(cast.bodies.home[:, 1 : len(LIVING) + 1] - cast.bodies.home[:, :1], axis=0)
        cast.bodies.radius[1 : len(LIVING) + 1] = away / 3.3  # the threads are in balance at their own length
        cast.bodies.steer[ORBIT, list(BIRDS)] = 1.1
        _ = self._rock, self._climb  # now, so that no later tick waits for them

    def direct(self, cast: Cast, cue: Cue, rng: np.random.Generator) -> None:
        """Starlight in the hand; then the threads, which bind, and separate, and dance."""
        seconds = cue.act_tick / TICKS_PER_SECOND
        runs = 1.0 - ease((seconds - BACK[1] + 2.0) / 2.0)
        cast.emit(self._pose.emitter(self.pool), cue.tick, rng, runs * (0.12 + 0.88 * ease((seconds - MELTS) / 3.0)))
        cast.emit(self._pose.emitter(self.stream), cue.tick, rng, runs * ease((seconds - MELTS - 1.4) / 2.5))
        cast.emit(self._climb, cue.tick, rng, runs * ease((seconds - RISES - 1.0) / 4.0))
        wide = ease((seconds - BACK[0]) / 4.0)
        cast.emit(self.spores, cue.tick, rng, wide)
        cast.emit(self.trails, cue.tick, rng, wide * (0.08 + 0.92 * ease((seconds - living_threads.APART[0]) / 5.0)))
        cast.emit(self.shed, cue.tick, rng, ease((seconds - THREADS) / 4.0))
        for body, (name, _, _) in enumerate(LIVING, start=1):
            if cue.act_tick == shot(body):
                both = np.stack([feeling(wisdom=0.7, joy=0.3), felt(name)])
                vein = len(LIVING) + 1 + body * 5 % len(ARM)
                thread = cast.tie(np.array([vein]), np.array([body]), both, seconds=1.0)
                cast.strands.traits[:, AMPLITUDE][:, thread] = 0.0  # its feelings' waves are drawn, long and whole
                cast.strands.traits[:, JITTER][:, thread] = 0.0
        living_threads.straighten(cast.strands, self._rock)
        living_threads.separate(cast.bodies, cast.strands, seconds)
        living_threads.dance(cast.bodies, seconds, self._middle)

    def gate(self, seconds: float) -> tuple[float, float]:
        """The stone in the open hand as the act begins; the light that becomes an iris as it ends."""
        place: F32 = np.asarray(self._pose.place(hand_to_world(*STONE)) if seconds < 15.0 else self._middle, np.float32)
        clip = self.camera(seconds).view_projection(16.0 / 9.0) @ np.append(place, np.float32(1.0))
        return float(0.5 + 0.5 * clip[0] / clip[3]), float(0.5 + 0.5 * clip[1] / clip[3])

    def sounding(self, seconds: float) -> Sounding:
        """Close to the hand, with the sea far and starlight near; then the shore, and the threads ring."""
        now, back = Sounding(wet=0.6), BACK[0]
        away = swell(seconds, back, back + 4.0, -9.0)
        now.play(Surf(self.streams, 7.0, 0.55, max(self._weather.swell, 0.1)), "sea", -2.0 + away)
        glow = swell(seconds, MELTS - 0.5, MELTS + 6.0, -30.0) + swell(seconds, back + 4.0, back, -9.0)
        now.play(Shimmer(self.streams, 9.0), "things", -5.0 + glow)
        now.set(heart=-8.0 + 0.4 * away, bed=-4.0)
        return now

    def cues(self) -> Iterator[SoundCue]:
        """The stone, from when it begins to glow until it has run."""
        yield SoundCue(MELTS - 1.0, StoneTone(self.streams), "things", decibels(-13.0), 0.1, 0.6)

    def thunder(self) -> float:
        """Soft, as the lightning is dim."""
        return self._weather.storm

    def sights(self) -> Iterator[Sight]:
        """The stone and the veins, then the threads."""
        return sights.sights(self.streams, MELTS, RISES, SOFT[0], THREADS)

    def features(self) -> Iterator[Feature]:
        """The hand and the night."""
        return features.features(self._pose, self._view, self._weather)

    def chord(self, connection: float) -> Chord:
        """D A F A C E: the minor third, warm."""
        return 0, 7, 15, 19, 22, 26

    def harmony(self, seconds: float, connection: float) -> Chord:
        """D minor, then G with a sixth as the warmth spreads; A minor while the threads are out and bodies part."""
        chords = (8.5, self.chord(connection)), (8.0, (5, 12, 15, 19, 21, 26)), (13.5, (-5, 7, 14, 17, 22, 26))
        return progression(seconds, chords, connection)

    def phrases(self) -> Iterator[Phrase]:
        """The motif's first fourth as the stone gives way; its last third, once the threads have played the whole."""
        voice = partial(BowedString, bright=0.35)
        yield Phrase(4.0, line((31, 2.0), (36, 4.0)), voice, decibels(-17.0), -0.2)
        yield Phrase(12.4, line((36, 1.0), (38, 3.0)), voice, decibels(-16.5), -0.2)
        yield Phrase(22.0, line((38, 2.0), (43, 2.0), (39, 4.0)), voice, decibels(-14.5), 0.2)

    def unseen(self, seconds: float) -> Collection[str]:
        """The shore, as long as it is out of focus; then its fringe of moss, until that would be sharp."""
        return SHORE if seconds < CLEARS[0] else ("moss",) if seconds < FRINGED else ()

    def layer_parameters(self, layer: str) -> Values:
        """A darkened shore, and where hand, dreamer and lights stand."""
        azimuth, lean = coast.seam(self.streams)
        seam = {"seam_azimuth": azimuth}
        source = {"source": self._pose.place(hand_to_world(*STONE))}
        pose = self._pose
        hand: Values = {"wrist": pose.place(WRIST), "tilt": TILT, "left": pose.left, "stone": True, **MELTING}
        values: dict[str, Values] = {
            "hand": hand,
            "bokeh": source | self._weather.near | {"warms": MELTS, "opens": CLEARS[0], "gone": CLEARS[1]},
            "focus": dict(zip(("loses", "lost", "finds", "found", "clears", "cleared"), SOFT + CLEARS, strict=True)),
            "discs": source | {"begins": SOFT[0] + 0.2, "lands": SOFT[2], "ends": SOFT[3]},
            "dreamer": {"feet": coast.FEET} | seam | {"reach": 1.0, "veins": 0.6, "nearest": 9.5},
            "dance_light": {"middle": self._middle} | {"begins": 21.0, "opens": 25.0, "lasts": 5.0},
            "sky": self._weather.sky | {"seam": 0.22, "seam_lean": lean} | seam,
            "thread_images": {"brightness": 2.4},
            "ocean": {"swell_height": self._weather.swell, "glitter": 0.4, "glow": 0.6, "seam_lean": lean} | seam,
            "cliff": {"pulse": 0.7, "key_light": 0.45} | seam,
            "moss": {"pulse": 0.7, "key_light": 0.45} | seam,
            "threads": {"golden": 0.3, "sway": 3.0, "width": 0.6, "brightness": 1.05, "taper": 0.10}
            | {"softness": 0.4, "calm": 1.0},
            "entities": {"size": 0.95},
        }
        return values.get(layer, {})
