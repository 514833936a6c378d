"""SDL behind one door: what breaks here calls it with wrong types, or by what the next pygame may not have."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dreamscape
from dreamscape.devices import sdl

PACKAGE = Path(dreamscape.__file__).parent
FILES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
DOOR = "devices/sdl.py"
# Who else speaks to C: its own library, OpenGL, ALSA, PulseAudio, Wayland, Xlib, Windows, macOS and FreeType.
OTHERS = {
    "system/memory.py",
    "render/context.py",
    "render/targets.py",
    "devices/alsa.py",
    "devices/native.py",
    "devices/loopback.py",
    "devices/pulseaudio.py",
    "devices/frame_callbacks.py",
    "devices/displays.py",
    "saver/machine_state.py",
    "typesetting/coverage.py",
}


def test_sdl_is_reached_in_one_place_only() -> None:
    texts = {name: path.read_text("utf-8") for name, path in FILES.items() if name != DOOR}
    near = {name: text for name, text in texts.items() if re.search("SDL|sdl2|ctypes", text)}
    assert {name: found for name, text in near.items() if (found := reached(name, text))} == {}


def reached(name: str, text: str) -> set[str]:
    """What a file imports or names that only DOOR may, or the OTHERS."""
    nodes = list(ast.walk(ast.parse(text)))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            imported |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    functions = {text for text in texts if re.fullmatch(r"SDL_(\w*[a-z]\w*)", text) or "SDL2" in text}
    modules = {module for module in imported if "_sdl2" in module}
    if name not in OTHERS:
        modules |= {module for module in imported if module.partition(".")[0] == "ctypes"}
    return functions | modules


def test_every_function_is_there() -> None:
    for name in sdl._TYPES:
        assert sdl._function(name).argtypes is not None


def test_one_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sdl._TYPES, "SDL_None", (None, []))
    with pytest.raises(sdl.SdlError, match="no SDL_None, expected"):
        sdl._call("SDL_None")


def test_a_window_that_has_gone_does_no_harm() -> None:
    gone = sdl.Handle(4_000_000_000)
    assert (gone.size, gone.display, gone.native(sdl.X11), gone.has(sdl.FULLSCREEN)) == ((0, 0), 0, 0, False)


# Plays, looks for devices so often, and tells whether it still plays.
PLAYS = """
import time
from dreamscape.devices import sdl

asked = []
device = sdl.AudioDevice(None, False, 48_000, 512, lambda memory: asked.append(len(memory)))
device.begin()
for _ in range(260):
    sdl.audio_devices(False)
asked.clear()
end = time.monotonic() + 180
while not asked and time.monotonic() < end:
    time.sleep(0.01)
device.close()
print("plays" if asked else "silent")
"""


@pytest.mark.slow
def test_sound_goes_on_however_often_devices_are_looked_for() -> None:
    """SDL counts who has begun it, to 255: then it would begin anew, with every device closed."""
    environment = {**os.environ, "SDL_AUDIODRIVER": "dummy"}
    done = subprocess.run([sys.executable, "-c", PLAYS], env=environment, capture_output=True, text=True, timeout=180)
    assert done.stdout.endswith("plays\n"), done.stderr
