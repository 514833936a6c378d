"""The encoder: a thread that compresses one segment and writes it while the caller draws into recycled frames."""

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

from dreamscape.export.encoding.colour_tags import set_colour_tags
from dreamscape.export.encoding.formats import Format
from dreamscape.export.encoding.packets import PacketWriter
from dreamscape.system.priorities import BETWEEN, give_way, without_realtime

POOL_FRAMES = 3, 8  # min and max frames between drawing and encoding: work for when drawing leaves a core idle
POOL_BYTES = 24_000_000  # bytes for these frames


@dataclass(frozen=True, slots=True)
class EncodedSegment:
    """The result of encoding a segment.

    Attributes:
        packets: packet sizes in bytes, in decoding order.
        delay: largest number of frames by which display lags behind decoding order, because of B-frames.
    """

    packets: tuple[int, ...]
    delay: int


class FramePool:
    """Frames that drawing fills and encoding empties in turn; one pool serves all segments of a film.

    Args:
        size: width and height, pixels.
        pixels: FFmpeg's name of the pixel format.

    Attributes:
        strides: bytes per row of each plane.
    """

    def __init__(self, size: tuple[int, int], pixels: str) -> None:
        self.size, self.pixels = size, pixels
        self._free: queue.SimpleQueue[VideoFrame] = queue.SimpleQueue()
        first = VideoFrame(*size, pixels)
        self.strides = [plane.line_size for plane in first.planes]
        count = POOL_BYTES // sum(plane.buffer_size for plane in first.planes)
        self._free.put(first)
        for _ in range(min(max(count, POOL_FRAMES[0]), POOL_FRAMES[1]) - 1):
            self._free.put(VideoFrame(*size, pixels))

    def acquire(self) -> VideoFrame:
        """Take a frame to fill; waits until one is free."""
        frame = self._free.get()
        frame.make_writable()  # copies only if an encoder still refers to the frame
        if [plane.line_size for plane in frame.planes] != self.strides:
            return VideoFrame(*self.size, self.pixels)  # FFmpeg pads the rows of copies differently
        return frame

    def release(self, frame: VideoFrame) -> None:
        """Return a frame that has been encoded."""
        self._free.put(frame)


def configure(context: VideoCodecContext, form: Format, size: tuple[int, int], rate: Fraction) -> None:
    """Set the properties of an unopened encoder that are not options; its times are in frames."""
    context.width, context.height = size
    context.pix_fmt = form.pixels
    context.framerate = rate
    context.time_base = 1 / rate
    context.thread_type = form.threads  # PyAV's default, SLICE, makes x264 a third slower and files larger
    if form.tag is not None:
        context.codec_tag = form.tag
    if (interval := form.key_frame_interval(rate)) is not None:
        context.gop_size = interval
        if "a" in form.pixels:  # alpha has its own encoder, whose key frames must fall on the same frames
            context.options = {**context.options, "keyint_min": str(interval)}
    set_colour_tags(context, form)


def codec_header(form: Format, size: tuple[int, int], rate: Fraction) -> bytes:
    """The codec header that this build's encoder writes for every segment of a film.

    Raises:
        FFmpegError: the encoder cannot be opened.
    """
    context = create_context(form, size, rate)
    with without_realtime():
        context.open()
    return context.extradata or b""


def create_context(form: Format, size: tuple[int, int], rate: Fraction) -> VideoCodecContext:
    """An unopened encoder for a segment."""
    context = cast(VideoCodecContext, CodecContext.create(form.codec, "w"))
    context.flags |= Flags.global_header
    context.bit_rate = 0
    context.options = dict(form.options)
    configure(context, form, size, rate)
    return context


class Encoder:
    """Writes one segment, a self-contained video stream that begins with a key frame, to a new file.

    End it with `finish`, which does not wait, and then `join`; or with `abandon`, which removes the file.

    Args:
        path: the file to write.
        form: how to compress.
        rate: frames per second, exact.
        pool: where frames come from and return to.
        on_done: called on the encoder's thread once the file is complete; `join` raises what it raises.
    """

    def __init__(
        self,
        path: Path,
        form: Format,
        rate: Fraction,
        pool: FramePool,
        on_done: Callable[[EncodedSegment], None] = lambda segment: None,
    ) -> None:
        self.path = path
        self._form, self._pool = form, pool
        self._on_done = on_done
        self._context = create_context(form, pool.size, rate)
        self._time_base = 1 / rate
        self._file = PacketWriter(path)
        self._frames_sent = 0
        self._packets: list[int] = []
        self._delay = 0
        self._active = True
        self.error: Exception | None = None
        self._queue: queue.SimpleQueue[VideoFrame | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="encoder", daemon=True)
        self._thread.start()

    def send(self, frame: VideoFrame) -> None:
        """Queue a filled frame as the next one to encode. Raises the error that stopped the encoder, if any."""
        if self.error is not None:
            self._pool.release(frame)
            raise self.error
        frame.pts, frame.time_base = self._frames_sent, self._time_base
        set_colour_tags(frame, self._form)
        self._frames_sent += 1
        self._queue.put(frame)

    def finish(self) -> None:
        """End the segment with the last frame that was sent."""
        self._queue.put(None)

    def join(self) -> None:
        """Wait until the file is complete. Raises the error that stopped the encoder, if any."""
        self._thread.join()
        if self.error is not None:
            raise self.error

    def abandon(self) -> None:
        """Stop, wait, and remove the file."""
        self._active = False
        self._queue.put(None)
        self._thread.join()
        self.path.unlink(missing_ok=True)

    @property
    def size(self) -> int:
        """Compressed bytes so far."""
        return sum(self._packets)

    def _run(self) -> None:
        give_way(BETWEEN)  # drawing waits for the encoder only when no frame is free
        try:
            with without_realtime():
                self._context.open()
        except Exception as error:  # any kind, as below
            self.error = error
        while (frame := self._queue.get()) is not None:
            self._encode(frame)
            self._pool.release(frame)
        self._encode(None)
        try:
            self._file.close()
            if self.error is None and self._active:
                self._on_done(EncodedSegment(tuple(self._packets), self._delay))
        except Exception as error:  # any kind: the caller's thread raises it
            self.error = self.error or error
        del self._context, self._on_done  # tens of MB: free them now, not when the garbage collector finds the cycle

    def _encode(self, frame: VideoFrame | None) -> None:
        """Encode and write one frame, or flush the encoder for None; does nothing after a failure."""
        if self.error is None and self._active:
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
