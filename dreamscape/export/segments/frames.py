"""Draws a film's frames by number, in the colour coding and plane layout that the encoder takes."""

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
from dreamscape.render.transition import Transitions, mixed_look

LOOP_TRANSITION = "mist"  # the transition from a loop's end to its beginning: it adds no light of its own


def coding_of(pixels: str, clear: bool) -> Coding:
    """The colour coding for a pixel format by FFmpeg's name; `clear` for pictures with an alpha channel."""
    if pixels in LAYOUTS:
        layout = LAYOUTS[pixels]
        return Coding(layout.bits, ycbcr=True, clear=clear)
    pixel = PIXELS[pixels]
    return Coding(pixel.bits, clear=clear, linear=pixel.linear)


class FrameRenderer:
    """Draws the frames of a film.

    Args:
        request: what to draw.
        rate: frames per second.
        pixels: FFmpeg's name of the pixel format.
        limiter: the flash limiter; None for none.
        dark_dither: as of `Format`.

    Attributes:
        renderer: draws the frames.
        layout: of planes or pixels.
        device_name: the renderer's name, as OpenGL gives it.
        next: the number of the frame after the last one drawn.
    """

    def __init__(
        self,
        request: RenderRequest,
        rate: Fraction,
        pixels: str,
        limiter: Limiter | None = None,
        dark_dither: bool = False,
    ) -> None:
        self._dark_dither = dark_dither
        self._rate, self._limiter, self._shots = rate, limiter, shots_of(request, rate)
        self._shot, self._request = self._shots[0], self._shots[0].as_request(rate)
        self.layout: PlaneLayout | PixelFormat = LAYOUTS[pixels] if pixels in LAYOUTS else PIXELS[pixels]
        if isinstance(self.layout, PlaneLayout) and self.layout.wide * self.layout.tall > 1:
            options.check_even(request.size)
        self._coding = coding_of(pixels, clear=bool(request.layers))
        self.renderer: Renderer = self._request.renderer(self._coding, limiter)
        self.device_name = str(self.renderer.ctx.info["GL_RENDERER"])
        self._beginning = state_of(self.renderer.world)
        self._loop: LoopRenderer | None = None
        self._blur: MotionBlur | None = None
        self.next = -1

    def reader(self, strides: Sequence[int]) -> Planes | PixelReader:
        """Makes a reader that packs pictures and reads them back; `strides` are the bytes per row of each plane."""
        layout = self.layout
        if isinstance(layout, PlaneLayout):
            return Planes(self.renderer.ctx, self._request.size, layout, strides, self._dark_dither)
        return PixelReader(self.renderer.ctx, self._request.size, layout, strides)

    def enter(self, number: int, state: WorldState | None = None) -> None:
        """Bring the world to a frame's tick by its stored state there, or else to an earlier tick."""
        shot = shot_at(self._shots, number)
        new_leg = shot.leg != self._shot.leg
        is_other = (shot.seed, shot.dream.layout) != (self._shot.seed, self._shot.dream.layout)
        if new_leg:
            self._shot, self._request = shot, shot.as_request(self._rate)
        tick, inputs = self._moments(number)[0].tick, self._request.inputs
        backwards = new_leg or self.renderer.world.tick > tick
        if backwards and (is_other or self.renderer.world.settings):
            self._new_renderer()
        world = self.renderer.world
        in_place = world.tick == tick and not new_leg
        restored = state is not None and (in_place or restore(world, tick, state, inputs))
        if not restored and (state is not None or backwards):
            restore(world, 0, self._beginning, inputs)

    def _new_renderer(self) -> None:
        """Start over with a new renderer for the shot's seed and layout, in which no setting was changed."""
        self.measure()
        self.renderer = self._request.renderer_on(self.renderer.ctx, self._coding, self._limiter)
        self._beginning, self._blur = state_of(self.renderer.world), None

    def skip_to(self, number: int) -> None:
        """Bring the world to a frame, skipping acts that leave no trace by then."""
        self.enter(number)
        self.renderer.world.skip_to(self._moments(number)[0].tick)

    def draw(self, number: int, reader: Planes | PixelReader) -> None:
        """Draw a frame, and begin to read it back."""
        shown = moment_of_frame(number, self._rate).seconds
        if not isinstance(reader, Planes):
            reader.begin(self.renderer.grade(self._light(number), shown))
        elif self.renderer.grading.post.packs(reader) and self._is_moment(number):
            self._go_on(number)
            self.renderer.pack(self.renderer.light_of(*self._moments(number)), shown, reader)
        else:
            self.renderer.pack(self._light(number), shown, reader)

    def _go_on(self, number: int) -> None:
        """Enter the leg of a frame that is about to be drawn, if it begins with it."""
        if shot_at(self._shots, number).leg != self._shot.leg:
            self.enter(number)
        self.next = number + 1

    def _is_moment(self, number: int) -> bool:
        """Whether a frame is of one moment, and not in a loop's transition to its beginning."""
        return not self._request.loop and len(self._moments(number)) == 1

    def _light(self, number: int) -> Target:
        """The light of a frame: of one moment, or the mean of those while the shutter is open."""
        self._go_on(number)
        moments = self._moments(number)
        loop_frames, film_end = round(self._request.loop * self._rate), self._shot.frames.stop
        loop_frame = number - (film_end - loop_frames)
        if loop_frames and loop_frame >= 0:
            exposures = self._mix(
                moments, self._moments(number - len(self._shot.frames)), (loop_frame + 1) / (loop_frames + 1)
            )
        else:
            exposures = map(self.renderer.draw_light, moments)
        return next(exposures) if len(moments) == 1 else self._expose(exposures, len(moments))

    def _moments(self, number: int) -> list[Moment]:
        """The moments that a frame is made of; none lies after the dream's end."""
        timeline, times = (
            self.renderer.timeline,
            self._request.shutter.times(self._shot.dream_frame(number), self._rate),
        )
        end = Fraction(timeline.ticks, TICKS_PER_SECOND)
        return [moment_at(time) for time in times if timeline.endless or time < end]

    def _mix(self, moments: Sequence[Moment], before: Sequence[Moment], fraction: float) -> Iterator[Target]:
        """The light of moments in transition, at `fraction` of the way, to others before the film's beginning."""
        self._loop = self._loop or LoopRenderer(self._request, self.renderer.ctx, self._coding)
        missing = [before[0]] * (len(moments) - len(before))  # the dream has no moments before its beginning
        for moment, other in zip(moments, [*missing, *before], strict=False):
            yield self._loop.light(self.renderer, moment, other, fraction)

    def _expose(self, exposures: Iterator[Target], count: int) -> Target:
        """The mean light of some moments; captions over it are those of the middle one."""
        self._blur = self._blur or MotionBlur(self.renderer.ctx, self.renderer.grading.post, self.renderer.picture.size)
        self._blur.open()
        for number, light in enumerate(exposures):
            self._blur.add(light, 1.0 / count)
            if number == count // 2:
                middle_seen = self.renderer.snapshot
        self.renderer.snapshot = middle_seen
        return self._blur.close()

    def measure(self) -> None:
        """Pass the last frame's light to the limiter."""
        if self.renderer.grading.exposure_pass:
            self.renderer.grading.exposure_pass.measure()

    def close(self) -> None:
        """Release the OpenGL context and all that it holds."""
        self.renderer.ctx.release()


class LoopRenderer:
    """Draws the end of a loop: a transition to what comes before its beginning, so that it repeats without a seam.

    Args:
        request: of the film.
        ctx: the OpenGL context.
        coding: of its pictures.
    """

    def __init__(self, request: RenderRequest, ctx: moderngl.Context, coding: Coding) -> None:
        self._renderer, self._inputs = request.renderer_on(ctx, coding), request.inputs
        self._transitions = Transitions(ctx, (LOOP_TRANSITION,))
        self._mixed = Target(ctx, self._renderer.picture.size)

    def light(self, renderer: Renderer, moment: Moment, other: Moment, fraction: float) -> Target:
        """The light of a moment in transition, at `fraction` of the way, to one before the film's beginning."""
        world = self._renderer.world
        if world.tick > other.tick:
            world.rewind()
            world.follow(self._inputs)
        world.skip_to(other.tick)
        incoming = self._renderer.draw_light(other)
        outgoing = renderer.draw_light(moment)
        renderer.look, plain = mixed_look(renderer.look, self._renderer.look, fraction)
        gates = ((0.5, 0.5),) * 3
        self._transitions.draw(
            LOOP_TRANSITION, (incoming, outgoing), self._mixed, fraction, gates, (0.0, 0.0, 0.0), plain
        )
        return self._mixed


def digest_of(frame: VideoFrame, layout: PlaneLayout | PixelFormat) -> str:
    """The 64-bit BLAKE2b digest of a frame as it goes to the encoder: the rows of its planes without padding."""
    blake = hashlib.blake2b(digest_size=8)
    for plane, (row_bytes, rows) in zip(frame.planes, layout.planes((frame.width, frame.height)), strict=True):
        padded = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        blake.update(padded[:rows, :row_bytes].tobytes())
    return blake.hexdigest()
