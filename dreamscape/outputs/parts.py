"""The folder of parts beside a film that is being made: its manifest, its whole segments, and worlds to go on from.

Everything is put in its place whole: written under another name, made durable, renamed. What is left after a crash or a
power cut is therefore either there or not, and names ending in `.tmp` are nobody's.
"""

import hashlib
import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np

from dreamscape.errors import DreamscapeError, InputError
from dreamscape.outputs import manifest as _manifest
from dreamscape.outputs.lights import F16, NOTHING, unpack
from dreamscape.outputs.manifest import Manifest, Segment
from dreamscape.outputs.worlds import State

MANIFEST = "manifest.json"
LONGEST_NAME = 255  # bytes, of a file on almost all file systems
CHUNK = 1 << 20  # bytes hashed at a time
LARGEST_WORLD = 1 << 28  # bytes


class Parts:
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
        return self.folder / f"{name}.{os.getpid()}.tmp"

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
            if known is None or not _is_plain(path, LARGEST_WORLD) or digest(path) != known:
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

    def keep_world(self, number: int, state: State) -> None:
        """Store the world at the first frame of a segment; it only saves time, so a failure to store it is none."""
        with suppress(OSError):
            self._put(self.world(number), msgspec.msgpack.encode(state), durable=False)

    def read_world(self, number: int) -> State | None:
        """The world at the first frame of a segment, if it was stored and can be read."""
        path = self.world(number)
        try:
            if not _is_plain(path, LARGEST_WORLD):
                return None
            return msgspec.msgpack.decode(path.read_bytes(), type=State)
        except (OSError, msgspec.DecodeError):
            return None

    def complete(self, number: int, made: Segment, file: Path, renderer: str, light: bytes = b"") -> None:
        """Put the file of a segment in its place and write it down; may be called from any thread.

        Args:
            number: of the segment.
            made: what the manifest will say of it.
            file: to be put in its place.
            renderer: what drew it.
            light: packed, what the limiter saw of it.

        Raises:
            OSError: it cannot be, because the disk is full for one; the manifest then does not speak of the segment.
            DreamscapeError: it was drawn by another renderer than the rest.
        """
        with self._lock:
            if renderer != (self.manifest.renderer or renderer):
                raise DreamscapeError(
                    f"segment {number} was drawn by {renderer}, expected {self.manifest.renderer} like the others; "
                    "use machines of one kind"
                )
            _sync(file)
            file.replace(self.segment(number))
            if light:
                self._put(self.light(number), light)
                self.manifest.lights[number] = digest(self.light(number))
            _sync(self.folder)
            self.manifest.renderer = renderer
            self.manifest.segments[number] = made
            self.save()
            self.frames += len(self.manifest.frames(number))
            self.size += made.size
        self.world(number).unlink(missing_ok=True)

    def place(self, joined: Path, film: Path) -> None:
        """Put the joined film in its place, and remove the parts.

        Raises:
            OSError: it cannot be.
        """
        _sync(joined)
        self.manifest.film = _identity(joined)  # a film in its place that is this one is finished
        self.save()
        joined.replace(film)
        _sync(film.parent)
        self.remove()

    def place_one(self, data: bytes, path: Path) -> None:
        """Put one file of a film that consists of many in its place; the parts stay.

        Raises:
            OSError: it cannot be.
        """
        temporary = self.under_way("film")
        temporary.write_bytes(data)
        _sync(temporary)
        temporary.replace(path)

    def save(self) -> None:
        """Write the manifest."""
        self._put(self.folder / MANIFEST, msgspec.json.format(msgspec.json.encode(self.manifest)))

    def remove(self) -> None:
        """Remove the whole folder, the manifest last: until then it says what the rest was."""
        with suppress(OSError):
            for item in self.folder.iterdir():
                if item.name != MANIFEST:
                    item.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _put(self, path: Path, data: bytes, durable: bool = True) -> None:
        temporary = self.under_way(path.name)
        temporary.write_bytes(data)
        if durable:
            _sync(temporary)
        temporary.replace(path)
        if durable:
            _sync(self.folder)


def folder_of(film: Path) -> Path:
    """The folder of parts of a film; where the film's name leaves no room for more, the folder's is a shorter one."""
    name, end = os.fsencode(film.name), ".parts"
    if len(name) + len(end) <= LONGEST_NAME:
        return film.with_name(film.name + end)
    sign = f"~{hashlib.blake2b(name, digest_size=8).hexdigest()}{film.suffix}{end}"
    return film.with_name(name[: LONGEST_NAME - len(sign)].decode("utf-8", "ignore") + sign)


def start(film: Path, asked: Manifest) -> Parts:
    """A new folder of parts; what an earlier export has left there is removed.

    Raises:
        InputError: there can be no such folder.
    """
    folder = folder_of(film)
    try:
        if folder.is_symlink() or folder.is_file():
            raise InputError(f"{folder}: is in the way of the film's parts; move it away")
        if folder.exists():
            _check_own(folder)
            shutil.rmtree(folder)
        folder.mkdir()
        parts = Parts(folder, asked)
        parts.save()
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise InputError(f"{film}: cannot be written ({folder.name}: {error.strerror}); choose another place") from None
    return parts


def go_on(film: Path, asked: Manifest) -> Parts | None:
    """The parts that an earlier export of the same film has left; None if there are none.

    Segments whose file is gone, cut short or changed are taken out of the manifest, to be filmed again.

    Raises:
        InputError: the parts are of another film, or nobody's; says what differs.
    """
    folder = folder_of(film)
    try:
        path = folder / MANIFEST
        if not path.exists():
            return None
        if folder.is_symlink() or not _is_plain(path, _manifest.LARGEST):
            raise InputError(f"{path}: not a manifest of an export, a link or too large; begin anew with --overwrite")
        found = _manifest.decode(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror}); begin anew with --overwrite") from None
    found.check(asked, str(path))
    for stale in folder.glob("*.tmp*"):
        stale.unlink(missing_ok=True)
    for number, made in list(found.segments.items()):
        file = Parts(folder, found).segment(number)
        whole = _is_plain(file, made.size) and file.stat().st_size == made.size and digest(file) == made.digest
        if not whole or (made.exposed and Parts(folder, found).read_light(number) is None):
            del found.segments[number]
    return Parts(folder, found)


def is_placed(film: Path) -> bool:
    """Whether the film of the parts that are left lies in its place already: only they were still to be removed."""
    folder = folder_of(film)
    if film.is_file() and folder.is_dir() and not any(folder.iterdir()):
        return True
    try:
        found = _manifest.decode((folder / MANIFEST).read_bytes(), "")
    except (OSError, InputError):
        return False
    return found.film is not None and found.film == _identity(film)


def _identity(film: Path) -> tuple[int, int] | None:
    """Size and inode of a film, if it is there: what of a file stays the same when it is renamed."""
    try:
        facts = film.stat()
    except OSError:
        return None
    return facts.st_size, facts.st_ino


def left_over(film: Path) -> bool:
    """Whether an earlier export of this film has left parts to go on from."""
    return (folder_of(film) / MANIFEST).exists()


def digest(file: Path) -> str:
    """The BLAKE2b digest, 128 bits, of a file."""
    hashed = hashlib.blake2b(digest_size=16)
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()


def _is_plain(path: Path, largest: int) -> bool:
    """Whether this is a file of its own, not a link out of the folder nor a device, of at most `largest` bytes."""
    return path.is_file() and not path.is_symlink() and path.stat().st_size <= largest


def _check_own(folder: Path) -> None:
    """Refuse to remove a folder that holds anything but parts."""
    for item in folder.iterdir():
        stem = item.name.partition(".")[0]
        if item.is_dir() or not (item.name.startswith(MANIFEST) or stem.isdecimal() or stem in ("film", "sound")):
            raise InputError(f"{folder}: holds {item.name}, which is no part of a film; move it away")


def _sync(path: Path) -> None:
    """Make a file, or the names in a folder, last through a power cut."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags if path.is_dir() else os.O_RDWR | getattr(os, "O_BINARY", 0))
    except PermissionError:  # a folder on Windows, which has no such thing
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
