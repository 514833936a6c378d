"""The sky: a luminous seam with violet on one side and emerald on the other, aurora, thunderheads, haze and stars."""

import math
from typing import ClassVar

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.parameters import Parameter
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame
from dreamscape.render.tiles import scissor


class Sky(Daylit):
    """A night sky split by a seam of light, violet to emerald, with aurora, thunderheads, haze and stars.

    A slowly redrawn panorama, which the ocean mirrors too, with sharp stars and seam over it.
    """

    publishes = ("panorama",)

    seam_azimuth = Parameter(0.27, -1.0, 1.0, "tangent", "where the seam meets the horizon, from straight ahead")
    seam_lean = Parameter(0.42, -1.0, 1.0, "tangent", "by how much the seam leans left")
    aurora = Parameter(1.0, 0.0, 3.0, "x", "brightness of the aurora")
    haze = Parameter(1.0, 0.0, 3.0, "x", "brightness of the haze on the horizon")
    stars = Parameter(1.0, 0.0, 3.0, "x", "brightness of the stars")
    seam = Parameter(1.0, 0.0, 3.0, "x", "brightness of the seam's core")
    storm = Parameter(1.0, 0.0, 3.0, "x", "brightness of lightning in the thunderheads")
    turn = Parameter(0.0, -180.0, 180.0, "degrees", "how far the night sky's hues are turned, but for the haze")
    light = Parameter(1.0, 0.0, 3.0, "x", "how light the night sky is, but for haze, stars and seam")

    panorama_size: ClassVar = ((384, 130), (640, 192), (896, 258), (1280, 384))
    refresh: ClassVar = (6, 4, 4, 1)  # ticks between panoramas, by tier

    def build(self) -> None:
        """The panorama and its program."""
        self._panorama = self.target(self.quality.choose(self.panorama_size), mipmaps=True)
        width, height = self._panorama.size
        self._painter = self.program(PANORAMA=1, PANORAMA_WIDTH=float(width), PANORAMA_HEIGHT=float(height))
        self._noise_offset = self.streams.offset("sky")
        self._painted = -1

    def prepare(self, frame: Frame) -> None:
        """Redraw the panorama when due, at ticks that do not depend on the frame rate, and publish it."""
        super().prepare(frame)
        every = self.quality.choose(self.refresh)
        slot = frame.snapshot.cue.tick // every
        frame.textures["panorama"] = self._panorama.texture
        if slot == self._painted:
            return
        self._painted = slot
        self._panorama.begin()
        turn = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        of_tick = {"sky_time": slot * every / TICKS_PER_SECOND, "turn": turn}
        self.feed(self._painter, frame, sky_place=self._noise_offset, **of_tick)
        self._painter.draw_fullscreen()
        self._panorama.texture.build_mipmaps()

    def draw(self, frame: Frame) -> None:
        """Draw the panorama, with stars and the seam's core over it."""
        self.feed(self.shader, frame, sky_time=frame.snapshot.seconds, sky_place=self._noise_offset)
        width, height = frame.size
        bottom = max(0, int(frame.camera.horizon(width / height)[0] * height) - 1)
        scissor(self.ctx, 0, bottom, width, height - bottom)
        self.shader.draw_fullscreen()
        self.ctx.scissor = None
