"""A sound track of one's own: a file of sound that is laid under a film, to which the dream does not move."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dreamscape.audio import peak_limiter, programme
from dreamscape.audio.synthesis.voice import BLOCK, RATE, Samples
from dreamscape.export.container.loudness import LoudnessMeter
from dreamscape.export.container.soundtrack import SoundSource
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.hearing.song import Song

FADE = 2 * RATE  # samples over which what goes on after the film fades at its end
F64 = NDArray[np.float64]


def of_file(path: Path, job: FilmJob, codec: str, loudness: float | None, stop: Callable[[], bool]) -> SoundSource:
    """What a film sounds like under which a file is laid: it begins with the film, and is silent once it has ended.

    Args:
        path: of the file of sound.
        job: the film.
        codec: FFmpeg's name of the encoder.
        loudness: of what is heard of it, LUFS; None as it is.
        stop: asked while it is heard for its loudness; once true that ends with a KeyboardInterrupt.
    """
    count = round(len(job.request.frame_numbers(job.rate)) / job.rate * RATE)
    song = Song(path, "--soundtrack")
    if loudness is None:
        return SoundSource(_faded(song, count, 1.0), codec)
    return SoundSource(
        limited(_faded(song, count, programme.gain(_measured(song, count, loudness, stop), loudness))), codec
    )


def _measured(song: Song, count: int, usual: float, stop: Callable[[], bool]) -> float:
    """The loudness of the first samples of a song, LUFS; the `usual` one where there is nothing to be heard."""
    meter = LoudnessMeter()
    for at in range(0, count, RATE):
        meter.add(song.read(at, min(RATE, count - at)))
        if stop():
            raise KeyboardInterrupt
    found = meter.integrated()
    return found if np.isfinite(found) else usual


def _faded(song: Song, count: int, gain: float) -> Iterator[Samples]:
    """The first samples of a song, in blocks, which is then closed; if it goes on after them, it fades before."""
    try:
        length = min(FADE, count // 2) if song.read(count, RATE).any() else 0
        for at in range(0, count, BLOCK):
            block = song.read(at, min(BLOCK, count - at))
            left = (count - at - np.arange(len(block))) / length if length else np.ones(len(block))
            fade = 0.5 - 0.5 * np.cos(np.pi * np.clip(left, 0.0, 1.0))
            yield (block * (gain * fade)[:, None]).astype(np.float32)
    finally:
        song.close()


def limited(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """Blocks of BLOCK samples, the last of which may be shorter, with no peak above the limiter's ceiling."""
    nothing: F64 = np.zeros((BLOCK, 2))
    last = deque([nothing] * 3, 3)
    asked = deque([np.zeros(peak_limiter.FRAMES)] * (peak_limiter.MEMORY + 2), peak_limiter.MEMORY + 2)
    sizes: deque[int] = deque()
    ending: list[Samples] = [np.zeros((BLOCK, 2), np.float32)] * 2
    for block in chain(blocks, ending):
        sizes.append(len(block))
        last.append(np.concatenate([block, nothing[len(block) :]]))
        asked.append(peak_limiter.asked(peak_limiter.true_peaks(*last)))
        if len(sizes) > 2:
            yield (last[0] * peak_limiter.gain(np.concatenate(asked)))[: sizes.popleft()].astype(np.float32)
