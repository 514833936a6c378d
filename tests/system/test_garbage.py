"""The search for garbage: what breaks here makes every command start later, and windows stumble."""

import subprocess
import sys

STARTS = """
import gc, sys

searches = []
gc.callbacks.append(lambda phase, info: phase == "start" and searches.append(info))
sys.argv = ["dreamscape", "--version"]
from dreamscape.__main__ import main
try:
    main()
except SystemExit:
    pass
made, before = len(searches), gc.get_threshold()[0]
from dreamscape.render import context
ctx = context.offscreen()
print(made, before > 50_000, gc.get_threshold()[0] < 5_000, gc.get_freeze_count() > 10_000)
"""


def test_a_command_starts_without_a_search_and_draws_with_short_ones() -> None:
    done = subprocess.run([sys.executable, "-c", STARTS], capture_output=True, text=True, check=True, timeout=60)
    made, *others = done.stdout.splitlines()[-1].split()
    assert int(made) <= 1  # dozens otherwise
    assert others == ["True"] * 3
