"""Frame callbacks of Wayland: a compositor answers once it is a good time to draw, and never while nothing is seen."""

import ctypes
from functools import cache
from typing import Any

from dreamscape.clock import now_ns

FRAME = 3  # the number of the request wl_surface.frame
DONE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)


@cache
def library() -> Any:
    """The library by which SDL speaks to the compositor."""
    found = ctypes.CDLL("libwayland-client.so.0")
    found.wl_proxy_marshal_array_constructor.restype = ctypes.c_void_p
    return found


class FrameCallbacks:
    """Asks the compositor for a callback with each frame of a surface.

    Args:
        surface: the address of the window's `wl_surface`.
    """

    def __init__(self, surface: int) -> None:
        self._surface = surface
        self._pending: int | None = None  # the callback that is waited for
        self._asked = 0
        self._done = DONE(self._answered)  # as C sees it
        self._listener = (ctypes.c_void_p * 1)(ctypes.cast(self._done, ctypes.c_void_p))

    def ask(self) -> None:
        """Before a frame is handed over: ask to be told when the next one is wanted, unless that was asked already."""
        if self._pending is None:
            arguments = (ctypes.c_void_p * 1)()
            interface = ctypes.addressof(ctypes.c_char.in_dll(library(), "wl_callback_interface"))
            self._pending = library().wl_proxy_marshal_array_constructor(
                ctypes.c_void_p(self._surface), FRAME, arguments, ctypes.c_void_p(interface)
            )
            library().wl_proxy_add_listener(ctypes.c_void_p(self._pending), self._listener, None)
            self._asked = now_ns()

    @property
    def waiting(self) -> int:
        """For how long the compositor has wanted no frame, ns."""
        return now_ns() - self._asked if self._pending is not None else 0

    def close(self) -> None:
        """Wait for nothing any more; the surface must be there still."""
        self._answered(None, self._pending, 0)

    def _answered(self, data: int | None, callback: int | None, when: int) -> None:
        if callback is not None:
            library().wl_proxy_destroy(ctypes.c_void_p(callback))
        self._pending = None
