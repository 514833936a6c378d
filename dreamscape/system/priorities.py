"""Priorities of the threads beside the one that draws, and CPU affinity of the software rasteriser's threads."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dreamscape.system.interrupts import TERMINAL

# Nice values for work that is needed within a fifth of a second; within seconds; that fills the pauses of others but is
# waited for in the end (at 19 it stands still beside a busy program); and that can wait.
TIMELY, SOON, BETWEEN, IDLE = 2, 5, 10, 19
TURN = 0.0005  # s for which a thread runs Python while another waits for it; Python's default is 0.005
RASTERISER = "llvmpipe-"  # prefix of the names of Mesa's rasteriser threads, followed by a number


def give_way(niceness: int = SOON) -> None:
    """Lower the priority of this thread, and of those it starts, below that of drawing."""
    if sys.platform == "linux":  # elsewhere, a priority applies to the whole process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)


@contextmanager
def without_realtime() -> Iterator[None]:
    """Undo real-time scheduling that a library turns on meanwhile, for this thread or ones that it starts.

    SVT-AV1 does, at the highest priority, wherever it may: for root, so in most containers. Drawing, and all else on
    the machine, would then wait for the encoder.
    """
    before = _realtime_threads()
    try:
        yield
    finally:
        for thread in _realtime_threads() - before:
            with suppress(OSError):  # it has just ended
                os.sched_setscheduler(thread, os.SCHED_OTHER, os.sched_param(0))


def _realtime_threads() -> set[int]:
    """The threads of this process with real-time scheduling, by system thread id."""
    threads = set[int]()
    if sys.platform == "linux":
        for task in Path("/proc/self/task").iterdir():
            with suppress(OSError):
                if os.sched_getscheduler(int(task.name)) in (os.SCHED_FIFO, os.SCHED_RR):
                    threads.add(int(task.name))
    return threads


def shorten_switch_interval() -> None:
    """Shorten Python's switch interval: at 5 ms, a frame that waits for the interpreter ten times is late."""
    sys.setswitchinterval(TURN)


@contextmanager
def without_terminal_signals() -> Iterator[None]:
    """Let processes that are started meanwhile ignore the terminal's signals: this process handles them for all."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # the first process would start it, which unblocks Ctrl-C
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TERMINAL)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def pin_rasterisers() -> None:
    """Pin each thread of a software rasteriser in this process to its own core.

    There are as many as cores. All are woken at once for every pass, mostly for less than a ms, and Linux does not
    migrate such short work: it often leaves two of them on one core, one after the other, while another core is idle. A
    pass then takes up to twice as long, for seconds. If their number differs from that of the usable cores, somebody
    has decided on it, and they are left alone.
    """
    if sys.platform == "linux":
        threads = rasterisers()
        cores = sorted(os.sched_getaffinity(0))
        indices = set(threads.values())
        if len(indices) == len(cores):
            for thread, index in threads.items():
                with suppress(OSError):
                    os.sched_setaffinity(thread, {cores[index]})


def rasterisers() -> dict[int, int]:
    """The software rasteriser's threads in this process: system thread id to index from 0."""
    threads = {}
    for task in Path("/proc/self/task").glob("*/comm"):
        with suppress(OSError):  # the thread has just ended
            name = task.read_text("utf-8").strip()
            if name.startswith(RASTERISER) and name[len(RASTERISER) :].isdecimal():
                threads[int(task.parent.name)] = int(name[len(RASTERISER) :])
    return threads
