"""Follows PulseAudio's default output: SDL asks for it once, when it starts, and never learns of changes.

It uses PulseAudio's own library, as SDL does, without a thread and without waiting: each call takes in what the server
has answered since the last. PipeWire answers the same requests.
"""

import ctypes
from contextlib import suppress
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_uint32, c_void_p
from functools import cache
from typing import Any

from dreamscape.clock import now_ns

LIBRARY = "libpulse.so.0"
NO_AUTOSPAWN = 1  # PA_CONTEXT_NOAUTOSPAWN: do not start a server
READY, FAILED = 4, 5  # of pa_context_state_t
SERVER = 0x80  # PA_SUBSCRIPTION_MASK_SERVER: changes of the defaults
STEP = 20_000  # us to wait for an answer at a time


class _Server(Structure):
    """The beginning of `pa_server_info`: four names, format, rate and channels, and the default output's name."""

    _fields_ = (("names", c_char_p * 4), ("sample", c_uint32 * 3), ("sink", c_char_p))


class _Sink(Structure):
    """The beginning of `pa_sink_info`."""

    _fields_ = (("name", c_char_p), ("index", c_uint32), ("description", c_char_p))


_StateCallback = CFUNCTYPE(None, c_void_p, c_void_p)
_ChangeCallback = CFUNCTYPE(None, c_void_p, c_uint32, c_uint32, c_void_p)
_ServerCallback = CFUNCTYPE(None, c_void_p, POINTER(_Server), c_void_p)
_SinkCallback = CFUNCTYPE(None, c_void_p, POINTER(_Sink), c_int, c_void_p)


class DefaultSink:
    """The default output of the sound server.

    Attributes:
        missing: whether the server has answered that it has none.

    Raises:
        OSError: PulseAudio's library is not installed.
    """

    def __init__(self) -> None:
        self._library = _library()
        self._description = ""
        self.missing = False  # whether the server has said that it has no output
        self._callbacks = (
            _StateCallback(self._on_state),
            _ChangeCallback(self._on_change),
            _ServerCallback(self._on_server),
            _SinkCallback(self._on_sink),
        )  # C callbacks, which must stay alive
        self._loop = self._library.pa_mainloop_new()
        api = self._library.pa_mainloop_get_api(self._loop)
        self._context = self._library.pa_context_new(api, b"dreamscape")
        self._library.pa_context_set_state_callback(self._context, self._callbacks[0], None)
        self._library.pa_context_connect(self._context, None, NO_AUTOSPAWN, None)

    def description(self) -> str:
        """The output's readable name, which SDL uses too; empty until the server has answered, or once it has gone."""
        while self._loop and self._library.pa_mainloop_iterate(self._loop, 0, None) > 0:
            pass
        return self._description

    def wait(self, seconds: float) -> str:
        """As `description`, but waits up to `seconds` for an answer."""
        until = now_ns() + round(seconds * 1e9)
        while not self.description() and not self.missing and now_ns() < until and self._state() < FAILED:
            self._library.pa_mainloop_prepare(self._loop, STEP)
            self._library.pa_mainloop_poll(self._loop)
            self._library.pa_mainloop_dispatch(self._loop)
        return self._description

    def close(self) -> None:
        """Close the connection."""
        loop, self._loop = self._loop, None
        if loop:
            self._library.pa_context_disconnect(self._context)
            self._library.pa_context_unref(self._context)
            self._library.pa_mainloop_free(loop)

    def _state(self) -> int:
        return int(self._library.pa_context_get_state(self._context))

    def _on_state(self, context: int, data: None) -> None:
        """The connection's state has changed."""
        if self._state() == READY:
            self._library.pa_context_set_subscribe_callback(context, self._callbacks[1], None)
            self._release(self._library.pa_context_subscribe(context, SERVER, None, None))
            self._on_change(context, 0, 0, None)
        elif self._state() >= FAILED:
            self._description = ""

    def _on_change(self, context: int, event: int, number: int, data: None) -> None:
        self._release(self._library.pa_context_get_server_info(context, self._callbacks[2], None))

    def _on_server(self, context: int, server: Any, data: None) -> None:
        if server:
            self.missing = not server.contents.sink
        if server and server.contents.sink:
            name = server.contents.sink
            self._release(self._library.pa_context_get_sink_info_by_name(context, name, self._callbacks[3], None))

    def _on_sink(self, context: int, sink: Any, last: int, data: None) -> None:
        if sink and sink.contents.description:
            self._description = sink.contents.description.decode(errors="replace")

    def _release(self, operation: int | None) -> None:
        if operation:
            self._library.pa_operation_unref(operation)


@cache
def _library() -> ctypes.CDLL:
    """PulseAudio's library, with the types of the functions used."""
    library, pointer = ctypes.CDLL(LIBRARY), c_void_p
    for name, result, *arguments in (
        ("mainloop_new", pointer),
        ("mainloop_get_api", pointer, pointer),
        ("mainloop_iterate", c_int, pointer, c_int, pointer),
        ("mainloop_prepare", c_int, pointer, c_int),
        ("mainloop_poll", c_int, pointer),
        ("mainloop_dispatch", c_int, pointer),
        ("mainloop_free", None, pointer),
        ("context_new", pointer, pointer, c_char_p),
        ("context_set_state_callback", None, pointer, _StateCallback, pointer),
        ("context_connect", c_int, pointer, c_char_p, c_int, pointer),
        ("context_get_state", c_int, pointer),
        ("context_set_subscribe_callback", None, pointer, _ChangeCallback, pointer),
        ("context_subscribe", pointer, pointer, c_int, pointer, pointer),
        ("context_get_server_info", pointer, pointer, _ServerCallback, pointer),
        ("context_get_sink_info_by_name", pointer, pointer, c_char_p, _SinkCallback, pointer),
        ("context_disconnect", None, pointer),
        ("context_unref", None, pointer),
        ("operation_unref", None, pointer),
    ):
        function = getattr(library, f"pa_{name}")
        function.restype, function.argtypes = result, arguments
    return library


def lacks_output(seconds: float) -> bool:
    """Whether there is a sound server that says, within so many seconds, that it has no output."""
    with suppress(OSError, AttributeError):
        sink = DefaultSink()
        sink.wait(seconds)
        sink.close()
        return sink.missing
    return False
