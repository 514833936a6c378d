"""The scenes of a dream's acts, and the layers of the acts that play or are about to."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import catalogue
from dreamscape.authoring import scene_check
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Cue, Timeline
from dreamscape.engine import dream_check
from dreamscape.engine.placed_layers import PlacedLayer
from dreamscape.engine.warm_up import WarmUp, steps_of
from dreamscape.parameters import Scalar, assign, checked, controlled, moved
from dreamscape.quality import Quality
from dreamscape.render.context import collect
from dreamscape.render.layer import Layer
from dreamscape.render.shader_cache import cache_of
from dreamscape.render.targets import Target, divided
from dreamscape.rng import Streams
from dreamscape.system.memory import trim
from dreamscape.world.scene import Scene
from dreamscape.world.snapshot import Snapshot
from dreamscape.world.touch_response import REHEARSED
from dreamscape.world.world import World

AHEAD = 12 * TICKS_PER_SECOND  # ticks before an act at which its layers begin to be built
STEP_INTERVAL = 4  # ticks between steps of the warm-up, so that the frames between them are shown in time
TOUCH_STEP_INTERVAL = 12  # ticks between steps of rehearsing what only a hand would miss
OF_LAYER = "/"  # in an act's parameters, between the name of a layer and of a parameter that the user set
HURRY = 4 * TICKS_PER_SECOND  # ticks before an act from which every frame makes a step
KEPT = 12  # scenes of an endless dream that stay: more than play, are heard, are jumped to and are made ready at once


def hue(streams: Streams) -> float:
    """Which way a seed turns the hue of blues: -1, to teal, to 1, to violet (lean.glsl)."""
    return float(streams.at("hue").uniform(-1.0, 1.0))


class Scenes(dict[int, Scene]):
    """The scenes by index of the act, made on first use; each round of an endless dream has its own random streams."""

    def __init__(self, timeline: Timeline, streams: Streams) -> None:
        super().__init__()
        self._timeline, self._streams = timeline, streams
        self._leans: dict[int, float] = {}  # by round

    def __missing__(self, act: int) -> Scene:
        playing = self._timeline.acts[act]
        own = {name: value for name, value in playing.parameters.items() if OF_LAYER not in name}
        scene = catalogue.scene(playing.scene)(self._streams_of(act), own)
        scene_check.check_camera(scene)
        made = self.setdefault(act, scene)  # two threads may have made it at once
        if self._timeline.endless:
            for old in list(self)[:-KEPT]:
                self.pop(old, None)
        return made

    def turn(self, timeline: Timeline) -> None:
        """Go on with the acts in another layout; scenes of acts that are the same stay."""
        before, self._timeline = self._timeline, timeline
        for act in [act for act in self if not _same(before, timeline, act)]:
            del self[act]

    def layer_parameters(self, act: int, layer: str) -> dict[str, Any]:
        """The values for one layer of an act: the scene's, and over them those that the user set."""
        mine, asked = f"{layer}{OF_LAYER}", self._timeline.acts[act].parameters
        own = {name.removeprefix(mine): value for name, value in asked.items() if name.startswith(mine)}
        values = self[act].layer_parameters(layer)
        scene_check.check_layer_parameters(self[act], layer, values)
        return {**values, **own}

    def checked_parameters(self, act: int, layer: str) -> dict[str, Any]:
        """As `layer_parameters`, which the layer has been asked about: errors say that the scene sets them."""
        kind, scene = dream_check.layer_of(self[act].name(), layer), self[act]
        values = scene.layer_parameters(layer)
        scene_check.check_layer_parameters(scene, layer, values)
        checked(kind, values, f"scene {scene.name()!r}, layer_parameters({layer!r}): {layer}")
        return self.layer_parameters(act, layer)

    def palette(self, act: int) -> dict[str, NDArray[np.float32]]:
        """The colours of an act by name, linear RGB `(3,)`."""
        return self[act].palette(self._timeline.acts[act].palette)

    def lean(self, snapshot: Snapshot) -> float:
        """Which way the seed turns the hue of blues now: -1, to teal, to 1, to violet (lean.glsl); 0 if it is plain."""
        cue = snapshot.cue
        lean = self._lean(cue.act)
        if cue.leaving is None:
            return lean
        before = self._lean(cue.leaving.act)
        return before + (lean - before) * min(cue.passing + snapshot.alpha * self._timeline.shift_rate(cue), 1.0)

    def _lean(self, act: int) -> float:
        number = self._timeline.round_of(act)
        if number not in self._leans:
            self._leans[number] = hue(self._streams_of(act))
        return self.light_look(act) * self._leans[number]

    def _streams_of(self, act: int) -> Streams:
        """The random streams of the round in which an act plays."""
        number = self._timeline.round_of(act)
        return self._streams.branch(number) if number else self._streams

    def light_look(self, act: int) -> float:
        """How far bloom, vignette and tone map apply to what an act's layers draw: 1, or 0 for a plain scene."""
        return float(self[act].look != "plain")

    def look(self, act: int) -> float:
        """The same of the picture of an act, over which filters may have been laid: these leave it plain."""
        return 0.0 if self._timeline.acts[act].look else self.light_look(act)


def _same(before: Timeline, after: Timeline, act: int) -> bool:
    """Whether an act plays the same scene in two layouts."""
    return act < len(after.acts) and all(
        getattr(before.acts[act], name) == getattr(after.acts[act], name) for name in ("scene", "parameters", "palette")
    )


class ActLayers:
    """The layers of acts, built when they are first drawn or, a step at a time, before.

    Args:
        ctx: the OpenGL context.
        scenes: by index of the act.
        tier: the quality to build for.
        rehearse: draws a snapshot of an act out of sight, a little at a time.

    Attributes:
        next_tier: the quality of the acts of which nothing is built yet.
        touch_expected: whether a hand may come any moment: then acts are rehearsed with one too.
        turn_expected: whether the next act may come any moment: then it is built as soon as it may be.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        scenes: Scenes,
        tier: Quality,
        rehearse: Callable[[Snapshot], Iterator[None]],
    ) -> None:
        self.scenes, self.next_tier = scenes, tier
        self._tiers: dict[int, Quality] = {}
        self._ctx, self._rehearse = ctx, rehearse
        self._layers: dict[int, list[PlacedLayer]] = {}
        self._warm_up: dict[int, WarmUp] = {}
        self._last_step = -STEP_INTERVAL  # the tick of the warm-up's last step
        self._jump_targets: set[int] = set()  # acts that a viewer is about to jump to
        self.touch_expected = self.turn_expected = False
        self._touch_rehearsals: dict[int, Iterator[None]] = {}  # by act: what is left of its rehearsal with a hand
        self._last_touch_step = -TOUCH_STEP_INTERVAL  # the tick of its last step

    def release(self) -> None:
        """Drop all layers, and what keeps the renderer in a cycle, where it would stay until Python looks for those."""
        self._layers, self._warm_up, self._touch_rehearsals = {}, {}, {}
        self._rehearse = lambda snapshot: iter(())

    def tier(self, act: int) -> Quality:
        """The tier that an act is drawn at."""
        return self._tiers.setdefault(act, self.next_tier)

    def resize(self, size: tuple[int, int]) -> None:
        """Build for a picture of `size` from now on; layers that are built get targets of that size."""
        self._size = size
        for placed in self._layers.values():
            placed[:] = [replace(item, target=self._make_target(item.layer)) for item in placed]

    def layers(self, act: int) -> list[PlacedLayer]:
        """The layers of an act; what has not been built yet is built now."""
        for _ in self.build(act):
            pass
        return self._layers[act]

    def build(self, act: int) -> Iterator[None]:
        """Build the missing layers of an act, one each step."""
        while len(self._layers.setdefault(act, [])) < len(self.scenes[act].layers):
            self._build_next(act)
            yield

    def apply_settings(self, act: int, settings: Mapping[str, Scalar], added: Mapping[str, float]) -> None:
        """Set the parameters of layers as controls ask: by the layer's name, or through parameters of the scene.

        Args:
            act: whose layers.
            settings: the values that controls were set to, by `scene.parameter` or `layer.parameter`.
            added: what drives add to numbers, by `layer.parameter`.
        """
        for item in self.layers(act):
            own = controlled(type(item.layer), settings, item.name)
            assign(item.layer, {**self.scenes.layer_parameters(act, item.name), **own}, item.name)
            if driven := controlled(type(item.layer), added, item.name):
                assign(item.layer, moved(item.layer, driven), item.name)

    def prepare(self, cue: Cue, world: World) -> bool:
        """Make a step of a few ms towards drawing a cue; whether it can now be drawn without a stall."""
        self._jump_targets = {cue.act, cue.leaving.act} if cue.leaving else {cue.act}
        return all(self._warm_up_step(act, world) for act in sorted(self._jump_targets))

    def look_ahead(self, cue: Cue, world: World) -> None:
        """Warm up the next act a step at a time, so that no shift stalls, and drop the acts that are over."""
        self._warm_up.pop(cue.act, None)
        if self.touch_expected:
            self._rehearse_touch(cue, world)
        if cue.act in self._jump_targets:
            self._jump_targets = set()
        keep = {cue.act, cue.act + 1, *self._jump_targets}
        if cue.leaving is None and not keep >= self._layers.keys():
            self._layers = {act: placed for act, placed in self._layers.items() if act in keep}
            self._warm_up = {act: warm_up for act, warm_up in self._warm_up.items() if act in keep}
            self._tiers = {act: tier for act, tier in self._tiers.items() if act in keep}
            self._touch_rehearsals = {act: rest for act, rest in self._touch_rehearsals.items() if act in keep}
            collect(self._ctx)  # before memory is returned, or what that frees would stay until the next act is over
            trim()
        collect(self._ctx)
        if self._next_is_near(cue, world):
            hurry = world.timeline.cue(cue.tick + HURRY).act > cue.act
            if hurry or abs(cue.tick - self._last_step) >= STEP_INTERVAL:
                self._last_step = cue.tick
                self._warm_up_step(cue.act + 1, world)

    def _next_is_near(self, cue: Cue, world: World) -> bool:
        """Whether it is time to build the next act."""
        if self.turn_expected and cue.leaving is None:
            return cue.act + 1 < len(world.timeline.acts)
        return world.timeline.cue(cue.tick + AHEAD).act > cue.act

    def turn(self, timeline: Timeline) -> None:
        """Go on in another layout: drop what was built for acts that another takes the place of."""
        self.scenes.turn(timeline)
        gone = {act for act, placed in self._layers.items() if act not in self.scenes and placed}
        for built in (self._layers, self._warm_up, self._tiers, self._touch_rehearsals):
            for act in gone & built.keys():
                del built[act]

    def _rehearse_all(self, snapshot: Snapshot) -> Iterator[None]:
        """Draw a snapshot out of sight; where a hand may come, also as one would touch it."""
        yield from self._rehearse(snapshot)
        if self.touch_expected:
            yield from self._rehearse(replace(snapshot, touch=REHEARSED))

    def _rehearse_touch(self, cue: Cue, world: World) -> None:
        """Rehearse the playing act as touched by a hand, a step now and then: drivers compile for that case too."""
        if abs(cue.tick - self._last_touch_step) < TOUCH_STEP_INTERVAL:
            return
        self._last_touch_step = cue.tick
        if cue.act not in self._touch_rehearsals:
            self._touch_rehearsals = {cue.act: self._rehearse(replace(world.snapshot_of(cue, 0.0), touch=REHEARSED))}
        next(self._touch_rehearsals[cue.act], None)

    def reload(self, files: set[Path]) -> None:
        """Rebuild the layers that were made of these shader files."""
        for act, placed in self._layers.items():
            placed[:] = [self._make_layer(act, one.name) if one.files & files else one for one in placed]

    def recast(self, scenes: Scenes) -> None:
        """Continue with other scenes of the same kinds; layers whose parameters are the same stay."""
        previous, self.scenes = self.scenes, scenes
        self._warm_up.clear()
        for act, placed in self._layers.items():
            for index, item in enumerate(placed):
                other = type(item.layer) is not dream_check.layer_of(scenes[act].name(), item.name)
                if other or previous.layer_parameters(act, item.name) != scenes.layer_parameters(act, item.name):
                    placed[index] = self._make_layer(act, item.name)

    def _warm_up_step(self, act: int, world: World) -> bool:
        """Make a step towards an act unless it is ready; whether it is now."""
        if act not in self._warm_up:
            if act in self._layers and len(self._layers[act]) == len(self.scenes[act].layers):
                return True
            steps = steps_of(act, self.scenes, world, self.tier(act), self._build_next, self._rehearse_all)
            self._warm_up[act] = WarmUp(steps)
        return self._warm_up[act].step()

    def _build_next(self, act: int) -> None:
        """Build the next missing layer of an act, if one is missing."""
        names, placed = self.scenes[act].layers, self._layers.setdefault(act, [])
        if len(placed) < len(names):
            placed.append(self._make_layer(act, names[len(placed)]))

    def _make_layer(self, act: int, name: str) -> PlacedLayer:
        scene, cache = self.scenes[act], cache_of(self._ctx)
        if cache:
            cache.take_recent()
        parameters = self.scenes.checked_parameters(act, name)
        layer = dream_check.layer_of(scene.name(), name)(self._ctx, self.tier(act), scene.streams, parameters)
        return PlacedLayer(name, layer, self._make_target(layer), cache.take_recent() if cache else frozenset())

    def _make_target(self, layer: Layer) -> Target | None:
        """The smaller target that a layer asks for, if it does."""
        divisor = layer.divisor_of(self._size[1])
        return None if divisor == 1 else Target(self._ctx, divided(self._size, divisor))
