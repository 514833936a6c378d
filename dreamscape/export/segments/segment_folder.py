"""The folder of parts beside a film: made, locked, begun anew or gone on with; only what is ours in it is touched."""

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

TRIES = 10  # to make a folder that others are about to remove


def folder_of(film: Path) -> Path:
    """The folder of parts of a film; where the film's name leaves no room for more, the folder's is a shorter one."""
    name, end = os.fsencode(film.name), ".parts"
    if len(name) + len(end) <= LONGEST_NAME:
        return film.with_name(film.name + end)
    sign = f"~{hashlib.blake2b(name, digest_size=8).hexdigest()}{film.suffix}{end}"
    return film.with_name(name[: LONGEST_NAME - len(sign)].decode("utf-8", "ignore") + sign)


@contextmanager
def claimed(film: Path) -> Iterator[None]:
    """While active, the folder of parts is there and this process alone works in it; removed at the end if it is empty.

    Raises:
        InputError: another process makes this film, or there can be no such folder.
    """
    folder = folder_of(film)
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise InputError(f"{folder}: is in the way of the film's parts; move it away")
        lock = _locked(folder)
    except LockedError as held:
        raise InputError(
            f"{film}: is being made by {held}; wait until it is done or stop it, or choose another name"
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


def _locked(folder: Path) -> FolderLock:
    for _ in range(TRIES):
        folder.mkdir(exist_ok=True)
        with suppress(FileNotFoundError):  # who had it has removed it meanwhile
            return FolderLock(folder / LOCK)
    return FolderLock(folder / LOCK)


def start(film: Path, asked: Manifest) -> SegmentStore:
    """New parts, in a folder that is claimed; those that an earlier export has left are removed.

    Raises:
        InputError: there is something of somebody else's, or nothing can be written.
    """
    folder = folder_of(film)
    parts = SegmentStore(folder, asked)
    try:
        check_own(folder)
        parts.remove()
        parts.save()
    except OSError as error:
        raise InputError(f"{film}: cannot be written ({folder.name}: {error.strerror}); choose another place") from None
    return parts


def go_on(film: Path, asked: Manifest, placed: Callable[[range], bool] = lambda frames: False) -> SegmentStore | None:
    """The parts that an earlier export of the same film has left, in a folder that is claimed; None if there are none.

    Segments whose file is gone, cut short or changed are taken out of the manifest, to be filmed again.

    Args:
        film: where it goes.
        asked: what it is of.
        placed: whether the pictures of these frames lie in their places.

    Raises:
        InputError: the parts are of another film, or nobody's; says what differs.
    """
    folder = folder_of(film)
    try:
        found = _read(folder)
        if found is None:
            return None
        own = sorted(filter(is_own, folder.iterdir()))
        for item in own:
            _check_file(item)
        found.check(asked, str(folder / MANIFEST))
        for item in filter(is_temporary, own):
            item.unlink(missing_ok=True)
        parts = SegmentStore(folder, found)
        for number in list(found.segments):
            freed = parts.is_free(number) and placed(found.frames(number))
            if not (freed or _is_whole(parts, number)):
                del found.segments[number]
        return SegmentStore(folder, found)
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror}); start over with --overwrite") from None


def _is_whole(parts: SegmentStore, number: int) -> bool:
    """Whether the file of a segment is what was written."""
    made, file = parts.manifest.segments[number], parts.segment(number)
    whole = is_plain(file, made.size) and file.stat().st_size == made.size and digest(file) == made.digest
    return whole and not (made.exposed and parts.read_light(number) is None)


def is_placed(film: Path) -> bool:
    """Whether the film of the parts that are left lies in its place already: only they were still to be removed."""
    with suppress(OSError, InputError):
        found = _read(folder_of(film))
        return found is not None and found.film is not None and found.film == identity(film)
    return False


def placed_frames(film: Path) -> int:
    """How many frames of a sequence, from its first, an interrupted export may have put in their places."""
    with suppress(OSError, InputError):
        found = _read(folder_of(film))
        return 0 if found is None else found.placed * found.length
    return 0


def holds_manifest(film: Path) -> bool:
    """Whether there are parts, of whatever film."""
    return os.path.lexists(folder_of(film) / MANIFEST)


def refuse_left_over(film: Path) -> None:
    """Raise InputError if there are parts of this film, which a new one would throw away, or if it is being made."""
    folder = folder_of(film)
    try:
        if not folder.is_dir():
            return
        with claimed(film):
            check_own(folder)
            if not holds_manifest(film):
                return
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror}); choose another place") from None
    raise InputError(
        f"{folder}: holds parts of an export that was interrupted; go on with --resume, or start over with --overwrite"
    )


def check_own(folder: Path) -> None:
    """Refuse to remove anything from a folder that holds what is no part of a film, or has no manifest of ours."""
    items = sorted(folder.iterdir())
    for item in items:
        if not is_own(item):
            raise InputError(f"{folder}: holds {item.name}, which is no part of a film; move it away")
        _check_file(item)
    if any(item.name != LOCK and not is_temporary(item) for item in items):
        path = folder / MANIFEST
        if not is_plain(path, _manifest.LARGEST) or not _manifest.is_one(path.read_bytes()):
            raise InputError(f"{folder}: holds no manifest of an export; move it away")


def _check_file(item: Path) -> None:
    """Refuse what only has the name of a part; a link is no more than its name."""
    if not (item.is_file() or item.is_symlink()):
        raise InputError(f"{item}: is no file, expected a part of a film; move it away")


def _read(folder: Path) -> Manifest | None:
    """The manifest in a folder of parts; None if there is none."""
    path = folder / MANIFEST
    if not os.path.lexists(path):
        return None
    if folder.is_symlink() or not is_plain(path, _manifest.LARGEST):
        raise InputError(f"{path}: not a manifest of an export, a link or too large; move the folder away")
    return _manifest.decode(path.read_bytes(), str(path))
