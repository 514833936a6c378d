"""Where a new window goes: wholly onto its display, and where the last one was left if that can still be seen."""

from typing import NamedTuple

from dreamscape.devices import sdl
from dreamscape.devices.displays import Place
from dreamscape.devices.window import SMALLEST, Window

FRAME = 16, 48  # units that a window's frame takes at most, beside and above the picture together
HANDLE = 80, 24  # units of a window's upper edge that must be seen, for hands to take hold of it


class WindowGeometry(NamedTuple):
    """How a window lies: its size, and its frame's left upper corner on the desktop; None where nobody knows it."""

    size: tuple[int, int]
    corner: tuple[int, int] | None = None


def rooms() -> list[Place]:
    """What of each display windows may take, without panels."""
    return [room for _, room in sdl.displays()]


def fitted(size: tuple[int, int], room: Place) -> tuple[int, int]:
    """A size of the same shape that fits a room with its frame; the same size if that does."""
    most = room[2] - FRAME[0], room[3] - FRAME[1]
    part = min(1.0, *(have / asked for have, asked in zip(most, size, strict=True)))
    width, height = (max(least, int(part * side)) for least, side in zip(SMALLEST, size, strict=True))
    return width, height


def held(lying: WindowGeometry, rooms: list[Place]) -> bool:
    """Whether a window that lies so can be seen and taken hold of by its upper edge."""
    if lying.corner is None:
        return False
    left, top = lying.corner
    for x, y, width, height in rooms:
        seen = min(left + lying.size[0], x + width) - max(left, x)
        if seen >= HANDLE[0] and y - 1 <= top <= y + height - HANDLE[1]:
            return True
    return False


def opened(lying: WindowGeometry, room: Place, rooms: list[Place], asked: bool) -> WindowGeometry:
    """How a new window is to lie.

    Args:
        lying: as it was left, or of a size alone.
        room: of its display.
        rooms: of all displays.
        asked: whether this very size was asked for.

    Returns:
        its corner None for the middle of its display.
    """
    if held(lying, rooms):
        return lying
    size = fitted(lying.size, room)
    if asked and size != lying.size:  # too large: then at least its frame is on the display
        return WindowGeometry(lying.size, room[:2])
    return WindowGeometry(size)


def now(window: Window) -> WindowGeometry | None:
    """How a window lies; None while it is full screen, maximised or minimised, and so will not lie later."""
    import pygame

    if window.fullscreen or window.handle.has(sdl.MINIMISED | sdl.MAXIMISED):
        return None
    if pygame.display.get_driver() not in ("x11", "windows", "cocoa"):
        return WindowGeometry(window.units)
    return WindowGeometry(window.units, window.handle.corner)
