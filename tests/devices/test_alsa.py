"""ALSA's own words: what breaks here fills the terminal of everybody who has no sound card."""

import ctypes.util
import os
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


# ALSA fails at the very end of the process, as what ends a library in C may.
ENDS = """
import ctypes
from dreamscape.devices.alsa import silence

silence()
ctypes.CDLL(None).on_exit(ctypes.CDLL("libasound.so.2").snd_config_update, None)
"""


@pytest.mark.skipif(not ctypes.util.find_library("asound"), reason="ALSA is not here")
def test_it_may_fail_after_python_has_ended() -> None:
    """A handler made by ctypes is no more by then: the process crashed."""
    environment = {**os.environ, "ALSA_CONFIG_PATH": "/there is no such file"}
    done = subprocess.run([sys.executable, "-c", ENDS], env=environment, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
