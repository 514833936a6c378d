"""The stage: a dream's world and its scenes, drawn for any moment into a picture."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import catalogue
from dreamscape.clock import TICKS_PER_SECOND, Moment
from dreamscape.layer import Frame, Layer
from dreamscape.quality import Quality
from dreamscape.render.block import FrameBlock
from dreamscape.render.captions import Captions
from dreamscape.render.context import collect
from dreamscape.render.post import Post
from dreamscape.render.shader import Shader
from dreamscape.render.shift import Shifts
from dreamscape.render.targets import Target
from dreamscape.resources import folder
from dreamscape.rng import Streams
from dreamscape.scene import Scene
from dreamscape.seed import Dream
from dreamscape.timeline import Cue, Timeline
from dreamscape.world import Snapshot, World

BLOOM = 0.085  # part of the gathered glow that is added to the picture
AHEAD = 8 * TICKS_PER_SECOND  # ticks before an act at which its layers begin to be built
TRACE = 256  # samples of the heart's last four seconds
_OVER = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
_ADD = moderngl.ONE, moderngl.ONE


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer on the stage, and the smaller target it draws into if it asked for one."""

    name: str
    layer: Layer
    target: Target | None


@dataclass(frozen=True, slots=True)
class Passage:
    """What a shift draws with: its programs, a picture of half the size, and the picture of both acts."""

    shifts: Shifts
    half: Target
    mixed: Target


class Scenes(dict[int, Scene]):
    """The scenes by index of the act, made when first asked for; each round of an endless dream draws its own luck."""

    def __init__(self, timeline: Timeline, streams: Streams) -> None:
        super().__init__()
        self._timeline, self._streams = timeline, streams

    def __missing__(self, act: int) -> Scene:
        asked, number = self._timeline.acts[act], self._timeline.round_of(act)
        streams = self._streams.branch(number) if number else self._streams
        self[act] = catalogue.scene(asked.scene)(streams, asked.parameters)
        return self[act]


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
        self._aspect = size[0] / size[1]
        self.quality = quality = quality.fitted(size)
        self.streams = Streams(dream.seed.seed if seed is None else seed)
        self.timeline = Timeline(dream.seed, self.streams)
        self._scenes = Scenes(self.timeline, self.streams)
        self.world = World(self.timeline, self.streams, self._scenes)
        width, height = (max(1, round(side * quality.scale)) for side in size)
        self.picture = Target(ctx, (width, height), depth=True)
        self.post = Post(ctx, self.picture.size, size, quality, bits, ycbcr)
        self._kinds = [act.shift.through for act in dream.seed.act]
        self._passage: Passage | None = None
        self._captions = Captions(ctx, size, self.post.code, self.post.steps) if captions else None
        self._blocks: dict[tuple[int, int], FrameBlock] = {}
        ctx.depth_func = "<="  # the full-screen triangle lies on the far plane
        self._lay = Shader(ctx, folder("glsl") / "post" / "lay.glsl")
        self._trace = ctx.texture((TRACE, 1), 1, dtype="f4")
        self._trace.repeat_x = self._trace.repeat_y = False
        self._placed: dict[int, list[Placed]] = {}

    def draw(self, moment: Moment, top_first: bool = True) -> Target:
        """Advance the world to `moment`, draw it, and return the graded target."""
        self.world.advance_to(moment.tick)
        snapshot = self.world.snapshot(moment.alpha)
        light = self._shift(snapshot) if snapshot.cue.leaving else self._paint(snapshot, self.picture)
        graded = self.post.run(light.texture, bloom=BLOOM, top_first=top_first)
        self._speak(graded, snapshot, top_first)
        self._look_ahead(snapshot.cue)
        return graded

    def passes(self, snapshot: Snapshot, picture: Target | None = None) -> Iterator[str]:
        """Draw the light of a snapshot layer by layer, naming each one once it is drawn (for timing and debugging).

        Args:
            snapshot: the world as one act sees it.
            picture: where to; `self.picture` if not given.
        """
        picture = picture or self.picture
        scene, placed = self.scene(snapshot.cue.act)
        camera = scene.camera(snapshot.act_seconds).framed(self._aspect)
        self._trace.write(snapshot.heart_trace.tobytes())
        frame = Frame(snapshot, camera, picture.size, {"heart_trace": self._trace})
        for item in placed:
            self._bind(frame, picture.size if item.target is None else item.target.size)
            self.ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
            item.layer.prepare(frame)
            if item.target is not None:
                item.target.begin(clear=(0.0, 0.0, 0.0, 0.0))
                self._blend(item.layer)
                item.layer.draw(replace(frame, size=item.target.size))
            yield f"{item.name} (prepare)"
        self._bind(frame, picture.size)
        picture.framebuffer.depth_mask = True
        picture.begin(clear=(0.0, 0.0, 0.0, 1.0))
        for item in placed:
            picture.framebuffer.depth_mask = item.layer.blend == "opaque"
            self._blend(item.layer)
            if item.target is None:
                item.layer.draw(frame)
            else:
                self._lay.set(target_texel=(1.0 / picture.size[0], 1.0 / picture.size[1]))
                self._lay.bind({"image": item.target.texture})
                self._lay.cover()
            yield item.name

    def _paint(self, snapshot: Snapshot, picture: Target) -> Target:
        for _ in self.passes(snapshot, picture):
            pass
        return picture

    def _shift(self, snapshot: Snapshot) -> Target:
        """Draw both acts, the one that covers less at half size, and let the dream pass from one into the other."""
        cue = snapshot.cue
        leaving = self.world.snapshot_of(cue.leaving, snapshot.alpha) if cue.leaving else snapshot
        passage = self._passage = self._passage or self._open()
        early = cue.passing < 0.5
        gone = self._paint(leaving, self.picture if early else passage.half)
        come = self._paint(snapshot, passage.half if early else self.picture)
        passing = cue.passing + snapshot.alpha * self.timeline.pace(cue)
        (x0, y0), (x1, y1) = (self._gate(view) for view in (leaving, snapshot))
        gate = x0 + (x1 - x0) * passing, y0 + (y1 - y0) * passing
        glow = self._palette(cue.act)["light"]
        kind = self.timeline.acts[leaving.cue.act].shift.through
        passage.shifts.draw(kind, (come, gone), passage.mixed, min(passing, 1.0), gate, tuple(glow.tolist()))
        return passage.mixed

    def _gate(self, snapshot: Snapshot) -> tuple[float, float]:
        """Where an act's gate is in this picture."""
        scene, seconds = self._scenes[snapshot.cue.act], snapshot.act_seconds
        return scene.camera(seconds).part(scene.gate(seconds), self._aspect)

    def _speak(self, graded: Target, snapshot: Snapshot, top_first: bool) -> None:
        """Draw the caption of the act that plays, or of the one that is leaving if it is still speaking."""
        cue = snapshot.cue if snapshot.cue.line or not snapshot.cue.leaving else snapshot.cue.leaving
        if self._captions and cue.line:
            since = (cue.line_tick + snapshot.alpha) / TICKS_PER_SECOND
            scene = self._scenes[cue.act]
            left, bottom, right, top = scene.subject
            camera = scene.camera(snapshot.act_seconds)
            subject = camera.part((left, bottom), self._aspect) + camera.part((right, top), self._aspect)
            self._captions.draw(graded, cue.line, since, scene.caption, subject, top_first)

    def scene(self, act: int) -> tuple[Scene, list[Placed]]:
        """The scene of an act with its layers; what has not been built yet is built now."""
        scene = self._scenes[act]
        placed = self._placed.setdefault(act, [])
        while len(placed) < len(scene.layers):
            placed.append(self._place(scene.layers[len(placed)], scene))
        return scene, placed

    def _look_ahead(self, cue: Cue) -> None:
        """Build the next act a layer a frame before it comes, so that no shift stalls; let go of acts that are over."""
        if cue.leaving is None and min(self._placed) < cue.act:
            self._placed = {act: placed for act, placed in self._placed.items() if act >= cue.act}
            collect(self.ctx)
        following = cue.act + 1
        near = self.timeline.span(cue.act)[1] - cue.tick < AHEAD
        if near and following < len(self.timeline.acts):
            self._passage = self._passage or self._open()
            scene, placed = self._scenes[following], self._placed.setdefault(following, [])
            if len(placed) < len(scene.layers):
                placed.append(self._place(scene.layers[len(placed)], scene))

    def _open(self) -> Passage:
        """What shifts need, made when the first one is near: a film of one act does without."""
        half = Target(self.ctx, _divided(self.picture.size, 2), depth=True)
        return Passage(Shifts(self.ctx, self._kinds), half, Target(self.ctx, self.picture.size))

    def _place(self, name: str, scene: Scene) -> Placed:
        layer = catalogue.layer(name)(self.ctx, self.quality, scene.streams, scene.layer_parameters(name))
        divisor = self.quality.choose(layer.divisor)
        return Placed(name, layer, None if divisor == 1 else Target(self.ctx, _divided(self.picture.size, divisor)))

    def _palette(self, act: int) -> dict[str, NDArray[np.float32]]:
        return self._scenes[act].palette(self.timeline.acts[act].palette)

    def _bind(self, frame: Frame, size: tuple[int, int]) -> None:
        """Fill and bind the uniform block for a target of `size`."""
        block = self._blocks.setdefault(size, FrameBlock(self.ctx))
        block.write(frame.snapshot, frame.camera, size, self._palette(frame.snapshot.cue.act))

    def _blend(self, layer: Layer) -> None:
        if layer.blend == "opaque":
            self.ctx.enable_only(moderngl.DEPTH_TEST)
            return
        self.ctx.enable_only(moderngl.DEPTH_TEST | moderngl.BLEND)
        self.ctx.blend_func = _OVER if layer.blend == "over" else _ADD

    def read(self, graded: Target) -> NDArray[np.uint8]:
        """A graded 8-bit picture as `uint8 (h, w, 3)`, rows as they were drawn."""
        width, height = graded.size
        return np.frombuffer(graded.framebuffer.read(components=3), np.uint8).reshape(height, width, 3)


def _divided(size: tuple[int, int], divisor: int) -> tuple[int, int]:
    return -(-size[0] // divisor), -(-size[1] // divisor)
