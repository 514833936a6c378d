"""Threads and processes beside the one that draws: those that give way to it, and those of the software rasteriser."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dreamscape.system.interrupts import TERMINAL

# Nice values: of what must be there a fifth of a second later, of what is waited for in some seconds, of what fills the
# pauses of others but is waited for in the end (at 19 it stands still beside a busy program), and of what can wait.
TIMELY, SOON, BETWEEN, IDLE = 2, 5, 10, 19
TURN = 0.0005  # s for which one thread runs Python while another waits for it; 0.005 if nobody says otherwise
RASTERISER = "llvmpipe-"  # and a number: what Mesa calls the threads that fill pixels


def give_way(niceness: int = SOON) -> None:
    """Let this thread, and those that it starts, run where drawing leaves a core idle."""
    if sys.platform == "linux":  # elsewhere a priority is that of all of a process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)


def take_short_turns() -> None:
    """Let a thread that waits for Python have it soon: with turns of 5 ms, a frame that asks ten times comes late."""
    sys.setswitchinterval(TURN)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Processes that are begun meanwhile do not hear what the terminal asks of all: that is for us, who end them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # the first process would begin it, and that lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TERMINAL)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def part_rasterisers() -> None:
    """Give each thread of a software rasteriser in this process a core of its own.

    There are as many as cores. All are woken at once for every pass, mostly for less than a ms, and Linux does not move
    so short a piece of work: it often leaves two of them on one core, one after the other, while another core is idle.
    A pass then takes up to twice as long, for seconds. Where there are more or fewer of them than cores that this
    process may use, somebody has decided on that, and they are left alone.
    """
    if sys.platform == "linux":
        found = rasterisers()
        cores = sorted(os.sched_getaffinity(0))
        numbers = set(found.values())
        if len(numbers) == len(cores):
            for thread, number in found.items():
                with suppress(OSError):
                    os.sched_setaffinity(thread, {cores[number]})


def rasterisers() -> dict[int, int]:
    """The software rasteriser's threads in this process, by the system's numbers, and each one's own from 0 up."""
    found = {}
    for task in Path("/proc/self/task").glob("*/comm"):
        with suppress(OSError):  # a thread that has just ended
            name = task.read_text("utf-8").strip()
            if name.startswith(RASTERISER) and name[len(RASTERISER) :].isdecimal():
                found[int(task.parent.name)] = int(name[len(RASTERISER) :])
    return found
