"""Memory: what breaks here lets a process that makes sound grow to twice its size."""

import ctypes
import subprocess
import sys

import pytest

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
