"""A render request: a dream and the options to draw it with, validated once for every output."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import moderngl
import msgspec

from dreamscape import catalogue, options
from dreamscape.clock import INSTANT, TICKS_PER_SECOND, Shutter, frames_between
from dreamscape.dream import dream_file
from dreamscape.dream.inputs import Event
from dreamscape.dream.legs import Leg
from dreamscape.dream.timeline import Timeline
from dreamscape.engine import dream_source
from dreamscape.engine.renderer import Renderer
from dreamscape.errors import InputError, instead_of
from dreamscape.flash.limiter import Limiter
from dreamscape.quality import Quality, quality
from dreamscape.render import context
from dreamscape.render.post import Coding
from dreamscape.rng import Streams
from dreamscape.text import short

TimeArgument = str | float | Fraction
SAMPLES = 4, 6, 8, 16  # moments of an exposed frame, by tier
MOST_SAMPLES = 64
LOOP = Fraction(1)  # s in which the end of a looped film turns into its beginning


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """A dream and the options to draw it with, all validated.

    Attributes:
        dream: the dream.
        seed: its seed number, or the one given in its place.
        size: of the picture in pixels, width and height.
        quality: the tier.
        start, stop: the span in seconds since the dream began, or on the film's own time line if there are `legs`.
        captions: whether the voice is written into the picture.
        limited: whether the flash limiter is on.
        layers: names of the layers to draw, over nothing; all if empty.
        supersample: pixels drawn for each pixel of the picture, along each axis.
        loop: seconds at the end in which the film turns into what comes before its beginning; 0 for a film that ends.
        inputs: what reached the dream from outside, in order of ticks.
        shutter: how long each frame is exposed.
        legs: of a session that jumped, in place of `inputs`; `shots` lays them one after the other.
    """

    dream: dream_file.Dream
    seed: int
    size: tuple[int, int]
    quality: Quality
    start: Fraction
    stop: Fraction
    captions: bool = True
    limited: bool = True
    layers: tuple[str, ...] = ()
    supersample: int = 1
    loop: Fraction = Fraction(0)
    inputs: tuple[Event, ...] = ()
    shutter: Shutter = INSTANT
    legs: tuple[Leg, ...] = ()

    def frame_numbers(self, rate: Fraction) -> range:
        """The numbers of the frames in the span, counted from the beginning of the time line.

        Raises:
            InputError: the span holds no frame.
        """
        numbers = frames_between(self.start, self.stop, rate)
        if not numbers:
            raise InputError(
                f"{float(self.start):g} s to {float(self.stop):g} s: holds no frame at {rate} frames a second, "
                "expected a longer span"
            )
        return numbers

    def renderer(self, coding: Coding = Coding(), limiter: Limiter | None = None) -> Renderer:  # noqa: B008  # frozen
        """A renderer for the request on a new offscreen context; without a `limiter` it gets one of its own."""
        return self.renderer_on(context.offscreen(), coding, limiter)

    def renderer_on(self, ctx: moderngl.Context, coding: Coding, limiter: Limiter | None = None) -> Renderer:
        """A renderer for the request on an existing context."""
        quality = self.quality if self.supersample == 1 else replace(self.quality, scale=float(self.supersample))
        largest = int(context.largest_size(ctx) / max(1.0, quality.scale))
        options.check_size(self.size, f"size at {self.quality.name} quality", largest)
        limiter = (limiter or Limiter()) if self.limited else None
        renderer = Renderer(
            ctx, self.dream, self.size, quality, self.seed, coding, self.captions, limiter=limiter, only=self.layers
        )
        renderer.world.follow(self.inputs)
        return renderer


def check_request(
    dream: str | dream_file.Dream | None = "sapphire",
    seed_number: int | str | None = None,
    size: tuple[int, int] = (1280, 720),
    start: TimeArgument | None = None,
    stop: TimeArgument | None = None,
    act: str | None = None,
    tier: str | None = None,
    names: tuple[str, str] = ("start", "stop"),
    captions: bool = True,
    scene: str | None = None,
    settings: Sequence[str] = (),
    language: str = "",
    described: bool = False,
    memories: Sequence[str] = (),
) -> RenderRequest:
    """Validate options and put them together.

    Args:
        dream: the name of a shipped dream, or the path of a file, or a dream; None for the scene alone.
        seed_number: replaces the dream's own; None for that.
        size: width and height in pixels.
        start, stop: the span; counted from the beginning of the act if one is named, else of the dream; None for all.
        act: the scene of the act to draw.
        tier: the quality; None for the dream's own or else `high`.
        captions: whether the voice is written into the picture.
        names: what messages call `start` and `stop`.
        scene: a scene file and its class, which is run; only a user may name one.
        settings: parameters that the user sets, each `layer.parameter=value` or `scene.parameter=value`.
        language: a tag, such as `ja`, to read the voice in; empty for the one that it is spoken in.
        described: whether what is seen is said between the voice's lines.
        memories: files, folders and patterns that become memories, in place of those that the dream names.

    Raises:
        InputError: an option is out of bounds or does not fit the others; says what was expected.
    """
    seed_name = "--seed" if names[0].startswith("--") else "seed"
    given = None if seed_number is None else options.seed_number(seed_number, seed_name)
    loaded = dream_source.load(dream, scene, settings, memories, given)
    if language:
        option = "--captions" if names[0].startswith("--") else "language"
        loaded = dream_source.in_language(loaded, dream_source.check_language(loaded, language, option))
    loaded = msgspec.structs.replace(loaded, described=described)
    number = loaded.file.seed if given is None else given
    timeline = Timeline(loaded.file, Streams(number))
    first, last = (0, timeline.ticks) if act is None else timeline.span(timeline.find(act))
    if timeline.endless and act is None:
        last = options.LONGEST * TICKS_PER_SECOND
        if stop is None and names[0] in ("--from", "start"):
            raise InputError(f"dream {loaded.name}: endless, expected {names[1]} to say where to stop")
    begin, end = Fraction(first, TICKS_PER_SECOND), Fraction(last, TICKS_PER_SECOND)
    subject = f"dream {loaded.name}" if act is None else f"act {act}"
    begins = begin if start is None else begin + options.seconds(start, names[0])
    ends = end if stop is None else begin + options.seconds(stop, names[1])
    for name, argument, value in ((names[0], start, begins), (names[1], stop, ends)):
        if value > end or (value == end and name == names[0]):
            raise InputError(f"{name} {argument}: past the end, {subject} is {float(end - begin):g} s long")
    if begins >= ends:
        raise InputError(f"{names[1]} {stop}: not after {names[0]} {start or 0}, expected a later time")
    tier = loaded.file.quality or "high" if tier is None else tier
    return RenderRequest(loaded, number, options.check_size(size, "size"), quality(tier), begins, ends, captions)


def looped(request: RenderRequest, earliest: Fraction) -> RenderRequest:
    """A request for a film whose last frame leads into its first.

    The film's last second turns into the second before its beginning. Where there is none, because the dream or the act
    begins at `earliest`, the film begins a second later.

    Raises:
        InputError: the film is too short for that.
    """
    start = max(request.start, earliest + LOOP)
    if request.stop - start < 2 * LOOP:
        raise InputError(
            f"--loop: {float(request.stop - request.start):g} s is too short, expected at least {float(3 * LOOP):g} s"
        )
    return replace(request, start=start, loop=LOOP)


def make_shutter(degrees: float, samples: int | None, tier: Quality) -> Shutter:
    """A shutter that is open for `degrees` of each frame's 360.

    Args:
        degrees: 0 to 360.
        samples: moments that a frame is made of; None for as many as the tier takes.
        tier: of the film.

    Raises:
        InputError: a number out of bounds.
    """
    options.within(degrees, 0, 360, "--shutter", "degrees")
    if samples is not None:
        options.within(samples, 2, MOST_SAMPLES, "--shutter-samples", "moments of a frame")
    return Shutter(Fraction(str(degrees)) / 360, samples or tier.choose(SAMPLES))


def check_layer_names(text: str, dream: dream_file.Dream) -> tuple[str, ...]:
    """The names of the layers to draw over nothing, from text such as `threads,dust`.

    Raises:
        InputError: no act of the dream has a layer of that name.
    """
    known = {name for act in dream.file.act for name in catalogue.scene(act.scene).layers}
    names = tuple(dict.fromkeys(catalogue.current_name(name.strip()) for name in text.split(",")))
    for name in names:
        if name not in known:
            raise InputError(
                f"--layers {short(name)}: not in the dream {dream.name}{instead_of(name, known, ', expected some of')}"
            )
    return names
