"""The stage: a dream's world and its scenes, drawn for any moment into a picture."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.camera import ease
from dreamscape.clock import TICKS_PER_SECOND, Moment
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import AHEAD, ActLayers, Scenes
from dreamscape.engine.compositor import ActView, Compositor, PlacedLayer
from dreamscape.engine.warm_up import NEVER, entering
from dreamscape.flash.limiter import Limiter
from dreamscape.quality import Quality
from dreamscape.render.captions import Captions
from dreamscape.render.context import collect
from dreamscape.render.exposure import ExposurePass
from dreamscape.render.post import Coding, Post
from dreamscape.render.targets import Surface, Target, divided
from dreamscape.render.transition import Transitions
from dreamscape.resources import folder
from dreamscape.rng import Streams
from dreamscape.world.scene import Scene
from dreamscape.world.touch_response import REHEARSED
from dreamscape.world.world import Snapshot, World

BLOOM = 0.085  # part of the gathered glow that is added to the picture
ASIDE = 64, 36  # px, of a picture that nobody sees
WAKING = 4 * TICKS_PER_SECOND  # ticks that a dream takes to come out of the dark


@dataclass(frozen=True, slots=True)
class Passage:
    """What a shift draws with: its shaders, a picture of half the size, and the picture of both acts."""

    shifts: Transitions
    half: Target
    mixed: Target


class Renderer:
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
        between: called between layers while light is drawn, for what cannot wait until all are.

    Attributes:
        exposer: makes pictures of light as the limiter allows.
        seen: what was drawn last; its voice is written into the next picture that is developed.
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
        beside: "Renderer | None" = None,
        turn: float = 0.0,
        limiter: Limiter | None = None,
        only: Collection[str] = (),
        enlarged: bool = True,
        between: Callable[[], None] | None = None,
    ) -> None:
        self.ctx = ctx
        self.exposer = ExposurePass(ctx, limiter) if limiter else None
        self._asked, self._coding, self.speaking, self._only = quality, coding, captions, only
        self._turn, self._enlarged = turn, enlarged
        self._between = between
        self.streams: Streams = beside.streams if beside else Streams(dream.file.seed if seed is None else seed)
        self.timeline: Timeline = beside.timeline if beside else Timeline(dream.file, self.streams)
        self._scenes: Scenes = beside._scenes if beside else Scenes(self.timeline, self.streams)
        self.world: World = beside.world if beside else World(self.timeline, self.streams, self._scenes)
        self._compositor = Compositor(ctx, only, between)
        self._act_layers = ActLayers(ctx, self._scenes, quality, self._rehearse)
        self.seen = self.world.snapshot()
        self._shifts: Transitions | None = None
        self._aside = Target(ctx, ASIDE, depth=True)
        self._lay_out(size, None)
        self._captions = Captions(self.ctx, self.post.graded.size, coding.code, coding.steps)

    def _lay_out(self, size: tuple[int, int], before: Post | None) -> None:
        """Make the targets of an output of `size`; the shaders of the chain `before` serve here too."""
        self.size, self._aspect = size, size[0] / size[1]
        self.quality = self._asked.fitted(size)
        width, height = (max(1, round(side * self.quality.scale)) for side in size)
        self.picture = Target(self.ctx, (width, height), depth=True)
        graded = size if self._enlarged else min(size, self.picture.size)
        self.post = Post(self.ctx, self.picture.size, graded, self.quality, self._coding, before)
        self._act_layers.fit(self.picture.size)
        self._passage: Passage | None = None

    def resize(self, size: tuple[int, int]) -> None:
        """Draw for an output of another size from now on; layers and world stay as they are."""
        self._compositor.forget_sizes()
        self._lay_out(size, self.post)
        self._captions.resize(self.post.graded.size)
        collect(self.ctx)

    def rescale(self, scale: float) -> None:
        """Draw at another part of the output's size from now on."""
        self._asked = replace(self._asked, scale=scale)
        self.resize(self.size)

    def reload(self, files: set[Path]) -> None:
        """Make anew what was made of these shader files; world and dream stay as they are."""
        self._act_layers.reload(files)
        if any(path.is_relative_to(folder("glsl").resolve()) for path in files):
            self._shifts = None
            self._compositor.reload()
            self._lay_out(self.size, None)
            self._captions = Captions(self.ctx, self.post.graded.size, self._coding.code, self._coding.steps)
        collect(self.ctx)

    def recast(self, dream: Dream) -> None:
        """Go on with another version of the dream, which has the same acts: the world stays as it is.

        Layers whose parameters are the same stay too.
        """
        self.timeline = Timeline(dream.file, self.streams)
        self._scenes = Scenes(self.timeline, self.streams)
        self.timeline.cue(self.world.tick + AHEAD)  # lays an endless dream out so far
        self._shifts = self._passage = None
        self.world.recast(self.timeline, self._scenes)
        self._act_layers.recast(self._scenes)
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
        self.world.skip_to(moment.tick)
        self.seen = snapshot = self.world.snapshot(moment.alpha)
        if self._between:
            self._between()
        if self.exposer:
            self.exposer.fetch()
        if snapshot.cue.leaving:
            return self._shift(snapshot)
        if self._waking(snapshot) < 1.0:
            return self._awaken(snapshot, self._paint(snapshot, self.picture))
        return self._paint(snapshot, self.picture)

    def develop(self, light: Target, shown: float, top_first: bool = True) -> Target:
        """Make the graded picture of the light that was drawn last, or of one made of it; arguments as of `draw`."""
        self.show(light, shown, self.post.graded, top_first)
        return self.post.graded

    def show(self, light: Target, shown: float, onto: Surface, top_first: bool = False) -> None:
        """As `develop`, but straight onto a surface of the output's size, such as a window's own."""
        self._finish(light, shown, onto, top_first)
        self._act_layers.look_ahead(self.seen.cue, self.world)

    def _finish(self, light: Target, shown: float, onto: Surface, top_first: bool = False) -> None:
        if self.exposer is None:
            self.post.run(light.texture, BLOOM, top_first, onto)
        else:
            self.exposer.grade(self.post, light.texture, BLOOM, shown, top_first, onto)
        self._speak(onto, self.seen, top_first)

    @property
    def opens(self) -> bool:
        """Whether the world is where a dream comes out of the dark, at its first tick."""
        return self.world.tick == 0 and self._waking(self.world.snapshot()) == 0.0

    def open(self, shown: float, onto: Surface) -> None:
        """As `show`, the first picture of a dream that `opens`; nothing of its act, which need not stand, is in it."""
        self.seen = self.world.snapshot()
        dark = self._compositor.paint(self._view(self.seen, self.picture, []), self.picture)
        self._finish(self._awaken(self.seen, dark), shown, onto)

    def prepare(self, touched: bool = False) -> Iterator[None]:
        """Make the act that plays ready in steps: a layer built, or drawn out of sight, `touched` by a hand or not."""
        cue = self.world.snapshot().cue
        yield from self._act_layers.stand(cue.act)
        snapshot = self.world.snapshot_of(replace(cue, tick=NEVER), 0.0, entering(self.world, cue.act))
        yield from self._rehearse(replace(snapshot, touch=REHEARSED) if touched else snapshot)

    @property
    def shifting(self) -> bool:
        """Whether what was drawn last is of two acts."""
        return self.seen.cue.leaving is not None

    def passes(self, snapshot: Snapshot, picture: Target | None = None) -> Iterator[str]:
        """Draw the light of a snapshot layer by layer, naming each one once it is drawn (for timing and debugging).

        Args:
            snapshot: the world as one act sees it.
            picture: where to; `self.picture` if not given.
        """
        picture = picture or self.picture
        return self._compositor.passes(self._view(snapshot, picture), picture)

    def _view(self, snapshot: Snapshot, picture: Target, placed: list[PlacedLayer] | None = None) -> ActView:
        """How an act is seen in a picture, by all of its layers if none are given."""
        act = snapshot.cue.act
        if placed is None:
            placed = self._act_layers.of(act)
            if self.world.settings:
                self._act_layers.obey(act, self.world.settings)
        scene, seconds = self._scenes[act], snapshot.act_seconds
        camera = scene.camera(seconds).framed(self._aspect).turned(self._turn)
        reduced = self._passage is not None and picture is self._passage.half
        return ActView(snapshot, camera, self._scenes.palette(act), placed, scene.unseen(seconds), reduced)

    def _rehearse(self, snapshot: Snapshot) -> Iterator[None]:
        """Draw a snapshot out of sight, small: it only makes drivers compile what they draw with."""
        if act := snapshot.cue.act:
            self._passing().shifts.make(self.timeline.acts[act - 1].shift.through)
        return self._compositor.rehearse(self._view(snapshot, self._aside), self._aside)

    def _paint(self, snapshot: Snapshot, picture: Target) -> Target:
        return self._compositor.paint(self._view(snapshot, picture), picture)

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
        glow = self._scenes.palette(leaving.cue.act if kind == "shine" else cue.act)["light"]  # what shines is the key
        passage.shifts.draw(kind, (come, gone), passage.mixed, min(passing, 1.0), gate, tuple(glow.tolist()))
        return passage.mixed

    def _waking(self, snapshot: Snapshot) -> float:
        """How far the dream has come out of the dark, from 0 on; 1 and more is all the way."""
        begins = not self.timeline.endless and not self._only
        return (snapshot.cue.tick + snapshot.alpha) / WAKING if begins else 1.0

    def _awaken(self, snapshot: Snapshot, painted: Target) -> Target:
        """Draw the dream's beginning out of its act: as the dream ends, one light in the middle, all else dark."""
        passage, begun = self._passing(), self._waking(snapshot)
        x, y = self._gate(snapshot)
        gate = 0.5 + (x - 0.5) * ease(begun), 0.5 + (y - 0.5) * ease(begun)
        glow = self._scenes.palette(snapshot.cue.act)["light"]
        passage.half.begin(clear=(0.0, 0.0, 0.0, 1.0))
        passage.shifts.draw("dawn", (painted, passage.half), passage.mixed, begun, gate, tuple(glow.tolist()))
        return passage.mixed

    def _gate(self, snapshot: Snapshot) -> tuple[float, float]:
        """Where an act's gate is in this picture."""
        scene, seconds = self._scenes[snapshot.cue.act], snapshot.act_seconds
        return scene.camera(seconds).part(scene.gate(seconds), self._aspect)

    def await_hands(self) -> None:
        """From now on a hand may come any moment, and must be felt at once."""
        self._act_layers.hands = True

    def composed(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of this picture is in the one of 16:9 that the dream is composed for; -1 to 1 across either."""
        camera = self._scenes[self.seen.cue.act].camera(self.seen.act_seconds)
        x, y = camera.composed((0.5 + 0.5 * x, 0.5 + 0.5 * y), self._aspect)
        return 2.0 * x - 1.0, 2.0 * y - 1.0

    def _speak(self, graded: Surface, snapshot: Snapshot, top_first: bool) -> None:
        """Draw the caption of the act that plays, or of the one that is leaving if it is still speaking."""
        cue = snapshot.cue if snapshot.cue.line or not snapshot.cue.leaving else snapshot.cue.leaving
        if self.speaking and cue.line:
            since = (cue.line_tick + snapshot.alpha) / TICKS_PER_SECOND
            scene = self._scenes[cue.act]
            left, bottom, right, top = scene.subject
            camera = scene.camera(snapshot.act_seconds)
            subject = camera.part((left, bottom), self._aspect) + camera.part((right, top), self._aspect)
            self._captions.draw(graded, cue.line, since, scene.caption, subject, top_first)

    def scene(self, act: int) -> tuple[Scene, list[PlacedLayer]]:
        """The scene of an act with its layers; what has not been built yet is built now."""
        return self._scenes[act], self._act_layers.of(act)

    def tier(self, act: int) -> Quality:
        """The tier that an act is drawn at."""
        return self._act_layers.tier(act)

    def prefer(self, tier: Quality) -> None:
        """Draw the acts of which nothing stands yet at this tier."""
        self._act_layers.coming = tier

    def ready(self, tick: int) -> bool:
        """Make a step of a few ms towards drawing a moment at `tick`; whether it can be drawn now without a stall.

        For a viewer that jumps: until this is true, the moment before the jump may go on.
        """
        return self._act_layers.ready(self.timeline.cue(tick), self.world)

    def _passing(self) -> Passage:
        """What shifts need, made when the first one is near: a film of one act does without."""
        if self._passage is None:
            self._shifts = self._shifts or Transitions(self.ctx)
            half = Target(self.ctx, divided(self.picture.size, 2), depth=True)
            self._passage = Passage(self._shifts, half, Target(self.ctx, self.picture.size))
        return self._passage

    def read(self, graded: Target) -> NDArray[np.uint8]:
        """A graded 8-bit picture as `uint8 (h, w, 3)`, rows as they were drawn."""
        width, height = graded.size
        return np.frombuffer(graded.framebuffer.read(components=3), np.uint8).reshape(height, width, 3)
