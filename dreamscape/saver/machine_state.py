"""What a screensaver senses of the machine: how long nobody has moved, its battery."""

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
from dreamscape.saver.wayland_idle import Idleness

Idle = Callable[[], float]  # for how many seconds nobody has moved
Pause = Callable[[float], None]  # waits for so many seconds, or less if that may have changed
_MUTTER = "org.gnome.Mutter.IdleMonitor"
_ANY_INPUT, _HARDWARE = 0xFFFFFFFF, 1  # kCGAnyInputEventType, kCGEventSourceStateHIDSystemState


def battery() -> bool:
    """Whether the machine runs on its battery; False where there is none or nobody knows."""
    found = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    return found is not None and found.power_plugged is False


def doze(seconds: float) -> None:
    """Wait for so many seconds."""
    sleep_ns(round(1e9 * seconds))


def idleness(
    seconds: float, platform: str = sys.platform, environment: MutableMapping[str, str] = os.environ
) -> tuple[Idle, Pause]:
    """What gives the seconds since the last key or motion, and what waits until they may have changed.

    Args:
        seconds: that are waited for: a compositor of Wayland tells of no less.
        platform: as `sys.platform`.
        environment: of the process.

    Raises:
        DreamscapeError: the system does not tell; says what to use in its place.
    """
    if platform == "win32":
        return _windows, doze
    if platform == "darwin":
        return _macos, doze
    why = "no display is set"
    if wayland.reachable(environment):
        try:
            found = Idleness(seconds, environment)
            return found.seconds, found.pause
        except DreamscapeError as error:
            why = str(error)
        if _gnome() is not None:
            return lambda: _gnome() or 0.0, doze
    elif environment.get("DISPLAY"):
        server = X11()
        if server.idle() is not None:
            return lambda: server.idle() or 0.0, doze
        why = "its X server does not count"
    raise DreamscapeError(
        f"--after: this desktop does not say how long nobody moved ({why}); let swayidle or its own settings "
        "start the program, see dreamscape screensaver install --help"
    )


def _gnome() -> float | None:
    """Asked over D-Bus by the tool that comes with GNOME; None where it is not GNOME."""
    path = f"/{_MUTTER.replace('.', '/')}/Core"
    asked = ["gdbus", "call", "--session", "--dest", _MUTTER, "--object-path", path, "--method"]
    try:
        told = subprocess.run([*asked, f"{_MUTTER}.GetIdletime"], capture_output=True, text=True, timeout=2.0)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"uint64 (\d+)", told.stdout)
    return int(found[1]) / 1000.0 if told.returncode == 0 and found else None


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
