"""Makes pictures of the light of acts: tone map and bloom, as bright as the flash limiter allows, then the caption."""

from functools import partial
from typing import TYPE_CHECKING

import moderngl

from dreamscape.clock import TICKS_PER_SECOND
from dreamscape.dream.line import Line
from dreamscape.dream.timeline import Cue, Timeline
from dreamscape.engine.act_layers import Scenes
from dreamscape.engine.framing import Framing
from dreamscape.engine.warm_up import expect
from dreamscape.flash.limiter import UNLIMITED, Limiter
from dreamscape.quality import Quality
from dreamscape.render.exposure import ExposurePass
from dreamscape.render.in_place import InPlace
from dreamscape.render.light_packer import Written
from dreamscape.render.planes import Planes
from dreamscape.render.post import Coding, Post
from dreamscape.render.targets import Surface, Target
from dreamscape.world.snapshot import Snapshot

if TYPE_CHECKING:
    from dreamscape.render.captions import Captions

AROUND = 8  # px around a caption that are packed with it at most
EXPECTED = 3 * TICKS_PER_SECOND  # ticks before a line at which its letters are timed: what takes 15 to 30 ms
BLOOM = 0.085  # fraction of the gathered glow that is added to the picture


class Grading:
    """Grades light into pictures, or straight into the planes of a film.

    Args:
        ctx: the OpenGL context.
        coding: how pictures store colour.
        captions: write the voice into the picture.
        limiter: keeps the pictures from flashing; None limits nothing.

    Attributes:
        captions_on: whether the voice is written into the picture.
        exposure_pass: dims pictures of light as the limiter asks; None without a limiter.
        post: the passes, for pictures of the size that `fit` was told last.
    """

    post: Post

    def __init__(self, ctx: moderngl.Context, coding: Coding, captions: bool, limiter: Limiter | None) -> None:
        self.captions_on = captions
        self.exposure_pass = ExposurePass(ctx, limiter) if limiter else None
        self._ctx, self._coding = ctx, coding
        self._expected: Line | None = None
        self._writer: Captions | None = None

    def fit(self, drawn: tuple[int, int], graded: tuple[int, int], quality: Quality, anew: bool = True) -> None:
        """Make the targets for light of one size and pictures of another, px; the shaders too, if `anew`."""
        self.post = Post(self._ctx, drawn, graded, quality, self._coding, None if anew else self.post)
        if anew:
            self._writer = None
        elif self._writer:
            self._writer.resize(self.post.graded.size)
        if self.captions_on:  # now, so that no line waits for it
            self._captions()
        self._page: Target | None = None  # of captions that are packed with light

    def _captions(self) -> "Captions":
        """What writes captions, made at its first use."""
        if self._writer is None:
            from dreamscape.render.captions import Captions  # it loads HarfBuzz and FreeType

            self._writer = Captions(self._ctx, self.post.graded.size, self._coding.code, self._coding.steps)
        return self._writer

    def compile(self, look: float) -> None:
        """Compile the shaders of a look, as of `Post.grade`, unless that is done."""
        self.post.compile(look)
        if self.exposure_pass:
            self.exposure_pass.compile(look)

    def grade(self, light: Target, look: float, shown: float, onto: Surface, top_first: bool) -> None:
        """Grade light that is seen at `shown`, in seconds on the viewer's clock; other arguments as of `Post.grade`."""
        if self.exposure_pass is None:
            self.post.run(light.texture, BLOOM, top_first, onto, look)
        else:
            self.exposure_pass.grade(self.post, light.texture, BLOOM, shown, top_first, onto, look)

    def pack(self, light: Target | InPlace, look: float, shown: float, planes: Planes, written: Written | None) -> None:
        """As `grade`, but straight into planes, of which `post.packs` says whether that can be done."""
        scene = light if isinstance(light, InPlace) else light.texture
        if self.exposure_pass is None:
            self.post.gather(scene, look)
            self.post.pack(scene, BLOOM, UNLIMITED.mix, planes, look, written)
        else:
            self.exposure_pass.pack(self.post, scene, BLOOM, shown, planes, look, written)

    def expect_line(self, timeline: Timeline, tick: int) -> None:
        """Find on another thread when the letters of a line that is about to begin are said, so that no frame waits."""
        line = timeline.cue(tick + EXPECTED).line
        if self.captions_on and line is not None and line != self._expected:
            from dreamscape.speech import line_timing  # it loads how words are spoken

            self._expected = line
            expect(partial(line_timing.letter_times, line))

    def captioned(self, snapshot: Snapshot) -> Cue | None:
        """The cue whose line is to be written: of the act that plays, or of a leaving one that is still speaking."""
        playing = snapshot.cue
        cue = playing if playing.line or not playing.leaving else playing.leaving
        return cue if self.captions_on and cue.line else None

    def written(self, snapshot: Snapshot, scenes: Scenes, framing: Framing) -> Written | None:
        """The line that is spoken, if any, on a page of its own, to be packed with light; see `draw_caption`."""
        cue = self.captioned(snapshot)
        if cue is None or cue.line is None:
            return None
        subject, middle = framing.subject(cue.act, snapshot.act_seconds), scenes[cue.act].caption
        reach = self._captions().reach(cue.line, middle, subject)
        if reach is None:
            return None
        size = self.post.graded.size
        self._page = page = self._page or Target(self._ctx, size, dtype=self._coding.dtype)
        left, bottom, right, top = reach
        left, bottom = max(left - AROUND, 0), max(bottom - AROUND, 0)
        page.framebuffer.clear(viewport=(left, bottom, right + AROUND - left, top + AROUND - bottom))
        self.draw_caption(snapshot, scenes, framing, page, top_first=False)
        return Written(page.texture, reach, self._coding.steps)

    def draw_caption(
        self, snapshot: Snapshot, scenes: Scenes, framing: Framing, graded: Surface, top_first: bool
    ) -> None:
        """Write the line that is spoken, if any, beside what its act must show."""
        if (cue := self.captioned(snapshot)) and cue.line:
            since = (cue.line_tick + snapshot.alpha) / TICKS_PER_SECOND
            subject = framing.subject(cue.act, snapshot.act_seconds)
            scene = scenes[cue.act]
            self._captions().draw(graded, cue.line, since, scene.caption, subject, top_first, scene.bright)
