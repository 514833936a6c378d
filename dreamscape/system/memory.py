"""Memory of the process with glibc; with other C libraries there is nothing to do."""

import ctypes
import sys

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -2, -3, -8  # mallopt's numbers
_HUGE_PAGE_ADVICE = 14  # madvise's MADV_HUGEPAGE
HUGE_PAGE = 1 << 21  # bytes
HEAP = 1 << 29  # bytes of addresses set aside for the heap, which take memory once they are written to
LARGEST_BLOCK = 1 << 25  # bytes of the largest block that may lie in the heap, glibc's own limit
_set_aside = set[int]()  # where heaps with huge pages begin


def trim() -> None:
    """Return freed memory to the system, in some ms: glibc keeps tens of MB after a driver has compiled shaders."""
    if trim := _libc_function("malloc_trim"):
        trim(0)
        if _set_aside:  # what was left of it went with the rest
            _set_heap_aside()


def use_huge_pages() -> None:
    """Keep large blocks, such as the pictures of a software rasteriser, in pages of 2 MB where the system has any.

    Many Linux systems give them to programs only that ask. What is read from all over memory is then found faster, as a
    processor remembers where 500 times as much of it lies.
    """
    if not _set_aside and (mallopt := _libc_function("mallopt")):
        mallopt(_MMAP_THRESHOLD, LARGEST_BLOCK)
        mallopt(_TOP_PAD, HEAP)
        mallopt(_TRIM_THRESHOLD, 2 * HEAP)
        _set_heap_aside()


def _set_heap_aside() -> None:
    """Let the heap grow by HEAP, and ask for huge pages there before it is used."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = libc.sbrk.restype = ctypes.c_void_p
    libc.free.argtypes, libc.sbrk.argtypes = (ctypes.c_void_p,), (ctypes.c_ssize_t,)
    libc.madvise.argtypes = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
    end: int = libc.sbrk(0)
    libc.free(libc.malloc(ctypes.c_size_t(LARGEST_BLOCK - HUGE_PAGE)))
    begin, end = -(-end // HUGE_PAGE) * HUGE_PAGE, libc.sbrk(0)
    libc.madvise(begin, max(0, end - begin), _HUGE_PAGE_ADVICE)
    _set_aside.add(begin)


def share_arena() -> None:
    """Let new threads share one memory arena: otherwise each keeps what it has freed to itself."""
    if mallopt := _libc_function("mallopt"):
        mallopt(_ARENA_MAX, 1)


def _libc_function(name: str) -> "ctypes._NamedFuncPointer | None":
    """A function of the C library on Linux; None if it does not exist."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None
