"""The encoder: a thread that compresses and writes, while the caller draws the next frames into recycled buffers."""

import queue
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
from av.container import OutputContainer
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import SubtitleSet
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream

from dreamscape.outputs.subtitles import Spoken

MILLISECOND = Fraction(1, 1000)
_ASS_HEADER = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: Default,Serif,16

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""  # FFmpeg's encoders of text subtitles take ASS
BUFFERS = 3  # frames under way between drawing and encoding: enough to keep both busy, 9 MB at 1920x1080


@dataclass(frozen=True, slots=True)
class Format:
    """How a film is compressed.

    Attributes:
        codec: FFmpeg's name of the encoder.
        pixels: of the layout of planes that it takes, one of `planes.LAYOUTS`.
        options: of the encoder.
        container_options: of the container's writer.
    """

    codec: str
    pixels: str
    options: Mapping[str, str]
    container_options: Mapping[str, str]


class Encoder:
    """Writes one video stream into a new file.

    Used as a context manager: leaving it completes the file, leaving it by an exception abandons the file.

    Args:
        path: of the file.
        form: how to compress.
        size: pixels, width and height.
        rate: frames a second, exact.
        metadata: tags of the container.
        lines: of the subtitle track, in order of time; no track without any.
    """

    def __init__(
        self,
        path: Path,
        form: Format,
        size: tuple[int, int],
        rate: Fraction,
        metadata: Mapping[str, str],
        lines: Sequence[Spoken] = (),
    ) -> None:
        self._container = av.open(str(path), "w", container_options=dict(form.container_options))
        self._container.metadata.update(metadata)
        self._stream = cast(VideoStream, self._container.add_stream(form.codec, rate=rate, options=dict(form.options)))
        context = self._stream.codec_context
        context.width, context.height = size
        context.pix_fmt = form.pixels
        context.time_base = 1 / rate
        context.thread_type = "FRAME"  # slices, the default here, make x264 a third slower and files larger
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        context.colorspace = Colorspace.ITU709
        context.color_range = ColorRange.MPEG
        self._time_base = context.time_base
        self._lines = deque(lines)
        self._subtitles = _subtitle_stream(self._container) if lines else None
        self._sent = 0
        self.error: Exception | None = None
        self._free: queue.SimpleQueue[VideoFrame] = queue.SimpleQueue()
        self._ready: queue.SimpleQueue[VideoFrame | None] = queue.SimpleQueue()
        frames = [VideoFrame(*size, form.pixels) for _ in range(BUFFERS)]
        self.strides = [plane.line_size for plane in frames[0].planes]  # bytes from row to row
        for frame in frames:
            self._free.put(frame)
        self._thread = threading.Thread(target=self._run, name="encoder", daemon=True)
        self._thread.start()

    def frame(self) -> VideoFrame:
        """A frame to fill; waits until one is free. Raises what stopped the encoder, if something did."""
        frame = self._free.get()
        if self.error is not None:
            raise self.error
        frame.make_writable()  # copies only if the encoder still holds on to what it was given
        return frame

    def send(self, frame: VideoFrame) -> None:
        """Have a filled frame encoded as the next one of the film."""
        frame.pts, frame.time_base = self._sent, self._time_base
        self._sent += 1
        self._ready.put(frame)

    def __enter__(self) -> "Encoder":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._ready.put(None)
        self._thread.join()
        if kind is None and self.error is not None:
            raise self.error

    def _run(self) -> None:
        while (frame := self._ready.get()) is not None:
            self._encode(frame)
            self._free.put(frame)
        self._encode(None)
        try:
            self._container.close()
        except Exception as error:  # of whatever kind: the caller's thread raises it
            self.error = self.error or error

    def _encode(self, frame: VideoFrame | None) -> None:
        """Encode and write one frame, or what the encoder still holds back; nothing more once something failed."""
        if self.error is None:
            try:
                self._caption(None if frame is None or frame.time is None else frame.time)
                self._container.mux(self._stream.encode(frame))
            except Exception as error:
                self.error = error

    def _caption(self, seconds: float | None) -> None:
        """Write the lines that have begun at a time of the film, or all that are left."""
        stream = self._subtitles
        while stream and self._lines and (seconds is None or self._lines[0].start <= seconds * 1000):
            line = self._lines.popleft()
            text = line.text.replace("\\", "").replace("{", "(").replace("}", ")")  # not ASS's own signs
            packet = stream.codec_context.encode_subtitle(
                SubtitleSet.create(text=f"0,0,Default,,0,0,0,,{text}".encode(), start=0, end=line.stop - line.start)
            )
            packet.stream, packet.time_base = stream, MILLISECOND
            packet.pts = packet.dts = line.start
            packet.duration = line.stop - line.start
            self._container.mux(packet)


def _subtitle_stream(container: OutputContainer) -> SubtitleStream:
    """A mov_text track, so that the lines can be searched, read aloud and translated."""
    stream = container.add_stream("mov_text")
    stream.codec_context.subtitle_header = _ASS_HEADER
    stream.codec_context.time_base = MILLISECOND
    stream.metadata["language"] = "eng"
    return stream
