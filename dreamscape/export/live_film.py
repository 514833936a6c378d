"""Records what a window shows, encoding on another thread so that the window never waits."""

import threading
from fractions import Fraction
from pathlib import Path
from queue import Full, Queue
from typing import cast

import numpy as np
from av.container import Flags
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream
from numpy.typing import NDArray

from dreamscape import media
from dreamscape.errors import DreamscapeError
from dreamscape.system import cores

QUEUE_SIZE = 4  # frames that may wait for the encoder; further ones are dropped
CRF = "18"
CLUSTER_MS = "500"  # ms of film at most that are lost if the program or the machine dies
TIME_BASE = Fraction(1, 90_000)  # s, the time base: frames keep the times at which they were shown


class LiveFilm:
    """A recording of a window, without sound, at its initial size; other shapes are fitted between black bars.

    Args:
        path: of the film, H.264 in Matroska, which stays playable if the program dies.
        size: of the first picture, width and height in pixels.

    Attributes:
        dropped: frames dropped because the machine could not keep up.

    Raises:
        DreamscapeError: the file cannot be written.
    """

    def __init__(self, path: Path, size: tuple[int, int]) -> None:
        self._path = path
        self._size = max(2, size[0] // 2 * 2), max(2, size[1] // 2 * 2)
        self.dropped = 0
        self._frames: Queue[tuple[NDArray[np.uint8], int] | None] = Queue(QUEUE_SIZE)
        self._error = ""
        try:
            self._file = media.writing(path, "matroska", {"cluster_time_limit": CLUSTER_MS})
            self._file.flags |= cast(int, Flags.flush_packets.value)
            self._stream = self._opened()
        except (OSError, FFmpegError) as error:
            raise self._failed(error) from None
        self._thread = threading.Thread(target=self._run, name="live film", daemon=True)
        self._thread.start()

    def add(self, picture: NDArray[np.uint8], seconds: float) -> None:
        """Add a picture, `(h, w, 3) uint8`, top row first, shown `seconds` after the first.

        Raises:
            DreamscapeError: writing has failed; what was written stays.
        """
        if self._error:
            raise DreamscapeError(self._error)
        try:
            self._frames.put_nowait((picture, round(seconds / TIME_BASE)))
        except Full:
            self.dropped += 1

    def close(self) -> None:
        """Complete the film.

        Raises:
            DreamscapeError: as of `add`.
        """
        self._frames.put(None)
        self._thread.join()
        if self._error:
            raise DreamscapeError(self._error)

    def _opened(self) -> VideoStream:
        threads = str(cores.usable())
        stream = self._file.add_stream(
            "libx264", options={"preset": "ultrafast", "crf": CRF, "threads": threads, "tune": "zerolatency"}
        )
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = self._size
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = TIME_BASE
        context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
        context.color_primaries = context.color_trc = 1  # BT.709
        return stream

    def _run(self) -> None:
        """Encode pictures until the queue ends."""
        try:
            while (item := self._frames.get()) is not None:
                picture, pts = item
                frame = VideoFrame.from_ndarray(_letterboxed(picture, self._size), format="rgb24").reformat(
                    *self._size, "yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
                )
                frame.pts, frame.time_base = pts, TIME_BASE
                self._file.mux(self._stream.encode(frame))
            self._file.mux(self._stream.encode(None))
            self._file.close()
        except Exception as error:  # any kind: without this thread, `close` would wait for ever
            self._error = str(self._failed(error))
            while not self._frames.empty():
                self._frames.get()

    def _failed(self, error: Exception) -> DreamscapeError:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return DreamscapeError(f"{self._path}: filming failed ({reason}); what was written stays")


def _letterboxed(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Add black bars so that a picture has the aspect ratio of `size`, to less than a pixel."""
    height, width = picture.shape[:2]
    wide, high = max(width, round(height * size[0] / size[1])), max(height, round(width * size[1] / size[0]))
    if wide - width < 2 and high - height < 2:
        return picture
    framed = np.zeros((high, wide, 3), np.uint8)
    top, left = (high - height) // 2, (wide - width) // 2
    framed[top : top + height, left : left + width] = picture
    return framed
