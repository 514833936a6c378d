"""The very SDL that pygame uses, for what pygame does not pass on: windows that share a context, displays, sound.

Nothing else loads SDL, or imports pygame's `_sdl2`, which is not yet settled. Calls by ctypes let other threads run
meanwhile, which pygame's own do not.
"""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_int, c_uint32, c_void_p
from functools import cache
from pathlib import Path
from typing import Any

from dreamscape.devices.displays import Place
from dreamscape.errors import DreamscapeError

X11, WAYLAND = 2, 6  # SDL's numbers of window systems
FULLSCREEN, MINIMISED, MAXIMISED = 0x1, 0x40, 0x80  # SDL's flags of a window
_AUDIO = 0x10  # SDL_INIT_AUDIO
_VERSION = 2 | 28 << 8  # SDL's, 2.28: major in the first byte, minor in the second
_WINDOW, _NUMBERS = c_void_p, POINTER(c_int)
_TYPES: dict[str, tuple[Any, list[Any]]] = {  # what each function returns and takes
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
    """SDL cannot do it; says why."""


@cache
def library() -> ctypes.CDLL:
    """The library itself."""
    import pygame

    package = Path(pygame.__file__).parent
    places = (package, package / ".dylibs", package.parent / "pygame_ce.libs")
    names = ("SDL2.dll", "libSDL2-2.0.0.dylib", "libSDL2-2*.so*")
    bundled = [path for place in places for name in names for path in sorted(place.glob(name))]
    return ctypes.CDLL(str(bundled[0]) if bundled else None)  # None: a system's SDL, which pygame has loaded


@cache
def _function(name: str) -> Any:
    try:
        found = getattr(library(), name)
    except AttributeError:
        raise SdlError(f"SDL: this one has no {name}, expected 2.24 or later; update pygame-ce") from None
    found.restype, found.argtypes = _TYPES[name]
    return found


def _call(name: str, *arguments: Any) -> Any:
    return _function(name)(*arguments)


def _pair(name: str, *before: Any) -> tuple[int, int]:
    """Two numbers that a function writes behind what it is given."""
    first, second = c_int(), c_int()
    _call(name, *before, byref(first), byref(second))
    return first.value, second.value


class Handle:
    """SDL's own hold on a window; harmless once that is gone.

    Args:
        number: what events call the window.
    """

    def __init__(self, number: int) -> None:
        self.number = number

    @property
    def _window(self) -> int | None:
        found: int | None = _call("SDL_GetWindowFromID", self.number)
        return found

    @property
    def size(self) -> tuple[int, int]:
        """What is drawn on, pixels."""
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
        """The number of the display that most of it is on, 0 where nobody knows."""
        return max(0, int(_call("SDL_GetWindowDisplayIndex", self._window)))

    def has(self, flags: int) -> bool:
        """Whether it has one of these flags."""
        return bool(_call("SDL_GetWindowFlags", self._window) & flags)

    def use(self, context: int) -> None:
        """Make a context current for it."""
        _call("SDL_GL_MakeCurrent", self._window, context)

    def flip(self) -> None:
        """Let what was drawn be seen; pygame's own knows only windows whose context it made."""
        _call("SDL_GL_SwapWindow", self._window)

    def native(self, system: int) -> int:
        """What a window system, X11 or WAYLAND, knows it by; 0 if another one shows it.

        For X11 that is its number, for Wayland the address of its `wl_surface`.
        """
        about = (ctypes.c_uint64 * 16)(_VERSION)  # SDL_SysWMinfo: version and system, the display, the window
        known = _call("SDL_GetWindowWMInfo", self._window, about)
        return int(about[2]) if known and about[0] >> 32 == system else 0


class Functions:
    """What moderngl asks for a context that SDL has made, whether by GLX, EGL, WGL or CGL.

    Args:
        use: makes the context current.
    """

    def __init__(self, use: Callable[[], None]) -> None:
        self._use = use

    def load_opengl_function(self, name: str) -> int:
        """The address of a function of OpenGL's."""
        return int(_call("SDL_GL_GetProcAddress", name.encode()) or 0)

    def __enter__(self) -> None:
        self._use()

    def __exit__(self, *raised: object) -> None:
        pass

    def release(self) -> None:
        """The context ends with its last window."""


def current_context() -> int:
    """The context that is current; 0 if none is."""
    return int(_call("SDL_GL_GetCurrentContext") or 0)


def wait_for_refresh(wanted: bool) -> None:
    """Whether windows of the context that is current wait for their display's refresh, where the driver can."""
    _call("SDL_GL_SetSwapInterval", int(wanted))


def middle(display: int) -> tuple[int, int]:
    """The place that stands for the middle of a display when a window is made."""
    centred = 0x2FFF0000 | display  # SDL_WINDOWPOS_CENTERED_DISPLAY
    return centred, centred


def pointer() -> tuple[int, int]:
    """Where the pointer is on the desktop, as far as the window system tells."""
    return _pair("SDL_GetGlobalMouseState")


def displays() -> list[tuple[Place, Place]]:
    """Of each display where it lies on the desktop, and what of it windows may take, without panels."""
    found = []
    for index in range(max(0, int(_call("SDL_GetNumVideoDisplays")))):
        if (whole := _place("SDL_GetDisplayBounds", index)) is not None:
            room = _place("SDL_GetDisplayUsableBounds", index)
            found.append((whole, room if room is not None and min(room[2:]) > 0 else whole))
    return found


def _place(name: str, index: int) -> Place | None:
    place = (c_int * 4)()
    return (place[0], place[1], place[2], place[3]) if _call(name, index, place) == 0 else None


@contextmanager
def _sound() -> Iterator[Any]:
    """What pygame passes on of SDL's sound, begun; errors are ours."""
    try:
        from pygame import error
        from pygame._sdl2 import audio, sdl2
    except ImportError as missing:
        raise SdlError(f"SDL: {missing}") from None
    try:
        if not _call("SDL_WasInit", _AUDIO):  # SDL counts to 255, and begins anew with all devices closed
            sdl2.init_subsystem(sdl2.INIT_AUDIO)
        yield audio
    except (error, sdl2.error) as wrong:
        raise SdlError(f"SDL: {wrong}") from None


def audio_devices(hears: bool) -> list[str]:
    """The names of what hears, or of what plays.

    Raises:
        SdlError: there is no sound.
    """
    with _sound() as audio:
        return list(audio.get_audio_device_names(hears))


def audio_driver() -> str:
    """Through what SDL plays and hears, such as `pulseaudio`; empty before `audio_devices` was asked."""
    return (_call("SDL_GetCurrentAudioDriver") or b"").decode()


def usual_output() -> str:
    """What SDL calls the output that sound goes to by itself; empty if it cannot say."""
    name, spec = c_char_p(), (ctypes.c_uint64 * 8)()  # SDL_AudioSpec has 32 bytes
    try:
        failed = _call("SDL_GetDefaultAudioInfo", byref(name), spec, 0)
    except SdlError:  # before SDL 2.24
        return ""
    return "" if failed or not name.value else name.value.decode(errors="replace")


class AudioDevice:
    """A device that plays or hears 32-bit floats of two channels, on a thread of SDL's.

    Args:
        name: of `audio_devices`; None for the usual one.
        hears: whether it hears.
        rate: samples a second.
        chunk: samples at a time.
        handle: is given the memory of each chunk, to read what was heard or to write what is to be played.

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
        """Let it play or hear."""
        self._device.pause(0)

    def close(self) -> None:
        """Let go of it."""
        # SDL waits for its thread, which may wait for Python in `handle`: pygame's own call would not let it run.
        _call("SDL_CloseAudioDevice", self._device.deviceid)
        self._device.close()  # which finds that it is closed
