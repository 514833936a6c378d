"""The ocean: liquid sapphire; a Perlin swell with sharp crests lit from within, the sky mirrored, a path of glitter."""

from dreamscape.parameters import Parameter
from dreamscape.places.shore.coast import FIELD_PLACE
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Shader


class Ocean(Layer):
    """A sapphire sea up to the horizon: swell with sharp crests lit from within, and a path of glitter.

    The sea plane of the whole view below the horizon; mirrors the sky's panorama.
    """

    needs = ("panorama", "coast")

    swell_height = Parameter(1.9, 0.0, 4.0, "m", "height of the swell")
    chop = Parameter(1.0, 0.0, 2.0, "x", "steepness of the small waves")
    glow = Parameter(1.0, 0.0, 3.0, "x", "light within the crests")
    glitter = Parameter(1.0, 0.0, 3.0, "x", "brightness of the path under the seam")
    foam = Parameter(1.0, 0.0, 2.0, "x", "foam at the cliff's foot")
    seam_azimuth = Parameter(0.27, -1.0, 1.0, "tangent", "where the seam meets the horizon, from straight ahead")
    seam_lean = Parameter(0.42, -1.0, 1.0, "tangent", "by how much the seam leans left")

    def program(self, **defines: object) -> Shader:
        """The layer's program, with the position of the coast's field as macros."""
        x, z, side = (float(v) for v in FIELD_PLACE)
        return super().program(COAST_X=x, COAST_Z=z, COAST_SIDE=side, **defines)

    def build(self) -> None:
        """This seed's place in the noise."""
        self._noise_offset = self.streams.offset("ocean")

    def draw(self, frame: Frame) -> None:
        """Draw everything below the horizon."""
        self.feed(self.shader, frame, sea_place=self._noise_offset)
        width, height = frame.size
        top = frame.camera.horizon(width / height)[1]
        self.ctx.scissor = 0, 0, width, min(height, int(top * height) + 1)
        self.shader.draw_fullscreen()
        self.ctx.scissor = None
