"""Which output is PulseAudio's default now: SDL asks for that once, when it starts, and never hears of a change.

Spoken through PulseAudio's own library, which SDL uses too, without a thread and without waiting: what the server has
answered since the last call is taken in then. PipeWire answers the same questions.
"""

import ctypes
from contextlib import suppress
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_uint32, c_void_p
from functools import cache
from typing import Any

from dreamscape.clock import now_ns

LIBRARY = "libpulse.so.0"
NO_AUTOSPAWN = 1  # PA_CONTEXT_NOAUTOSPAWN: a server that is not there is not started
READY, FAILED = 4, 5  # of pa_context_state_t
SERVER = 0x80  # PA_SUBSCRIPTION_MASK_SERVER: tells of changes of the defaults
STEP = 20_000  # us to wait for an answer at a time


class _Server(Structure):
    """The beginning of `pa_server_info`: four names, format, rate and channels, and the default output's name."""

    _fields_ = (("names", c_char_p * 4), ("sample", c_uint32 * 3), ("sink", c_char_p))


class _Sink(Structure):
    """The beginning of `pa_sink_info`."""

    _fields_ = (("name", c_char_p), ("index", c_uint32), ("description", c_char_p))


_Stated = CFUNCTYPE(None, c_void_p, c_void_p)
_Changed = CFUNCTYPE(None, c_void_p, c_uint32, c_uint32, c_void_p)
_ServerTold = CFUNCTYPE(None, c_void_p, POINTER(_Server), c_void_p)
_SinkTold = CFUNCTYPE(None, c_void_p, POINTER(_Sink), c_int, c_void_p)


class DefaultSink:
    """The output that sound goes to by itself, as the server says it.

    Raises:
        OSError: PulseAudio's library is not on this machine.
    """

    def __init__(self) -> None:
        self._library = _library()
        self._description = ""
        self._callbacks = (
            _Stated(self._stated),
            _Changed(self._changed),
            _ServerTold(self._server_told),
            _SinkTold(self._sink_told),
        )  # as C sees them
        self._loop = self._library.pa_mainloop_new()
        api = self._library.pa_mainloop_get_api(self._loop)
        self._context = self._library.pa_context_new(api, b"dreamscape")
        self._library.pa_context_set_state_callback(self._context, self._callbacks[0], None)
        self._library.pa_context_connect(self._context, None, NO_AUTOSPAWN, None)

    def description(self) -> str:
        """What people call it, and SDL; empty while the server has not answered, or if it is gone."""
        while self._loop and self._library.pa_mainloop_iterate(self._loop, 0, None) > 0:
            pass
        return self._description

    def wait(self, seconds: float) -> str:
        """As `description`, but wait for an answer, at most so long."""
        until = now_ns() + round(seconds * 1e9)
        while not self.description() and now_ns() < until and self._state() < FAILED:
            self._library.pa_mainloop_prepare(self._loop, STEP)
            self._library.pa_mainloop_poll(self._loop)
            self._library.pa_mainloop_dispatch(self._loop)
        return self._description

    def close(self) -> None:
        """Let go of the server."""
        loop, self._loop = self._loop, None
        if loop:
            self._library.pa_context_disconnect(self._context)
            self._library.pa_context_unref(self._context)
            self._library.pa_mainloop_free(loop)

    def _state(self) -> int:
        return int(self._library.pa_context_get_state(self._context))

    def _stated(self, context: int, data: None) -> None:
        """The connection has come, or has gone."""
        if self._state() == READY:
            self._library.pa_context_set_subscribe_callback(context, self._callbacks[1], None)
            self._let_go(self._library.pa_context_subscribe(context, SERVER, None, None))
            self._changed(context, 0, 0, None)
        elif self._state() >= FAILED:
            self._description = ""

    def _changed(self, context: int, event: int, number: int, data: None) -> None:
        self._let_go(self._library.pa_context_get_server_info(context, self._callbacks[2], None))

    def _server_told(self, context: int, server: Any, data: None) -> None:
        if server and server.contents.sink:
            name = server.contents.sink
            self._let_go(self._library.pa_context_get_sink_info_by_name(context, name, self._callbacks[3], None))

    def _sink_told(self, context: int, sink: Any, last: int, data: None) -> None:
        if sink and sink.contents.description:
            self._description = sink.contents.description.decode(errors="replace")

    def _let_go(self, operation: int | None) -> None:
        if operation:
            self._library.pa_operation_unref(operation)


@cache
def _library() -> ctypes.CDLL:
    """PulseAudio's library, with the types of what is called."""
    found, at = ctypes.CDLL(LIBRARY), c_void_p
    for name, result, *arguments in (
        ("mainloop_new", at),
        ("mainloop_get_api", at, at),
        ("mainloop_iterate", c_int, at, c_int, at),
        ("mainloop_prepare", c_int, at, c_int),
        ("mainloop_poll", c_int, at),
        ("mainloop_dispatch", c_int, at),
        ("mainloop_free", None, at),
        ("context_new", at, at, c_char_p),
        ("context_set_state_callback", None, at, _Stated, at),
        ("context_connect", c_int, at, c_char_p, c_int, at),
        ("context_get_state", c_int, at),
        ("context_set_subscribe_callback", None, at, _Changed, at),
        ("context_subscribe", at, at, c_int, at, at),
        ("context_get_server_info", at, at, _ServerTold, at),
        ("context_get_sink_info_by_name", at, at, c_char_p, _SinkTold, at),
        ("context_disconnect", None, at),
        ("context_unref", None, at),
        ("operation_unref", None, at),
    ):
        function = getattr(found, f"pa_{name}")
        function.restype, function.argtypes = result, arguments
    return found


def default_sink() -> DefaultSink | None:
    """The default output where SDL plays through PulseAudio; None where SDL itself knows best, or nobody."""
    from dreamscape.devices import sdl

    with suppress(OSError, AttributeError):
        return DefaultSink() if sdl.audio_driver() == "pulseaudio" else None
    return None
