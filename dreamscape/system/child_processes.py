"""Starts Python child processes that do not import code from the current folder.

Python would search that folder first, with `-m` as with `-c`, which multiprocessing uses. A file there called
`click.py` or `multiprocessing.py` would be run, whoever put it there.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from dreamscape.system.priorities import without_terminal_signals

_SAFE = "PYTHONSAFEPATH"  # the environment variable for `-P`
_changing = Lock()  # for the environment, which all threads share


def python_command(module: str, *words: str) -> list[str]:
    """The command that runs a module with these arguments, as `python -m` does."""
    return [sys.executable, "-P", "-m", module, *words]


def own_command() -> list[str]:
    """The command that starts this program from any folder."""
    script = Path(sys.argv[0])
    if script.name == "dreamscape" and script.exists():
        return [str(script.resolve())]
    found = shutil.which("dreamscape") or ""
    return (
        [found] if os.path.isabs(found) else python_command("dreamscape")
    )  # a relative path would mean another file elsewhere


@contextmanager
def safely() -> Iterator[None]:
    """Let multiprocessing processes that are started meanwhile import installed code only.

    They also ignore Ctrl-C: this process handles it, and ends them.
    """
    with _changing:
        before = os.environ.get(_SAFE)
        os.environ[_SAFE] = "1"
        try:
            with without_terminal_signals():
                yield
        finally:
            if before is None:
                del os.environ[_SAFE]
            else:
                os.environ[_SAFE] = before
