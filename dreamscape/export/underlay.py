"""A soundtrack from an audio file, to which the dream does not move."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np

from dreamscape.arrays import F64
from dreamscape.audio import peak_limiter, programme
from dreamscape.export.container.loudness import LoudnessMeter
from dreamscape.export.container.soundtrack import SoundSource
from dreamscape.export.segments.segment_writer import FilmJob
from dreamscape.hearing.song import Song
from dreamscape.synthesis.voice import BLOCK, RATE, Samples

FADE = 2 * RATE  # samples of the fade at the film's end, where the file is longer


def file_soundtrack(
    path: Path, job: FilmJob, codec: str, loudness: float | None, stop: Callable[[], bool]
) -> SoundSource:
    """The soundtrack of a film from a file: it begins with the film, and is silent once the file has ended.

    Args:
        path: of the audio file.
        job: the film.
        codec: FFmpeg's name of the encoder.
        loudness: of the used part, LUFS; None to leave it as it is.
        stop: called while the loudness is measured; once it returns true, that ends with a KeyboardInterrupt.
    """
    sample_count = round(len(job.request.frame_numbers(job.rate)) / job.rate * RATE)
    song = Song(path, "--soundtrack")
    if loudness is None:
        return SoundSource(_faded(song, sample_count, 1.0), codec)
    return SoundSource(
        peak_limited(
            _faded(song, sample_count, programme.gain(_measure(song, sample_count, loudness, stop), loudness))
        ),
        codec,
    )


def _measure(song: Song, count: int, default: float, stop: Callable[[], bool]) -> float:
    """The loudness of the first `count` samples of a song, LUFS; `default` if they are silent."""
    meter = LoudnessMeter()
    for position in range(0, count, RATE):
        meter.add(song.read(position, min(RATE, count - position)))
        if stop():
            raise KeyboardInterrupt
    loudness = meter.integrated()
    return loudness if np.isfinite(loudness) else default


def _faded(song: Song, count: int, gain: float) -> Iterator[Samples]:
    """The first `count` samples of a song, in blocks, with a fade if it goes on after them; closes the song."""
    try:
        fade_length = min(FADE, count // 2) if song.read(count, RATE).any() else 0
        for position in range(0, count, BLOCK):
            block = song.read(position, min(BLOCK, count - position))
            remaining = (count - position - np.arange(len(block))) / fade_length if fade_length else np.ones(len(block))
            fade = 0.5 - 0.5 * np.cos(np.pi * np.clip(remaining, 0.0, 1.0))
            yield (block * (gain * fade)[:, None]).astype(np.float32)
    finally:
        song.close()


def peak_limited(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """Blocks of BLOCK samples, the last of which may be shorter, with no peak above the limiter's ceiling."""
    silence: F64 = np.zeros((BLOCK, 2))
    window = deque([silence] * 3, 3)
    reductions = deque([np.zeros(peak_limiter.FRAMES)] * (peak_limiter.MEMORY + 2), peak_limiter.MEMORY + 2)
    sizes: deque[int] = deque()
    flush: list[Samples] = [np.zeros((BLOCK, 2), np.float32)] * 2
    for block in chain(blocks, flush):
        sizes.append(len(block))
        window.append(np.concatenate([block, silence[len(block) :]]))
        reductions.append(peak_limiter.required_reduction(peak_limiter.true_peaks(*window)))
        if len(sizes) > 2:
            yield (window[0] * peak_limiter.gain(np.concatenate(reductions)))[: sizes.popleft()].astype(np.float32)
