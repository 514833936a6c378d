"""Memory: what breaks here lets a process that makes sound grow to twice its size, or pictures take longer to read."""

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

HUGE = """
import ctypes, sys
from dreamscape.system.memory import trim, use_huge_pages

if "huge" in sys.argv:
    use_huge_pages()
if "trimmed" in sys.argv:
    trim()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
middle = libc.malloc(ctypes.c_size_t(1280 * 720 * 8)) + 1280 * 720 * 4
inside = False
for line in open("/proc/self/smaps"):
    first, *rest = line.split()
    if not first.endswith(":"):
        begin, end = (int(address, 16) for address in first.split("-"))
        inside = begin <= middle < end
    elif inside and first == "VmFlags:":
        print("hg" in rest)
"""
THREADS = """
import ctypes, sys, threading
from dreamscape.system.memory import share_arena

if sys.argv[1] == "shared":
    share_arena()
all_begun = threading.Barrier(4)

def work():
    all_begun.wait()
    bytearray(50_000)
    all_begun.wait()

threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
ctypes.CDLL(None).malloc_stats()
"""


@pytest.mark.skipif(
    not (sys.platform.startswith("linux") and hasattr(ctypes.CDLL(None), "malloc_stats")), reason="needs glibc"
)
@pytest.mark.parametrize("how", ["shared", "apart"])
def test_threads_share_an_arena_where_that_is_set(how: str) -> None:
    done = subprocess.run([sys.executable, "-c", THREADS, how], capture_output=True, text=True, check=True, timeout=180)
    assert "Arena 0:" in done.stderr
    assert ("Arena 1:" in done.stderr) == (how == "apart")


@pytest.mark.skipif(not Path("/sys/kernel/mm/transparent_hugepage").exists(), reason="needs Linux with huge pages")
@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="needs glibc")
@pytest.mark.parametrize(("how", "asked"), [("", "False"), ("huge", "True"), ("huge trimmed", "True")])
def test_pictures_are_kept_in_huge_pages_where_that_is_set(how: str, asked: str) -> None:
    """Also after memory was returned, which an act that has been made does."""
    done = subprocess.run([sys.executable, "-c", HUGE, *how.split()], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [asked]
