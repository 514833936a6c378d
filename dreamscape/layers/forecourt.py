"""The forecourt: the dark around the portal, with haze, the moon's beam, and the street of spires far behind."""

import numpy as np

from dreamscape.camera import Camera
from dreamscape.parameters import Toggle
from dreamscape.places.door import opening, portal
from dreamscape.places.door.uncovered import Rectangle, uncovered
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.tiles import scissor


def fills_picture(found: portal.Portal, camera: Camera, aspect: float) -> bool:
    """Whether the arch and the ground before it hide all else: true only where that is certain.

    The straight part of the arch, out to the front, is a rectangle over the ground. It leans towards the viewer at
    most, so it hides no less than where it stands at rest, as long as the viewer is before it.
    """
    x, y, z = camera.position
    before = -found.reveal - z
    half = portal.HALF_WIDE + found.around
    if before < 0.1 or abs(x) > half:
        return False
    into = np.linalg.inv(camera.view_projection(aspect).astype(np.float64))
    corners = np.array([(-1.0, -1.0, 1.0, 1.0), (1.0, -1.0, 1.0, 1.0), (-1.0, 1.0, 1.0, 1.0), (1.0, 1.0, 1.0, 1.0)])
    far = corners @ into.T
    way = far[:, :3] / far[:, 3:] - (x, y, z)
    if (way[:, 2] <= 0.0).any():
        return False
    hits = (x, y) + way[:, :2] * (before / way[:, 2])[:, None]
    return bool((np.abs(hits[:, 0]) < half).all() and (hits[:, 1] < portal.SPRINGING).all())


class Forecourt(Layer):
    """The dark around the portal: haze, the moon's beam in it, and spires as shades far behind."""

    blend = "opaque"

    behind = Toggle(False, "whether leaves and portal stand before it: what they hide is not drawn")

    def covers(self, frame: Frame) -> range:
        """All rows, with what stands before it, unless that is ajar."""
        return range(0 if self._is_hidden(frame) and not self._is_shut(frame) else frame.size[1])

    def draw(self, frame: Frame) -> None:
        """All of the picture that nothing is certain to hide, if there is any."""
        if self._is_hidden(frame):
            return
        streets = self.streams.offset("shades")[0]
        lights = opening.light_uniforms(self.streams, frame.snapshot.act_seconds, frame.snapshot.heart_trace)
        self.feed(self.shader, frame, streets=streets, **lights)
        for rectangle in self._free(frame):
            scissor(self.ctx, *rectangle)
            self.shader.draw_fullscreen()
        self.ctx.scissor = None

    def _free(self, frame: Frame) -> list[Rectangle]:
        """The parts of the picture that may show it."""
        if self._is_shut(frame):
            return uncovered(portal.portal(self.streams), frame.camera, frame.size)
        return [(0, 0, *frame.size)]

    def _is_shut(self, frame: Frame) -> bool:
        """Whether it lies behind a door that nothing is seen through."""
        return self.behind and opening.leaf_gap(frame.snapshot.act_seconds) <= 0.0

    def _is_hidden(self, frame: Frame) -> bool:
        width, height = frame.size
        return fills_picture(portal.portal(self.streams), frame.camera, width / height)
