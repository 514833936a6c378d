"""Where a new window opens: whole on its display, or where the last one was left if that can still be reached."""

from typing import NamedTuple

from dreamscape.devices import sdl
from dreamscape.devices.displays import Place
from dreamscape.devices.window import SMALLEST, Window

FRAME = 16, 48  # units, an upper bound of the total width and height of a window's frame
HANDLE = 80, 24  # units of a window's title bar that must be visible to drag it


class WindowGeometry(NamedTuple):
    """A window's size, and its frame's top left corner on the desktop; None if that is unknown."""

    size: tuple[int, int]
    corner: tuple[int, int] | None = None


def usable_areas() -> list[Place]:
    """The area of each display that windows may take, without panels."""
    return [area for _, area in sdl.displays()]


def fit_size(size: tuple[int, int], area: Place) -> tuple[int, int]:
    """The largest size of the same shape, up to the given one, that fits an area with its frame."""
    available = area[2] - FRAME[0], area[3] - FRAME[1]
    scale = min(1.0, *(limit / wanted for limit, wanted in zip(available, size, strict=True)))
    width, height = (max(smallest, int(scale * side)) for smallest, side in zip(SMALLEST, size, strict=True))
    return width, height


def is_reachable(geometry: WindowGeometry, usable_areas: list[Place]) -> bool:
    """Whether a window can be seen and dragged by its title bar."""
    if geometry.corner is None:
        return False
    left, top = geometry.corner
    for x, y, width, height in usable_areas:
        visible = min(left + geometry.size[0], x + width) - max(left, x)
        if visible >= HANDLE[0] and y - 1 <= top <= y + height - HANDLE[1]:
            return True
    return False


def initial_geometry(geometry: WindowGeometry, area: Place, usable_areas: list[Place], wanted: bool) -> WindowGeometry:
    """The geometry of a new window.

    Args:
        geometry: as the last one was left, or only a size.
        area: usable area of its display.
        usable_areas: usable areas of all displays.
        wanted: whether this very size was asked for.

    Returns:
        The geometry; its corner is None for the middle of its display.
    """
    if is_reachable(geometry, usable_areas):
        return geometry
    size = fit_size(geometry.size, area)
    if wanted and size != geometry.size:  # too large: keep at least its title bar on the display
        return WindowGeometry(geometry.size, area[:2])
    return WindowGeometry(size)


def current_geometry(window: Window) -> WindowGeometry | None:
    """A window's geometry; None while it is full screen, maximised or minimised, which is not worth remembering."""
    import pygame

    if window.fullscreen or window.handle.has(sdl.MINIMISED | sdl.MAXIMISED):
        return None
    if pygame.display.get_driver() not in ("x11", "windows", "cocoa"):
        return WindowGeometry(window.units)
    return WindowGeometry(window.units, window.handle.corner)
