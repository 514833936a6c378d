"""The ocean: liquid sapphire; a Perlin swell whose crests hide what is behind them and are lit from within."""

import math

import moderngl

from dreamscape.parameters import Parameter
from dreamscape.places.shore import coast
from dreamscape.quality import Quality
from dreamscape.render.daylight import Daylit
from dreamscape.render.layer import Frame
from dreamscape.render.shader import Shader
from dreamscape.render.targets import Target
from dreamscape.render.tiles import scissor

SKY = (96, 24)  # px of the blurred sky
COLUMNS = (44, 88, 88, 192)  # of the first pass, by tier
FAR, FARTHER = 0.2, 0.25  # tangent below the horizon down to which waves are so drawn out that few columns show them
# all, the second one in high pictures; from the first on, every other row of the first pass shows them all there
NARROWER = (4, 4, 4, 1)  # what the width of the far sea is divided by, by tier
GROWS = 64  # rows by which its picture does
FINER = (1, 1, 2, 1)  # rows of the far sea's picture for each of the frame, by tier, in pictures of few rows
FEW = 500  # px, the fewest rows that are no longer few
HIGH = 700  # px, the fewest rows of a high picture
STEPS = {  # by tier: of rays to the swell; into the past of foam; octaves of ripples: of the first pass, of both
    "STEPS": (4, 7, 8, 14),
    "FOAM_STEPS": (2, 4, 5, 8),
    "BROAD": (2, 2, 2, 2),
    "SEEN": (2, 4, 5, 5),
}


class Ocean(Daylit):
    """A sapphire sea up to the horizon: swell with sharp crests lit from within, and a path of glitter.

    The sea plane of the whole view below the horizon; mirrors the sky's panorama.
    """

    publishes = ("waves",)
    needs = ("panorama", "coast")
    prepares_with = ("panorama", "coast")

    swell_height = Parameter(1.9, 0.0, 4.0, "m", "height of the swell")
    chop = Parameter(1.0, 0.0, 2.0, "x", "steepness of the small waves")
    glow = Parameter(1.0, 0.0, 3.0, "x", "light within the crests")
    glitter = Parameter(1.0, 0.0, 3.0, "x", "brightness of the path under the seam")
    foam = Parameter(1.0, 0.0, 2.0, "x", "foam at the cliff's foot")
    seam_azimuth = Parameter(0.27, -1.0, 1.0, "tangent", "where the seam meets the horizon, from straight ahead")
    seam_lean = Parameter(0.42, -1.0, 1.0, "tangent", "by how much the seam leans left")

    def program(self, **defines: object) -> Shader:
        """The layer's program, with the position of the coast's field and the steps of this tier as macros."""
        x, z, side = (float(v) for v in coast.FIELD_PLACE)
        steps = {name: self.quality.choose(counts) for name, counts in STEPS.items()}
        return super().program(COAST_X=x, COAST_Z=z, COAST_SIDE=side, **steps, **defines)

    def build(self) -> None:
        """The program of the first pass, whose pictures get their size with the first frame, and this seed's place."""
        self._finder, self._blur, self._widen = (self.program(**{part: 1}) for part in ("SURFACE", "SKY", "WIDEN"))
        wholes = self.shader, self._finder, self._blur, self._widen
        self._cover = {shader: shader.array([]) for shader in wholes}  # triangles, made in the vertex stage
        self._sky = Target(self.ctx, SKY, dtype="f1", bgra=True)
        self._far = Target(self.ctx, (8, 8))
        self._noise_offset = self.streams.offset("ocean")
        fineness = self.quality.choose(coast.FINENESS)
        self._stacks = [tuple(stack) for stack in coast.stack_feet(self.streams, fineness).tolist()]
        self._fit((8, 8))

    def _fit(self, size: tuple[int, int]) -> None:
        """New pictures for the first pass; a rehearsal in progress may still draw into the old ones."""
        self._waves = self.ctx.texture(size, 4, dtype="f4")
        self._waves.repeat_x = self._waves.repeat_y = False
        self._looks = Target(self.ctx, size, dtype="f1", bgra=True).texture
        self._surface = self.ctx.framebuffer([self._waves, self._looks])

    def prepare(self, frame: Frame) -> None:
        """Blur the sky, find where the sea is met, and publish its larger waves."""
        super().prepare(frame)
        self._sky.begin()
        self.feed(self._blur, frame, part=(1.0 / SKY[0], 1.0 / SKY[1]))
        self._cover[self._blur].render(moderngl.TRIANGLES, vertices=3)
        size = min(self.quality.choose(COLUMNS), frame.size[0]), frame.size[1]
        if self._surface.size != size:
            self._fit(size)
        self._find(frame)
        frame.textures["waves"] = self._waves
        self._draw_far(frame)

    def _find(self, frame: Frame) -> None:
        """Draw the first pass: of the near sea every other row, in a picture half as high, and above that the rest."""
        (width, height), shorter = self._surface.size, left_out(frame, self.quality)
        self._surface.use()
        finer = _finer(frame, self.quality)
        self.feed(self._finder, frame, sea_place=self._noise_offset, stacks=self._stacks, finer=finer)
        if shorter:
            self.ctx.viewport = 0, 0, width, height // 2
            self._render(self._finder, width, range(shorter))
        self.ctx.viewport = 0, -shorter, width, height
        self._render(self._finder, width, range(shorter, _top(frame, height) - shorter))

    def covers(self, frame: Frame) -> range:
        """What lies below the horizon."""
        return range(_top(frame, frame.size[1]))

    def _draw_far(self, frame: Frame) -> None:
        """Draw the far sea, narrower than it is seen."""
        rows = _far_rows(frame, self.quality)
        if not rows:
            return
        finer = _finer(frame, self.quality)
        width, height = -(-frame.size[0] // self.quality.choose(NARROWER)), -(-len(rows) * finer // GROWS) * GROWS
        if self._far.size != (width, height):
            self._far = Target(self.ctx, (width, height))
        self._far.begin()
        self.ctx.viewport = 0, -rows.start * finer, width, frame.size[1] * finer
        self._shade(frame, width, rows.start, finer)
        self._render(self.shader, width, range(len(rows) * finer))

    def _shade(self, frame: Frame, width: int, lowest: int, finer: int = 1) -> None:
        """Set what the shader reads where it draws a picture of some width, from the frame's row `lowest` on.

        `finer`: how many rows it has for each of the frame.
        """
        columns = self._surface.size[0]
        own = {"looks": self._looks, "sky": self._sky.texture, "columns": columns, "narrower": width / columns}
        own["shorter"] = left_out(frame, self.quality)
        self.feed(self.shader, frame, sea_place=self._noise_offset, lowest=lowest, finer=finer, **own)

    def draw(self, frame: Frame) -> None:
        """Draw everything below the horizon."""
        width, rows = frame.size[0], _far_rows(frame, self.quality)
        self.ctx.disable(moderngl.BLEND)
        self._shade(frame, width, 0)
        self._render(self.shader, width, range(rows.start))
        if rows:
            held = rows.start, self._far.size[1] / _finer(frame, self.quality)
            self.feed(self._widen, frame, far_sea=self._far.texture, held=held)
            self._render(self._widen, width, rows)

    def _render(self, shader: Shader, width: int, rows: range) -> None:
        """Draw rows of a target of some width."""
        scissor(self.ctx, 0, rows.start, width, len(rows))
        self._cover[shader].render(moderngl.TRIANGLES, vertices=3)
        self.ctx.scissor = None


def left_out(frame: Frame, quality: Quality) -> int:
    """How many rows of the near sea, the lowest of the picture, the first pass leaves out: every other one."""
    height = frame.size[1]
    if quality.choose(NARROWER) == 1 or height < HIGH or height % 2:
        return 0
    return _rows_below(frame, FAR) // 2


def _finer(frame: Frame, quality: Quality) -> int:
    """How many rows of the far sea are drawn for each of the picture, whose waves are finer than pixels there."""
    return quality.choose(FINER) if frame.size[1] < FEW else 1


def _top(frame: Frame, height: int) -> int:
    """How many rows of a target of some height show sea."""
    _, top = frame.camera.horizon(frame.size[0] / frame.size[1])
    return min(height, int(top * height + 0.5))


def _far_rows(frame: Frame, quality: Quality) -> range:
    """The rows of the picture that show the far sea, if that is drawn apart."""
    top = _top(frame, frame.size[1])
    tangent = FARTHER if frame.size[1] >= HIGH else FAR
    return range(top if quality.choose(NARROWER) == 1 else _rows_below(frame, tangent), top)


def _rows_below(frame: Frame, tangent: float) -> int:
    """How many rows of the picture show the sea from so far below the horizon on, at least."""
    width, height = frame.size
    return min(math.ceil(frame.camera.horizon(width / height, -tangent)[1] * height), _top(frame, height))
