"""Drawing: a film's frames by their numbers, graded as an encoder's layout of planes asks for, and read back."""

import hashlib
from collections.abc import Iterator, Sequence
from fractions import Fraction

import moderngl
import numpy as np
from av.video.frame import VideoFrame

from dreamscape import options
from dreamscape.clock import TICKS_PER_SECOND, Moment, moment_at, moment_of_frame
from dreamscape.engine.renderer import Renderer
from dreamscape.engine.request import RenderRequest
from dreamscape.engine.shots import shot_at, shots_of
from dreamscape.export.segments.world_state import WorldState, restore, state_of
from dreamscape.flash.limiter import Limiter
from dreamscape.render.motion_blur import MotionBlur
from dreamscape.render.pixel_readback import PIXELS, PixelFormat, PixelReader
from dreamscape.render.planes import LAYOUTS, PlaneLayout, Planes
from dreamscape.render.post import Coding
from dreamscape.render.targets import Target
from dreamscape.render.transition import Transitions

THROUGH = "mist"  # the shift by which a loop passes into its beginning: it gives no light of its own


def coding_of(pixels: str, clear: bool) -> Coding:
    """How pictures are graded for a layout by FFmpeg's name; `clear` ones are drawn over nothing."""
    if pixels in LAYOUTS:
        layout = LAYOUTS[pixels]
        return Coding(layout.bits, ycbcr=True, clear=clear)
    pixel = PIXELS[pixels]
    return Coding(pixel.bits, clear=clear, linear=pixel.linear)


class FrameRenderer:
    """Draws a film of a take.

    Args:
        request: what.
        rate: frames a second.
        pixels: FFmpeg's name of the layout.
        limiter: of flashes.

    Attributes:
        renderer: where it is drawn.
        layout: of planes or pixels.
        device_name: what draws, in OpenGL's words.
        next: the number of the frame after the last one that was drawn.
    """

    def __init__(self, request: RenderRequest, rate: Fraction, pixels: str, limiter: Limiter | None = None) -> None:
        self._rate, self._limiter, self._shots = rate, limiter, shots_of(request, rate)
        self._shot, self._take = self._shots[0], self._shots[0].as_request(rate)
        self.layout: PlaneLayout | PixelFormat = LAYOUTS[pixels] if pixels in LAYOUTS else PIXELS[pixels]
        if isinstance(self.layout, PlaneLayout) and self.layout.wide * self.layout.tall > 1:
            options.check_even(request.size)
        self._coding = coding_of(pixels, clear=bool(request.layers))
        self.renderer: Renderer = self._take.renderer(self._coding, limiter)
        self.device_name = str(self.renderer.ctx.info["GL_RENDERER"])
        self._beginning = state_of(self.renderer.world)
        self._loop: LoopRenderer | None = None
        self._blur: MotionBlur | None = None
        self.next = -1

    def reader(self, strides: Sequence[int]) -> Planes | PixelReader:
        """What packs pictures and reads them back; `strides` are the bytes from row to row of each plane."""
        kind = self.layout
        if isinstance(kind, PlaneLayout):
            return Planes(self.renderer.ctx, self._take.size, kind, strides)
        return PixelReader(self.renderer.ctx, self._take.size, kind, strides)

    def enter(self, number: int, state: WorldState | None = None) -> None:
        """Bring the world to the tick of a frame or before it, by its state there if somebody has it."""
        shot = shot_at(self._shots, number)
        elsewhere, another = shot.leg != self._shot.leg, shot.seed != self._shot.seed
        if elsewhere:
            self._shot, self._take = shot, shot.as_request(self._rate)
        tick, inputs = self._moments(number)[0].tick, self._take.inputs
        back = elsewhere or self.renderer.world.tick > tick
        if back and (another or self.renderer.world.settings):
            self._restage()
        world = self.renderer.world
        there = world.tick == tick and not elsewhere
        known = state is not None and (there or restore(world, tick, state, inputs))
        if not known and (state is not None or back):
            restore(world, 0, self._beginning, inputs)

    def _restage(self) -> None:
        """Draw on a stage of the shot's own night, of which nothing was set yet."""
        self.measure()
        self.renderer = self._take.renderer_on(self.renderer.ctx, self._coding, self._limiter)
        self._beginning, self._blur = state_of(self.renderer.world), None

    def skip_to(self, number: int) -> None:
        """Bring the world to a frame, playing no act of which nothing is left by then."""
        self.enter(number)
        self.renderer.world.skip_to(self._moments(number)[0].tick)

    def draw(self, number: int) -> Target:
        """Draw a frame: of one moment, or of all those while the shutter is open."""
        if shot_at(self._shots, number).leg != self._shot.leg:
            self.enter(number)
        self.next = number + 1
        moments = self._moments(number)
        loop, end = round(self._take.loop * self._rate), self._shot.frames.stop
        into = number - (end - loop)
        if loop and into >= 0:
            lights = self._mix(moments, self._moments(number - len(self._shot.frames)), (into + 1) / (loop + 1))
        else:
            lights = map(self.renderer.draw_light, moments)
        light = next(lights) if len(moments) == 1 else self._expose(lights, len(moments))
        return self.renderer.grade(light, moment_of_frame(number, self._rate).seconds)

    def _moments(self, number: int) -> list[Moment]:
        """The moments that a frame is made of; none lies after the dream has ended."""
        timeline, times = self.renderer.timeline, self._take.shutter.times(self._shot.dream_frame(number), self._rate)
        end = Fraction(timeline.ticks, TICKS_PER_SECOND)
        return [moment_at(time) for time in times if timeline.endless or time < end]

    def _mix(self, moments: Sequence[Moment], before: Sequence[Moment], part: float) -> Iterator[Target]:
        """The light of moments that pass, `part` of the way, into others before the film's beginning."""
        self._loop = self._loop or LoopRenderer(self._take, self.renderer.ctx, self._coding)
        early = [before[0]] * (len(moments) - len(before))  # before the dream began there was nothing
        for moment, other in zip(moments, [*early, *before], strict=False):
            yield self._loop.light(self.renderer, moment, other, part)

    def _expose(self, lights: Iterator[Target], count: int) -> Target:
        """The mean of the light of some moments; what is written over it is of the one in the middle."""
        self._blur = self._blur or MotionBlur(self.renderer.ctx, self.renderer.post, self.renderer.picture.size)
        self._blur.open()
        for number, light in enumerate(lights):
            self._blur.add(light, 1.0 / count)
            if number == count // 2:
                seen = self.renderer.snapshot
        self.renderer.snapshot = seen
        return self._blur.close()

    def measure(self) -> None:
        """Let the limiter know the last frame."""
        if self.renderer.exposure_pass:
            self.renderer.exposure_pass.measure()

    def close(self) -> None:
        """Free everything."""
        self.renderer.ctx.release()


class LoopRenderer:
    """The end of a film that passes into what comes before its beginning, so that the last frame leads into the first.

    Args:
        request: of the film.
        ctx: the OpenGL context.
        coding: of its pictures.
    """

    def __init__(self, request: RenderRequest, ctx: moderngl.Context, coding: Coding) -> None:
        self._before, self._inputs = request.renderer_on(ctx, coding), request.inputs
        self._shifts = Transitions(ctx, (THROUGH,))
        self._mixed = Target(ctx, self._before.picture.size)

    def light(self, renderer: Renderer, moment: Moment, before: Moment, part: float) -> Target:
        """The light of a moment of the film that passes, `part` of the way, into one before its beginning."""
        world = self._before.world
        if world.tick > before.tick:
            world.rewind()
            world.follow(self._inputs)
        world.skip_to(before.tick)
        come = self._before.draw_light(before)
        gone = renderer.draw_light(moment)
        self._shifts.draw(THROUGH, (come, gone), self._mixed, part, (0.5, 0.5), (0.0, 0.0, 0.0))
        return self._mixed


def digest_of(frame: VideoFrame, layout: PlaneLayout | PixelFormat) -> str:
    """The BLAKE2b digest, 64 bits, of a frame as it goes to the encoder: its planes' rows without padding."""
    hashed = hashlib.blake2b(digest_size=8)
    for plane, (row, rows) in zip(frame.planes, layout.planes((frame.width, frame.height)), strict=True):
        whole = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        hashed.update(whole[:rows, :row].tobytes())
    return hashed.hexdigest()
