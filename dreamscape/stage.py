"""The stage: a dream's world and its scenes, drawn for any moment into a picture."""

from collections.abc import Iterator
from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import catalogue
from dreamscape.clock import TICKS_PER_SECOND, Moment
from dreamscape.layer import Frame, Layer
from dreamscape.quality import Quality
from dreamscape.render.block import FrameBlock
from dreamscape.render.captions import Captions
from dreamscape.render.post import Post
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.resources import folder
from dreamscape.rng import Streams
from dreamscape.scene import Scene
from dreamscape.seed import Dream
from dreamscape.timeline import Timeline
from dreamscape.world import Snapshot, World

BLOOM = 0.085  # part of the gathered glow that is added to the picture
TRACE = 256  # samples of the heart's last four seconds
_OVER = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
_ADD = moderngl.ONE, moderngl.ONE


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer on the stage, and the smaller target it draws into if it asked for one."""

    name: str
    layer: Layer
    divisor: int
    target: Target | None


class Stage:
    """Draws a dream.

    Args:
        ctx: the OpenGL context.
        dream: the dream, already checked against the catalogue.
        size: of the output in pixels, width and height.
        quality: the tier.
        seed: replaces the dream's seed number.
        bits: of the output's code values, 8 or 10.
        ycbcr: draw code values of Y'CbCr, for `Planes`, in place of R'G'B'.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        dream: Dream,
        size: tuple[int, int],
        quality: Quality,
        seed: int | None = None,
        bits: int = 8,
        ycbcr: bool = False,
        captions: bool = True,
    ) -> None:
        self.ctx = ctx
        self.size = size
        self.quality = quality
        self.streams = Streams(dream.seed.seed if seed is None else seed)
        self.timeline = Timeline(dream.seed)
        self._scenes = [catalogue.scenes()[act.scene](self.streams, act.parameters) for act in self.timeline.acts]
        self.world = World(self.timeline, self.streams, self._scenes)
        width, height = (max(1, round(side * quality.scale)) for side in size)
        self.picture = Target(ctx, (width, height), depth=True)
        self.post = Post(ctx, self.picture.size, size, quality, bits, ycbcr)
        self._captions = Captions(ctx, size, self.post.code, self.post.steps) if captions else None
        self._blocks: dict[int, FrameBlock] = {}
        ctx.depth_func = "<="  # the full-screen triangle lies on the far plane
        self._lay = Shader(ctx, folder("glsl") / "post" / "lay.glsl")
        self._trace = ctx.texture((TRACE, 1), 1, dtype="f4")
        self._trace.repeat_x = self._trace.repeat_y = False
        self._placed: dict[int, list[Placed]] = {}

    def draw(self, moment: Moment, top_first: bool = True) -> Target:
        """Advance the world to `moment`, draw it, and return the graded target."""
        self.world.advance_to(moment.tick)
        snapshot = self.world.snapshot(moment.alpha)
        for _ in self.passes(snapshot):
            pass
        graded = self.post.run(self.picture.texture, bloom=BLOOM, top_first=top_first)
        if self._captions and snapshot.cue.line:
            since = (snapshot.cue.line_tick + moment.alpha) / TICKS_PER_SECOND
            middle = self._scenes[snapshot.cue.act].caption
            self._captions.draw(graded, snapshot.cue.line, since, middle, top_first)
        return graded

    def passes(self, snapshot: Snapshot) -> Iterator[str]:
        """Draw the light of a snapshot layer by layer, naming each one once it is drawn (for timing and debugging)."""
        scene, placed = self.scene(snapshot.cue.act)
        frame = self._frame(scene, snapshot)
        for item in placed:
            self.ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
            item.layer.prepare(frame)
            if item.target is not None:
                self._bind(item.divisor, frame, scene)
                item.target.begin(clear=(0.0, 0.0, 0.0, 0.0))
                item.layer.draw(frame)
            yield f"{item.name} (prepare)"
        self._bind(1, frame, scene)
        self.picture.framebuffer.depth_mask = True
        self.picture.begin(clear=(0.0, 0.0, 0.0, 1.0))
        for item in placed:
            self._blend(item.layer)
            if item.target is None:
                item.layer.draw(frame)
            else:
                self._lay.set(target_texel=(1.0 / self.picture.size[0], 1.0 / self.picture.size[1]))
                self._lay.bind({"image": item.target.texture})
                self._lay.cover()
            yield item.name

    def scene(self, act: int) -> tuple[Scene, list[Placed]]:
        """The scene of an act with its layers, built when first asked for."""
        scene = self._scenes[act]
        if act not in self._placed:
            self._placed[act] = [self._place(name, scene) for name in scene.layers]
        return scene, self._placed[act]

    def _place(self, name: str, scene: Scene) -> Placed:
        layer = catalogue.layer(name)(self.ctx, self.quality, self.streams, scene.layer_parameters(name))
        divisor = self.quality.choose(layer.divisor)
        target = None if divisor == 1 else Target(self.ctx, self._divided(divisor))
        return Placed(name, layer, divisor, target)

    def _divided(self, divisor: int) -> tuple[int, int]:
        width, height = self.picture.size
        return -(-width // divisor), -(-height // divisor)

    def _frame(self, scene: Scene, snapshot: Snapshot) -> Frame:
        self._trace.write(snapshot.heart_trace.tobytes())
        frame = Frame(snapshot, scene.camera(snapshot.act_seconds), self.picture.size, {"heart_trace": self._trace})
        self._bind(1, frame, scene)
        return frame

    def _bind(self, divisor: int, frame: Frame, scene: Scene) -> None:
        """Fill and bind the uniform block for targets of a part of the picture's size."""
        block = self._blocks.setdefault(divisor, FrameBlock(self.ctx))
        overrides = self.timeline.acts[frame.snapshot.cue.act].palette
        block.write(frame.snapshot, frame.camera, self._divided(divisor), scene.palette(overrides))

    def _blend(self, layer: Layer) -> None:
        self.picture.framebuffer.depth_mask = layer.blend == "opaque"
        if layer.blend == "opaque":
            self.ctx.enable_only(moderngl.DEPTH_TEST)
            return
        self.ctx.enable_only(moderngl.DEPTH_TEST | moderngl.BLEND)
        self.ctx.blend_func = _OVER if layer.blend == "over" else _ADD

    def read(self, graded: Target) -> NDArray[np.uint8]:
        """A graded 8-bit picture as `uint8 (h, w, 3)`, rows as they were drawn."""
        width, height = graded.size
        return np.frombuffer(graded.framebuffer.read(components=3), np.uint8).reshape(height, width, 3)
