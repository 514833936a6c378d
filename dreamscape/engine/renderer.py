"""Draws a dream: its world and its scenes, at any moment, as a picture."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import moderngl

from dreamscape.clock import Moment
from dreamscape.dream.dream_file import Dream
from dreamscape.dream.timeline import Timeline
from dreamscape.engine.act_layers import AHEAD, ActLayers, Scenes
from dreamscape.engine.act_pictures import ActPictures
from dreamscape.engine.compositor import ActView, Compositor
from dreamscape.engine.framing import Framing
from dreamscape.engine.grading import Grading
from dreamscape.engine.placed_layers import PlacedLayer
from dreamscape.engine.warm_up import REHEARSAL_TICK, cast_entering
from dreamscape.flash.limiter import Limiter
from dreamscape.quality import Quality
from dreamscape.render.context import collect
from dreamscape.render.in_place import InPlace
from dreamscape.render.planes import Planes
from dreamscape.render.post import Coding
from dreamscape.render.targets import Surface, Target, read_pixels
from dreamscape.resources import folder
from dreamscape.rng import Streams
from dreamscape.world.scene import Scene
from dreamscape.world.snapshot import Snapshot
from dreamscape.world.touch_response import REHEARSED
from dreamscape.world.world import World

REHEARSAL_SIZE = 64, 36  # px, of pictures that nobody sees


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
        primary: a renderer of the same dream and context whose world this one draws too.
        yaw: radians by which the camera looks further to the right than the dream asks for.
        limiter: keeps the pictures from flashing; it may have seen another renderer's before. None limits nothing.
        only: names of the layers to draw, over nothing; all if empty.
        upscaled: scale a smaller picture up to the output's size; else whoever shows it does.
        between_layers: called between layers while light is drawn, for work that cannot wait for the last one.

    Attributes:
        compositor, act_layers: what draws acts; their layers, and the tiers they are drawn at.
        grading: makes pictures of the light.
        snapshot: the world as drawn last; its voice is written into the next picture that is graded.
        look: that of the light drawn last, as of `Post.grade`.
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
        primary: "Renderer | None" = None,
        yaw: float = 0.0,
        limiter: Limiter | None = None,
        only: Collection[str] = (),
        upscaled: bool = True,
        between_layers: Callable[[], None] | None = None,
    ) -> None:
        self.ctx = ctx
        self.grading = Grading(ctx, coding, captions, limiter)
        self._requested_quality, self._coding, self._only = quality, coding, only
        self._yaw, self._upscaled, self._between_layers = yaw, upscaled, between_layers
        self.streams: Streams = primary.streams if primary else Streams(dream.file.seed if seed is None else seed)
        self.timeline: Timeline = primary.timeline if primary else Timeline(dream.file, self.streams)
        self._scenes: Scenes = primary._scenes if primary else Scenes(self.timeline, self.streams)
        self.world: World = primary.world if primary else World(self.timeline, self.streams, self._scenes)
        self.compositor = Compositor(ctx, only, between_layers)
        self.act_layers = ActLayers(ctx, self._scenes, quality, self._rehearse)
        self.snapshot, self.look = self.world.snapshot(), 1.0
        self._pictures = ActPictures(ctx, self.streams, dream.shaders, coding, size)
        self._rehearsal_target = Target(ctx, REHEARSAL_SIZE, depth=True)
        self._make_targets(size)

    def _make_targets(self, size: tuple[int, int], anew: bool = True) -> None:
        """Make the targets of an output of `size`; the shaders of grading and captions too, if `anew`."""
        self.size, self._framing = size, Framing(self._scenes, size[0] / size[1], self._yaw)
        self.quality = self._requested_quality.fitted(size)
        width, height = (max(1, round(side * self.quality.scale)) for side in size)
        self.picture = Target(self.ctx, (width, height), depth=True)
        graded = size if self._upscaled else min(size, self.picture.size)
        self.grading.fit(self.picture.size, graded, self.quality, anew)
        self.act_layers.resize(self.picture.size)
        self._pictures.resize(self.picture.size)

    def resize(self, size: tuple[int, int]) -> None:
        """Draw for an output of another size from now on; layers and world stay as they are."""
        self.compositor.forget_sizes()
        self._make_targets(size, anew=False)
        collect(self.ctx)

    def rescale(self, scale: float) -> None:
        """Draw at another fraction of the output's size from now on."""
        self._requested_quality = replace(self._requested_quality, scale=scale)
        self.resize(self.size)

    def reload(self, files: set[Path]) -> None:
        """Rebuild what was made of these shader files; world and dream stay as they are."""
        self.act_layers.reload(files)
        if any(path.is_relative_to(folder("glsl").resolve()) for path in files):
            self._pictures.transitions.reload()
            self.compositor.reload()
            self._make_targets(self.size)
        collect(self.ctx)

    def recast(self, dream: Dream) -> None:
        """Continue with another version of the dream, of the same acts; the world and unchanged layers stay."""
        self.timeline = Timeline(dream.file, self.streams)
        self._scenes = Scenes(self.timeline, self.streams)
        self._framing = replace(self._framing, scenes=self._scenes)
        self.timeline.cue(self.world.tick + AHEAD)  # lays an endless dream out so far
        self._pictures.recast(dream.shaders)
        self.world.recast(self.timeline, self._scenes)
        self.act_layers.recast(self._scenes)
        collect(self.ctx)

    def turn(self, dream: Dream) -> None:
        """Continue with the dream in another layout, the same up to the next tick."""
        self.timeline = self.world.timeline = Timeline(dream.file, self.streams)
        self.act_layers.turn(self.timeline)
        self._pictures.turn(self.timeline.cue(self.world.tick).act)

    def draw_only(self, layers: Collection[str]) -> None:
        """Draw only these layers from now on, over nothing."""
        self._only = self.compositor.only = layers

    def draw(self, moment: Moment, top_first: bool = True, shown: float | None = None) -> Target:
        """Advance the world to `moment`, draw it, and return the graded target.

        Args:
            moment: what to draw.
            top_first: put the first row at the top.
            shown: when it will be seen, in seconds on the viewer's clock; None where that is the dream's own time.
        """
        return self.grade(self.draw_light(moment), moment.seconds if shown is None else shown, top_first)

    def draw_light(self, moment: Moment) -> Target:
        """Advance the world to `moment`, and draw its light."""
        self.world.skip_to(moment.tick)
        self.snapshot = snapshot = self.world.snapshot(moment.alpha)
        if self._between_layers:
            self._between_layers()
        if self.grading.exposure_pass:
            self.grading.exposure_pass.fetch()
        if snapshot.cue.leaving:
            return self._draw_shift(snapshot)
        self.look = self._scenes.look(snapshot.cue.act)
        if self.opening_progress(snapshot) < 1.0:
            return self._open(snapshot, self._draw_act(snapshot, self.picture))
        act = snapshot.cue.act
        return self._draw_act(
            snapshot, self._pictures.target(self._scenes, act, len(self.act_layers.layers(act)), self.picture)
        )

    def light_of(self, moment: Moment) -> Target | InPlace:
        """As `draw_light`, for `pack` alone: a cheap layer that is all of an act is not drawn, but read in place."""
        cue = self.timeline.cue(moment.tick)
        lone = len(self._scenes[cue.act].layers) == 1 and not self.timeline.acts[cue.act].look and not cue.leaving
        if lone and self.timeline.opening_progress(moment.tick + moment.alpha) >= 1.0:
            self.world.skip_to(moment.tick)
            self.snapshot, self.look = self.world.snapshot(moment.alpha), self._scenes.look(cue.act)
            view = self.view(self.snapshot, self.picture)
            if light := self.compositor.light_in_place(view, self.picture, self.look > 0.0):
                return light
        return self.draw_light(moment)

    def grade(self, light: Target, shown: float, top_first: bool = True) -> Target:
        """The graded picture of the light that was drawn last, or of one made of it; arguments as of `draw`."""
        self.grade_onto(light, shown, self.grading.post.graded, top_first)
        return self.grading.post.graded

    def grade_onto(self, light: Target, shown: float, onto: Surface, top_first: bool = False) -> None:
        """As `grade`, but straight onto a surface of the output's size, such as a window's own."""
        self._finish(light, shown, onto, top_first)
        self.grading.expect_line(self.timeline, self.snapshot.cue.tick)
        self.act_layers.look_ahead(self.snapshot.cue, self.world)

    def pack(self, light: Target | InPlace, shown: float, planes: Planes) -> None:
        """As `grade`, but into the planes of a film, straight from light where that can be done."""
        if not self.grading.post.packs(planes):
            planes.begin(self.grade(cast(Target, light), shown))
            return
        written = self.grading.written(self.snapshot, self._scenes, self._framing)
        self.grading.pack(light, self.look, shown, planes, written)
        self.act_layers.look_ahead(self.snapshot.cue, self.world)

    def _finish(self, light: Target, shown: float, onto: Surface, top_first: bool = False) -> None:
        self.grading.grade(light, self.look, shown, onto, top_first)
        self.grading.draw_caption(self.snapshot, self._scenes, self._framing, onto, top_first)

    @property
    def is_shifting(self) -> bool:
        """Whether the light drawn last is of two acts."""
        return self.snapshot.cue.leaving is not None

    @property
    def at_opening(self) -> bool:
        """Whether the world is where a dream comes out of the dark, at its first tick."""
        return self.world.tick == 0 and self.opening_progress(self.world.snapshot()) == 0.0

    def draw_opening(self, shown: float, onto: Surface) -> None:
        """As `grade_onto`, a dream's first picture; it shows nothing of its act, which need not be built yet."""
        self.snapshot = self.world.snapshot()
        self.look = self._scenes.look(self.snapshot.cue.act)
        dark = self.compositor.draw(self.view(self.snapshot, self.picture, []), self.picture)
        self._finish(self._open(self.snapshot, dark), shown, onto)

    def warm_up(self, touched: bool = False) -> Iterator[None]:
        """Build the layers of the playing act and draw them out of sight, a step each; `touched` by a hand or not."""
        cue = self.world.snapshot().cue
        yield from self.act_layers.build(cue.act)
        snapshot = self.world.snapshot_of(replace(cue, tick=REHEARSAL_TICK), 0.0, cast_entering(self.world, cue.act))
        yield from self._rehearse(replace(snapshot, touch=REHEARSED) if touched else snapshot)

    def passes(self, snapshot: Snapshot, picture: Target | None = None) -> Iterator[str]:
        """Draw the light of a snapshot into `picture` or `self.picture`, naming each layer once it is drawn."""
        return self.compositor.passes(self.view(snapshot, onto := picture or self.picture), onto)

    def view(self, snapshot: Snapshot, picture: Target, layers: list[PlacedLayer] | None = None) -> ActView:
        """How an act is seen in a picture, by all of its layers if none are given."""
        act = snapshot.cue.act
        if layers is None:
            layers = self.act_layers.layers(act)
            driven = self.world.drives.added(self.timeline.acts[act])
            if self.world.settings or driven:
                self.act_layers.apply_settings(act, self.world.settings, driven)
        camera = self._framing.camera(act, snapshot.act_seconds)
        hidden, reduced = self._scenes[act].unseen(snapshot.act_seconds), self._pictures.transitions.is_half(picture)
        return ActView(
            snapshot, camera, self._scenes.palette(act), layers, self._scenes.lean(self.snapshot), hidden, reduced
        )

    def _rehearse(self, snapshot: Snapshot) -> Iterator[None]:
        """Draw a small picture of a snapshot out of sight, only so that drivers compile for it."""
        acts = snapshot.cue.act, self.snapshot.cue.act
        for look in self._pictures.looks_to_compile(self.timeline, self._scenes, *acts, self.quality):
            self.grading.compile(look)
        return self.compositor.rehearse(self.view(snapshot, self._rehearsal_target), self._rehearsal_target)

    def _draw_act(self, snapshot: Snapshot, picture: Target) -> Target:
        """Draw an act, and lay its filters over it unless only some layers are drawn."""
        view = self.view(snapshot, picture)
        light = self.compositor.draw(view, picture)
        return light if self._only else self._pictures.laid(self.world, self._scenes, view, light, self.quality)

    def _draw_shift(self, snapshot: Snapshot) -> Target:
        """Draw both acts, the one that covers less at half size if the shift hides that, and mix them."""
        cue = snapshot.cue
        leaving = self.world.snapshot_of(cue.leaving, snapshot.alpha) if cue.leaving else snapshot
        second, early = self._pictures.second(self.timeline.acts[leaving.cue.act].shift.through), cue.passing < 0.5
        leaving_light = self._draw_act(leaving, self.picture if early else second)
        arriving_light = self._draw_act(snapshot, second if early else self.picture)
        picture, self.look = self._pictures.shifted(
            self.timeline, self._scenes, self._framing, leaving, snapshot, (leaving_light, arriving_light), self.quality
        )
        return picture

    def opening_progress(self, snapshot: Snapshot) -> float:
        """How far the dream has come out of the dark: 0 not at all, 1 and more all the way."""
        return 1.0 if self._only else self.timeline.opening_progress(snapshot.cue.tick + snapshot.alpha)

    def _open(self, snapshot: Snapshot, picture: Target) -> Target:
        """Draw the dream's opening, whose light moves to the act's gate."""
        light, bright = self._scenes.palette(snapshot.cue.act)["light"], self._scenes[snapshot.cue.act].bright
        gate = self._framing.gate(snapshot.cue.act, snapshot.act_seconds)
        return self._pictures.transitions.open(picture, self.opening_progress(snapshot), gate, light, bright)

    def to_composition(self, x: float, y: float) -> tuple[float, float]:
        """A point of the picture drawn last in the 16:9 picture that it is composed for; -1 to 1 across either."""
        return self._framing.to_composition(self.snapshot.cue.act, self.snapshot.act_seconds, (x, y))

    def scene(self, act: int) -> tuple[Scene, list[PlacedLayer]]:
        """The scene of an act with its layers; what has not been built yet is built now."""
        return self._scenes[act], self.act_layers.layers(act)

    def prepare_jump(self, tick: int) -> bool:
        """Make a step of a few ms towards drawing the moment at `tick`; whether it can now be drawn without a stall."""
        return self.act_layers.prepare(self.timeline.cue(tick), self.world)

    read = staticmethod(read_pixels)
