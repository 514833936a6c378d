"""The cliff: rock in beds and blocks, alive with moss through which the heart's light runs."""

from collections.abc import Iterator

import moderngl
import numpy as np

from dreamscape import resources
from dreamscape.parameters import Parameter
from dreamscape.places.shore import coast, rock_light
from dreamscape.places.shore.outline import Outline
from dreamscape.places.shore.pulse import moss_glow
from dreamscape.places.shore.sheet import VIEW
from dreamscape.quality import Quality
from dreamscape.render.context import CLIP_DISTANCE
from dreamscape.render.layer import Frame, Layer
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.rng import Streams

SHEET = ((460, 440), (720, 690), (1100, 1050), (1650, 1570))  # texels, by quality tier; no power of two
BANDS = 8  # in which it is drawn, 30 ms each with llvmpipe: while an act is rehearsed, another one plays
STEP = 0.05  # of the amount of moss
FORMS = "3f 12x 2f 4x 1f 8x", "position", "place", "lushness"  # what each program of the sheet reads of a vertex
FINISH = "3f 3f 2f 16x", "position", "facing", "place"


class Cliff(Layer):
    """A cliff of rock in beds and blocks, with moss through which the heart's light runs from the dreamer's feet.

    A mesh in world space; its relief, stone and moss are drawn once, on a sheet that the cliff then reads.
    """

    blend = "opaque"

    moss = Parameter(1.0, 0.0, 2.0, "x", "how much of the rock is covered")
    pulse = Parameter(1.0, 0.0, 3.0, "x", "brightness of the heart's pulse in the moss")
    pulse_speed = Parameter(7.0, 1.0, 30.0, "m/s", "how fast the pulse spreads")
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
        self._far = self.program(FAR=1)
        content = [(self._vertices, "3f 12x 2f 4f", "position", "place", "shade")], self._triangles
        self._near_array, self._far_array = (shader.array(*content) for shader in (self.shader, self._far))
        self._near_count = coast.promontory(self.streams, self.quality.choose(coast.FINENESS)).triangles.size
        self._coast = self.ctx.texture(field.shape, 1, field.tobytes(), dtype="f4")
        self._coast.repeat_x = self._coast.repeat_y = False
        self._glow = self.ctx.texture((256, 1), 1)
        self._glow.repeat_x = False
        self._relief: moderngl.Texture | None = None
        self._covered = -1.0  # the amount of moss on it

    def prepare(self, frame: Frame) -> None:
        """Publish the sea's distance from the coast; draw the sheet before it is first used, or if its moss changes."""
        frame.textures["coast"] = self._coast
        if self._covered != self._amount:
            for _ in self._draw_sheet():
                pass
        self._glow.write(moss_glow(frame.snapshot.heart_trace, 4.0).tobytes())
        frame.textures["moss_glow"] = self._glow
        assert self._relief is not None
        frame.textures["rock_relief"] = self._relief

    def rehearse(self, frame: Frame) -> Iterator[None]:
        """Draw the sheet a little at a time."""
        if self._covered != self._amount:
            yield from self._draw_sheet()
        self.prepare(frame)
        yield

    @property
    def _amount(self) -> float:
        """The amount of moss, in steps: a turning knob must not draw the sheet each frame."""
        return round(self.moss / STEP) * STEP

    def _draw_sheet(self) -> Iterator[None]:
        """Draw heights, then what the cliff reads: normal and hollows, and stone and moss."""
        size, amount = self.quality.choose(SHEET), self._amount
        forms = Target(self.ctx, size, "f2", mipmaps=True)
        bedding = Outline.from_seed(self.streams).bedding
        first, second = (
            Shader(self.ctx, resources.folder("glsl") / "acts" / "relief.glsl", {"RELIEF": stage}) for stage in (1, 2)
        )
        first.set(
            rock_place=self.streams.offset("relief"),
            dip=bedding.dip,
            beds_per_metre=bedding.beds_per_metre,
            moss=amount,
        )
        forms.begin(clear=(0.0, 0.5, 0.0, 0.0))
        yield from self._on_sheet(first, FORMS, {}, forms)
        forms.texture.build_mipmaps()
        relief = Target(self.ctx, size, "f1", mipmaps=True)
        relief.begin(clear=(0.5, 0.5, 0.5, 0.0))
        second.set(viewed_from=VIEW)
        yield from self._on_sheet(second, FINISH, {"forms": forms.texture}, relief)
        relief.texture.build_mipmaps()
        relief.texture.filter = moderngl.LINEAR_MIPMAP_NEAREST, moderngl.LINEAR
        relief.framebuffer.release()
        for used in (forms, first, second):
            used.release()
        if self._relief:
            self._relief.release()
        self._relief, self._covered = relief.texture, amount

    def _on_sheet(
        self, shader: Shader, reads: tuple[str, ...], textures: dict[str, moderngl.Texture], sheet: Target
    ) -> Iterator[None]:
        """Draw the mesh, laid out on the sheet, in bands; others may draw in between."""
        array = shader.array([(self._vertices, *reads)], self._triangles)
        width, height = sheet.size
        rows = -(-height // BANDS)
        for bottom in range(0, height, rows):
            sheet.begin()
            shader.bind(textures)
            self.ctx.scissor = 0, bottom, width, rows
            array.render()
            self.ctx.scissor = None
            yield
        array.release()

    def draw(self, frame: Frame) -> None:
        """Draw the front faces of the mesh."""
        for shader in (self.shader, self._far):
            self.feed(shader, frame, key=rock_light.key_direction(self.seam_azimuth))
        self.ctx.enable(moderngl.CULL_FACE)
        self.ctx.enable_direct(CLIP_DISTANCE)  # by the sea
        self._near_array.render(vertices=self._near_count)
        self._far_array.render(first=self._near_count)
        self.ctx.disable_direct(CLIP_DISTANCE)
        self.ctx.disable(moderngl.CULL_FACE)

    publishes = ("coast", "rock_relief", "moss_glow")
    needs = ("panorama",)
