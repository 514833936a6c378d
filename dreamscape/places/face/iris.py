"""The iris that a light becomes as the dream shifts: that of the face in the water, seen from near."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dreamscape.places.face.eyes import iris_colours
from dreamscape.rng import Streams

_BRIGHT = 0.27, 0.58  # the most of a channel of the outer and the inner colour where the eye is as light as can be,
_PALE = 0.30, 0.48  # which is so in these
_EVEN = 0.35  # how far dark eyes stay darker

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Iris:
    """An iris.

    Attributes:
        outer, inner: linear colours, lit, beyond and within the collarette.
        place: of its tissue in the noise.
        pupil: radius of the pupil, of the iris's.
        collar: where the collarette is, 0 at the pupil to 1 at the rim.
        fine: how fine its fibres are, x.
        crypts: how dark the hollows between them are, 0 to 1.
        flecks: how strong its flecks are, -1 dark to 1 golden.
        furrows: how deep the rings are in which it folds, 0 to 1.
        limbus: how dark its rim is, 0 to 1.
    """

    outer: Colour
    inner: Colour
    place: tuple[float, float]
    pupil: float
    collar: float
    fine: float
    crypts: float
    flecks: float
    furrows: float
    limbus: float

    @classmethod
    def from_seed(cls, streams: Streams) -> "Iris":
        """That of this seed."""
        rng = streams.at("iris seen from near")
        colours = iris_colours(streams) * rng.uniform(0.86, 1.16, (2, 3))
        outer, inner = (_lit(colours[k], _BRIGHT[k], _PALE[k]) for k in range(2))
        x, y = rng.uniform(-40.0, 40.0, 2).tolist()
        low, high = (0.24, 0.14, 0.75, 0.35, -1.0, 0.0, 0.80), (0.38, 0.36, 1.35, 1.0, 1.0, 1.0, 0.95)
        pupil, collar, fine, crypts, flecks, furrows, limbus = rng.uniform(low, high).tolist()
        return cls(outer, inner, (x, y), pupil, collar, fine, crypts, flecks, furrows * furrows, limbus)

    def uniforms(self) -> dict[str, object]:
        """Of glsl/shifts/iris.glsl."""
        return {
            "outer": self.outer, "inner": self.inner, "place": self.place,
            "grown": (self.pupil, self.collar, self.fine, self.limbus),
            "marked": (self.crypts, 0.85 * abs(self.flecks), self.furrows, 0.22 if self.flecks < 0.0 else 1.1),
        }  # fmt: skip


def _lit(colour: NDArray[np.float64], bright: float, pale: float) -> Colour:
    """A colour in strong light: its hue, and bright, but the darker one the less."""
    most = float(colour.max())
    red, green, blue = (colour / most * bright * min(most / pale, 1.0) ** _EVEN).tolist()
    return red, green, blue
