"""How many cores this process may use, which in a container may be fewer than the machine has."""

import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

RASTERISER = "LP_NUM_THREADS"  # the number of Mesa's drawing threads, read when it first draws
_OWN, _GROUPS = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")
_V2 = ""  # the controllers named in a line of `_OWN` for cgroup version 2
_V1 = "cpu", "cpu,cpuacct"  # folders where version 1 is mounted


def usable() -> int:
    """The number of cores this process may use, by its CPU affinity and its container's quota.

    A quota of 1.5 counts as two: a thread too many can idle, but a missing one cannot work.
    """
    return max(1, math.ceil(min(affinity(), quota())))


def affinity() -> int:
    """The number of cores in this process's CPU affinity."""
    count: Callable[[], int | None] | None = getattr(os, "process_cpu_count", None)  # from Python 3.13 on
    if count is not None:
        return count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def quota(own: Path = _OWN, groups: Path = _GROUPS) -> float:
    """The CPU quota of this process's control groups, in cores; infinite without one.

    Args:
        own: the file that lists the process's groups, a line each: number, controllers, path.
        groups: the folder where control groups are mounted.
    """
    least = math.inf
    with suppress(OSError, ValueError):
        for line in own.read_text("utf-8").splitlines():
            _, controllers, path = line.split(":", 2)
            if controllers == _V2:
                least = min(least, *(_quota_v2(groups / folder) for folder in _with_ancestors(path)))
            elif "cpu" in controllers.split(","):
                least = min(
                    least, *(_quota_v1(groups / name / folder) for name in _V1 for folder in _with_ancestors(path))
                )
    return least


def _with_ancestors(path: str) -> list[PurePosixPath]:
    """A group and its ancestors, each of which may have its own quota."""
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
    """Set the number of threads of a software rasteriser that starts to draw meanwhile, here or in a child process.

    Args:
        threads: their number; None for no change.
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


def limit_rasteriser() -> None:
    """Limit a software rasteriser to the usable cores: by itself it ignores quotas."""
    if (count := usable()) < affinity():
        os.environ.setdefault(RASTERISER, str(count))
