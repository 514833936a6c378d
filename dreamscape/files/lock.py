"""A lock that lets one process at a time work in a folder, and tells a second one which process that is.

The system releases a file lock when its process ends, however it ends, so that a leftover file locks nothing. Where
locks do not reach across machines, or do not exist, the file itself counts: it names process and machine, and is
touched while they are at work.
"""

import errno
import os
import platform
import stat
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import msgspec
import psutil

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

BEAT = 10.0  # s between touches of the file
STALE = 6 * BEAT  # s without a touch after which the owner counts as gone
MAX_BYTES = 4096  # bytes of the file
_LOCK_OFFSET = 1 << 30  # offset of the byte that is locked on Windows, where locked bytes cannot be read
_START_TOLERANCE = 2.0  # s that two readings of a process's start time may differ
_FLAGS = os.O_RDWR | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"))
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


class Holder(msgspec.Struct, frozen=True):
    """The owner of a lock.

    Attributes:
        process: process id.
        begun: start time of the process, as the system tells it: ids are reused, but not with the same start time.
        machine: host name.
    """

    process: Annotated[int, msgspec.Meta(ge=1)]
    begun: float
    machine: Annotated[str, msgspec.Meta(max_length=256)]

    def __str__(self) -> str:
        where = "" if self.machine == platform.node() else f" on {self.machine}"
        return f"process {self.process}{where}"


class LockedError(Exception):
    """Another process holds the lock; the message says which."""


class FolderLock:
    """A lock, held until it is released or this process ends.

    Args:
        path: of its file, created if it does not exist.

    Raises:
        LockedError: another process holds it.
        OSError: the file cannot be created.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = _acquire(path)
        self._ended = threading.Event()
        threading.Thread(target=self._beat, name="lock", daemon=True).start()

    def release(self) -> None:
        """Release the lock, and remove its file."""
        self._ended.set()
        if os.name != "nt":  # before the release, lest another owner's file be removed
            self._path.unlink(missing_ok=True)
        os.close(self._handle)
        if os.name == "nt":  # where an open file cannot be removed
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _beat(self) -> None:
        while not self._ended.wait(BEAT):
            with suppress(OSError):
                os.utime(self._path)


def _acquire(path: Path) -> int:
    """Take the lock and write our name to its file; returns the open file's handle."""
    while True:
        handle, created = _opened(path)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode) or os.fstat(handle).st_size > MAX_BYTES:
                raise FileExistsError(errno.EEXIST, f"{path.name} is in the way", str(path))
            system_locked = _lock(handle, path)
            if not _is_file_at(handle, path):  # its last owner removed it while we opened it
                os.close(handle)
                continue
            _check_free(handle, path, system_locked, created)
            os.ftruncate(handle, 0)
            owner = Holder(os.getpid(), psutil.Process().create_time(), platform.node())
            os.write(handle, msgspec.json.encode(owner))
        except BaseException:
            os.close(handle)
            raise
        return handle


def _opened(path: Path) -> tuple[int, bool]:
    """Open the file; returns its handle, and whether the file was created."""
    try:
        return os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o666), True
    except FileExistsError:
        return os.open(path, _FLAGS | os.O_CREAT, 0o666), False


def _lock(handle: int, path: Path) -> bool:
    """Take the system's lock on a file; false if the file system has no locks."""
    try:
        if sys.platform == "win32":
            os.lseek(handle, _LOCK_OFFSET, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return False
        raise LockedError(_holder(path) or "another process") from None
    return True


def _check_free(handle: int, path: Path, system_locked: bool, created: bool) -> None:
    """Raise LockedError if the owner named in the file is at work, which the system's lock may not show."""
    if created:
        return
    holder = _holder(path)
    if holder is None:  # cut short by a power cut, or about to be written
        is_active = not system_locked and _age(path) < STALE
    elif holder.machine != platform.node():
        is_active = _age(path) < STALE
    else:
        is_active = not system_locked and _runs(holder)
    if is_active:
        raise LockedError(holder or "another process")


def _holder(path: Path) -> Holder | None:
    """The owner named in a lock's file; None if it cannot be read."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(MAX_BYTES), type=Holder)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _runs(holder: Holder) -> bool:
    """Whether the owner's process still runs on this machine."""
    try:
        return abs(float(psutil.Process(holder.process).create_time()) - holder.begun) < _START_TOLERANCE
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:  # another user's process, which may not be examined
        return True


def _age(path: Path) -> float:
    """Seconds since a file was touched, by the clock of its file system, as a server's may differ from ours."""
    probe = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        probe.write_bytes(b"")
        return probe.stat().st_mtime - path.stat().st_mtime
    finally:
        probe.unlink(missing_ok=True)


def _is_file_at(handle: int, path: Path) -> bool:
    """Whether an open file is the one at a path."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
