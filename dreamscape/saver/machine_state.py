"""The state of the machine: whether it runs on battery, and how long the user has been idle."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, MutableMapping

import psutil

from dreamscape.clock import sleep_ns
from dreamscape.devices import wayland
from dreamscape.devices.x11 import X11
from dreamscape.errors import DreamscapeError
from dreamscape.saver.wayland_idle import ReconnectingIdle

Idle = Callable[[], float]  # gives the idle time, s
Pause = Callable[[float], None]  # waits for so many seconds, or less if the idle time may have changed
_MUTTER = "org.gnome.Mutter.IdleMonitor"
_ANY_INPUT, _HARDWARE = 0xFFFFFFFF, 1  # kCGAnyInputEventType, kCGEventSourceStateHIDSystemState


def battery() -> bool:
    """Whether the machine runs on battery; False if it has none or the system does not tell."""
    result = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    return result is not None and result.power_plugged is False


def doze(seconds: float) -> None:
    """Sleep for so many seconds."""
    sleep_ns(round(1e9 * seconds))


def idleness(
    seconds: float, platform: str = sys.platform, environment: MutableMapping[str, str] = os.environ
) -> tuple[Idle, Pause]:
    """Functions that give the idle time, and that wait until it may have changed.

    Args:
        seconds: the idle time that is waited for: Wayland compositors do not report less.
        platform: as `sys.platform`.
        environment: of the process.

    Raises:
        DreamscapeError: the system does not report idleness; says what to use instead.
    """
    if platform == "win32":
        return _windows, doze
    if platform == "darwin":
        return _macos, doze
    reason = "no display is set"
    if wayland.reachable(environment):
        try:
            result = ReconnectingIdle(seconds, environment)
            return result.seconds, result.pause
        except DreamscapeError as error:
            reason = str(error)
        if _gnome() is not None:
            return lambda: _gnome() or 0.0, doze
    elif environment.get("DISPLAY"):
        server = X11()
        if server.idle() is not None:
            return lambda: server.idle() or 0.0, doze
        reason = "its X server does not count"
    raise DreamscapeError(
        f"--after: this desktop does not report idle time ({reason}); let swayidle or its own settings "
        "start the program, see dreamscape screensaver install --help"
    )


def _gnome() -> float | None:
    """GNOME's idle time, s, over D-Bus by the tool that comes with it; None where it is not GNOME."""
    path = f"/{_MUTTER.replace('.', '/')}/Core"
    command = ["gdbus", "call", "--session", "--dest", _MUTTER, "--object-path", path, "--method"]
    try:
        answer = subprocess.run([*command, f"{_MUTTER}.GetIdletime"], capture_output=True, text=True, timeout=2.0)
    except (OSError, subprocess.TimeoutExpired):
        return None
    result = re.search(r"uint64 (\d+)", answer.stdout)
    return int(result[1]) / 1000.0 if answer.returncode == 0 and result else None


def _windows() -> float:
    import ctypes

    class LastInput(ctypes.Structure):
        _fields_ = [("size", ctypes.c_uint), ("time", ctypes.c_uint)]

    last = LastInput(ctypes.sizeof(LastInput), 0)
    system: object = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
    system.user32.GetLastInputInfo(ctypes.byref(last))  # type: ignore[attr-defined]
    now = system.kernel32.GetTickCount()  # type: ignore[attr-defined]
    return float((now - last.time) & 0xFFFFFFFF) / 1000.0


def _macos() -> float:
    import ctypes

    graphics = ctypes.CDLL("/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics")
    ask = graphics.CGEventSourceSecondsSinceLastEventType
    ask.restype, ask.argtypes = ctypes.c_double, (ctypes.c_int32, ctypes.c_uint32)
    return float(ask(_HARDWARE, _ANY_INPUT))
