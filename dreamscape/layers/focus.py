"""The focus: the whole picture goes out of focus and comes back, while the camera moves unseen."""

import moderngl

from dreamscape.easing import ease
from dreamscape.parameters import Parameter
from dreamscape.render.layer import SOFTENED, Frame, Layer
from dreamscape.render.targets import Target, divided

PART = 4  # what the picture's size is divided by: enough for what is out of focus
LEAST = 1.5  # texels of the small picture; a smaller blur is blended in instead
SOFT = 1.5, 4.0  # texels of the small picture: of a larger blur of near and far view, half the size shows all
COARSE = 12.0  # texels of the small picture, of a blur for which half of its size is enough
THREE = (0.75, 0.0), (0.50, 2.0), (0.22, 4.0)  # passes: parts of the blur's radius, and how the disc is turned, rad
TWO = (0.78, 0.0), (0.56, 2.0)  # which look the same where the picture is not softened,
ONE = ((1.07, 0.0),)  # and where the blur is the least
ROWS = 700  # of a picture at least: in half of a smaller one creatures are as small as they get, and shine more
BOOST = 0.5  # extra weight of light above the middle tones, as in a lens


class Focus(Layer):
    """The whole picture goes out of focus and comes back, while the camera moves unseen.

    It blurs the picture drawn so far; while all is soft, the `bokeh` behind the near view gives way to the far view.
    """

    needs = ("bokeh",)

    loses = Parameter(0.0, 0.0, 600.0, "s", "when the focus begins to go")
    lost = Parameter(2.0, 0.0, 600.0, "s", "when it is gone")
    finds = Parameter(4.0, 0.0, 600.0, "s", "when it begins to come back")
    found = Parameter(6.0, 0.0, 600.0, "s", "when all is sharp again")
    blur = Parameter(0.07, 0.0, 0.2, "of the height", "radius of the blur while the focus is gone")
    clears = Parameter(3.5, 0.0, 600.0, "s", "when the bokeh begins to give way")
    cleared = Parameter(4.5, 0.0, 600.0, "s", "when it is gone")

    def build(self) -> None:
        """The programs and two small targets, which get their size with the first picture."""
        self._reduce = {count: self.program(REDUCE=count) for count in (2, 4)}
        self._gather = self.program(GATHER=1)
        self._small = {part: (self.target((1, 1)), self.target((1, 1))) for part in (PART, 2 * PART)}
        self._blurred = self._small[PART][0]

    def _radius(self, seconds: float) -> float:
        """Radius of the blur, as a part of the picture's height."""
        gone = ease((seconds - self.loses) / (self.lost - self.loses))
        return self.blur * gone * (1.0 - ease((seconds - self.finds) / (self.found - self.finds)))

    def _texels(self, frame: Frame) -> float:
        """Radius of the blur in texels of the small picture."""
        return self._radius(frame.snapshot.act_seconds) * frame.size[1] / PART

    def softens(self, frame: Frame) -> bool:
        """While the focus is far off, unless the picture is small."""
        return frame.size[1] >= ROWS and self._texels(frame) > SOFT[frame.snapshot.act_seconds > self.clears]

    def covers(self, frame: Frame) -> range:
        """All of the picture, once the blur is not blended in any more."""
        return range(frame.size[1] if self._texels(frame) > LEAST else 0)

    def draw(self, frame: Frame) -> None:
        """Blur the picture and draw it over itself."""
        radius = self._texels(frame)
        if radius < 0.02:
            return
        if frame.rows is None:
            self._blur(frame, radius)
        share = ease(radius / LEAST)
        self.ctx.enable_only(moderngl.BLEND if share < 1.0 else moderngl.NOTHING)
        self.ctx.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self.shader.set(share=share)
        self.shader.bind({"wide": self._blurred.texture})
        self.shader.draw_fullscreen()
        self.ctx.enable(moderngl.DEPTH_TEST)

    def _blur(self, frame: Frame, radius: float) -> None:
        """Reduce the picture and blur it, by `radius` texels of a quarter of its size."""
        picture = self.ctx.fbo
        drawn = frame.textures.get(SOFTENED, picture.color_attachments[0])
        assert isinstance(drawn, moderngl.Texture)
        part = PART * 2 if SOFTENED in frame.textures and radius > COARSE else PART
        source, target = self._targets(frame, part)
        self.ctx.enable_only(moderngl.NOTHING)
        self._shrink(source, drawn, frame, min(radius / LEAST, 1.0))
        texels = max(radius, LEAST) * PART / part
        for fraction, twist in ONE if radius <= LEAST else THREE if SOFTENED in frame.textures else TWO:
            target.begin()
            self._gather.set(radius=texels * fraction, twist=twist)
            self._gather.bind({"wide": source.texture})
            self._gather.draw_fullscreen()
            source, target = target, source
        self._blurred = source
        picture.use()

    def _targets(self, frame: Frame, part: int) -> tuple[Target, Target]:
        """Two targets of a part of the picture's size."""
        size = divided(frame.size, part)
        if self._small[part][0].size != size:
            for target in self._small[part]:
                target.release()
            self._small[part] = self.target(size), self.target(size)
        return self._small[part]

    def _shrink(self, target: Target, drawn: moderngl.Texture, frame: Frame, far: float) -> None:
        """Draw the reduced picture, with the bokeh over it while that gives way; `far` is 1 wholly out of focus."""
        seconds = frame.snapshot.act_seconds
        clears = seconds > self.clears  # before, the bokeh is part of the picture
        veil = 1.0 - ease((seconds - self.clears) / (self.cleared - self.clears)) if clears else 0.0
        reduce = self._reduce[round(drawn.width / target.size[0])]
        target.begin()
        self.feed(reduce, frame, veil=veil, boost=BOOST * far, picture=drawn)
        reduce.draw_fullscreen()
