"""Draws what lies between acts: the shift from one into the next, and the opening of a dream out of the dark."""

from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.easing import ease
from dreamscape.render.targets import Target, divided
from dreamscape.render.transition import Point, Transitions, uncovered
from dreamscape.rng import Streams

WHITE = 0.9  # of the light's colour, which a bright dream begins with


@dataclass(frozen=True, slots=True)
class _Resources:
    """The shaders, a target of half the picture's size for one of two acts, one for the result, and a pixel of dark."""

    shaders: Transitions
    half: Target
    mixed: Target
    dark: Target


class ActTransitions:
    """Mixes the pictures of two acts; what that needs is made on first use: a film of one act needs none of it.

    Args:
        ctx: the OpenGL context.
        streams: the dream's randomness.
        size: of the pictures, px.
    """

    def __init__(self, ctx: moderngl.Context, streams: Streams, size: tuple[int, int]) -> None:
        self._ctx, self._streams, self._size = ctx, streams, size
        self._shaders: Transitions | None = None
        self._resources: _Resources | None = None
        self._darkness: tuple[float, float, float] | None = None  # the colour of `_Resources.dark`

    def resize(self, size: tuple[int, int]) -> None:
        """Draw pictures of another size from now on."""
        self._size, self._resources = size, None

    def reload(self) -> None:
        """Compile the shaders anew when they are next needed."""
        self._shaders = self._resources = None

    @property
    def half(self) -> Target:
        """The target of half the size."""
        return self._get().half

    @property
    def mixed(self) -> Target:
        """The target for the result."""
        return self._get().mixed

    def is_half(self, picture: Target) -> bool:
        """Whether a picture is the target of half the size."""
        return self._resources is not None and picture is self._resources.half

    def compile(self, kind: str, plain: str) -> None:
        """Compile the shader of a kind of shift, unless that is done; arguments as of `Transitions.make`."""
        self._get().shaders.make(kind, plain)

    def shift(
        self,
        kind: str,
        pictures: tuple[Target, Target],
        progress: float,
        gates: tuple[Point, Point],
        glow: NDArray[np.float32],
        plain: str = "",
    ) -> Target:
        """Mix the pictures of the arriving and the leaving act; arguments as of `Transitions.draw`.

        `gates` are those of the leaving and of the arriving act. What both contain stands still as the one goes and as
        the other comes.
        """
        resources = self._get()
        (x0, y0), (x1, y1) = gates
        moved = ease(progress * 1.5 - 0.25)
        now = x0 + (x1 - x0) * moved, y0 + (y1 - y0) * moved
        red, green, blue = glow.tolist()
        resources.shaders.draw(kind, pictures, resources.mixed, progress, (now, *gates), (red, green, blue), plain)
        return resources.mixed

    def open(
        self, picture: Target, progress: float, gate: tuple[float, float], glow: NDArray[np.float32], bright: bool
    ) -> Target:
        """Let a picture come out of the dark: a dream begins as it ends, with one light in the middle.

        As soon as all of it is out of the dark that light is added to the picture itself, which is returned.

        Args:
            picture: of the first act.
            progress: 0 dark, 1 all of the picture is seen.
            gate: where the light moves to, fractions from left and bottom.
            glow: the light's colour, linear RGB `(3,)`.
            bright: whether it is a bright picture, which comes out of white.
        """
        moved = ease(progress)
        place = 0.5 + (gate[0] - 0.5) * moved, 0.5 + (gate[1] - 0.5) * moved
        if uncovered(progress, place, picture.size[0] / picture.size[1]):
            red, green, blue = glow.tolist()
            self._get().shaders.add_ember(picture, progress, (place, place, place), (red, green, blue))
            return picture
        red, green, blue = (glow * (WHITE if bright else 0.0)).tolist()
        dark = self._get().dark
        if self._darkness != (red, green, blue):  # a texture that was just drawn into is waited for
            self._darkness = red, green, blue
            dark.begin(clear=(red, green, blue, 1.0))
        return self.shift("dawn", (picture, dark), progress, (place, place), glow)

    def _get(self) -> _Resources:
        if self._resources is None:
            self._shaders = self._shaders or Transitions(self._ctx, streams=self._streams)
            half = Target(self._ctx, divided(self._size, 2), depth=True)
            dark, self._darkness = Target(self._ctx, (1, 1)), None
            self._resources = _Resources(self._shaders, half, Target(self._ctx, self._size), dark)
        return self._resources
