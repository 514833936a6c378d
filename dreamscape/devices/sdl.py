"""Direct calls to pygame's SDL library for what pygame does not expose: shared contexts, displays, sound.

No other module loads SDL, or imports pygame's `_sdl2`, whose interface is not stable yet. Unlike pygame's own calls,
those by ctypes let other threads run meanwhile.
"""

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_int, c_uint32, c_void_p
from functools import cache
from pathlib import Path
from typing import Any

from dreamscape.devices.displays import Place
from dreamscape.devices.pulseaudio import lacks_output
from dreamscape.errors import DreamscapeError

X11, WAYLAND = 2, 6  # SDL_SYSWM_TYPE
FULLSCREEN, MINIMISED, MAXIMISED = 0x1, 0x40, 0x80  # SDL_WindowFlags
_AUDIO = 0x10  # SDL_INIT_AUDIO
_ANSWER = 0.5  # s for a sound server to say what it plays through
_VERSION = 2 | 28 << 8  # SDL 2.28: major in the first byte, minor in the second
_WINDOW, _NUMBERS = c_void_p, POINTER(c_int)
_TYPES: dict[str, tuple[Any, list[Any]]] = {  # result and argument types of each function
    "SDL_CloseAudioDevice": (None, [c_uint32]),
    "SDL_GL_GetCurrentContext": (c_void_p, []),
    "SDL_GL_GetDrawableSize": (None, [_WINDOW, _NUMBERS, _NUMBERS]),
    "SDL_GL_GetProcAddress": (c_void_p, [c_char_p]),
    "SDL_GL_MakeCurrent": (c_int, [_WINDOW, c_void_p]),
    "SDL_GL_SetSwapInterval": (c_int, [c_int]),
    "SDL_GL_SwapWindow": (None, [_WINDOW]),
    "SDL_GetCurrentAudioDriver": (c_char_p, []),
    "SDL_GetDefaultAudioInfo": (c_int, [POINTER(c_char_p), c_void_p, c_int]),
    "SDL_GetDisplayBounds": (c_int, [c_int, c_void_p]),
    "SDL_GetDisplayUsableBounds": (c_int, [c_int, c_void_p]),
    "SDL_GetGlobalMouseState": (c_uint32, [_NUMBERS, _NUMBERS]),
    "SDL_GetNumVideoDisplays": (c_int, []),
    "SDL_GetWindowBordersSize": (c_int, [_WINDOW, _NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS]),
    "SDL_GetWindowDisplayIndex": (c_int, [_WINDOW]),
    "SDL_GetWindowFlags": (c_uint32, [_WINDOW]),
    "SDL_GetWindowFromID": (_WINDOW, [c_uint32]),
    "SDL_GetWindowPosition": (None, [_WINDOW, _NUMBERS, _NUMBERS]),
    "SDL_GetWindowWMInfo": (c_int, [_WINDOW, c_void_p]),
    "SDL_WasInit": (c_uint32, [c_uint32]),
}


class SdlError(DreamscapeError):
    """An SDL call failed; says why."""


@cache
def library() -> ctypes.CDLL:
    """The SDL library that pygame has loaded."""
    import pygame

    package = Path(pygame.__file__).parent
    places = (package, package / ".dylibs", package.parent / "pygame_ce.libs")
    names = ("SDL2.dll", "libSDL2-2.0.0.dylib", "libSDL2-2*.so*")
    bundled = [path for place in places for name in names for path in sorted(place.glob(name))]
    return ctypes.CDLL(str(bundled[0]) if bundled else None)  # None: a system's SDL, which pygame has loaded


@cache
def _function(name: str) -> Any:
    try:
        function = getattr(library(), name)
    except AttributeError:
        raise SdlError(f"SDL: this one has no {name}, expected 2.24 or later; update pygame-ce") from None
    function.restype, function.argtypes = _TYPES[name]
    return function


def _call(name: str, *arguments: Any) -> Any:
    return _function(name)(*arguments)


def _pair(name: str, *before: Any) -> tuple[int, int]:
    """The two integers that a function writes to its last two arguments."""
    first, second = c_int(), c_int()
    _call(name, *before, byref(first), byref(second))
    return first.value, second.value


class Handle:
    """SDL's handle of a window; its calls do nothing once the window is gone.

    Args:
        number: the window's id in events.
    """

    def __init__(self, number: int) -> None:
        self.number = number

    @property
    def _window(self) -> int | None:
        found: int | None = _call("SDL_GetWindowFromID", self.number)
        return found

    @property
    def size(self) -> tuple[int, int]:
        """The drawable size, pixels."""
        return _pair("SDL_GL_GetDrawableSize", self._window)

    @property
    def corner(self) -> tuple[int, int]:
        """Left and top of its frame on the desktop, in the desktop's units."""
        x, y = _pair("SDL_GetWindowPosition", self._window)
        top, left = c_int(), c_int()
        _call("SDL_GetWindowBordersSize", self._window, byref(top), byref(left), None, None)
        return x - left.value, y - top.value

    @property
    def display(self) -> int:
        """The number of the display that most of it is on; 0 if unknown."""
        return max(0, int(_call("SDL_GetWindowDisplayIndex", self._window)))

    def has(self, flags: int) -> bool:
        """Whether it has any of these flags."""
        return bool(_call("SDL_GetWindowFlags", self._window) & flags)

    def use(self, context: int) -> None:
        """Make a context current for it."""
        _call("SDL_GL_MakeCurrent", self._window, context)

    def flip(self) -> None:
        """Show what was drawn; pygame's own function knows only windows whose context it made."""
        _call("SDL_GL_SwapWindow", self._window)

    def native(self, system: int) -> int:
        """Its native handle in a window system, X11 or WAYLAND; 0 under another one.

        For X11 that is its number, for Wayland the address of its `wl_surface`.
        """
        info = (ctypes.c_uint64 * 16)(_VERSION)  # SDL_SysWMinfo: version and system, the display, the window
        succeeded = _call("SDL_GetWindowWMInfo", self._window, info)
        return int(info[2]) if succeeded and info[0] >> 32 == system else 0


class Functions:
    """The loader that moderngl needs for a context made by SDL, whether by GLX, EGL, WGL or CGL.

    Args:
        use: makes the context current.
    """

    def __init__(self, use: Callable[[], None]) -> None:
        self._use = use

    def load_opengl_function(self, name: str) -> int:
        """The address of an OpenGL function."""
        return int(_call("SDL_GL_GetProcAddress", name.encode()) or 0)

    def __enter__(self) -> None:
        self._use()

    def __exit__(self, *raised: object) -> None:
        pass

    def release(self) -> None:
        """Does nothing: the context ends with its last window."""


def current_context() -> int:
    """The address of the current context; 0 if there is none."""
    return int(_call("SDL_GL_GetCurrentContext") or 0)


def wait_for_refresh(wanted: bool) -> None:
    """Set whether windows of the current context wait for their display's refresh, if the driver can."""
    _call("SDL_GL_SetSwapInterval", int(wanted))


def middle(display: int) -> tuple[int, int]:
    """The position that stands for the middle of a display when a window is created."""
    centred = 0x2FFF0000 | display  # SDL_WINDOWPOS_CENTERED_DISPLAY
    return centred, centred


def pointer() -> tuple[int, int]:
    """The pointer's position on the desktop, as far as the window system tells."""
    return _pair("SDL_GetGlobalMouseState")


def displays() -> list[tuple[Place, Place]]:
    """The rectangle of each display on the desktop, and the part that windows may take, without panels."""
    areas = []
    for index in range(max(0, int(_call("SDL_GetNumVideoDisplays")))):
        if (whole := _place("SDL_GetDisplayBounds", index)) is not None:
            usable = _place("SDL_GetDisplayUsableBounds", index)
            areas.append((whole, usable if usable is not None and min(usable[2:]) > 0 else whole))
    return areas


def _place(name: str, index: int) -> Place | None:
    place = (c_int * 4)()
    return (place[0], place[1], place[2], place[3]) if _call(name, index, place) == 0 else None


@contextmanager
def _sound() -> Iterator[Any]:
    """pygame's interface to SDL's audio, initialised; converts its errors to SdlError."""
    try:
        from pygame import error
        from pygame._sdl2 import audio, sdl2
    except ImportError as error_of_import:
        raise SdlError(f"SDL: {error_of_import}") from None
    try:
        if not _call("SDL_WasInit", _AUDIO):  # counted in 8 bits; an overflow would close all devices
            if os.environ.get("SDL_AUDIODRIVER", "pulseaudio") == "pulseaudio" and lacks_output(_ANSWER):
                raise SdlError("SDL: the sound server has no output")  # SDL 2 reads its name, and crashes
            sdl2.init_subsystem(sdl2.INIT_AUDIO)
        yield audio
    except (error, sdl2.error) as failure:
        raise SdlError(f"SDL: {failure}") from None


def audio_devices(hears: bool) -> list[str]:
    """The names of the recording or playback devices.

    Raises:
        SdlError: SDL's audio is not available.
    """
    with _sound() as audio:
        return list(audio.get_audio_device_names(hears))


def audio_driver() -> str:
    """SDL's audio driver, such as `pulseaudio`; empty before the first call of `audio_devices`."""
    return (_call("SDL_GetCurrentAudioDriver") or b"").decode()


def usual_output() -> str:
    """SDL's name of the default output; empty if unknown."""
    name, spec = c_char_p(), (ctypes.c_uint64 * 8)()  # SDL_AudioSpec has 32 bytes
    try:
        failed = _call("SDL_GetDefaultAudioInfo", byref(name), spec, 0)
    except SdlError:  # before SDL 2.24
        return ""
    return "" if failed or not name.value else name.value.decode(errors="replace")


class AudioDevice:
    """A device that plays or records 32-bit floats in two channels, on a thread of SDL's.

    Args:
        name: one of `audio_devices`; None for the default.
        hears: record instead of play.
        rate: samples per second.
        chunk: samples at a time.
        handle: called with the memory of each chunk, to read what was recorded or to write what to play.

    Raises:
        SdlError: it cannot be opened.
    """

    def __init__(
        self, name: str | None, hears: bool, rate: int, chunk: int, handle: Callable[[memoryview], None]
    ) -> None:
        with _sound() as audio:
            self._device = audio.AudioDevice(
                name, hears, rate, audio.AUDIO_F32, 2, chunk, 0, lambda _, memory: handle(memory)
            )

    def begin(self) -> None:
        """Start to play or record."""
        self._device.pause(0)

    def close(self) -> None:
        """Close the device."""
        # SDL waits for its thread, which may wait for Python in `handle`: pygame's own call would deadlock.
        _call("SDL_CloseAudioDevice", self._device.deviceid)
        self._device.close()  # finds it closed already
