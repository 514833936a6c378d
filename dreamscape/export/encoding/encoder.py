"""The encoder: a thread that compresses one segment and writes it, while the caller draws on into recycled frames."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

from av.codec.context import CodecContext, Flags
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from dreamscape.export.encoding.colour_tags import describe
from dreamscape.export.encoding.formats import Format
from dreamscape.export.encoding.packets import PacketWriter
from dreamscape.system.priorities import BETWEEN, give_way

BUFFERS = 3, 8  # frames under way between drawing and encoding: work for when drawing leaves a core idle
ROOM = 24_000_000  # bytes for them


@dataclass(frozen=True, slots=True)
class EncodedSegment:
    """What an encoder has made of a segment.

    Attributes:
        packets: the sizes of its frames in bytes, in the order of decoding.
        delay: how many frames later than in this order the last one may be shown: the reordering of B-frames.
    """

    packets: tuple[int, ...]
    delay: int


class FramePool:
    """Frames that drawing fills and encoding empties, in turns; one pool serves all segments of a film.

    Args:
        size: pixels, width and height.
        pixels: of the layout of planes.

    Attributes:
        strides: bytes from row to row of each plane.
    """

    def __init__(self, size: tuple[int, int], pixels: str) -> None:
        self.size, self.pixels = size, pixels
        self._free: queue.SimpleQueue[VideoFrame] = queue.SimpleQueue()
        first = VideoFrame(*size, pixels)
        self.strides = [plane.line_size for plane in first.planes]
        fitting = ROOM // sum(plane.buffer_size for plane in first.planes)
        self._free.put(first)
        for _ in range(min(max(fitting, BUFFERS[0]), BUFFERS[1]) - 1):
            self._free.put(VideoFrame(*size, pixels))

    def take(self) -> VideoFrame:
        """A frame to fill; waits until one is free."""
        frame = self._free.get()
        frame.make_writable()  # copies only if an encoder still holds on to what it was given
        if [plane.line_size for plane in frame.planes] != self.strides:
            return VideoFrame(*self.size, self.pixels)  # FFmpeg pads the rows of copies in its own way
        return frame

    def give(self, frame: VideoFrame) -> None:
        """Have a frame back that has been encoded."""
        self._free.put(frame)


def configure(context: VideoCodecContext, form: Format, size: tuple[int, int], rate: Fraction) -> None:
    """Give an encoder, not yet open, all that does not fit into options; its times are in frames."""
    context.width, context.height = size
    context.pix_fmt = form.pixels
    context.framerate = rate
    context.time_base = 1 / rate
    context.thread_type = form.threads  # slices, the default here, make x264 a third slower and files larger
    if form.tag is not None:
        context.codec_tag = form.tag
    if (every := form.every(rate)) is not None:
        context.gop_size = every
        if (
            "a" in form.pixels
        ):  # an alpha channel has an encoder of its own, and needs its key frames at the same places
            context.options = {**context.options, "keyint_min": str(every)}
    describe(context, form)


def header(form: Format, size: tuple[int, int], rate: Fraction) -> bytes:
    """The codec's own header that the encoder here writes before all segments of a film.

    Raises:
        FFmpegError: it cannot be opened.
    """
    context = context_of(form, size, rate)
    context.open()
    return context.extradata or b""


def context_of(form: Format, size: tuple[int, int], rate: Fraction) -> VideoCodecContext:
    """The encoder of a segment, not yet open."""
    context = cast(VideoCodecContext, CodecContext.create(form.codec, "w"))
    context.flags |= Flags.global_header
    context.bit_rate = 0
    context.options = dict(form.options)
    configure(context, form, size, rate)
    return context


class Encoder:
    """Writes one segment, a video stream that begins with a key frame and refers to nothing outside, into a new file.

    Ended by `finish`, which does not wait, and then `join`; or by `abandon`, which removes the file.

    Args:
        path: of the file.
        form: how to compress.
        rate: frames a second, exact.
        pool: where frames come from and go back to.
        done: called on the encoder's thread once the file is complete; what it raises is raised by `join`.
    """

    def __init__(
        self,
        path: Path,
        form: Format,
        rate: Fraction,
        pool: FramePool,
        done: Callable[[EncodedSegment], None] = lambda made: None,
    ) -> None:
        self.path = path
        self._form, self._pool = form, pool
        self._done = done
        self._context = context_of(form, pool.size, rate)
        self._time_base = 1 / rate
        self._file = PacketWriter(path)
        self._sent = 0
        self._packets: list[int] = []
        self._delay = 0
        self._wanted = True
        self.error: Exception | None = None
        self._ready: queue.SimpleQueue[VideoFrame | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="encoder", daemon=True)
        self._thread.start()

    def send(self, frame: VideoFrame) -> None:
        """Have a filled frame encoded as the next one. Raises what stopped the encoder, if something did."""
        if self.error is not None:
            self._pool.give(frame)
            raise self.error
        frame.pts, frame.time_base = self._sent, self._time_base
        describe(frame, self._form)
        self._sent += 1
        self._ready.put(frame)

    def finish(self) -> None:
        """Let the segment end with the last frame that was sent."""
        self._ready.put(None)

    def join(self) -> None:
        """Wait until the file is complete. Raises what stopped the encoder, if something did."""
        self._thread.join()
        if self.error is not None:
            raise self.error

    def abandon(self) -> None:
        """Stop, wait, and remove the file."""
        self._wanted = False
        self._ready.put(None)
        self._thread.join()
        self.path.unlink(missing_ok=True)

    @property
    def size(self) -> int:
        """Bytes that were compressed so far."""
        return sum(self._packets)

    def _run(self) -> None:
        give_way(BETWEEN)  # drawing waits between its passes; for what is encoded only when no frame is free
        while (frame := self._ready.get()) is not None:
            self._encode(frame)
            self._pool.give(frame)
        self._encode(None)
        try:
            self._file.close()
            if self.error is None and self._wanted:
                self._done(EncodedSegment(tuple(self._packets), self._delay))
        except Exception as error:  # of whatever kind: the caller's thread raises it
            self.error = self.error or error
        del self._context, self._done  # tens of MB, now and not when somebody collects what stands in a circle

    def _encode(self, frame: VideoFrame | None) -> None:
        """Encode and write one frame, or what the encoder still holds back; nothing more once something failed."""
        if self.error is None and self._wanted:
            try:
                for packet in self._context.encode(frame):
                    if not self._packets:
                        self._file.begin(self._context.extradata or b"")
                    assert packet.pts is not None
                    self._delay = max(self._delay, len(self._packets) - packet.pts)
                    self._packets.append(packet.size)
                    self._file.write(packet)
            except Exception as error:
                self.error = error
