"""The sky: a luminous seam with violet on one side and emerald on the other, aurora, thunderheads, haze and stars."""

import math
from typing import ClassVar

import moderngl
import numpy as np

from dreamscape import resources
from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.parameters import Parameter
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame
from dreamscape.render.panorama import AHEAD, Part, seen_part
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.render.tiles import scissor

CURTAINS = (4096, 4)  # texels of the table of the aurora's noise, as in aurora.glsl
GRID, FARTHEST = 46, 138  # cells of stars for a tangent, as in seam_and_stars.glsl; cells from the middle at most
DARK = 0.003  # brightness of lightning that is no longer seen to fade
ROWS = 96  # pairs of vertices along the seam
SHARP = "stars", "seam"  # parameters of what is added to the picture and in no panorama


class Sky(Daylit):
    """A night sky split by a seam of light, violet to emerald, with aurora, thunderheads, haze and stars.

    A slowly redrawn panorama with sharp stars and seam over it; the ocean mirrors a coarser one of the whole sky.
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

    # texels, by tier: of what is published, which nobody sees but blurred, and of what is seen
    panorama_size: ClassVar = ((192, 65), (224, 65), (224, 65), (320, 96))
    fine_size: ClassVar = ((384, 130), (640, 192), (896, 258), (1280, 384))
    # ticks between panoramas, by tier, while lightning or music flickers in them, and while all of it drifts
    refresh: ClassVar = (6, 4, 4, 1)
    slower: ClassVar = (6, 8, 8, 1)

    def build(self) -> None:
        """The panorama, the finer one of what is seen, and their program."""
        self._panorama = self.target(self.quality.choose(self.panorama_size))
        self._fine = self.target(self.quality.choose(self.fine_size), mipmaps=True)
        self._painter, self._weaver = self.program(PANORAMA=1), self.program(CURTAINS=1)
        marks = resources.folder("glsl") / "acts" / "seam_and_stars.glsl"
        self._seam, self._stars = Shader(self.ctx, marks, {"SEAM": 1, "DRAWN_ROWS": ROWS}), Shader(self.ctx, marks)
        self._strip, self._points = self._seam.array([]), self._stars.array([])
        self._curtains = Target(self.ctx, CURTAINS, dtype="f4")
        self._curtains.texture.filter = moderngl.NEAREST, moderngl.NEAREST
        self._noise_offset = self.streams.offset("sky")
        self._painted: tuple[object, ...] = ()  # the tick and the parameters of what the panoramas show
        self._part = Part(0, 0, 0, 0.0)

    def prepare(self, frame: Frame) -> None:
        """Redraw both panoramas when due, at ticks that do not depend on the frame rate, and publish the coarser."""
        super().prepare(frame)
        flickers = frame.snapshot.flicker[:, 3].max() > DARK or frame.snapshot.heard["presence"] > 0.0
        every = self.quality.choose(self.refresh if flickers else self.slower)
        tick = frame.snapshot.cue.tick // every * every
        frame.textures["panorama"] = self._panorama.texture
        part = seen_part(frame.camera, frame.size, self._fine.size)
        painted = tick, *(getattr(self, name) for name in self._parameters if name not in SHARP)
        if painted != self._painted:
            self._weave(frame, tick)
            self._paint(self._panorama, frame, tick)
        if painted != self._painted or not part.within(self._part):
            self._painted, self._part = painted, part
            self._paint(self._fine, frame, tick, part)
            if part.is_coarse:
                self._fine.texture.build_mipmaps()
        smaller = moderngl.LINEAR_MIPMAP_LINEAR if part.is_coarse else moderngl.LINEAR
        self._fine.texture.filter = smaller, moderngl.LINEAR

    def _weave(self, frame: Frame, tick: int) -> None:
        """Draw the table of the aurora's noise at a tick, unless it is day."""
        if self.sun:
            return
        self._curtains.begin()
        self.feed(self._weaver, frame, sky_place=self._noise_offset, sky_time=tick / TICKS_PER_SECOND)
        self._weaver.draw_fullscreen()

    def _paint(self, target: Target, frame: Frame, tick: int, part: Part | None = None) -> None:
        """Draw the panorama of a tick, or a part of it."""
        target.begin()
        if part:
            self.ctx.scissor = part.left, 0, part.right - part.left, part.top
        turn = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        texel = 1.0 / target.size[0], 1.0 / target.size[1]
        of_tick = {"sky_time": tick / TICKS_PER_SECOND, "turn": turn, "texel": texel}
        own: dict[str, object] = {"sky_place": self._noise_offset, "curtains": self._curtains.texture}
        if not self.sun:
            ago = frame.snapshot.cue.tick - tick
            heard = frame.snapshot.heard_before(ago)
            own |= {"lightning": frame.snapshot.flicker_before(ago), "heard": (heard["middle"], heard["high"])}
        self.feed(self._painter, frame, **own, **of_tick)
        self._painter.draw_fullscreen()
        self.ctx.scissor = None

    def covers(self, frame: Frame) -> range:
        """What lies above the horizon, and a little more."""
        width, height = frame.size
        return range(max(0, int(frame.camera.horizon(width / height)[0] * height) - 1), height)

    def draw(self, frame: Frame) -> None:
        """Draw the panorama, with stars and the seam's core over it."""
        own = {"sky_place": self._noise_offset, "panorama": self._fine.texture}
        self.feed(self.shader, frame, sky_time=frame.snapshot.seconds, **own)
        rows = self.covers(frame)
        scissor(self.ctx, 0, rows.start, frame.size[0], len(rows))
        self.ctx.disable(moderngl.BLEND)
        self.shader.draw_fullscreen()
        self.ctx.scissor = None
        if not self.sun:
            self._add_marks(frame, own)

    def _add_marks(self, frame: Frame, own: dict[str, object]) -> None:
        """Add the stars and the seam's core to the picture."""
        self.ctx.enable(moderngl.BLEND | moderngl.PROGRAM_POINT_SIZE)
        self.ctx.blend_func = moderngl.ONE, moderngl.ONE
        left, right, top = _cells(frame)
        if self.stars and left < right:
            columns = right - left
            self.feed(self._stars, frame, sky_time=frame.snapshot.seconds, cells=(left, 0, columns), **own)
            self._points.render(moderngl.POINTS, vertices=columns * top)
        if self.seam:
            self.feed(self._seam, frame, sky_time=frame.snapshot.seconds, **own)
            self._strip.render(moderngl.TRIANGLE_STRIP, vertices=2 * ROWS)
        self.ctx.disable(moderngl.PROGRAM_POINT_SIZE)


def _cells(frame: Frame) -> tuple[int, int, int]:
    """The cells of stars that the picture shows: the first column, and the ends of columns and rows."""
    wide, high = frame.camera.tangents(frame.size[0] / frame.size[1])
    right, up, forward = frame.camera.basis()
    sides = [(x, y) for x in (-1.0, 1.0) for y in (-1.0, 1.0)]
    corners = np.array([forward + x * wide * right + y * high * up for x, y in sides])
    if corners[:, 2].min() < AHEAD:
        return -FARTHEST, FARTHEST, FARTHEST
    across, rise = GRID * corners[:, 0] / corners[:, 2], GRID * float((corners[:, 1] / corners[:, 2]).max())
    left, last = math.floor(float(across.min())), math.ceil(float(across.max()))
    return max(left, -FARTHEST), min(last, FARTHEST), min(max(math.ceil(rise), 0), FARTHEST)
