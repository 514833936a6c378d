"""The segment folder beside a film: created, locked, started over or resumed. Foreign files in it are never touched."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dreamscape.errors import InputError
from dreamscape.export.segments import manifest as _manifest
from dreamscape.export.segments.manifest import Manifest
from dreamscape.export.segments.segment_store import LOCK, MANIFEST, SegmentStore, identity, is_own, is_temporary
from dreamscape.files.durable import LONGEST_NAME, digest, is_plain
from dreamscape.files.lock import FolderLock, LockedError

TRIES = 10  # to create a folder that other processes are about to remove


def folder_of(film: Path) -> Path:
    """The segment folder of a film; its name is shortened if the film's is too long to take the suffix."""
    name, end = os.fsencode(film.name), ".parts"
    if len(name) + len(end) <= LONGEST_NAME:
        return film.with_name(film.name + end)
    shortened = f"~{hashlib.blake2b(name, digest_size=8).hexdigest()}{film.suffix}{end}"
    return film.with_name(name[: LONGEST_NAME - len(shortened)].decode("utf-8", "ignore") + shortened)


@contextmanager
def locked(film: Path) -> Iterator[None]:
    """Create and lock the segment folder for this process alone; on exit, remove it if it is empty.

    Raises:
        InputError: another process is making this film, or the folder cannot be created.
    """
    folder = folder_of(film)
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise InputError(f"{folder}: is in the way of the film's parts; move it away")
        lock = _lock(folder)
    except LockedError as owner:
        raise InputError(
            f"{film}: is being made by {owner}; wait until it is done or stop it, or choose another name"
        ) from None
    except OSError as error:
        with suppress(OSError):
            folder.rmdir()
        raise InputError(f"{film}: cannot be written ({folder.name}: {error.strerror}); choose another place") from None
    try:
        yield
    finally:
        with suppress(OSError):
            lock.release()
            folder.rmdir()


def _lock(folder: Path) -> FolderLock:
    for _ in range(TRIES):
        folder.mkdir(exist_ok=True)
        with suppress(FileNotFoundError):  # its last owner has removed it meanwhile
            return FolderLock(folder / LOCK)
    return FolderLock(folder / LOCK)


def create(film: Path, expected: Manifest) -> SegmentStore:
    """Start a new store in a locked folder; removes the segments that an earlier export has left.

    Raises:
        InputError: the folder holds foreign files, or cannot be written.
    """
    folder = folder_of(film)
    store = SegmentStore(folder, expected)
    try:
        check_only_own(folder)
        store.remove()
        store.save()
    except OSError as error:
        raise InputError(f"{film}: cannot be written ({folder.name}: {error.strerror}); choose another place") from None
    return store


def resume(
    film: Path, expected: Manifest, placed: Callable[[range], bool] = lambda frames: False
) -> SegmentStore | None:
    """The store that an earlier export of the same film has left, in a locked folder; None if there is none.

    Segments whose file is missing, cut short or changed are removed from the manifest, to be drawn again.

    Args:
        film: path of the film.
        expected: the manifest of the film that is to be made.
        placed: whether the pictures of these frames are in place.

    Raises:
        InputError: the segments are of another film, or the folder is not ours; says what differs.
    """
    folder = folder_of(film)
    try:
        manifest = _read(folder)
        if manifest is None:
            return None
        items = sorted(filter(is_own, folder.iterdir()))
        for item in items:
            _check_file(item)
        manifest.check(expected, str(folder / MANIFEST))
        for item in filter(is_temporary, items):
            item.unlink(missing_ok=True)
        store = SegmentStore(folder, manifest)
        for number in list(manifest.segments):
            freed = store.is_released(number) and placed(manifest.frames(number))
            if not (freed or _is_whole(store, number)):
                del manifest.segments[number]
        return SegmentStore(folder, manifest)
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror}); start over with --overwrite") from None


def _is_whole(store: SegmentStore, number: int) -> bool:
    """Whether a segment's files are as they were written."""
    segment, file = store.manifest.segments[number], store.segment_path(number)
    whole = is_plain(file, segment.size) and file.stat().st_size == segment.size and digest(file) == segment.digest
    return whole and not (segment.exposed and store.read_light(number) is None)


def film_is_placed(film: Path) -> bool:
    """Whether the film of the segments that are left is in place already, so that only they remain to be removed."""
    with suppress(OSError, InputError):
        manifest = _read(folder_of(film))
        return manifest is not None and manifest.film is not None and manifest.film == identity(film)
    return False


def placed_frames(film: Path) -> int:
    """The number of frames of a sequence, from its first, that an interrupted export may have moved into place."""
    with suppress(OSError, InputError):
        manifest = _read(folder_of(film))
        return 0 if manifest is None else manifest.placed * manifest.length
    return 0


def holds_manifest(film: Path) -> bool:
    """Whether the segment folder holds a manifest, of whatever film."""
    return os.path.lexists(folder_of(film) / MANIFEST)


def refuse_leftovers(film: Path) -> None:
    """Raise InputError if segments of this film exist, which a new export would discard, or if it is being made."""
    folder = folder_of(film)
    try:
        if not folder.is_dir():
            return
        with locked(film):
            check_only_own(folder)
            if not holds_manifest(film):
                return
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror}); choose another place") from None
    raise InputError(
        f"{folder}: holds parts of an export that was interrupted; go on with --resume, or start over with --overwrite"
    )


def check_only_own(folder: Path) -> None:
    """Raise InputError, before anything is removed, if a folder holds foreign files or no manifest of this program."""
    items = sorted(folder.iterdir())
    for item in items:
        if not is_own(item):
            raise InputError(f"{folder}: holds {item.name}, which is no part of a film; move it away")
        _check_file(item)
    if any(item.name != LOCK and not is_temporary(item) for item in items):
        path = folder / MANIFEST
        if not is_plain(path, _manifest.MAX_BYTES) or not _manifest.is_manifest(path.read_bytes()):
            raise InputError(f"{folder}: holds no manifest of an export; move it away")


def _check_file(item: Path) -> None:
    """Raise InputError for what has a segment's name but is no file; a link is removed as a link."""
    if not (item.is_file() or item.is_symlink()):
        raise InputError(f"{item}: is not a file, expected a part of a film; move it away")


def _read(folder: Path) -> Manifest | None:
    """The manifest in a segment folder; None if there is none."""
    path = folder / MANIFEST
    if not os.path.lexists(path):
        return None
    if folder.is_symlink() or not is_plain(path, _manifest.MAX_BYTES):
        raise InputError(f"{path}: not a manifest of an export, a link or too large; move the folder away")
    return _manifest.decode(path.read_bytes(), str(path))
