"""The ensemble: the layers of the acts that are seen or made ready, each act's at a tier of its own."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import moderngl

from dreamscape import catalogue
from dreamscape.layer import Layer
from dreamscape.quality import Quality
from dreamscape.render.context import collect
from dreamscape.render.kept import kept
from dreamscape.render.targets import Target
from dreamscape.scene import Scene


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer on the stage, the smaller target that it may ask for, and its shaders' files if they are watched."""

    name: str
    layer: Layer
    target: Target | None
    files: frozenset[Path] = frozenset()


class Ensemble:
    """The layers of one stage.

    Args:
        ctx: the OpenGL context.
        scenes: by index of the act.
        tier: of the acts to come.
        size: of the picture they draw, px.

    Attributes:
        coming: the tier of the acts of which no layer stands yet.
    """

    def __init__(
        self, ctx: moderngl.Context, scenes: Mapping[int, Scene], tier: Quality, size: tuple[int, int]
    ) -> None:
        self._ctx, self._scenes, self._size = ctx, scenes, size
        self.coming = tier
        self._tiers: dict[int, Quality] = {}
        self._placed: dict[int, list[Placed]] = {}

    def tier(self, act: int) -> Quality:
        """The tier at which an act is drawn."""
        return self._tiers.setdefault(act, self.coming)

    def stands(self, act: int) -> bool:
        """Whether all layers of an act do."""
        return len(self._placed.get(act, ())) == len(self._scenes[act].layers)

    def of(self, act: int) -> list[Placed]:
        """The layers of an act; those that are missing are built now."""
        while not self.stands(act):
            self.build(act)
        return self._placed[act]

    def build(self, act: int) -> None:
        """Build the next layer of an act that is missing, if any is."""
        placed, names = self._placed.setdefault(act, []), self._scenes[act].layers
        if len(placed) < len(names):
            placed.append(self._place(act, names[len(placed)]))

    def keep(self, acts: Collection[int]) -> None:
        """Let go of all other acts."""
        if not set(acts) >= self._placed.keys():
            self._placed = {act: placed for act, placed in self._placed.items() if act in acts}
            self._tiers = {act: tier for act, tier in self._tiers.items() if act in acts}
            collect(self._ctx)

    def resize(self, size: tuple[int, int]) -> None:
        """Draw pictures of another size from now on."""
        self._size = size
        for placed in self._placed.values():
            placed[:] = [replace(item, target=self._smaller(item.layer)) for item in placed]

    def reload(self, files: set[Path]) -> None:
        """Build anew what was made of these shader files."""
        for act, placed in self._placed.items():
            placed[:] = [self._place(act, item.name) if item.files & files else item for item in placed]

    def recast(self, scenes: Mapping[int, Scene]) -> None:
        """Go on with other scenes of the same layers; those whose parameters are the same stay."""
        before, self._scenes = self._scenes, scenes
        for act, placed in self._placed.items():
            old, new = before[act], scenes[act]
            for place, item in enumerate(placed):
                if old.layer_parameters(item.name) != new.layer_parameters(item.name):
                    placed[place] = self._place(act, item.name)

    def _place(self, act: int, name: str) -> Placed:
        scene, keeps = self._scenes[act], kept(self._ctx)
        if keeps:
            keeps.lately()
        layer = catalogue.layer(name)(self._ctx, self.tier(act), scene.streams, scene.layer_parameters(name))
        return Placed(name, layer, self._smaller(layer), keeps.lately() if keeps else frozenset())

    def _smaller(self, layer: Layer) -> Target | None:
        """The smaller target that a layer asks for, if it does."""
        divisor = layer.quality.choose(layer.divisor)
        return None if divisor == 1 else Target(self._ctx, divided(self._size, divisor))


def divided(size: tuple[int, int], divisor: int) -> tuple[int, int]:
    """A part of a size, rounded up."""
    return -(-size[0] // divisor), -(-size[1] // divisor)
