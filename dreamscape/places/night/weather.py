"""The weather of the shore's night, and what colour the night is, by seed."""

from dataclasses import dataclass

from dreamscape.rng import Streams

STORM = 0.25, 1.2  # brightness of the lightning, and how loud its thunder is: the least and the most of all seeds
SWELL = 1.2, 2.5  # m, the same, of the sea
SKY = (0.10, 0.22, 0.5), (0.70, 0.70, 1.3)  # the same, of aurora, haze and stars
NIGHTS = {  # degrees by which the sky's hues are turned, and factors of its light and its haze, as powers of two
    "violet": (0.0, 0.0, 0.0),  # and wine, as the palette has them
    "teal": (-62.0, 0.85, -0.7),  # and mauve
    "deep_blue": (-34.0, -1.0, -1.2),  # and clear
    "plum": (9.0, 0.55, 0.9),  # over a late ember of dusk
    "teal_ember": (-72.0, 0.25, 0.9),  # teal, over the ember
    "pale_blue": (-20.0, 1.05, -0.3),  # and rose
}
FAINT, FULL = 0.75, 1.10  # of what a night has of its own


@dataclass(frozen=True, slots=True)
class Weather:
    """The weather of one seed.

    Attributes:
        night: one of `NIGHTS`.
        storm: brightness of the lightning, and how loud its thunder is.
        swell: m, height of the swell.
        aurora, haze, stars: brightness in the sky, x.
        turn: degrees by which the hues of the night are turned.
        light: how light the sky is, x.
        mist: how much haze there is in such a night, x.
    """

    night: str
    storm: float
    swell: float
    aurora: float
    haze: float
    stars: float
    turn: float
    light: float
    mist: float

    @classmethod
    def from_seed(cls, streams: Streams) -> "Weather":
        """The weather of this seed; the canonical dream's night is as the palette has it."""
        random = streams.at("night's weather")
        storm, swell = (float(random.uniform(*bounds)) for bounds in (STORM, SWELL))
        aurora, haze, stars = (float(v) for v in random.uniform(*SKY))
        random = streams.at("night's colour")
        night = list(NIGHTS)[random.integers(len(NIGHTS))]
        turn, light, mist = (float(part * random.uniform(FAINT, FULL)) for part in NIGHTS[night])
        return cls(night, storm, swell, aurora, haze, stars, turn, 2.0**light, 2.0**mist)

    @property
    def near(self) -> dict[str, float]:
        """Parameters of the layer bokeh: behind a hand, a night is told by less, so there is more of it."""
        return {"turn": 0.7 * self.turn, "light": self.light**1.9, "mist": self.mist**0.7}

    @property
    def sky(self) -> dict[str, float]:
        """Parameters of the layer sky."""
        lights = {"aurora": self.aurora, "haze": self.haze * self.mist, "stars": self.stars, "storm": self.storm}
        return lights | {"turn": self.turn, "light": self.light}
