"""The bevels: the edges of the spires, which catch the lights here and there."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dreamscape.parameters import Parameter
from dreamscape.places.street import crystal_mesh, crystal_view, seams, street
from dreamscape.quality import Quality
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.street_lights import lamps
from dreamscape.rng import Streams

_FAR = (10.0, 20.0, 30.0, 70.0)  # m, by tier: farther edges are veiled
_GROWN = (8.0, 14.0, 22.0, 40.0)  # m; farther lines are not drawn where crystals grow through each other
_INSIDE = 12.0  # m; of farther crystals, only the outlines are drawn
_STRIP = np.array([0, 1, 2, 2, 1, 3], np.uint32)


class Bevels(Layer):
    """The edges of the spires, which catch the lights here and there.

    A strip along each edge that is seen, which hides the steps of the triangles too; it lies on what is behind them.
    Creases, where crystals grow through each other or out of the ground, have one as well.
    """

    brightness = Parameter(1.0, 0.0, 3.0, "x", "of the edges")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Build the crystals."""
        crystal_view.crystals(streams)
        seams.seams(streams)

    def build(self) -> None:
        """The edges of this seed, and an index buffer for those that are seen."""
        self._crystals = crystal_view.crystals(self.streams)
        edges = crystal_mesh.edges(street.crystals(self.streams))
        whose = np.arange(len(edges), dtype=np.uint32)[:, None, None] * (crystal_mesh.EDGES * 4)
        self._index = whose + np.arange(crystal_mesh.EDGES, dtype=np.uint32)[:, None] * 4 + _STRIP
        self._neighbours = crystal_mesh.neighbours()
        self._seams = seams.seams(self.streams)
        across = seams.strips(self._seams)
        self._across = np.arange(len(across), dtype=np.uint32)[:, None] * 4 + np.uint32(edges.size // 12) + _STRIP
        self._middle = 0.5 * (self._seams.start + self._seams.stop)
        self._order = self.ctx.buffer(reserve=self._index.nbytes + self._across.nbytes, dynamic=True)
        strips = self.ctx.buffer(edges.tobytes() + across.tobytes())
        layout = "3f 3f 3f 1f 2f", "start", "stop", "outward", "number", "corner"
        self._strips = self.shader.array([(strips, *layout)], self._order)
        self._ends = [0]  # where draws of them end, from 0 on

    def prepare(self, frame: Frame) -> None:
        """Find the edges of the faces that look at the camera."""
        kinds = self.quality.choose(crystal_view.FAR), self.quality.choose(crystal_view.TRIMMED)
        view = self._crystals.view(frame.camera, frame.size[0] / frame.size[1], *kinds)
        near = int(np.searchsorted(view.deep[view.seen], self.quality.choose(_FAR)))
        seen = view.seen[:near]
        inner = view.facing[seen][:, self._neighbours].all(axis=2)
        drawn = view.shown[:near][:, self._neighbours].any(axis=2)
        drawn &= ~inner | (view.deep[seen] < _INSIDE)[:, None]
        lines = np.concatenate([self._index[view.order[seen]][drawn], self._across[self._between(frame)]])
        ends = crystal_view.runs(2 * drawn.sum(axis=1), np.any(view.crosses[seen], axis=1))
        self._ends = [*(3 * end for end in ends), lines.size]
        if lines.size:
            self._order.write(lines)

    def draw(self, frame: Frame) -> None:
        """Draw them."""
        if not self._ends[-1]:
            return
        self.feed(self.shader, frame, **lamps(frame, self.streams))
        for first, last in pairwise(self._ends):
            if last > first:
                self._strips.render(vertices=last - first, first=first)

    def _between(self, frame: Frame) -> NDArray[np.int64]:
        """The lines that are seen along which crystals grow through each other, `(k,)`."""
        eye = np.array(frame.camera.position)
        deep = (self._middle - eye) @ frame.camera.basis()[2]
        near = ((deep > 0.2) & (deep < self.quality.choose(_GROWN))).nonzero()[0]
        return np.asarray(near[seams.seen(self._seams, eye, near)], np.int64)
