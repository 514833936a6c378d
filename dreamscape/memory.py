"""Memory of the process."""

import ctypes
import sys


def give_back() -> None:
    """Give memory that was let go back to the system, in some ms: glibc keeps tens of MB of a driver that compiles."""
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
