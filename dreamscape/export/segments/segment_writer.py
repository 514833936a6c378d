"""Segments: a film as parts that can be made one by one, by whoever; the studio films them in one process."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from av.video.frame import VideoFrame

from dreamscape.clock import moment_at
from dreamscape.engine.request import RenderRequest
from dreamscape.engine.shots import Shot, shot_at, shots_of
from dreamscape.export.encoding.encoder import EncodedSegment, Encoder, FramePool
from dreamscape.export.encoding.formats import Format
from dreamscape.export.segments import limiter_history
from dreamscape.export.segments.frames import FrameRenderer, digest_of
from dreamscape.export.segments.manifest import Segment
from dreamscape.export.segments.world_state import WorldState, advance, state_of
from dreamscape.files.durable import digest as digest_file
from dreamscape.flash.limiter import Exposure, Limiter
from dreamscape.flash.meter import F32
from dreamscape.render.targets import Target

SECONDS = 8  # of a segment: x264 begins anew every 250 frames by itself, so that 30 frames a second cost nothing more
BEHIND = 2  # frames that drawing runs ahead of reading back: one is drawn while another is copied


@dataclass(frozen=True, slots=True)
class FilmJob:
    """A film to be made, and all that whoever makes a part of it must know.

    Attributes:
        request: what to draw.
        rate: frames a second.
        form: how to compress.
        length: frames of a segment.
        subtitles: whether the film has a track of what is said.
        shots: what it is cut from.
    """

    request: RenderRequest
    rate: Fraction
    form: Format
    length: int
    subtitles: bool = True
    shots: tuple[Shot, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shots", shots_of(self.request, self.rate))

    def shot(self, number: int) -> Shot:
        """The shot that a frame is of."""
        return shot_at(self.shots, number)

    def tick(self, frames: range) -> int:
        """The tick of the dream at which the first of these frames is drawn."""
        number = self.shot(frames[0]).dream_frame(frames[0])
        return moment_at(self.request.shutter.times(number, self.rate)[0]).tick

    def place(self, frames: range) -> tuple[Shot, int]:
        """The shot and the tick at which the first of these frames is drawn."""
        return self.shot(frames[0]), self.tick(frames)

    def due(self, frame: int) -> bool:
        """Whether the digest of a frame is kept: one a second."""
        return frame % max(1, round(self.rate)) == 0


def length_of(rate: Fraction) -> int:
    """The usual number of frames of a segment."""
    return max(1, round(SECONDS * rate))


@dataclass(frozen=True, slots=True)
class SegmentRequest:
    """One segment to be filmed.

    Attributes:
        number: of the segment.
        frames: their numbers in the film.
        path: of the file to write.
        state: the world at the first of them, if somebody has it.
        before: what the flash limiter would have seen of the frames right before them, as far as it is known.
    """

    number: int
    frames: range
    path: Path
    state: WorldState | None = None
    before: limiter_history.F16 = field(default_factory=lambda: limiter_history.NOTHING)


@dataclass(frozen=True, slots=True)
class FilmedSegment:
    """A segment that was filmed: what the manifest says of it, and packed, what the limiter saw of it."""

    segment: Segment
    light: bytes


Filmed = Callable[[SegmentRequest, FilmedSegment], None]  # told on the encoder's thread that the file is complete


class SegmentWriter:
    """Films segments, one after the other, without a pause between them.

    Args:
        job: the film.
        filmed: told of each segment whose file is complete, in order, on a thread of the studio's.
        begun: told of each segment, and the state of the world there, before its first frame is drawn.
        marks: digests that the world must have at some ticks, by the number of the leg and by tick.

    Attributes:
        device_name: what draws, in OpenGL's words.
    """

    def __init__(
        self,
        job: FilmJob,
        filmed: Filmed,
        begun: Callable[[SegmentRequest, WorldState], None] = lambda order, state: None,
        marks: Mapping[int, Mapping[int, str]] = MappingProxyType({}),
    ) -> None:
        self._job, self._filmed, self._begun, self._marks = job, filmed, begun, marks
        self._limiter = Limiter(self._lit)
        self._drawing = FrameRenderer(job.request, job.rate, job.form.pixels, self._limiter)
        self.device_name = self._drawing.device_name
        self._pool = FramePool(job.request.size, job.form.pixels)
        self._reader = self._drawing.reader(self._pool.strides)
        self._drawn: deque[tuple[_OpenSegment, int]] = deque()
        self._unlit: deque[_OpenSegment] = deque()  # of frames that were drawn and not yet measured
        self._sets: deque[_OpenSegment] = (
            deque()
        )  # those whose encoder is at work: the last one, and one that is ending

    def film(self, orders: Iterable[SegmentRequest], stop: Callable[[], bool]) -> Iterator[int]:
        """Film segments; yields the bytes compressed of those under way, each time that a frame has been sent.

        Ends early, leaving out the segment under way, once `stop`, asked before each frame, is true.

        Raises:
            DreamscapeError: drawing failed.
            OSError, FFmpegError: writing failed.
        """
        with self._drawing.renderer.ctx:
            for order in orders:
                here = _OpenSegment(order, self._enter(order))
                for frame in order.frames:
                    if stop():
                        yield from self._drain()
                        return
                    self._reader.begin(self._draw(here, frame))
                    self._drawn.append((here, frame))
                    if len(self._drawn) > BEHIND:
                        yield self._send()
            yield from self._drain()
            while self._sets:
                self._sets.popleft().join()

    def close(self) -> None:
        """Leave out what is not complete, and free everything."""
        for here in self._sets:
            here.leave()
        self._drawing.close()

    def _draw(self, here: "_OpenSegment", frame: int) -> Target:
        graded = self._drawing.draw(frame)
        if self._drawing.renderer.exposure_pass:
            self._unlit.append(here)
            here.exposures.append(self._drawing.renderer.exposure_pass.exposure)
        return graded

    def _lit(self, light: F32) -> None:
        """The oldest frame that was not measured has been."""
        if self._unlit:
            self._unlit.popleft().light.append(light)

    def _drain(self) -> Iterator[int]:
        self._drawing.measure()
        while self._drawn:
            yield self._send()

    def _enter(self, order: SegmentRequest) -> WorldState:
        """Bring the world and the limiter to the first frame of a segment."""
        tick, here = self._job.tick(order.frames), self._drawing.next == order.frames[0]
        if not here:
            self._drawing.measure()
            limiter_history.recall(self._limiter, order.before, order.frames[0], self._job.rate)
        self._drawing.enter(order.frames[0], order.state)
        advance(self._drawing.renderer.world, tick, self._marks.get(self._job.shot(order.frames[0]).leg, {}))
        state = state_of(self._drawing.renderer.world)
        self._begun(order, state)
        return state

    def _send(self) -> int:
        """Read the oldest drawn frame back and have it encoded."""
        here, number = self._drawn.popleft()
        if here.encoder is None:
            here.open(self._job, self._pool, self._filmed)
            self._sets.append(here)
        if number >= here.order.frames[len(here.order.frames) // 2]:  # so that no more than this one can be lost
            while len(self._sets) > 1:
                self._sets.popleft().join()
        frame = self._pool.acquire()
        self._reader.read(frame.planes)
        if self._job.due(number) or number == here.order.frames[0]:
            here.digests[number] = digest_of(frame, self._drawing.layout)
        here.send(frame, last=number == here.order.frames[-1])
        return sum(one.size for one in self._sets)


class _OpenSegment:
    """A segment that is being filmed."""

    def __init__(self, order: SegmentRequest, state: WorldState) -> None:
        self.order, self.digests = order, dict[int, str]()
        self.light, self.exposures = list[F32](), list[Exposure]()
        self._world = state.digest
        self.encoder: Encoder | None = None
        self._ended = False

    def open(self, job: FilmJob, pool: FramePool, filmed: Filmed) -> None:
        """Open the encoder."""

        def done(made: EncodedSegment) -> None:
            path = self.order.path
            tick, size, digest = job.tick(self.order.frames), path.stat().st_size, digest_file(path)
            exposed = (
                limiter_history.digest(self.exposures[: limiter_history.remembered(job.rate)]) if self.exposures else ""
            )
            made_of = Segment(tick, self._world, size, digest, made.delay, self.digests, exposed)
            light = limiter_history.pack(self.light) if self.light else b""
            self.light.clear()
            filmed(self.order, FilmedSegment(made_of, light))

        self.encoder = Encoder(self.order.path, job.form, job.rate, pool, done)

    @property
    def size(self) -> int:
        """Bytes compressed so far."""
        return 0 if self.encoder is None else self.encoder.size

    def send(self, frame: VideoFrame, last: bool) -> None:
        """Have a frame encoded, and the file completed if it was the last."""
        assert self.encoder is not None
        self.encoder.send(frame)
        if last:
            self.encoder.finish()
            self._ended = True

    def join(self) -> None:
        """Wait until the file is complete."""
        if self.encoder is not None:
            self.encoder.join()

    def leave(self) -> None:
        """Complete the file if it has all its frames, else remove it."""
        if self.encoder is not None and self._ended:
            with suppress(Exception):  # whatever it was, something else has ended the film before
                self.encoder.join()
        elif self.encoder is not None:
            self.encoder.abandon()
