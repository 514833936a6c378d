"""Shaders from elsewhere over pictures of acts: filters that are laid over one, and transitions between two.

They take colours as they are to be seen, so what layers draw as light is first developed: bloom, vignette, tone map.
What they leave is plain, as of a scene whose look that is.
"""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

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
from dreamscape.shaders.image_names import FILTERED, FROM, PROGRESS, TO
from dreamscape.world.snapshot import Snapshot

if TYPE_CHECKING:
    from dreamscape.shaders.shader_layer import ShaderLayer

DEVELOPED = Coding(bits=10)  # what filters read: half floats hold that, dithered
Controls = tuple[Mapping[str, Any], Mapping[str, float]]  # values that controls set, and what drives add, by name


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
        # Two acts are seen at once while one turns into the other, so those with odd numbers have targets of their own.
        self._posts: dict[tuple[tuple[int, int], int], Post] = {}  # by size and act, odd or even
        self._former: Post | None = None  # of another size, for its compiled shaders
        self._filtered: dict[tuple[tuple[int, int], int, int], Target] = {}  # by size, act and place, odd or even

    def forget_sizes(self) -> None:
        """Drop what was made for the sizes so far."""
        self._former = next(iter(self._posts.values()), self._former)
        self._posts, self._filtered = {}, {}

    def keep(self, acts: Collection[int]) -> None:
        """Drop the shaders of all acts but these."""
        self._built = {key: layer for key, layer in self._built.items() if key[0] in acts}

    def build(self, number: int, act: Act, quality: Quality) -> "list[tuple[ShaderLayer, dict[str, Any]]]":
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
        number, frame = snapshot.cue.act, Frame(snapshot, camera, light.size, {})
        picture = self._developed(number, light, look, quality)
        for place, (layer, values) in enumerate(self.build(number, act, quality)):
            if any(set_):
                _control(layer, values, *set_)
            layer.filter(frame, {FILTERED: picture.texture})
            picture = self._drawn(layer, self._target(number, place, light.size))
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
        after = snapshot.cue.act
        seen = [
            self._developed(number, picture, look, quality)
            for number, picture, look in zip((after - 1, after), pictures, looks, strict=True)
        ]
        layer, images = self.transition(after - 1, act, quality), {FROM: seen[0].texture, TO: seen[1].texture}
        layer.filter(Frame(snapshot, camera, onto.size, {}), images, **{PROGRESS: progress})
        return self._drawn(layer, onto)

    def transition(self, number: int, act: Act, quality: Quality) -> "ShaderLayer":
        """The shader through which an act turns into the next."""
        return self._layer(number, len(act.look), act.shift.through, {}, act, quality)[0]

    def _developed(self, number: int, light: Target, look: float, quality: Quality) -> Target:
        """What an act shows, as colours to be seen; a plain picture is that already."""
        if not look:
            return light
        key = light.size, number % 2
        if key not in self._posts:
            before = next(iter(self._posts.values()), self._former)
            self._posts[key], self._former = Post(self._ctx, light.size, light.size, quality, DEVELOPED, before), None
        return self._posts[key].run(light.texture, BLOOM, top_first=False, look=look)

    def _target(self, number: int, place: int, size: tuple[int, int]) -> Target:
        """Where the filter of an act at a place is drawn: not where the one before was."""
        key = size, number % 2, place % 2
        if key not in self._filtered:
            self._filtered[key] = Target(self._ctx, size, self._dtype)
        return self._filtered[key]

    def _layer(
        self, number: int, place: int, word: str, values: dict[str, Any], act: Act, quality: Quality
    ) -> "tuple[ShaderLayer, dict[str, Any]]":
        key = number, place, word
        if key not in self._built:
            name = self._shaders[word].layer
            mine = f"{name}{OF_LAYER}"
            values |= {k.removeprefix(mine): value for k, value in act.parameters.items() if k.startswith(mine)}
            kind: Any = catalogue.layer(name)
            values = {parameter: item.default for parameter, item in declared(kind).items()} | values
            self._built[key] = kind(self._ctx, quality, self._streams, values), values
        return self._built[key]

    def _drawn(self, layer: "ShaderLayer", target: Target) -> Target:
        """The picture of a shader that was brought to its moment, in a target."""
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)
        target.begin()
        layer.show(target.size)
        return target


def _control(
    layer: "ShaderLayer", values: Mapping[str, Any], settings: Mapping[str, Any], added: Mapping[str, float]
) -> None:
    """Set what controls have set over the filter's own values, and add what drives add."""
    name = layer.name()
    assign(layer, {**values, **controlled(type(layer), settings, name)}, name)
    if driven := controlled(type(layer), added, name):
        assign(layer, moved(layer, driven), name)
