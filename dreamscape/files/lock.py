"""The lock: one process at a time works in a folder, and who comes second is told which one that is.

The system's own lock on a file goes when its process does, whatever comes in between, so a file that was left behind
locks nothing. Where locks do not reach from machine to machine, or there are none, the file itself is believed: it
names process and machine, and is touched while they are at work.
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

BEAT = 10.0  # s between two touches
STALE = 6 * BEAT  # s after which nobody is there any more
LARGEST = 4096  # bytes
_FAR = 1 << 30  # the byte that is locked on Windows, where nobody may read what is locked
_SAME = 2.0  # s that two readings of the moment at which a process began may differ
_FLAGS = os.O_RDWR | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"))
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


class Holder(msgspec.Struct, frozen=True):
    """Who has a lock.

    Attributes:
        process: its number.
        begun: when it began, as the system tells it: numbers are given again, the two together are not.
        machine: its name.
    """

    process: Annotated[int, msgspec.Meta(ge=1)]
    begun: float
    machine: Annotated[str, msgspec.Meta(max_length=256)]

    def __str__(self) -> str:
        where = "" if self.machine == platform.node() else f" on {self.machine}"
        return f"process {self.process}{where}"


class LockedError(Exception):
    """A lock that another has; its text says who."""


class FolderLock:
    """A lock that is held until it is let go of, or this process ends.

    Args:
        path: of its file; made if it is not there.

    Raises:
        Held: another has it.
        OSError: there can be no such file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle = _taken(path)
        self._ended = threading.Event()
        threading.Thread(target=self._beat, name="lock", daemon=True).start()

    def release(self) -> None:
        """Let go of it, and remove its file."""
        self._ended.set()
        if os.name != "nt":  # before it is free, so that it is not another's file that is removed
            self._path.unlink(missing_ok=True)
        os.close(self._handle)
        if os.name == "nt":  # where an open file cannot be removed
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _beat(self) -> None:
        while not self._ended.wait(BEAT):
            with suppress(OSError):
                os.utime(self._path)


def _taken(path: Path) -> int:
    """A handle of the file of a lock, which is ours and says so."""
    while True:
        handle, made = _opened(path)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode) or os.fstat(handle).st_size > LARGEST:
                raise FileExistsError(errno.EEXIST, f"{path.name} is in the way", str(path))
            alone = _lock(handle, path)
            if not _is_at(handle, path):  # who had it has removed it while we opened it
                os.close(handle)
                continue
            _check_free(handle, path, alone, made)
            os.ftruncate(handle, 0)
            me = Holder(os.getpid(), psutil.Process().create_time(), platform.node())
            os.write(handle, msgspec.json.encode(me))
        except BaseException:
            os.close(handle)
            raise
        return handle


def _opened(path: Path) -> tuple[int, bool]:
    """A handle, and whether the file was made for it."""
    try:
        return os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o666), True
    except FileExistsError:
        return os.open(path, _FLAGS | os.O_CREAT, 0o666), False


def _lock(handle: int, path: Path) -> bool:
    """Take the system's lock on a file; false if this file system has none."""
    try:
        if sys.platform == "win32":
            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return False
        raise LockedError(_holder(path) or "another process") from None
    return True


def _check_free(handle: int, path: Path, alone: bool, made: bool) -> None:
    """Raise Held if the one whom the file names is at work, which the system's lock has not told."""
    if made:
        return
    holder = _holder(path)
    if holder is None:  # cut off by a power cut, or of one who is about to write it
        lives = not alone and _age(path) < STALE
    elif holder.machine != platform.node():
        lives = _age(path) < STALE
    else:
        lives = not alone and _runs(holder)
    if lives:
        raise LockedError(holder or "another process")


def _holder(path: Path) -> Holder | None:
    """Whom the file of a lock names; None if that cannot be read."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(LARGEST), type=Holder)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _runs(holder: Holder) -> bool:
    """Whether a process of this machine is still the one that it was."""
    try:
        return abs(float(psutil.Process(holder.process).create_time()) - holder.begun) < _SAME
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:  # another user's, of whom it may not be known
        return True


def _age(path: Path) -> float:
    """How long ago a file was touched, in seconds, by the clock of who keeps it: that of a server may be another."""
    probe = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        probe.write_bytes(b"")
        return probe.stat().st_mtime - path.stat().st_mtime
    finally:
        probe.unlink(missing_ok=True)


def _is_at(handle: int, path: Path) -> bool:
    """Whether an open file is the one that lies at a path."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
