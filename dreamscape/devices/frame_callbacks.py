"""Wayland's frame callbacks: a compositor calls back when it is time to draw, and never for a hidden surface."""

import ctypes
from functools import cache
from typing import Any

from dreamscape.clock import now_ns

FRAME = 3  # opcode of the request wl_surface.frame
DONE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)


@cache
def library() -> Any:
    """The client library by which SDL speaks to the compositor."""
    client = ctypes.CDLL("libwayland-client.so.0")
    client.wl_proxy_marshal_array_constructor.restype = ctypes.c_void_p
    return client


class FrameCallbacks:
    """Requests a callback from the compositor with each frame of a surface.

    Args:
        surface: the address of the window's `wl_surface`.
    """

    def __init__(self, surface: int) -> None:
        self._surface = surface
        self._pending: int | None = None  # the outstanding callback
        self._asked = 0
        self._done = DONE(self._answered)  # a C callback, which must stay alive
        self._listener = (ctypes.c_void_p * 1)(ctypes.cast(self._done, ctypes.c_void_p))

    def ask(self) -> None:
        """Before a frame is committed: request a callback, unless one is outstanding."""
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
        """How long the compositor has requested no frame, ns."""
        return now_ns() - self._asked if self._pending is not None else 0

    def close(self) -> None:
        """Drop an outstanding callback; the surface must still exist."""
        self._answered(None, self._pending, 0)

    def _answered(self, data: int | None, callback: int | None, when: int) -> None:
        if callback is not None:
            library().wl_proxy_destroy(ctypes.c_void_p(callback))
        self._pending = None
