"""Where a new window goes: wholly onto its display, and where the last one was left if that can still be seen."""

import ctypes
from typing import NamedTuple

from dreamscape.outputs.displays import Place
from dreamscape.outputs.sdl import call
from dreamscape.outputs.window import SMALLEST, Window, bounds

FRAME = 16, 48  # units that a window's frame takes at most, beside and above the picture together
HANDLE = 80, 24  # units of a window's upper edge that must be seen, for hands to take hold of it
_CHANGED = 0x40 | 0x80  # SDL's flags of a window: minimised, maximised


class Lying(NamedTuple):
    """How a window lies: its size, and its frame's left upper corner on the desktop; None where nobody knows it."""

    size: tuple[int, int]
    corner: tuple[int, int] | None = None


def rooms() -> list[Place]:
    """What of each display windows may take, without panels."""
    found = []
    for index, whole in enumerate(bounds()):
        place = (ctypes.c_int * 4)()
        known = call("SDL_GetDisplayUsableBounds", index, place) == 0 and place[2] > 0 and place[3] > 0
        found.append((place[0], place[1], place[2], place[3]) if known else whole)
    return found


def fitted(size: tuple[int, int], room: Place) -> tuple[int, int]:
    """A size of the same shape that fits a room with its frame; the same size if that does."""
    most = room[2] - FRAME[0], room[3] - FRAME[1]
    part = min(1.0, *(have / asked for have, asked in zip(most, size, strict=True)))
    width, height = (max(least, int(part * side)) for least, side in zip(SMALLEST, size, strict=True))
    return width, height


def held(lying: Lying, rooms: list[Place]) -> bool:
    """Whether a window that lies so can be seen and taken hold of by its upper edge."""
    if lying.corner is None:
        return False
    left, top = lying.corner
    for x, y, width, height in rooms:
        seen = min(left + lying.size[0], x + width) - max(left, x)
        if seen >= HANDLE[0] and y - 1 <= top <= y + height - HANDLE[1]:
            return True
    return False


def opened(lying: Lying, room: Place, rooms: list[Place], asked: bool) -> Lying:
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
        return Lying(lying.size, room[:2])
    return Lying(size)


def now(window: Window) -> Lying | None:
    """How a window lies; None while it is full screen, maximised or minimised, and so will not lie later."""
    import pygame

    handle = window._pointer()
    if window.fullscreen or call("SDL_GetWindowFlags", handle) & _CHANGED:
        return None
    if pygame.display.get_driver() not in ("x11", "windows", "cocoa"):
        return Lying(window.units)
    x, y, top, left = (ctypes.c_int() for _ in range(4))
    call("SDL_GetWindowPosition", handle, ctypes.byref(x), ctypes.byref(y))
    call("SDL_GetWindowBordersSize", handle, ctypes.byref(top), ctypes.byref(left), None, None)
    return Lying(window.units, (x.value - left.value, y.value - top.value))
