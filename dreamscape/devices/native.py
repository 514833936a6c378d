"""Functions of C for libraries that call back whenever they like."""

import ctypes
from typing import Any


def ignoring_function() -> Any:
    """A function of C that ignores its arguments, however many, and has no effect: a handler of errors.

    One made by ctypes would crash the process where a library calls it after Python has ended, as on a thread of its
    own.
    """
    return ctypes.CDLL(None).getpid
