"""The focus: the whole picture goes out of focus and comes back, while the camera moves unseen."""

import moderngl

from dreamscape.easing import ease
from dreamscape.parameters import Parameter
from dreamscape.render.layer import SOFTENED, Frame, Layer
from dreamscape.render.targets import Target

PART = 4  # what the picture's size is divided by: enough for what is out of focus
LEAST = 1.5  # texels of the small picture; a smaller blur is blended in instead
SOFT = 10.0, 4.0  # texels of the small picture: of a larger blur of near and far view, half the size shows all
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
        self._reduce = {softened: self.program(REDUCE=2 if softened else 4) for softened in (False, True)}
        self._gather = self.program(GATHER=1)
        self._small = self.target((1, 1)), self.target((1, 1))

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
        self.shader.bind({"wide": self._small[1].texture})
        self.shader.draw_fullscreen()
        self.ctx.enable(moderngl.DEPTH_TEST)

    def _blur(self, frame: Frame, radius: float) -> None:
        """Reduce the picture and blur it in three passes, by `radius` texels of the small targets."""
        size = -(-frame.size[0] // PART), -(-frame.size[1] // PART)
        if self._small[0].size != size:
            for target in self._small:
                target.release()
            self._small = self.target(size), self.target(size)
        blurred, spare = self._small
        picture = self.ctx.fbo
        drawn = frame.textures.get(SOFTENED, picture.color_attachments[0])
        assert isinstance(drawn, moderngl.Texture)
        self.ctx.enable_only(moderngl.NOTHING)
        self._shrink(blurred, drawn, frame, min(radius / LEAST, 1.0))
        passes = (spare, blurred, 0.75, 0.0), (blurred, spare, 0.50, 2.0), (spare, blurred, 0.22, 4.0)
        for target, source, fraction, twist in passes:
            target.begin()
            self._gather.set(radius=max(radius, LEAST) * fraction, twist=twist)
            self._gather.bind({"wide": source.texture})
            self._gather.draw_fullscreen()
        picture.use()

    def _shrink(self, target: Target, drawn: moderngl.Texture, frame: Frame, far: float) -> None:
        """Draw the reduced picture, with the bokeh over it while that gives way; `far` is 1 wholly out of focus."""
        seconds = frame.snapshot.act_seconds
        clears = seconds > self.clears  # before, the bokeh is part of the picture
        veil = 1.0 - ease((seconds - self.clears) / (self.cleared - self.clears)) if clears else 0.0
        reduce = self._reduce[SOFTENED in frame.textures]
        target.begin()
        self.feed(reduce, frame, veil=veil, boost=BOOST * far, picture=drawn)
        reduce.draw_fullscreen()
