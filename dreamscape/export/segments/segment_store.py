"""The store of a film that is being made: its manifest, its complete segments, and world states to resume from.

Every file is written under a temporary name, flushed to disk and renamed, so that after a crash or a power cut it is
either complete or missing. A file called `NAME.PROCESS.tmp` belongs to nobody.
"""

import os
import re
import threading
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np

from dreamscape.errors import DreamscapeError
from dreamscape.export.segments.limiter_history import F16, NO_LIGHT, unpack
from dreamscape.export.segments.manifest import Manifest, Segment
from dreamscape.export.segments.world_state import WorldState
from dreamscape.files.durable import InTheWay, digest, holds, is_plain, settle, sync

MANIFEST, LOCK, FILM = "manifest.json", "export.lock", "film"
MAX_WORLD_BYTES = 1 << 28  # bytes
_FINAL_NAMES = re.compile(r"manifest\.json|export\.lock|[0-9]{6,7}\.(packets|world|light)")

_TEMPORARY_NAMES = re.compile(r"(.+)\.[0-9]{1,10}\.tmp")


class SegmentStore:
    """The segments of one film on disk.

    Args:
        folder: of the files; it exists.
        manifest: of the film.

    Attributes:
        frames_done, size: number of frames and of bytes of the complete segments.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest
        self.frames_done = manifest.written
        self.size = sum(segment.size for segment in manifest.segments.values())
        self._lock = threading.Lock()

    def segment_path(self, number: int) -> Path:
        """The path of a complete segment."""
        return self.folder / f"{number:06d}.packets"

    def temporary_path(self, name: str) -> Path:
        """A temporary path for this process alone: a worker of a killed export may still be writing its own."""
        path = self.folder / f"{name}.{os.getpid()}.tmp"
        assert is_own(path), f"{name}: would not be tidied up"
        return path

    def world_path(self, number: int) -> Path:
        """The path of the world state at a segment's first frame, which is kept while the segment is missing."""
        return self.folder / f"{number:06d}.world"

    def light_path(self, number: int) -> Path:
        """The path of the limiter light of a segment."""
        return self.folder / f"{number:06d}.light"

    def read_light(self, number: int) -> F16 | None:
        """The limiter light of a segment, `(n, 18, 32, 3)`; None if it is missing or was changed."""
        path, expected = self.light_path(number), self.manifest.lights.get(number)
        try:
            if expected is None or not is_plain(path, MAX_WORLD_BYTES) or digest(path) != expected:
                return None
            return unpack(path.read_bytes(), len(self.manifest.frames(number)))
        except (OSError, ValueError):
            return None

    def read_before(self, number: int, count: int) -> F16:
        """The limiter light of the `count` frames before a segment, as far back as it is stored without a gap."""
        lights: list[F16] = []
        while number and sum(map(len, lights)) < count and (light := self.read_light(number - 1)) is not None:
            lights.insert(0, light)
            number -= 1
        return np.concatenate([NO_LIGHT, *lights])[-count:]

    def discard(self, number: int) -> None:
        """Mark a segment as missing so that it is drawn again; its limiter light stays."""
        with self._lock:
            segment = self.manifest.segments.pop(number)
            self.frames_done -= len(self.manifest.frames(number))
            self.size -= segment.size
            self.save()

    def save_world(self, number: int, state: WorldState) -> None:
        """Store the world state at a segment's first frame; failures are ignored, as it only saves time."""
        with suppress(OSError):
            self._put(self.world_path(number), msgspec.msgpack.encode(state), durable=False)

    def read_world(self, number: int) -> WorldState | None:
        """The world state at a segment's first frame; None if it is missing or cannot be read."""
        path = self.world_path(number)
        try:
            if not is_plain(path, MAX_WORLD_BYTES):
                return None
            return msgspec.msgpack.decode(path.read_bytes(), type=WorldState)
        except (OSError, msgspec.DecodeError):
            return None

    def complete(self, number: int, segment: Segment, file: Path, device_name: str, light: bytes = b"") -> None:
        """Move a segment's file into place and record it in the manifest; may be called from any thread.

        Args:
            number: of the segment.
            segment: its entry for the manifest.
            file: its file under a temporary name.
            device_name: the renderer that drew it.
            light: its limiter light, packed.

        Raises:
            OSError: writing failed, for example because the disk is full; the manifest then does not list the segment.
            DreamscapeError: it was drawn by another renderer than the rest.
        """
        with self._lock:
            if device_name != (self.manifest.renderer or device_name):
                raise DreamscapeError(
                    f"segment {number} was drawn by {device_name}, expected {self.manifest.renderer} like the others; "
                    "use machines of one kind"
                )
            sync(file)
            file.replace(self.segment_path(number))
            if light:
                self._put(self.light_path(number), light)
                self.manifest.lights[number] = digest(self.light_path(number))
            sync(self.folder)
            self.manifest.renderer = device_name
            self.manifest.segments[number] = segment
            self.save()
            self.frames_done += len(self.manifest.frames(number))
            self.size += segment.size
        self.world_path(number).unlink(missing_ok=True)

    def place_film(self, joined: Path, film: Path, overwrite: bool) -> None:
        """Move the joined film into place, and remove the segments.

        Raises:
            InTheWay: something exists at the path that may not be replaced.
            OSError: writing failed.
        """
        sync(joined)
        self.manifest.film = identity(joined)  # lets a later run recognise the film as finished
        self.save()
        settle(joined, film, overwrite)
        sync(film.parent)
        self.remove()

    def is_released(self, number: int) -> bool:
        """Whether all pictures of a sequence's segment are in place, and its file is removed."""
        return number < self.manifest.placed and not self.segment_path(number).exists()

    def begin_placing(self, number: int) -> None:
        """Record that the pictures of a segment are about to be moved into place."""
        if self.manifest.placed <= number:
            self.manifest.placed = number + 1
            self.save()

    def place_picture(self, data: bytes, path: Path, overwrite: bool) -> None:
        """Write one picture of a sequence; an identical file that exists already is left alone.

        Raises:
            InTheWay: something else exists at the path that may not be replaced.
            OSError: writing failed.
        """
        if holds(path, data):
            return
        temporary = self.temporary_path(FILM)
        try:
            temporary.write_bytes(data)
            sync(temporary)
            settle(temporary, path, overwrite)
        except (OSError, InTheWay):
            temporary.unlink(missing_ok=True)
            raise

    def release(self, number: int, folder: Path) -> None:
        """Remove the file of a segment whose pictures are in place in `folder`."""
        sync(folder)
        self.segment_path(number).unlink()

    def save(self) -> None:
        """Write the manifest."""
        self._put(self.folder / MANIFEST, msgspec.json.format(msgspec.json.encode(self.manifest)))

    def remove(self) -> None:
        """Remove all files of the store, the manifest last, since it identifies the rest."""
        with suppress(OSError):
            for item in self.folder.iterdir():
                if is_own(item) and item.name not in (MANIFEST, LOCK):
                    item.unlink(missing_ok=True)
            (self.folder / MANIFEST).unlink(missing_ok=True)

    def _put(self, path: Path, data: bytes, durable: bool = True) -> None:
        temporary = self.temporary_path(path.name)
        try:
            temporary.write_bytes(data)
            if durable:
                sync(temporary)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        if durable:
            sync(self.folder)


def is_own(item: Path) -> bool:
    """Whether a file in a segment folder has one of this program's names; others are never touched."""
    if temporary := _TEMPORARY_NAMES.fullmatch(item.name):
        name, suffix = temporary[1], Path(item.parent.name.removesuffix(".parts")).suffix
        return name in (FILM, FILM + suffix) or _FINAL_NAMES.fullmatch(name) is not None
    return _FINAL_NAMES.fullmatch(item.name) is not None


def is_temporary(item: Path) -> bool:
    """Whether one of this program's files is temporary."""
    return _TEMPORARY_NAMES.fullmatch(item.name) is not None


def identity(film: Path) -> tuple[int, int] | None:
    """Size and inode of a film, which stay the same when it is renamed; None if it does not exist."""
    try:
        status = film.stat()
    except OSError:
        return None
    return status.st_size, status.st_ino
