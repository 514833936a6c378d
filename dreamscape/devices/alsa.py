"""ALSA's own words: dozens of lines on the terminal where there is no card; what matters, we say ourselves."""

import ctypes
import sys
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# As C sees it, with arguments of any number, which are left alone; it must outlive all that uses the library.
_SILENT = ctypes.CFUNCTYPE(None)(lambda: None)


@cache
def silence() -> None:
    """Let ALSA say nothing in this process from now on; does nothing where it is not."""
    if not sys.platform.startswith("linux"):
        return
    spec = find_spec("pygame")
    beside = Path(spec.origin).parents[1] / "pygame_ce.libs" if spec and spec.origin else Path()
    for name in ("libasound.so.2", *map(str, beside.glob("libasound*.so*"))):  # PortAudio's, and the one of SDL's wheel
        with suppress(OSError, AttributeError):
            ctypes.CDLL(name).snd_lib_error_set_handler(_SILENT)
