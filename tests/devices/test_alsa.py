"""ALSA's own words: what breaks here fills the terminal of everybody who has no sound card."""

import ctypes.util
import subprocess
import sys

import pytest

OPENS = """
import ctypes, sys
from dreamscape.devices.alsa import silence

if "silent" in sys.argv:
    silence()
handle = ctypes.c_void_p()
assert ctypes.CDLL("libasound.so.2").snd_pcm_open(ctypes.byref(handle), b"no such device", 0, 0) < 0
"""


@pytest.mark.skipif(not ctypes.util.find_library("asound"), reason="ALSA is not here")
def test_it_prints_nothing_once_it_is_silenced() -> None:
    command = [sys.executable, "-c", OPENS]
    assert b"ALSA lib" in subprocess.run(command, capture_output=True, check=True).stderr
    assert subprocess.run([*command, "silent"], capture_output=True, check=True).stderr == b""
