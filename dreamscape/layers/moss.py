"""The moss's fringe: a fur of fine blades along every outline of the cliff, which also keeps those outlines smooth."""

import numpy as np
from numpy.typing import NDArray

from dreamscape.parameters import Parameter
from dreamscape.places.shore import coast, rock, rock_light
from dreamscape.places.shore.hummocks import is_hidden, thickness
from dreamscape.render.context import CLIP_DISTANCE
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame
from dreamscape.render.patches import view_planes

THINNEST = 1.3  # px, the least length of a blade
FARTHEST = 160.0  # m, from the camera to the land's end
HIDES = 0.75  # thickness of hummocks behind which no blades are seen
STANDS_OUT = 2.0  # lengths of a blade that its tip lies from its foot at most


class Moss(Daylit):
    """A fur of fine, glowing blades along every outline of the cliff.

    Fins (Lengyel et al., Real-time fur over arbitrary surfaces, 2001) on the edges that are outlines now.
    """

    length = Parameter(0.16, 0.0, 0.6, "m", "of the blades")
    pulse = Parameter(1.0, 0.0, 3.0, "x", "brightness of the heart's pulse in the blades")
    pulse_speed = Parameter(12.0, 1.0, 30.0, "m/s", "how fast the pulse spreads")

    key_light = Parameter(1.0, 0.0, 3.0, "x", "brightness of the seam's light on it")
    seam_azimuth = Parameter(0.27, -1.0, 1.0, "tangent", "where the seam's light comes from")

    needs = ("rock_relief", "moss_glow")

    def build(self) -> None:
        """A fin, four corners, for every edge between two triangles; an index buffer picks the outlines each frame."""
        land = coast.promontory(self.streams, self.quality.choose(coast.FINENESS))
        edges, faces = rock.edges(land.triangles)
        shown = (thickness(land)[edges].min(axis=1) < HIDES) & ~is_hidden(land)[edges].all(axis=1)
        edges, faces = edges[shown], faces[shown]
        corners = land.position[land.triangles]
        self._normal = np.cross(corners[:, 2] - corners[:, 0], corners[:, 1] - corners[:, 0])
        self._offset = np.einsum("ij,ij->i", self._normal, corners[:, 0])
        self._left, self._right = np.ascontiguousarray(faces.T)
        a, b = land.position[edges[:, 0]], land.position[edges[:, 1]]
        self._middle = np.ascontiguousarray(0.5 * (a + b).T)  # (3, k) m
        self._half = 0.5 * np.linalg.norm(b - a, axis=1)
        ends = np.repeat(edges, 2, axis=1)  # a, a, b, b
        tip = np.tile(np.array([0.0, 1.0, 0.0, 1.0], np.float32), len(edges))[:, None]
        flat = ends.ravel()
        vertices = np.hstack([land.position[flat], land.normal[flat], land.place[flat], land.shade[flat], tip])
        first = np.arange(len(edges), dtype=np.uint32)[:, None] * 4
        self._quads = first + np.array([0, 1, 2, 2, 1, 3], np.uint32)
        self._index = self.ctx.buffer(reserve=self._quads.nbytes, dynamic=True)
        self._fins = self.shader.array(
            [
                (
                    self.ctx.buffer(vertices.astype("f4").tobytes()),
                    "3f 3f 2f 4f 1f",
                    "position",
                    "facing",
                    "place",
                    "shade",
                    "tip",
                )
            ],
            self._index,
        )

    def _in_view(self, frame: Frame, edges: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these edges may show their fins in the picture."""
        width, height = frame.size
        planes = view_planes(frame.camera.view_projection(width / height))
        pixel = 2.0 * frame.camera.tangents(width / height)[1] / height
        reach = STANDS_OUT * max(self.length, THINNEST * pixel * FARTHEST)  # as in moss.glsl, m
        away = planes[:, :3] @ self._middle.take(edges, axis=1) + planes[:, 3:]  # (4, k) m
        return np.asarray(away.min(axis=0) + self._half[edges] > -reach)

    def draw(self, frame: Frame) -> None:
        """Draw the fins of edges in view where one triangle faces the camera and the other does not."""
        seen = self._normal @ np.asarray(frame.camera.position, np.float32) > self._offset
        edges = np.flatnonzero(seen[self._left] != seen[self._right])
        edges = edges[self._in_view(frame, edges)]
        if edges.size == 0:
            return
        outline = self._quads[edges]
        self._index.write(outline.tobytes())
        self.feed(self.shader, frame, key=rock_light.key_direction(self.seam_azimuth, self.sun or rock_light.SEAM))
        self.ctx.enable_direct(CLIP_DISTANCE)  # by the sea
        self._fins.render(vertices=outline.size)
        self.ctx.disable_direct(CLIP_DISTANCE)
