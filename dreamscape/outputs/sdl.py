"""The very SDL that pygame uses, for what pygame does not pass on."""

import ctypes
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

X11, WAYLAND = 2, 6  # SDL's numbers of window systems
ADDRESSES = (
    "SDL_GetWindowFromID",
    "SDL_GL_GetCurrentContext",
    "SDL_GL_GetProcAddress",
    "SDL_GetCurrentAudioDriver",
)  # functions that return one
_VERSION = 2 | 28 << 8  # SDL's, 2.28: major in the first byte, minor in the second


@cache
def library() -> ctypes.CDLL:
    """The library itself."""
    import pygame

    package = Path(pygame.__file__).parent
    places = (package, package / ".dylibs", package.parent / "pygame_ce.libs")
    names = ("SDL2.dll", "libSDL2-2.0.0.dylib", "libSDL2-2*.so*")
    bundled = [path for place in places for name in names for path in sorted(place.glob(name))]
    found = ctypes.CDLL(str(bundled[0]) if bundled else None)  # None: a system's SDL, which pygame has loaded
    for name in ADDRESSES:
        getattr(found, name).restype = ctypes.c_void_p
    return found


def call(name: str, *arguments: Any) -> Any:
    """Call a function by name; other threads run meanwhile, which pygame's own calls do not let them."""
    return getattr(library(), name)(*arguments)


def handle(system: int, window: ctypes.c_void_p) -> int:
    """What a window system, X11 or WAYLAND, knows a window of SDL's by; 0 if another one shows it.

    For X11 that is its number, for Wayland the address of its `wl_surface`.
    """
    about = (ctypes.c_uint64 * 16)(_VERSION)  # SDL_SysWMinfo: version and system, the display, the window
    known = call("SDL_GetWindowWMInfo", window, about)
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
        return int(call("SDL_GL_GetProcAddress", name.encode()) or 0)

    def __enter__(self) -> None:
        self._use()

    def __exit__(self, *raised: object) -> None:
        pass

    def release(self) -> None:
        """The context ends with its last window."""
