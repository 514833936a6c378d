"""The spires: crystals of blue-black glass that split the light that passes through them into its colours."""

from itertools import pairwise

import moderngl
import numpy as np
from numpy.typing import NDArray

from dreamscape.arrays import F64
from dreamscape.parameters import Parameter
from dreamscape.places.street import crystal_mesh, crystal_view
from dreamscape.places.street.crystal_view import Faces, runs
from dreamscape.places.street.street import SIDES
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Array
from dreamscape.render.street_lights import lamps
from dreamscape.render.targets import Target
from dreamscape.rng import Streams

Runs = tuple[NDArray[np.uint32], list[int]]  # corners of triangles `(m, 3)`, and where draws of them end, from 0 on
_CLEAR = (8.0, 16.0, 34.0, 75.0)  # m, by tier: nothing is seen through farther spires, and ever less from 4/5 of it
_NEAR = 40.0  # m; farther spires are not mirrored
_BEHIND = 13.0  # m; only farther spires are seen through others
_LARGE = 700  # rows of a picture, from which on fewer pixels are enough for the two pictures that follow
_MIRRORED = (4, 3, 3, 2), (4, 3, 4, 2)  # what the size is divided by, by tier, of the picture that the ground mirrors
_SEEN_THROUGH = (3, 3, 3, 2), (3, 3, 4, 2)  # and of the one that is seen through glass


class Spires(Layer):
    """Tall crystals of blue-black glass that split the light that passes through them into its colours.

    All crystals in one mesh, near ones first.
    """

    blend = "opaque"
    draws_early = True

    dispersion = Parameter(1.0, 0.0, 2.0, "x", "how much further blue is bent than red")
    clarity = Parameter(1.0, 0.0, 3.0, "x", "how much light comes through")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Build the crystals."""
        crystal_view.crystals(streams)

    def build(self) -> None:
        """The crystals of this seed, an index buffer that orders them, and their pictures for ground and glass."""
        self._crystals = crystal_view.crystals(self.streams)
        faces = self._crystals.faces
        whose = np.arange(len(faces), dtype=np.uint32)[:, None, None, None]
        self._index = whose * crystal_mesh.CORNERS + crystal_mesh.triangles()
        self._order = self.ctx.buffer(reserve=3 * self._index.nbytes, dynamic=True)  # picture, beyond, and mirror
        self._plain = self.program(PLAIN=1)
        self._rises = np.zeros((len(faces), crystal_mesh.CORNERS), np.float32)
        self._feet = self._rises[:, : 4 * SIDES].reshape(-1, SIDES, 4)[..., :2]
        raised = self.ctx.buffer(self._rises.tobytes(), dynamic=True), "1f", "rise"
        names = ("position", "inner", "normal", "across_in", "along_in", "build_in", "sides_in", "flaw_in", "edges_in")
        buffer = self.ctx.buffer(np.ascontiguousarray(faces).tobytes())
        layout = "3f 3f 3f 3f 3f 4f 3f 4f 3f 3f 3f", *names, "up_in", "edges_up"
        self._faces = self.shader.array([(buffer, *layout), raised], self._order)
        outline = buffer, "3f 12x 3f 80x 3f 12x", "position", "normal", "up_in"
        self._dark = self._plain.array([outline], self._order)
        self._far_dark = self._plain.array([outline, raised], self._order)
        self._raised = raised[0]
        poles = self.streams.at("arcs").normal(size=(2, 3)) * (1.0, 0.35, 1.0)
        self._arcs = _flat(poles / np.linalg.norm(poles, axis=1, keepdims=True))
        self._mirror: Target | None = None
        self._beyond: Target | None = None

    def prepare(self, frame: Frame) -> None:
        """Sort the crystals, and publish what the ground mirrors and what is seen through the glass."""
        self._sort(frame)
        large = frame.size[1] >= _LARGE
        self._mirror = self._sized(self._mirror, frame.size, self.quality.choose(_MIRRORED[large]), "f2")
        self._beyond = self._sized(self._beyond, frame.size, self.quality.choose(_SEEN_THROUGH[large]), "f1")
        frame.textures.update(mirror=self._mirror.texture, beyond=self._beyond.texture)
        shining = lamps(frame, self.streams)
        self.ctx.enable_only(moderngl.DEPTH_TEST | moderngl.CULL_FACE)
        self._beyond.begin(clear=(0.0, 0.0, 0.0, 0.0))
        self.feed(self._plain, frame, upright=1.0, root=1.0, **shining)
        self._draw(self._dark, self._far)
        self._mirror.begin(clear=(0.0, 0.0, 0.0, 0.0))
        self.ctx.front_face = "cw"  # upside down, triangles run the other way
        self.feed(self._plain, frame, upright=-1.0, root=0.0, **shining)
        self._draw(self._dark, self._near)
        self.ctx.front_face = "ccw"
        self.ctx.enable_only(moderngl.NOTHING)

    def _sort(self, frame: Frame) -> None:
        """Order the faces of the crystals that are seen in the picture, in the mirror and through others."""
        kinds = self.quality.choose(crystal_view.FAR), self.quality.choose(crystal_view.TRIMMED)
        view = self._crystals.view(frame.camera, frame.size[0] / frame.size[1], *kinds)
        order, seen = view.order, view.seen
        clear, behind, mirrored = np.searchsorted(view.deep, (self.quality.choose(_CLEAR), _BEHIND, _NEAR))
        beyond = view.outlines.seen(view.outlines.hidden(int(behind)))
        beyond[:behind] = False
        if self.quality.choose(crystal_view.TRIMMED):
            self._feet[order[seen]] = view.rises
            self._raised.write(self._rises)
        # what nearer ones hide is hidden in the mirror too, wherever the ground is seen
        clear, mirrored = np.searchsorted(seen, (clear, mirrored))
        images = self._crystals.mirrored(order[seen[:mirrored]], frame.camera, frame.size[0] / frame.size[1])
        shown, crosses = view.shown & view.within[seen], view.crosses[seen]
        groups = (
            self._runs(order[seen[:clear]], shown[:clear], crosses[:clear]),
            self._halves(order[seen[clear:]], shown[clear:], crosses[clear:]),
            self._halves(order[beyond], view.facing[beyond] & view.within[beyond], view.crosses[beyond]),
            self._halves(order[seen[:mirrored]], view.shown[:mirrored] & images[0], images[1]),
        )
        self._order.write(np.concatenate([corners for corners, _ in groups]))
        ends = np.cumsum([0] + [corners.size for corners, _ in groups]).tolist()
        spans = [[*pairwise(first + 3 * at for at in run)] for first, (_, run) in zip(ends, groups, strict=False)]
        self._clear, self._veiled, self._far, self._near = spans

    def _runs(self, which: NDArray[np.int64], shown: Faces, crosses: Faces) -> Runs:
        """The triangles of faces that are shown, near crystals first: few pixels are shaded that are not seen."""
        parts = crystal_mesh.parts_of(shown)
        return self._index[which][parts], runs(parts.sum(axis=(1, 2)), np.any(shown & crosses, axis=1))

    def _halves(self, which: NDArray[np.int64], shown: Faces, crosses: Faces) -> Runs:
        """The same, those that reach beyond the picture first."""
        index = self._index[which]
        first, rest = (index[crystal_mesh.parts_of(shown & faces)] for faces in (crosses, ~crosses))
        return np.concatenate([first, rest]), [0, len(first), len(first) + len(rest)]

    def _draw(self, crystals: Array, spans: list[tuple[int, int]]) -> None:
        for first, last in spans:
            if last > first:
                crystals.render(vertices=last - first, first=first)

    def _sized(self, old: Target | None, whole: tuple[int, int], divisor: int, dtype: str) -> Target:
        size = max(1, whole[0] // divisor), max(1, whole[1] // divisor)
        if old is not None and old.size == size:
            return old
        return Target(self.ctx, size, dtype, depth=True)  # a rehearsal in progress may still read the old one

    def draw(self, frame: Frame) -> None:
        """Draw the faces."""
        shining = lamps(frame, self.streams)
        self.ctx.enable(moderngl.CULL_FACE)
        clear = self.quality.choose(_CLEAR)
        self.feed(self.shader, frame, upright=1.0, clear=clear, poles=self._arcs, **_in_picture(frame), **shining)
        self._draw(self._faces, self._clear)
        self.feed(self._plain, frame, upright=1.0, root=0.0, **shining)
        self._draw(self._far_dark, self._veiled)
        self.ctx.disable(moderngl.CULL_FACE)

    publishes = ("mirror", "beyond")


def _in_picture(frame: Frame) -> dict[str, object]:
    """What a small turn of a direction moves in the picture, as parts of its width and height."""
    right, up, _ = frame.camera.basis()
    wide, tall = frame.camera.tangents(frame.size[0] / frame.size[1])
    return {"turn_right": _flat(right / (2.0 * wide)), "turn_up": _flat(up / (2.0 * tall))}


def _flat(values: F64) -> tuple[float, ...]:
    return tuple(values.ravel().tolist())
