"""Pictures of acts: one act's with what is laid over it, and two acts' while one turns into the other."""

from collections.abc import Iterator, Mapping
from typing import cast

import moderngl

from dreamscape.dream import dream_file
from dreamscape.dream.dream_file import ShaderFile
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.engine.act_transitions import ActTransitions
from dreamscape.engine.compositor import ActView
from dreamscape.engine.framing import Framing
from dreamscape.engine.shader_looks import ShaderLooks
from dreamscape.quality import Quality
from dreamscape.render.post import Coding
from dreamscape.render.targets import Target
from dreamscape.render.transition import mixed_look
from dreamscape.rng import Streams
from dreamscape.world.snapshot import Snapshot
from dreamscape.world.world import World


class ActPictures:
    """Makes the picture that is seen of what layers have drawn.

    Args:
        ctx: the OpenGL context.
        streams: of the dream.
        shaders: those that the dream names, by the words that it has for them.
        coding: how pictures store colour.
        size: of pictures, px.

    Attributes:
        transitions: between acts, and out of the dark.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        streams: Streams,
        shaders: Mapping[str, ShaderFile],
        coding: Coding,
        size: tuple[int, int],
    ) -> None:
        self._ctx, self._streams, self._deep = ctx, streams, coding.dtype != "f1"
        self._size, self._whole = size, cast(Target | None, None)
        self._plain = cast(Target | None, None)  # of an act whose shaders write 8-bit colours as they are to be shown
        self.transitions = ActTransitions(ctx, streams, size)
        self.recast(shaders)

    def recast(self, shaders: Mapping[str, ShaderFile]) -> None:
        """Go on with another version of the dream."""
        self.transitions.reload()
        self._looks = ShaderLooks(self._ctx, self._streams, shaders, self._deep)

    def target(self, scenes: Scenes, act: int, layers: int, picture: Target) -> Target:
        """Where an act with so many layers is drawn: a lone plain one in 8 bits, as nothing is blended there."""
        if scenes.light_look(act) or self._deep or layers > 1:
            return picture
        self._plain = self._plain or Target(self._ctx, self._size, dtype="f1", depth=True)
        return self._plain

    def second(self, through: str) -> Target:
        """The target for one of two acts: of half the size, or whole where a shader shows both as they are."""
        if not dream_file.is_shader(through):
            return self.transitions.half
        self._whole = self._whole or Target(self._ctx, self._size, depth=True)
        return self._whole

    def resize(self, size: tuple[int, int]) -> None:
        """Make pictures of another size from now on."""
        self._size, self._whole, self._plain = size, None, None
        self.transitions.resize(size)
        self._looks.forget_sizes()

    def turn(self, act: int) -> None:
        """Go on with other acts after this one."""
        self._looks.keep(range(act + 1))

    def looks_to_compile(
        self, timeline: Timeline, scenes: Scenes, act: int, playing: int, quality: Quality
    ) -> Iterator[float]:
        """Build what an act and the shift into it need; the looks, as of `Post.grade`, that its pictures will have."""
        self._looks.keep({playing - 1, playing, playing + 1, act - 1, act})
        self._looks.build(act, timeline.acts[act], quality)
        if not act:
            return
        mixed, through = mixed_look(scenes.look(act - 1), scenes.look(act), 0.5), timeline.acts[act - 1].shift.through
        if dream_file.is_shader(through):
            self._looks.transition(act - 1, timeline.acts[act - 1], quality)
        else:
            self.transitions.compile(through, mixed.plain)
        yield from {mixed.look, scenes.look(act)} - {1.0}

    def laid(self, world: World, scenes: Scenes, view: ActView, light: Target, quality: Quality) -> Target:
        """The picture of an act with its filters, of what its layers have drawn."""
        act = view.snapshot.cue.act
        playing, look = world.timeline.acts[act], scenes.light_look(act)
        if not playing.look:
            return light
        controls = world.settings, world.drives.added(playing)
        return self._looks.lay(playing, view.snapshot, view.camera, light, look, quality, controls)

    def shifted(
        self,
        timeline: Timeline,
        scenes: Scenes,
        framing: Framing,
        leaving: Snapshot,
        coming: Snapshot,
        pictures: tuple[Target, Target],
        quality: Quality,
    ) -> tuple[Target, float]:
        """The picture of a leaving act turned into that of a coming one, and its look as of `Post.grade`.

        Args:
            timeline, scenes, framing: of the dream.
            leaving, coming: the moment, as each of the acts sees it.
            pictures: of the leaving and of the coming act.
            quality: the tier.
        """
        before, after = leaving.cue.act, coming.cue.act
        progress = min(coming.cue.passing + coming.alpha * timeline.shift_rate(coming.cue), 1.0)
        looks, act = (scenes.look(before), scenes.look(after)), timeline.acts[before]
        kind = act.shift.through
        if dream_file.is_shader(kind):
            onto, camera = self.transitions.mixed, framing.camera(after, coming.act_seconds)
            return self._looks.shift(act, coming, camera, pictures, looks, progress, quality, onto), 0.0
        glow = scenes.palette(before if kind == "shine" else after)["light"]  # what shines is the key
        mixed = mixed_look(*looks, progress)
        gates = framing.gate(before, leaving.act_seconds), framing.gate(after, coming.act_seconds)
        onto = self.transitions.shift(kind, (pictures[1], pictures[0]), progress, gates, glow, mixed.plain)
        return onto, mixed.look
