"""An X server of a benchmark's own, Xvfb."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def x_server(size: str = "1280x720", frames: Path | None = None) -> Iterator[str]:
    """Run a server with one screen of `size`, such as 1280x720; gives the name of its display.

    Its picture is the file `Xvfb_screen0` in the folder `frames`, if one is given, to be read at any moment.
    """
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
    command += ["-fbdir", str(frames)] if frames else []
    process = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as pipe:
        display = f":{pipe.readline().strip()}"
    try:
        yield display
    finally:
        process.terminate()
        process.wait()
