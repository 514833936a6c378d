"""Displays that are not there, or go: SDL and Xlib left to themselves draw where nobody sees it, or print a dump."""

import ctypes
import os
from contextlib import suppress
from typing import Any

GONE = "the display has gone (the X server ended the connection); start the program again once there is one"
Place = tuple[int, int, int, int]  # of a display on the desktop: left, top, width and height, in the desktop's units
UNSEEN = ("offscreen", "dummy")  # drivers that SDL falls back to, unless it is told to


def begin(pygame: Any) -> None:
    """Begin SDL's video, on a display that is there.

    Raises:
        pygame.error: it is not.
    """
    begun = pygame.display.get_init()
    pygame.display.init()
    driver = pygame.display.get_driver()
    if not begun and driver in UNSEEN and driver not in os.environ.get("SDL_VIDEODRIVER", ""):
        pygame.display.quit()
        named = " and ".join(os.environ[name] for name in ("DISPLAY", "WAYLAND_DISPLAY") if os.environ.get(name))
        raise pygame.error(f"nobody answers at {named}" if named else "none found")
    if driver == "x11":
        _endure()


def _endure() -> None:
    """Go on after what the X server refuses, and say in a sentence that it has gone; SDL had handlers of its own.

    It refuses what is asked of a window that somebody has just destroyed, as they may at any time.
    """
    with suppress(OSError):  # Xlib of another name
        xlib = ctypes.CDLL("libX11.so.6")
        xlib.XSetErrorHandler(_REFUSED)
        xlib.XSetIOErrorHandler(_LOST)


def _refused(display: int, event: int) -> int:
    return 0


def _lost(display: int) -> int:
    """End at once: Xlib ends a program whose handler returns."""
    with suppress(OSError):
        os.write(2, f"dreamscape: {GONE}\n".encode())
    os._exit(1)


# As C sees them; they must outlive every window.
_REFUSED = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(_refused)
_LOST = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(_lost)
