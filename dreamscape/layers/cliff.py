"""The cliff: rock in beds and blocks, alive with moss through which the heart's light runs."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import moderngl
import numpy as np

from dreamscape.parameters import Parameter
from dreamscape.places.shore import coast, rock_light
from dreamscape.places.shore.pulse import moss_glow, music_glow
from dreamscape.places.shore.sheet import density
from dreamscape.quality import Quality
from dreamscape.render.context import CLIP_DISTANCE
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame
from dreamscape.render.rock_sheet import RockSheet
from dreamscape.render.shader import Array, Shader
from dreamscape.render.targets import finest_read
from dreamscape.rng import Streams
from dreamscape.world.snapshot import Snapshot

SHEET = ((380, 360), (720, 690), (1100, 1050), (1650, 1570))  # texels, by quality tier; no power of two
TRACE, SPAN = 256, 4.0  # steps, and the seconds they last, of the light that has run through the moss
BETWEEN = 4  # texels a step: so many that none are mixed, for which each pixel would pay
STEP = 0.05  # of the amount of moss
WASH = 1.4  # m above the sea, as high as the swell washes
LARGE = 0.0013  # rad, of a pixel: larger ones see more than a texel of the sheet
FINEST = 1.15  # rad a texel of the sheet's side, of a pixel: smaller ones see but its finest level, except slivers
LEDGE = 14.0  # m around the feet: ground whose far side is seen too, since the near one does not hide it


class Part(NamedTuple):
    """Triangles that one program draws, which of their sides is left out, and whether they are near."""

    shader: Shader
    array: Array
    left_out: str
    near: bool


class Cliff(Daylit):
    """A cliff of rock in beds and blocks, with moss through which the heart's light runs from the dreamer's feet.

    A mesh in world space; its relief, stone and moss are drawn once, on a sheet that the cliff then reads.
    """

    blend = "opaque"

    moss = Parameter(1.0, 0.0, 2.0, "x", "how much of the rock is covered")
    pulse = Parameter(1.0, 0.0, 3.0, "x", "brightness of the heart's pulse in the moss")
    pulse_speed = Parameter(12.0, 1.0, 30.0, "m/s", "how fast the pulse spreads")
    key_light = Parameter(1.0, 0.0, 3.0, "x", "brightness of the seam's light on it")
    seam_azimuth = Parameter(0.27, -1.0, 1.0, "tangent", "where the seam's light comes from")

    @classmethod
    def precompute(cls, streams: Streams, quality: Quality) -> None:
        """Build promontory and stacks."""
        coast.shore_view(streams, quality.choose(coast.FINENESS))

    def build(self) -> None:
        """The promontory and the sea stacks in one vertex buffer, and the sea's distance from their foot."""
        land, field = coast.shore_view(self.streams, self.quality.choose(coast.FINENESS))
        vertices = np.hstack([land.position, land.normal, land.place, land.shade]).astype("f4")
        self._vertices = self.ctx.buffer(vertices.tobytes())
        self._triangles = self.ctx.buffer(land.triangles.tobytes())
        self._density = self.ctx.buffer(density(land.position, land.place, land.triangles).tobytes())
        self._parts: dict[bool, list[Part]] = {}  # by whether pixels are large
        self._land = land
        self._coast = self.ctx.texture(field.shape, 1, field.tobytes(), dtype="f4")
        self._coast.repeat_x = self._coast.repeat_y = False
        self._glow = self.ctx.texture((TRACE * BETWEEN, 1), 4)
        self._glow.repeat_x = False
        self._glow.filter = moderngl.NEAREST, moderngl.NEAREST
        self._asked: RockSheet | None = None

    def _make_parts(self, large: bool) -> list[Part]:
        """What is drawn, the nearest first.

        Where pixels are `large`, programs read the sheet twice.
        """
        land, defines = self._land, {"TWICE": 1} if large else {}
        count = len(coast.promontory(self.streams, self.quality.choose(coast.FINENESS)).triangles)
        near, far = land.triangles[:count], land.triangles[count:]
        foot = land.position[near, 1].min(axis=1) < WASH
        middle = land.position[near].mean(axis=1) - np.array(coast.FEET, np.float32)
        ledge = (np.linalg.norm(middle, axis=1) < LEDGE) & (middle[:, 1] > -0.7)
        plain = self.program(**defines) if defines else self.shader
        washed, distant = self.program(WASHED=1, **defines), self.program(FAR=1, **defines)
        parts = (
            (washed, near[foot], "back"),
            (plain, near[~foot], "back"),
            (distant, far, "back"),
            (plain, near[ledge], "front"),
        )
        reads = [
            (self._vertices, "3f 3f 2f 4f", "position", "facing", "place", "shade"),
            (self._density, "1f", "dense"),
        ]
        return [
            Part(shader, shader.array(reads, self.ctx.buffer(part.tobytes())), out, shader is not distant)
            for shader, part, out in parts
        ]

    def prepare(self, frame: Frame) -> None:
        """Publish the sea's distance from the coast; draw the sheet before it is first used, or if its moss changes."""
        super().prepare(frame)
        frame.textures["coast"] = self._coast
        for _ in self._fit_sheet():
            pass
        self._write_glow(frame.snapshot)
        frame.textures["moss_glow"] = self._glow
        frame.textures["rock_relief"] = self._relief

    def _write_glow(self, snapshot: Snapshot) -> None:
        """What has run through the moss: the heart's light, and that of low, middle and high sounds."""
        glow, heard = np.zeros((TRACE, 4), np.uint8), snapshot.heard
        glow[:, 0] = moss_glow(snapshot.heart_trace, SPAN)
        if presence := heard["presence"]:
            glow[:, 1:] = music_glow(heard.spectra, presence, SPAN, TRACE)
        at = (np.arange(TRACE * BETWEEN) + 0.5) / BETWEEN - 0.5
        finer = np.stack([np.interp(at, np.arange(TRACE), one) for one in glow.T], axis=1)
        self._glow.write((finer + 0.5).astype(np.uint8).tobytes())

    def rehearse(self, frame: Frame) -> Iterator[None]:
        """Draw the sheet a little at a time."""
        yield from self._fit_sheet()
        self.prepare(frame)
        yield

    @property
    def _amount(self) -> float:
        """The amount of moss, in steps: a turning knob must not draw the sheet each frame."""
        return round(self.moss / STEP) * STEP

    def _fit_sheet(self) -> Iterator[None]:
        """Take or draw the sheet, unless it is there with this amount of moss."""
        size, fineness = self.quality.choose(SHEET), self.quality.choose(coast.FINENESS)
        asked = RockSheet(self.streams.seed, fineness, size, self._amount)
        if asked != self._asked:
            self._relief = yield from asked.texture(self.ctx, self._vertices, self._triangles)
            self._asked = asked

    def draw(self, frame: Frame) -> None:
        """Draw the front faces of the mesh, and the ledge's far side."""
        key = rock_light.key_direction(self.seam_azimuth, self.sun or rock_light.SEAM)
        self.ctx.enable(moderngl.CULL_FACE)
        self.ctx.enable_direct(CLIP_DISTANCE)  # by the sea
        pixel = _pixel(frame)
        finest = pixel * math.sqrt(math.prod(self._relief.size)) < FINEST
        for part in self._parts_for(pixel):
            with finest_read(self._relief, finest and part.near):
                self.feed(part.shader, frame, key=key)
                self.ctx.cull_face = part.left_out
                part.array.render()
        self.ctx.cull_face = "back"
        self.ctx.disable_direct(CLIP_DISTANCE)
        self.ctx.disable(moderngl.CULL_FACE)

    def _parts_for(self, pixel: float) -> list[Part]:
        """What is drawn where pixels are so large, rad."""
        large = pixel > LARGE
        if large not in self._parts:
            self._parts[large] = self._make_parts(large)
        return self._parts[large]

    publishes = ("coast", "rock_relief", "moss_glow")
    needs = ("panorama",)


def _pixel(frame: Frame) -> float:
    """The angle of a pixel, rad."""
    width, height = frame.size
    return 2.0 * frame.camera.tangents(width / height)[1] / height
