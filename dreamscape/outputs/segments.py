"""Segments: a film as parts that can be made one by one, by whoever; the studio films them in one process."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import numpy as np
from av.video.frame import VideoFrame

from dreamscape import options
from dreamscape.clock import moment_of_frame
from dreamscape.outputs import parts
from dreamscape.outputs.encoder import Encoder, Pool, Written
from dreamscape.outputs.formats import Format
from dreamscape.outputs.manifest import Segment
from dreamscape.outputs.worlds import State, advance, restore, state_of
from dreamscape.render.planes import LAYOUTS, Layout, Planes
from dreamscape.take import Take

SECONDS = 8  # of a segment: x264 begins anew every 250 frames by itself, so that 30 frames a second cost nothing more
BEHIND = 1  # frames that drawing runs ahead of reading back


@dataclass(frozen=True, slots=True)
class Job:
    """A film to be made, and all that whoever makes a part of it must know.

    Attributes:
        take: what to draw.
        rate: frames a second.
        form: how to compress.
        length: frames of a segment.
    """

    take: Take
    rate: Fraction
    form: Format
    length: int

    def tick(self, frames: range) -> int:
        """The tick at which the first of these frames is drawn."""
        return moment_of_frame(frames[0], self.rate).tick

    def due(self, frame: int) -> bool:
        """Whether the digest of a frame is kept: one a second."""
        return frame % max(1, round(self.rate)) == 0


def length_of(rate: Fraction) -> int:
    """The usual number of frames of a segment."""
    return max(1, round(SECONDS * rate))


@dataclass(frozen=True, slots=True)
class Order:
    """One segment to be filmed.

    Attributes:
        number: of the segment.
        frames: their numbers in the dream.
        path: of the file to write.
        state: the world at the first of them, if somebody has it.
    """

    number: int
    frames: range
    path: Path
    state: State | None = None


Filmed = Callable[[Order, Segment], None]  # told on the encoder's thread that the file is complete


class Studio:
    """Films segments, one after the other, without a pause between them.

    Args:
        job: the film.
        filmed: told of each segment whose file is complete, in order, on a thread of the studio's.
        begun: told of each segment, and the state of the world there, before its first frame is drawn.
        marks: digests that the world must have at some ticks, by tick.

    Attributes:
        renderer: what draws, in OpenGL's words.
    """

    def __init__(
        self,
        job: Job,
        filmed: Filmed,
        begun: Callable[[Order, State], None] = lambda order, state: None,
        marks: Mapping[int, str] = MappingProxyType({}),
    ) -> None:
        options.check_even(job.take.size)
        self._job, self._filmed, self._begun, self._marks = job, filmed, begun, marks
        self._layout = LAYOUTS[job.form.pixels]
        self._stage = job.take.stage(self._layout.bits, ycbcr=True)
        self.renderer = str(self._stage.ctx.info["GL_RENDERER"])
        self._beginning = state_of(self._stage.world)
        self._pool = Pool(job.take.size, job.form.pixels)
        self._planes = Planes(self._stage.ctx, job.take.size, self._layout, self._pool.strides)
        self._drawn: deque[tuple[_Set, int]] = deque()
        self._sets: deque[_Set] = deque()  # those whose encoder is at work: the last one, and one that is ending

    def film(self, orders: Iterable[Order], stop: Callable[[], bool]) -> Iterator[int]:
        """Film segments; yields the bytes compressed of those under way, each time that a frame has been sent.

        Ends early, leaving out the segment under way, once `stop`, asked before each frame, is true.

        Raises:
            DreamscapeError: drawing failed.
            OSError, FFmpegError: writing failed.
        """
        with self._stage.ctx:
            for order in orders:
                here = _Set(order, self._enter(order))
                for frame in order.frames:
                    if stop():
                        yield from self._drain()
                        return
                    self._planes.begin(self._stage.draw(moment_of_frame(frame, self._job.rate)))
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
        self._stage.ctx.release()

    def _drain(self) -> Iterator[int]:
        while self._drawn:
            yield self._send()

    def _enter(self, order: Order) -> State:
        """Bring the world to the first frame of a segment."""
        world, tick = self._stage.world, self._job.tick(order.frames)
        known = order.state is not None and (world.tick == tick or restore(world, tick, order.state))
        if not known and (order.state is not None or world.tick > tick):
            restore(world, 0, self._beginning)
        advance(world, tick, self._marks)
        state = state_of(world)
        self._begun(order, state)
        return state

    def _send(self) -> int:
        """Read the oldest drawn frame back and have it encoded."""
        here, number = self._drawn.popleft()
        if here.encoder is None:
            while len(self._sets) > 1:
                self._sets.popleft().join()
            here.open(self._job, self._pool, self._filmed)
            self._sets.append(here)
        frame = self._pool.take()
        self._planes.read(frame.planes)
        if self._job.due(number) or number == here.order.frames[0]:
            here.digests[number] = digest_of(frame, self._layout)
        here.send(frame, last=number == here.order.frames[-1])
        return sum(one.size for one in self._sets)


class _Set:
    """A segment that is being filmed."""

    def __init__(self, order: Order, state: State) -> None:
        self.order, self.digests = order, dict[int, str]()
        self._world = state.digest
        self.encoder: Encoder | None = None
        self._ended = False

    def open(self, job: Job, pool: Pool, filmed: Filmed) -> None:
        """Open the encoder."""

        def done(made: Written) -> None:
            path = self.order.path
            tick, size, digest = job.tick(self.order.frames), path.stat().st_size, parts.digest(path)
            filmed(self.order, Segment(tick, self._world, size, digest, made.delay, self.digests))

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


def digest_of(frame: VideoFrame, layout: Layout) -> str:
    """The BLAKE2b digest, 64 bits, of a frame as it goes to the encoder: its planes' rows without padding."""
    hashed = hashlib.blake2b(digest_size=8)
    for plane, (row, rows) in zip(frame.planes, layout.planes((frame.width, frame.height)), strict=True):
        whole = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        hashed.update(whole[:rows, :row].tobytes())
    return hashed.hexdigest()
