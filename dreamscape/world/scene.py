"""The scene contract: a list of layers with a camera, parameters and a palette. A scene touches no GPU."""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from dreamscape import resources
from dreamscape.camera import Camera
from dreamscape.colour import linear
from dreamscape.dream.timeline import Cue
from dreamscape.errors import InputError, instead_of
from dreamscape.parameters import Parametrised, Values, assign, checked
from dreamscape.rng import Streams
from dreamscape.text import short
from dreamscape.world.cast import Cast, Places
from dreamscape.world.feature import Feature
from dreamscape.world.melody import MOTIF, Phrase
from dreamscape.world.scene_sound import SoundCue, Sounding, TouchSound
from dreamscape.world.sight import Sight, from_docstring

Look = Literal["dream", "plain"]
BY_SEED = "seed"  # the value of a choice that is left to the seed


class Scene(Parametrised):
    """One place of the dream.

    Args:
        streams: the dream's randomness.
        parameters: values for the declared parameters.

    Attributes:
        layers: the names of its layers in the order they are drawn, opaque ones first, near before far.
        places: the most bodies, strands and particles; the cost of a tick is proportional to them.
        wind_speed: m/s, root mean square, and `eddy`, m, the size of the wind's cells, for its dust.
        look: `dream` for light that gets bloom, vignette and tone map; `plain` if the shaders write the colours to be
            shown, R'G'B' from 0 to 1, as most shaders from elsewhere do.
        hand_depth: m in front of the camera at which the dreamer's hand moves.
        subject: left, bottom, right and top of what the eye is led to, as fractions of the picture; no caption covers
            it.
        caption: the middle of a caption, as fractions of the picture from the left and the bottom.
        touch_sound: what a press sounds like; a soft chime if not given.
        concludes: whether it brings a dream to its end by itself; else a dream that ends in it at home has a coda.
        walk: what plucked threads play, note after note, in semitones above D2, each in the octave of its thread.
        sway: how far the bed's notes and overtones come and go, 0 to 1.
        rhythm: the shape of the cast's state that `keep_time` changes.
    """

    layers: ClassVar[tuple[str, ...]] = ()
    places: ClassVar[Places] = (64, 256, 20_000)
    wind_speed: ClassVar[float] = 1.0
    eddy: ClassVar[float] = 1.0
    look: ClassVar[Look] = "dream"
    hand_depth: ClassVar[float] = 6.0
    subject: tuple[float, float, float, float] = (0.3, 0.3, 0.7, 0.7)
    caption: tuple[float, float] = (0.5, 0.14)
    touch_sound: ClassVar[TouchSound | None] = None
    walk: ClassVar[tuple[int, ...]] = MOTIF
    concludes: ClassVar[bool] = False
    sway: ClassVar[float] = 0.0
    rhythm: ClassVar[tuple[int, ...]] = (0,)
    catalogue_name: ClassVar[str]  # which the catalogue gives it

    def __init__(self, streams: Streams, parameters: Values) -> None:
        self.streams = streams
        assign(self, parameters, self.name())

    @classmethod
    def name(cls) -> str:
        """The name that dreams and controls use: the catalogue's, or that of the class if it was made without that."""
        name: str = vars(cls).get("catalogue_name", cls.__name__.lower())
        return name

    @property
    def bright(self) -> bool:
        """Whether the picture is bright, so that captions are dark, and a dream that begins with it begins in white."""
        return False

    def camera(self, seconds: float) -> Camera:
        """The camera, `seconds` after the act began; at rest at eye height unless the scene moves it."""
        return Camera((0.0, 1.7, 0.0), (0.0, 1.7, 1.0))

    def unseen(self, seconds: float) -> Collection[str]:
        """The names of layers that others hide completely, `seconds` after the act began."""
        return ()

    def enter(self, cast: Cast, rng: np.random.Generator) -> None:
        """Add the act's bodies and threads to its empty cast; called at its first tick.

        A scene keeps no state of its own between ticks: bodies take the first slots in order, and stay there.
        """

    def direct(self, cast: Cast, cue: Cue, rng: np.random.Generator) -> None:
        """Emit dust, grow threads and steer bodies; called once a tick, after everything has moved."""

    def keep_time(self, cast: Cast, seconds: float, beat: tuple[float, float] | None) -> None:
        """Let what moves in steps follow music, by the state `cast.rhythm`; called once a tick, after `direct`.

        Args:
            cast: of the act.
            seconds: since the act began.
            beat: beats in each of these seconds, and turns since the last; None where none is heard.
        """

    def hand(self, x: float, y: float, seconds: float) -> tuple[float, float, float]:
        """The position of the dreamer's hand, metres, for a pointer at x, y of a 16:9 picture (-1 to 1)."""
        camera = self.camera(seconds)
        wide, high = camera.tangents(16.0 / 9.0)
        right, up, forward = camera.basis()
        position = np.add(camera.position, self.hand_depth * (forward + right * wide * x + up * high * y))
        return float(position[0]), float(position[1]), float(position[2])

    def gate(self, seconds: float) -> tuple[float, float]:
        """Where the thing is that this act shares with its neighbour, as fractions of the picture from left and bottom.

        The dream enters the act through it at the beginning, and leaves through it at the end.
        """
        return 0.5, 0.5

    def sounding(self, seconds: float) -> Sounding:
        """What the act asks of the mix, `seconds` after it began, before and after its time too; a new one each time.

        The bed and the heart, unless the scene says more. A function of time and of the scene's parameters alone.
        """
        now = Sounding()
        now.set(heart=-8.0, sky=-12.0, bed=-1.0)
        return now

    def cues(self) -> Iterable[SoundCue]:
        """What sounds once because the act's story says so, in any order; whispers and thunder come by themselves."""
        return ()

    def sights(self) -> Iterable[Sight]:
        """What is seen in the act, moment by moment, for people who do not see it; in any order.

        The first paragraph of the class's docstring, or its name, unless the scene says more. A function of the seed
        and the scene's parameters, as `cues` is.
        """
        yield Sight(0.0, from_docstring(type(self)), weight=1.0)

    def features(self) -> Iterable[Feature]:
        """What the seed has chosen in this scene, named, from the same values that draw it; in an order that stays.

        Nothing unless the scene says more. A function of the seed and the scene's parameters, and quick: no picture is
        drawn for it.
        """
        return ()

    def thunder(self) -> float:
        """How loud the thunder of the act's lightning is, 0 for none to 2; 1 is a storm near by."""
        return 0.0

    def chord(self, connection: float) -> tuple[int, ...]:
        """The notes of the bed, in semitones above D2, low to high, for a dreamer connected so far, 0 to 1."""
        return 0, 7, 12, 14, 19, 21  # notes that agree with those of all other scenes

    def harmony(self, seconds: float, connection: float) -> tuple[int, ...]:
        """The notes of the bed at a moment of the act's own clock; `chord` throughout, unless the scene moves it."""
        return self.chord(connection)

    def phrases(self) -> Iterable[Phrase]:
        """The melody: what is sung in time with the heart, in any order."""
        return ()

    def layer_parameters(self, layer: str) -> Values:
        """The parameters that this scene sets for one of its layers."""
        return {}

    @classmethod
    def check(cls, parameters: Values, palette: Mapping[str, str], where: str) -> None:
        """Raise InputError, naming the key, unless this scene knows the parameters and colours."""
        checked(cls, parameters, f"{where}.parameters")
        for name in palette:
            if name not in cls.colours():
                raise InputError(f"{where}.palette.{short(name)}: unknown colour{instead_of(name, cls.colours())}")

    @classmethod
    def colours(cls) -> dict[str, str]:
        """The scene's palette: `#rrggbb` for each of the six roles; the shore's unless the scene has its own.

        Those of the package's scenes are in assets/palettes.toml.
        """
        return palettes().get(cls.name()) or palettes()["shore"]

    def palette(self, overrides: Mapping[str, str]) -> dict[str, NDArray[np.float32]]:
        """The linear colours of the six roles; a dream's own replace the scene's."""
        return {role: _linear(colour) for role, colour in {**self.colours(), **overrides}.items()}


@lru_cache(maxsize=256)
def _linear(colour: str) -> NDArray[np.float32]:
    """A colour as linear light, `(3,) float32`, read-only."""
    light = linear(colour)
    light.setflags(write=False)
    return light


@cache
def palettes() -> dict[str, dict[str, str]]:
    """The colours of each scene, by scene and role, as `#rrggbb`."""
    return tomllib.loads(resources.asset("palettes.toml").read_text("utf-8"))
