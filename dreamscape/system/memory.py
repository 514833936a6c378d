"""Memory of the process with glibc; with other C libraries there is nothing to do."""

import ctypes
import sys

_ARENA_MAX = -8  # mallopt's M_ARENA_MAX


def trim() -> None:
    """Return freed memory to the system, in some ms: glibc keeps tens of MB after a driver has compiled shaders."""
    if trim := _libc_function("malloc_trim"):
        trim(0)


def share_arena() -> None:
    """Let new threads share one memory arena: otherwise each keeps what it has freed to itself."""
    if mallopt := _libc_function("mallopt"):
        mallopt(_ARENA_MAX, 1)


def _libc_function(name: str) -> "ctypes._NamedFuncPointer | None":
    """A function of the C library on Linux; None if it does not exist."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None
