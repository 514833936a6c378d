"""The mere: black, still water under the night's air, with far land where moss glows; it mirrors the scene."""

import moderngl
import numpy as np

from dreamscape.parameters import Choice, Parameter, Vector
from dreamscape.places.key import far_shore, night
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame
from dreamscape.render.reduced_resolution import ReducedResolution
from dreamscape.render.shader import Array, Shader
from dreamscape.render.tiles import scissor, untiled

TILTED = 0.08  # tangent by which waves may lower what is mirrored
HALVED = (240, 460, 460, 460)  # rows of a picture from which on its mirror has half as many, by tier,
DOUBLED = (0, 400, 400, 400)  # and up to which twice as many
CALM_PART = (2, 2, 2, 1)  # by how much the water is drawn smaller, by tier,
STANDS = 0.34  # m around the lamp and the light from below, within which all stands that is mirrored
ROWS = 200  # if that leaves the picture as many rows: below that, ripples and what they mirror fall apart
AIR = ((176, 48), (240, 64), (352, 92), (480, 120))  # px of the map of the air, by tier: it has no edges
MOON = 0.016  # tangent, somewhat more than the radius of its disc


class Mere(Daylit):
    """Black, still water under the night's air, with far land at its edge where the moss glows; it mirrors the scene.

    Publishes `mirror`, into which other layers draw upside down, and shows it broken up by `ripples`; `air_map`, the
    light of the air all around and how much of the stars it lets through; and `outline`, how high the land is.
    """

    publishes = ("mirror", "air_map", "outline")
    needs = ("ripples",)
    leaves_depth = True

    lamp = Vector((0.0, 1.0, 0.0), (-100.0, 0.0, -100.0), 100.0, "m", "the light over the water", formerly="x y z")
    kindle = Parameter(0.0, 0.0, 600.0, "s", "into the act, when that light begins")
    below_place = Vector((0.0, 0.0), -100.0, 100.0, "m", "of light from below", axes="xz", formerly="below_x below_z")
    below = Parameter(1.0, 0.0, 4.0, "x", "brightness of the light from below, through the water, as the act begins")
    mist = Parameter(1.0, 0.0, 3.0, "x", "brightness of the mist over the far water")
    heaven = Choice("stars", night.HEAVENS, "what stands in the sky")
    weather = Choice("clear", night.WEATHERS, "what the air is like")
    shore = Choice("hills", night.SHORES, "what stands on the other side")
    moon = Vector((0.3, 0.2), (-0.9, 0.02), (0.9, 1.0), "tangent", "its bearing (as a sine) and elevation", axes="xy")

    def build(self) -> None:
        """The programs and the land's outlines; the mirror gets its size with the first frame."""
        self._noise_offset = self.streams.offset("mere")
        self._galaxy = night.galaxy(self.streams)
        self._mirror = self.target((8, 8))
        self._air = self.target(self.quality.choose(AIR))
        roots = 1 if self.sun > 0.0 else 4  # by night no light of the water is above 2
        self._calm = ReducedResolution(self.ctx, self.quality.choose(CALM_PART), ROWS, roots)
        self._far, self._disc = self.program(LAND=1), self.program(MOON=1)
        self._made_for: tuple[str, ...] = ()
        self._triangles: dict[Shader, Array] = {}
        self._furnish()

    def _furnish(self) -> None:
        """Programs and outlines of this sky, weather and shore."""
        wanted = self.heaven, self.weather, self.shore, f"{self.sun > 0.0}"
        if wanted == self._made_for:
            return
        self._made_for = wanted
        # by day there is neither moon nor Milky Way
        sky = 0 if self.sun > 0.0 else night.HEAVENS.index(self.heaven)
        air = night.WEATHERS.index(self.weather)
        self._airy = self.program(AIR=1, HEAVEN=sky, WEATHER=air)
        self._water = [
            [self.program(WATER=1, HEAVEN=sky, **land, **more) for more in ({}, {"MIRRORING": 1})]
            for land in ({}, {"LAND": 1})
        ]
        lines = far_shore.outline(self.streams, self.shore)
        self._land = float(lines.max()) + 0.004
        self._outlines = []
        for _ in range(far_shore.LEVELS):
            texture = self.ctx.texture((len(lines), 1), 2, lines.tobytes(), dtype="f4")
            texture.repeat_x = texture.repeat_y = False
            self._outlines.append(texture)
            lines = far_shore.coarser(lines)

    def covers(self, frame: Frame) -> range:
        """All of the picture."""
        return range(frame.size[1])

    def prepare(self, frame: Frame) -> None:
        """Clear the mirror, draw the map of the air, and publish both and the land's outline."""
        super().prepare(frame)
        self._furnish()
        size = _mirror_size(frame.size, self.quality.choose(HALVED), self.quality.choose(DOUBLED))
        if self._mirror.size != size:
            self._mirror = self.target(size)  # a rehearsal in progress may still draw into the old one
        self._mirror.begin(clear=(0.0, 0.0, 0.0, 0.0))
        pixel = 2.0 * frame.camera.tangents(frame.size[0] / frame.size[1])[1] / frame.size[1]
        level = int(np.clip(np.log2(pixel * 0.5 * far_shore.FINEST), 0, far_shore.LEVELS - 1))
        frame.textures["mirror"] = self._mirror.texture
        frame.textures["outline"] = self._outlines[level]
        frame.textures["air_map"] = self._air.texture
        turned = self._galaxy @ night.sky_turned(self.streams, frame.snapshot.act_seconds).T
        self._air.begin()
        self.ctx.enable_only(moderngl.NOTHING)
        self.feed(
            self._airy,
            frame,
            mere_place=self._noise_offset,
            galaxy=tuple(turned.T.ravel()),
            map_size=tuple(map(float, self._air.size)),
        )
        self._cover(self._airy)

    def draw(self, frame: Frame) -> None:
        """Draw water below and air above the horizon, and between them, in a band, the land."""
        width, height = frame.size
        low, high = (int(part * height) for part in frame.camera.horizon(width / height))
        mirrored, _ = (int(part * height) for part in frame.camera.horizon(width / height, -self._land - TILTED))
        _, above = (int(part * height) for part in frame.camera.horizon(width / height, self._land))
        self.ctx.disable(moderngl.BLEND | moderngl.DEPTH_TEST)  # all of it lies behind everything, and covers
        shore = min(high + 2, height)  # the row from which on no water is seen
        self._draw_calm(frame, mirrored, shore)
        for shader, first, last in ((self._far, shore, above + 1), (self.shader, above + 1, height)):
            self.feed(shader, frame, mere_place=self._noise_offset, part=1.0)
            self._band(shader, width, first, last)
        self.ctx.enable(moderngl.BLEND)
        self.ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._band(self._far, width, low, min(shore, above + 1))
        if self.heaven == "moon" and not self.sun:
            self._draw_moon(frame, above)

    def _draw_moon(self, frame: Frame, above: int) -> None:
        """Draw its disc, if it is in view and above row `above`, which no land reaches."""
        (width, height), aspect = frame.size, frame.size[0] / frame.size[1]
        x, y = self.moon
        way = np.array((x, y, np.sqrt(1.0 - x * x)))
        if float(way @ frame.camera.basis()[2]) <= 0.0:
            return
        distant = np.array(frame.camera.position) + 1000.0 * way
        across, up = frame.camera.project((float(distant[0]), float(distant[1]), float(distant[2])), aspect)
        wide, tall = (MOON * 1.4 / (2.0 * tangent) for tangent in frame.camera.tangents(aspect))
        left, right = (int(np.clip((across + side * wide) * width, 0, width)) for side in (-1, 1))
        bottom, top = (int(np.clip((up + side * tall) * height, above + 1, height)) for side in (-1, 1))
        if left < right and bottom < top:
            self.feed(self._disc, frame, mere_place=self._noise_offset)
            scissor(self.ctx, left, bottom, right - left, top - bottom)
            self._cover(self._disc)
            self.ctx.scissor = None

    def _draw_calm(self, frame: Frame, mirrored: int, top: int) -> None:
        """Draw the water up to row `top`, small if that leaves enough rows; none below row `mirrored` mirrors land."""
        part, picture = self._calm.divisor_of(frame.size), self.ctx.fbo
        if part == 1:
            self._draw_waves(frame, mirrored, top, part)
            return
        if not frame.again:
            with untiled(self.ctx):
                self._calm.begin(frame.size, cleared=False)
                self._draw_waves(frame, mirrored, top, part)
            picture.use()
        if top > 0:
            scissor(self.ctx, 0, 0, frame.size[0], top)
            self._calm.lay()
        self.ctx.scissor = None

    def _draw_waves(self, frame: Frame, mirrored: int, top: int, part: int) -> None:
        """Draw the water into the bound target, of the picture's size divided by `part`; rows as of `_draw_water`."""
        width = frame.size[0]
        left, right = (edge // part for edge in self._mirroring(frame))
        for shaders, first, last in ((self._water[0], 0, mirrored), (self._water[1], mirrored, top + part)):
            rows = first // part, -(-last // part)
            for shader in shaders:
                self.feed(shader, frame, mere_place=self._noise_offset, part=float(part))
            self._band(shaders[0], left, *rows)
            self._band(shaders[1], right - left, *rows, left)
            self._band(shaders[0], -(-width // part) - right, *rows, right)

    def _mirroring(self, frame: Frame) -> tuple[int, int]:
        """The columns between which water mirrors what stands around the lamp and over the light from below."""
        xs, zs = zip(self.below_place, (self.lamp[0], self.lamp[2]), strict=True)
        spans = ((min(axis) - STANDS, max(axis) + STANDS) for axis in (xs, zs))
        sides, depths = spans
        width, height = frame.size
        right, _, forward = frame.camera.basis()
        corners = np.array([(x, 0.0, z) for x in sides for z in depths]) - frame.camera.position
        ahead = np.maximum(corners @ forward, 0.3)
        across = corners @ right / ahead / frame.camera.tangents(width / height)[0]
        edges = np.clip((0.5 + 0.5 * np.array((across.min(), across.max()))) * width, 0, width)
        return int(edges[0]) // 4 * 4, -(-int(edges[1]) // 4) * 4

    def _band(self, shader: Shader, width: int, bottom: int, top: int, left: int = 0) -> None:
        """Draw `width` columns from `left` on of the rows of the bound target from `bottom` up to `top`."""
        if top > bottom and width > 0:
            scissor(self.ctx, left, bottom, width, top - bottom)
            self._cover(shader)
        self.ctx.scissor = None

    def _cover(self, shader: Shader) -> None:
        """Draw the triangle over all of the bound target that is not cut off, made in the vertex stage."""
        if shader not in self._triangles:
            self._triangles[shader] = shader.array([])
        self._triangles[shader].render(moderngl.TRIANGLES, vertices=3)


def _mirror_size(size: tuple[int, int], halved: int, doubled: int) -> tuple[int, int]:
    """Of the mirror for a picture of `size`, px: ripples blur large ones, and small ones would sparkle."""
    if size[1] <= doubled:
        return 2 * size[0], 2 * size[1]
    return (-(-size[0] // 2), -(-size[1] // 2)) if size[1] >= halved else size
