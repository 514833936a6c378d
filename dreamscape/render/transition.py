"""Transitions: the pictures of two acts combined while the dream passes from one to the other."""

from collections.abc import Iterable

import moderngl

from dreamscape import resources
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target

# In the order of KIND in shift.glsl; the last is no act's, it opens a dream.
KINDS = ("light", "iris", "surface", "rising", "shine", "line", "star", "mist", "dawn")


class Transitions:
    """The transition shaders of a dream, each compiled at its first use, or earlier so that no shift stalls.

    Args:
        ctx: the OpenGL context.
        kinds: those of KINDS to compile now.
    """

    def __init__(self, ctx: moderngl.Context, kinds: Iterable[str] = ()) -> None:
        self._ctx = ctx
        self._shaders: dict[str, Shader] = {}
        for kind in kinds:
            self.make(kind)

    def make(self, kind: str) -> Shader:
        """The shader of one of KINDS, compiled now unless it was."""
        if kind not in self._shaders:
            source = resources.folder("glsl") / "post" / "shift.glsl"
            self._shaders[kind] = Shader(self._ctx, source, {"KIND": KINDS.index(kind)})
        return self._shaders[kind]

    def draw(
        self,
        kind: str,
        pictures: tuple[Target, Target],
        target: Target,
        passing: float,
        gate: tuple[float, float],
        glow: tuple[float, float, float],
    ) -> None:
        """Draw the transition between two pictures into `target`.

        Args:
            kind: one of KINDS.
            pictures: the light of the act that comes and of the one that leaves.
            target: the target to draw into.
            passing: 0 only the leaving act to 1 only the coming one.
            gate: position of the thing that both acts contain, parts of the picture from left and bottom.
            glow: linear colour of the front.
        """
        shader = self.make(kind)
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
        target.begin()
        shader.set(target_texel=(1.0 / target.size[0], 1.0 / target.size[1]), passing=passing, gate=gate, glow=glow)
        shader.bind({"coming": pictures[0].texture, "leaving": pictures[1].texture})
        shader.draw_fullscreen()
