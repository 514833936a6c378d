"""Threads: what breaks here makes every pass of a software rasteriser slower now and then, which no picture shows."""

import json
import os
import subprocess
import sys

import moderngl
import pytest

from dreamscape.render.context import is_software

TOLD = """
import os
from dreamscape.render import context
from dreamscape.system.priorities import rasterisers

held = context.offscreen()
print([sorted(os.sched_getaffinity(thread)) for thread in rasterisers()])
"""

PARENT = """
import multiprocessing, os, signal, time
from dreamscape.system.priorities import without_terminal_signals

if __name__ == "__main__":
    process = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(1.0,))
    with without_terminal_signals():
        process.start()
    os.kill(process.pid, signal.SIGINT)
    process.join()
    print(process.exitcode)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="threads are placed on cores only where Linux runs")
def test_each_rasteriser_has_a_core_of_its_own(ctx: moderngl.Context) -> None:
    cores = os.sched_getaffinity(0)
    if not is_software(ctx) or len(cores) < 2:
        pytest.skip("needs a software rasteriser with more than one thread")
    usual = {name: value for name, value in os.environ.items() if name != "LP_NUM_THREADS"}
    done = subprocess.run([sys.executable, "-c", TOLD], env=usual, capture_output=True, text=True, check=True)
    placed = json.loads(done.stdout)
    assert len(placed) >= len(cores)
    assert all(len(own) == 1 for own in placed)
    assert {core for own in placed for core in own} == cores


@pytest.mark.skipif(sys.platform != "linux", reason="threads are placed on cores only where Linux runs")
def test_a_chosen_number_of_rasterisers_is_left_alone(ctx: moderngl.Context) -> None:
    cores = sorted(os.sched_getaffinity(0))
    if not is_software(ctx) or len(cores) < 2:
        pytest.skip("needs a software rasteriser with more than one thread")
    chosen = {**os.environ, "LP_NUM_THREADS": str(len(cores) - 1)}
    done = subprocess.run([sys.executable, "-c", TOLD], env=chosen, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str([cores] * (len(cores) - 1))


@pytest.mark.slow
def test_a_frame_does_not_wait_5_ms_for_what_is_worked_out_beside_it() -> None:
    program = "import sys; from dreamscape.engine import warm_up; warm_up._worker(); print(sys.getswitchinterval())"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert float(found.stdout) < 0.001


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="signals are masked only where POSIX has them")
def test_ctrl_c_is_not_for_what_is_begun_uninterrupted() -> None:
    command = [sys.executable, "-c", PARENT]
    process = subprocess.run(command, capture_output=True, timeout=180, check=True)
    assert (process.stdout, process.stderr) == (b"0\n", b"")
