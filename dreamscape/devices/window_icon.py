"""The icon that windows show in frames, switchers and task bars."""

from typing import Any

from dreamscape import resources

SIZE = 64  # px


def dress(window: Any) -> None:
    """Give one of pygame's windows the program's icon; Wayland's desktops take it from the desktop's entry."""
    import pygame

    window.set_icon(pygame.image.load(resources.asset(f"icon/{SIZE}.png")))
