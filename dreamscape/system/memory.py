"""Memory of the process, as glibc has it: elsewhere nothing needs to be done."""

import ctypes
import sys

_ARENA_MAX = -8  # mallopt's M_ARENA_MAX


def give_back() -> None:
    """Give memory that was let go back to the system, in some ms: glibc keeps tens of MB of a driver that compiles."""
    if trim := _of_libc("malloc_trim"):
        trim(0)


def share() -> None:
    """Let threads that begin from now on take memory from one place: else each keeps what it let go, for itself."""
    if mallopt := _of_libc("mallopt"):
        mallopt(_ARENA_MAX, 1)


def _of_libc(name: str) -> "ctypes._NamedFuncPointer | None":
    """A function of the C library on Linux, if it is there."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None
