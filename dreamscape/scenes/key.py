"""Act 5: out of the water, onto black water; the stone has become a key of two intertwined helices."""

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
from dreamscape.physics import strands
from dreamscape.physics.bodies import HOME
from dreamscape.physics.emitters import MOTES, SPORES, SPRAY, STARLIGHT
from dreamscape.physics.emotions import feeling
from dreamscape.places.key import chimes
from dreamscape.synthesis.tuning import TOGETHER
from dreamscape.voices.bubbles import Bubbles
from dreamscape.voices.chime import Chime
from dreamscape.voices.shimmer import Shimmer
from dreamscape.voices.surf import Surf
from dreamscape.world.cast import Cast
from dreamscape.world.scene import Scene
from dreamscape.world.scene_sound import SoundCue, Sounding, TouchSound, decibels, swell

WHO = (-0.62, 0.0)  # m, x and z of the dreamer in the water
KEY = (0.34, 0.15, 0.06)  # m, the key's tip
TALL = 1.0  # m, the key
STONE = 0.805  # of its height, the position of the stone, which the threads are tied to
KINDLED = 4.2  # s, when the key begins to take shape out of dust
RISEN = 3.4  # s, when the dreamer stands
PULLS = (10.6, 16.4, 18.0)  # s, when the threads pull


class Key(Scene):
    """The key, its chimes, and the threads that pull at it."""

    layers: ClassVar = ("mere", "bust", "key", "rings", "threads", "dust")
    places: ClassVar = (6, 6, 4_000)
    wind_speed = 0.22
    eddy = 0.8
    hand_depth = 3.0
    subject = (0.466, 0.26, 0.76, 1.0)
    caption = (0.25, 0.80)
    touch_sound = TouchSound(36.0, TOGETHER, partial(Chime, hardness=0.4))  # as the key's own rungs

    drips: ClassVar = replace(
        SPRAY, rate=420, origin="points", extent=(0.09, 0.12, 0.09), velocity=(0.0, 0.1, 0.0),
        points=((WHO[0], 0.55, 0.0), (WHO[0] - 0.08, 0.40, 0.0), (WHO[0] + 0.2, 0.3, -0.2)), spread=(0.25, 0.25, 0.25),
        size=(0.002, 0.005), life=(0.5, 0.9), colour=(0, 1), floor=0.0,
    )  # fmt: skip
    splash: ClassVar = replace(
        SPRAY, rate=900, origin="points", points=((WHO[0], 0.03, 0.0),), extent=(0.16, 0.02, 0.16),
        velocity=(0.0, 1.3, 0.0), spread=(0.8, 0.9, 0.8), size=(0.003, 0.008), life=(0.5, 1.2), colour=(0, 1),
        floor=0.0,
    )  # fmt: skip
    dust: ClassVar = replace(
        STARLIGHT, rate=520, points=((WHO[0] + 0.5, 0.42, -0.05), (0.0, 0.55, 0.0), (KEY[0], KEY[1], KEY[2]),
        (KEY[0], KEY[1] + TALL, KEY[2])), extent=(0.05, 0.05, 0.05), size=(0.002, 0.007), colour=(2, 2),
        spread=(0.10, 0.10, 0.10), life=(1.0, 2.6), toward="bodies", bodies=(0,), pull=1.6,
    )  # fmt: skip
    motes: ClassVar = replace(
        MOTES, rate=20, points=((KEY[0], KEY[1] + 0.5, KEY[2]),), extent=(1.0, 0.8, 0.8), size=(0.002, 0.006),
        colour=(2, 2), toward="nothing", pull=0.0,
    )  # fmt: skip
    spores: ClassVar = replace(
        SPORES, rate=16, points=((0.0, 0.05, 0.8),), extent=(2.2, 0.05, 1.4), size=(0.003, 0.009), colour=(4, 4),
        lift=0.012,
    )  # fmt: skip

    def camera(self, seconds: float) -> Camera:
        """Low over the water as it breaks, then back until both are in view, then slowly closer to the key."""
        back = ease((seconds - 1.6) / 6.6)
        close = ease((seconds - 9.0) / 14.0)
        sway = 0.05 * math.sin(seconds * 0.23)
        place = (
            -0.42 + 0.50 * back + 0.16 * close + sway,
            0.13 + 0.33 * back - 0.03 * close + 0.010 * math.sin(seconds * 0.41),
            -1.75 - 1.50 * back + 0.45 * close,
        )
        return Camera(
            place, (-0.44 + 0.50 * back + 0.20 * close, 0.30 + 0.13 * back + 0.06 * close, 0.0), 36.0, 0.0, (0.18, 0.73)
        )

    def enter(self, cast: Cast, rng: np.random.Generator) -> None:
        """The key, and the ends of the threads that will pull at it: the dreamer's breast, and two out of sight."""
        homes = np.array(
            [
                (KEY[0], KEY[1] + STONE * TALL, KEY[2]),
                (WHO[0] + 0.09, 0.30, -0.02),
                (2.6, 1.5, 0.9),
                (0.9, 2.4, 1.2),
            ],
            np.float32,
        ).T
        cast.appear(homes, feeling(tenderness=0.5, wisdom=0.5), rng, radius=0.05)
        cast.bodies.steer[HOME, :4] = (20.0, 60.0, 30.0, 30.0)

    def direct(self, cast: Cast, cue: Cue, rng: np.random.Generator) -> None:
        """Drops as the dreamer rises, dust that becomes the key, then threads that pull."""
        seconds = cue.act_tick / TICKS_PER_SECOND
        cast.emit(self.splash, cue.tick, rng, _swell(seconds, 0.3, 0.9, 2.2))
        cast.emit(self.drips, cue.tick, rng, _swell(seconds, 0.6, 1.6, 6.0))
        cast.emit(self.dust, cue.tick, rng, _swell(seconds, KINDLED - 0.9, KINDLED + 1.2, KINDLED + 4.5))
        cast.emit(self.motes, cue.tick, rng, ease((seconds - KINDLED) / 4.0))
        cast.emit(self.spores, cue.tick, rng)
        if cue.act_tick == round(PULLS[0] * TICKS_PER_SECOND):
            feelings = np.stack([feeling(resilience=0.7, joy=0.3), feeling(resilience=0.6, tenderness=0.4)])
            cast.tie(np.array([0, 0, 0]), np.array([1, 2, 3]), feelings, seconds=2.4)
        if cue.act_tick in [round(pull * TICKS_PER_SECOND) for pull in PULLS[1:]]:
            strands.pluck(cast.strands, cue.tick, np.flatnonzero(cast.strands.presence > 0), 0.25)
            cast.bodies.vel[:, 0] += np.array((0.10, 0.05, 0.02), np.float32)

    def gate(self, seconds: float) -> tuple[float, float]:
        """The bright surface where the dreamer breaks it, then the stone that shines in the key's bow."""
        return (0.37, 0.25) if seconds < 11.0 else (0.543, 0.765)

    def sounding(self, seconds: float) -> Sounding:
        """Water runs off; then laughter like chimes over a black mirror."""
        now = Sounding(wet=0.9)
        now.play(Bubbles(self.streams, 30.0, 0.004), "things", -4.0 + swell(seconds, RISEN + 3.0, 0.6, -26.0))
        now.play(Surf(self.streams, 9.0, 0.1), "sea", -14.0)
        glow = swell(seconds, KINDLED - 1.5, KINDLED + 3.0, -30.0)
        now.play(Shimmer(self.streams, 6.0, TOGETHER), "things", -13.0 + glow)
        now.set(heart=-10.0, sky=-20.0, bed=-4.0)
        return now

    def cues(self) -> Iterator[SoundCue]:
        """Laughter like wind chimes: every rung that is struck."""
        notes = chimes.notes(self.streams)
        for number, (tick, level, pitch) in enumerate(zip(notes.tick, notes.level, notes.pitch, strict=True)):
            voice = Chime(self.streams, number, float(pitch), 0.35 + 0.2 * float(level))
            at, side = int(tick) / TICKS_PER_SECOND, 0.25 - 0.02 * (number % 5)
            yield SoundCue(at, voice, "things", decibels(-7.0) * float(level), side, 0.5)

    def chord(self, connection: float) -> tuple[int, ...]:
        """D A E B F# A: the fifths that the chimes are made of; the third shows for once."""
        return 0, 7, 14, 21, 28, 31

    def layer_parameters(self, layer: str) -> Values:
        """The key follows its body; the stone in its bow is the light of the other layers."""
        stone = KEY[0], KEY[1] + STONE * TALL, KEY[2]
        if layer == "key":
            return {
                "body": 0, "tip": (0.0, (0.5 - STONE) * TALL, 0.0), "scale": TALL, "turn": -105.0, "spin": 30.0,
                "struck": True,
                "dissolve": 1.0, "dissolve_by": -1.0, "dissolve_at": KINDLED - 1.4, "dissolve_for": 5.4,
                "glow": 0.9, "glow_by": 1.9, "glow_at": 18.6, "glow_for": 3.4,
            }  # fmt: skip
        if layer == "bust":
            return {
                "base": WHO, "facing": 10.0, "sunk": 0.95, "rise_at": 0.1, "rise_for": RISEN,
                "lamp": stone, "kindle": KINDLED + 0.4,
            }  # fmt: skip
        if layer == "rings":
            return {"tip": KEY, "body": 0, "scale": TALL, "dripping": WHO}
        if layer == "mere":
            return {"lamp": stone, "kindle": KINDLED + 0.4, "below_place": WHO, "below": 1.7, "mist": 1.1}
        return {
            "threads": {"width": 0.75, "brightness": 0.8, "fineness": 1.5, "nearness": 1.7, "golden": 0.8},
            "dust": {"largest": 9.0},
        }[layer]


def _swell(seconds: float, start: float, full: float, end: float) -> float:
    """0 at `start`, 1 at `full`, 0 again at `end`."""
    return ease((seconds - start) / (full - start)) * (1.0 - ease((seconds - full) / (end - full)))
