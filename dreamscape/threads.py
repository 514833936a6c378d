"""Threads beside the one that draws."""

import os
import sys
import threading
from contextlib import suppress

NICENESS = 5


def give_way() -> None:
    """Let this thread, and those that it starts, run where drawing leaves a core idle."""
    if sys.platform == "linux":  # elsewhere a priority is that of all of a process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
