"""Transitions: the pictures of two acts combined while the dream passes from one to the other."""

import math
from collections.abc import Iterable
from typing import NamedTuple

import moderngl

from dreamscape import resources
from dreamscape.easing import smoothstep
from dreamscape.render.shader import Array, Shader
from dreamscape.render.targets import Target
from dreamscape.rng import Streams

# Each a shader of glsl/shifts; the last is no act's, it opens a dream.
KINDS = ("light", "iris", "surface", "rising", "shine", "line", "arch", "star", "mist", "dawn")
_FILES = {"ember": "dawn"}  # of what is no kind
Point = tuple[float, float]
_CELLS = 6 * 40 * 24  # vertices of glsl/shifts/dawn.glsl
_WIDTH, _FURTHEST, _STILL = 0.34, 1.10, 0.79  # of its front, and when that has ceased to bend the picture
LEAST = 1e-6  # of the look of light that comes from code values, or goes to them


def uncovered(passing: float, gate: Point, aspect: float) -> bool:
    """Whether a dawn at `passing` leaves a picture as it is but for its light, as glsl/shifts/dawn.glsl says."""
    front = -1.2 * _WIDTH + (_FURTHEST + 2.4 * _WIDTH) * smoothstep(passing)
    x, y = (max(place, 1.0 - place) for place in gate)
    return passing >= _STILL and front - min(0.62 * math.hypot(x * aspect, y) + 0.10, _FURTHEST) > _WIDTH


class MixedLook(NamedTuple):
    """The look of two acts in transition, as of `Post.grade`, and which of their pictures must be decoded to light."""

    look: float
    plain: str


def mixed_look(leaving: float, coming: float, passing: float) -> MixedLook:
    """The look between those of a leaving and a coming act, each 0 or 1, at `passing` of the way."""
    if leaving == coming:
        return MixedLook(leaving, "")
    look = min(max(passing if coming else 1.0 - passing, LEAST), 1.0 - LEAST)
    return MixedLook(look, "leaving" if coming else "coming")


class Transitions:
    """The transition shaders of a dream, each compiled at its first use, or earlier so that no shift stalls.

    Args:
        ctx: the OpenGL context.
        kinds: those of KINDS to compile now.
        streams: the dream's randomness: of the eye that a light becomes.
    """

    def __init__(self, ctx: moderngl.Context, kinds: Iterable[str] = (), streams: Streams | None = None) -> None:
        self._ctx, self._streams = ctx, streams or Streams(0)
        self._shaders: dict[tuple[str, str], Shader] = {}
        self._grids: dict[Shader, Array] = {}  # of the dawn
        for kind in kinds:
            self.make(kind)

    def make(self, kind: str, plain: str = "") -> Shader:
        """The shader of one of KINDS, compiled now unless it was; `plain` as of `draw`."""
        if (kind, plain) not in self._shaders:
            source = resources.folder("glsl") / "shifts" / f"{_FILES.get(kind, kind)}.glsl"
            defines = {f"PLAIN_{plain.upper()}": 1} if plain else {kind.upper(): 1} if kind in _FILES else {}
            self._shaders[kind, plain] = shader = Shader(self._ctx, source, defines)
            if kind == "iris":
                from dreamscape.places.face.iris import Iris  # the colours of eyes, which no other shift needs

                shader.set(**Iris.from_seed(self._streams).uniforms())
            if kind == "dawn":
                self.make("ember")
        return self._shaders[kind, plain]

    def draw(
        self,
        kind: str,
        pictures: tuple[Target, Target],
        target: Target,
        passing: float,
        gates: tuple[Point, Point, Point],
        glow: tuple[float, float, float],
        plain: str = "",
    ) -> None:
        """Draw the transition between two pictures into `target`.

        Args:
            kind: one of KINDS.
            pictures: the light of the act that comes and of the one that leaves.
            target: the target to draw into.
            passing: 0 only the leaving act to 1 only the coming one.
            gates: position of the thing that both acts contain, parts of the picture from left and bottom: now, in the
                leaving act and in the coming one.
            glow: linear colour of the front.
            plain: `coming` or `leaving` if that picture holds code values, unlike the other one; they are decoded.
        """
        shader = self.make(kind, plain)
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
        target.begin()
        self._set(shader, target, passing, gates, glow)
        shader.bind({"coming": pictures[0].texture, "leaving": pictures[1].texture})
        if kind == "dawn":
            self._grid(shader).render(moderngl.TRIANGLES, vertices=_CELLS)
            self.add_ember(target, passing, gates, glow, 0.0)
        else:
            shader.draw_fullscreen()

    def add_ember(
        self,
        target: Target,
        passing: float,
        gates: tuple[Point, Point, Point],
        glow: tuple[float, float, float],
        wide: float = 1.0,
    ) -> None:
        """Add the light of a dawn to a picture; arguments as of `draw`, and `wide` as of glsl/shifts/dawn.glsl."""
        shader = self.make("ember")
        self._ctx.disable(moderngl.DEPTH_TEST)
        self._ctx.enable(moderngl.BLEND)
        self._ctx.blend_func = moderngl.ONE, moderngl.ONE
        target.begin()
        self._set(shader, target, passing, gates, glow)
        shader.set(wide=wide)
        self._grid(shader).render(moderngl.TRIANGLES, vertices=_CELLS)
        self._ctx.disable(moderngl.BLEND)

    def _set(
        self,
        shader: Shader,
        target: Target,
        passing: float,
        gates: tuple[Point, Point, Point],
        glow: tuple[float, float, float],
    ) -> None:
        now, before, after = gates
        shader.set(texel_size=(1.0 / target.size[0], 1.0 / target.size[1]), passed=passing, glow_colour=glow)
        shader.set(gate_place=now, gate_places=(*before, *after))

    def _grid(self, shader: Shader) -> Array:
        if shader not in self._grids:
            self._grids[shader] = shader.array([])
        return self._grids[shader]
