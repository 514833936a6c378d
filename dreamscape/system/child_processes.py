"""Processes of Python that the program begins: none of them looks for code in the folder that it is begun in.

Python would put that folder before all others: with `-m`, and with `-c`, by which multiprocessing begins a process. A
file there that is called `click.py` or `multiprocessing.py` would be run, whoever put it there.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from dreamscape.system.priorities import uninterrupted

_SAFE = "PYTHONSAFEPATH"  # what Python reads as `-P`
_changing = Lock()  # of the environment, which is that of all threads


def python(module: str, *words: str) -> list[str]:
    """The command that runs a module, as `python -m` does, with these words."""
    return [sys.executable, "-P", "-m", module, *words]


def itself() -> list[str]:
    """The command that starts this program from anywhere."""
    here = Path(sys.argv[0])
    if here.name == "dreamscape" and here.exists():
        return [str(here.resolve())]
    found = shutil.which("dreamscape") or ""
    return [found] if os.path.isabs(found) else python("dreamscape")  # a relative one is another one elsewhere


@contextmanager
def safely() -> Iterator[None]:
    """Processes of multiprocessing that are begun meanwhile find code where Python is installed, and nowhere else.

    They do not hear of Ctrl-C either: that is for us, who end them.
    """
    with _changing:
        before = os.environ.get(_SAFE)
        os.environ[_SAFE] = "1"
        try:
            with uninterrupted():
                yield
        finally:
            if before is None:
                del os.environ[_SAFE]
            else:
                os.environ[_SAFE] = before
