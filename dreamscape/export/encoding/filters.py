"""FFmpeg's filter graphs: dithering to a palette, and momentary loudness."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from av.audio.frame import AudioFrame
from av.error import EOFError as FFmpegEOFError
from av.filter import Graph
from av.video.format import VideoFormat
from av.video.frame import VideoFrame

from dreamscape.synthesis.voice import RATE, Samples

_DITHER = "sierra2_4a:diff_mode=rectangle"  # only the rectangle that changed is dithered anew


def dithered(frames: Callable[[], Iterator[VideoFrame]], size: tuple[int, int], rate: Fraction) -> Iterator[VideoFrame]:
    """The frames of a film, dithered to one palette of 256 colours chosen for the whole film.

    Args:
        frames: makes the frames, in rgb24; called twice.
        size: pixels.
        rate: frames per second.
    """
    palette_graph = Graph()
    analysed = _add_source(palette_graph, size, rate)
    palette_sink = _link(analysed, palette_graph.add("palettegen"), palette_graph.add("buffersink"))
    palette_graph.configure()
    for frame in frames():
        analysed.push(frame)
        assert not [*_pull_ready(palette_sink)]  # without pulling, the graph would keep every frame until the end
    analysed.push(None)
    (palette,) = _pull_ready(palette_sink)

    graph = Graph()
    film = _add_source(graph, size, rate)
    colours = graph.add_buffer(width=16, height=16, format=palette.format, time_base=1 / rate)
    use = graph.add("paletteuse", f"dither={_DITHER}")
    sink = _link(film, use, graph.add("buffersink"))
    colours.link_to(use, 0, 1)
    graph.configure()
    palette.pts, palette.time_base = 0, 1 / rate
    colours.push(palette)
    colours.push(None)
    for frame in frames():
        film.push(frame)
        yield from _pull_ready(sink)
    film.push(None)
    yield from _pull_ready(sink)


class MomentaryLoudness:
    """Momentary loudness: K-weighted, over 400 ms windows every 100 ms, as of ITU-R BS.1770-4."""

    def __init__(self) -> None:
        graph = Graph()
        self._source = graph.add_abuffer(format="flt", sample_rate=RATE, layout="stereo", time_base=Fraction(1, RATE))
        self._sink = _link(self._source, graph.add("ebur128", "metadata=1:framelog=quiet"), graph.add("abuffersink"))
        graph.configure()
        self._graph, self._sample_count = graph, 0  # the filters do not keep the graph alive

    def add(self, sound: Samples) -> list[float]:
        """Add the next samples, `(n, 2)`; returns the LUFS of the windows that end in them.

        The first three windows of all reach back before the beginning.
        """
        flat = np.ascontiguousarray(sound, np.float32).reshape(1, -1)
        if not flat.size:
            return []
        frame = AudioFrame.from_ndarray(flat, format="flt", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), self._sample_count
        self._sample_count += len(sound)
        self._source.push(frame)
        values = (frame.metadata.get("lavfi.r128.M") for frame in _pull_ready(self._sink))
        return [float(value) for value in values if value is not None]


def _add_source(graph: Graph, size: tuple[int, int], rate: Fraction) -> Any:
    return graph.add_buffer(width=size[0], height=size[1], format=VideoFormat("rgb24", *size), time_base=1 / rate)


def _link(*filters: Any) -> Any:
    """Link filters one after another; returns the last."""
    for first, second in pairwise(filters):
        first.link_to(second)
    return filters[-1]


def _pull_ready(sink: Any) -> Iterator[Any]:
    """The frames that a graph has finished."""
    while True:
        try:
            yield sink.pull()
        except (BlockingIOError, EOFError, FFmpegEOFError):
            return
