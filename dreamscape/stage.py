"""The stage: a dream's world and its scenes, drawn for any moment into a picture."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import catalogue
from dreamscape.camera import Camera, ease
from dreamscape.clock import TICKS_PER_SECOND, Moment
from dreamscape.layer import Frame, Layer
from dreamscape.limiter import Limiter
from dreamscape.parameters import assign
from dreamscape.quality import Quality
from dreamscape.render.block import FrameBlock
from dreamscape.render.captions import Captions
from dreamscape.render.context import collect
from dreamscape.render.exposer import Exposer
from dreamscape.render.kept import kept
from dreamscape.render.post import Coding, Post
from dreamscape.render.shader import Shader
from dreamscape.render.shift import Shifts
from dreamscape.render.targets import Target
from dreamscape.resources import folder
from dreamscape.rng import Streams
from dreamscape.scene import Scene
from dreamscape.seed import Dream
from dreamscape.timeline import Cue, Timeline
from dreamscape.wings import Wings
from dreamscape.world import Snapshot, World

BLOOM = 0.085  # part of the gathered glow that is added to the picture
AHEAD = 8 * TICKS_PER_SECOND  # ticks before an act at which its layers begin to be built
WAKING = 4 * TICKS_PER_SECOND  # ticks that a dream takes to come out of the dark
TRACE = 256  # samples of the heart's last four seconds
_OVER: Any = (moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA)  # pairs or fours, which moderngl's types do not know
_ADD: Any = (moderngl.ONE, moderngl.ONE, moderngl.ZERO, moderngl.ONE)  # light that is added covers nothing


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer on the stage, the smaller target that it may ask for, and its shaders' files if they are watched."""

    name: str
    layer: Layer
    target: Target | None
    files: frozenset[Path] = frozenset()


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
        coding: how pictures store colour.
        captions: write the voice into the picture.
        beside: a stage of the same dream and context whose world this one shows too.
        turn: radians by which it looks further to the right than the dream asks for.
        enlarged: enlarge a picture that is drawn smaller to the output's size; else whoever shows it does that.
        limiter: keeps the pictures from flashing; it may know those of another stage, shown before. None lets all be.
        only: names of the layers to draw, over nothing; all if empty.

    Attributes:
        exposer: makes pictures of light as the limiter allows.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        dream: Dream,
        size: tuple[int, int],
        quality: Quality,
        seed: int | None = None,
        coding: Coding = Coding(),  # noqa: B008  # frozen
        captions: bool = True,
        beside: "Stage | None" = None,
        turn: float = 0.0,
        limiter: Limiter | None = None,
        only: Collection[str] = (),
        enlarged: bool = True,
    ) -> None:
        self.ctx = ctx
        self.exposer = Exposer(ctx, limiter) if limiter else None
        self._asked, self._coding, self.speaking, self._only = quality, coding, captions, only
        self._turn, self._enlarged = turn, enlarged
        self.streams: Streams = beside.streams if beside else Streams(dream.seed.seed if seed is None else seed)
        self.timeline: Timeline = beside.timeline if beside else Timeline(dream.seed, self.streams)
        self._scenes: Scenes = beside._scenes if beside else Scenes(self.timeline, self.streams)
        self.world: World = beside.world if beside else World(self.timeline, self.streams, self._scenes)
        self._seen = self.world.snapshot()  # what was drawn last
        self._kinds = [act.shift.through for act in dream.seed.act]
        self._shifts: Shifts | None = None
        self._lay_out(size)
        self._blocks: dict[tuple[int, int], FrameBlock] = {}
        ctx.depth_func = "<="  # the full-screen triangle lies on the far plane
        self._lay = Shader(ctx, folder("glsl") / "post" / "lay.glsl")
        self._trace = ctx.texture((TRACE, 1), 1, dtype="f4")
        self._trace.repeat_x = self._trace.repeat_y = False
        self._placed: dict[int, list[Placed]] = {}
        self._wings: dict[int, Wings] = {}
        self._sought: set[int] = set()  # acts that a viewer is about to jump to

    def _lay_out(self, size: tuple[int, int]) -> None:
        """Make the targets of an output of `size`."""
        self.size, self._aspect = size, size[0] / size[1]
        self.quality = self._asked.fitted(size)
        width, height = (max(1, round(side * self.quality.scale)) for side in size)
        self.picture = Target(self.ctx, (width, height), depth=True)
        graded = size if self._enlarged else min(size, self.picture.size)
        self.post = Post(self.ctx, self.picture.size, graded, self.quality, self._coding)
        self._passage: Passage | None = None
        self._captions = Captions(self.ctx, graded, self._coding.code, self._coding.steps)

    def resize(self, size: tuple[int, int]) -> None:
        """Draw for an output of another size from now on; layers and world stay as they are."""
        self._blocks.clear()
        self._lay_out(size)
        for placed in self._placed.values():
            placed[:] = [replace(item, target=self._smaller(item.layer)) for item in placed]
        collect(self.ctx)

    def rescale(self, scale: float) -> None:
        """Draw at another part of the output's size from now on."""
        self._asked = replace(self._asked, scale=scale)
        self.resize(self.size)

    def reload(self, files: set[Path]) -> None:
        """Make anew what was made of these shader files; world and dream stay as they are."""
        for act, placed in self._placed.items():
            placed[:] = [self._place(one.name, self._scenes[act]) if one.files & files else one for one in placed]
        if any(path.is_relative_to(folder("glsl").resolve()) for path in files):
            self._lay = Shader(self.ctx, folder("glsl") / "post" / "lay.glsl")
            self._shifts = None
            self.resize(self.size)
        collect(self.ctx)

    def recast(self, dream: Dream) -> None:
        """Go on with another version of the dream, which has the same acts: the world stays as it is.

        Layers whose parameters are the same stay too.
        """
        before = self._scenes
        self.timeline = Timeline(dream.seed, self.streams)
        self._scenes = Scenes(self.timeline, self.streams)
        self.timeline.cue(self.world.tick + AHEAD)  # lays an endless dream out so far
        self._kinds = [act.shift.through for act in dream.seed.act]
        self._shifts = self._passage = None
        self._wings.clear()
        self.world.recast(self.timeline, self._scenes)
        for act, placed in self._placed.items():
            old, new = before[act], self._scenes[act]
            for place, item in enumerate(placed):
                if old.layer_parameters(item.name) != new.layer_parameters(item.name):
                    placed[place] = self._place(item.name, new)
        collect(self.ctx)

    def draw(self, moment: Moment, top_first: bool = True, shown: float | None = None) -> Target:
        """Advance the world to `moment`, draw it, and return the graded target.

        Args:
            moment: what to draw.
            top_first: put the first row at the top.
            shown: when it will be seen, in seconds on the viewer's clock; None where that is the dream's own time.
        """
        return self.develop(self.light(moment), moment.seconds if shown is None else shown, top_first)

    def light(self, moment: Moment) -> Target:
        """Advance the world to `moment`, and draw its light."""
        self.world.advance_to(moment.tick)
        self._seen = snapshot = self.world.snapshot(moment.alpha)
        if snapshot.cue.leaving:
            return self._shift(snapshot)
        begun = (snapshot.cue.tick + snapshot.alpha) / WAKING
        asleep = begun < 1.0 and not self.timeline.endless and not self._only
        return self._awaken(snapshot, begun) if asleep else self._paint(snapshot, self.picture)

    def develop(self, light: Target, shown: float, top_first: bool = True) -> Target:
        """Make the graded picture of the light that was drawn last, or of one made of it; arguments as of `draw`."""
        if self.exposer is None:
            graded = self.post.run(light.texture, BLOOM, top_first)
        else:
            graded = self.exposer.grade(self.post, light.texture, BLOOM, shown, top_first)
        self._speak(graded, self._seen, top_first)
        self._look_ahead(self._seen.cue)
        return graded

    def passes(self, snapshot: Snapshot, picture: Target | None = None) -> Iterator[str]:
        """Draw the light of a snapshot layer by layer, naming each one once it is drawn (for timing and debugging).

        Args:
            snapshot: the world as one act sees it.
            picture: where to; `self.picture` if not given.
        """
        picture = picture or self.picture
        scene, placed = self.scene(snapshot.cue.act)
        camera = self._camera(scene, snapshot)
        if self.world.settings:
            self._set(scene, placed)
        self._trace.write(snapshot.heart_trace.tobytes())
        frame = Frame(snapshot, camera, picture.size, {"heart_trace": self._trace})
        for item in placed:
            self._set_out(item, frame)
            item.layer.prepare(frame)
            self._draw_smaller(item, frame)
            yield f"{item.name} (prepare)"
        self._bind(frame, picture.size)
        picture.framebuffer.depth_mask = True
        picture.begin(clear=(0.0, 0.0, 0.0, 0.0 if self._only else 1.0))
        for item in placed:
            if not self._only or item.name in self._only:
                self._draw(item, frame, picture)
                yield item.name

    def _camera(self, scene: Scene, snapshot: Snapshot) -> Camera:
        return scene.camera(snapshot.act_seconds).framed(self._aspect).turned(self._turn)

    def _set(self, scene: Scene, placed: list[Placed]) -> None:
        """Let layers be as controls were set: by their own names, and through the parameters of their scene."""
        for item in placed:
            mine = f"{item.name}."
            own = {k.removeprefix(mine): v for k, v in self.world.settings.items() if k.startswith(mine)}
            assign(item.layer, {**scene.layer_parameters(item.name), **own}, item.name)

    def _set_out(self, item: Placed, frame: Frame) -> None:
        """What a layer finds as it prepares."""
        self._bind(frame, frame.size if item.target is None else item.target.size)
        self.ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)

    def _draw_smaller(self, item: Placed, frame: Frame) -> None:
        """Draw a layer into the smaller target that it may have asked for."""
        if item.target is not None:
            item.target.begin(clear=(0.0, 0.0, 0.0, 0.0))
            self._blend(item.layer)
            item.layer.draw(replace(frame, size=item.target.size))

    def _draw(self, item: Placed, frame: Frame, picture: Target) -> None:
        picture.framebuffer.depth_mask = item.layer.blend == "opaque"
        self._blend(item.layer)
        if item.target is None:
            item.layer.draw(frame)
        else:
            self._lay.set(target_texel=(1.0 / picture.size[0], 1.0 / picture.size[1]))
            self._lay.bind({"image": item.target.texture})
            self._lay.cover()

    def _rehearse(self, snapshot: Snapshot) -> Iterator[None]:
        """Draw a snapshot out of sight, into a picture that shifts use; between two steps, others may draw."""
        picture = self._passing().half
        scene, placed = self.scene(snapshot.cue.act)
        self._trace.write(snapshot.heart_trace.tobytes())
        frame = Frame(snapshot, self._camera(scene, snapshot), picture.size, {"heart_trace": self._trace})
        for item in placed:
            self._set_out(item, frame)
            for _ in item.layer.rehearse(frame):
                yield
                self._set_out(item, frame)
            self._draw_smaller(item, frame)
        for item in placed:
            self._bind(frame, picture.size)
            picture.begin()
            self._draw(item, frame, picture)
            yield

    def _paint(self, snapshot: Snapshot, picture: Target) -> Target:
        for _ in self.passes(snapshot, picture):
            pass
        return picture

    def _shift(self, snapshot: Snapshot) -> Target:
        """Draw both acts, the one that covers less at half size, and let the dream pass from one into the other."""
        cue = snapshot.cue
        leaving = self.world.snapshot_of(cue.leaving, snapshot.alpha) if cue.leaving else snapshot
        passage = self._passing()
        early = cue.passing < 0.5
        gone = self._paint(leaving, self.picture if early else passage.half)
        come = self._paint(snapshot, passage.half if early else self.picture)
        passing = cue.passing + snapshot.alpha * self.timeline.pace(cue)
        (x0, y0), (x1, y1) = (self._gate(view) for view in (leaving, snapshot))
        gate = x0 + (x1 - x0) * passing, y0 + (y1 - y0) * passing
        kind = self.timeline.acts[leaving.cue.act].shift.through
        glow = self._palette(leaving.cue.act if kind == "shine" else cue.act)["light"]  # what shines is the key
        passage.shifts.draw(kind, (come, gone), passage.mixed, min(passing, 1.0), gate, tuple(glow.tolist()))
        return passage.mixed

    def _awaken(self, snapshot: Snapshot, begun: float) -> Target:
        """Draw the dream's beginning, 0 to 1 of it: as the dream ends, one light in the middle, all else dark."""
        passage = self._passing()
        x, y = self._gate(snapshot)
        gate = 0.5 + (x - 0.5) * ease(begun), 0.5 + (y - 0.5) * ease(begun)
        glow = self._palette(snapshot.cue.act)["light"]
        passage.half.begin(clear=(0.0, 0.0, 0.0, 1.0))
        pictures = self._paint(snapshot, self.picture), passage.half
        passage.shifts.draw("dawn", pictures, passage.mixed, begun, gate, tuple(glow.tolist()))
        return passage.mixed

    def _gate(self, snapshot: Snapshot) -> tuple[float, float]:
        """Where an act's gate is in this picture."""
        scene, seconds = self._scenes[snapshot.cue.act], snapshot.act_seconds
        return scene.camera(seconds).part(scene.gate(seconds), self._aspect)

    def _speak(self, graded: Target, snapshot: Snapshot, top_first: bool) -> None:
        """Draw the caption of the act that plays, or of the one that is leaving if it is still speaking."""
        cue = snapshot.cue if snapshot.cue.line or not snapshot.cue.leaving else snapshot.cue.leaving
        if self.speaking and cue.line:
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
            self._build(act)
        return scene, placed

    def ready(self, tick: int) -> bool:
        """Make a step of a few ms towards drawing a moment at `tick`; whether it can be drawn now without a stall.

        For a viewer that jumps: until this is true, the moment before the jump may go on.
        """
        cue = self.timeline.cue(tick)
        self._sought = {cue.act, cue.leaving.act} if cue.leaving else {cue.act}
        return all(self._approach(act) for act in sorted(self._sought))

    def _approach(self, act: int) -> bool:
        """Make a step towards an act, unless it stands; whether it does now."""
        if len(self._placed.get(act, ())) == len(self._scenes[act].layers) and act not in self._wings:
            return True
        if act not in self._wings:
            scene = self._scenes[act]
            self._wings[act] = Wings(act, scene, self.world, self.quality, self._build, self._rehearse)
        return self._wings[act].step()

    def _look_ahead(self, cue: Cue) -> None:
        """Make the next act ready, a step a frame, before it comes, so that no shift stalls; let go of other acts."""
        self._wings.pop(cue.act, None)
        if cue.act in self._sought:
            self._sought = set()
        kept = {cue.act, cue.act + 1, *self._sought}
        if cue.leaving is None and not kept >= self._placed.keys():
            self._placed = {act: placed for act, placed in self._placed.items() if act in kept}
            self._wings = {act: wings for act, wings in self._wings.items() if act in kept}
            collect(self.ctx)
        following = self.timeline.cue(cue.tick + AHEAD).act
        if following > cue.act:
            self._approach(cue.act + 1)

    def _passing(self) -> Passage:
        """What shifts need, made when the first one is near: a film of one act does without."""
        if self._passage is None:
            self._shifts = self._shifts or Shifts(self.ctx, ["dawn", *self._kinds])
            half = Target(self.ctx, _divided(self.picture.size, 2), depth=True)
            self._passage = Passage(self._shifts, half, Target(self.ctx, self.picture.size))
        return self._passage

    def _build(self, act: int) -> None:
        """Build the next layer of an act that is missing, if any is."""
        scene, placed = self._scenes[act], self._placed.setdefault(act, [])
        if len(placed) < len(scene.layers):
            placed.append(self._place(scene.layers[len(placed)], scene))

    def _place(self, name: str, scene: Scene) -> Placed:
        keeps = kept(self.ctx)
        if keeps:
            keeps.lately()
        layer = catalogue.layer(name)(self.ctx, self.quality, scene.streams, scene.layer_parameters(name))
        return Placed(name, layer, self._smaller(layer), keeps.lately() if keeps else frozenset())

    def _smaller(self, layer: Layer) -> Target | None:
        """The smaller target that a layer asks for, if it does."""
        divisor = self.quality.choose(layer.divisor)
        return None if divisor == 1 else Target(self.ctx, _divided(self.picture.size, divisor))

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
