"""The icon of windows in frames, switchers and task bars."""

from typing import Any

from dreamscape import resources

SIZE = 64  # px


def set_icon(window: Any) -> None:
    """Set the program's icon on a pygame window; Wayland desktops take it from the desktop entry instead."""
    import pygame

    window.set_icon(pygame.image.load(resources.asset(f"icon/{SIZE}.png")))
