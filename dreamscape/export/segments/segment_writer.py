"""Draws and encodes a film segment by segment; each can be made alone, in any process, on any machine."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from av.video.frame import VideoFrame

from dreamscape.arrays import F32
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

SEGMENT_SECONDS = 8  # x264 starts a new group every 250 frames anyway, so that at 30 fps segments cost nothing
READ_BACK_LAG = 2  # frames by which reading back lags behind drawing: one is drawn while another is copied


@dataclass(frozen=True, slots=True)
class FilmJob:
    """A film to make: all that a process needs to know to make one of its segments.

    Attributes:
        request: what to draw.
        rate: frames per second.
        form: how to compress.
        segment_length: frames per segment.
        subtitles: whether the film has a subtitle track.
        shots: the continuous shots it consists of.
    """

    request: RenderRequest
    rate: Fraction
    form: Format
    segment_length: int
    subtitles: bool = True
    shots: tuple[Shot, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shots", shots_of(self.request, self.rate))

    def shot(self, number: int) -> Shot:
        """The shot that a frame belongs to."""
        return shot_at(self.shots, number)

    def tick(self, frames: range) -> int:
        """The tick of the dream at which the first of these frames is drawn."""
        number = self.shot(frames[0]).dream_frame(frames[0])
        return moment_at(self.request.shutter.times(number, self.rate)[0]).tick

    def shot_and_tick(self, frames: range) -> tuple[Shot, int]:
        """The shot and the tick at which the first of these frames is drawn."""
        return self.shot(frames[0]), self.tick(frames)

    def stores_digest(self, frame: int) -> bool:
        """Whether the digest of a frame is stored: one per second."""
        return frame % max(1, round(self.rate)) == 0


def default_segment_length(rate: Fraction) -> int:
    """The default number of frames per segment."""
    return max(1, round(SEGMENT_SECONDS * rate))


@dataclass(frozen=True, slots=True)
class SegmentRequest:
    """A segment to draw and encode.

    Attributes:
        number: of the segment.
        frames: numbers of its frames.
        path: of the file to write.
        state: of the world at the first frame; None if it is not known.
        light_before: limiter light of the frames right before it, `(n, 18, 32, 3)`, as far as it is known.
    """

    number: int
    frames: range
    path: Path
    state: WorldState | None = None
    light_before: limiter_history.F16 = field(default_factory=lambda: limiter_history.NO_LIGHT)


@dataclass(frozen=True, slots=True)
class FilmedSegment:
    """A finished segment: its manifest entry, and its limiter light, packed."""

    segment: Segment
    light: bytes


OnFilmed = Callable[[SegmentRequest, FilmedSegment], None]  # called on the encoder's thread once the file is complete


class SegmentWriter:
    """Draws and encodes segments one after another, without a pause between them.

    Args:
        job: the film.
        on_filmed: called with each segment once its file is complete, in order, on the encoder's thread.
        on_begun: called with each segment and the world state at its beginning, before its first frame is drawn.
        world_digests: digests that the world must have at some ticks, by leg number and tick.

    Attributes:
        device_name: the renderer's name, as OpenGL gives it.
    """

    def __init__(
        self,
        job: FilmJob,
        on_filmed: OnFilmed,
        on_begun: Callable[[SegmentRequest, WorldState], None] = lambda request, state: None,
        world_digests: Mapping[int, Mapping[int, str]] = MappingProxyType({}),
    ) -> None:
        self._job, self._on_filmed, self._on_begun, self._world_digests = job, on_filmed, on_begun, world_digests
        self._limiter = Limiter(self._add_light)
        self._frames = FrameRenderer(job.request, job.rate, job.form.pixels, self._limiter, job.form.dark_dither)
        self.device_name = self._frames.device_name
        self._pool = FramePool(job.request.size, job.form.pixels)
        self._reader = self._frames.reader(self._pool.strides)
        self._drawn: deque[tuple[_OpenSegment, int]] = deque()
        self._unmeasured: deque[_OpenSegment] = deque()  # the segment of each frame that is drawn and not yet measured
        self._encoding: deque[_OpenSegment] = deque()  # those being encoded: the last one, and one that is ending

    def write(self, requests: Iterable[SegmentRequest], stop: Callable[[], bool]) -> Iterator[int]:
        """Make segments; yields, after each frame sent to the encoder, the compressed bytes of unfinished segments.

        `stop` is called before each frame; once it returns true, the segment being drawn is left out.

        Raises:
            DreamscapeError: drawing failed.
            OSError, FFmpegError: writing failed.
        """
        with self._frames.renderer.ctx:
            for request in requests:
                segment = _OpenSegment(request, self._seek(request))
                for frame in request.frames:
                    if stop():
                        yield from self._drain()
                        return
                    self._draw(segment, frame)
                    self._drawn.append((segment, frame))
                    if len(self._drawn) > READ_BACK_LAG:
                        yield self._send()
            yield from self._drain()
            while self._encoding:
                self._encoding.popleft().join()

    def close(self) -> None:
        """Discard incomplete segments, and release everything."""
        for segment in self._encoding:
            segment.close()
        self._frames.close()

    def _draw(self, segment: "_OpenSegment", frame: int) -> None:
        self._frames.draw(frame, self._reader)
        if self._frames.renderer.grading.exposure_pass:
            self._unmeasured.append(segment)
            segment.exposures.append(self._frames.renderer.grading.exposure_pass.exposure)

    def _add_light(self, light: F32) -> None:
        """Record the light of the oldest frame that was not measured yet."""
        if self._unmeasured:
            self._unmeasured.popleft().light.append(light)

    def _drain(self) -> Iterator[int]:
        self._frames.measure()
        while self._drawn:
            yield self._send()

    def _seek(self, request: SegmentRequest) -> WorldState:
        """Bring the world and the limiter to the first frame of a segment; returns the world's state there."""
        tick, segment = self._job.tick(request.frames), self._frames.next == request.frames[0]
        if not segment:
            self._frames.measure()
            limiter_history.reset_to(self._limiter, request.light_before, request.frames[0], self._job.rate)
        self._frames.enter(request.frames[0], request.state)
        advance(self._frames.renderer.world, tick, self._world_digests.get(self._job.shot(request.frames[0]).leg, {}))
        state = state_of(self._frames.renderer.world)
        self._on_begun(request, state)
        return state

    def _send(self) -> int:
        """Read the oldest drawn frame back and send it to the encoder; returns the bytes of unfinished segments."""
        segment, number = self._drawn.popleft()
        if segment.encoder is None:
            segment.open(self._job, self._pool, self._on_filmed)
            self._encoding.append(segment)
        if number >= segment.request.frames[len(segment.request.frames) // 2]:  # a crash loses only this one
            while len(self._encoding) > 1:
                self._encoding.popleft().join()
        frame = self._pool.acquire()
        self._reader.read(frame.planes)
        if self._job.stores_digest(number) or number == segment.request.frames[0]:
            segment.digests[number] = digest_of(frame, self._frames.layout)
        segment.send(frame, last=number == segment.request.frames[-1])
        return sum(one.size for one in self._encoding)


class _OpenSegment:
    """A segment that is being drawn or encoded."""

    def __init__(self, request: SegmentRequest, state: WorldState) -> None:
        self.request, self.digests = request, dict[int, str]()
        self.light, self.exposures = list[F32](), list[Exposure]()
        self._world = state.digest
        self.encoder: Encoder | None = None
        self._finished = False

    def open(self, job: FilmJob, pool: FramePool, on_filmed: OnFilmed) -> None:
        """Start the encoder."""

        def done(encoded: EncodedSegment) -> None:
            path = self.request.path
            tick, size, digest = job.tick(self.request.frames), path.stat().st_size, digest_file(path)
            exposed = (
                limiter_history.digest(self.exposures[: limiter_history.memory_frames(job.rate)])
                if self.exposures
                else ""
            )
            entry = Segment(tick, self._world, size, digest, encoded.delay, self.digests, exposed)
            light = limiter_history.pack(self.light) if self.light else b""
            self.light.clear()
            on_filmed(self.request, FilmedSegment(entry, light))

        self.encoder = Encoder(self.request.path, job.form, job.rate, pool, done)

    @property
    def size(self) -> int:
        """Compressed bytes so far."""
        return 0 if self.encoder is None else self.encoder.size

    def send(self, frame: VideoFrame, last: bool) -> None:
        """Send a frame to the encoder, and finish the file if it was the last."""
        assert self.encoder is not None
        self.encoder.send(frame)
        if last:
            self.encoder.finish()
            self._finished = True

    def join(self) -> None:
        """Wait until the file is complete."""
        if self.encoder is not None:
            self.encoder.join()

    def close(self) -> None:
        """Complete the file if all its frames were sent, else remove it."""
        if self.encoder is not None and self._finished:
            with suppress(Exception):  # another error has already ended the film
                self.encoder.join()
        elif self.encoder is not None:
            self.encoder.abandon()
