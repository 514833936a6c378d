"""Silences ALSA's messages: without a sound card it prints dozens of lines; we report what matters ourselves."""

import ctypes
import sys
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from dreamscape.devices.native import ignoring_function


@cache
def silence() -> None:
    """Silence ALSA in this process from now on; does nothing where there is no ALSA."""
    if not sys.platform.startswith("linux"):
        return
    spec = find_spec("pygame")
    bundled = Path(spec.origin).parents[1] / "pygame_ce.libs" if spec and spec.origin else Path()
    for name in ("libasound.so.2", *map(str, bundled.glob("libasound*.so*"))):  # PortAudio's, and that of SDL's wheel
        with suppress(OSError, AttributeError):
            ctypes.CDLL(name).snd_lib_error_set_handler(ignoring_function())
