"""The parts of a film that is being made: its manifest, its whole segments, and worlds to go on from.

Everything is put in its place whole: written under another name, made durable, renamed. What is left after a crash or a
power cut is therefore either there or not, and what is called `NAME.PROCESS.tmp` is nobody's.
"""

import os
import re
import threading
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np

from dreamscape.errors import DreamscapeError
from dreamscape.export.segments.limiter_history import F16, NOTHING, unpack
from dreamscape.export.segments.manifest import Manifest, Segment
from dreamscape.export.segments.world_state import WorldState
from dreamscape.files.durable import InTheWay, digest, holds, is_plain, settle, sync

MANIFEST, LOCK, FILM = "manifest.json", "export.lock", "film"
LARGEST_WORLD = 1 << 28  # bytes
_KEPT = re.compile(r"manifest\.json|export\.lock|[0-9]{6,7}\.(packets|world|light)")
_TRIED = re.compile(r"[0-9]{6,7}\.q[0-9]{1,6}")  # segments that are compressed again, to fit
_UNDER_WAY = re.compile(r"(.+)\.[0-9]{1,10}\.tmp")


class SegmentStore:
    """The parts of one film.

    Args:
        folder: where they lie; it exists.
        manifest: what they are of.

    Attributes:
        frames, size: of the segments that are whole: how many, and bytes in all.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest
        self.frames = manifest.written
        self.size = sum(made.size for made in manifest.segments.values())
        self._lock = threading.Lock()

    def segment(self, number: int) -> Path:
        """Where the file of a segment lies once it is whole."""
        return self.folder / f"{number:06d}.packets"

    def under_way(self, name: str) -> Path:
        """Where this process may write what will be put in place; a worker whose master was killed may still be."""
        path = self.folder / f"{name}.{os.getpid()}.tmp"
        assert is_own(path), f"{name}: known to nobody who tidies up"
        return path

    def world(self, number: int) -> Path:
        """Where the world at the first frame of a segment lies, while the segment is missing."""
        return self.folder / f"{number:06d}.world"

    def light(self, number: int) -> Path:
        """Where what the limiter saw of a segment lies."""
        return self.folder / f"{number:06d}.light"

    def read_light(self, number: int) -> F16 | None:
        """What the limiter saw of a segment, if it was stored and is as it was."""
        path, known = self.light(number), self.manifest.lights.get(number)
        try:
            if known is None or not is_plain(path, LARGEST_WORLD) or digest(path) != known:
                return None
            return unpack(path.read_bytes(), len(self.manifest.frames(number)))
        except (OSError, ValueError):
            return None

    def read_before(self, number: int, count: int) -> F16:
        """What the limiter saw of the `count` frames before a segment, as far back as it is known without a gap."""
        found: list[F16] = []
        while number and sum(map(len, found)) < count and (light := self.read_light(number - 1)) is not None:
            found.insert(0, light)
            number -= 1
        return np.concatenate([NOTHING, *found])[-count:]

    def discard(self, number: int) -> None:
        """Have a segment filmed again; what the limiter saw of it stays."""
        with self._lock:
            made = self.manifest.segments.pop(number)
            self.frames -= len(self.manifest.frames(number))
            self.size -= made.size
            self.save()

    def keep_world(self, number: int, state: WorldState) -> None:
        """Store the world at the first frame of a segment; it only saves time, so a failure to store it is none."""
        with suppress(OSError):
            self._put(self.world(number), msgspec.msgpack.encode(state), durable=False)

    def read_world(self, number: int) -> WorldState | None:
        """The world at the first frame of a segment, if it was stored and can be read."""
        path = self.world(number)
        try:
            if not is_plain(path, LARGEST_WORLD):
                return None
            return msgspec.msgpack.decode(path.read_bytes(), type=WorldState)
        except (OSError, msgspec.DecodeError):
            return None

    def complete(self, number: int, made: Segment, file: Path, device_name: str, light: bytes = b"") -> None:
        """Put the file of a segment in its place and write it down; may be called from any thread.

        Args:
            number: of the segment.
            made: what the manifest will say of it.
            file: to be put in its place.
            device_name: what drew it.
            light: packed, what the limiter saw of it.

        Raises:
            OSError: it cannot be, because the disk is full for one; the manifest then does not speak of the segment.
            DreamscapeError: it was drawn by another renderer than the rest.
        """
        with self._lock:
            if device_name != (self.manifest.renderer or device_name):
                raise DreamscapeError(
                    f"segment {number} was drawn by {device_name}, expected {self.manifest.renderer} like the others; "
                    "use machines of one kind"
                )
            sync(file)
            file.replace(self.segment(number))
            if light:
                self._put(self.light(number), light)
                self.manifest.lights[number] = digest(self.light(number))
            sync(self.folder)
            self.manifest.renderer = device_name
            self.manifest.segments[number] = made
            self.save()
            self.frames += len(self.manifest.frames(number))
            self.size += made.size
        self.world(number).unlink(missing_ok=True)

    def place(self, joined: Path, film: Path, overwrite: bool) -> None:
        """Put the joined film in its place, and remove the parts.

        Raises:
            InTheWay: something is there that may not be replaced.
            OSError: it cannot be.
        """
        sync(joined)
        self.manifest.film = identity(joined)  # a film in its place that is this one is finished
        self.save()
        settle(joined, film, overwrite)
        sync(film.parent)
        self.remove()

    def is_free(self, number: int) -> bool:
        """Whether a whole segment of a sequence has all its pictures in their places, and its file is gone."""
        return number < self.manifest.placed and not self.segment(number).exists()

    def begin_placing(self, number: int) -> None:
        """The pictures of a segment are about to be put in their places."""
        if self.manifest.placed <= number:
            self.manifest.placed = number + 1
            self.save()

    def place_one(self, data: bytes, path: Path, overwrite: bool) -> None:
        """Put one file of a film that consists of many in its place; one that is there already is left.

        Raises:
            InTheWay: something else is there that may not be replaced.
            OSError: it cannot be.
        """
        if holds(path, data):
            return
        temporary = self.under_way(FILM)
        try:
            temporary.write_bytes(data)
            sync(temporary)
            settle(temporary, path, overwrite)
        except (OSError, InTheWay):
            temporary.unlink(missing_ok=True)
            raise

    def free(self, number: int, folder: Path) -> None:
        """Remove the file of a segment, whose pictures lie in `folder`."""
        sync(folder)
        self.segment(number).unlink()

    def save(self) -> None:
        """Write the manifest."""
        self._put(self.folder / MANIFEST, msgspec.json.format(msgspec.json.encode(self.manifest)))

    def remove(self) -> None:
        """Remove all parts, the manifest last: until then it says what the rest was."""
        with suppress(OSError):
            for item in self.folder.iterdir():
                if is_own(item) and item.name not in (MANIFEST, LOCK):
                    item.unlink(missing_ok=True)
            (self.folder / MANIFEST).unlink(missing_ok=True)

    def _put(self, path: Path, data: bytes, durable: bool = True) -> None:
        temporary = self.under_way(path.name)
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
    """Whether a file in a folder of parts has a name that this program gives; nobody else's is ever touched."""
    if temporary := _UNDER_WAY.fullmatch(item.name):
        name, suffix = temporary[1], Path(item.parent.name.removesuffix(".parts")).suffix
        return name in (FILM, FILM + suffix) or any(known.fullmatch(name) for known in (_KEPT, _TRIED))
    return _KEPT.fullmatch(item.name) is not None


def is_temporary(item: Path) -> bool:
    """Whether an own file was only under way."""
    return _UNDER_WAY.fullmatch(item.name) is not None


def identity(film: Path) -> tuple[int, int] | None:
    """Size and inode of a film, if it is there: what of a file stays the same when it is renamed."""
    try:
        facts = film.stat()
    except OSError:
        return None
    return facts.st_size, facts.st_ino
