"""Shaders from elsewhere over pictures of acts: filters that are laid over one, and transitions between two.

They take colours as they are to be seen, so what layers draw as light is first developed: bloom, vignette, tone map.
What they leave is plain, as of a scene whose look that is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import moderngl

from dreamscape import catalogue
from dreamscape.camera import Camera
from dreamscape.dream.dream_file import Act, ShaderFile
from dreamscape.engine.act_layers import OF_LAYER
from dreamscape.engine.grading import BLOOM
from dreamscape.parameters import assign, controlled, declared, moved
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame
from dreamscape.render.post import Coding, Post
from dreamscape.render.targets import Target
from dreamscape.rng import Streams
from dreamscape.shaders.model import FILTERED, FROM, PROGRESS, TO
from dreamscape.shaders.shader_layer import ShaderLayer
from dreamscape.world.snapshot import Snapshot

DEVELOPED = Coding(bits=10)  # what filters read: half floats hold that, dithered
Controls = tuple[Mapping[str, Any], Mapping[str, float]]  # values that controls set, and what drives add, by name


@dataclass(frozen=True, slots=True)
class _Targets:
    """What pictures of one size need."""

    post: Post
    filtered: tuple[Target, Target]


class ShaderLooks:
    """Lays shaders over pictures; they are built at first use, or ahead.

    Args:
        ctx: the OpenGL context.
        streams: of the dream.
        shaders: of the dream, by the words that acts have for them.
        deep: whether pictures have more than 8 bits.
    """

    def __init__(
        self, ctx: moderngl.Context, streams: Streams, shaders: Mapping[str, ShaderFile], deep: bool = False
    ) -> None:
        self._ctx, self._streams, self._shaders = ctx, streams, shaders
        self._dtype = "f2" if deep else "f1"
        self._built: dict[tuple[int, int, str], tuple[ShaderLayer, dict[str, Any]]] = {}  # by act, place in it and word
        self._targets: dict[tuple[int, int], _Targets] = {}

    def forget_sizes(self) -> None:
        """Drop what was made for the sizes so far."""
        self._targets = {}

    def keep(self, first: int, last: int) -> None:
        """Drop the shaders of all acts but these."""
        self._built = {key: layer for key, layer in self._built.items() if first <= key[0] <= last}

    def build(self, number: int, act: Act, quality: Quality) -> list[tuple[ShaderLayer, dict[str, Any]]]:
        """The filters of an act, in the order they are laid, each with its parameters."""
        return [
            self._layer(number, place, look.filter, dict(look.parameters), act, quality)
            for place, look in enumerate(act.look)
        ]

    def lay(
        self, act: Act, snapshot: Snapshot, camera: Camera, light: Target, look: float, quality: Quality, set_: Controls
    ) -> Target:
        """The picture of an act with its filters laid over it, as colours to be seen.

        Args:
            act: the act, of which `snapshot` is.
            snapshot, camera: the moment.
            light: what its layers have drawn; `look` says whether that is light.
            quality: the tier.
            set_: what controls and drives do to parameters.
        """
        made = self._of(light.size, quality)
        picture, frame = self.develop(light, look, quality), Frame(snapshot, camera, light.size, {})
        for place, (layer, values) in enumerate(self.build(snapshot.cue.act, act, quality)):
            if any(set_):
                _control(layer, values, *set_)
            layer.filter(frame, {FILTERED: picture.texture})
            picture = self._drawn(layer, made.filtered[place % 2])
        return picture

    def shift(
        self,
        act: Act,
        snapshot: Snapshot,
        camera: Camera,
        pictures: tuple[Target, Target],
        looks: tuple[float, float],
        progress: float,
        quality: Quality,
        onto: Target,
    ) -> Target:
        """The picture of a leaving act turned into that of a coming one, as colours to be seen.

        Args:
            act: the leaving act.
            snapshot, camera: the moment, as the coming act sees it.
            pictures, looks: of the leaving and of the coming act, and whether each is light.
            progress: 0 to 1.
            quality: the tier.
            onto: where it is drawn.
        """
        seen = [self.develop(picture, look, quality) for picture, look in zip(pictures, looks, strict=True)]
        layer = self.transition(snapshot.cue.act - 1, act, quality)
        images = {FROM: seen[0].texture, TO: seen[1].texture}
        layer.filter(Frame(snapshot, camera, onto.size, {}), images, **{PROGRESS: progress})
        return self._drawn(layer, onto)

    def transition(self, number: int, act: Act, quality: Quality) -> ShaderLayer:
        """The shader through which an act turns into the next."""
        return self._layer(number, len(act.look), act.shift.through, {}, act, quality)[0]

    def develop(self, light: Target, look: float, quality: Quality) -> Target:
        """Light as colours to be seen; a plain picture is that already."""
        if not look:
            return light
        post = self._of(light.size, quality).post
        return post.run(light.texture, BLOOM, top_first=False, look=look)

    def _of(self, size: tuple[int, int], quality: Quality) -> _Targets:
        if size not in self._targets:
            post = Post(self._ctx, size, size, quality, DEVELOPED)
            filtered = Target(self._ctx, size, self._dtype), Target(self._ctx, size, self._dtype)
            self._targets[size] = _Targets(post, filtered)
        return self._targets[size]

    def _layer(
        self, number: int, place: int, word: str, values: dict[str, Any], act: Act, quality: Quality
    ) -> tuple[ShaderLayer, dict[str, Any]]:
        key = number, place, word
        if key not in self._built:
            name = self._shaders[word].layer
            mine = f"{name}{OF_LAYER}"
            values |= {k.removeprefix(mine): value for k, value in act.parameters.items() if k.startswith(mine)}
            kind: Any = catalogue.layer(name)
            values = {parameter: item.default for parameter, item in declared(kind).items()} | values
            self._built[key] = kind(self._ctx, quality, self._streams, values), values
        return self._built[key]

    def _drawn(self, layer: ShaderLayer, target: Target) -> Target:
        """The picture of a shader that was brought to its moment, in a target."""
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
        target.begin()
        layer.show(target.size)
        return target


def _control(
    layer: ShaderLayer, values: Mapping[str, Any], settings: Mapping[str, Any], added: Mapping[str, float]
) -> None:
    """Set what controls have set over the filter's own values, and add what drives add."""
    name = layer.name()
    assign(layer, {**values, **controlled(type(layer), settings, name)}, name)
    if driven := controlled(type(layer), added, name):
        assign(layer, moved(layer, driven), name)
