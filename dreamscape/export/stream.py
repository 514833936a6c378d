"""Streams a film into a pipe while it is drawn, from its first frame to its last.

Nothing is stored on disk, so a stream cannot be resumed; and its metadata lacks what is known only after the last
frame, such as digests of frames.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from fractions import Fraction
from typing import Any, BinaryIO

from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from dreamscape import media
from dreamscape.errors import InputError, one_of
from dreamscape.export.backends import Stop
from dreamscape.export.container.chapters import chapters_of
from dreamscape.export.container.cover import Cover
from dreamscape.export.container.mux import PacketStream, mux_tracks
from dreamscape.export.container.soundtrack import SoundSource
from dreamscape.export.container.text_track import text_tracks
from dreamscape.export.encoding.colour_tags import set_colour_tags
from dreamscape.export.encoding.encoder import FramePool
from dreamscape.export.encoding.formats import Format
from dreamscape.export.film import Outcome
from dreamscape.export.segments.frames import FrameRenderer
from dreamscape.export.segments.segment_writer import READ_BACK_LAG, FilmJob
from dreamscape.flash.limiter import Limiter

UNCOMPRESSED = {  # uncompressed formats: FFmpeg's muxer, its encoder, and pixel formats by bits without and with alpha
    "y4m": ("yuv4mpegpipe", "wrapped_avframe", ({8: "yuv420p", 10: "yuv420p10le"}, {})),
    "rawvideo": ("rawvideo", "rawvideo", ({8: "rgb24", 16: "rgb48le"}, {8: "rgba", 16: "rgba64le"})),
}
STREAM_FORMATS = (*UNCOMPRESSED, "mkv", "webm")  # formats that can be written without seeking


def uncompressed_format(kind: str, bits: int | None, alpha: bool) -> Format:
    """The format of an uncompressed stream.

    Args:
        kind: one of BARE.
        bits: bit depth; None for 8.
        alpha: with an alpha channel.

    Raises:
        InputError: there is no such format.
    """
    muxer, codec, layouts_by_alpha = UNCOMPRESSED[kind]
    layouts = layouts_by_alpha[alpha]
    if not layouts:
        raise InputError(f"--layers: {kind} holds no alpha channel, expected --format rawvideo, mkv or webm")
    if bits is not None and bits not in layouts:
        raise InputError(f"--bits {bits}: {kind} does not come in {bits} bits here, expected {one_of(layouts)}")
    sited = {"chroma_sample_location": "left"} if kind == "y4m" else {}
    return Format(codec, layouts[bits or 8], sited, {"strict": "-1"}, muxer, audio_encoders=(), subtitle_encoder="")


def stream(
    file: BinaryIO,
    job: FilmJob,
    metadata: Mapping[str, str],
    stop: Stop,
    progress: Callable[[Outcome], None],
    sound: Callable[[], SoundSource] | None = None,
    cover: Cover | None = None,
) -> Outcome:
    """Write a film to a pipe while it is drawn.

    Args:
        file: the pipe; needs only `write` and `flush`.
        job: the film.
        metadata: tags, for a format that holds them.
        stop: called before each frame; once it returns true, the film ends there.
        progress: called after each packet.
        sound: makes the soundtrack; None for a silent film.
        cover: a picture for the file to carry.

    Returns:
        The final state; the film is complete if all frames are written and all of it is joined.

    Raises:
        OSError, FFmpegError: writing failed; BrokenPipeError if the reader has gone.
        DreamscapeError: drawing failed.
    """
    request, form = job.request, job.form
    frames = request.frame_numbers(job.rate)
    soundtrack = sound() if sound else None
    frame_stream, pipe = _FrameStream(job, stop), _CountingPipe(file)
    texts = text_tracks(request, job.rate) if job.subtitles else []
    chapters = chapters_of(request, job.rate) if form.subtitle_encoder else []
    try:
        with closing(frame_stream), media.piping(pipe, form.muxer, form.container_options) as out:
            writer = mux_tracks(
                out,
                form,
                request.size,
                job.rate,
                metadata,
                frame_stream.packets,
                texts,
                soundtrack,
                chapters,
                cover,
            )
            for _ in writer:
                progress(Outcome(frame_stream.sent, len(frames), pipe.size))
                if frame_stream.ended and frame_stream.sent < len(frames):  # the sound would go on
                    break
    except (OSError, FFmpegError) as error:
        raise pipe.error or error from None
    outcome = Outcome(frame_stream.sent, len(frames), pipe.size, joined=float(frame_stream.sent == len(frames)))
    progress(outcome)
    return outcome


class _CountingPipe:
    """A file that counts the bytes written to it.

    Attributes:
        size: bytes so far.
        error: why writing failed, which FFmpeg does not report.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = 0
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write and flush at once: somebody may be watching."""
        try:
            self._file.write(data)
            self._file.flush()
        except OSError as error:
            self.error = error
            raise
        self.size += len(data)
        return len(data)


class _FrameStream:
    """The frames of a film, drawn on the caller's thread and encoded on another.

    Attributes:
        sent: frames that are encoded.
        ended: whether the last frame is encoded, or the film was stopped.
    """

    def __init__(self, job: FilmJob, stop: Stop) -> None:
        self._job, self._stop = job, stop
        self._frame_renderer = FrameRenderer(job.request, job.rate, job.form.pixels, Limiter(), job.form.dark_dither)
        self._pool = FramePool(job.request.size, job.form.pixels)
        self._encoder = ThreadPoolExecutor(1, "encoder")
        self.sent, self.ended = 0, False

    def close(self) -> None:
        """Release the encoder's thread and the renderer."""
        self._encoder.shutdown()
        self._frame_renderer.close()

    def packets(self, stream: VideoStream) -> PacketStream:
        """All packets in order, each with its time in seconds."""
        pending: deque[Future[list[Packet[Any]]]] = deque()
        for frame in self._frames():
            pending.append(self._encoder.submit(self._encode, stream, frame))
            if len(pending) > 1:
                yield self._encoded(pending.popleft())
        while pending:
            yield self._encoded(pending.popleft())
        yield self.sent / self._job.rate, stream.encode(None)
        self.ended = True

    def _encoded(self, future: "Future[list[Packet[Any]]]") -> "tuple[Fraction, list[Packet[Any]]]":
        packets = future.result()
        self.sent += 1
        return (self.sent - 1) / self._job.rate, packets

    def _encode(self, stream: VideoStream, frame: VideoFrame) -> "list[Packet[Any]]":
        packets = stream.encode(frame)
        self._pool.release(frame)
        return packets

    def _frames(self) -> Iterator[VideoFrame]:
        """The frames, each read back while those after it are drawn."""
        rate, numbers = self._job.rate, self._job.request.frame_numbers(self._job.rate)
        reader, drawn = self._frame_renderer.reader(self._pool.strides), deque[int]()

        def read() -> VideoFrame:
            frame = self._pool.acquire()
            with self._frame_renderer.renderer.ctx:
                reader.read(frame.planes)
            frame.pts, frame.time_base = drawn.popleft(), 1 / rate
            set_colour_tags(frame, self._job.form)
            return frame

        for index, number in enumerate(numbers):
            if self._stop():
                break
            with self._frame_renderer.renderer.ctx:  # the sound's thread may need it between two frames
                if not index:
                    self._frame_renderer.skip_to(number)
                self._frame_renderer.draw(number, reader)
            drawn.append(index)
            if len(drawn) > READ_BACK_LAG:
                yield read()
        while drawn:
            yield read()
