"""A song: a file of sound, decoded as far as it is asked for, and kept on disk: an hour of it costs no memory."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from av.audio.resampler import AudioResampler
from av.error import FFmpegError

from dreamscape import media
from dreamscape.audio.synthesis.voice import RATE, Samples
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.hearing.listener import audible

LONGEST = 6 * 3600  # s; two channels of six hours are 8 GB on disk
_SAMPLE = 2 * np.dtype(np.float32).itemsize  # bytes


class Song:
    """A song, as what a `Speaker` plays and a `Listener` hears; any thread may read.

    Args:
        path: of a file with sound in it: WAV, FLAC, MP3, OGG, or a film.
        option: how it was asked for, for messages.

    Attributes:
        title: of the file.
        damaged: the second of the first sample that is no sound; None so far. Such samples are read as silence.

    Raises:
        InputError: there is no sound to be read; says what was expected.
    """

    def __init__(self, path: Path, option: str) -> None:
        self.title = path.name
        self.damaged: float | None = None
        self._where = f"{option} {path}"
        self._known = 0  # samples that have been decoded
        self._ended = False
        self._lock = Lock()
        with ExitStack() as held:
            try:
                self._file = held.enter_context(media.reading(path))
                stream = self._file.streams.audio[0] if self._file.streams.audio else None
                seconds = float((self._file.duration or 0) / 1_000_000)
            except (OSError, ValueError, FFmpegError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                raise InputError(f"{self._where}: cannot be read ({reason}), expected a file of sound") from None
            if stream is None:
                raise InputError(f"{self._where}: no sound in it, expected a song such as WAV, FLAC, MP3 or OGG")
            if seconds > LONGEST:
                raise InputError(f"{self._where}: {seconds / 3600:.1f} hours long, expected at most {LONGEST // 3600}")
            self._store = held.enter_context(tempfile.TemporaryFile(prefix="dreamscape-"))
            self._pieces = self._decode(stream)
            try:
                self._more()
            except DreamscapeError as error:
                raise InputError(str(error)) from None
            self._held = held.pop_all()

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

    def over(self, sample: int) -> bool:
        """Whether it is known to end before a sample."""
        with self._lock:
            return self._ended and sample > self._known

    def length(self) -> int:
        """Its length in samples; all of it is decoded for that."""
        with self._lock:
            while not self._ended:
                self._more()
        return self._known

    def check(self, count: int | None = None) -> None:
        """Refuse the song, before anything is made of it, if it is empty or damaged within `count` samples or at all.

        Raises:
            InputError: it is; says where.
            DreamscapeError: as of `read`.
        """
        with self._lock:
            while not self._ended and (count is None or self._known < count):
                self._more()
        if not self._known:
            raise InputError(f"{self._where}: holds no sound, expected a song")
        if self.damaged is not None:
            raise InputError(
                f"{self._where}: holds values that are no sound at {self.damaged:.1f} s, not numbers or far too large, "
                "expected -1 to 1; save it anew with an editor of sound"
            )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._ended = True
            self._held.close()

    def _more(self) -> None:
        """Decode one more piece."""
        try:
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
                return
            self._store.seek(self._known * _SAMPLE)
            self._store.write(self._sound(piece).tobytes())
            self._known += len(piece)
        except (OSError, FFmpegError) as error:
            self._ended = True
            seconds = self._known / RATE
            raise DreamscapeError(
                f"{self._where}: cannot be read beyond {seconds:.1f} s ({error.strerror or error})"
            ) from None

        if self._known > LONGEST * RATE:  # whatever the file said of its length
            self._ended = True
            raise DreamscapeError(f"{self._where}: goes on and on, expected at most {LONGEST // 3600} hours")

    def _sound(self, piece: Samples) -> Samples:
        """The piece, with silence for what is no sound."""
        found = audible(piece)
        if self.damaged is None and (wrong := (found != piece).any(axis=1)).any():
            self.damaged = (self._known + int(np.argmax(wrong))) / RATE
        return found

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
