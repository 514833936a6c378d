"""The forecourt: the dark around the portal, with haze, the moon's beam, and the street of spires far behind."""

from dreamscape.places.door import opening, portal
from dreamscape.render.layer import Frame, Layer


class Forecourt(Layer):
    """The dark around the portal: haze, the moon's beam in it, and spires as shades far behind."""

    blend = "opaque"

    def draw(self, frame: Frame) -> None:
        """All of the picture that nothing hides."""
        streets = self.streams.offset("shades")[0]
        ground = portal.portal(self.streams).ground
        lights = opening.light_uniforms(self.streams, frame.snapshot.act_seconds)
        self.feed(self.shader, frame, streets=streets, ground=ground, **lights)
        self.shader.draw_fullscreen()
