"""Cores: how many of them this process may use, which in a container is fewer than the machine has."""

import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

RASTERISER = "LP_NUM_THREADS"  # how many threads Mesa draws with, read as it draws first
_OWN, _GROUPS = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")
_V2 = ""  # the controllers that a line of `_OWN` names, of the second kind of groups
_V1 = "cpu", "cpu,cpuacct"  # folders that the first kind is mounted as


def usable() -> int:
    """How many cores this process may use: those that it is bound to, and no more than its container's quota pays for.

    A quota of one and a half is two: threads that are there can be idle, and those that are missing cannot work.
    """
    return max(1, math.ceil(min(bound(), quota())))


def bound() -> int:
    """How many cores the system lets this process run on."""
    count: Callable[[], int | None] | None = getattr(os, "process_cpu_count", None)  # of Python 3.13
    if count is not None:
        return count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def quota(own: Path = _OWN, groups: Path = _GROUPS) -> float:
    """The cores' worth of time that control groups give to this process; infinite where nothing is said.

    Args:
        own: the file that says which groups this process is in, a line each: number, controllers, path.
        groups: the folder that they are mounted in.
    """
    least = math.inf
    with suppress(OSError, ValueError):
        for line in own.read_text("utf-8").splitlines():
            _, controllers, path = line.split(":", 2)
            if controllers == _V2:
                least = min(least, *(_quota_v2(groups / folder) for folder in _upwards(path)))
            elif "cpu" in controllers.split(","):
                least = min(least, *(_quota_v1(groups / name / folder) for name in _V1 for folder in _upwards(path)))
    return least


def _upwards(path: str) -> list[PurePosixPath]:
    """A group and all that it lies in, each of which may have a quota of its own."""
    folder = PurePosixPath(path.lstrip("/"))
    return [folder, *folder.parents]


def _quota_v2(folder: Path) -> float:
    with suppress(OSError, ValueError, ZeroDivisionError):
        most, period = (folder / "cpu.max").read_text("ascii").split()
        return math.inf if most == "max" else int(most) / int(period)
    return math.inf


def _quota_v1(folder: Path) -> float:
    with suppress(OSError, ValueError, ZeroDivisionError):
        most = int((folder / "cpu.cfs_quota_us").read_text("ascii"))
        return math.inf if most <= 0 else most / int((folder / "cpu.cfs_period_us").read_text("ascii"))
    return math.inf


@contextmanager
def drawing_with(threads: int | None) -> Iterator[None]:
    """A software rasteriser that draws first meanwhile, here or in a process begun here, has so many threads.

    Args:
        threads: how many; None leaves it as it is.
    """
    before = os.environ.get(RASTERISER)
    if threads is not None:
        os.environ[RASTERISER] = str(threads)
    try:
        yield
    finally:
        if threads is not None:
            os.environ.pop(RASTERISER)
            if before is not None:
                os.environ[RASTERISER] = before


def spare_rasteriser() -> None:
    """Let a software rasteriser have no more threads than there are cores: it counts cores, but knows no quota."""
    if (count := usable()) < bound():
        os.environ.setdefault(RASTERISER, str(count))
