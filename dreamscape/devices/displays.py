"""Missing and vanishing displays: by themselves, SDL would draw where nobody sees it, and Xlib print a dump."""

import ctypes
import os
from contextlib import suppress
from typing import Any

from dreamscape.devices.native import ignoring_function

GONE = "the display has gone (the X server ended the connection); start the program again once there is one"
Place = tuple[int, int, int, int]  # of a display on the desktop: left, top, width and height, in the desktop's units
INVISIBLE_DRIVERS = ("offscreen", "dummy")  # drivers that SDL falls back to without a display


def initialise_video(pygame: Any) -> None:
    """Initialise SDL's video on a real display.

    Raises:
        pygame.error: there is none.
    """
    begun = pygame.display.get_init()
    if not begun and os.environ.get("DISPLAY"):
        _install_error_handlers()  # SDL puts back those that it finds, before the last answers of the server come
    pygame.display.init()
    driver = pygame.display.get_driver()
    if not begun and driver in INVISIBLE_DRIVERS and driver not in os.environ.get("SDL_VIDEODRIVER", ""):
        pygame.display.quit()
        named = " and ".join(os.environ[name] for name in ("DISPLAY", "WAYLAND_DISPLAY") if os.environ.get(name))
        raise pygame.error(f"nobody answers at {named}" if named else "none found")
    if driver == "x11":
        _install_error_handlers()


def _install_error_handlers() -> None:
    """Replace SDL's X error handlers: ignore refused requests, and report a lost server in a sentence.

    The server refuses requests about a window that somebody has just destroyed, which may happen at any time.
    """
    with suppress(OSError):  # Xlib has another name
        xlib = ctypes.CDLL("libX11.so.6")
        xlib.XSetErrorHandler(ignoring_function())
        xlib.XSetIOErrorHandler(_LOST)


def _lost(display: int) -> int:
    """Exit at once: Xlib ends a program whose handler returns."""
    with suppress(OSError):
        os.write(2, f"dreamscape: {GONE}\n".encode())
    os._exit(1)


# A C callback, which must outlive every window.
_LOST = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(_lost)
