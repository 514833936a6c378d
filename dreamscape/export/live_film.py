"""A live film: what a window shows, compressed on another thread while it is shown; it never holds the window up."""

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

WAITING = 4  # frames that may wait for the encoder; the next one is left out
CRF = "18"
CLUSTER = "500"  # ms of film at most that are lost when the program or the machine dies
CLOCK = Fraction(1, 90_000)  # s, of the frames' times: they are shown when they were seen


class LiveFilm:
    """A film of what is shown, without sound, at the size it begins with; another shape is shown between black bars.

    Args:
        path: of the film, H.264 in Matroska: what was written plays even if the program dies.
        size: of the first picture, width and height in pixels.

    Attributes:
        missed: frames that were left out, because the machine could not keep up.

    Raises:
        DreamscapeError: the file cannot be written.
    """

    def __init__(self, path: Path, size: tuple[int, int]) -> None:
        self._path = path
        self._size = max(2, size[0] // 2 * 2), max(2, size[1] // 2 * 2)
        self.missed = 0
        self._frames: Queue[tuple[NDArray[np.uint8], int] | None] = Queue(WAITING)
        self._error = ""
        try:
            self._file = media.writing(path, "matroska", {"cluster_time_limit": CLUSTER})
            self._file.flags |= cast(int, Flags.flush_packets.value)
            self._stream = self._opened()
        except (OSError, FFmpegError) as error:
            raise self._failed(error) from None
        self._thread = threading.Thread(target=self._run, name="live film", daemon=True)
        self._thread.start()

    def add(self, picture: NDArray[np.uint8], seconds: float) -> None:
        """Film a picture, `(h, w, 3) uint8`, the first row at the top, seen `seconds` after the first.

        Raises:
            DreamscapeError: writing has failed; what was written stays.
        """
        if self._error:
            raise DreamscapeError(self._error)
        try:
            self._frames.put_nowait((picture, round(seconds / CLOCK)))
        except Full:
            self.missed += 1

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
        context.time_base = CLOCK
        context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
        context.color_primaries = context.color_trc = 1  # BT.709
        return stream

    def _run(self) -> None:
        """Compress what comes until there is no more."""
        try:
            while (item := self._frames.get()) is not None:
                picture, place = item
                frame = VideoFrame.from_ndarray(_framed(picture, self._size), format="rgb24").reformat(
                    *self._size, "yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
                )
                frame.pts, frame.time_base = place, CLOCK
                self._file.mux(self._stream.encode(frame))
            self._file.mux(self._stream.encode(None))
            self._file.close()
        except (OSError, FFmpegError) as error:
            self._error = str(self._failed(error))
            while not self._frames.empty():
                self._frames.get()

    def _failed(self, error: OSError | FFmpegError) -> DreamscapeError:
        return DreamscapeError(f"{self._path}: filming failed ({error.strerror or error}); what was written stays")


def _framed(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """A picture with black bars beside or above it, so that it has the shape of `size`, to less than a pixel."""
    height, width = picture.shape[:2]
    wide, high = max(width, round(height * size[0] / size[1])), max(height, round(width * size[1] / size[0]))
    if wide - width < 2 and high - height < 2:
        return picture
    framed = np.zeros((high, wide, 3), np.uint8)
    top, left = (high - height) // 2, (wide - width) // 2
    framed[top : top + height, left : left + width] = picture
    return framed
