"""What each act sounds like: which textures play, how loud each bus is, how much room there is, how deep the water.

All of it is a function of the act's own clock, so that any moment can be asked for alone. Levels are in dB and were
set by the measures in docs/sound.md: the loudness of each act, its spectrum, and what masks what.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from dreamscape.audio.events import Bus, decibels
from dreamscape.audio.sounding_act import SoundingAct
from dreamscape.audio.synthesis.tuning import ALONE, TOGETHER
from dreamscape.audio.synthesis.voice import Texture
from dreamscape.audio.voices.babble import Babble
from dreamscape.audio.voices.bubbles import Bubbles
from dreamscape.audio.voices.pressure import Pressure
from dreamscape.audio.voices.rustle import Rustle
from dreamscape.audio.voices.shimmer import Shimmer
from dreamscape.audio.voices.surf import Surf
from dreamscape.camera import ease
from dreamscape.places.door import opening

SILENT = -120.0  # dB, and nothing at all


@dataclass
class Sounding:
    """What an act asks of the mix at a moment.

    Attributes:
        textures: the amplitude of each, by the texture and its bus.
        levels: the amplitude of each bus; 1 if not named.
        wet: the amplitude of the room.
        depth: under water, 0 above to 1 at the bottom.
        open: the amplitude of everything; 0 for samples that are zero.
    """

    textures: dict[tuple[Texture, Bus], float] = field(default_factory=dict)
    levels: dict[Bus, float] = field(default_factory=dict)
    wet: float = 0.5
    depth: float = 0.0
    open: float = 1.0

    def play(self, texture: Texture, bus: Bus, level: float) -> None:
        """Let a texture sound at `level` dB."""
        if level > SILENT:
            self.textures[texture, bus] = decibels(level)

    def set(self, **levels: float) -> None:
        """Set buses, by name, to levels in dB."""
        self.levels.update({bus: decibels(level) for bus, level in levels.items()})  # type: ignore[misc]


def swell(seconds: float, start: float, full: float, quiet: float = -60.0) -> float:
    """dB: `quiet` until `start`, rising evenly to 0 at `full`; the other way round if `full` comes first."""
    if full > start:
        return quiet * (1.0 - ease((seconds - start) / (full - start)))
    return quiet * ease((seconds - full) / (start - full))


def shore(now: Sounding, place: SoundingAct, seconds: float) -> None:
    """The sea below, thunder far out, one's own heart; the bed no more than a colour of the air."""
    now.play(Surf(place.streams, 7.5, 0.55), "sea", 3.0)
    now.set(heart=-10.0, bed=-7.0)
    now.wet = 0.35


def starlight(now: Sounding, place: SoundingAct, seconds: float) -> None:
    """So close to the hand that the sea is far and starlight is heard; then back on the shore, and the threads ring."""
    melts, back = place.marks["melts"], place.marks["back"]
    away = swell(seconds, back, back + 4.0, -9.0)
    now.play(Surf(place.streams, 7.5, 0.55), "sea", 1.0 + away)
    glow = swell(seconds, melts - 0.5, melts + 6.0, -30.0) + swell(seconds, back + 4.0, back, -9.0)
    now.play(Shimmer(place.streams, 9.0), "things", -5.0 + glow)
    now.set(heart=-8.0 + 0.4 * away, bed=-4.0)
    now.wet = 0.6


def reflection(now: Sounding, place: SoundingAct, seconds: float) -> None:
    """Dark still water, a drop now and then, and everyone looks up."""
    now.play(Bubbles(place.streams, 1.1, 0.0045), "things", 0.0)
    now.play(Surf(place.streams, 9.0, 0.0), "sea", -9.0)
    now.set(heart=-7.0, sky=-6.0, bed=-1.0)
    now.wet = 0.9


def immersion(now: Sounding, place: SoundingAct, seconds: float) -> None:
    """The water closes over all that was heard, and opens again; air rises past the ears."""
    ascent = place.marks["ascent"]
    now.depth = 0.8 * ease((seconds + 0.4) / 2.2) * (1.0 - ease((seconds - ascent - 2.0) / 4.4))
    now.play(Surf(place.streams, 7.5, 0.55), "sea", 3.0)
    air = max(swell(seconds, 4.5, 0.8, -14.0), swell(seconds, ascent, ascent + 4.0, -14.0))
    now.play(Bubbles(place.streams, 16.0), "things", 1.0 + air)
    now.play(Pressure(place.streams), "things", -8.0 + 20.0 * (now.depth - 0.8))
    now.set(heart=-5.0, sky=-2.0, bed=1.0)
    now.wet = 0.6


def key(now: Sounding, place: SoundingAct, seconds: float) -> None:
    """Water runs off; then laughter like chimes over a black mirror."""
    risen, kindled = place.marks["risen"], place.marks["kindled"]
    now.play(Bubbles(place.streams, 30.0, 0.004), "things", -4.0 + swell(seconds, risen + 3.0, 0.6, -26.0))
    now.play(Surf(place.streams, 9.0, 0.1), "sea", -14.0)
    now.play(
        Shimmer(place.streams, 6.0, TOGETHER), "things", -13.0 + swell(seconds, kindled - 1.5, kindled + 3.0, -30.0)
    )
    now.set(heart=-10.0, sky=-20.0, bed=-4.0)
    now.wet = 0.9


def spires(now: Sounding, place: SoundingAct, seconds: float) -> None:
    """Glass all around, strangers' murmurs, and a door that sings."""
    glyphs = place.marks["glyphs"]
    now.play(Shimmer(place.streams, 5.0, ALONE), "things", -12.0 + swell(seconds, glyphs + 3.0, glyphs - 2.0, -10.0))
    now.play(Babble(place.streams, 5.0, 700.0), "things", -20.0 + swell(seconds, 0.0, 6.0, -20.0))
    now.set(heart=-9.0, sky=-40.0, bed=-1.0)
    now.wet = 1.1


def silence(now: Sounding, place: SoundingAct, seconds: float) -> None:
    """All ebbs away, to nothing at all; then a key, a door, and what is behind it."""
    still, turns = opening.STILL
    ebbs = swell(seconds, still - 0.8, 0.0)
    beyond = swell(seconds, opening.PARTS - 0.2, opening.PARTS + 6.5, -50.0)
    now.play(Pressure(place.streams), "things", -16.0 + swell(seconds, 0.0, still - 1.0, -20.0))
    now.play(Babble(place.streams), "things", -9.0 + beyond)
    now.set(heart=-9.0 + ebbs, sky=SILENT, bed=-1.0 + max(ebbs, beyond - 8.0))
    now.wet = 0.9
    now.open = 1.0 - ease((seconds - still + 1.2) / 1.2) * (1.0 - ease((seconds - turns + 0.05) / 0.05))


def chorus(now: Sounding, place: SoundingAct, seconds: float) -> None:
    """A flood of voices; then one light, and a thread to every other."""
    ebbs, reaches = place.marks["ebbs"], place.marks["reaches"]
    flood = swell(seconds, 0.0, 4.0, -9.0) + swell(seconds, reaches + 1.0, ebbs - 2.0, -50.0)
    now.play(Babble(place.streams), "things", 4.0 + flood)
    now.play(Rustle(place.streams), "things", -12.0 + flood)
    now.play(Shimmer(place.streams, 12.0, TOGETHER), "things", -9.0 + swell(seconds, ebbs, reaches + 6.0, -40.0))
    now.set(heart=-9.0 + swell(seconds, ebbs - 2.0, reaches), sky=SILENT, bed=0.5 + swell(seconds, 0.0, ebbs, -5.0))
    now.wet = 1.1


def elsewhere(now: Sounding, place: SoundingAct, seconds: float) -> None:
    """A scene of someone else's: the bed and the heart."""
    now.set(heart=-8.0, sky=-12.0, bed=-1.0)


_OWN: dict[str, Callable[[Sounding, SoundingAct, float], None]] = {
    part.__name__: part for part in (shore, starlight, reflection, immersion, key, spires, silence, chorus)
}


def sounding(place: SoundingAct, seconds: float) -> Sounding:
    """What an act asks of the mix when its own clock shows so many seconds, before and after its time too."""
    now = Sounding()
    _OWN.get(place.scene, elsewhere)(now, place, seconds)
    return now
