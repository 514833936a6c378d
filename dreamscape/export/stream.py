"""The stream: a film written from its first frame to its last as it is drawn, for a pipe that somebody reads.

Nothing is kept on disk, so there is nothing to go on with; and what is not known before the last frame, such as digests
of frames, is not in it.
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
from dreamscape.export.container.chapters import chapters_of
from dreamscape.export.container.cover import Cover
from dreamscape.export.container.mux import PacketStream, mux_tracks
from dreamscape.export.container.soundtrack import SoundSource
from dreamscape.export.container.subtitles import subtitle_lines
from dreamscape.export.encoding.colour_tags import set_colour_tags
from dreamscape.export.encoding.encoder import FramePool
from dreamscape.export.encoding.formats import Format
from dreamscape.export.film import Outcome, Stop
from dreamscape.export.segments.frames import FrameRenderer
from dreamscape.export.segments.segment_writer import BEHIND, FilmJob
from dreamscape.flash.limiter import Limiter

BARE = {  # formats of pictures alone: FFmpeg's muxer, its encoder, and layouts by bits, plain and with an alpha channel
    "y4m": ("yuv4mpegpipe", "wrapped_avframe", ({8: "yuv420p", 10: "yuv420p10le"}, {})),
    "rawvideo": ("rawvideo", "rawvideo", ({8: "rgb24", 16: "rgb48le"}, {8: "rgba", 16: "rgba64le"})),
}
KINDS = (*BARE, "mkv", "webm")  # what can be written without a look back


def bare(kind: str, bits: int | None, alpha: bool) -> Format:
    """The format of a stream of pictures alone.

    Args:
        kind: one of BARE.
        bits: of a code value; None for 8.
        alpha: with an alpha channel.

    Raises:
        InputError: there is none such.
    """
    muxer, codec, layouts = BARE[kind]
    able = layouts[alpha]
    if not able:
        raise InputError(f"--layers: {kind} holds no alpha channel, expected --format rawvideo, mkv or webm")
    if bits is not None and bits not in able:
        raise InputError(f"--bits {bits}: {kind} does not come in {bits} bits here, expected {one_of(able)}")
    sited = {"chroma_sample_location": "left"} if kind == "y4m" else {}
    return Format(codec, able[bits or 8], sited, {"strict": "-1"}, muxer, audio_encoders=(), subtitle_encoder="")


def stream(
    file: BinaryIO,
    job: FilmJob,
    metadata: Mapping[str, str],
    stop: Stop,
    progress: Callable[[Outcome], None],
    sound: Callable[[], SoundSource] | None = None,
    cover: Cover | None = None,
) -> Outcome:
    """Write a take into a pipe while it is drawn.

    Args:
        file: what to write to, in order; it need know nothing but `write`.
        job: what to film.
        metadata: tags, in a format that holds them.
        stop: asked before each frame; once true the film is ended there.
        progress: told after each packet.
        sound: makes what is heard.
        cover: the picture that stands for the film.

    Returns:
        What has become of it; it is whole if as much was written as was asked for, and all of it joined.

    Raises:
        OSError, FFmpegError: writing failed; BrokenPipeError if nobody reads any more.
        DreamscapeError: drawing failed.
    """
    request, form = job.request, job.form
    frames = request.frame_numbers(job.rate)
    heard = sound() if sound else None
    reel, counted = _StreamSegment(job, stop), _Counted(file)
    lines, shown = subtitle_lines(request, job.rate) if job.subtitles else [], not request.captions
    chapters = chapters_of(request, job.rate) if form.subtitle_encoder else []
    try:
        with closing(reel), media.piping(counted, form.muxer, form.container_options) as out:
            film = mux_tracks(
                out, form, request.size, job.rate, metadata, reel.packets, lines, heard, chapters, cover, shown
            )
            for _ in film:
                progress(Outcome(reel.sent, len(frames), counted.size))
                if reel.ended and reel.sent < len(frames):  # what is heard would go on
                    break
    except (OSError, FFmpegError) as error:
        raise counted.error or error from None
    outcome = Outcome(reel.sent, len(frames), counted.size, joined=float(reel.sent == len(frames)))
    progress(outcome)
    return outcome


class _Counted:
    """A file that is written in order.

    Attributes:
        size: bytes so far.
        error: why it could not be written any more, which FFmpeg does not tell.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = 0
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Hand on all of it, at once: somebody may be watching."""
        try:
            self._file.write(data)
            self._file.flush()
        except OSError as error:
            self.error = error
            raise
        self.size += len(data)
        return len(data)


class _StreamSegment:
    """The frames of a film, drawn on the caller's thread and encoded on another.

    Attributes:
        sent: frames that were encoded.
        ended: whether there are no more, or no more were wanted.
    """

    def __init__(self, job: FilmJob, stop: Stop) -> None:
        self._job, self._stop = job, stop
        self._drawing = FrameRenderer(job.request, job.rate, job.form.pixels, Limiter())
        self._pool = FramePool(job.request.size, job.form.pixels)
        self._encoder = ThreadPoolExecutor(1, "encoder")
        self.sent, self.ended = 0, False

    def close(self) -> None:
        """Free everything."""
        self._encoder.shutdown()
        self._drawing.close()

    def packets(self, track: VideoStream) -> PacketStream:
        """All packets, each with a time in seconds before which it is not due."""
        begun: deque[Future[list[Packet[Any]]]] = deque()
        for frame in self._frames():
            begun.append(self._encoder.submit(self._encode, track, frame))
            if len(begun) > 1:
                yield self._encoded(begun.popleft())
        while begun:
            yield self._encoded(begun.popleft())
        yield self.sent / self._job.rate, track.encode(None)
        self.ended = True

    def _encoded(self, work: "Future[list[Packet[Any]]]") -> "tuple[Fraction, list[Packet[Any]]]":
        made = work.result()
        self.sent += 1
        return (self.sent - 1) / self._job.rate, made

    def _encode(self, track: VideoStream, frame: VideoFrame) -> "list[Packet[Any]]":
        made = track.encode(frame)
        self._pool.release(frame)
        return made

    def _frames(self) -> Iterator[VideoFrame]:
        """The frames, each read back while those after it are drawn."""
        rate, numbers = self._job.rate, self._job.request.frame_numbers(self._job.rate)
        reader, drawn = self._drawing.reader(self._pool.strides), deque[int]()

        def read() -> VideoFrame:
            frame = self._pool.acquire()
            with self._drawing.renderer.ctx:
                reader.read(frame.planes)
            frame.pts, frame.time_base = drawn.popleft(), 1 / rate
            set_colour_tags(frame, self._job.form)
            return frame

        for place, number in enumerate(numbers):
            if self._stop():
                break
            with self._drawing.renderer.ctx:  # which is not ours between two frames
                if not place:
                    self._drawing.skip_to(number)
                reader.begin(self._drawing.draw(number))
            drawn.append(place)
            if len(drawn) > BEHIND:
                yield read()
        while drawn:
            yield read()
