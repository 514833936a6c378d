"""Threads beside the one that draws."""

import os
import sys
import threading
from contextlib import suppress

SOON, IDLE = 5, 19  # nice values: of what is waited for in some seconds, and of what fills the holes that others leave


def give_way(niceness: int = SOON) -> None:
    """Let this thread, and those that it starts, run where drawing leaves a core idle."""
    if sys.platform == "linux":  # elsewhere a priority is that of all of a process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)
