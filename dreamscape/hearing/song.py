"""A song: a sound file, decoded as far as needed and kept on disk, so that an hour of it needs no memory."""

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
from dreamscape.errors import DreamscapeError, InputError
from dreamscape.hearing.listener import audible
from dreamscape.hearing.song_tags import tags_of
from dreamscape.synthesis.voice import RATE, Samples

LONGEST = 6 * 3600  # s; six hours of stereo are 8 GB on disk
_SAMPLE = 2 * np.dtype(np.float32).itemsize  # bytes


class Song:
    """A song that a `Speaker` plays and a `Listener` hears; any thread may read it.

    Args:
        path: of a file with sound: WAV, FLAC, MP3, OGG, or a film.
        option: the option that named it, for messages.

    Attributes:
        title: the file's name.
        tags: what the file says of the song.
        expected: how long the file says it is, s; 0 if it does not.
        damaged: time of the first invalid sample, s; None if none was found yet. Invalid samples read as silence.

    Raises:
        InputError: the file has no sound that can be read; says what was expected.
    """

    def __init__(self, path: Path, option: str) -> None:
        self.title = path.name
        self.damaged: float | None = None
        self._name = f"{option} {path}"
        self._decoded = 0  # samples so far
        self._ended = False
        self._lock = Lock()
        with ExitStack() as resources:
            try:
                self._file = resources.enter_context(media.reading(path))
                stream = self._file.streams.audio[0] if self._file.streams.audio else None
                self.tags = tags_of(self._file, path)
                self.expected = seconds = float((self._file.duration or 0) / 1_000_000)
            except (OSError, ValueError, FFmpegError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                raise InputError(f"{self._name}: cannot be read ({reason}), expected a file of sound") from None
            if stream is None:
                raise InputError(f"{self._name}: no sound in it, expected a song such as WAV, FLAC, MP3 or OGG")
            if seconds > LONGEST:
                raise InputError(f"{self._name}: {seconds / 3600:.1f} hours long, expected at most {LONGEST // 3600}")
            self._store = resources.enter_context(tempfile.TemporaryFile(prefix="dreamscape-"))
            self._pieces = self._decode(stream)
            try:
                self._decode_more()
            except DreamscapeError as error:
                raise InputError(str(error)) from None
            self._resources = resources.pop_all()

    def read(self, start: int, count: int) -> Samples:
        """Samples `start` to `start + count`, `(count, 2) float32`; silence before its beginning and after its end.

        Raises:
            DreamscapeError: the rest of the file is broken, or the disk is full.
        """
        out = np.zeros((count, 2), np.float32)
        with self._lock:
            while self._decoded < start + count and not self._ended:
                self._decode_more()
            first, last = max(start, 0), min(start + count, self._decoded)
            if last > first:
                self._store.seek(first * _SAMPLE)
                data = self._store.read((last - first) * _SAMPLE)
                out[first - start : last - start] = np.frombuffer(data, np.float32).reshape(-1, 2)
        return out

    def over(self, sample: int) -> bool:
        """Whether it is known to end before a sample."""
        with self._lock:
            return self._ended and sample > self._decoded

    def decode_ahead(self, count: int) -> None:
        """Decode `count` samples more.

        Raises:
            DreamscapeError: as of `read`; its length is known from then on.
        """
        with self._lock:
            stop = self._decoded + count
            while self._decoded < stop and not self._ended:
                self._decode_more()

    @property
    def known_length(self) -> int | None:
        """Its length in samples, if that is known."""
        with self._lock:
            return self._decoded if self._ended else None

    def length(self) -> int:
        """Its length in samples; decodes all of it."""
        with self._lock:
            while not self._ended:
                self._decode_more()
        return self._decoded

    def check(self, count: int | None = None) -> None:
        """Refuse the song, before anything is made of it, if it is empty, or damaged in its first `count` samples.

        Raises:
            InputError: it is; says where.
            DreamscapeError: as of `read`.
        """
        with self._lock:
            while not self._ended and (count is None or self._decoded < count):
                self._decode_more()
        if not self._decoded:
            raise InputError(f"{self._name}: holds no sound, expected a song")
        if self.damaged is not None:
            raise InputError(
                f"{self._name}: holds values that are no sound at {self.damaged:.1f} s, not numbers or far too large, "
                "expected -1 to 1; save it anew with an editor of sound"
            )

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._ended = True
            self._resources.close()

    def _decode_more(self) -> None:
        """Decode one more piece."""
        try:
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
                return
            self._store.seek(self._decoded * _SAMPLE)
            self._store.write(self._replace_damage(piece).tobytes())
            self._decoded += len(piece)
        except (OSError, FFmpegError) as error:
            self._ended = True
            seconds = self._decoded / RATE
            raise DreamscapeError(
                f"{self._name}: cannot be read beyond {seconds:.1f} s ({error.strerror or error})"
            ) from None

        if self._decoded > LONGEST * RATE:  # whatever length the file claims
            self._ended = True
            raise DreamscapeError(f"{self._name}: goes on and on, expected at most {LONGEST // 3600} hours")

    def _replace_damage(self, piece: Samples) -> Samples:
        """The piece, with silence for invalid samples."""
        clean = audible(piece)
        if self.damaged is None and (damaged := (clean != piece).any(axis=1)).any():
            self.damaged = (self._decoded + int(np.argmax(damaged))) / RATE
        return clean

    def _decode(self, stream: Any) -> Iterator[Samples]:
        resampler = AudioResampler(format="flt", layout="stereo", rate=RATE)
        for frame in self._file.decode(stream):
            for resampled in resampler.resample(frame):
                yield _samples(resampled)
        for resampled in resampler.resample(None):
            yield _samples(resampled)


def _samples(resampled: Any) -> Samples:
    clean: Samples = resampled.to_ndarray().reshape(-1, 2)
    return clean
