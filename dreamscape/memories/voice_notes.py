"""Voice notes: some seconds of them as sound that murmurs, every one as loud as the others."""

from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from av.audio.resampler import AudioResampler
from av.error import FFmpegError
from numpy.typing import NDArray

from dreamscape import media
from dreamscape.arrays import F32, F64
from dreamscape.synthesis.voice import RATE

LONGEST = 40.0  # s of a note that are taken, from its beginning
LEVEL = 0.2  # its rms where it sounds
_SHORTEST = 0.4  # s
_MOST_FRAMES = 20_000
_QUIET = 1e-4  # rms below which nothing sounds
_AROUND = 0.15  # s before and after speech that are kept
_PAUSE = 0.06  # of the loudest parts' level: what is quieter is no speech


def check(path: Path) -> None:
    """Raise OSError or ValueError unless a file has sound that can be read."""
    _decoded(path, 3.0)


@lru_cache(maxsize=16)
def read(path: Path) -> F32:
    """The sound of a note, mono, `(n,)` at `RATE`, an rms of `LEVEL` where it sounds.

    Raises:
        OSError: it cannot be read.
        ValueError: nothing sounds in it; says why.
    """
    sound = _decoded(path, LONGEST)
    loud = np.sqrt(_mean(sound * sound, 2400).clip(0.0, None))
    sounds = loud > _PAUSE * float(np.percentile(loud, 95))
    rms = float(np.sqrt((sound[sounds] ** 2).mean())) if sounds.any() else 0.0
    if rms < _QUIET:
        raise ValueError("nothing sounds in it")
    spoken = sound[_mean(sounds, round(2.0 * _AROUND * RATE)) > 0.0]  # pauses are long enough
    levelled = _rounded(spoken * (LEVEL / rms)).astype(np.float32)
    levelled.setflags(write=False)
    return levelled


def _rounded(sound: NDArray[np.floating]) -> NDArray[np.floating]:
    """A sound with what reaches beyond -1 to 1 rounded off; below half of that it stays as it is, within 2 %."""
    return np.asarray(sound / (1.0 + sound**4) ** 0.25)


def _mean(values: NDArray[Any], count: int) -> F64:
    """The mean of so many values around each, `(n,)`."""
    sums = np.cumsum(np.pad(values.astype(np.float64), (count // 2 + 1, count // 2)))
    return np.asarray((sums[2 * (count // 2) + 1 :] - sums[: -2 * (count // 2) - 1]) / count)


def _decoded(path: Path, seconds: float) -> F32:
    try:
        with media.reading(path) as file:
            if not file.streams.audio:
                raise ValueError("no sound in it")
            resampler, pieces, count = AudioResampler("fltp", "mono", RATE), list[F32](), 0
            for frame in islice(file.decode(file.streams.audio[0]), _MOST_FRAMES):
                pieces += [piece.to_ndarray()[0] for piece in resampler.resample(frame)]
                count = sum(map(len, pieces[-1:])) + count
                if count >= seconds * RATE:
                    break
    except FFmpegError:
        raise ValueError("cannot be decoded") from None
    sound = np.concatenate(pieces)[: round(seconds * RATE)] if pieces else np.zeros(0, np.float32)
    if len(sound) < _SHORTEST * RATE:
        raise ValueError(f"shorter than {_SHORTEST:g} s")
    return np.nan_to_num(sound, nan=0.0, posinf=0.0, neginf=0.0).astype(np.float32)
