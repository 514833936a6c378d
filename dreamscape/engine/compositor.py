"""The compositor: draws the light of one act, layer by layer, into a picture."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.camera import Camera
from dreamscape.engine import dream_check, placed_layers
from dreamscape.engine.placed_layers import PlacedLayer
from dreamscape.render import in_place
from dreamscape.render.context import flush
from dreamscape.render.in_place import InPlace
from dreamscape.render.layer import SOFTENED, Blend, Frame
from dreamscape.render.shader import Shader
from dreamscape.render.sound_textures import SoundTextures
from dreamscape.render.targets import Target, divided
from dreamscape.render.tiles import Tile, held, tiling_of
from dreamscape.render.uniform_block import FrameBlock
from dreamscape.resources import folder
from dreamscape.world.snapshot import Snapshot

TRACE = 256  # samples of the heart's last four seconds
_OVER: Any = (moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA)  # pairs or fours, which moderngl's types do not know
_ADD: Any = (moderngl.ONE, moderngl.ONE, moderngl.ZERO, moderngl.ONE)  # light that is added covers nothing

Palette = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class ActView:
    """One act as it is to be drawn: the world as it sees it, from where, in which colours, by which layers.

    Attributes:
        lean: which way the seed turns the hue of blues, -1 to 1; see `Scenes.lean`.
        hidden: names of layers that others cover, left out unless only some layers are drawn.
        reduced: see `Frame`.
    """

    snapshot: Snapshot
    camera: Camera
    palette: Palette
    layers: list[PlacedLayer]
    lean: float = 0.0
    hidden: Collection[str] = ()
    reduced: bool = False


class Compositor:
    """Draws views.

    Args:
        ctx: the OpenGL context.
        only: names of the layers to draw, over nothing; all if empty.
        between_layers: called between layers while a view is drawn.
    """

    def __init__(
        self, ctx: moderngl.Context, only: Collection[str] = (), between_layers: Callable[[], None] | None = None
    ) -> None:
        self._ctx, self.only, self._between_layers = ctx, only, between_layers
        Shader.remedy = dream_check.remedy
        ctx.depth_func = "<="  # the full-screen triangle lies on the far plane
        self._trace = ctx.texture((TRACE, 1), 1, dtype="f4")
        self._louder = FrameBlock(ctx)  # a buffer of its own: no drawing that still reads another one is waited for
        self._trace.repeat_x = self._trace.repeat_y = False
        self._sound = SoundTextures(ctx)
        self._depth_test = True  # whether layers are tested against depth: not where all of it is the far plane
        self._only_far = False  # whether all that has been drawn of a picture lies there
        self._lowest: PlacedLayer | None = None  # what is laid first, over all of a picture, and so need not be blended
        self.reload()
        self.forget_sizes()

    def reload(self) -> None:
        """Rebuild the shaders that are not a layer's."""
        path = folder("glsl") / "post" / "lay.glsl"
        self._upscale_shaders = Shader(self._ctx, path), Shader(self._ctx, path, {"LOWEST": 1})

    def forget_sizes(self) -> None:
        """Drop what was made for the sizes so far, before pictures of other sizes are drawn."""
        self._blocks: dict[tuple[int, int], FrameBlock] = {}
        self._bound: FrameBlock | None = None  # the last one
        self._halves: WeakKeyDictionary[Target, Target] = WeakKeyDictionary()  # of layers' smaller targets
        self._softer: WeakKeyDictionary[Target, Target] = WeakKeyDictionary()  # of pictures

    def passes(self, view: ActView, picture: Target) -> Iterator[str]:
        """Draw a view layer by layer into `picture`, naming each one once it is drawn."""
        return self._passes(view, picture, self._frame(view, picture))

    def tiles(self, view: ActView, tile: Tile) -> Iterator[range]:
        """Draw a view a tile at a time from the top, naming the rows that `tile` now holds.

        The same layers have just drawn all of the view into a smaller picture; see `Frame.rows`.
        """
        tiling, height = tiling_of(self._ctx), tile.size[1]
        assert tiling is not None, "expected a context with Tiling"
        frame = self._frame(view, tile)
        for bottom in reversed(range(0, height, tile.rows)):
            rows = range(bottom, min(bottom + tile.rows, height))
            tile.move(bottom)
            frame = replace(frame, rows=rows, again=rows.stop < height)
            for _ in self._passes(view, tile, frame):
                pass
            yield rows

    def _passes(self, view: ActView, picture: Target, frame: Frame) -> Iterator[str]:
        placed = [item for item in view.layers if self.only or item.name not in view.hidden]
        if frame.reduced:
            placed = [self._halved(item) for item in placed]
        drawn = [item for item in placed if item.layer.draws(frame)]
        shared, names = {} if self.only else placed_layers.shared(drawn), {item.name for item in drawn}
        below = [] if self.only else placed_layers.softened(drawn, frame)
        half = self._half_of(picture) if below else picture
        frames = dict.fromkeys((item.name for item in below), replace(frame, size=half.size))
        drawn = [item for item in drawn if (item.name in self.only if self.only else item.name not in shared)]
        early = [] if self.only or below else placed_layers.early(drawn, frame)
        for item in sorted(placed, key=lambda item: not item.layer.prepares_first):
            if frame.again and not item.layer.prepares_tiles:
                continue
            own = frames.get(item.name, frame)
            self._prepare_state(item, own, view)
            item.layer.prepare(own)
            if not frame.again and item.name in names:
                self._draw_to_target(item, own, shared.get(item.name))
            yield f"{item.name} (prepare)"
            if early and item is early[-1]:
                yield from self._draw_all(early, frame, picture, view, first_of=drawn)
                flush(self._ctx)
        if below:
            softened = [item for item in drawn if item.name in frames]
            yield from self._draw_all(softened, frames[below[0].name], half, view, first_of=softened)
            frame.textures[SOFTENED] = half.texture
        rest = [item for item in drawn if item.name not in frames and item not in early]
        yield from self._draw_all(rest, frame, picture, view, first_of=[] if early else rest)

    def _draw_all(
        self, drawn: Sequence[PlacedLayer], frame: Frame, picture: Target, view: ActView, first_of: list[PlacedLayer]
    ) -> Iterator[str]:
        """Draw layers into a picture of the frame's size, naming each one once it is drawn.

        If they are the first of some that will be drawn into it, it is cleared of what those do not cover.
        """
        self._bind(frame, picture.size, view)
        with held(picture):
            if first_of:
                self._begin(picture, first_of, frame)
            else:
                picture.begin()
            for item in drawn:
                self._draw(item, frame, picture)
                yield item.name

    def _half_of(self, picture: Target) -> Target:
        """A picture of half the size with depth, for what is softened."""
        if picture not in self._softer:
            self._softer[picture] = Target(self._ctx, divided(picture.size, 2), depth=True)
        return self._softer[picture]

    def _begin(self, picture: Target, placed: Sequence[PlacedLayer], frame: Frame) -> None:
        """Clear what no layer will cover; depth is tested unless no layer writes any before the far plane."""
        self._depth_test = not all(item.layer.is_flat or item.layer.leaves_depth for item in placed)
        self._only_far = picture.framebuffer.depth_mask = True
        self._lowest = placed[0] if placed and placed[0].target and not self.only else None
        rows = (item.layer.covers(frame) for item in placed if not self.only)  # alone, none stands before another
        if not self._lowest and not placed_layers.all_covered(rows, frame.size[1]):
            picture.begin(clear=(0.0, 0.0, 0.0, 0.0 if self.only else 1.0))
            return
        picture.begin()
        if self._depth_test:
            picture.framebuffer.color_mask = False, False, False, False
            picture.framebuffer.clear()
            picture.framebuffer.color_mask = True, True, True, True
            picture.begin()

    def draw(self, view: ActView, picture: Target) -> Target:
        """Draw a view into `picture` and return it."""
        for _ in self.passes(view, picture):
            if self._between_layers:
                self._between_layers()
        return picture

    def light_in_place(self, view: ActView, picture: Target, blooms: bool) -> InPlace | None:
        """The light of a view of one layer that is cheaper to read in place than to draw; None of any other.

        The uniform block then holds the moment, as after `draw`; `blooms` as of `in_place.is_cheap`.
        """
        placed = [item for item in view.layers if item.name not in view.hidden]
        if self.only or len(placed) != 1 or not in_place.is_cheap(placed[0].layer, blooms):
            return None
        frame = self._frame(view, picture)
        self._bind(frame, picture.size, view)
        return InPlace(placed[0].layer, frame) if placed[0].layer.draws(frame) else None

    def hear_louder(self, low: float) -> None:
        """Let what is made of the light that was drawn last be as bright as if the low band sounded `low` by then."""
        if self._bound:
            self._louder.louder(self._bound, low)

    def rehearse(self, view: ActView, picture: Target) -> Iterator[None]:
        """Draw a view that nobody sees, in steps of a few ms; between two of them, others may draw."""
        frame = self._frame(view, picture)
        for item in view.layers:
            self._prepare_state(item, frame, view)
            for _ in item.layer.rehearse(frame):
                yield
                self._prepare_state(item, frame, view)
            self._draw_to_target(item, frame)
        self._depth_test = True
        for item in view.layers:
            self._bind(frame, picture.size, view)
            picture.begin()
            self._draw(item, frame, picture)
            yield

    def _halved(self, item: PlacedLayer) -> PlacedLayer:
        """A layer with half of the smaller target that it asks for, if it does."""
        if item.target is None:
            return item
        if item.target not in self._halves:
            self._halves[item.target] = Target(self._ctx, divided(item.target.size, 2))
        return replace(item, target=self._halves[item.target])

    def _frame(self, view: ActView, picture: Target) -> Frame:
        self._trace.write(view.snapshot.heart_trace.tobytes())
        self._sound.show(view.snapshot.heard)
        common = {"heart_trace": self._trace, **self._sound.textures}
        return Frame(view.snapshot, view.camera, picture.size, common, view.reduced)

    def _prepare_state(self, item: PlacedLayer, frame: Frame, view: ActView) -> None:
        """Bind and set what a layer may rely on as it prepares."""
        self._bind(frame, frame.size if item.target is None else item.target.size, view)
        self._ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)

    def _draw_to_target(self, item: PlacedLayer, frame: Frame, below: Target | None = None) -> None:
        """Draw a layer into the smaller target that it asks for, if it does, and that one over `below`; straight into
        `below` if both are of one size.
        """
        if item.target is None:
            return
        straight = below is not None and below.size == item.target.size
        onto = below if below is not None and straight else item.target
        onto.begin(clear=None if straight else (0.0, 0.0, 0.0, 0.0))
        self._blend(item.layer.blend, self._depth_test)
        item.layer.draw(replace(frame, size=item.target.size))
        if below is not None and not straight:
            below.begin()
            self._blend(item.layer.blend, self._depth_test)
            self._lay(item.target)

    def _draw(self, item: PlacedLayer, frame: Frame, picture: Target) -> None:
        untested = self._only_far and item.target is not None  # it lies on the far plane too
        picture.framebuffer.depth_mask = item.layer.blend == "opaque" and not untested
        self._blend("opaque" if item is self._lowest else item.layer.blend, self._depth_test and not untested)
        if item.target is None:
            item.layer.draw(frame)
            self._only_far &= item.layer.is_flat
        else:
            self._lay(item.target, item is self._lowest)

    def _lay(self, small: Target, lowest: bool = False) -> None:
        """Draw a smaller target over the bound one, with the blending that is set, or as the lowest in its place."""
        shader = self._upscale_shaders[lowest]
        shader.bind({"image": small.texture})
        shader.draw_fullscreen()

    def _bind(self, frame: Frame, size: tuple[int, int], view: ActView) -> None:
        """Fill and bind the uniform block for a target of `size`."""
        if size not in self._blocks:
            self._blocks[size] = FrameBlock(self._ctx)
        self._bound = self._blocks[size]
        self._bound.write(frame.snapshot, frame.camera, size, view.palette, view.lean)
        Shader.touched = frame.snapshot.touched

    def _blend(self, blend: Blend, tested: bool) -> None:
        depth = moderngl.DEPTH_TEST if tested else moderngl.NOTHING
        self._ctx.enable_only(depth if blend == "opaque" else depth | moderngl.BLEND)
        self._ctx.blend_func = _OVER if blend == "over" else _ADD
