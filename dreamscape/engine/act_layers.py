"""The scenery: the scenes of a dream's acts, and the layers of those that play or are about to."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape import catalogue
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.timeline import Cue, Timeline
from dreamscape.engine.compositor import PlacedLayer
from dreamscape.engine.warm_up import WarmUp
from dreamscape.parameters import Scalar, assign
from dreamscape.quality import Quality
from dreamscape.render.context import collect
from dreamscape.render.layer import Layer
from dreamscape.render.shader_cache import kept
from dreamscape.render.targets import Target, divided
from dreamscape.rng import Streams
from dreamscape.system.memory import give_back
from dreamscape.world.scene import Scene
from dreamscape.world.touch_response import REHEARSED
from dreamscape.world.world import Snapshot, World

AHEAD = 12 * TICKS_PER_SECOND  # ticks before an act at which its layers begin to be built
APART = 4  # ticks from one step to the next, so that frames between two of them are shown in time
LEARNING = 12  # ticks from one step to the next of what only a hand would miss
OF_LAYER = "/"  # in an act's parameters, between the name of a layer and of a parameter that the user set
HURRY = 4 * TICKS_PER_SECOND  # ticks before an act from which on each frame makes a step


class Scenes(dict[int, Scene]):
    """The scenes by index of the act, made when first asked for; each round of an endless dream draws its own luck."""

    def __init__(self, timeline: Timeline, streams: Streams) -> None:
        super().__init__()
        self._timeline, self._streams = timeline, streams

    def __missing__(self, act: int) -> Scene:
        asked, number = self._timeline.acts[act], self._timeline.round_of(act)
        streams = self._streams.branch(number) if number else self._streams
        own = {name: value for name, value in asked.parameters.items() if OF_LAYER not in name}
        made = catalogue.scene(asked.scene)(streams, own)
        return self.setdefault(act, made)  # two threads may have made it at once

    def layer_parameters(self, act: int, layer: str) -> dict[str, Any]:
        """The values for one layer of an act: the scene's, and over them those that the user set."""
        mine, asked = f"{layer}{OF_LAYER}", self._timeline.acts[act].parameters
        own = {name.removeprefix(mine): value for name, value in asked.items() if name.startswith(mine)}
        return {**self[act].layer_parameters(layer), **own}

    def palette(self, act: int) -> dict[str, NDArray[np.float32]]:
        """The colours of an act by name, linear RGB `(3,)`."""
        return self[act].palette(self._timeline.acts[act].palette)


class ActLayers:
    """The layers of acts, built when they are first drawn or, a step a frame, before.

    Args:
        ctx: the OpenGL context.
        scenes: by index of the act.
        tier: to build for.
        rehearse: draws a snapshot of an act out of sight, a little at a time.

    Attributes:
        coming: the tier of the acts of which nothing stands yet.
        hands: whether a hand may come any moment: then nothing is left to be compiled for it.
    """

    def __init__(
        self,
        ctx: moderngl.Context,
        scenes: Scenes,
        tier: Quality,
        rehearse: Callable[[Snapshot], Iterator[None]],
    ) -> None:
        self.scenes, self.coming = scenes, tier
        self._tiers: dict[int, Quality] = {}
        self._ctx, self._rehearse = ctx, rehearse
        self._standing: dict[int, list[PlacedLayer]] = {}
        self._warm_up: dict[int, WarmUp] = {}
        self._stepped = -APART  # the tick of the last step that was made ahead
        self._sought: set[int] = set()  # acts that a viewer is about to jump to
        self.hands = False
        self._felt: dict[int, Iterator[None]] = {}  # by act: what is left of being drawn as a hand would have it
        self._learnt = -LEARNING  # the tick of the last step of that

    def tier(self, act: int) -> Quality:
        """The tier that an act is drawn at."""
        return self._tiers.setdefault(act, self.coming)

    def fit(self, size: tuple[int, int]) -> None:
        """Build for a picture of `size` from now on; what stands gets targets of that size."""
        self._size = size
        for placed in self._standing.values():
            placed[:] = [replace(item, target=self._smaller(item.layer)) for item in placed]

    def of(self, act: int) -> list[PlacedLayer]:
        """The layers of an act; what has not been built yet is built now."""
        for _ in self.stand(act):
            pass
        return self._standing[act]

    def stand(self, act: int) -> Iterator[None]:
        """Build what is missing of an act, a layer each step."""
        while len(self._standing.setdefault(act, [])) < len(self.scenes[act].layers):
            self._build(act)
            yield

    def obey(self, act: int, settings: dict[str, Scalar]) -> None:
        """Let layers be as controls were set: by their own names, and through the parameters of their scene."""
        for item in self.of(act):
            mine = f"{item.name}."
            own = {k.removeprefix(mine): v for k, v in settings.items() if k.startswith(mine)}
            assign(item.layer, {**self.scenes.layer_parameters(act, item.name), **own}, item.name)

    def ready(self, cue: Cue, world: World) -> bool:
        """Make a step of a few ms towards drawing a cue; whether it can be drawn now without a stall."""
        self._sought = {cue.act, cue.leaving.act} if cue.leaving else {cue.act}
        return all(self._approach(act, world) for act in sorted(self._sought))

    def look_ahead(self, cue: Cue, world: World) -> None:
        """Make the next act ready, a step a frame, before it comes, so that no shift stalls; let go of other acts."""
        self._warm_up.pop(cue.act, None)
        if self.hands:
            self._learn(cue, world)
        if cue.act in self._sought:
            self._sought = set()
        keep = {cue.act, cue.act + 1, *self._sought}
        if cue.leaving is None and not keep >= self._standing.keys():
            self._standing = {act: placed for act, placed in self._standing.items() if act in keep}
            self._warm_up = {act: warm_up for act, warm_up in self._warm_up.items() if act in keep}
            self._tiers = {act: tier for act, tier in self._tiers.items() if act in keep}
            collect(self._ctx)
            give_back()
        if world.timeline.cue(cue.tick + AHEAD).act > cue.act:
            hurry = world.timeline.cue(cue.tick + HURRY).act > cue.act
            if hurry or abs(cue.tick - self._stepped) >= APART:
                self._stepped = cue.tick
                self._approach(cue.act + 1, world)

    def _try_out(self, snapshot: Snapshot) -> Iterator[None]:
        """Draw a snapshot out of sight, and where a hand may come, as it would have it too."""
        yield from self._rehearse(snapshot)
        if self.hands:
            yield from self._rehearse(replace(snapshot, touch=REHEARSED))

    def _learn(self, cue: Cue, world: World) -> None:
        """Draw the act that plays as with a hand, out of sight, a step now and then: drivers compile for that."""
        if abs(cue.tick - self._learnt) < LEARNING:
            return
        self._learnt = cue.tick
        if cue.act not in self._felt:
            self._felt = {cue.act: self._rehearse(replace(world.snapshot_of(cue, 0.0), touch=REHEARSED))}
        next(self._felt[cue.act], None)

    def reload(self, files: set[Path]) -> None:
        """Build anew the layers that were made of these shader files."""
        for act, placed in self._standing.items():
            placed[:] = [self._place(act, one.name) if one.files & files else one for one in placed]

    def recast(self, scenes: Scenes) -> None:
        """Go on with other scenes of the same kinds; layers whose parameters are the same stay."""
        before, self.scenes = self.scenes, scenes
        self._warm_up.clear()
        for act, placed in self._standing.items():
            for place, item in enumerate(placed):
                if before.layer_parameters(act, item.name) != scenes.layer_parameters(act, item.name):
                    placed[place] = self._place(act, item.name)

    def _approach(self, act: int, world: World) -> bool:
        """Make a step towards an act, unless it stands; whether it does now."""
        if act not in self._warm_up:
            if act in self._standing and len(self._standing[act]) == len(self.scenes[act].layers):
                return True
            self._warm_up[act] = WarmUp(act, self.scenes, world, self.tier(act), self._build, self._try_out)
        return self._warm_up[act].step()

    def _build(self, act: int) -> None:
        """Build the next layer of an act that is missing, if any is."""
        names, placed = self.scenes[act].layers, self._standing.setdefault(act, [])
        if len(placed) < len(names):
            placed.append(self._place(act, names[len(placed)]))

    def _place(self, act: int, name: str) -> PlacedLayer:
        scene, keeps = self.scenes[act], kept(self._ctx)
        if keeps:
            keeps.lately()
        parameters = self.scenes.layer_parameters(act, name)
        layer = catalogue.layer(name)(self._ctx, self.tier(act), scene.streams, parameters)
        return PlacedLayer(name, layer, self._smaller(layer), keeps.lately() if keeps else frozenset())

    def _smaller(self, layer: Layer) -> Target | None:
        """The smaller target that a layer asks for, if it does."""
        divisor = layer.quality.choose(layer.divisor)
        return None if divisor == 1 else Target(self._ctx, divided(self._size, divisor))
