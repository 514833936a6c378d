"""A song: a file of sound, decoded as far as it is asked for, and kept on disk: an hour of it costs no memory."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.error import FFmpegError

from dreamscape.audio.voice import RATE, Samples
from dreamscape.errors import DreamscapeError, InputError

LONGEST = 6 * 3600  # s; two channels of six hours are 8 GB on disk
_SAMPLE = 2 * np.dtype(np.float32).itemsize  # bytes


class Song:
    """A song, as what a `Speaker` plays and a `Listener` hears; any thread may read.

    Args:
        path: of a file with sound in it: WAV, FLAC, MP3, OGG, or a film.
        option: how it was asked for, for messages.

    Attributes:
        title: of the file.

    Raises:
        InputError: there is no sound to be read; says what was expected.
    """

    def __init__(self, path: Path, option: str) -> None:
        self.title = path.name
        self._where = f"{option} {path}"
        try:
            self._file = av.open(str(path))
            stream = self._file.streams.audio[0] if self._file.streams.audio else None
            seconds = float((self._file.duration or 0) / 1_000_000)
        except (OSError, ValueError, FFmpegError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError(f"{self._where}: cannot be read ({reason}), expected a file of sound") from None
        if stream is None:
            raise InputError(f"{self._where}: no sound in it, expected a song such as WAV, FLAC, MP3 or OGG")
        if seconds > LONGEST:
            raise InputError(f"{self._where}: {seconds / 3600:.1f} hours long, expected at most {LONGEST // 3600}")
        self._store = tempfile.TemporaryFile(prefix="dreamscape-")  # noqa: SIM115  # lives as long as the song
        self._known = 0  # samples that have been decoded
        self._ended = False
        self._lock = Lock()
        self._pieces = self._decode(stream)
        try:
            self._more()
        except DreamscapeError as error:
            self.close()
            raise InputError(str(error)) from None

    def read(self, start: int, count: int) -> Samples:
        """Samples `start` to `start + count`, `(count, 2) float32`; silence before its beginning and after its end.

        Raises:
            DreamscapeError: the rest of the file is broken, or the disk is full.
        """
        out = np.zeros((count, 2), np.float32)
        with self._lock:
            while self._known < start + count and not self._ended:
                self._more()
            first, last = max(start, 0), min(start + count, self._known)
            if last > first:
                self._store.seek(first * _SAMPLE)
                data = self._store.read((last - first) * _SAMPLE)
                out[first - start : last - start] = np.frombuffer(data, np.float32).reshape(-1, 2)
        return out

    def length(self) -> int:
        """Its length in samples; all of it is decoded for that."""
        with self._lock:
            while not self._ended:
                self._more()
        return self._known

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._ended = True
            self._file.close()
            self._store.close()

    def _more(self) -> None:
        """Decode one more piece."""
        try:
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
                return
            self._store.seek(self._known * _SAMPLE)
            self._store.write(piece.tobytes())
            self._known += len(piece)
        except (OSError, FFmpegError) as error:
            self._ended = True
            seconds = self._known / RATE
            raise DreamscapeError(
                f"{self._where}: cannot be read beyond {seconds:.1f} s ({error.strerror or error})"
            ) from None

    def _decode(self, stream: Any) -> Iterator[Samples]:
        resampler = AudioResampler(format="flt", layout="stereo", rate=RATE)
        for frame in self._file.decode(stream):
            for part in resampler.resample(frame):
                yield _samples(part)
        for part in resampler.resample(None):
            yield _samples(part)


def _samples(part: Any) -> Samples:
    found: Samples = part.to_ndarray().reshape(-1, 2)
    return found
