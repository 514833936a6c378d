"""Filters: the one place where FFmpeg's filters are at work."""

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

from dreamscape.audio.synthesis.voice import RATE, Samples

_DITHER = "sierra2_4a:diff_mode=rectangle"  # only what moves is written again


def dithered(frames: Callable[[], Iterator[VideoFrame]], size: tuple[int, int], rate: Fraction) -> Iterator[VideoFrame]:
    """The pictures of a film in the 256 colours that serve the whole of it best.

    Args:
        frames: gives the pictures, of rgb24; called twice.
        size: in pixels.
        rate: frames a second.
    """
    chooser = Graph()
    seen = _pictures(chooser, size, rate)
    chosen = _linked(seen, chooser.add("palettegen"), chooser.add("buffersink"))
    chooser.configure()
    for frame in frames():
        seen.push(frame)
        assert not [*_ready(chosen)]  # who never asks has every frame kept until the end
    seen.push(None)
    (palette,) = _ready(chosen)

    graph = Graph()
    film = _pictures(graph, size, rate)
    colours = graph.add_buffer(width=16, height=16, format=palette.format, time_base=1 / rate)
    use = graph.add("paletteuse", f"dither={_DITHER}")
    sink = _linked(film, use, graph.add("buffersink"))
    colours.link_to(use, 0, 1)
    graph.configure()
    palette.pts, palette.time_base = 0, 1 / rate
    colours.push(palette)
    colours.push(None)
    for frame in frames():
        film.push(frame)
        yield from _ready(sink)
    film.push(None)
    yield from _ready(sink)


class Momentary:
    """The loudness of each 400 ms of a sound, every 100 ms: K-weighted, as of ITU-R BS.1770-4."""

    def __init__(self) -> None:
        graph = Graph()
        self._source = graph.add_abuffer(format="flt", sample_rate=RATE, layout="stereo", time_base=Fraction(1, RATE))
        self._sink = _linked(self._source, graph.add("ebur128", "metadata=1:framelog=quiet"), graph.add("abuffersink"))
        graph.configure()
        self._graph, self._heard = graph, 0  # its parts do not keep it

    def add(self, sound: Samples) -> list[float]:
        """Hear the next samples, `(n, 2)`; LUFS of the moments that end in them, the first three from before them."""
        flat = np.ascontiguousarray(sound, np.float32).reshape(1, -1)
        if not flat.size:
            return []
        frame = AudioFrame.from_ndarray(flat, format="flt", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), self._heard
        self._heard += len(sound)
        self._source.push(frame)
        told = (frame.metadata.get("lavfi.r128.M") for frame in _ready(self._sink))
        return [float(moment) for moment in told if moment is not None]


def _pictures(graph: Graph, size: tuple[int, int], rate: Fraction) -> Any:
    return graph.add_buffer(width=size[0], height=size[1], format=VideoFormat("rgb24", *size), time_base=1 / rate)


def _linked(*filters: Any) -> Any:
    """The last of filters that follow one another."""
    for one, after in pairwise(filters):
        one.link_to(after)
    return filters[-1]


def _ready(sink: Any) -> Iterator[Any]:
    """What a graph has finished."""
    while True:
        try:
            yield sink.pull()
        except (BlockingIOError, EOFError, FFmpegEOFError):
            return
